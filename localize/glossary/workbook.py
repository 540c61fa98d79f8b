"""The only place of the glossary that opens and writes XLSX workbooks: rows of text, nothing hostile, no formulas."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from localize.errors import GlossaryError, Place
from localize.glossary.xmltree import refuse_hostile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MAX_UNPACKED = 512 * 1024 * 1024
MAX_PARTS = 2_000
CELL = 32_767
"""Characters that a cell holds (ECMA-376)."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\r\x0e-\x1f\ufffe\uffff]")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def write_workbook(sheets: Mapping[str, tuple[Sequence[Sequence[str]], Sequence[int]]]) -> bytes:
    """Return a workbook; the first row of each sheet is its heading.

    Args:
        sheets: title → (rows, width of each column in characters).
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for title, (rows, widths) in sheets.items():
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
        sheet.freeze_panes = "A2"
        for column, width in enumerate(widths, 1):
            dimension = sheet.column_dimensions[get_column_letter(column)]
            dimension.width = width
            dimension.number_format = "@"  # so that what a person types stays text, too
        if rows and rows[0]:
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(rows[0]))}{len(rows)}"
        for row in _cells(sheet, rows):
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(sheet: WriteOnlyWorksheet, rows: Sequence[Sequence[str]]) -> Iterator[list[Cell | None]]:
    """Yield the cells of each row, none where it is empty; the first row is bold.

    The cells of a row are used again for the next one: a sheet that is only written has done with them, and to make a
    cell with its style takes longer than to write it.
    """
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    alignment, width = Alignment(wrap_text=True, vertical="top"), max(map(len, rows), default=0)
    for number, row in enumerate(rows):
        if number < 2:  # the heading, then the one row of cells that all others are written with
            cells = [WriteOnlyCell(sheet) for _ in range(width)]
            for cell in cells:
                cell.alignment = alignment
                if number == 0:
                    cell.font = Font(bold=True)
        yield [_filled(cell, text) if text else None for cell, text in zip(cells, row, strict=False)]


def _filled(cell: Cell, text: str) -> Cell:
    cell.value = _stored(text)
    cell.data_type = "s"  # openpyxl takes "=…" for a formula and "#N/A" for an error
    return cell


def read_workbook(data: bytes, name: str) -> dict[str, list[list[str]]]:
    """Return the rows of each sheet as text, by title.

    Raises:
        GlossaryError: no workbook (GLO008), or one that unpacks to too much or declares entities (GLO003).
    """
    _refuse_hostile(data, name)
    import warnings

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions of Excel that openpyxl leaves out when it writes
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            return {
                sheet.title: _even(
                    [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
                )
                for sheet in book.worksheets
            }
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise _broken(name, str(error)) from None


def _even(rows: list[list[str]]) -> list[list[str]]:
    """Return rows of one length: a sheet that does not say its size ends each row at its last cell."""
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _refuse_hostile(data: bytes, name: str) -> None:
    """Raise unless every part of the package is small enough and plain XML without entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                what = f"the workbook unpacks to more than {MAX_UNPACKED // 2**20} MiB"
                raise GlossaryError(what, code="GLO003", do="split it", place=Place(name))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    refuse_hostile(package.read(part), f"{name}/{part.filename}")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise _broken(name, str(error)) from None


def _broken(name: str, why: str) -> GlossaryError:
    what = f"the file is no XLSX workbook: {why[:120]}"
    return GlossaryError(
        what, code="GLO008", do="save it again as .xlsx, without a password", place=Place(name)
    )


def _stored(text: str) -> str:
    """Return a text as a workbook keeps it, with Excel's own escapes for what XML cannot hold."""
    safe = _ESCAPE.sub(r"_x005F_x\1_", text)
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", safe)


def _text(value: object) -> str:
    """Return what a cell says; a number that somebody typed reads as it was typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), str(value))
