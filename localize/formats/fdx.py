"""Final Draft screenplays (.fdx): <Paragraph Type=…> of <Text> runs, with scene and speaker.

https://www.finaldraft.com. The paragraphs of <Content> and of the title page are text; headers, settings, notes and
macros are not. A paragraph is one segment with a span for each run; its translation goes into the longest run, whose
look is the paragraph's, and the others become empty.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.formats.base import Likelihood, ParseOptions
from localize.formats.xml_format import SheetReader, XmlFormat
from localize.formats.xml_spans import root_of
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.formats.base import Probe
    from localize.formats.source import SourceText
    from localize.formats.xml_inline import Grammar
    from localize.formats.xml_spans import Element
    from localize.model import Document

_KINDS = {
    "Scene Heading": SegmentKind.HEADING,
    "New Act": SegmentKind.HEADING,
    "End of Act": SegmentKind.HEADING,
    "Action": SegmentKind.ACTION,
    "General": SegmentKind.ACTION,
    "Shot": SegmentKind.ACTION,
    "Dialogue": SegmentKind.DIALOGUE,
    "Parenthetical": SegmentKind.PARENTHETICAL,
    "Singing": SegmentKind.SONG,
    "Lyrics": SegmentKind.SONG,
}
_SPOKEN = frozenset({SegmentKind.DIALOGUE, SegmentKind.PARENTHETICAL, SegmentKind.SONG})
_EXTENSION = re.compile(r"(?:\s*[(（][^()（）]*[)）])+\s*$|\s*\^\s*$")


class _Reader(SheetReader):
    roots = frozenset({"FinalDraft"})

    def __init__(self, source: SourceText, options: ParseOptions, grammar: Grammar) -> None:
        super().__init__(source, options, grammar)
        self.count = 0
        self.scene: str | None = None
        self.speaker: str | None = None

    def is_unit(self, name: str, path: Sequence[Element]) -> bool:
        if name != "Paragraph":
            return False
        places = [element.local for element in path]
        return places == ["FinalDraft", "Content"] or places == ["FinalDraft", "TitlePage", "Content"]

    def unit(self, element: Element, path: Sequence[Element], comment: str | None) -> None:
        for paragraph in _paragraphs(element):
            self.count += 1
            self.paragraph(paragraph, on_title_page=path[1].local == "TitlePage")

    def paragraph(self, element: Element, *, on_title_page: bool) -> None:
        runs = [run for run in element.elements("Text") if not run.is_empty_tag]
        style = element.attributes.get("Type") or None
        kind = SegmentKind.STRING if on_title_page else _KINDS.get(style or "", SegmentKind.STRING)
        texts = [self.text_of(run.children) for run in runs]
        text = "".join(texts)
        if not text.strip():
            return
        if kind is SegmentKind.HEADING and style == "Scene Heading":
            self.scene = text.strip()
        if style == "Character":
            self.speaker = _EXTENSION.sub("", text).strip() or None
        elif kind not in _SPOKEN:
            self.speaker = None
        self.segments.append(
            Segment(
                id=self.unique(str(self.count)),
                source=text,
                spans=tuple(Span(run.inner, run.close) for run in runs),
                line=element.line,
                text_line=runs[0].line,
                kind=kind,
                speaker=self.speaker,
                scene=None if on_title_page else self.scene,
                style=style,
                key=element.attributes.get("Number"),
            )
        )


def _paragraphs(element: Element) -> Iterator[Element]:
    """Yield a paragraph, or those of the two columns of dual dialogue instead."""
    dual = element.first("DualDialogue")
    if dual is None:
        yield element
        return
    yield from (inner for inner in dual.elements("Paragraph"))
    if element.first("Text"):
        yield element


class FdxFormat(XmlFormat):
    """Final Draft."""

    name = "fdx"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN for a root element <FinalDraft>."""
        return Likelihood.CERTAIN if root_of(probe.head)[0] == "FinalDraft" else Likelihood.NO

    def reader(self, source: SourceText, options: ParseOptions, grammar: Grammar) -> SheetReader:
        """Return a fresh reader of a file."""
        return _Reader(source, options, grammar)

    def escape(self, target: str, segment: Segment, document: Document) -> Sequence[str]:
        """Return the target for the longest run and nothing for the others."""
        raws = [self.raw(document, span) for span in segment.spans]
        longest = max(range(len(raws)), key=lambda i: len(raws[i]))
        grammar = self.grammar_of(document)
        new = self.content(target, segment, document, raws[longest], grammar)
        return [new if i == longest else "" for i in range(len(raws))]


FORMAT = FdxFormat()
