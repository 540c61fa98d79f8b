"""TTML, IMSC and DFXP subtitles: the text of <p>, <br/> as a line break, <span>, ruby and the rest as tags.

https://www.w3.org/TR/ttml2/, https://www.w3.org/TR/ttml-imsc1.2/. Blanks collapse unless xml:space="preserve" (TTML2
section 8.2.3), so the indentation around the text of a cue is no part of it. Times are read by `ttml_times`.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from localize.formats.base import Likelihood, ParseOptions
from localize.formats.cues import kind_of, speaker_of
from localize.formats.packed import packed
from localize.formats.ttml_times import Clock, Interval
from localize.formats.xml_format import SheetReader, XmlFormat, lf
from localize.formats.xml_inline import Grammar, Piece, pieces_of
from localize.formats.xml_spans import Element, Raw, Text, root_of
from localize.model import Segment, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from localize.formats.base import Probe
    from localize.formats.packed import PackedSegments
    from localize.formats.source import SourceText
    from localize.formats.xml_spans import Node
    from localize.model import Document

_GRAMMAR: Final = Grammar(
    names=frozenset(
        {"span", "br", "metadata", "set", "desc", "title", "name", "agent", "actor", "image", "audio"}
    ),
    opaque=frozenset({"metadata", "set", "desc", "title", "name", "agent", "actor", "image", "audio"}),
)
_BLANKS = " \t\r\n"
_NO_TIME: Final = -(2**62)
# A line break, a tag and the reference of an entity while blanks are collapsed; XML can hold none of them.
_LINE, _MARK, _REFERENCE = "\0", "\1", "\2"
_MARKS = re.compile("[\1\2]")
_BREAK = re.compile(r"<(?:[\w.\-]+:)?br\s*/>")
_BREAK_START = re.compile(r"<(?:[\w.\-]+:)?br\s*>")
_BREAK_END = re.compile(r"</(?:[\w.\-]+:)?br\s*>")
_BLANK_RUN = re.compile(r"[ \t\r\n]+")
_COLLAPSES = (
    (re.compile("(?<= )(\1+) "), r"\1"),  # blanks on both sides of a tag
    (re.compile(" (?=\1*(?:\0|$))"), ""),
    (re.compile("(^|\0)(\1*) "), r"\1\2"),
)


class _Reader(SheetReader):
    roots = frozenset({"tt"})

    def __init__(self, source: SourceText, options: ParseOptions, grammar: Grammar) -> None:
        super().__init__(source, options, grammar)
        self.count = 0
        self.has_break = False
        self.absolute = array("q")  # the other reading of times inside a timed container: index, start, end
        self.is_absolute = False
        self.clock = Clock({})
        self.agents: dict[str, str] = {}

    def enter(self, element: Element, path: Sequence[Element]) -> None:
        super().enter(element, path)
        if not path:
            self.clock = Clock(element.attributes)
            if language := element.attributes.get("xml:lang"):
                self.meta["Language"] = language
        if element.attributes.get("timeContainer") == "seq":
            self.remark(
                element.begin, "FMT132", "a sequence container: its times are read as if it were parallel"
            )

    def is_unit(self, name: str, path: Sequence[Element]) -> bool:
        return name == "agent" or (name == "p" and any(element.local == "body" for element in path))

    def unit(self, element: Element, path: Sequence[Element], comment: str | None) -> None:
        if element.local == "agent":
            names = [found.text.strip() for found in element.elements("name")]
            if names and names[0]:
                self.agents[element.get("id") or ""] = names[0]
            return
        self.count += 1
        preserve = _space(element, path) == "preserve"
        nodes = list(element.children) if preserve else _trimmed(element.children)
        pieces = _with_breaks(list(pieces_of(nodes, self.utf8, self.grammar.opaque, self.seen)))
        if not any(not piece.is_markup and piece.text.strip(_BLANKS + _LINE) for piece in pieces):
            return
        text = lf(self.grammar.present(pieces if preserve else _collapsed(pieces))).replace(_LINE, "\n")
        begin, end = (element.inner, element.close) if preserve else self.edges(nodes)
        ident = element.attributes.get("xml:id") or element.attributes.get("id")
        times = self.clock.interval(element, path)
        if any("begin" in holder.attributes for holder in path):
            other = self.clock.absolute(element)
            ends = (_NO_TIME if ms is None else ms for ms in (other.start_ms, other.end_ms))
            self.absolute.extend((len(self.segments), *ends))
            self.is_absolute = self.is_absolute or times.is_outside
        if times.start_ms is None and times.end_ms is None:
            times = self.of_spans(element)
        self.note_break(element)
        self.segments.append(
            Segment(
                id=self.unique(ident or str(self.count)),
                source=text,
                spans=(Span(begin, end),),
                line=element.line,
                text_line=self.line_at(element, begin),
                kind=kind_of(text.strip()),
                start_ms=times.start_ms,
                end_ms=times.end_ms,
                speaker=self.speaker(element, path) or speaker_of(text),
                style=element.attributes.get("style") or element.attributes.get("region"),
                key=ident,
            )
        )

    def found(self) -> PackedSegments:
        """Return the segments, their times absolute if one makes no sense otherwise: many tools write them so.

        Apple's do, too.
        """
        segments = super().found()
        return packed(self._absolute(segments)) if self.is_absolute else segments

    def _absolute(self, segments: Iterable[Segment]) -> Iterator[Segment]:
        others = iter(zip(self.absolute[::3], self.absolute[1::3], self.absolute[2::3], strict=True))
        at, *times = next(others)
        for i, segment in enumerate(segments):
            if i == at:
                start, end = (None if ms == _NO_TIME else ms for ms in times)
                yield replace(segment, start_ms=start, end_ms=end)
                at, *times = next(others, (-1,))
            else:
                yield segment

    def of_spans(self, element: Element) -> Interval:
        """Return when the first <span> of a cue shows and the last one goes, for cues that say no times."""
        inner = [self.clock.absolute(span) for span in element.walk()]
        starts = [times.start_ms for times in inner if times.start_ms is not None]
        ends = [times.end_ms for times in inner if times.end_ms is not None]
        return Interval(min(starts, default=None), max(ends, default=None))

    def note_break(self, element: Element) -> None:
        """Remember how the file writes a line break, the first one if it has any."""
        if not self.has_break:
            found = _BREAK.search(self.raw(element.begin, element.end))
            self.has_break = found is not None
            self.meta["br"] = found[0] if found else f"<{element.name[:-1]}br/>"

    def speaker(self, element: Element, path: Sequence[Element]) -> str | None:
        for holder in (element, *reversed(path)):
            agent = holder.get("agent")
            if agent:
                return self.agents.get(agent.split()[0])
        return None

    def edges(self, nodes: Sequence[Node]) -> tuple[int, int]:
        """Return where content begins and ends without the blanks at its edges."""
        begin, end = nodes[0].begin, nodes[-1].end
        raw = self.utf8[begin:end]
        blanks = b" \t\r\n"
        if isinstance(nodes[0], Text):
            begin += len(raw) - len(raw.lstrip(blanks))
        if isinstance(nodes[-1], Text):
            end -= len(raw) - len(raw.rstrip(blanks))
        return begin, end


def _space(element: Element, path: Sequence[Element]) -> str:
    holders = (element, *reversed(path))
    return next((space for holder in holders if (space := holder.attributes.get("xml:space"))), "default")


def _trimmed(nodes: Sequence[Node]) -> list[Node]:
    """Return content without what holds no text at its edges: blanks, comments, metadata, animation."""
    begin, end = 0, len(nodes)
    while begin < end and _is_silent(nodes[begin]):
        begin += 1
    while begin < end and _is_silent(nodes[end - 1]):
        end -= 1
    return list(nodes[begin:end])


def _is_silent(node: Node) -> bool:
    if isinstance(node, Text):
        return not node.value.strip(_BLANKS)
    if isinstance(node, Raw):
        return node.mark in {"!--", "?"}
    return node.local in _GRAMMAR.opaque


def _with_breaks(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with ``<br/>`` and ``<br></br>`` as a character that XML cannot hold."""
    made: list[Piece] = []
    for piece in pieces:
        if piece.is_markup and _BREAK.fullmatch(piece.text):
            made.append(Piece(is_markup=False, text=_LINE))
        elif (
            piece.is_markup
            and _BREAK_END.fullmatch(piece.text)
            and made
            and _BREAK_START.fullmatch(made[-1].text)
        ):
            made[-1] = Piece(is_markup=False, text=_LINE)
        else:
            made.append(piece)
    return made


def _mark(piece: Piece) -> str:
    return _REFERENCE if piece.text.startswith("&") else _MARK


def _collapsed(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with runs of blanks as one space, none at the edges and beside a line break."""
    markup = [piece for piece in pieces if piece.is_markup]
    joined = "".join(_mark(piece) if piece.is_markup else piece.text for piece in pieces)
    joined = _BLANK_RUN.sub(" ", joined)
    for pattern, replacement in _COLLAPSES:
        joined = pattern.sub(replacement, joined)
    made: list[Piece] = []
    for i, text in enumerate(_MARKS.split(joined)):
        if i:
            made.append(markup[i - 1])
        if text:
            made.append(Piece(is_markup=False, text=text))
    return made


class TtmlFormat(XmlFormat):
    """TTML, IMSC, DFXP."""

    name = "ttml"
    grammar = _GRAMMAR

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN for <tt> in a timed text namespace."""
        name, attributes = root_of(probe.head)
        if name != "tt":
            return Likelihood.NO
        return Likelihood.CERTAIN if "ttml" in attributes or "ttaf1" in attributes else Likelihood.LIKELY

    def reader(self, source: SourceText, options: ParseOptions, grammar: Grammar) -> SheetReader:
        """Return a fresh reader of a file."""
        return _Reader(source, options, grammar)

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target with blanks collapsed as a player collapses them."""
        target = super().fit(target, segment)
        pieces = _GRAMMAR.split(target.replace("\n", _LINE))
        return _GRAMMAR.present(_collapsed(pieces)).replace(_LINE, "\n")

    def line_break(self, document: Document, raw: str) -> str:
        """Return a line break as the file writes it."""
        return document.meta.get("br", "<br/>")


FORMAT = TtmlFormat()
