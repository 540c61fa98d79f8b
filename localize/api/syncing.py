"""The only place of the API that brings files into the store: all locales of a file together."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from localize.api.files import closed_folder, in_file_order, project_files, read_localized, reading_of
from localize.api.remembering import follow, origins_of
from localize.api.renames import Pair, find_renamed
from localize.errors import InputError, LocalizeError, Place, UsageError
from localize.model import Draft, Origin
from localize.review.base import State

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from localize.api.project import Project
    from localize.model import Document
    from localize.review.base import SyncReport


@dataclass(slots=True)
class SyncOutcome:
    """What a sync did.

    Attributes:
        reports: one a file, those that are gone last.
        renamed: files that go on under another path, with all that was decided.
        unsure: pairs that may be one file, at least one of each with decisions; nothing was done about them.
        problems: of files that could not be read.
    """

    reports: list[SyncReport] = field(default_factory=list)
    renamed: list[Pair] = field(default_factory=list)
    unsure: list[Pair] = field(default_factory=list)
    problems: list[LocalizeError] = field(default_factory=list)


def sync_project(
    project: Project, paths: Sequence[str] = (), *, renamed: Sequence[tuple[str, str]] = ()
) -> SyncOutcome:
    """Parse the project's files into the store; a file that cannot be read does not stop the others.

    A file that is new and has the lines of one that is gone takes that one's place, with its decisions. Without paths,
    a file that is no longer there is marked as gone; its decisions stay in the log.

    Args:
        project: open.
        paths: files and folders, empty for all.
        renamed: (path in the store, path of the file now) as a person says it.

    Raises:
        UsageError: a path is not part of the project.
        StoreError: a file cannot be renamed so.
    """
    outcome = SyncOutcome()
    names, every = project_files(project.config, paths), project_files(project.config)
    outcome.renamed = [_told(old, new, every) for old, new in renamed]
    known = project.store.files()
    if known.keys() - set(every) or set(names) - known.keys():
        _find_renamed(project, set(names) - {new for _, new in renamed}, every, outcome)
    for pair in outcome.renamed:
        project.store.renames().rename(pair.old, pair.new)
    was = {pair.new: pair.old for pair in outcome.renamed}
    for name in names:
        try:
            outcome.reports.append(_sync_file(project, name, known.get(name, ""), was.get(name, "")))
        except LocalizeError as error:
            outcome.problems.append(error.at(Place(name, 1)))
    if not paths:
        gone = sorted(set(project.store.files()) - set(names))
        closed = {name: _closed_above(project, name) for name in gone}
        outcome.problems += [closed_folder(folder) for folder in sorted({c for c in closed.values() if c})]
        outcome.reports += [project.store.forget(name) for name in gone if not closed[name]]
    return outcome


def _closed_above(project: Project, name: str) -> str:
    """Return the nearest folder above a file if nobody may look into it, '' if its file is gone indeed."""
    above = next(p for p in (project.root / name).parents if os.path.lexists(p))
    return "" if os.access(above, os.R_OK | os.X_OK) else str(above)


def _told(old: str, new: str, every: Collection[str]) -> Pair:
    """Return a pair that a person names.

    Raises:
        UsageError: the new path is not one of the project.
    """
    if new not in every:
        do = "give the paths of files below the project folder, as localize status shows them"
        raise UsageError(f"{new} is not a file of the project", do=do)
    return Pair(old, new, 1.0)


def _find_renamed(
    project: Project, names: Collection[str], every: Collection[str], outcome: SyncOutcome
) -> None:
    """Find the files that are gone from the project among those on which nobody has decided anything yet."""
    renames, told = project.store.renames(), {pair.old for pair in outcome.renamed}
    held = {c.path: c for c in renames.contents()}
    gone = [
        c for c in held.values() if c.path not in every and c.path not in told and (c.decided or c.drafted)
    ]
    fresh = [name for name in names if name not in held or not held[name].decided]
    if not gone or not fresh:
        return
    arrived = {}
    for name in fresh:
        with contextlib.suppress(LocalizeError):  # the sync of the file says it
            known = name in held and not held[name].gone
            arrived[name] = renames.sources(name) if known else _sources(project, name)
    found = find_renamed({c.path: renames.sources(c.path) for c in gone}, arrived)
    for pair in (*found.same, *found.unsure):
        if pair in found.same and not (pair.new in held and held[pair.new].drafted):
            outcome.renamed.append(pair)
        elif held[pair.old].decided:
            outcome.unsure.append(pair)


def _sources(project: Project, name: str) -> list[str]:
    """Return the sources of a file in the order in which the store would have them."""
    targets = project.config.project.targets
    _, documents = read_localized(project.root / name, name, targets, reading_of(project.config, name))
    every = {s.id: s for document in documents.values() for s in document.segments}
    return [segment.source for segment in in_file_order(every.values())]


def _sync_file(project: Project, name: str, fingerprint: str, was: str) -> SyncReport:
    """Bring one file into the store; `fingerprint` is that of its last sync, `was` the path that it had then."""
    targets = project.config.project.targets
    if any("\ud800" <= char <= "\udfff" for char in name):
        raise InputError("its name is not UTF-8", place=Place(name), do="rename it")
    source, documents = read_localized(project.root / name, name, targets, reading_of(project.config, name))
    every = {s.id: s for document in documents.values() for s in document.segments}
    own = {tag: {s.id for s in document.segments} for tag, document in documents.items()}
    same = not was and fingerprint == source.fingerprint
    places = {} if same else origins_of(project, name, was=was)
    report = project.store.sync(
        name,
        in_file_order(every.values()),
        fingerprint=source.fingerprint,
        locales=targets,
        absent={tag: every.keys() - ids for tag, ids in own.items()},
    )
    for tag, document in documents.items():
        _take_over(project, name, tag, document)
    follow(project, places)
    return report


def _take_over(project: Project, name: str, locale: str, document: Document) -> None:
    """Take the translations that a bilingual file already holds as a person's, unless there is a newer word."""
    held = {s.id: s.target for s in document.segments if s.target}
    if not held:
        return
    drafts = []
    for unit in project.units(locale, name):
        text = held.get(unit.segment.id)
        # A table whose text is replaced in place gives its source as the target: that is nobody's translation.
        if unit.state is State.NEW and text and text != unit.segment.source:
            drafts.append((unit.id, Draft(text, Origin.HUMAN, f"file {name}"), ()))
    project.store.save_drafts(drafts)
