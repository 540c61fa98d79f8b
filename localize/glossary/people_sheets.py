"""The only place that lays people and their table out as the sheets of a KNP; `people_import` takes them back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.glossary.knp import FormalitySheet, KnpRow
from localize.glossary.knp_address import AddressLine, Spoken
from localize.glossary.knp_cells import Cell, Formality
from localize.glossary.languages import LATIN, lenders
from localize.glossary.people import CATEGORY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from localize.glossary.people import Form, Name, People, Person

CHARACTER = "Character"
"""Type of the rows that are people."""
LEVELS = {"formal": Formality.FORMAL, "informal": Formality.INFORMAL, "either": Formality.MIXED}
GENDERS = {"f": "female", "m": "male"}
ALIAS, TRADITIONAL, ALSO, EPISODES = "alias of", "traditional", "also", "episodes"
"""Words that begin a line of the notes of a character, each with a colon after it."""


def character_rows(
    people: People, locales: Sequence[str] = (), frequencies: Mapping[str, int] | None = None
) -> tuple[KnpRow, ...]:
    """Return a row for each name of each person, the full name first, with gender, age and the rest as its notes.

    Args:
        people: of the work.
        locales: to give, empty for those that the names are written in.
        frequencies: id of a concept → occurrences.
    """
    tags = list(locales) or sorted({tag for p in people.persons for name in p.names for tag in name.say})
    counts = frequencies or {}
    rows = []
    for person in people.persons:
        for number, name in enumerate(person.names):
            texts = {tag: said_in(name, tag) if locales else name.say.get(tag, "") for tag in tags}
            notes = "\n".join(_notes(person, name, alias=number > 0))
            count = counts.get(f"{CATEGORY}.{person.id}") if number == 0 else None
            given = {tag: (text, "") for tag, text in texts.items() if text}
            rows.append(KnpRow(CHARACTER, name.term, notes, count, given))
    return tuple(rows)


def _notes(person: Person, name: Name, *, alias: bool) -> list[str]:
    about = [(TRADITIONAL, name.hant)]
    if alias:
        about = [(ALIAS, person.names[0].term), *about]
        about.append((EPISODES, name.episodes.text if name.episodes else ""))
    else:
        about += [
            ("gender", GENDERS.get(person.gender, "")),
            ("age", person.age),
            ("rank", person.rank),
            ("speech", person.speech),
            (ALSO, ", ".join(person.labels)),
            (EPISODES, person.episodes.text if person.episodes else ""),
            ("id", person.id),
            ("note", person.note),
        ]
    return [f"{key}: {re.sub(chr(10), ' ', value)}" for key, value in about if value]


def said_in(name: Name, locale: str) -> str:
    """Return how a name is written in a locale, by the nearest one that is given; '' where nobody said it."""
    tags = (locale,) if locale == LATIN else lenders(locale)
    return next((name.say[tag] for tag in tags if tag in name.say), "")


def formality_sheets(people: People, locales: Sequence[str] = ()) -> tuple[FormalitySheet, ...]:
    """Return how each person speaks to each other one, a sheet a locale; empty ones are left out.

    Args:
        people: of the work.
        locales: to give, empty for all that the table speaks of.
    """
    tags = list(locales) or sorted(
        {tag for row in people.rows for tag, form in row.forms.items() if form.formality or form.you}
    )
    sheets = []
    for tag in tags:
        cells = {
            (speaker.names[0].term, other.names[0].term): cell_of(form)
            for speaker in people.persons
            for other in people.persons
            if speaker is not other
            and (form := people.form(speaker.id, other.id, tag, None)[0]) is not None
            and cell_of(form)
        }
        if cells:
            sheets.append(FormalitySheet(tag, tuple(p.names[0].term for p in people.persons), cells))
    return tuple(sheets)


def cell_of(form: Form) -> Cell:
    """Return the politeness and the pronouns of a form."""
    return Cell(LEVELS.get(form.formality), form.you, form.self_)


def address_lines(people: People) -> tuple[AddressLine, ...]:
    """Return the table of forms of address, a line a row."""

    def named(ids: tuple[str, ...]) -> tuple[str, ...]:
        found = [people.get(identifier) for identifier in ids]
        return tuple(person.names[0].term for person in found if person is not None)

    return tuple(
        AddressLine(
            speakers=named(row.speakers),
            addressees=named(row.addressees),
            says=row.source,
            traditional=row.hant,
            spoken_of=row.spoken_of,
            episodes=row.episodes.text if row.episodes else "",
            spoken={tag: Spoken(form.call, cell_of(form), form.forbid) for tag, form in row.forms.items()},
            note=row.note,
        )
        for row in people.rows
    )
