"""The only place that reads XML with exact offsets: expat's events as small trees of one translation unit at a time.

The text is always handed to expat as UTF-8, whatever the file is in, and `SourceText.utf8_offsets` maps the offsets
back; so multi-byte code pages, which expat refuses, need nothing of their own. Internal entities are not expanded
(expat's default handler gets them as tokens), external ones are never fetched, and no more of the tree is kept than
the unit that is being read. https://www.w3.org/TR/xml/, https://libexpat.github.io/doc/api/latest/
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from localize.errors import HostileInputError, ParseError, Place
from localize.formats.xml_nodes import Element, Node, Raw, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from localize.errors import InputError
    from localize.formats.source import SourceText

__all__ = ["Element", "Node", "Raw", "Reader", "Text", "declared_encoding", "root_of", "scan"]

MAX_DEPTH: Final = 256
"""Elements within elements; screenplays and catalogues stay under 20."""
MAX_NODES: Final = 100_000
"""Elements inside one text or list; each is kept until the end of it and takes some hundred bytes."""
MAX_ENTITIES: Final = 2_000
MAX_ENTITY_LENGTH: Final = 65_536
"""Characters of one entity with the entities inside it put in; a bomb declares billions."""

_REFERENCE = re.compile(r"&([^\s#&;<>'\"]+);")
_AMPLIFIED = 43  # XML_ERROR_AMPLIFICATION_LIMIT_BREACH, since expat 2.4


class Reader:
    """What a format does with the elements of a file; derive from it and override."""

    def is_unit(self, name: str, path: Sequence[Element]) -> bool:
        """Return whether an element (local name) is read as a tree; `path` are its ancestors, the root first."""
        return False

    def enter(self, element: Element, path: Sequence[Element]) -> None:
        """Take note of the start tag of an element outside the units."""

    def unit(self, element: Element, path: Sequence[Element], comment: str | None) -> None:
        """Take a unit with all its content, and the comment right before it."""


class _Scan:
    """One pass of expat over one file."""

    def __init__(self, source: SourceText, reader: Reader) -> None:
        self.source, self.reader = source, reader
        self.utf8 = source.utf8
        self.entities: dict[str, int] = {}
        self.path: list[Element] = []
        self.open: list[Element] = []  # the unit and what is open inside it
        self.nodes = 0  # in the open unit
        self.pending: Element | Text | Raw | None = None  # ends where the next event begins
        self.comment: str | None = None
        self.parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = False  # else the index of a text is wrong
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.finish
        parser.CharacterDataHandler = self.characters
        parser.StartCdataSectionHandler = self.cdata
        parser.EndCdataSectionHandler = self.cdata_end
        parser.CommentHandler = self.remark
        parser.ProcessingInstructionHandler = self.instruction
        parser.DefaultHandler = self.other  # not DefaultHandlerExpand: entities arrive as they are written
        parser.EntityDeclHandler = self.declare

    def run(self) -> None:
        try:
            self.parser.Parse(self.utf8, True)  # noqa: FBT003
        except expat.ExpatError as error:
            raise _refused(error, self.source.name) from None

    def settle(self) -> int:
        """Return where the current event begins, and end the node before it there."""
        at: int = self.parser.CurrentByteIndex
        pending = self.pending
        if pending is not None:
            if isinstance(pending, Element):
                pending.inner = at
            else:
                pending.end = at
            self.pending = None
        return at

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        at = self.settle()
        path, opened = self.path, self.open
        if len(path) + len(opened) >= MAX_DEPTH:
            what = f"elements are nested more than {MAX_DEPTH} deep"
            raise HostileInputError(what, do="flatten the file", place=self.here())
        self.pending = element = Element(name, attributes, at, self.parser.CurrentLineNumber)
        if opened:
            self.nodes += 1
            if self.nodes > MAX_NODES:
                what = f"one text holds more than {MAX_NODES:,} elements"
                raise HostileInputError(what, do="divide it", place=self.here())
            opened[-1].children.append(element)
            opened.append(element)
        elif self.reader.is_unit(element.local, path):
            opened.append(element)
            self.nodes = 0
        else:
            self.reader.enter(element, path)
            path.append(element)
            self.comment = None

    def finish(self, name: str) -> None:
        was_open = self.pending
        at = self.settle()
        if not self.open:
            self.path.pop()
            self.comment = None
            return
        element = self.open.pop()
        element.close = at
        if was_open is element and self.utf8[at - 2 : at] == b"/>":
            element.end = at
        else:
            element.end = self.utf8.index(b">", at) + 1
        if not self.open:
            comment, self.comment = self.comment, None
            self.reader.unit(element, self.path, comment)

    def characters(self, data: str) -> None:
        pending = self.pending
        if pending is None:
            if not self.open:
                return
        elif isinstance(pending, Text):
            pending.parts.append(data)
            return
        at = self.settle()
        if self.open:
            self.text(at).parts.append(data)

    def cdata(self) -> None:
        if not isinstance(self.pending, Text):
            at = self.settle()
            if self.open:
                self.text(at)

    def cdata_end(self) -> None:
        """Leave the text open: it ends behind the mark, where the next event begins."""

    def text(self, at: int) -> Text:
        children = self.open[-1].children
        last = children[-1] if children else None
        if not isinstance(last, Text) or last.end != at:
            last = Text(at)
            children.append(last)
        self.pending = last
        return last

    def remark(self, data: str) -> None:
        if self.open:
            self.keep("!--")
        else:
            self.settle()
            self.comment = data.strip()

    def instruction(self, target: str, data: str) -> None:
        if self.open:
            self.keep("?")
        else:
            self.settle()

    def other(self, data: str) -> None:
        if not self.open:
            self.settle()
        elif data.startswith("&"):
            self.keep(data[1:-1])
        else:
            self.settle()

    def keep(self, mark: str) -> None:
        raw = Raw(self.settle(), mark)
        self.open[-1].children.append(raw)
        self.pending = raw

    def declare(
        self,
        name: str,
        is_parameter: bool,  # noqa: FBT001
        value: str | None,
        base: str | None,
        system: str,
        public: str | None,
        notation: str | None,
    ) -> None:
        if is_parameter or value is None:
            return
        if len(self.entities) >= MAX_ENTITIES:
            raise HostileInputError(
                f"more than {MAX_ENTITIES} entities", do="declare fewer", place=self.here()
            )
        length = len(value) + sum(self.entities.get(inner, 0) for inner in _REFERENCE.findall(value))
        if length > MAX_ENTITY_LENGTH:
            what = f"the entity {name[:40]!r} stands for more than {MAX_ENTITY_LENGTH:,} characters"
            raise HostileInputError(what, do="it is a bomb, or belongs in the text", place=self.here())
        self.entities.setdefault(name, length)

    def here(self) -> Place:
        return Place(self.source.name, self.parser.CurrentLineNumber)


def scan(source: SourceText, reader: Reader) -> frozenset[str]:
    """Hand all units of a file to a reader, in file order; returns the names of the entities it declares.

    Raises:
        ParseError: the file is no well-formed XML.
        HostileInputError: it is nested too deep, or its entities are a bomb.
    """
    run = _Scan(source, reader)
    run.run()
    return frozenset(run.entities)


def _refused(error: expat.ExpatError, name: str) -> InputError:
    place = Place(name, error.lineno, error.offset + 1)
    words = expat.ErrorString(error.code) or "unknown fault"
    if error.code == _AMPLIFIED or "amplification" in str(error):
        return HostileInputError("the entities of the file are a bomb", do="remove its DOCTYPE", place=place)
    return ParseError(f"the XML is not well-formed: {words}", do="repair it at this place", place=place)


# Atomic: a file of many comments must not be cut in all possible ways.
_ROOT = re.compile(
    r"\ufeff?(?>\s++|<\?(?>.*?\?>)|<!--(?>.*?-->)|<!DOCTYPE\s(?>[^\[>]*+)(?:\[(?>.*?\]\s*>)|>))*+"
    r"<((?:[\w.\-]+:)?[\w.\-]+)((?>[^<>\"']++|\"[^\"]*\"|'[^']*')*+)",
    re.DOTALL,
)


def root_of(head: str) -> tuple[str, str]:
    """Return the local name of the root element and the text of its attributes, '' if there is none.

    >>> root_of("<?xml version='1.0'?><!-- a --><tt:tt xml:lang='en'>")
    ('tt', " xml:lang='en'")
    """
    if not head.lstrip("\ufeff \t\r\n").startswith("<"):
        return "", ""
    match = _ROOT.match(head)
    return (match[1].rpartition(":")[2], match[2]) if match else ("", "")


_WIDE: Final = (
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_DECLARATION = re.compile(rb"\s*<\?xml\s[^<>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:\-]{1,40})[\"']")


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that the XML declaration claims, None if it claims none that can be true.

    A declaration that can be read as ASCII is not in UTF-16 or UTF-32, though files claim so.
    """
    for mark, codec in _WIDE:
        if data.startswith(mark):
            head = data[:800].decode(codec, "ignore").lstrip("\ufeff").encode("ascii", "replace")
            return codec if _DECLARATION.match(head) else None
    match = _DECLARATION.match(data[:400].removeprefix(codecs.BOM_UTF8))
    if match is None:
        return None
    name = match[1].decode("ascii")
    return (
        None if name.lower().startswith(("utf-16", "utf-32", "ucs-", "iso-10646", "utf16", "utf32")) else name
    )
