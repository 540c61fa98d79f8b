"""The only place that says which lines no check of text or code can find fault with.

Each condition is one that a family of checks begins with, or a stricter and quicker one; the families remain the rule
for every line that does not pass. One pattern goes over each side, because a pass costs more than what it looks for.
"""

from __future__ import annotations

import functools
import re
import string
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from localize.layout import counts_by_length
from localize.qa.everyday import OWN_MARKS, SOURCE_MARKS, VALUES
from localize.qa.language import has_foreign_words, may_be_other, profile_of
from localize.qa.lengths import RATIO_SINCE, RATIOS
from localize.qa.measures import UNIT_ENDS, VAGUE, may_have_measure
from localize.qa.numbers import DIGITS, POWERS, TEN, same_figures
from localize.qa.sentences import ENDS, LEAST_LENGTH, calendar_of, leading_on
from localize.qa.shown import language_of
from localize.qa.text import may_repeat

if TYPE_CHECKING:
    from localize.model import Segment
    from localize.qa.base import Context
    from localize.qa.language import Profile
    from localize.qa.sentences import Calendar

_HAN = range(0x3400, 0xA000)
_NUMERALS = TEN + DIGITS + VAGUE
_COUNTED = f"[.．,，]?[{DIGITS}]|[^，。！？]{{0,2}}[{UNIT_ENDS}{POWERS}]"
"""What makes a number of ten or more of a numeral before it, or one with a measure or a letter for a power."""
_SOURCE_CHARACTERS = f"A-EG-Za-z{SOURCE_MARKS}"
_SMALL_START = re.compile("[.!?] +[a-z]")
_BEFORE_STEM = 3
"""Characters before what a name holds that are looked at too: most words with “day” or “ber” are no day or month."""


class _Looks(NamedTuple):
    """What the lines of a pair of locales are looked at with.

    Attributes:
        source: matches a source of words and marks of speech, without a number that must come through.
        target: matches a target of words and marks of speech, without a sentence that begins with a small letter, and
            without what month and day names in the wrong case hold.
        names: finds those names, None where their case says nothing.
        least, most: characters of the target for a Han character of the source.
        profile: the small words of the target's language.
        leads_on: words that lead on at the end of a text.
    """

    source: re.Pattern[str]
    target: re.Pattern[str]
    names: re.Pattern[str] | None
    least: float
    most: float
    profile: Profile
    leads_on: frozenset[str]


@functools.lru_cache(maxsize=64)
def _looks(source_locale: str, target_locale: str) -> _Looks | None:
    """Return what lines of two locales are looked at with; None for languages whose lines never pass."""
    language = language_of(target_locale)
    profile, bounds, calendar = profile_of(target_locale), RATIOS.get(language), calendar_of(target_locale)
    if profile is None or bounds is None or language in OWN_MARKS:
        return None
    source = _CHINESE if language_of(source_locale) == "zh" else _NOT_CHINESE
    names = None if calendar is None else calendar.pattern
    return _Looks(source, _target(calendar), names, *bounds, profile, leading_on(language))


def _without(characters: str) -> str:
    """Return the Han characters but some, for a class of a pattern."""
    left, start = [], _HAN.start
    for code in sorted({ord(ch) for ch in characters if ord(ch) in _HAN} | {_HAN.stop}):
        if start < code:
            left.append(f"{chr(start)}-{chr(code - 1)}")
        start = code + 1
    return "".join(left)


_CHINESE = re.compile(
    f"(?! )(?:[{_without(_NUMERALS)}{_SOURCE_CHARACTERS}]++|F(?![0-9])|[{DIGITS}{VAGUE}](?!{_COUNTED}))*+(?<! )"
)
_NOT_CHINESE = re.compile(
    f"(?! )(?:[{_without('')}{_SOURCE_CHARACTERS}]++|F(?![0-9])|[0-9](?![0-9]))*+(?<! )"
)


def _target(calendar: Calendar | None) -> re.Pattern[str]:
    """Return the pattern of plain targets: runs of characters, and those after which something must not follow."""
    holds: dict[str, list[str]] = defaultdict(list)
    for stem, before in () if calendar is None else _stems(calendar):
        behind = "|".join(re.escape(b + stem[0]) for b in before)
        holds[stem[0]].append(f"(?<={behind}){re.escape(stem[1:])}")
    letters = "".join(ch for ch in string.ascii_letters if ch not in holds)
    guarded = "".join(f"|{first}(?!{'|'.join(rest)})" for first, rest in holds.items())
    return re.compile(
        f"(?! )(?:[{letters}0-9 ,:;'’…–—-]++|[.](?<!www\\.)(?!\\.| +[a-z])|[!?](?! +[a-z]){guarded})*+(?<! )"
    )


def _stems(calendar: Calendar) -> list[tuple[str, list[str]]]:
    """Return what every name of a calendar holds, and the equally long beginnings of what stands before it."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in calendar.wrong:
        match = calendar.stems.search(name)
        if match is not None:
            found[match.group()].append(name[: match.start()])
    widths = {stem: min(_BEFORE_STEM, *map(len, before)) for stem, before in found.items()}
    return [(stem, sorted({b[len(b) - widths[stem] :] for b in before})) for stem, before in found.items()]


def is_faultless(segment: Segment, target: str, context: Context) -> bool:
    """Return whether the checks of text and code have nothing to say of a line; quick, and most lines are so.

    Args:
        segment: the source.
        target: its translation, not blank.
        context: of the line.
    """
    looks = _looks(context.source_locale, context.target_locale)
    if looks is None or looks.target.fullmatch(target) is None:
        return False
    source = segment.source
    return (
        looks.source.fullmatch(source) is not None
        and not context.masked.placeholders
        and "  " not in target
        and ("?" in target or not ("？" in source or "?" in source))
        and _clears(segment, target, context, looks)
    )


def is_cleared(segment: Segment, target: str, context: Context) -> bool:
    """Return the same of an everyday line (`localize.qa.everyday`) that may have values and brackets.

    Args:
        segment: the source.
        target: its translation.
        context: of the line.
    """
    looks = _looks(context.source_locale, context.target_locale)
    return (
        looks is not None
        and _keeps_numbers(segment.source, target, looks)
        and _SMALL_START.search(target) is None
        and (looks.names is None or looks.names.search(target) is None)
        and _clears(segment, target, context, looks)
    )


def _keeps_numbers(source: str, target: str, looks: _Looks) -> bool:
    """Return whether the source has no number that must come through, or all in digits that the target has too."""
    if looks.source.fullmatch(VALUES.sub("", source).strip()) is not None:
        return True
    return looks.source is _CHINESE and same_figures(source, target) and not may_have_measure(source)


def _clears(segment: Segment, target: str, context: Context, looks: _Looks) -> bool:
    """Return whether an everyday line has the usual length, end and words."""
    source = segment.source
    words = target.lower().split()
    return (
        (source[:1] != target[:1] or (target.isascii() and not source.isascii()))
        and (len(source) < RATIO_SINCE or _has_usual_length(source, target, looks))
        and (target[-1] in ENDS or len(target) < LEAST_LENGTH or _may_end_so(segment, words[-1], looks))
        and not (may_be_other(target, words, looks.profile) and has_foreign_words(target, looks.profile))
        and not may_repeat(target, words)
        and not (context.medium == "drama" and target.isupper())
    )


def _has_usual_length(source: str, target: str, looks: _Looks) -> bool:
    """Return whether the length is right whatever the characters of the source are.

    A wide character has three bytes in UTF-8 and counts one, others count a half at least.
    """
    long, longer = len(source), len(target)
    if longer < looks.least * long or not (target.isascii() or counts_by_length(target)):
        return False
    if longer <= looks.most * long / 2:
        return True
    wide = (len(source.encode("utf-8")) - long) / 2
    return longer <= looks.most * (long + wide) / 2


def _may_end_so(segment: Segment, last: str, looks: _Looks) -> bool:
    """Return whether a target may end with a word and no mark: its source has none, and the word does not lead on."""
    return segment.source[-1:] not in ENDS and (segment.start_ms is not None or last not in looks.leads_on)
