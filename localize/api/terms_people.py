"""The only place of the API that changes the people of a project: the ledger, and what a KNP says of characters.

Everything is written into a file that ``[glossary] people`` names; comments, order and every other line of it stay, it
is replaced whole or not at all, and only after all files of people together have been read without a fault.
"""

from __future__ import annotations

import dataclasses
import glob
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from localize.api.files import read_bytes
from localize.errors import ConfigError, ProblemsError, UsageError
from localize.export import write_atomic
from localize.glossary import people_edits
from localize.glossary.ledger import Entry
from localize.glossary.people_load import read_people
from localize.glossary.scopes import parse_episodes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from localize.config import Config
    from localize.glossary.people import People
    from localize.glossary.people_import import Taken


@dataclass(frozen=True, slots=True)
class Line:
    """One line that something is decided about.

    Attributes:
        file: path or name of its file.
        cue: its number in the file, 1-based; None for every cue.
        text: its source, or some words of it, so that a re-cut file does not move the decision to another line.
    """

    file: str
    cue: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Meant:
    """Who is meant in a line, by ids or names of people; '' where nothing is said of it.

    Attributes:
        speaker, addressee, subject: the one who speaks, is spoken to, and is left out of the sentence.
        pronouns: word of the source (``他``) → id.
    """

    speaker: str = ""
    addressee: str = ""
    subject: str = ""
    pronouns: Mapping[str, str] | None = None


def read_ledger(config: Config, line: Line | None = None) -> tuple[Entry, ...]:
    """Return the decisions of a project's ledger, or those about one line or file, the later ones last. Reads files.

    Raises:
        ProblemsError: the files of people have faults.
    """
    entries = _known(config).ledger
    if line is None:
        return entries
    if line.cue is None and not line.text:
        whole = [(entry, dataclasses.replace(entry, cues=None, text="")) for entry in entries]
        return tuple(entry for entry, about in whole if about.covers(line.file, None, ""))
    return tuple(entry for entry in entries if entry.covers(line.file, line.cue, line.text))


def record_ledger(config: Config, line: Line, meant: Meant, *, by: str, why: str = "") -> Entry:
    """Write a decision about a line at the end of the ledger and return it; it wins over earlier ones.

    Args:
        config: of the project.
        line: what it is about.
        meant: who.
        by: who decides it.
        why: for people.

    Raises:
        UsageError: nobody decides it, or nothing is decided.
        ConfigError: the project names no file of people.
        ProblemsError: an id is nobody's (GLO008); nothing is written. OutputError: the file cannot be written.
    """
    if not by.strip():
        raise UsageError("a decision of the ledger without a name", do="say who decides it")
    if not (meant.speaker or meant.addressee or meant.subject or meant.pronouns):
        raise UsageError(
            "the decision says of nobody who is meant", do="name a speaker, addressee, subject or pronoun"
        )
    people = _known(config)
    entry = Entry(
        file=glob.escape(line.file),
        cues=None if line.cue is None else parse_episodes(str(line.cue)),
        text=" ".join(line.text.split()),
        speaker=_who(people, meant.speaker),
        addressee=_who(people, meant.addressee),
        subject=_who(people, meant.subject),
        pronouns={word: _who(people, who) for word, who in (meant.pronouns or {}).items()},
        by=by.strip(),
        at=datetime.now(UTC).date().isoformat(),
        why=" ".join(why.split()),
    )
    path = _ledger_file(config)
    write_people(config, path, people_edits.record(_text(path), entry, name=str(path)))
    return next(e for e in reversed(read_ledger(config)) if e.place and e.place.file == str(path))


def remove_ledger(config: Config, entry: Entry) -> None:
    """Take a decision out of the ledger.

    Args:
        config: of the project.
        entry: as `read_ledger` gave it, with its place.

    Raises:
        GlossaryError: it is not there any more (GLO009). OutputError: the file cannot be written.
    """
    path = next((p for p in _files(config) if entry.place and str(p) == entry.place.file), None)
    if path is None:
        raise UsageError(f"the ledger entry about {entry.file} says no place", do="read the ledger first")
    mine = [e for e in _known(config).ledger if e.place and e.place.file == str(path)]
    index = next((i for i, e in enumerate(mine) if e.place == entry.place), len(mine))
    write_people(config, path, people_edits.withdraw(_text(path), index, entry, name=str(path)))


def take_knp(config: Config, workbook: Path, people: Path | None = None) -> Taken:
    """Write what a KNP says of characters, of how they speak to each other, into a file of people.

    Args:
        config: of the project.
        workbook: XLSX.
        people: the file, None for the project's.

    Raises:
        GlossaryError: no KNP. ProblemsError: bad cells, names of nobody; nothing is written.
        OutputError: the file cannot be written.
    """
    from localize.glossary.knp import read_knp
    from localize.glossary.people_import import take_people

    book = read_knp(read_bytes(workbook, str(workbook)), str(workbook))
    path = people or people_file(config)
    path = next((own for own in _files(config) if path.exists() and own.samefile(path)), path)
    known = _read(dict.fromkeys([*_files(config), *([path] if path.exists() else [])]))
    taken = take_people(book, known, _text(path), str(path), str(workbook))
    if taken.persons or taken.rows:
        write_people(config, path, taken.text)
    return taken


def _who(people: People, word: str) -> str:
    """Return the id that an id or a name means; a word that means nobody stays, for the reader to refuse."""
    person = people.get(word) or people.named(word, None)
    return person.id if person else word


def _files(config: Config) -> list[Path]:
    return [path for pattern in config.glossary.people for path in sorted(config.root.glob(pattern))]


def _known(config: Config) -> People:
    return _read(_files(config))


def _read(paths: Sequence[Path] | Mapping[Path, None]) -> People:
    people, wrong = read_people([(str(path), read_bytes(path, str(path))) for path in paths])
    if wrong:
        raise ProblemsError(wrong)
    return people


def _ledger_file(config: Config) -> Path:
    """Return the file that the ledger goes on in: the last one that has one, else one called so, else the first."""
    files = _files(config)
    ledger = _known(config).ledger
    if ledger and ledger[-1].place:
        return next(path for path in files if str(path) == ledger[-1].place.file)
    return next((path for path in files if "ledger" in path.stem), None) or people_file(config)


def people_file(config: Config) -> Path:
    """Return the first file of people of the project, which need not exist if its name is no pattern."""
    files = _files(config)
    if files:
        return files[0]
    for pattern in config.glossary.people:
        if not any(mark in pattern for mark in "*?["):
            return config.root / pattern
    raise ConfigError(
        "the project has no file of people",
        do='set people = ["people.yaml"] under [glossary]',
        place=config.place("glossary", "people"),
    )


def write_people(config: Config, path: Path, text: str) -> None:
    """Write a file of people, if all of them together are right with it."""
    others = [(str(p), read_bytes(p, str(p))) for p in _files(config) if p != path]
    _, wrong = read_people([*others, (str(path), text.encode())])
    if wrong:
        raise ProblemsError(wrong)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, text.encode(), force=True)


def _text(path: Path) -> str:
    return read_bytes(path, str(path)).decode("utf-8-sig") if path.exists() else ""
