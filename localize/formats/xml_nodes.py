"""The only place that holds what is kept of an XML file: the nodes of one translation unit, with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Node: TypeAlias = "Element | Text | Raw"
_NO_ATTRIBUTES: Final[Mapping[str, str]] = {}


class Text:
    """Character data as it stands between two tags; positions in bytes of `SourceText.utf8`.

    Attributes:
        begin, end: where it stands, CDATA marks included.
        parts: its value in pieces, references resolved, line breaks as LF.
    """

    __slots__ = ("begin", "end", "parts")

    def __init__(self, begin: int) -> None:
        self.begin = begin
        self.end = begin
        self.parts: list[str] = []

    @property
    def value(self) -> str:
        """The text that an application sees."""
        return "".join(self.parts)


class Raw:
    """A comment, a processing instruction or the reference of an entity, which stays as it is.

    Attributes:
        begin, end: where it stands.
        mark: ``!--``, ``?`` or the name of the entity.
    """

    __slots__ = ("begin", "end", "mark")

    def __init__(self, begin: int, mark: str) -> None:
        self.begin = begin
        self.end = begin
        self.mark = mark


class Element:
    """An element; positions in bytes of `SourceText.utf8`.

    Attributes:
        name: as written, with its prefix.
        local: its name without the prefix.
        attributes: by name as written.
        line: 1-based line of its start tag.
        begin, inner: where its start tag begins, and where its content does.
        close, end: where its end tag begins and ends; both equal `inner` for ``<a/>``.
        children: its content; empty for what is no part of a unit.
    """

    __slots__ = ("attributes", "begin", "children", "close", "end", "inner", "line", "local", "name")

    def __init__(self, name: str, attributes: Mapping[str, str], begin: int, line: int) -> None:
        self.name = name
        self.local = name.rpartition(":")[2] if ":" in name else name
        self.attributes = attributes or _NO_ATTRIBUTES
        self.line = line
        self.begin = self.inner = self.close = self.end = begin
        self.children: list[Node] = []

    @property
    def is_empty_tag(self) -> bool:
        """Whether it is written ``<a/>``."""
        return self.close == self.end

    def get(self, local: str) -> str | None:
        """Return the value of an attribute by its name without prefix, the exact name first."""
        if not self.attributes:
            return None
        if local in self.attributes:
            return self.attributes[local]
        return next((v for name, v in self.attributes.items() if name.rpartition(":")[2] == local), None)

    def elements(self, *locals_: str) -> Iterator[Element]:
        """Yield the child elements of these names, all of them if none is given."""
        for child in self.children:
            if isinstance(child, Element) and (not locals_ or child.local in locals_):
                yield child

    def first(self, local: str) -> Element | None:
        """Return the first child element of a name."""
        for child in self.children:
            if isinstance(child, Element) and child.local == local:
                return child
        return None

    def walk(self) -> Iterator[Element]:
        """Yield all elements inside, in document order."""
        stack = [self.elements()]
        while stack:
            found = next(stack[-1], None)
            if found is None:
                stack.pop()
            else:
                yield found
                stack.append(found.elements())

    def before(self, child: Element) -> Element | None:
        """Return the child element before another one."""
        previous = None
        for node in self.children:
            if node is child:
                break
            if isinstance(node, Element):
                previous = node
        return previous

    @property
    def text(self) -> str:
        """All character data inside, without tags."""
        if not self.children:
            return ""
        own = "".join(child.value for child in self.children if isinstance(child, Text))
        return own if len(self.children) < 2 else "".join(self._texts())

    def _texts(self) -> Iterator[str]:
        stack: list[Iterator[Node]] = [iter(self.children)]
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
            elif isinstance(child, Text):
                yield child.value
            elif isinstance(child, Element):
                stack.append(iter(child.children))
