"""Android string resources (strings.xml): strings, arrays and plurals, XML's escapes and aapt's, text in place.

https://developer.android.com/guide/topics/resources/string-resource. Which tags a string uses is up to it, so a tag
is one if it stands in that very string; other angle brackets are text. Not translatable: translatable="false",
references (@string/…), and the content of <xliff:g>. Plural forms that the target language needs are made.
Messages of MessageFormat with options give a text for each option.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from localize.formats.android_text import decoded, encoded
from localize.formats.base import Likelihood, ParseOptions
from localize.formats.notes import max_length_in
from localize.formats.plurals import plural_categories
from localize.formats.xml_format import SheetReader, XmlFormat
from localize.formats.xml_inline import Grammar, Piece, pieces_of
from localize.formats.xml_messages import XmlMessageHost
from localize.formats.xml_plurals import PluralSlot, with_missing
from localize.formats.xml_spans import root_of
from localize.formats.xml_surroundings import context_after, context_before
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.formats.base import Probe
    from localize.formats.source import SourceText
    from localize.formats.xml_spans import Element, Node
    from localize.model import Document

_OPAQUE: Final = frozenset({"g"})
_RESOURCES: Final = frozenset({"string", "string-array", "plurals", "item", "array"})
_REFERENCE = re.compile(
    r"\s*(?:@(?:\+?[\w.\-]+:)?\w+/[\w.\-]+|\?(?:[\w.\-]+:)?(?:attr/)?[a-z][\w.]*|@null|@empty)\s*"
)
_CDATA = re.compile(r"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_TAG_NAME = re.compile(r"<([!?]|(?:[\w.\-]+:)?[\w.\-]+)")
_BLANKS = b" \t\r\n"


class _Reader(SheetReader):
    roots = frozenset({"resources"})

    def is_unit(self, name: str, path: Sequence[Element]) -> bool:
        return len(path) == 1 and name in _RESOURCES

    def unit(self, element: Element, path: Sequence[Element], comment: str | None) -> None:
        name = element.attributes.get("name", "?")
        locked = "false" in {element.get("translatable"), path[0].get("translatable")}
        if element.local == "plurals":
            self.plurals(element, name, comment, locked=locked)
        elif element.local in {"string-array", "array"}:
            for i, item in enumerate(element.elements("item")):
                self.add(item, f"{name}/{i}", name, comment, locked=locked)
        elif element.local == "string" or element.attributes.get("type") == "string":
            self.add(element, name, name, comment, locked=locked)

    def add(self, element: Element, base: str, key: str, comment: str | None, *, locked: bool) -> None:
        """Add the segment of one element whose content is text."""
        ident = self.unique(base)
        text = self.shown(element.children)
        raw = self.utf8[element.inner : element.close]
        if locked or not text.strip() or _REFERENCE.fullmatch(raw.decode()):
            return
        begin = element.inner + len(raw) - len(raw.lstrip(_BLANKS))
        end = element.close - len(raw) + len(raw.rstrip(_BLANKS))
        self.segments.append(
            Segment(
                id=ident,
                source=text,
                spans=(Span(begin, end),),
                line=element.line,
                text_line=self.line_at(element, begin),
                kind=SegmentKind.STRING,
                key=key,
                note=comment,
                max_length=max_length_in(comment),
                context=element.attributes.get("product"),
            )
        )

    def plurals(self, element: Element, name: str, comment: str | None, *, locked: bool) -> None:
        """Add the forms that are there, and those that the target language needs beside them."""
        base = self.unique(name)
        items = {item.attributes.get("quantity", ""): item for item in element.elements("item")}
        texts = {quantity: self.shown(item.children) for quantity, item in items.items()}
        model = texts.get("other") or next((text for text in reversed(texts.values()) if text.strip()), "")
        if locked or not model.strip() or len(items) != len(list(element.elements())):
            if not locked and model.strip():
                self.remark(element.begin, "FMT133", f"plurals {name}: doubled forms are kept as they are")
            return
        target = self.options.target_locale
        slots: list[PluralSlot] = []
        previous: Element | None = None
        for item in element.elements():
            spans = self.slot(item, self.before(item, previous, element))
            slots.append(PluralSlot(item.attributes.get("quantity", ""), spans, item.line))
            previous = item
        needed = plural_categories(target) if target else ()
        for slot in with_missing(slots, needed, element.inner, element.line):
            text = texts.get(slot.category, model)
            if not text.strip():
                continue
            self.segments.append(
                Segment(
                    id=self.unique(f"{base}/{slot.category}"),
                    source=text,
                    spans=slot.spans,
                    line=slot.line,
                    text_line=slot.line,
                    kind=SegmentKind.STRING,
                    key=name,
                    note=comment,
                    max_length=max_length_in(comment),
                    plural=slot.category,
                )
            )

    def shown(self, nodes: Sequence[Node]) -> str:
        """Return some content as a segment shows it, the tags in it being its grammar."""
        seen: set[str] = set()
        pieces = decoded(list(pieces_of(nodes, self.utf8, _OPAQUE, seen)))
        self.seen |= {mark for mark in seen if mark.startswith("&")}
        names = frozenset(mark for mark in seen if not mark.startswith("&"))
        grammar = Grammar(names, _OPAQUE, self.grammar.entities)
        return grammar.present(pieces)


class _Strings(XmlFormat):
    """Android string resources, each string whole."""

    name = "android"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN for <resources> with strings in it."""
        if root_of(probe.head)[0] != "resources":
            return Likelihood.NO
        found = re.search(r"<(?:string|plurals|string-array)\s", probe.head)
        return Likelihood.CERTAIN if found else Likelihood.LIKELY

    def reader(self, source: SourceText, options: ParseOptions, grammar: Grammar) -> SheetReader:
        """Return a fresh reader of a file."""
        return _Reader(source, options, grammar)

    def escape(self, target: str, segment: Segment, document: Document) -> Sequence[str]:
        """Return the content of a string, or of an item with its tags."""
        if len(segment.spans) == 1:
            raw = self.raw(document, segment.spans[0])
            return (self.content(target, segment, document, raw, self.slot_grammar(raw, document)),)
        raw = self.raw(document, segment.spans[1])
        position = segment.spans[0].start
        if self.raw(document, segment.spans[0]):
            new = self.content(target, segment, document, raw, self.slot_grammar(raw, document))
            return self.filled(document, segment, new, "", "")
        indent, _ = context_after(document, position, "item") or context_before(document, position, "item")
        sisters = self.slot_grammar(_around(document, position), document)
        new = self.content(target, segment, document, raw, sisters)
        return self.filled(document, segment, new, f'{indent}<item quantity="{segment.plural}">', "</item>")

    def slot_grammar(self, raw: str, document: Document) -> Grammar:
        """Return the inline markup of one string, from its content as it is written."""
        return Grammar(_names(_CDATA.sub("", raw)), _OPAQUE, self.grammar_of(document).entities)

    def text_pieces(self, pieces: Sequence[Piece]) -> Sequence[Piece]:
        """Return the pieces with aapt's escapes."""
        return encoded(pieces)


class AndroidFormat(XmlMessageHost, _Strings):
    """Android string resources."""

    unit = re.compile(
        r"<[^>]*>|&[^;]*;|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\."
        r"|[ \t\r\n]+|.",
        re.DOTALL,
    )

    def said(self, unit: str) -> str:
        """Return the characters that an escape or a blank stands for."""
        text = super().said(unit)
        if unit[0] == "\\":
            return "".join(piece.text for piece in decoded([Piece(is_markup=False, text=text)]))
        return " " if text.isspace() else text

    def markup_of(self, segment: Segment, document: Document) -> Grammar:
        """Return the inline markup of one string."""
        return self.slot_grammar(self.raw(document, segment.spans[0]), document)


def _around(document: Document, position: int) -> str:
    """Return the forms of the plurals element around a position, as they are written."""
    data, codec = document.data, document.encoding.name
    begin = data.rfind("<plurals".encode(codec), 0, position)
    end = data.find("</plurals".encode(codec), position)
    text = data[begin:end].decode(codec)
    return re.sub(r"</?(?:plurals|item)(?=[\s>])[^>]*>", "", text)


def _names(raw: str) -> frozenset[str]:
    found = (match[1] for match in _TAG_NAME.finditer(raw))
    return frozenset("!--" if name == "!" else name.rpartition(":")[2] for name in found)


FORMAT = AndroidFormat()
