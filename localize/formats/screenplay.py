"""Owns Chinese shooting scripts as plain text (.txt): heads, cast, action, names, parentheticals, speeches, captions.

Each line is read by itself; what stands before the first head (title, synopsis, people) is text without a role. Numbers
of scenes, the mark ``△``, colons and brackets stay. A translated line of action without its mark that would be read as
something else gets ``△``. A text without any scene or episode head is not taken for a script.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from localize.errors import ParseError, Place, RenderError
from localize.formats.base import Likelihood, Parsed
from localize.formats.lines import folded, lines_of, located, marked_slots, not_empty, one_line
from localize.formats.screenplay_rules import (
    BLANKS,
    Kind,
    Piece,
    cast_of,
    has_token,
    head_of,
    is_episode,
    is_marked_action,
    is_speech,
    pieces,
    voice_of,
)
from localize.formats.splice import TextFormat
from localize.model import Segment, SegmentId, SegmentKind, Span
from localize.text import has_han

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.formats.base import ParseOptions, Probe
    from localize.formats.lines import Line
    from localize.formats.source import SourceText
    from localize.model import Document

_KINDS = {
    Kind.FRONT: (SegmentKind.STRING, "front"),
    Kind.EPISODE: (SegmentKind.HEADING, "episode"),
    Kind.HEAD: (SegmentKind.HEADING, None),
    Kind.CAST: (SegmentKind.STRING, "cast"),
    Kind.ACTION: (SegmentKind.ACTION, None),
    Kind.CAPTION: (SegmentKind.SIGN, None),
    Kind.NAME: (SegmentKind.STRING, "name"),
    Kind.PARENTHETICAL: (SegmentKind.PARENTHETICAL, None),
    Kind.DIALOGUE: (SegmentKind.DIALOGUE, None),
}


_MARKS = {SegmentKind.ACTION: re.compile(r"[△▲∆Δ※][ \t\u3000]*[：:]?[ \t\u3000]*\Z")}


class ScreenplayFormat(TextFormat):
    """Chinese shooting script."""

    name = "screenplay"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY for Chinese with scene heads and, below them, action marks, a cast or speeches."""
        heads = marks = speeches = 0
        for line in lines_of(probe.head.replace("\r", "\n")):
            if not line.text.strip(BLANKS) or len(line.text) > 2000:
                continue
            if head_of(line.text) is not None:
                heads += 1 if has_token(line.text) or has_han(line.text) else 0
            elif heads:
                marks += is_marked_action(line.text) or (has_han(line.text) and bool(cast_of(line.text)))
                speeches += is_speech(line.text) and has_han(line.text)
        return Likelihood.LIKELY if heads and (marks or speeches >= 2) else Likelihood.NO

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the texts of all lines, numbered: an id does not say the role, which a translation may blur."""
        text = folded(source)
        first = next((line for line in lines_of(text) if _opens(line.text)), None)
        if first is None:
            what = "no scene head was found: this is not read as a script"
            raise ParseError(what, do="a head looks like 1-1 日 内 客厅", place=Place(source.name, 1))
        return Parsed(located(source, _segments(text, first.number)))

    def slots(self, document: Document) -> list[Span]:
        """Return the spans, with the mark of action."""
        return marked_slots(document, _MARKS)

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target on one line."""
        return not_empty(one_line(super().fit(target, segment)).strip(BLANKS), segment)

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the target, marked as action if it would be read as something else."""
        start, codec = segment.spans[0].start, document.encoding.name
        before = document.data[max(0, start - 40) : start].decode(codec, "ignore").replace("\r", "\n")
        opened = before.rpartition("\n")[2].strip(BLANKS)
        if segment.key == "episode" and not is_episode(target):
            _refuse_lost_episode(segment, document)
        bare = segment.kind is SegmentKind.ACTION and not opened and target
        looks_right = not bare or pieces(target) == [Piece(Kind.ACTION, 0, len(target))]
        return (target if looks_right else f"△{target}",)


def _refuse_lost_episode(segment: Segment, document: Document) -> None:
    """Refuse the first head if it is none any more and lines below it would then count to the front matter.

    Raises:
        RenderError: with what a head needs.
    """
    heads = (n for n, other in enumerate(document.segments) if other.kind is SegmentKind.HEADING)
    first, second = next(heads), next(heads, len(document.segments))
    if document.segments[first].id == segment.id and second > first + 1:
        what = f"the target of segment {segment.id} is not read as the head of an episode"
        do = "begin it with its number, as in Episode 1"
        raise RenderError(what, do=do, place=Place(document.name, segment.line))


def _opens(line: str) -> bool:
    return head_of(line) is not None or is_episode(line)


class _Cues:
    """Tells names on lines of their own, speech below them, as in scripts of the Western manner.

    Only a name of a list of cast counts, and only above a line of words.
    """

    def __init__(self, text: str) -> None:
        self._names = {name for line in lines_of(text) for name in cast_of(line.text)}
        self._speaker: str | None = None

    def read(self, bare: str, below: str, found: list[Piece]) -> tuple[list[Piece], str | None]:
        """Return the pieces of a line as they are after the lines above, and who speaks it."""
        if not bare or any(
            piece.kind is not Kind.ACTION and piece.kind is not Kind.PARENTHETICAL for piece in found
        ):
            self._speaker = None
            return found, None
        if self._speaker is None:
            if bare in self._names and below:
                self._speaker = bare
                return [piece._replace(kind=Kind.NAME) for piece in found], None
            return found, None
        if len(found) == 1 and found[0].end - found[0].start == len(bare):
            found = [found[0]._replace(kind=Kind.DIALOGUE)]
        return found, self._speaker


def _segments(text: str, first: int) -> Iterator[Segment]:
    scene, number, cues = None, 0, _Cues(text)
    for line, below in pairwise(chain(lines_of(text), (None,))):
        assert line is not None
        bare = line.text.strip(BLANKS)
        found = pieces(line.text) if bare and line.number >= first else []
        if bare and line.number < first:
            start = line.text.index(bare)
            found = [Piece(Kind.FRONT, start, start + len(bare))]
        found, speaker = cues.read(bare, below.text.strip(BLANKS) if below else "", found)
        if head_of(line.text) is not None and line.number >= first:
            scene = bare
        for piece in found:
            segment = _segment(line, piece, number + 1)
            if segment is None:
                continue
            number += 1
            scene = bare if piece.kind is Kind.HEAD else None if piece.kind is Kind.EPISODE else scene
            if piece.kind is Kind.NAME and len(found) > 1:
                speaker = voice_of(segment.source)
            is_said = piece.kind is not Kind.NAME
            yield replace(segment, scene=scene, speaker=speaker if is_said else None)


def _segment(line: Line, piece: Piece, number: int) -> Segment | None:
    """Return a piece of a line as a segment, None if there is nothing in it."""
    raw = line.text[piece.start : piece.end]
    source = raw.strip(BLANKS)
    if not source or source.isspace():
        return None
    start = line.start + piece.start + raw.index(source)
    kind, key = _KINDS[piece.kind]
    return Segment(
        id=SegmentId(str(number)),
        source=source,
        spans=(Span(start, start + len(source)),),
        line=line.number,
        text_line=line.number,
        kind=kind,
        key=key,
    )


FORMAT = ScreenplayFormat()
