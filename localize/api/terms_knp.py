"""The only place that joins concepts, and people where there are any, with the sheets of key names and phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.errors import ProblemsError
from localize.glossary.entries import concepts_of, grouped
from localize.glossary.knp import KnpBook, KnpRow
from localize.glossary.pairs import chosen
from localize.glossary.people import CATEGORY, NOBODY
from localize.glossary.people_characters import is_character
from localize.glossary.people_sheets import address_lines, character_rows, formality_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from localize.glossary.base import Concept
    from localize.glossary.people import People
    from localize.glossary.yamlfile import Value


def knp_of_concepts(
    concepts: Iterable[Concept],
    locales: Sequence[str] = (),
    frequencies: Mapping[str, int] | None = None,
    *,
    people: People = NOBODY,
) -> KnpBook:
    """Return concepts as a workbook of key names and phrases; its guide asks for those that are said, and few.

    Args:
        concepts: of the work.
        locales: to give, empty for all that the concepts have.
        frequencies: id → occurrences; with them, only concepts that occur are rows, most frequent first.
        people: of the work: rows before the others, a formality sheet a language, and the sheet of address.
    """
    concepts = [c for c in concepts if not (people and c.category == CATEGORY)]
    tags = list(locales) or sorted({r.locale for c in concepts for r in c.renderings})
    rows = []
    for concept in concepts:
        count = frequencies.get(concept.id, 0) if frequencies else None
        if count == 0:
            continue
        said: dict[str, tuple[str, str]] = {}
        for tag in tags:
            rendering = chosen(concept, tag)
            if rendering is not None:
                said[tag] = (rendering.text, rendering.note)
        kind = concept.category.replace("_", " ").title()
        rows.append(KnpRow(kind, concept.term, concept.note, count, said))
    rows.sort(key=lambda row: -(row.frequency or 0))
    characters = character_rows(people, locales, frequencies)
    return KnpBook((*characters, *rows), formality_sheets(people, locales), address_lines(people))


def concepts_of_knp(
    book: KnpBook, name: str, category: str = "project", *, characters: bool = True
) -> tuple[Concept, ...]:
    """Return the rows of a workbook as draft concepts; the type of a name is its category.

    Args:
        book: the workbook.
        name: of its file.
        category: of rows without a type.
        characters: whether people are terms, too; they are not where a file of people takes them.

    Raises:
        ProblemsError: of `GlossaryError` (GLO008), every bad row.
    """
    entries: list[tuple[str, dict[str, Value], int]] = []
    ids: set[str] = set()
    for line, row in enumerate(book.rows, 2):
        if not characters and is_character(row):
            continue
        home = "_".join(row.kind.lower().split()).replace(":", "_").replace(".", "_") or category
        identifier = f"{home}.{'_'.join(row.term.split()).replace(':', '_')}"
        while identifier in ids:
            identifier += "-"
        ids.add(identifier)
        entry: dict[str, Value] = {"id": identifier, "term": row.term, "strategy": "OFFICIAL"}
        some: list[tuple[str, str, dict[str, Value]]] = []
        for tag, (text, note) in row.renderings.items():
            some.append((tag, "preferred", {"text": text, "note": note} if note else {"text": text}))
        if some:
            entry["renderings"] = grouped(some)
        if row.notes:
            entry["note"] = row.notes
        entry["source"] = name
        entries.append((home, entry, line))
    concepts, wrong = concepts_of(entries, name)
    if wrong:
        raise ProblemsError(wrong)
    return concepts
