"""The only place that knows the people of a work: names, relations, who calls whom what, and who is meant where."""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from localize.glossary.base import Concept, Condition, Rendering, ReviewState, Status, Strategy
from localize.glossary.fold import fold
from localize.glossary.scopes import Level, Reach, holds
from localize.locales import fallback_chain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from localize.errors import Place
    from localize.glossary.ledger import Entry
    from localize.glossary.scopes import Episodes

CATEGORY = "people"
"""Category of the concepts that names and forms of address become."""
FORMALITIES = ("formal", "informal", "either")


@dataclass(frozen=True, slots=True)
class Name:
    """One thing that a person is called.

    Attributes:
        term, hant: as the source writes it, Simplified and Traditional.
        say: locale → how it is written there; ``und-Latn`` serves every Latin script but Vietnamese.
        episodes: in which it is known, None for all.
    """

    term: str
    hant: str = ""
    say: Mapping[str, str] = field(default_factory=dict)
    episodes: Episodes | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One character.

    Attributes:
        id: unique in the file (``lin-wan``).
        names: the full name first.
        labels: further words by which files name the speaker (``林总``).
        gender: ``f``, ``m`` or ''.
        age: full years, as the file says it.
        rank, speech, note: for people.
        episodes: in which the person appears, None for all.
    """

    id: str
    names: tuple[Name, ...]
    labels: tuple[str, ...] = ()
    gender: str = ""
    age: str = ""
    rank: str = ""
    speech: str = ""
    note: str = ""
    episodes: Episodes | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """What some people are to others: `speakers` are the `kind` of `addressees`, and back if it is mutual."""

    kind: str
    speakers: tuple[str, ...]
    addressees: tuple[str, ...]
    mutual: bool = False
    episodes: Episodes | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """How one person addresses another in a locale.

    Attributes:
        call: words in direct address, the agreed one first.
        you, self_: words for the person spoken to and for the speaker (``anh``, ``em``).
        formality: ``formal``, ``informal``, ``either`` or '' where nothing is agreed.
        forbid: words of address that must not stand.
    """

    call: tuple[str, ...] = ()
    you: tuple[str, ...] = ()
    self_: tuple[str, ...] = ()
    formality: str = ""
    forbid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form-of-address matrix.

    Attributes:
        speakers, addressees: ids; empty for anybody.
        source: what they say in the source (``王总``, ``姐姐``).
        hant: the Traditional forms of `source`, in their order.
        spoken_of: whether it is said of the addressee to others as well.
        forms: locale → form.
        episodes: None for all.
    """

    speakers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    hant: tuple[str, ...] = ()
    spoken_of: bool = False
    forms: Mapping[str, Form] = field(default_factory=dict)
    episodes: Episodes | None = None
    note: str = ""
    place: Place | None = None


class People:
    """The people of a work and their table; immutable, empty where a project has none."""

    def __init__(
        self,
        persons: tuple[Person, ...] = (),
        relations: tuple[Relation, ...] = (),
        rows: tuple[Row, ...] = (),
        ledger: tuple[Entry, ...] = (),
    ) -> None:
        self.persons = persons
        self.relations = relations
        self.rows = rows
        self.ledger = ledger
        self._ids = {person.id: person for person in persons}
        self._labels: dict[str, list[tuple[Person, Episodes | None]]] = {}
        for person in persons:
            for label, episodes in _labels(person):
                self._labels.setdefault(fold(label), []).append((person, episodes))
        self._said: dict[str, list[Row]] = {}
        for row in rows:
            for word in (*row.source, *row.hant):
                self._said.setdefault(fold(word), []).append(row)

    def __bool__(self) -> bool:
        return bool(self.persons)

    def get(self, identifier: str) -> Person | None:
        """Return the person with an id, None if there is none."""
        return self._ids.get(identifier)

    def named(self, label: str, episode: int | None) -> Person | None:
        """Return the one person that a name or label stands for in an episode, None if none or several do."""
        found = {
            person.id: person
            for person, episodes in self._labels.get(fold(label.strip()), ())
            if episode is None or holds(episodes, episode)
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def called(self, words: str, speaker: str, episode: int | None) -> tuple[Person | None, str]:
        """Return the person whom words of address mean when a speaker says them, and why.

        Without a certain speaker they decide only where every row that has them means the same person and they
        hold the surname: 王总 is Mr. Wang to all, 爸 is another man to each.
        """
        if person := self.named(words, episode):
            return person, f"{words} is {person.id}"
        rows = [r for r in self._said.get(fold(words), ()) if holds(r.episodes, episode)]
        mine = [r for r in rows if speaker and speaker in r.speakers]
        if not mine and speaker:
            mine = [r for r in rows if not r.speakers]
        found = {who for r in (mine or ([] if speaker else rows)) for who in r.addressees}
        if len(found) != 1:
            return None, ""
        (only,) = found
        person = self.get(only)
        if person is None or not (speaker or person.names[0].term[:1] == fold(words)[:1]):
            return None, ""
        return person, f"{speaker or 'everybody who says so'} calls {only} {words}"

    @functools.cached_property
    def words(self) -> tuple[str, ...]:
        """All names, labels and forms of address, folded, the longest first."""
        return tuple(sorted({*self._labels, *self._said}, key=lambda word: (-len(word), word)))

    def relation(self, speaker: str, addressee: str, episode: int | None) -> str:
        """Return what the speaker is to the addressee in an episode, '' if nothing says or several things do."""
        found = {
            r.kind
            for r in self.relations
            if holds(r.episodes, episode)
            and (
                (speaker in r.speakers and addressee in r.addressees)
                or (r.mutual and speaker in r.addressees and addressee in r.speakers)
            )
        }
        return found.pop() if len(found) == 1 else ""

    def form(
        self, speaker: str, addressee: str, locale: str, episode: int | None
    ) -> tuple[Form | None, Row | None]:
        """Return how a speaker addresses somebody in a locale, and the row that says so.

        A row that names both beats one that names one, that beats one for anybody; of equal ones the later wins. The
        nearest locale of a row serves. Only rows that agree on formality or pronouns count.
        """
        best: tuple[int, Form, Row] | None = None
        for row in self.rows:
            if not holds(row.episodes, episode):
                continue
            if (row.speakers and speaker not in row.speakers) or (
                row.addressees and addressee not in row.addressees
            ):
                continue
            form = next((row.forms[tag] for tag in fallback_chain(locale) if tag in row.forms), None)
            if form is None or not (form.formality or form.you):
                continue
            rank = bool(row.speakers) + bool(row.addressees)
            if best is None or rank >= best[0]:
                best = (rank, form, row)
        return (best[1], best[2]) if best else (None, None)


NOBODY = People()
"""What a project without a people file has."""


def _labels(person: Person) -> Iterator[tuple[str, Episodes | None]]:
    for name in person.names:
        yield name.term, name.episodes
        if name.hant:
            yield name.hant, name.episodes
        for said in name.say.values():
            yield said, name.episodes
    for label in (*person.labels, person.id):
        yield label, None


def concepts_of(people: People) -> tuple[Concept, ...]:
    """Return the names and the forms of address of people as concepts, nearer than every other one.

    A form of address has as its condition who speaks to whom, so that nothing else may claim it then, and it claims
    nothing otherwise.
    """
    found: dict[str, Concept] = {}
    for person in people.persons:
        # A name that no locale writes in its own way is left to the engine and to other terms.
        for name in filter(lambda name: name.say, person.names):
            concept = _name(person, name)
            found[_fresh(concept.id, found)] = concept
    for row in people.rows:
        if row.source and any(form.call for form in row.forms.values()):
            concept = _address(row)
            found[_fresh(concept.id, found)] = concept
    return tuple(_renamed(concept, identifier) for identifier, concept in found.items())


def _fresh(identifier: str, taken: Mapping[str, Concept]) -> str:
    number, fresh = 1, identifier
    while fresh in taken:
        number += 1
        fresh = f"{identifier}.{number}"
    return fresh


def _renamed(concept: Concept, identifier: str) -> Concept:
    return concept if concept.id == identifier else dataclasses.replace(concept, id=identifier)


def _name(person: Person, name: Name) -> Concept:
    model = Rendering(
        "", "", Status.PREFERRED, Strategy.OFFICIAL, review=ReviewState.REVIEWED, source="people file"
    )
    return Concept(
        id=f"{CATEGORY}.{person.id}",
        category=CATEGORY,
        term=name.term,
        hant=name.hant,
        strategy=Strategy.OFFICIAL,
        renderings=tuple(
            dataclasses.replace(model, locale=locale, text=text) for locale, text in name.say.items()
        ),
        when=Condition() if len(name.term) == 1 else None,
        note=person.note,
        review=ReviewState.REVIEWED,
        place=name.place or person.place,
        reach=Reach(Level.PEOPLE, episodes=name.episodes),
    )


def _address(row: Row) -> Concept:
    renderings = []
    for locale, form in row.forms.items():
        for status, texts in (
            (Status.PREFERRED, form.call[:1]),
            (Status.ADMITTED, form.call[1:]),
            (Status.FORBIDDEN, form.forbid),
        ):
            renderings += [
                Rendering(locale, text, status, Strategy.OFFICIAL, note=row.note, review=ReviewState.REVIEWED)
                for text in texts
            ]
    first, *others = row.source
    hants = [*row.hant, *[""] * len(row.source)]
    when = Condition(
        vocative=None if row.spoken_of else True,
        speakers=row.speakers,
        addressees=() if row.spoken_of else row.addressees,
    )
    owner = "-".join(row.addressees[:1]) or "anybody"
    return Concept(
        id=f"{CATEGORY}.to.{owner}",
        category=CATEGORY,
        term=first,
        hant=hants[0],
        strategy=Strategy.OFFICIAL,
        renderings=tuple(renderings),
        variants=tuple(others),
        hant_variants=tuple(hants[1 : len(row.source)]),
        when=when,
        note=row.note,
        review=ReviewState.REVIEWED,
        place=row.place,
        reach=Reach(Level.PEOPLE, episodes=row.episodes),
    )
