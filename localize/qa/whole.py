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
_STEP = re.compile(r"\{\$?([^{}=#]+)(?:#\d+)?=[^{}]*\}")
"""A step of the id of a MessageFormat option: ``{n=one}``, ``{n#2=other}``."""


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
