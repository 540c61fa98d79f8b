"""The only place that reads worksheets with exact offsets: cells with their values, shared strings, gaps for cells.

ECMA-376 part 1, 18.3 and 18.4. A cell's text stands in the sheet (inline) or in a table of strings that all sheets
share; phonetic guides are no text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from localize.formats.xml_spans import Element, Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LITERAL = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_TEXTUAL = frozenset({"s", "inlineStr", "str"})


class Shared(NamedTuple):
    """A shared string.

    Attributes:
        text: what it says.
        style: XML of the run properties of its longest run, '' if it is plain.
    """

    text: str
    style: str


class Cell(NamedTuple):
    """A cell; positions in `SourceText.utf8` of its sheet.

    Attributes:
        column: 0 is A.
        begin, end: of its element.
        value: what it shows; '' if it is empty.
        is_text: whether it holds text, not a number, truth value or error.
        is_formula: whether a formula makes its value.
        style: XML of the run properties of its text, '' if it is plain.
    """

    column: int
    begin: int
    end: int
    value: str
    is_text: bool
    is_formula: bool
    style: str


class Row(NamedTuple):
    """A row of a sheet.

    Attributes:
        number: 1 is the first.
        cells: those that are written, by column.
        inner: where a first cell would stand; -1 if the row has no content of its own.
        width: where the width of the row is noted (value of its attribute ``spans``), None if it is not.
        name: of a cell's element, with its prefix.
    """

    number: int
    cells: tuple[Cell, ...]
    inner: int
    width: tuple[int, int] | None
    name: str

    def values(self) -> list[str]:
        """Return what the cells show, from column A on."""
        found: list[str] = []
        for cell in self.cells:
            found += [""] * (cell.column - len(found))
            found.append(cell.value)
        return found

    def at(self, column: int) -> Cell | None:
        """Return the cell of a column, None if it is not written."""
        place = bisect_left(self.cells, column, key=lambda cell: cell.column)
        return self.cells[place] if place < len(self.cells) and self.cells[place].column == column else None

    def gap(self, column: int) -> int:
        """Return where a cell that is not written would stand."""
        place = bisect_left(self.cells, column, key=lambda cell: cell.column)
        return self.cells[place - 1].end if place else self.inner


class SharedReader(Reader):
    """Collects the shared strings of a workbook."""

    def __init__(self, utf8: bytes) -> None:
        self.utf8 = utf8
        self.strings: list[Shared] = []

    def is_unit(self, name: str, path: Sequence[Element]) -> bool:
        return name == "si"

    def unit(self, element: Element, path: Sequence[Element], comment: str | None) -> None:
        self.strings.append(Shared(*text_of(element, self.utf8)))


class Merged:
    """The merged ranges of a sheet: of each, only the first cell is shown."""

    def __init__(self) -> None:
        self._ranges: list[tuple[int, int, int, int]] = []
        self._rows: dict[int, list[tuple[int, int]]] = {}

    def add(self, reference: str) -> None:
        """Add a range such as ``A3:D3``; anything else is no range."""
        match = _RANGE.fullmatch(reference)
        if match is not None:
            first, last = column_number(match[1]), column_number(match[3])
            self._ranges.append((first, last, int(match[2]), int(match[4])))

    def hides(self, row: int, column: int) -> bool:
        """Return whether a cell lies in a merged range and is not its first one."""
        if column not in self._rows:
            spans = (
                (top + (left == column), low)
                for left, right, top, low in self._ranges
                if left <= column <= right
            )
            self._rows[column] = sorted(spans)
        rows = self._rows[column]
        place = bisect_right(rows, (row, 1 << 30)) - 1
        return place >= 0 and row <= rows[place][1]


class SheetReader(Reader):
    """Collects the rows of a sheet.

    Attributes:
        rows: those with cells.
        merged: the merged ranges, which stand behind the rows.
        dimension: where the sheet notes which cells are used (value of ``ref``), None if it does not.
    """

    def __init__(self, utf8: bytes, strings: Sequence[Shared]) -> None:
        self.utf8 = utf8
        self.rows: list[Row] = []
        self.dimension: tuple[int, int] | None = None
        self.merged = Merged()
        self._strings = strings
        self._number = 0

    def is_unit(self, name: str, path: Sequence[Element]) -> bool:
        return name in ("row", "dimension", "mergeCell") and len(path) <= 2

    def unit(self, element: Element, path: Sequence[Element], comment: str | None) -> None:
        if element.local == "dimension":
            self.dimension = attribute_span(self.utf8, element, "ref")
            return
        if element.local == "mergeCell":
            self.merged.add(element.get("ref") or "")
            return
        number = element.get("r") or ""
        self._number = int(number) if number.isdecimal() and len(number) < 8 else self._number + 1
        cells: list[Cell] = []
        for child in element.elements("c"):
            cell = self._cell(child, cells[-1].column + 1 if cells else 0)
            if cells and cell.column <= cells[-1].column:
                continue  # out of order: Excel calls this damaged; it is kept and not offered
            cells.append(cell)
        name = next((child.name for child in element.elements("c")), "c")
        inner = -1 if element.is_empty_tag else element.inner
        width = attribute_span(self.utf8, element, "spans")
        self.rows.append(Row(self._number, tuple(cells), inner, width, name))

    def _cell(self, element: Element, following: int) -> Cell:
        match = _REFERENCE.fullmatch(element.get("r") or "")
        column = column_number(match[1]) if match else following
        kind = element.get("t") or "n"
        value, style = "", ""
        inline, stored = element.first("is"), element.first("v")
        if kind == "inlineStr" and inline is not None:
            value, style = text_of(inline, self.utf8)
        elif stored is not None:
            value = stored.text
            if kind == "s":
                index = int(value) if value.strip().isdecimal() and len(value) < 10 else len(self._strings)
                value, style = self._strings[index] if index < len(self._strings) else ("", "")
            elif kind == "str":
                value = unescaped(value)
        formula = element.first("f") is not None
        return Cell(
            column, element.begin, element.end, value, kind in _TEXTUAL and bool(value), formula, style
        )


def attribute_span(utf8: bytes, element: Element, name: str) -> tuple[int, int] | None:
    """Return where the value of an attribute stands, None if the element has no such attribute."""
    pattern = rb"[\s\"']%b\s*=\s*(?:\"([^\"]*)\"|'([^']*)')" % name.encode()
    match = re.compile(pattern).search(utf8, element.begin, element.inner)
    if match is None:
        return None
    return match.span(1) if match[1] is not None else match.span(2)


def text_of(element: Element, utf8: bytes) -> tuple[str, str]:
    """Return the text of a string item and the properties of its longest run."""
    pieces: list[str] = []
    longest, style = -1, ""
    for text, run in _runs(element):
        value = unescaped(text.text)
        pieces.append(value)
        properties = run.first("rPr") if run is not None else None
        if len(value) > longest:
            longest = len(value)
            style = utf8[properties.begin : properties.end].decode() if properties is not None else ""
    return "".join(pieces).replace("\r\n", "\n").replace("\r", "\n"), style


def _runs(element: Element) -> Iterator[tuple[Element, Element | None]]:
    for child in element.elements("t", "r"):
        if child.local == "t":
            yield child, None
        else:
            for text in child.elements("t"):
                yield text, child


def column_number(letters: str) -> int:
    """Return the number of a column.

    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """Return the letters of a column.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def unescaped(text: str) -> str:
    """Return text with Excel's own escapes undone.

    >>> unescaped("a_x000D_b _x005F_x000D_")
    'a\\rb _x000D_'
    """
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def protected(text: str) -> str:
    """Return text in which nothing reads as one of Excel's escapes."""
    return _LITERAL.sub("_x005F_", text) if "_x" in text else text
