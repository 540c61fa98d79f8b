"""The only place that reads the text of WordprocessingML paragraphs with exact offsets: atoms, marks, fields.

ECMA-376 part 1, 17.3. A paragraph is a row of atoms: texts, characters that have elements of their own (tab, line
break, hyphens), and objects that stay where they are (drawings, notes, page breaks, computed fields), shown as
``<x1/>``, ``<x2/>`` … so that a translation can be written around them. Deleted text and phonetic guides are no text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from localize.formats.xml_spans import Element

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CHARACTERS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_OPAQUE: Final = frozenset(
    {
        "drawing",
        "pict",
        "object",
        "footnoteReference",
        "endnoteReference",
        "sym",
        "oMath",
        "oMathPara",
        "ptab",
    }
    | {"AlternateContent", "footnoteRef", "endnoteRef", "pgNum", "contentPart", "control", "separator"}
)
_INSIDE: Final = frozenset(
    {
        "r",
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "sdt",
        "sdtContent",
        "customXml",
        "dir",
        "bdo",
        "ruby",
        "rubyBase",
    }
)
_TEXT_FIELDS: Final = re.compile(r"\s*(?:HYPERLINK|QUOTE|MACROBUTTON)\b", re.IGNORECASE)
_CHARACTER = re.compile(rb"&[^;]{1,12};|\r\n|[\x00-\x7f]|[\xc0-\xff][\x80-\xbf]*")


class Atom(NamedTuple):
    """A piece of a paragraph; positions in `SourceText.utf8` of its part.

    Attributes:
        value: what it shows.
        element: its element for a text, None for a character or an object.
        begin, end: of its element or elements.
        is_object: whether it stays where it is.
    """

    value: str
    element: Element | None
    begin: int
    end: int
    is_object: bool = False


@dataclass(slots=True)
class Paragraph:
    """A paragraph with its text.

    Attributes:
        number: 1 for the first of its part, empty ones counted.
        style: id of its style, None if it has none.
        atoms: its pieces in order.
        text: what they show.
        twins: paragraphs with the same text that older programs show instead: they are written alike.
    """

    number: int
    style: str | None
    atoms: list[Atom] = field(default_factory=list)
    text: str = ""
    twins: list[Paragraph] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    def covering(self, start: int, end: int) -> Iterator[tuple[Atom, int, int]]:
        """Yield the atoms of a range of the text, with the part of their values that lies in it."""
        if len(self._starts) != len(self.atoms):
            self._starts = list(accumulate((len(atom.value) for atom in self.atoms[:-1]), initial=0))
        for i in range(max(bisect_right(self._starts, start) - 1, 0), len(self.atoms)):
            atom, at = self.atoms[i], self._starts[i]
            if at >= end:
                return
            first, last = max(start - at, 0), min(end - at, len(atom.value))
            if first < last or (not atom.value and start < at):
                yield atom, first, last


class Fields:
    """The complex fields that are open; one may run over many paragraphs (tables of contents)."""

    def __init__(self) -> None:
        self._open: list[list[str]] = []  # instruction and state of each

    @property
    def is_inside(self) -> bool:
        """Whether what stands here is a field's instruction, or text that the field computes."""
        return any(state == "code" or not _TEXT_FIELDS.match(code) for code, state in self._open)

    def take(self, element: Element) -> None:
        """Take the mark of a field's beginning, middle or end, or some of its instruction."""
        if element.local == "instrText":
            if self._open and self._open[-1][1] == "code":
                self._open[-1][0] += element.text[:200]
            return
        kind = element.get("fldCharType")
        if kind == "begin":
            self._open.append(["", "code"])
        elif kind == "separate" and self._open:
            self._open[-1][1] = "result"
        elif kind == "end" and self._open:
            self._open.pop()


def paragraph_of(element: Element, number: int, fields: Fields) -> Paragraph:
    """Return a paragraph; what stands in text boxes inside it is not part of its text."""
    properties = element.first("pPr")
    style = properties.first("pStyle") if properties is not None else None
    paragraph = Paragraph(number, style.get("val") if style is not None else None)
    objects = 0
    before: list[tuple[int, list[Atom], int]] = []  # how many atoms stand before each field that begins here
    for child in _inner(element):
        was_inside = fields.is_inside
        if child.local in ("fldChar", "instrText"):
            mark = child.get("fldCharType")
            if mark == "begin":
                before.append((len(paragraph.atoms), paragraph.atoms[-1:], objects))
            fields.take(child)
            if mark == "separate" and before and not fields.is_inside:
                count, last_atom, objects = before[-1]  # a link shows its text: its code is no object
                paragraph.atoms[max(count - 1, 0) :] = last_atom
                continue
            if mark == "end" and before:
                before.pop()
        atom = _atom(child, is_computed=was_inside or fields.is_inside)
        if atom is None:
            continue
        last = paragraph.atoms[-1] if paragraph.atoms else None
        if atom.is_object:
            if last is not None and last.is_object:
                paragraph.atoms[-1] = last._replace(end=atom.end)  # one mark for objects side by side
                continue
            objects += 1
            atom = atom._replace(value=f"<x{objects}/>")
        paragraph.atoms.append(atom)
    paragraph.text = "".join(atom.value for atom in paragraph.atoms)
    return paragraph


def _atom(element: Element, *, is_computed: bool) -> Atom | None:
    name, begin, end = element.local, element.begin, element.end
    if is_computed:
        return Atom("", None, begin, end, is_object=True)
    if name == "t":
        # A line break that is written as one is a blank to Word; breaks are elements.
        return Atom(element.text.replace("\n", " "), element, begin, end)
    if name == "br" and element.get("type") in ("page", "column"):
        return Atom("", None, begin, end, is_object=True)
    if name in _CHARACTERS:
        return Atom(_CHARACTERS[name], None, begin, end)
    if name == "fldSimple" or name in _OPAQUE:
        return Atom("", None, begin, end, is_object=True)
    return None


def _inner(element: Element) -> Iterator[Element]:
    """Yield the elements that runs and what may surround them hold, in order."""
    stack = [element.elements()]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.local in _INSIDE or (
            child.local == "fldSimple" and _TEXT_FIELDS.match(child.get("instr") or "")
        ):
            stack.append(child.elements())
        elif child.local not in ("pPr", "rPr"):
            yield child


def nested_paragraphs(element: Element) -> Iterator[Element]:
    """Yield the paragraphs of text boxes inside a paragraph, those left out that older programs are to show instead."""
    stack = [element.elements()]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.local == "p" and _is_word(child, element):
            yield child
            stack.append(child.elements())
        elif child.local not in ("Fallback", "del", "moveFrom"):
            stack.append(child.elements())


def older_paragraphs(element: Element) -> Iterator[Element]:
    """Yield the paragraphs inside a paragraph that older programs are to show instead."""
    for found in element.walk():
        if found.local == "Fallback":
            yield from (inner for inner in found.walk() if inner.local == "p" and _is_word(inner, element))


def _is_word(child: Element, element: Element) -> bool:
    return child.name.rpartition(":")[0] == element.name.rpartition(":")[0]  # not DrawingML's a:p


def is_plain(element: Element, utf8: bytes) -> bool:
    """Return whether a text is written plainly: characters and references, no tags, comments or CDATA."""
    return utf8.find(b"<", element.inner, element.close) < 0


def offset_in(utf8: bytes, element: Element, characters: int) -> int:
    """Return where a character of a plain text stands."""
    at = element.inner
    for _ in range(characters):
        match = _CHARACTER.match(utf8, at, element.close)
        if match is None:
            raise AssertionError("expat has accepted this text")
        at = match.end()
    return at


def sections(atoms: Sequence[tuple[Atom, int, int]]) -> list[list[tuple[Atom, int, int]]]:
    """Return the atoms between objects."""
    found: list[list[tuple[Atom, int, int]]] = [[]]
    for covered in atoms:
        if covered[0].is_object:
            found.append([])
        else:
            found[-1].append(covered)
    return found
