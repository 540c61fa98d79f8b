"""The only place of the API that brings files into the store: all locales of a file together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from localize.api.files import in_file_order, project_files, read_localized, reading_of
from localize.errors import InputError, LocalizeError, Place
from localize.model import Draft, Origin
from localize.review.base import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.api.project import Project
    from localize.model import Document
    from localize.review.base import SyncReport


@dataclass(slots=True)
class SyncOutcome:
    """What a sync did: a report a file, and the files that could not be read."""

    reports: list[SyncReport] = field(default_factory=list)
    problems: list[LocalizeError] = field(default_factory=list)


def sync_project(project: Project, paths: Sequence[str] = ()) -> SyncOutcome:
    """Parse the project's files into the store; a file that cannot be read does not stop the others.

    Without paths, a file that is no longer there is marked as gone; its decisions stay in the log.
    """
    outcome = SyncOutcome()
    names = project_files(project.config, paths)
    known = project.store.files()
    for name in names:
        try:
            outcome.reports.append(_sync_file(project, name))
        except LocalizeError as error:
            outcome.problems.append(error.at(Place(name, 1)))
    if not paths:
        outcome.reports += [project.store.forget(name) for name in sorted(set(known) - set(names))]
    return outcome


def _sync_file(project: Project, name: str) -> SyncReport:
    targets = project.config.project.targets
    if any("\ud800" <= char <= "\udfff" for char in name):
        raise InputError("its name is not UTF-8", place=Place(name), do="rename it")
    source, documents = read_localized(project.root / name, name, targets, reading_of(project.config, name))
    every = {s.id: s for document in documents.values() for s in document.segments}
    own = {tag: {s.id for s in document.segments} for tag, document in documents.items()}
    report = project.store.sync(
        name,
        in_file_order(every.values()),
        fingerprint=source.fingerprint,
        locales=targets,
        absent={tag: every.keys() - ids for tag, ids in own.items()},
    )
    for tag, document in documents.items():
        _take_over(project, name, tag, document)
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
