""".NET resources (.resx, .resw): <data name=…><value>; text in place, one language a file.

https://learn.microsoft.com/dotnet/core/extensions/work-with-resx-files-programmatically. Only strings are text: <data>
with a type or a MIME type is an object, names that begin with >> and Windows Forms layout are the designer's. A
comment that begins with {Locked} locks the string. Messages of MessageFormat with options give a text for each option.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.formats.base import Likelihood, ParseOptions
from localize.formats.notes import max_length_in
from localize.formats.xml_format import SheetReader, XmlFormat
from localize.formats.xml_messages import XmlMessageHost
from localize.formats.xml_spans import root_of
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.formats.base import Probe
    from localize.formats.source import SourceText
    from localize.formats.xml_inline import Grammar
    from localize.formats.xml_spans import Element

_DESIGNER = (".Name", ".Type", ".Parent", ".ZOrder")


class _Reader(SheetReader):
    roots = frozenset({"root"})

    def is_unit(self, name: str, path: Sequence[Element]) -> bool:
        return name == "data" and len(path) == 1

    def unit(self, element: Element, path: Sequence[Element], comment: str | None) -> None:
        key = element.attributes.get("name", "")
        value, note = element.first("value"), element.first("comment")
        words = note.text.strip() if note else ""
        ident = self.unique(key or "?")
        if (
            value is None
            or value.is_empty_tag
            or "type" in element.attributes
            or "mimetype" in element.attributes
        ):
            return
        if (key.startswith(">>") and key.endswith(_DESIGNER)) or words.startswith("{Locked}"):
            return
        text = self.text_of(value.children)
        if not text.strip():
            return
        self.segments.append(
            Segment(
                id=ident,
                source=text,
                spans=(Span(value.inner, value.close),),
                line=element.line,
                text_line=self.line_at(value, value.inner),
                kind=SegmentKind.STRING,
                key=key,
                note=words or comment or None,
                max_length=max_length_in(words or comment),
            )
        )


class _Strings(XmlFormat):
    """.NET resources, each value whole."""

    name = "resx"
    verbatim = True

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN for <root> with the header that every such file has."""
        name, _ = root_of(probe.head)
        if name != "root":
            return Likelihood.NO
        if "<resheader" in probe.head and "resx" in probe.head:
            return Likelihood.CERTAIN
        return Likelihood.LIKELY if "<data " in probe.head and "<value" in probe.head else Likelihood.NO

    def reader(self, source: SourceText, options: ParseOptions, grammar: Grammar) -> SheetReader:
        """Return a fresh reader of a file."""
        return _Reader(source, options, grammar)


class ResxFormat(XmlMessageHost, _Strings):
    """.NET resources."""


FORMAT = ResxFormat()
