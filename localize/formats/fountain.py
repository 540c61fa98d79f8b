"""Owns Fountain screenplays (.fountain): plain text whose elements are told apart by capitals, blank lines and marks.

Segments are title page values, headings, action, names, parentheticals, speeches, lyrics, transitions, sections and
synopses. Notes ``[[ ]]`` and boneyards ``/* */`` are not for the audience: they are kept, and a text around one is two
segments. Emphasis marks stay in the text. Where a translation would be read as another element, it gets the mark that
forces its own: ``@`` for a name (Chinese has no capitals), ``.``, ``!``, ``>``. Specification: https://fountain.io/syntax
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from localize.formats.base import Likelihood, Parsed
from localize.formats.cues import BLANKS, closed_up
from localize.formats.fountain_rules import (
    Element,
    elements,
    is_heading,
    is_name,
    is_transition,
    needs_force_as_action,
)
from localize.formats.lines import folded, lines_of, located, marked_slots, not_empty, one_line
from localize.formats.splice import TextFormat
from localize.model import Segment, SegmentId, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.formats.base import ParseOptions, Probe
    from localize.formats.source import SourceText
    from localize.model import Document


class _Type(NamedTuple):
    """How an element becomes segments: the letter of its ids, its kind, its key, whether it may have several lines."""

    letter: str
    kind: SegmentKind
    key: str | None = None
    several: bool = False


_TYPES = {
    Element.TITLE: _Type("t", SegmentKind.STRING),
    Element.HEADING: _Type("h", SegmentKind.HEADING),
    Element.ACTION: _Type("a", SegmentKind.ACTION, None, several=True),
    Element.CENTRED: _Type("m", SegmentKind.ACTION, "centred"),
    Element.NAME: _Type("n", SegmentKind.STRING, "name"),
    Element.PARENTHETICAL: _Type("p", SegmentKind.PARENTHETICAL),
    Element.DIALOGUE: _Type("d", SegmentKind.DIALOGUE, None, several=True),
    Element.LYRIC: _Type("l", SegmentKind.SONG),
    Element.TRANSITION: _Type("x", SegmentKind.ACTION, "transition"),
    Element.SECTION: _Type("s", SegmentKind.STRING, "section"),
    Element.SYNOPSIS: _Type("y", SegmentKind.STRING, "synopsis"),
}
_SEVERAL = frozenset(row.letter for row in _TYPES.values() if row.several)
_INNER_BREAK = re.compile(r"[ \t]*\r*\n[ \t]*")
_MARKS = {
    SegmentKind.STRING: re.compile(r"@[ \t]*\Z"),
    SegmentKind.HEADING: re.compile(r"\.[ \t]*\Z"),
    SegmentKind.ACTION: re.compile(r"[!>][ \t]*\Z"),
}
_FORCED = {"n": "@", "h": ".", "a": "!", "x": "> "}


class FountainFormat(TextFormat):
    """Fountain."""

    name = "fountain"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY if a scene heading stands after a blank line; NO for all else, though any text would parse."""
        blank = True
        for line in lines_of(probe.head.replace("\r", "\n")):
            text = line.text.strip(BLANKS)
            if blank and is_heading(text) and text[:3].isupper():
                return Likelihood.LIKELY
            blank = not text
        return Likelihood.NO

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the texts of all elements; ids are a letter for the element and a number."""
        text = folded(source)
        return Parsed(located(source, _segments(text)))

    def slots(self, document: Document) -> list[Span]:
        """Return the spans, with the mark that forces an element."""
        return marked_slots(document, _MARKS)

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target without blank lines, which end an element; on one line where it has only one."""
        target = super().fit(target, segment)
        if segment.id[0] not in _SEVERAL:
            return not_empty(one_line(target), segment)
        return not_empty("\n".join(line.strip(BLANKS) for line in closed_up(target).split("\n")), segment)

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the target, forced to be what it is where it does not look so by itself."""
        letter, start = segment.id[0], segment.spans[0].start
        before = document.data[max(0, start - 40) : start].decode(document.encoding.name, "ignore")
        # Either the mark is there, or the text begins inside a line, after a note.
        forced = bool(before.replace("\r", "\n").rpartition("\n")[2].strip(" \t\ufeff"))
        lines = target.split("\n")
        looks_right = {
            "n": is_name(target),
            "h": is_heading(target),
            "x": is_transition(target),
            "a": not needs_force_as_action(lines),
        }.get(letter, True)
        mark = "" if forced or looks_right else _FORCED[letter]
        return (mark + target.replace("\n", document.newline),)


def _segments(text: str) -> Iterator[Segment]:
    counts: dict[str, int] = {}
    scene = speaker = None
    for part in elements(text):
        row = _TYPES[part.element]
        source = _INNER_BREAK.sub("\n", text[part.start : part.end])
        if part.element is Element.HEADING:
            scene, speaker = source, None
        elif part.element is Element.NAME:
            speaker = source
        elif not part.spoken:
            speaker = None
        counts[row.letter] = number = counts.get(row.letter, 0) + 1
        yield Segment(
            id=SegmentId(f"{row.letter}{number}"),
            source=source,
            spans=(Span(part.start, part.end),),
            line=part.line,
            text_line=part.line,
            kind=row.kind,
            speaker=speaker if part.spoken else None,
            scene=scene,
            key=part.key or row.key,
        )


FORMAT = FountainFormat()
