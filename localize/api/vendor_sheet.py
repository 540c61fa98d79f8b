"""The only place that writes and reads the XLSX review sheets of vendors: one row a line, one sheet of facts.

ECMA-376, https://ecma-international.org/publications-and-standards/standards/ecma-376/. openpyxl writes; what comes
back is read with the guards of `localize.formats` against bombs. Nothing is ever written or read as a formula.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from localize.api.vendor_lines import FINAL_WORDS, Returned, ReturnedLine, Stamp, clock, notes_of, plain
from localize.errors import ParseError, Place, RenderError
from localize.formats.ooxml import main_part, part_source, relations
from localize.formats.source import SourceText
from localize.formats.xlsx_sheets import SharedReader, SheetReader, column_letters, protected
from localize.formats.xml_spans import Reader, scan
from localize.formats.zip_container import open_container
from localize.model import Encoding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from openpyxl.cell import Cell as NewCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from localize.api.vendor_lines import Line, Parcel
    from localize.formats.xlsx_sheets import Cell, Row
    from localize.formats.xml_spans import Element
    from localize.formats.zip_container import Container

CELL: Final = 32_767
"""Characters that a cell holds."""
LONGEST_HEADING: Final = 80
HEAD_ROWS: Final = 20
"""Rows in which the headings are looked for; vendors put titles above them."""

CHOICES: Final = ("drafted", "edited", "approved")
"""What a vendor may choose as the state of a line."""

_NEEDED: Final = ("source", "target", "check")
_OPEN: Final = frozenset({"target", "state", "comment"})
_LEFT_OUT: Final = frozenset({"speaker", "scene", "time", "max-length", "fits", "term", "finding"})
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_HEADING = re.compile(
    r"\s*(file|segment|source|target|state|comment|check)\s*(?:\(\s*([\w\-]*)\s*\))?\s*", re.I
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FACTS: Final = "localize"
"""First cell of the sheet that says what the file is."""
_HEAD, _LOCKED, _FREE = "localize head", "localize locked", "localize open"  # styles of cells


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its heading, its width in characters, and what a line has there."""

    heading: str
    width: int
    value: Callable[[Line], str]


def _columns(parcel: Parcel) -> tuple[_Column, ...]:
    return (
        _Column("file", 22, lambda line: line.unit.file),
        _Column("segment", 10, lambda line: line.unit.segment.id),
        _Column("scene", 12, lambda line: line.unit.segment.scene or ""),
        _Column("speaker", 12, lambda line: line.unit.segment.speaker or ""),
        _Column("start", 13, lambda line: clock(line.unit.segment.start_ms)),
        _Column("end", 13, lambda line: clock(line.unit.segment.end_ms)),
        _Column(f"source ({parcel.source_locale})", 46, lambda line: line.unit.segment.source),
        _Column(f"target ({parcel.target_locale})", 46, lambda line: line.unit.target or ""),
        _Column("state", 10, lambda line: str(line.unit.state)),
        _Column("comment", 32, lambda line: ""),
        _Column("terms", 32, lambda line: "\n".join(line.terms)),
        _Column("notes", 32, _notes),
        _Column("max length", 8, lambda line: str(line.unit.segment.max_length or "")),
        _Column("fits", 8, lambda line: "" if line.fits is None else str(line.fits)),
        _Column("findings", 32, lambda line: "\n".join(f"{f.code} {f.message}" for f in line.unit.findings)),
        _Column("check", 12, lambda line: str(Stamp.of(line.unit))),
    )


def _notes(line: Line) -> str:
    return "\n".join(f"{kind}: {text}" for kind, text in notes_of(line) if kind not in _LEFT_OUT)


def write_sheet(parcel: Parcel) -> bytes:
    """Return a parcel as a new XLSX workbook whose open columns are target, state and comment.

    Raises:
        RenderError: a source or target is longer than a cell may be.
    """
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    _add_styles(book)
    sheet = book.create_sheet("review")
    columns = _columns(parcel)
    _prepare(sheet, columns)
    sheet.append([_cell(sheet, column.heading, _HEAD) for column in columns])
    for line in parcel.lines:
        sheet.append([_cell_of(sheet, column, line) for column in columns])
    rows = len(parcel.lines) + 1
    letter = column_letters(next(i for i, column in enumerate(columns) if column.heading == "state"))
    choice = DataValidation(type="list", formula1=f'"{",".join(CHOICES)}"', allow_blank=True)
    choice.add(f"{letter}2:{letter}{rows}")
    sheet.add_data_validation(choice)
    sheet.auto_filter.ref = f"A1:{column_letters(len(columns) - 1)}{rows}"
    _write_facts(book, parcel)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _add_styles(book: Workbook) -> None:
    from openpyxl.styles import Alignment, Font, NamedStyle, Protection

    for name in (_HEAD, _LOCKED, _FREE):
        style = NamedStyle(name)
        style.number_format = "@"  # so that what a vendor types stays text, too
        style.alignment = Alignment(wrap_text=True, vertical="top")
        style.font = Font(name="Calibri", size=11, bold=name == _HEAD)
        style.protection = Protection(locked=name != _FREE)
        book.add_named_style(style)


def _prepare(sheet: Worksheet, columns: Sequence[_Column]) -> None:
    """Set what has to be known before the first row: panes, widths, and the lock without a password."""
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns):
        sheet.column_dimensions[column_letters(number)].width = column.width
    sheet.protection.sheet = True
    sheet.protection.autoFilter = sheet.protection.sort = False  # False: not locked
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _write_facts(book: Workbook, parcel: Parcel) -> None:
    sheet = book.create_sheet("about")
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = 90
    sheet.protection.sheet = True
    rows = [
        (
            _FACTS,
            "Fill in the columns target, state and comment of the sheet review; leave the others as they are.",
        ),
        ("state", "Set it to approved where a line needs no more work."),
        ("tags", "Tags and placeholders in the source must stand in the target too, letter for letter."),
        ("project", parcel.project),
        ("source locale", parcel.source_locale),
        ("target locale", parcel.target_locale),
        ("recipient", parcel.recipient),
    ]
    for key, value in rows:
        sheet.append([_cell(sheet, key, _LOCKED), _cell(sheet, value, _LOCKED)])


def _cell_of(sheet: Worksheet, column: _Column, line: Line) -> NewCell:
    key = column.heading.partition(" (")[0]
    text = column.value(line)
    if len(_stored(text)) > CELL:
        if key in _NEEDED:
            what = f"the {key} of segment {line.unit.segment.id} has {len(text):,} characters, a cell holds {CELL:,}"
            place = Place(line.unit.file, line.unit.segment.line)
            raise RenderError(what, do="send an .xlf file instead", place=place)
        text = text[: CELL // 8] + "…"  # an escaped character takes seven
    return _cell(sheet, text, _FREE if key in _OPEN else _LOCKED)


def _stored(text: str) -> str:
    """Return a text as a workbook keeps it, with Excel's own escapes for what XML cannot hold."""
    return _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", protected(text.replace("\r\n", "\n")))


def _cell(sheet: Worksheet, text: str, style: str) -> NewCell:
    """Return a cell that holds a text and never a formula, a number or an error."""
    from openpyxl.cell import Cell as NewCell

    cell = NewCell(sheet, row=1, column=1, value=_stored(text) or None)  # append() says where
    if text:
        cell.data_type = "s"  # openpyxl takes "=…" for a formula and "#N/A" for an error
    cell.style = style
    if text.startswith(("=", "+", "-", "@")):
        cell.quotePrefix = True
    return cell


def read_sheet(data: bytes, name: str) -> Returned:
    """Return the rows of a vendor's workbook that hold anything, from all its sheets with the right headings.

    Raises:
        ParseError: it is no workbook, or no sheet has the headings.
        HostileInputError: unpacked it would fill the memory, or its XML is a bomb.
    """
    if data.startswith(_OLE):
        what = "the file is encrypted with a password, or in the format before 2007"
        raise ParseError(what, do="save it again without password, as .xlsx", place=Place(name, 1))
    container = open_container(data, name)
    lines: list[ReturnedLine] = []
    facts: dict[str, str] = {}
    locales: set[str] = set()
    is_table = False
    for source, rows in _sheets(container):
        table = _Table.of(source, rows, name)
        if table is None:
            facts |= _facts(rows)
            continue
        is_table = True
        locales |= {table.locale} - {""}
        lines += table.lines(rows)
    if not is_table:
        what = f"no sheet has the headings {', '.join(_NEEDED)}"
        raise ParseError(what, do="put back the row of headings that was sent", place=Place(name, 1))
    locales = locales or {facts.get("target locale", "")}
    if len(locales) > 1:
        what = f"its sheets are for several locales: {', '.join(sorted(locales))}"
        raise ParseError(what, do="take them back one at a time", place=Place(name, 1))
    return Returned(name, facts.get("project", ""), locales.pop(), tuple(lines))


def _sheets(container: Container) -> Iterator[tuple[SourceText, list[Row]]]:
    main = main_part(container, "xl")
    parts = list(relations(container, main).values())
    shared = SharedReader(b"")
    for kind, path in parts:
        if kind == "sharedStrings" and container.member(path) is not None:
            source = part_source(container, path)
            shared = SharedReader(source.utf8)
            scan(source, shared)
    for kind, path in parts:
        if kind == "worksheet" and container.member(path) is not None:
            source = part_source(container, path)
            reader = SheetReader(source.utf8, shared.strings)
            scan(source, reader)
            yield source, reader.rows


def _facts(rows: Sequence[Row]) -> dict[str, str]:
    pairs = [[*row.values(), "", ""][:2] for row in rows]
    return {key: value for key, value in pairs} if pairs and pairs[0][0] == _FACTS else {}  # noqa: C416


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet with its headings found: where its columns are, whatever their order."""

    source: SourceText
    columns: dict[str, int]
    locale: str
    head: int

    @classmethod
    def of(cls, source: SourceText, rows: Sequence[Row], name: str) -> _Table | None:
        """Return the table of a sheet, None if it is something else.

        Raises:
            ParseError: a heading is there twice.
        """
        for row in rows[:HEAD_ROWS]:
            short = [cell for cell in row.cells if len(cell.value) <= LONGEST_HEADING]
            found = [(cell.column, match) for cell in short if (match := _HEADING.fullmatch(cell.value))]
            names = [match[1].lower() for _, match in found]
            if not set(_NEEDED) <= set(names):
                continue
            for heading in names:
                if names.count(heading) > 1:
                    what = f"the heading {heading} is there twice"
                    raise ParseError(what, do="delete one of the columns", place=Place(name, row.number))
            locale = next((match[2] or "" for _, match in found if match[1].lower() == "target"), "")
            columns = {match[1].lower(): column for column, match in found}
            return cls(source, columns, locale, row.number)
        return None

    def lines(self, rows: Sequence[Row]) -> list[ReturnedLine]:
        """Return the rows below the headings that hold anything of ours."""
        return [line for row in rows if row.number > self.head and (line := self._line(row)) is not None]

    def _text(self, row: Row, heading: str) -> str:
        cell = self._at(row, heading)
        return plain(cell.value) if cell is not None else ""

    def _at(self, row: Row, heading: str) -> Cell | None:
        column = self.columns.get(heading)
        return row.at(column) if column is not None else None

    def _line(self, row: Row) -> ReturnedLine | None:
        check, comment = self._text(row, "check"), self._text(row, "comment").strip()
        target, fault = self._target(row)
        source = self._text(row, "source")
        if not (check or target.strip() or source.strip() or comment or fault):
            return None
        return ReturnedLine(
            line=row.number,
            stamp=Stamp.parse(check),
            file=self._text(row, "file"),
            source=source,
            target=target,
            final=self._text(row, "state").strip().lower() in FINAL_WORDS,
            comments=(comment,) if comment else (),
            fault=fault,
        )

    def _target(self, row: Row) -> tuple[str, str]:
        """Return the target of a row, and why it cannot be read, '' if it can."""
        cell = self._at(row, "target")
        if cell is None:
            return "", ""
        if cell.is_formula:
            formula = _Formula()
            utf8 = self.source.utf8[cell.begin : cell.end]
            scan(SourceText(self.source.name, utf8, Encoding("utf-8")), formula)
            # What was typed as "=…" is a text for us, whatever a spreadsheet makes of it.
            return (
                (f"={plain(formula.text)}", "")
                if formula.text
                else ("", "its cell is part of another formula")
            )
        if cell.value and not cell.is_text:
            return cell.value, "its cell holds a number or a date, not text"
        return plain(cell.value), ""


class _Formula(Reader):
    """Reads the formula of one cell."""

    def __init__(self) -> None:
        self.text = ""

    def is_unit(self, name: str, path: Sequence[Element]) -> bool:
        return name == "f"

    def unit(self, element: Element, path: Sequence[Element], comment: str | None) -> None:
        self.text = element.text
