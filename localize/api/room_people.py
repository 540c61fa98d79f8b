"""The only place that gives a reviewer's shell the people of a work: who speaks in a line, the table, the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from localize.api.room_frame import RoomFrame
from localize.api.room_undo import contents, edit_since, put_back
from localize.errors import StoreError
from localize.review.base import Query

if TYPE_CHECKING:
    from localize.api.room_undo import FileEdit
    from localize.glossary.people import Form, Person, Row
    from localize.glossary.people import People as Cast
    from localize.review.base import Row as QueueRow
    from localize.review.base import Unit

_QUOTED = 24
"""Characters of a cue that a decision of the ledger quotes, so that a re-cut file does not move it."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Who speaks to whom in a line; names as the target writes them, '' where it is not certain.

    Attributes:
        speaker, addressee: of the line.
        relation: what the speaker is to the addressee.
        subject: whom the line leaves out.
        pronouns: word of the source → who it is.
        why: what says so.
        cast: id → name of everybody whom a decision can name.
    """

    speaker: str
    addressee: str
    relation: str
    subject: str
    pronouns: tuple[tuple[str, str], ...]
    why: tuple[str, ...]
    cast: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Who:
    """A decision about a line; ids of people, '' where nothing is decided.

    Attributes:
        speaker, addressee, subject: of the line.
        pronouns: word of the source → id.
        why: for people.
    """

    speaker: str = ""
    addressee: str = ""
    subject: str = ""
    pronouns: tuple[tuple[str, str], ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class AddressRow:
    """One row of the table as it holds in a locale.

    Attributes:
        number: of the row in the table.
        speakers, addressees: ids; none for anybody.
        source: what they say in the source.
        call, you, self_, forbid: words of the locale; `formality` as the file has it.
        locale: whose form it is, a nearer or farther one of the locale asked for; '' where it has none.
        episodes: in which it holds, '' for all.
        note: for people.
        place: file and line.
    """

    number: int
    speakers: tuple[str, ...]
    addressees: tuple[str, ...]
    source: tuple[str, ...]
    call: tuple[str, ...]
    you: tuple[str, ...]
    self_: tuple[str, ...]
    forbid: tuple[str, ...]
    formality: str
    locale: str
    episodes: str
    note: str
    place: str


@dataclass(frozen=True, slots=True)
class AddressTable:
    """Who calls whom what in a locale and an episode.

    Attributes:
        locale, episode: of the table; episode None for all.
        cast: id → name, in file order.
        rows: that hold there.
        relations: (speaker, addressee, what the first is to the second).
    """

    locale: str
    episode: int | None
    cast: tuple[tuple[str, str], ...]
    rows: tuple[AddressRow, ...]
    relations: tuple[tuple[str, str, str], ...]

    def cell(self, speaker: str, addressee: str) -> tuple[AddressRow, ...]:
        """Return the rows that name both people, in file order."""
        return tuple(r for r in self.rows if speaker in r.speakers and addressee in r.addressees)

    def general(self, speaker: str, addressee: str) -> tuple[AddressRow, ...]:
        """Return the rows that hold for both people because they name one of them and anybody."""
        return tuple(
            r
            for r in self.rows
            if (not r.speakers or speaker in r.speakers)
            and (not r.addressees or addressee in r.addressees)
            and not (r.speakers and r.addressees)
        )


@dataclass(frozen=True, slots=True)
class AddressChange:
    """A form of address that a reviewer agrees on.

    Attributes:
        number: of the row to change, None for a new one.
        speaker, addressee: ids, of a new row.
        source: what the speaker says in the source, of a new row.
        call, you, self_, forbid: words of the locale; `formality` is ``formal``, ``informal``, ``either`` or ''.
        episodes: of a new row, such as ``12-``; '' for all.
        note: for people, of a new row.
    """

    number: int | None
    speaker: str
    addressee: str
    source: tuple[str, ...] = ()
    call: tuple[str, ...] = ()
    you: tuple[str, ...] = ()
    self_: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    formality: str = ""
    episodes: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AddressLine:
    """A line that says the words of a form of address.

    Attributes:
        row: of the queue.
        fits: whether its target goes with the form already: says one of its calls, and nothing that it forbids.
    """

    row: QueueRow
    fits: bool


@dataclass(frozen=True, slots=True)
class Agreed:
    """A form of address that was written.

    Attributes:
        checked: lines checked anew.
        edit: what was written, for whoever takes it back.
    """

    checked: int
    edit: FileEdit | None


class RoomPeople(RoomFrame):
    """What a room shows and changes of the people of a work."""

    reviewer: str

    def speech(self, unit_id: int) -> Speech:
        """Return who speaks to whom in a line, and what says so."""
        task, _ = self._task(unit_id)
        talk = self._checker.pipeline.analyse(task).talk
        people = self._project.glossary.people
        known = talk.ledger

        def name(identifier: str) -> str:
            person = people.get(identifier)
            return _name(person, self.locale) if person else identifier

        return Speech(
            speaker=_name(talk.speaker, self.locale) if talk.speaker else "",
            addressee=_name(talk.addressee, self.locale) if talk.addressee else "",
            relation=talk.relation,
            subject=name(known.subject) if known.subject else "",
            pronouns=tuple((word, name(who)) for word, who in known.pronouns.items()),
            why=talk.why,
            cast=_cast(people, self.locale),
        )

    def episode(self, unit_id: int) -> int | None:
        """Return the episode of a line, None if its file names none."""
        from localize.glossary.scopes import placed

        return placed(self._store.unit(unit_id).file, self._project.config.files.episodes).episode

    def address_table(self, episode: int | None) -> AddressTable:
        """Return who calls whom what in this locale and an episode."""
        from localize.glossary.scopes import holds

        people = self._project.glossary.people
        rows = tuple(
            _row(number, row, self.locale)
            for number, row in enumerate(people.rows)
            if episode is None or holds(row.episodes, episode)
        )
        ids = [person.id for person in people.persons]
        relations = tuple(
            (one, other, kind)
            for one in ids
            for other in ids
            if (kind := people.relation(one, other, episode))
        )
        return AddressTable(self.locale, episode, _cast(people, self.locale), rows, relations)

    def address_impact(self, change: AddressChange) -> tuple[AddressLine, ...]:
        """Return the lines with the source words of a form, said by and to its people as far as that is known."""
        rows = self._project.glossary.people.rows
        row = None if change.number is None else rows[change.number]
        said = (*row.source, *row.hant) if row else change.source
        speakers, addressees = (
            (row.speakers, row.addressees) if row else ((change.speaker,), (change.addressee,))
        )
        found = []
        for line in self._store.rows(self._store.unit_ids(Query(self.locale, sources=said))) if said else ():
            task, _ = self._task(line.id)
            talk = self._checker.pipeline.analyse(task).talk
            others = (talk.speaker and speakers and talk.speaker.id not in speakers) or (
                talk.addressee and addressees and talk.addressee.id not in addressees
            )
            if not others:
                found.append(AddressLine(line, _goes_with(line.target or "", change)))
        return tuple(found)

    def put_address(self, change: AddressChange) -> Agreed:
        """Write a form of address into the project's people file.

        Comments and every other row of the file stay. Lines that say the words of the row are checked anew.

        Raises:
            ConfigError: the project has no people file.
            ProblemsError: the change does not fit the file; nothing was written.
        """
        from localize.api.terms_people import people_file, write_people
        from localize.glossary.languages import lenders
        from localize.glossary.people import Form
        from localize.glossary.people_edits import put_forms

        if not (change.call or change.you or change.self_ or change.formality or change.forbid):
            raise StoreError("a form of address without words", do="write at least one of its fields")
        form = Form(change.call, change.you, change.self_, change.formality, change.forbid)
        before = contents(self._project.config)
        config, rows = self._project.config, self._project.glossary.people.rows
        if change.number is None:
            said = change.source
            path = people_file(config)
            text = _added(path.read_text("utf-8-sig"), str(path), change, form, self.locale)
        else:
            row = rows[change.number]
            said = (*row.source, *row.hant)
            path = Path(row.place.file) if row.place else people_file(config)
            index = sum(1 for other in rows[: change.number] if other.place and other.place.file == str(path))
            # What the reviewer saw and changed may be the form of a wider locale; it stays there.
            tag = next((tag for tag in lenders(self.locale) if tag in row.forms), self.locale)
            text = put_forms(path.read_text("utf-8-sig"), index, {tag: form}, name=str(path))
        write_people(config, path, text)
        self._checker.forget()
        ids = list(self._store.unit_ids(Query(self.locale, sources=said))) if said else []
        self._check_again(ids)
        return Agreed(len(ids), edit_since(config, before, ids))

    def record_who(self, unit_id: int, who: Who) -> FileEdit | None:
        """Write into the ledger who is meant in a line, check the line anew, and return what was written.

        Raises:
            ConfigError: the project has no people file.
            ProblemsError: an id is nobody's; nothing was written.
        """
        from localize.api.terms_people import Line, Meant, record_ledger

        unit = self._store.unit(unit_id)
        line = Line(unit.file, unit.ordinal + 1, _quoted(unit))
        meant = Meant(who.speaker, who.addressee, who.subject, dict(who.pronouns))
        before = contents(self._project.config)
        record_ledger(self._project.config, line, meant, by=self.reviewer, why=who.why)
        self._checker.forget()
        self._check_again([unit_id])
        return edit_since(self._project.config, before, [unit_id])

    def put_back(self, edit: FileEdit, *, again: bool = False) -> None:
        """Take a change of the project's files back, or make it once more, and check its lines anew.

        Raises:
            StoreError: the file is not any more as the change left it; nothing was written.
        """
        put_back(edit, again=again)
        self._checker.forget()
        self._check_again(edit.units)


def _goes_with(target: str, change: AddressChange) -> bool:
    folded = target.casefold()
    refused = any(words.casefold() in folded for words in change.forbid)
    said = any(words.casefold() in folded for words in change.call)
    return not refused and (said or not change.call)


def _quoted(unit: Unit) -> str:
    """Return words of the first line of a cue by which the ledger knows it again, tags left out."""
    import re

    first = re.sub(r"<[^<>]*>|\{[^{}]*\}", "\n", unit.segment.source).strip().split("\n", maxsplit=1)[0]
    return first.strip()[:_QUOTED]


def _cast(people: Cast, locale: str) -> tuple[tuple[str, str], ...]:
    return tuple((person.id, _name(person, locale)) for person in people.persons)


def _name(person: Person, locale: str) -> str:
    """Return the full name of a person as a locale writes it, with the source's; the id where it has none."""
    from localize.glossary.languages import lenders

    if not person.names:
        return person.id
    first = person.names[0]
    said = next((first.say[tag] for tag in lenders(locale) if tag in first.say), "")
    return f"{said} {first.term}" if said and said != first.term else first.term


def _row(number: int, row: Row, locale: str) -> AddressRow:
    from localize.glossary.languages import lenders

    tag = next((tag for tag in lenders(locale) if tag in row.forms), "")
    form = row.forms.get(tag)
    return AddressRow(
        number=number,
        speakers=row.speakers,
        addressees=row.addressees,
        source=row.source,
        call=form.call if form else (),
        you=form.you if form else (),
        self_=form.self_ if form else (),
        forbid=form.forbid if form else (),
        formality=form.formality if form else "",
        locale=tag,
        episodes=row.episodes.text if row.episodes else "",
        note=row.note,
        place=str(row.place) if row.place else "",
    )


def _added(text: str, name: str, change: AddressChange, form: Form, locale: str) -> str:
    from localize.glossary.people import Row
    from localize.glossary.people_edits import add_row
    from localize.glossary.scopes import parse_episodes

    try:
        episodes = parse_episodes(change.episodes) if change.episodes else None
    except ValueError as error:
        raise StoreError(str(error), do="write episodes as 3, 5-8 or 12-") from None
    row = Row(
        speakers=(change.speaker,),
        addressees=(change.addressee,),
        source=change.source,
        forms={locale: form},
        episodes=episodes,
        note=change.note,
    )
    return add_row(text, row, name=name)
