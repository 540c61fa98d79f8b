"""The verbs that bring translation memories of other tools in and send the project's out, as TMX."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from localize.errors import InputError, OutputError, Place, UsageError
from localize.export.write import FOREIGN, replacing, unwritable
from localize.locales import parse_locale
from localize.memory.base import MemoryUnit, Trust
from localize.memory.tmx_read import read_tmx
from localize.memory.tmx_write import ALIGNED, FILE, ID, ORIGIN, SPEAKER, Written, write_tmx
from localize.memory.variants import served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from localize.api.project import Project
    from localize.memory import IntakeRecord, Memory
    from localize.memory.tmx_read import Entry

_AT_ONCE = 2_000
"""Pairs of one transaction: other processes wait for a tenth of a second, not for the whole file."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What is wanted of foreign memories.

    Attributes:
        source: locale that the texts are translated from.
        targets: locales that they are wanted in.
        languages: language of a file → locale, as the user says.
        drop_codes: leave native codes out of the texts.
    """

    source: str
    targets: tuple[str, ...]
    languages: Mapping[str, str] = field(default_factory=dict)
    drop_codes: bool = False


@dataclass(slots=True)
class Intake:
    """What became of one file.

    Attributes:
        file: its name.
        entries: translation units in it.
        pairs: pairs of source and target that they give for this project.
        new: of those, how many the memory did not have.
        no_source, blank: entries without a source in the project's language; pairs without words on one side.
        empty_codes: pairs with a code that holds no text, which are without it now.
        skipped: language → texts in it that were left out.
        why: language → the reason.
    """

    file: str
    entries: int = 0
    pairs: int = 0
    new: int = 0
    no_source: int = 0
    blank: int = 0
    empty_codes: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    why: dict[str, str] = field(default_factory=dict)

    @property
    def known(self) -> int:
        """Pairs that the memory had, or that the file holds twice."""
        return self.pairs - self.new


def choices_of(
    project: Project, targets: Sequence[str], languages: Mapping[str, str], *, drop_codes: bool = False
) -> Choices:
    """Return what a project wants of foreign memories.

    Raises:
        UsageError: it has no such locale.
    """
    table = project.config.project
    for locale in (*targets, *languages.values()):
        if locale not in (*table.targets, table.source):
            do = f"it has {table.source}, {', '.join(table.targets)}"
            raise UsageError(f"the project has no locale {locale}", do=do)
    return Choices(table.source, tuple(targets) or tuple(table.targets), dict(languages), drop_codes)


def export_memory(
    memory: Memory, source: str, targets: Sequence[str], path: Path | None, out: BinaryIO, *, force: bool
) -> Written:
    """Write the memory as TMX to a file, whole or not at all, or to a stream where no file is named.

    Raises:
        OutputError: the file is there and is not to be overwritten, or cannot be written.
    """
    units = memory.units([parse_locale(locale).tag for locale in targets])
    if path is None:
        return write_tmx(units, source, out.write)
    return write_units(units, source, path, force=force)


def write_units(units: Iterable[MemoryUnit], source: str, path: Path, *, force: bool) -> Written:
    """Write pairs as a TMX file, whole or not at all.

    Raises:
        OutputError: the file is there and is not to be overwritten, or cannot be written.
    """
    if path.exists() and not force:
        do = "choose another name, or overwrite it with --force"
        raise OutputError("is there already", do=do, code=FOREIGN, place=Place(str(path)))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as stream:
            return write_tmx(units, source, stream.write)
    except OSError as error:
        raise unwritable(path, error) from error


def import_memory(
    memory: Memory, path: Path, choices: Choices, *, dry_run: bool, step: Callable[[int, int], None]
) -> Intake:
    """Take the pairs of a TMX file into the memory; a broken file takes in nothing.

    The file is read twice, first for its faults. Nothing that a person of the project approved changes. A run that is
    killed has taken in the first part, and the next one takes the rest.

    Args:
        memory: of the project.
        path: of the file.
        choices: what is wanted of it.
        dry_run: only say what would come.
        step: called with the number of pairs done and of all.

    Raises:
        LocalizeError: the file cannot be read; carries the line.
    """
    intake = Intake(str(path))
    for _ in _pairs(path, choices, intake):
        pass  # the first pass finds faults before anything is written, and counts
    again = Intake(str(path))
    pairs = _pairs(path, choices, again)
    done, number = 0, None
    while some := list(islice(pairs, _AT_ONCE)):
        if dry_run:
            intake.new += len(some) - memory.holds(some)
        else:
            if number is None:
                number = memory.begin_intake(path.name, _digest(path), Trust.IMPORTED)
            intake.new += memory.remember_many(some, intake=number)
        done += len(some)
        step(done, intake.pairs)
    return intake


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def remember_aligned(memory: Memory, files: str, units: Sequence[MemoryUnit]) -> int:
    """Take the pairs of an alignment into the memory, and return how many are new.

    Args:
        memory: of the project.
        files: names of both files, for people.
        units: the pairs.
    """
    if not units:
        return 0
    content = json.dumps([(unit.target_locale, unit.source, unit.target) for unit in units])
    digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    return memory.remember_many(units, intake=memory.begin_intake(files, digest, Trust.ALIGNED))


def named_intakes(memory: Memory, given: str) -> list[IntakeRecord]:
    """Return the import of a number, or those of a file, that were not taken back.

    Raises:
        UsageError: there is none.
    """
    there = memory.intakes()
    numbered = [one for one in there if str(one.number) == given]
    found = numbered or [one for one in there if one.file == given and not one.taken_back]
    if not found:
        do = "localize memory stats lists the numbers and files"
        raise UsageError(f"the memory knows no import {given}", do=do)
    return found


def _pairs(path: Path, choices: Choices, intake: Intake) -> Iterator[MemoryUnit]:
    """Yield the pairs of a file, and count in `intake`."""
    if path.exists() and not path.is_file():  # a pipe cannot be read twice
        raise InputError("is no file", do="name the TMX file itself", place=Place(str(path)))
    try:
        with path.open("rb") as stream:
            for entry in read_tmx(stream, str(path), drop_codes=choices.drop_codes):
                intake.entries += 1
                yield from _pairs_of(entry, path.name, choices, intake)
    except OSError as error:
        do = "check the path and who may read it"
        raise InputError(
            f"cannot be read: {error.strerror or error}", do=do, place=Place(str(path))
        ) from error


def _pairs_of(entry: Entry, file: str, choices: Choices, intake: Intake) -> Iterator[MemoryUnit]:
    sources = [
        v
        for v in entry.variants
        if choices.source in served(v.language, [choices.source], choices.languages)[0]
    ]
    if not sources:
        intake.no_source += 1
        for variant in entry.variants:
            _skip(variant.language, choices, intake)
        return
    source = sources[0]
    for variant in entry.variants:
        if variant in sources:
            continue
        locales = [
            to
            for to in served(variant.language, choices.targets, choices.languages)[0]
            if to in choices.targets
        ]
        if not locales:
            _skip(variant.language, choices, intake)
        for locale in locales:
            if not source.text.strip() or not variant.text.strip():
                intake.blank += 1
                continue
            intake.pairs += 1
            intake.empty_codes += bool(source.empty_codes or variant.empty_codes)
            yield _unit(entry, (source.text, variant.text), (choices.source, locale), file)


def _skip(language: str, choices: Choices, intake: Intake) -> None:
    """Count a text of a language that serves no target, with the reason."""
    locales, why = served(language, (*choices.targets, choices.source), choices.languages)
    if not set(locales) & set(choices.targets):
        intake.skipped[language] += 1
        intake.why[language] = why or "a text of the source language, or not asked for"


def _unit(entry: Entry, texts: tuple[str, str], locales: tuple[str, str], file: str) -> MemoryUnit:
    said, told = entry.properties, entry.attributes
    place = said.get(ORIGIN) or "#".join(filter(None, (said.get(FILE, ""), said.get(ID, ""))))
    uses = told.get("usagecount", "")
    return MemoryUnit(
        *texts,
        *locales,
        before=entry.before,
        after=entry.after,
        speaker=said.get(SPEAKER, ""),
        origin=f"{file}: {place}" if place else f"{file}:{entry.line}",
        by=told.get("changeid") or told.get("creationid") or "",
        trust=Trust.ALIGNED if said.get(ALIGNED) == "yes" else Trust.IMPORTED,
        created=told.get("creationdate", ""),
        changed=told.get("changedate", ""),
        uses=int(uses) if uses.isascii() and uses.isdigit() and len(uses) < 10 else 0,
    )
