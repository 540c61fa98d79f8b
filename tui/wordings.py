"""The only place that says a sentence of the library in the reviewer's language, by the wordings it may be made of.

The library makes its sentences in English, keeps them in the store and writes them into reports. Each wording stands
in a table of the room once more, its fields named: what fits one is said by the catalogue, what fits none stays. So
what a store keeps from before is said too, and neither store nor reports have to carry wordings beside sentences; that
the tables hold every sentence which the library can make is tested against its code.
"""

from __future__ import annotations

import functools
import re
import string
from typing import TYPE_CHECKING

from tui import i18n
from tui.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Words = Mapping[str, tuple[str, ...]]
    """Field → the words of the library that it may hold, which the catalogue knows."""

PARTING = N_("; ")
NESTED = ("reason", "why", "advice", "basis", "title")
"""Fields that hold sentences themselves."""
LEAD = N_("{about}: {reason}")
_LONGEST = 2000
"""Characters of a sentence; the library's are shorter, and what a person pasted is not looked through."""
_TOGETHER = 6
"""Pieces between semicolons that one wording may span."""
_JOINTS = {"wanted": (N_("” or “"), N_("” and “")), "names": (N_(" and "),), "who": (N_(" to "),)}
"""Field → what parts the several things that it may hold."""
_LED = re.compile(r"([\w-]+\.[^\s:]+): (.+)", re.DOTALL)
"""The id of a concept, and what is said of it."""


class Teller:
    """Says sentences that are made of the wordings of one table.

    Args:
        wordings: what a sentence may be made of.
        words: what its fields may hold that the library worded too.
        inner: says the sentences in its fields; this one itself where there is no other.
        unknown: wording around a sentence that is made of none, '' to leave it as it is.
    """

    def __init__(
        self, wordings: tuple[str, ...], words: Words, inner: Teller | None = None, *, unknown: str = ""
    ) -> None:
        self._wordings = wordings
        self._parted = tuple(wording for wording in wordings if PARTING in wording)
        self._words = words
        self._inner = inner or self
        self._unknown = unknown

    def tell(self, sentence: str) -> str:
        """Return a sentence, or several parted by semicolons, in the language spoken now; the unknown stays."""
        if i18n.language() == i18n.ENGLISH or not 0 < len(sentence) <= _LONGEST:
            return sentence
        told = list(self._pieces(sentence.split(PARTING)))
        if any(said is None for said, _piece in told):
            whole = self._one(sentence, self._wordings)  # the semicolon may belong to the text that it quotes
            if whole is not None:
                return whole
        if self._unknown and all(said is None for said, _piece in told):
            return _(self._unknown).format(words=sentence)
        return _(PARTING).join(piece if said is None else said for said, piece in told)

    def _pieces(self, pieces: list[str]) -> Iterator[tuple[str | None, str]]:
        """Yield what is parted by semicolons, said and as it is; some wordings hold a semicolon themselves."""
        at = 0
        while at < len(pieces):
            for end in range(min(len(pieces), at + _TOGETHER), at + 1, -1):
                joined = PARTING.join(pieces[at:end])
                if (said := self._one(joined, self._parted, parted=True)) is not None:
                    yield said, joined
                    at = end
                    break
            else:
                yield self._led(pieces[at]), pieces[at]
                at += 1

    def _led(self, piece: str) -> str | None:
        if (match := _LED.fullmatch(piece)) and (said := self._one(match[2], self._wordings)) is not None:
            return _(LEAD).format(about=match[1], reason=said)
        return self._one(piece, self._wordings)

    def _one(self, sentence: str, wordings: tuple[str, ...], *, parted: bool = False) -> str | None:
        """Return a sentence that is made of one of some wordings, None if it is made of none.

        `parted`: a semicolon in a field that holds no sentence begins another sentence.
        """
        wording, values = understood(wordings, sentence)
        if not wording or (parted and any(PARTING in v for name, v in values if name not in NESTED)):
            return None
        return _(wording).format(**dict(self._said(values)))

    def _said(self, values: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
        for name, value in values:
            if name in NESTED:
                yield name, self._inner.tell(value)
                continue
            said = _(value) if value in self._words.get(name, ()) else value
            for joint in _JOINTS.get(name, ()):
                said = said.replace(joint, _(joint))
            yield name, said


@functools.lru_cache(maxsize=1024)
def understood(wordings: tuple[str, ...], sentence: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the wording of a sentence and (name, value) of its fields; '' for a wording that is not among them.

    Where several fit, one that says how the sentence begins counts, then the one with the most fixed words.

    >>> understood(("{text} is missing", "{text} is missing {count} times"), "<b> is missing 2 times")
    ('{text} is missing {count} times', (('text', '<b>'), ('count', '2')))
    """
    for wording, parts in _patterns(wordings):
        values = _values(parts, sentence)
        if values is not None:
            return wording, values
    return "", ()


@functools.cache
def _patterns(wordings: tuple[str, ...]) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Return every wording with its (fixed words, field after them), the surest first."""
    patterns = [
        (wording, tuple((fixed, field or "") for fixed, field, *_ in string.Formatter().parse(wording)))
        for wording in wordings
    ]
    return sorted(patterns, key=lambda p: (not p[1][0][0], -sum(len(fixed) for fixed, _field in p[1])))


def _values(parts: tuple[tuple[str, str], ...], sentence: str) -> tuple[tuple[str, str], ...] | None:
    """Return what the fields of a wording hold in a sentence, None if it is another wording."""
    values: list[tuple[str, str]] = []
    at, field = 0, ""
    for number, (fixed, following) in enumerate(parts, 1):
        if not field:
            found = 0 if sentence.startswith(fixed) else -1
        elif number == len(parts) and not following:
            found = len(sentence) - len(fixed) if sentence.endswith(fixed) else -1
        else:
            found = sentence.find(fixed, at + 1)
        if found < at + bool(field):
            return None
        if field:
            values.append((field, sentence[at:found]))
        at, field = found + len(fixed), following
    if field:
        values.append((field, sentence[at:]))
        at = len(sentence)
    whole = at == len(sentence) and all(_fits(name, value) for name, value in values)
    return tuple(values) if whole else None


def _fits(name: str, value: str) -> bool:
    """Return whether a field can hold a value: figures in a count, one word in an id, something in all others."""
    if name == "count":
        return value.isdecimal()
    return bool(value) and (name != "id" or " " not in value)
