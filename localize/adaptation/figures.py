"""The only place that writes English quantities of subtitles in figures: 500,000 yuan, 23, 3.5 ounces, thirty million.

Netflix's English timed-text guide spells out one to ten, writes what is above in figures, and spells out a number that
begins a sentence. Millions keep their word, as they do in speech; ranges keep all of theirs.
"""

from __future__ import annotations

import re

from localize.culture.english import ONES, TENS

_SMALL = {word: value for value, word in enumerate(ONES)}
_TENS = {word: 10 * n for n, word in enumerate(TENS) if n >= 2}
_POWERS = {"hundred": 100, "thousand": 1000}
_WORD = "|".join((*_SMALL, *_TENS, *_POWERS))
_RUN = re.compile(rf"\b(?:{_WORD})(?:[ -](?:and )?(?:{_WORD}))*\b(?: and a half\b)?", re.IGNORECASE)
_NOT_HERE = re.compile(r"illion|\b(?:to|or)\b|\d", re.IGNORECASE)
_SPELLED = 10
"""The greatest number that is written out."""


def figures(words: str) -> str:
    """Return an English quantity with its numbers above ten in figures, '' where nothing changes.

    >>> figures("more than five hundred thousand"), figures("twenty-three"), figures("three and a half ounces")
    ('more than 500,000', '23', '3.5 ounces')
    >>> figures("thirty million"), figures("two pounds"), figures("thirty to fifty thousand")
    ('', '', '')
    """
    if _NOT_HERE.search(words):
        return ""
    written = _RUN.sub(lambda run: _figure(run.group()), words)
    return written if written != words else ""


def _figure(run: str) -> str:
    """Return a run of number words as a figure, as it is where it is small or no number of one's own."""
    whole = run.removesuffix(" and a half")
    value = _value(re.split(r"[ -]", whole.casefold().replace(" and ", " ")))
    if value is None or (value <= _SPELLED and whole == run):
        return run
    return f"{value:,}" + (".5" if whole != run else "")


def _value(words: list[str]) -> int | None:
    """Return the value of number words, None where they begin with a power (hundreds of them) or are two numbers."""
    total, group, last = 0, 0, 10**9
    for word in words:
        if power := _POWERS.get(word):
            if not group:
                return None
            if power == 1000:
                total, group = total + group * 1000, 0
            else:
                group *= 100
            last = power
            continue
        value = _SMALL.get(word, _TENS.get(word, 0))
        if value >= last or (last < 20 and last != 0):
            return None
        group, last = group + value, value
    return total + group
