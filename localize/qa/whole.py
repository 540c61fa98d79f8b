"""The only place that says what one option of a plural or select message may take from the rest of its message.

Each option is a segment of its own, and so is the sentence around it. Languages part the values between the two in
their own ways: English says ``1 tap`` where Russian must say ``{ $amount }``, and a sentence with a gap may become two
whole sentences. So a value of the selector or of the sentence around is no stranger in an option. What the formats say
of both stands in the note, the context and the id of the segment.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from localize.masking import placeholders
from localize.qa.differences import key_of

if TYPE_CHECKING:
    from localize.model import Segment

_TOLD = re.compile(r"^(?:in the sentence|chosen by): ", re.MULTILINE)
_CHOSEN_BY = re.compile(r"^chosen by: (.*)$", re.MULTILINE)
_VARIABLE = re.compile(r"\$[\w-]+")
_OPTION = re.compile(r"[/.](zero|one|two|few|many|other)$|_(?:SINGLE|SINGULAR|single|singular)$")
_STEP = re.compile(r"\{\$?([^{}=#]+)(?:#\d+)?=[^{}]*\}")
"""A step of the id of a MessageFormat option: ``{n=one}``, ``{n#2=other}``."""

_KEY = re.compile(r"(?=.*[._:]\w)[A-Za-z][\w.:-]*\w|nplurals=.*", re.ASCII)
"""A key in place of a text, or the header of gettext that says how many plurals a language has."""


class Whole(NamedTuple):
    """What the message around an option has.

    Attributes:
        values: keys (`localize.qa.differences.key_of`) of the values of its sentence and selectors.
        counts: those of them that can be the number of the plural option.
        private: whether its variables are the translation's own affair: terms of Fluent.
    """

    values: frozenset[str] = frozenset()
    counts: frozenset[str] = frozenset()
    private: bool = False


_ALONE = Whole()


def option_of(segment: Segment) -> str | None:
    """Return which plural option a segment is, as its file says or its id: ``files/one``, ``FILES_SINGLE``."""
    if segment.plural is not None:
        return segment.plural
    named = _OPTION.search(segment.id)
    return None if named is None else named[1] or "one"


def is_key(source: str, target: str) -> bool:
    """Return whether a source is the key of a text, and the target that text: it says nothing of its values.

    >>> is_key("mail_welcome", "Welcome to ${list}!"), is_key("welcome.txt", "willkommen.txt"), is_key("Name:", "a b")
    (True, False, False)
    """
    return (" " in target or not target.isascii()) and _KEY.fullmatch(source) is not None


def whole_of(segment: Segment, format_name: str) -> Whole:
    """Return what the message of a segment has besides it; nothing for a segment that is no option."""
    if segment.plural is None and segment.context is None and segment.id[:1] != "-":
        return _ALONE
    return _whole(segment.id, segment.note or "", segment.context or "", format_name)


@functools.lru_cache(maxsize=1024)
def _whole(ident: str, note: str, context: str, format_name: str) -> Whole:
    counts: set[str] = set()
    values = {f"{{{name}}}" for name in _VARIABLE.findall(context)}
    told = _TOLD.search(note)
    if told is not None:
        values.update(key_of(p.text) for p in placeholders(note[told.start() :], format_name))
        chosen = " ".join(_CHOSEN_BY.findall(note))
        counts.update(f"{{{name}}}" for name in _VARIABLE.findall(chosen))
    if ident.endswith("}"):
        for name in _STEP.findall(ident):
            counts |= {f"{{{name}}}", f"{{${name}}}", "#"}
    private = ident.startswith("-") and format_name == "fluent"
    return Whole(frozenset(values | counts), frozenset(counts), private)
