"""TTML, IMSC and DFXP subtitles: the text of <p>, <br/> as a line break, <span>, ruby and the rest as tags.

https://www.w3.org/TR/ttml2/, https://www.w3.org/TR/ttml-imsc1.2/. Blanks collapse unless xml:space="preserve" (TTML2
section 8.2.3), so the indentation around the text of a cue is no part of it. Times are those of `times`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from localize.formats.base import Likelihood, ParseOptions
from localize.formats.cues import kind_of, speaker_of
from localize.formats.ttml_times import Clock
from localize.formats.xml_format import SheetReader, XmlFormat, lf
from localize.formats.xml_inline import Grammar, Piece, pieces_of
from localize.formats.xml_spans import Element, Raw, Text, root_of
from localize.model import Segment, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.formats.base import Probe
    from localize.formats.source import SourceText
    from localize.formats.xml_spans import Node
    from localize.model import Document

_GRAMMAR: Final = Grammar(
    names=frozenset({"span", "br", "metadata", "set", "desc", "title", "name", "agent", "actor", "image", "audio"}),
    opaque=frozenset({"metadata", "set", "desc", "title", "name", "agent", "actor", "image", "audio"}),
)
_BLANKS = " \t\r\n"
_BREAK = re.compile(r"<(?:[\w.\-]+:)?br\s*/>")
_BLANK_RUN = re.compile(r"[ \t\r\n]+")
_AROUND_BREAK = re.compile(r" *\n *")


class _Reader(SheetReader):
    roots = frozenset({"tt"})

    def __init__(self, source: SourceText, options: ParseOptions, grammar: Grammar) -> None:
        super().__init__(source, options, grammar)
        self.count = 0
        self.clock = Clock({})
        self.agents: dict[str, str] = {}

    def enter(self, element: Element, path: Sequence[Element]) -> None:
        super().enter(element, path)
        if not path:
            self.clock = Clock(element.attributes)
            if language := element.attributes.get("xml:lang"):
                self.meta["Language"] = language
        if element.attributes.get("timeContainer") == "seq":
            self.remark(element.begin, "FMT132", "a sequence container: its times are read as if it were parallel")

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
        pieces = list(pieces_of(nodes, self.utf8, self.grammar.opaque, self.seen))
        pieces = _with_breaks(pieces) if preserve else _collapsed(_with_breaks(pieces))
        text = lf(self.grammar.present(pieces))
        if preserve:
            text = text.rstrip(_BLANKS) if not text.strip() else text
        if not any(not piece.is_markup and piece.text.strip() for piece in pieces):
            return
        begin, end = self.edges(nodes) if not preserve else (element.inner, element.close)
        ident = element.attributes.get("xml:id") or element.attributes.get("id")
        start_ms, end_ms = self.clock.interval(element, path)
        if "br" not in self.meta and (found := _BREAK.search(self.raw(element.begin, element.end))):
            self.meta["br"] = found[0]
        self.meta.setdefault("p", element.name)
        self.segments.append(
            Segment(
                id=self.unique(ident or str(self.count)),
                source=text,
                spans=(Span(begin, end),),
                line=element.line,
                text_line=self.line_at(element, begin),
                kind=kind_of(text.strip()),
                start_ms=start_ms,
                end_ms=end_ms,
                speaker=self.speaker(element, path) or speaker_of(text),
                style=element.attributes.get("style") or element.attributes.get("region"),
                key=ident,
            )
        )

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
    kept = list(nodes)
    while kept and _is_silent(kept[0]):
        kept.pop(0)
    while kept and _is_silent(kept[-1]):
        kept.pop()
    return kept


def _is_silent(node: Node) -> bool:
    if isinstance(node, Text):
        return not node.value.strip(_BLANKS)
    if isinstance(node, Raw):
        return node.mark in {"!--", "?"}
    return node.local in _GRAMMAR.opaque


def _with_breaks(pieces: Sequence[Piece]) -> list[Piece]:
    return [Piece(is_markup=False, text="\n") if _is_break(piece) else _unbroken(piece) for piece in pieces]


def _is_break(piece: Piece) -> bool:
    return piece.is_markup and _BREAK.fullmatch(piece.text) is not None


def _unbroken(piece: Piece) -> Piece:
    return piece


def _collapsed(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with runs of blanks as one space, none at the edges and beside a line break."""
    made: list[Piece] = []
    was_blank = True
    for piece in pieces:
        if piece.is_markup:
            made.append(piece)
            continue
        text = piece.text if piece.text == "\n" else _BLANK_RUN.sub(" ", piece.text)
        if was_blank:
            text = text.lstrip(" ")
        if text == "\n":
            _strip_last(made)
        if text:
            was_blank = text[-1] in " \n"
            made.append(Piece(is_markup=False, text=text))
    _strip_last(made)
    return made


def _strip_last(pieces: list[Piece]) -> None:
    """Take the blank before a line break or the end away, also through tags."""
    for i in range(len(pieces) - 1, -1, -1):
        piece = pieces[i]
        if piece.is_markup:
            continue
        if piece.text != "\n":
            pieces[i] = Piece(is_markup=False, text=piece.text.rstrip(" "))
            if not pieces[i].text:
                continue
        return


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
