"""The only place that reads the characters of a KNP: whom a name in it means, and what its notes say of them."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from localize.errors import ProblemsError
from localize.glossary.fold import fold
from localize.glossary.knp_address import bad_cell
from localize.glossary.people import Name, People, Person
from localize.glossary.people_sheets import ALIAS, ALSO, EPISODES, GENDERS, TRADITIONAL, said_in
from localize.glossary.scopes import parse_episodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from localize.glossary.knp import KnpBook, KnpRow

_KINDS = ("character", "person", "people", "人物", "角色")
_KEYS = {ALIAS, TRADITIONAL, ALSO, EPISODES, "gender", "age", "rank", "speech", "id", "note"}
_LINE = re.compile(rf"\s*({'|'.join(sorted(_KEYS))})(?:\s*[:：]\s*|(?<=alias of)\s)(.+?)\s*", re.IGNORECASE)
_GENDER = {"female": "f", "f": "f", "woman": "f", "女": "f", "male": "m", "m": "m", "man": "m", "男": "m"}


def is_character(row: KnpRow) -> bool:
    """Return whether a row of key names is a person, by its type."""
    return any(word in row.kind.casefold() for word in _KINDS)


class Cast:
    """The characters of a workbook beside the people that the project knows."""

    def __init__(self, known: People, book: KnpBook, workbook: str) -> None:
        """Read the rows of characters; where there are none, the names in the sheets are new people.

        Raises:
            ProblemsError: of `GlossaryError` (GLO008), an alias of nobody, or episodes that are none.
        """
        self._known = known
        self._after: dict[str, Person] = {}
        self._names: dict[str, str] = {}
        wrong = []
        rows = [(line, row, _read(row)) for line, row in enumerate(book.rows, 2) if is_character(row)]
        for line, row, about in rows:
            if (
                ALIAS in about
                and not self.named(about[ALIAS])
                and about[ALIAS] not in {r.term for _, r, _ in rows}
            ):
                what = f"{row.term} is an alias of {about[ALIAS]}, whom nobody knows"
                wrong.append(bad_cell(workbook, line, what, "give that character a row"))
            elif EPISODES in about and not _is_range(about[EPISODES]):
                do = "write 12-, 1-11 or 3,5"
                wrong.append(bad_cell(workbook, line, f"{about[EPISODES]!r} names no episodes", do))
        if wrong:
            raise ProblemsError(wrong)
        for _, row, about in sorted(rows, key=lambda item: ALIAS in item[2]):
            self._take(row, about)
        if not rows and not known:
            for label in _labels(book):
                self._put(Person(_fresh(label, self._ids()), (Name(label),)))

    def named(self, label: str) -> str:
        """Return the id of the person that a name of the workbook means, '' for nobody."""
        person = self._known.get(label) or self._known.named(label, None)
        return person.id if person else self._names.get(fold(label.strip()), "")

    def changes(self) -> Iterator[tuple[Person | None, Person]]:
        """Yield each person that is new or changed: as it was, None for a new one, and as it is now."""
        for identifier, person in self._after.items():
            before = self._known.get(identifier)
            if before != person:
                yield before, person

    def _ids(self) -> set[str]:
        return {p.id for p in self._known.persons} | set(self._after)

    def _put(self, person: Person) -> None:
        self._after[person.id] = person
        for name in person.names:
            for text in (name.term, name.hant, *name.say.values()):
                if text:
                    self._names.setdefault(fold(text), person.id)

    def _take(self, row: KnpRow, about: Mapping[str, str]) -> None:
        say = {tag: text for tag, (text, _) in row.renderings.items()}
        owner = self.named(about.get(ALIAS) or row.term)
        old = self._after.get(owner) or self._known.get(owner)
        if old is None:
            wanted = about.get("id") or next((_slug(t) for t in say.values() if _slug(t)), "") or row.term
            old = Person(_fresh(wanted, self._ids()), ())
        known = next((name for name in old.names if name.term == row.term), None)
        name = _name(known or Name(row.term), say, about, alias=ALIAS in about)
        names = (*old.names, name) if known is None else tuple(name if n is known else n for n in old.names)
        person = dataclasses.replace(old, names=names)
        self._put(person if ALIAS in about else _described(person, about))


def _name(name: Name, say: Mapping[str, str], about: Mapping[str, str], *, alias: bool) -> Name:
    """Return a name with what a row says otherwise than it is known."""
    news = {tag: text for tag, text in say.items() if said_in(name, tag) != text}
    episodes = parse_episodes(about[EPISODES]) if alias and EPISODES in about else name.episodes
    return dataclasses.replace(
        name, say={**name.say, **news}, hant=about.get(TRADITIONAL) or name.hant, episodes=episodes
    )


def _described(person: Person, about: Mapping[str, str]) -> Person:
    """Return a person with what the notes of the full name say; what they leave out stays."""
    age = about.get("age", "")
    labels = tuple(x.strip() for x in re.split(r"[,，、]", about.get(ALSO, "")) if x.strip())
    return dataclasses.replace(
        person,
        gender=_GENDER.get(about.get("gender", "").casefold(), person.gender),
        age=age if re.fullmatch(r"\d{1,4}", age) else person.age,
        rank=about.get("rank") or person.rank,
        speech=about.get("speech") or person.speech,
        note=about.get("note") or person.note,
        labels=tuple(dict.fromkeys((*person.labels, *labels))),
        episodes=parse_episodes(about[EPISODES]) if EPISODES in about else person.episodes,
    )


def _read(row: KnpRow) -> dict[str, str]:
    """Return key → value of the notes; lines without a key are the note, a gender at their beginning is one."""
    about: dict[str, str] = {}
    rest: list[str] = []
    for line in row.notes.split("\n"):
        match = _LINE.fullmatch(line)
        if match:
            about.setdefault(match[1].casefold(), match[2])
        elif line.strip():
            rest.append(line.strip())
    free = " ".join(rest)
    first, _, more = (part.strip() for part in re.sub(r"[;；,，.。]", ";", free, count=1).partition(";"))
    if first.casefold() in _GENDER:
        about.setdefault("gender", GENDERS[_GENDER[first.casefold()]])
        free = more
    if free:
        about["note"] = " ".join(filter(None, (about.get("note"), free)))
    return about


def _labels(book: KnpBook) -> Sequence[str]:
    names = [name for sheet in book.formality for name in sheet.characters]
    names += [name for line in book.address for name in (*line.speakers, *line.addressees)]
    return list(dict.fromkeys(names))


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.casefold())) if text.isascii() else ""


def _fresh(wanted: str, taken: set[str]) -> str:
    base = re.sub(r"[\s.:*]+", "-", wanted.strip()).strip("-") or "somebody"
    number, fresh = 1, base
    while fresh in taken:
        number += 1
        fresh = f"{base}-{number}"
    return fresh


def _is_range(text: str) -> bool:
    try:
        parse_episodes(text)
    except ValueError:
        return False
    return True
