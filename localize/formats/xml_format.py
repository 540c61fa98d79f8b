"""The only place that knows what the XML formats have in common: encoding, escaping, slots of elements, segments."""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from localize.errors import EncodingError, HostileInputError, ParseError, Place, RenderError
from localize.formats.base import Parsed, ParseOptions
from localize.formats.packed import SegmentList
from localize.formats.placing import in_place
from localize.formats.splice import TextFormat, rendered_source
from localize.formats.xml_inline import (
    Grammar,
    Piece,
    cdata,
    escaped,
    illegal_character,
    nesting_fault,
    pieces_of,
    raw_text,
)
from localize.formats.xml_spans import Element, Reader, Text, declared_encoding, scan
from localize.model import SegmentId, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from localize.formats.base import Patch
    from localize.formats.packed import PackedSegments
    from localize.formats.source import SourceText
    from localize.formats.xml_spans import Node
    from localize.model import Document, Segment

_PREDEFINED: Final = frozenset({"lt", "gt", "amp", "quot", "apos"})
_MAX_EXTRA_NAMES: Final = 100
_END_TAG = re.compile(rb"</(?:[A-Za-z_][\w.\-]*:)?[A-Za-z_][\w.\-]*\s*>\Z")
_TAG_REACH: Final = 80
_KEPT_RETURN: Final = re.compile(r"&#(?:13|[xX]0*[dD]);")


class SheetReader(Reader):
    """Collects the segments of one file; each format derives one.

    Attributes:
        source, options: as `TextFormat.parse` got them.
        grammar: the inline markup of the file as far as it is known.
        segments: with spans in bytes of `SourceText.utf8`.
        remarks: byte position, code and words.
        meta: facts for `Document.meta`.
        seen: inline markup that stands in the segments (`xml_inline.pieces_of`).
    """

    roots: ClassVar[frozenset[str]]
    opaque: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, source: SourceText, options: ParseOptions, grammar: Grammar) -> None:
        self.source, self.options, self.grammar = source, options, grammar
        self.utf8 = source.utf8
        self.segments = SegmentList()
        self.remarks: list[tuple[int, str, str]] = []
        self.meta: dict[str, str] = {}
        self.seen: set[str] = set()
        self._ids: dict[str, int] = {}

    def enter(self, element: Element, path: Sequence[Element]) -> None:
        """Refuse a root element of another format."""
        if not path and element.local not in self.roots:
            what = f"the root element is <{element.name}>, not <{min(self.roots)}>"
            place = Place(self.source.name, element.line)
            raise ParseError(what, do="it is another format: name it with --format", place=place)

    def found(self) -> PackedSegments:
        """Return the segments, with what shows only at the end of the file."""
        return self.segments.packed()

    def unique(self, base: str) -> SegmentId:
        """Return an id that no segment has yet: the base, with the number of its occurrence from the second on."""
        count = self._ids.get(base, 0) + 1
        candidate = base if count == 1 else f"{base}#{count}"
        while count > 1 and candidate in self._ids:
            count += 1
            candidate = f"{base}#{count}"
        self._ids[base] = count
        if candidate != base:
            self._ids[candidate] = 1
        return SegmentId(candidate)

    def text_of(self, nodes: Sequence[Node]) -> str:
        """Return some content as a segment shows it."""
        if not nodes:
            return ""
        if len(nodes) == 1 and isinstance(nodes[0], Text):  # nearly always
            text = nodes[0].value
            if not self.grammar.shows_as_is(text):
                text = self.grammar.present((Piece(is_markup=False, text=text),))
            return lf(text)
        pieces = list(pieces_of(nodes, self.utf8, self.grammar.opaque, self.seen))
        return lf(self.grammar.present(pieces))

    def line_at(self, element: Element, position: int) -> int:
        """Return the line of a position inside an element."""
        return element.line + self.source.scan.count(b"\n", element.begin, position)

    def remark(self, position: int, code: str, what: str) -> None:
        """Note something that is kept without being understood."""
        self.remarks.append((position, code, what))

    def raw(self, begin: int, end: int) -> str:
        """Return some of the file as it is written, line breaks as LF."""
        return raw_text(self.utf8, begin, end)

    def before(self, element: Element, previous: Element | None, parent: Element) -> int:
        """Return where the slot of an element begins: behind its elder sibling if only blanks stand between."""
        begin = previous.end if previous else parent.inner
        return element.begin if self.utf8[begin : element.begin].strip() else begin

    def slot(self, element: Element, begin: int) -> tuple[Span, Span, Span]:
        """Return the spans of an element that is filled or rewritten whole: up to its content, content, end tag."""
        content = (element.inner, element.close)
        return Span(begin, content[0]), Span(*content), Span(content[1], element.end)


def lf(text: str) -> str:
    """Return the text with LF line breaks."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def gap(position: int) -> tuple[Span, Span, Span]:
    """Return the spans of an element that is not there yet."""
    span = Span(position, position)
    return span, span, span


def is_gap(segment: Segment) -> bool:
    """Return whether the slot of a segment is still to be made."""
    return all(span.start == span.end for span in segment.spans)


class XmlFormat(TextFormat):
    """What the XML formats share; a format of this kind writes `sniff`, `reader` and mostly `escape`.

    Spans of a segment are either one, the content of an element; or they end in three: what stands up to the
    content (blanks, start tag), the content, the end tag. The three are empty if the element is still to be made.

    Attributes:
        grammar: the inline markup that the format knows.
        verbatim: whether a text is what the content of its element says in XML, no more and no less, so that
            `plain_patches` holds; not so where blanks, escapes or other elements count too.
    """

    grammar: ClassVar[Grammar] = Grammar()
    verbatim: ClassVar[bool] = False
    default_encoding = "utf-8"

    @abstractmethod
    def reader(self, source: SourceText, options: ParseOptions, grammar: Grammar) -> SheetReader:
        """Return a fresh reader of a file."""

    def declared_encoding(self, data: bytes) -> str | None:
        """Return the encoding of the XML declaration."""
        return declared_encoding(data)

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the segments of a decoded file."""
        _refuse_guess(source)
        grammar = self.grammar
        while True:
            # Which names are tags in this file shows only at its end; nearly always they are those of the format.
            reader = self.reader(source, options, grammar)
            entities = scan(source, reader)
            complete = _completed(grammar, entities, reader.seen)
            if complete == grammar:
                break
            if len(complete.names) > len(self.grammar.names) + _MAX_EXTRA_NAMES:
                what = f"more than {_MAX_EXTRA_NAMES} kinds of unknown tags stand in the texts"
                raise HostileInputError(what, do="it is another format", place=Place(source.name, 1))
            grammar = complete
        segments, meta = in_place(reader.found(), source), reader.meta
        if options.target_locale:
            meta["target_locale"] = options.target_locale
        if extra := grammar.names - self.grammar.names:
            meta["inline"] = " ".join(sorted(extra))
            reader.remark(
                0,
                "FMT131",
                f"markup that the format does not know stays in texts: {', '.join(sorted(extra))}",
            )
        if grammar.entities:
            meta["entities"] = " ".join(sorted(grammar.entities))
        return Parsed(segments, source.remarks(reader.remarks), meta)

    def grammar_of(self, document: Document) -> Grammar:
        """Return the inline markup of a parsed file."""
        if not self.has_own_markup(document):
            return self.grammar
        names = document.meta.get("inline", "").split()
        entities = document.meta.get("entities", "").split()
        return replace(self.grammar, names=self.grammar.names.union(names), entities=frozenset(entities))

    def has_own_markup(self, document: Document) -> bool:
        """Return whether a parsed file has inline markup beyond that of the format."""
        return "inline" in document.meta or "entities" in document.meta

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target with LF line breaks, nothing if it holds nothing but blanks.

        Raises:
            RenderError: it holds a character that XML cannot.
        """
        target = super().fit(target, segment)
        char = illegal_character(target)
        if char is not None:
            what = f"the target of segment {segment.id} holds U+{ord(char):04X}, which XML cannot"
            raise RenderError(what, do="remove it")
        if target.strip():
            return target
        if segment.plural is not None and not self.bilingual:
            what = f"the plural form {segment.plural!r} of segment {segment.id} would be empty"
            raise RenderError(what, do="give it a text, or leave it as it is")
        return ""

    def escape(self, target: str, segment: Segment, document: Document) -> Sequence[str]:
        """Return the content of a segment's only span."""
        raw = self.raw(document, segment.spans[0])
        return (self.content(target, segment, document, raw, self.grammar_of(document)),)

    def content(self, target: str, segment: Segment, document: Document, raw: str, grammar: Grammar) -> str:
        """Return a target as the content of an element.

        Args:
            target: as `fit` gave it.
            segment: whose it is.
            document: the file.
            raw: the content that it replaces.
            grammar: what of the target is markup.

        Raises:
            RenderError: its tags are not nested.
        """
        pieces: Sequence[Piece] = grammar.split(target)
        fault = nesting_fault(pieces)
        if fault is not None:
            what = f"in the target of segment {segment.id} {fault}"
            place = Place(document.name, segment.line)
            raise RenderError(what, do="keep the tags of the source in their order", place=place)
        codec, newline, broken = document.encoding.name, document.newline, self.line_break(document, raw)
        pieces = self.text_pieces(pieces)
        text = "".join(piece.text for piece in pieces)
        if text and raw.lstrip().startswith("<![CDATA[") and not any(p.is_markup for p in pieces):
            if "\n" not in text or not broken.startswith("<"):
                return cdata(text, codec).replace("\n", newline)
        return "".join(
            piece.text.replace("\n", newline)
            if piece.is_markup
            else escaped(piece.text, codec).replace("\n", broken)
            for piece in pieces
        )

    def text_pieces(self, pieces: Sequence[Piece]) -> Sequence[Piece]:
        """Return the pieces with the escapes of the format inside XML's, if it has any."""
        return pieces

    def plain_patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch] | None:
        """Return the patches for targets that need no proof, None if one of them does.

        It needs none if XML can hold all its characters, if it is not blank, if there is nothing in it that the
        inline markup of the format could be mistaken for, and if the file has none of its own. `content` then
        escapes every ``&``, ``<`` and ``>`` of it, between the tags of an element that is there or that is made
        of a name and a prefix found in the file; so expat reads the same characters, and `SheetReader.text_of`
        shows them as they are. As the file has no markup of its own, no other text depends on what stood there.
        """
        if not self.verbatim or document.encoding.name != "utf-8" or self.has_own_markup(document):
            return None
        texts = [target for _, target in targets]
        joined = "\0".join(texts)
        if joined.count("\0") >= len(texts) or "\r" in joined or not all(map(str.strip, texts)):
            return None
        if illegal_character(joined.replace("\0", "")) is not None or not self.grammar.shows_as_is(joined):
            return None
        if not all(self.is_surely_placed(document, segment) for segment, _ in targets):
            return None
        return self.patches(document, targets)

    def is_surely_placed(self, document: Document, segment: Segment) -> bool:
        """Return whether the element of a slot is there, or is to stand right behind the end tag of its sister."""
        start, end = segment.spans[-3:][0].start, segment.spans[-1].end
        return start != end or _END_TAG.search(document.data, max(end - _TAG_REACH, 0), end) is not None

    def line_break(self, document: Document, raw: str) -> str:
        """Return a line break as it stands in text, like those of the content that it replaces."""
        # Windows resources often write carriage returns of their own, which XML would otherwise drop.
        return f"&#13;{document.newline}" if _KEPT_RETURN.search(raw) else document.newline

    def raw(self, document: Document, span: Span) -> str:
        """Return what stands in a span."""
        return document.data[span.start : span.end].decode(document.encoding.name)

    def filled(
        self, document: Document, segment: Segment, content: str, opening: str, closing: str
    ) -> list[str]:
        """Return the replacements of a slot of three spans.

        Args:
            document, segment: whose slot it is.
            content: what is to stand in the element.
            opening, closing: start tag (with blanks) and end tag, if the element is not there yet.
        """
        start, _, end = segment.spans[-3:]
        before, after = self.raw(document, start), self.raw(document, end)
        if not before:
            return [opening, content, closing] if content else ["", "", ""]
        if before.endswith("/>"):
            name = re.split(r"[\s/>]", before[before.rindex("<") + 1 :], maxsplit=1)[0]
            return (
                [f"{before[:-2].rstrip()}>", content, f"</{name}>{after}"] if content else [before, "", after]
            )
        return [before, content, after]

    def read_back(self, data: bytes, document: Document) -> Mapping[SegmentId, str]:
        """Return id and value of every slot that is not empty; one that is still to be made says what it said."""
        parsed = self.parse(
            rendered_source(data, document), ParseOptions(target_locale=document.meta.get("target_locale"))
        )
        if self.bilingual:
            return {segment.id: segment.target for segment in parsed.segments if segment.target}
        unmade = {segment.id: segment.source for segment in document.segments if is_gap(segment)}
        values = ((s.id, unmade.get(s.id, s.source) if is_gap(s) else s.source) for s in parsed.segments)
        return {segment: value for segment, value in values if value}


def _refuse_guess(source: SourceText) -> None:
    """Refuse an encoding that was guessed: XML says what it is in, and is UTF-8 where it says nothing."""
    encoding = source.encoding
    if encoding.basis == "detected" and not encoding.name.startswith("utf"):
        what = f"the bytes are not in the encoding that the XML declares; they may be {encoding.name}"
        raise EncodingError(
            what, do="name it with --encoding, or convert the file", place=Place(source.name, 1)
        )


def _completed(grammar: Grammar, entities: frozenset[str], seen: set[str]) -> Grammar:
    names = {mark for mark in seen if not mark.startswith("&")}
    references = {mark[1:] for mark in seen if mark.startswith("&")}
    entities = (entities | references) - _PREDEFINED
    return replace(grammar, names=grammar.names | names, entities=grammar.entities | entities)
