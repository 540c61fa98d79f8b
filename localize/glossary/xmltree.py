"""The only place of the glossary that reads XML: whole small trees with line numbers, nothing hostile in them.

Term bases name a DTD on principle, so a document type is allowed and never fetched; an entity of any kind is refused
when it is declared, so that nothing is expanded. https://www.w3.org/TR/xml/
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from localize.errors import GlossaryError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_BYTES = 128 * 1024 * 1024
MAX_DEPTH = 64

_XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(slots=True)
class Element:
    """One element.

    Attributes:
        name: local name, without namespace.
        attributes: by local name; those of XML itself as ``xml:lang``.
        line: 1-based.
        children: elements inside.
        text: all characters inside, those of inner elements included.
    """

    name: str
    attributes: Mapping[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def walk(self) -> Iterator[Element]:
        """Yield the elements inside, in document order."""
        for child in self.children:
            yield child
            yield from child.walk()

    @property
    def words(self) -> str:
        """The text as a reader sees it: no edges, an indented line break as one blank.

        >>> Element("p", {}, 1, text=" a\\n   b ").words
        'a b'
        """
        return re.sub(r"\s*\n\s*", " ", self.text.strip())


def read_xml(data: bytes, name: str) -> Element:
    """Return the root of an XML file.

    Raises:
        GlossaryError: too large or deep, not XML (GLO002), or it declares entities (GLO003).
    """
    _measure(data, name)
    return _Reader(name).read(data)


def refuse_hostile(data: bytes, name: str) -> None:
    """Raise what `read_xml` would, without keeping the tree: a third of the time.

    Raises:
        GlossaryError: too large or deep, not XML (GLO002), or it declares entities (GLO003).
    """
    _measure(data, name)
    _Guard(name).parse(data)


def _measure(data: bytes, name: str) -> None:
    if len(data) > MAX_BYTES:
        raise _refused(name, 1, f"the file is larger than {MAX_BYTES // 2**20} MiB", "split it")


class _Guard:
    """One pass of expat over one file that keeps nothing and refuses what is hostile."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.depth = 0
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.EntityDeclHandler = self.entity
        parser.SkippedEntityHandler = self.skipped

    def parse(self, data: bytes) -> None:
        try:
            self.parser.Parse(data, True)  # noqa: FBT003
        except expat.ExpatError as error:
            what = f"not XML: {expat.ErrorString(error.code)}"
            place = Place(self.name, error.lineno, error.offset + 1)
            raise GlossaryError(what, code="GLO002", do="export it again", place=place) from None
        except (
            LookupError,
            ValueError,
        ) as error:  # an encoding that Python does not know, or of several bytes
            what = f"not XML: {error}"
            raise GlossaryError(
                what, code="GLO002", do="save it as UTF-8", place=Place(self.name, 1)
            ) from None

    def start(self, _: str, __: dict[str, str]) -> None:
        if self.depth >= MAX_DEPTH:
            line = self.parser.CurrentLineNumber
            raise _refused(self.name, line, f"nested deeper than {MAX_DEPTH} levels", "flatten it")
        self.depth += 1

    def end(self, _: str) -> None:
        self.depth -= 1

    def entity(self, *_: object) -> None:
        line = self.parser.CurrentLineNumber
        raise _refused(self.name, line, "the file declares entities", "write the characters out")

    def skipped(self, name: str, _: bool) -> None:  # noqa: FBT001 - expat's order
        line = self.parser.CurrentLineNumber
        raise _refused(self.name, line, f"the entity {name} stands in a file of its own", "write it out")


class _Reader(_Guard):
    """The pass that keeps the tree."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.open: list[Element] = []
        self.texts: list[list[str]] = []
        self.root: Element | None = None
        self.parser.CharacterDataHandler = self.characters

    def read(self, data: bytes) -> Element:
        self.parse(data)
        if self.root is None:
            raise GlossaryError("not XML: no element", code="GLO002", place=Place(self.name, 1))
        return self.root

    def start(self, name: str, attributes: dict[str, str]) -> None:
        super().start(name, attributes)
        line = self.parser.CurrentLineNumber
        element = Element(_local(name), {_local(key): value for key, value in attributes.items()}, line)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)
        self.texts.append([])

    def end(self, name: str) -> None:
        super().end(name)
        element = self.open.pop()
        element.text = "".join(self.texts.pop())
        if self.texts:
            self.texts[-1].append(element.text)

    def characters(self, text: str) -> None:
        if self.texts:
            self.texts[-1].append(text)


def _local(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return f"xml:{local}" if namespace == _XML else local


def _refused(name: str, line: int, what: str, do: str) -> GlossaryError:
    return GlossaryError(what, code="GLO003", do=do, place=Place(name, line))
