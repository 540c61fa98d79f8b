"""The only place that knows the shape of a KNP sheet (key names and phrases) and of its formality sheets.

Netflix's template has one sheet of terms, TYPE NAME, SOURCE TERM, NOTES, FREQUENCY and then a column and a notes column
for each language, and one formality sheet a language: a grid of characters, read from the row to the column, with F
(formal), I (informal) or F/I (it depends). KNP Source Term Creation Guideline, backlothelp.netflix.com 115001380572.

Nothing here knows concepts or people: whoever has them makes the plain rows below.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from localize.errors import GlossaryError, LocalizeError, Place, ProblemsError, UsageError
from localize.glossary.workbook import read_workbook, write_workbook
from localize.locales import parse_locale

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_HEADS = ("TYPE NAME", "SOURCE TERM", "NOTES", "FREQUENCY")
_NOTES = " NOTES"
_FORMALITY = "Formality "
_TERMS = "KNP"


class Formality(StrEnum):
    """How one character speaks to another."""

    FORMAL = "F"
    INFORMAL = "I"
    MIXED = "F/I"


@dataclass(frozen=True, slots=True)
class KnpRow:
    """One name or phrase.

    Attributes:
        kind: of the name (``Character``, ``Place`` …), as the template's first column has it.
        term: in the source language.
        notes: for every translator; aliases and gender of a character.
        frequency: times that it is said, None where nobody counted.
        renderings: locale → (rendering, notes).
    """

    kind: str
    term: str
    notes: str = ""
    frequency: int | None = None
    renderings: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormalitySheet:
    """Who is formal with whom in one language.

    Attributes:
        locale: of the translation.
        characters: rows and columns, in order.
        cells: (speaker, addressee) → formality; pairs that nobody decided are not in it.
    """

    locale: str
    characters: tuple[str, ...]
    cells: Mapping[tuple[str, str], Formality]


@dataclass(frozen=True, slots=True)
class KnpBook:
    """A whole workbook."""

    rows: tuple[KnpRow, ...]
    formality: tuple[FormalitySheet, ...] = ()


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
                [speaker, *(str(sheet.cells.get((speaker, other), "")) for other in sheet.characters)]
            )
        sheets[_FORMALITY + sheet.locale] = (grid, [28] + [12] * len(sheet.characters))
    return write_workbook(sheets)


def _corner(locale: str) -> str:
    return f"{language_name(locale)}: speaker ↓ addressee →"


def read_knp(data: bytes, name: str) -> KnpBook:
    """Return what a KNP workbook holds; sheets of any other shape are passed over.

    Raises:
        GlossaryError: no workbook, or no sheet of terms in it.
        ProblemsError: of `GlossaryError` (GLO008), every bad heading, row and cell at once.
    """
    rows: list[KnpRow] = []
    formality: list[FormalitySheet] = []
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
    if wrong:
        raise ProblemsError(wrong)
    if not is_knp:
        what = "no sheet has the heading SOURCE TERM, and none is called Formality and a language"
        raise GlossaryError(what, code="GLO008", do="keep the headings of the template", place=Place(name, 1))
    return KnpBook(tuple(rows), tuple(formality))


def _rows(
    heads: Sequence[str], table: Iterable[Sequence[str]], name: str, wrong: list[LocalizeError]
) -> list[KnpRow]:
    columns: dict[int, str] = {}
    for number, head in enumerate(heads):
        if head and head not in (*_HEADS, "TYPE", "NAME") and not head.endswith(_NOTES):
            tag = locale_named(head)
            if tag:
                columns[number] = tag
            else:
                wrong.append(
                    _bad(name, 1, f"the column {head!r} is no language", "write its tag or English name")
                )
    found: list[KnpRow] = []
    for line, cells in enumerate(table, 2):
        values = dict(zip(heads, (cell.strip() for cell in cells), strict=False))
        if not any(values.values()):
            continue
        if not values["SOURCE TERM"]:
            wrong.append(_bad(name, line, "the row has no source term", "fill it in"))
            continue
        count = values.get("FREQUENCY", "")
        if count and not count.isdigit():
            wrong.append(_bad(name, line, f"the frequency {count!r} is no number", "write a whole number"))
            count = ""
        said = {
            tag: (values[heads[number]], values.get(heads[number] + _NOTES, ""))
            for number, tag in columns.items()
            if values.get(heads[number])
        }
        kind = values.get("TYPE NAME") or values.get("TYPE", "")
        frequency = int(count) if count else None
        found.append(KnpRow(kind, values["SOURCE TERM"], values.get("NOTES", ""), frequency, said))
    return found


def _grid(
    title: str, table: Sequence[Sequence[str]], name: str, wrong: list[LocalizeError]
) -> FormalitySheet:
    locale = locale_named(title)
    if not locale:
        wrong.append(_bad(name, 1, f"the formality sheet {title!r} names no language", "write its tag"))
    addressees = [cell.strip() for cell in table[0][1:]]
    cells: dict[tuple[str, str], Formality] = {}
    characters = dict.fromkeys(cell for cell in addressees if cell)
    for line, row in enumerate(table[1:], 2):
        speaker = row[0].strip() if row else ""
        if not speaker:
            continue
        characters.setdefault(speaker)
        for addressee, cell in zip(addressees, row[1:], strict=False):
            said = re.sub(r"\s", "", cell).upper().replace("I/F", "F/I")
            if not said or not addressee:
                continue
            if said in {f.value for f in Formality}:
                cells[speaker, addressee] = Formality(said)
            else:
                wrong.append(_bad(name, line, f"{speaker} to {addressee} is {cell!r}", "write F, I or F/I"))
    return FormalitySheet(locale, tuple(characters), cells)


def _bad(name: str, line: int, what: str, do: str) -> GlossaryError:
    return GlossaryError(what, code="GLO008", do=do, place=Place(name, line))


def language_name(tag: str) -> str:
    """Return the heading of a language: its English name, in capitals.

    >>> language_name("es-419"), language_name("ko")
    ('SPANISH (LATIN AMERICA)', 'KOREAN')
    """
    from babel import Locale

    return str(Locale.parse(parse_locale(tag).babel).get_display_name("en")).upper()


def locale_named(heading: str) -> str:
    """Return the tag of a heading, a tag or an English name; '' if it is neither.

    >>> locale_named("Spanish (Latin America)"), locale_named("pt-BR"), locale_named("STATUS")
    ('es-419', 'pt-BR', '')
    """
    try:
        return parse_locale(heading).tag
    except UsageError:
        pass
    found = re.fullmatch(r"\s*([^()]+?)\s*(?:\((.*)\))?\s*", heading)
    languages, parts = _names()
    if found is None or found[1].casefold() not in languages:
        return ""
    inner = [part.strip().casefold() for part in (found[2] or "").split(",") if part.strip()]
    if any(part not in parts for part in inner):
        return ""
    try:
        return parse_locale("-".join([languages[found[1].casefold()], *(parts[part] for part in inner)])).tag
    except UsageError:
        return ""


@functools.cache
def _names() -> tuple[dict[str, str], dict[str, str]]:
    """Return English name → code of languages, and of scripts and territories."""
    from babel import Locale

    english = Locale("en")
    languages = {name.casefold(): code for code, name in english.languages.items() if "_" not in code}
    parts = {name.casefold(): code for code, name in english.territories.items()}
    parts |= {name.casefold(): code for code, name in english.scripts.items()}
    return languages, parts | {"simplified": "Hans", "traditional": "Hant"}
