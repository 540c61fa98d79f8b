"""The only place that takes the people of a KNP into a file of people: characters, table of address, formality grids.

What the workbook says otherwise than the project's people do is a change; the rest of the file stays as it is. A grid
is held against the people as they were before: a cell that nobody changed changes nothing.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.errors import ProblemsError
from localize.glossary import people_edits
from localize.glossary.knp_address import bad_cell
from localize.glossary.people import Form, People, Row
from localize.glossary.people_characters import Cast
from localize.glossary.people_sheets import LEVELS, cell_of
from localize.glossary.scopes import parse_episodes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from localize.errors import LocalizeError
    from localize.glossary.knp import KnpBook
    from localize.glossary.knp_address import AddressLine, Spoken
    from localize.glossary.knp_cells import Cell
    from localize.glossary.people import Person

_FORMALITY = {level: word for word, level in LEVELS.items()}


@dataclass(frozen=True, slots=True)
class Taken:
    """What `take_people` did.

    Attributes:
        text: of the file of people.
        persons: number of persons that are new or changed.
        rows: number of rows of the matrix that are new or changed.
    """

    text: str
    persons: int
    rows: int


def take_people(book: KnpBook, known: People, text: str, name: str, workbook: str) -> Taken:
    """Return a file of people with what a workbook says of them.

    Args:
        book: what was read.
        known: everybody of the project, the people of this file among them.
        text: of the file, '' for a new one.
        name: of the file, as the places of `known` have it.
        workbook: name of the workbook, for messages.

    Raises:
        ProblemsError: of `GlossaryError` (GLO008), the workbook names people that nobody knows.
    """
    cast = Cast(known, book, workbook)
    table = _Table(known, cast, text, name)
    wrong: list[LocalizeError] = []
    for before, after in cast.changes():
        table.person(before, after)
    for line in book.address:
        row = _row(line, cast, workbook, wrong)
        if row is not None:
            table.row(row)
    for knp_row in book.rows:
        who = cast.named(knp_row.term) if knp_row.formality else None
        if who:
            table.row(
                Row(addressees=(who,), forms={t: _form(Form(), c) for t, c in knp_row.formality.items()})
            )
    for pair, cells in _pairs(book, cast, workbook, wrong).items():
        table.pair(pair, cells)
    if wrong:
        raise ProblemsError(wrong)
    return Taken(table.text, table.persons, table.rows)


def _row(line: AddressLine, cast: Cast, workbook: str, wrong: list[LocalizeError]) -> Row | None:
    ids: list[tuple[str, ...]] = []
    for names in (line.speakers, line.addressees):
        found = [cast.named(name) for name in names]
        for name, who in zip(names, found, strict=True):
            if not who:
                wrong.append(bad_cell(workbook, line.line, f"nobody is called {name}", _WHO))
        ids.append(tuple(who for who in found if who))
    speakers, addressees = ids
    return Row(
        speakers,
        addressees,
        source=line.says,
        hant=line.traditional,
        spoken_of=line.spoken_of,
        forms={tag: _said(said) for tag, said in line.spoken.items()},
        episodes=parse_episodes(line.episodes) if line.episodes else None,
        note=line.note,
    )


_WHO = "give the character a row with SOURCE TERM, or correct the name"


def _said(said: Spoken) -> Form:
    return _form(Form(call=said.call, forbid=said.forbid), said.manner)


def _form(form: Form, cell: Cell) -> Form:
    word = _FORMALITY[cell.formality] if cell.formality else ""
    return dataclasses.replace(form, you=cell.you, self_=cell.self_, formality=word)


def _pairs(
    book: KnpBook, cast: Cast, workbook: str, wrong: list[LocalizeError]
) -> dict[tuple[str, str], dict[str, Cell]]:
    """Return (speaker, addressee) → locale → cell of all grids."""
    found: dict[tuple[str, str], dict[str, Cell]] = {}
    for sheet in book.formality:
        ids = {name: cast.named(name) for name in sheet.characters}
        for name, who in ids.items():
            if not who:
                what = f"Formality {sheet.locale}: nobody is called {name}"
                wrong.append(bad_cell(workbook, 1, what, _WHO))
        for (speaker, other), cell in sheet.cells.items():
            if ids[speaker] and ids[other]:
                found.setdefault((ids[speaker], ids[other]), {})[sheet.locale] = cell
    return found


class _Table:
    """A file of people that is being changed, with the whole matrix of the project beside it."""

    def __init__(self, known: People, cast: Cast, text: str, name: str) -> None:
        self.text, self._name = text, name
        self.persons = self.rows = 0
        self._before = known
        self._cast = cast
        self._all = list(known.rows)
        self._mine = [i for i, row in enumerate(known.rows) if row.place and row.place.file == name]
        self._own_people = [p.id for p in known.persons if p.place and p.place.file == name]

    def person(self, before: Person | None, after: Person) -> None:
        """Add a person, or change one; one of another file stays as it is."""
        if before is None:
            self.text = people_edits.add_person(self.text, after, name=self._name)
        elif after.id in self._own_people:
            index = self._own_people.index(after.id)
            self.text = people_edits.put_person(self.text, index, before, after, name=self._name)
        else:
            return
        self.persons += 1

    def row(self, row: Row) -> None:
        """Take in one row: the forms of the row about the same people, words and episodes, or a new one."""
        at = next((i for i, old in enumerate(self._all) if _same(old, row)), None)
        if at is None:
            self._add(row)
            return
        forms = {t: form for t, form in row.forms.items() if self._all[at].forms.get(t) != form}
        if forms and at in self._mine:
            self._put(at, forms)
        elif forms:
            self._add(dataclasses.replace(row, forms=forms))

    def pair(self, pair: tuple[str, str], cells: Mapping[str, Cell]) -> None:
        """Take in what the grids say of a pair, where it is not what was so before."""
        now = People(self._before.persons, (), tuple(self._all))
        new: dict[str, Form] = {}
        effective: set[int] = set()
        for tag, cell in cells.items():
            had, _ = self._before.form(*pair, tag, None)
            has, row = now.form(*pair, tag, None)
            if any(form is not None and cell_of(form) == cell for form in (had, has)):
                continue
            exact = next((r for r in self._all if r is row and _about(r, pair)), None)
            new[tag] = _form(exact.forms.get(tag, Form()) if exact else Form(), cell)
            effective.add(next((i for i, r in enumerate(self._all) if r is exact), -1))
        if not new:
            return
        (at, *others) = effective
        if others or at not in self._mine:
            self._add(Row((pair[0],), (pair[1],), forms=new))
        else:
            self._put(at, new)

    def _add(self, row: Row) -> None:
        self.text = people_edits.add_row(self.text, row, name=self._name)
        self._mine.append(len(self._all))
        self._all.append(row)
        self.rows += 1

    def _put(self, at: int, forms: Mapping[str, Form]) -> None:
        index = self._mine.index(at)
        self.text = people_edits.put_forms(self.text, index, forms, name=self._name)
        old = self._all[at]
        self._all[at] = dataclasses.replace(old, forms={**old.forms, **forms})
        self.rows += 1


def _same(one: Row, other: Row) -> bool:
    """Return whether two rows are about the same people, words and episodes."""
    return (one.speakers, one.addressees, one.source, one.episodes and one.episodes.text) == (
        other.speakers,
        other.addressees,
        other.source,
        other.episodes and other.episodes.text,
    )


def _about(row: Row, pair: tuple[str, str]) -> bool:
    alone = row.speakers == pair[:1] and row.addressees == pair[1:]
    return alone and not row.source and row.episodes is None
