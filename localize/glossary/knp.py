"""The only place that knows the shape of a KNP sheet (key names and phrases) and of its formality sheets.

Netflix's template has one sheet of terms, TYPE NAME, SOURCE TERM, NOTES, FREQUENCY and then a column and a notes column
for each language, and one formality sheet a language: a grid of characters, read from the row to the column, with F
(formal), I (informal) or F/I (it depends). KNP Source Term Creation Guideline, backlothelp.netflix.com 115001380572.
Teams add a column ``SPANISH FORMALITY`` to the characters, and words to the cells; `knp_cells` reads both. What the
grid has no room for (words of address, episodes) stands in the sheet Address: `knp_address`.

Nothing here knows concepts or people: whoever has them makes the plain rows below.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from localize.errors import GlossaryError, LocalizeError, Place, ProblemsError
from localize.glossary.knp_address import (
    ADDRESS_SHEET,
    CELL_HELP,
    MANNER,
    AddressLine,
    bad_cell,
    read_address,
    write_address,
)
from localize.glossary.knp_cells import Cell, read_cell, write_cell
from localize.glossary.languages import language_name, locale_named
from localize.glossary.workbook import read_workbook, write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_HEADS = ("TYPE NAME", "SOURCE TERM", "NOTES", "FREQUENCY")
_NOTES = " NOTES"
_FORMALITY = "Formality "
_TERMS = "KNP"


@dataclass(frozen=True, slots=True)
class KnpRow:
    """One name or phrase.

    Attributes:
        kind: of the name (``Character``, ``Place`` …), as the template's first column has it.
        term: in the source language.
        notes: for every translator; aliases and gender of a character.
        frequency: times that it is said, None where nobody counted.
        renderings: locale → (rendering, notes).
        formality: locale → how everybody speaks to a character, where a column says it.
    """

    kind: str
    term: str
    notes: str = ""
    frequency: int | None = None
    renderings: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    formality: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormalitySheet:
    """Who is formal with whom in one language.

    Attributes:
        locale: of the translation.
        characters: rows and columns, in order.
        cells: (speaker, addressee) → how; pairs that nobody decided are not in it.
    """

    locale: str
    characters: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]


@dataclass(frozen=True, slots=True)
class KnpBook:
    """A whole workbook."""

    rows: tuple[KnpRow, ...]
    formality: tuple[FormalitySheet, ...] = ()
    address: tuple[AddressLine, ...] = ()


def write_knp(book: KnpBook) -> bytes:
    """Return the workbook; its languages are those of the rows, sorted."""
    locales = sorted({tag for row in book.rows for tag in row.renderings})
    head = [*_HEADS, *(cell for tag in locales for cell in (language_name(tag), language_name(tag) + _NOTES))]
    table = [head]
    for row in book.rows:
        said = [cell for tag in locales for cell in row.renderings.get(tag, ("", ""))]
        count = "" if row.frequency is None else str(row.frequency)
        table.append([row.kind, row.term, row.notes, count, *said])
    sheets: dict[str, tuple[Sequence[Sequence[str]], Sequence[int]]] = {
        _TERMS: (table, [16, 16, 40, 11, *([28, 28] * len(locales))])
    }
    for sheet in book.formality:
        grid = [[_corner(sheet.locale), *sheet.characters]]
        for speaker in sheet.characters:
            grid.append(
                [speaker, *(write_cell(sheet.cells.get((speaker, x), Cell())) for x in sheet.characters)]
            )
        sheets[_FORMALITY + sheet.locale] = (grid, [28] + [12] * len(sheet.characters))
    if book.address:
        sheets[ADDRESS_SHEET] = write_address(book.address)
    return write_workbook(sheets)


def _corner(locale: str) -> str:
    return f"{language_name(locale)}: speaker ↓ addressee → F, I, F/I; you/I"


def read_knp(data: bytes, name: str) -> KnpBook:
    """Return what a KNP workbook holds; sheets of any other shape are passed over.

    Raises:
        GlossaryError: no workbook, or no sheet of terms in it.
        ProblemsError: of `GlossaryError` (GLO008), every bad heading, row and cell at once.
    """
    rows: list[KnpRow] = []
    formality: list[FormalitySheet] = []
    address: list[AddressLine] = []
    wrong: list[LocalizeError] = []
    is_knp = False
    for title, cells in read_workbook(data, name).items():
        if not cells:
            continue
        heads = [" ".join(cell.upper().split()) for cell in cells[0]]
        if "SOURCE TERM" in heads:
            is_knp = True
            rows += _rows(heads, cells[1:], name, wrong)
        elif title.startswith(_FORMALITY):
            is_knp = True
            formality.append(_grid(title.removeprefix(_FORMALITY).strip(), cells, name, wrong))
        elif {"SPEAKER", "ADDRESSEE"} <= set(heads):
            is_knp = True
            address += read_address(heads, cells[1:], name, wrong)
    if wrong:
        raise ProblemsError(wrong)
    if not is_knp:
        what = "no sheet has the heading SOURCE TERM, and none is called Formality and a language"
        raise GlossaryError(what, code="GLO008", do="keep the headings of the template", place=Place(name, 1))
    return KnpBook(tuple(rows), tuple(formality), tuple(address))


def _rows(
    heads: Sequence[str], table: Iterable[Sequence[str]], name: str, wrong: list[LocalizeError]
) -> list[KnpRow]:
    columns = _languages(heads, name, wrong)
    found: list[KnpRow] = []
    for line, cells in enumerate(table, 2):
        values = dict(zip(heads, (cell.strip() for cell in cells), strict=False))
        if not any(values.values()):
            continue
        if not values["SOURCE TERM"]:
            wrong.append(bad_cell(name, line, "the row has no source term", "fill it in"))
            continue
        count = values.get("FREQUENCY", "")
        if count and not count.isdigit():
            wrong.append(
                bad_cell(name, line, f"the frequency {count!r} is no number", "write a whole number")
            )
            count = ""
        said = {
            tag: (values[head], values.get(head + _NOTES, ""))
            for head, tag in columns.items()
            if values.get(head)
        }
        kind = values.get("TYPE NAME") or values.get("TYPE", "")
        manners = _manners(values, columns, name, line, wrong)
        frequency = int(count) if count else None
        found.append(KnpRow(kind, values["SOURCE TERM"], values.get("NOTES", ""), frequency, said, manners))
    return found


def _languages(heads: Sequence[str], name: str, wrong: list[LocalizeError]) -> dict[str, str]:
    """Return heading → locale of the columns that are of a language."""
    columns: dict[str, str] = {}
    for head in heads:
        if not head or head in (*_HEADS, "TYPE", "NAME") or head.endswith(_NOTES):
            continue
        tag = locale_named(head.removesuffix(MANNER))
        if not tag:
            do = "write its tag or English name"
            wrong.append(bad_cell(name, 1, f"the column {head!r} is no language", do))
        elif head.endswith(MANNER):
            columns.setdefault(head.removesuffix(MANNER), tag)
        else:
            columns[head] = tag
    return columns


def _manners(
    values: Mapping[str, str], columns: Mapping[str, str], name: str, line: int, wrong: list[LocalizeError]
) -> dict[str, Cell]:
    found = {}
    for head, tag in columns.items():
        text = values.get(head + MANNER, "")
        cell = read_cell(text, tag) if text else None
        if cell:
            found[tag] = cell
        elif text:
            wrong.append(bad_cell(name, line, f"{head + MANNER} is {text!r}", CELL_HELP))
    return found


def _grid(
    title: str, table: Sequence[Sequence[str]], name: str, wrong: list[LocalizeError]
) -> FormalitySheet:
    locale = locale_named(title)
    if not locale:
        wrong.append(bad_cell(name, 1, f"the formality sheet {title!r} names no language", "write its tag"))
    addressees = [cell.strip() for cell in table[0][1:]]
    cells: dict[tuple[str, str], Cell] = {}
    characters = dict.fromkeys(cell for cell in addressees if cell)
    for line, row in enumerate(table[1:], 2):
        speaker = row[0].strip() if row else ""
        if not speaker:
            continue
        characters.setdefault(speaker)
        for addressee, cell in zip(addressees, row[1:], strict=False):
            if not cell.strip() or not addressee or not locale:
                continue
            read = read_cell(cell, locale)
            if read:
                cells[speaker, addressee] = read
            else:
                wrong.append(bad_cell(name, line, f"{speaker} to {addressee} is {cell!r}", CELL_HELP))
    return FormalitySheet(locale, tuple(characters), cells)
