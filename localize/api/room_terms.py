"""The only place where a reviewer's proposal becomes a term: its impact, its file, and the lines it re-opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from localize.api.terms_edit import file_to_come
from localize.errors import ConfigError, StoreError
from localize.review.base import Act, Action, Decision, Query, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from localize.api.project import Project
    from localize.api.room_undo import FileEdit
    from localize.glossary.base import Concept
    from localize.review.base import ReviewStore, Row

OWN_CATEGORY = "project"
"""Category of a term that no pack knows."""


@dataclass(frozen=True, slots=True)
class TermChange:
    """What a reviewer proposes.

    Attributes:
        term: source words, any written form.
        text: target words.
        status: ``preferred``, ``admitted``, ``deprecated`` or ``forbidden``.
        note: why, on one line.
    """

    term: str
    text: str
    status: str = "preferred"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of terms would touch.

    Attributes:
        touched: lines whose source holds the term.
        reopened: the approved ones of them whose target does not go with the change.
        known_as: id of the concept that it changes, '' for a new one.
        edit: what was written into a term file, None while nothing is.
    """

    touched: tuple[Row, ...]
    reopened: tuple[Row, ...]
    known_as: str
    edit: FileEdit | None = None


def concept_of(project: Project, term: str) -> Concept | None:
    """Return the concept with this id or written form, the nearest file's; None if there is none."""
    found = None
    for concept in project.glossary.concepts:
        if term in (concept.id, concept.term, concept.hant, *concept.variants, *concept.hant_variants):
            found = concept
    return found


def impact(project: Project, store: ReviewStore, locale: str, change: TermChange) -> Impact:
    """Return which lines a change touches, and which approved ones it re-opens. Read-only."""
    concept = concept_of(project, change.term)
    forms: tuple[str, ...] = (change.term,)
    if concept:
        forms = (concept.term, concept.hant, *concept.variants, *concept.hant_variants)
    ids = store.unit_ids(Query(locale, sources=tuple(form for form in forms if form)))
    rows = store.rows(ids)
    again = tuple(r for r in rows if r.state is State.APPROVED and _disagrees(r.target or "", change))
    return Impact(tuple(rows), again, concept.id if concept else "")


def _disagrees(target: str, change: TermChange) -> bool:
    """Return whether an approved target has to be looked at again: by the words, whatever their case."""
    said = change.text.casefold() in target.casefold()
    refused = change.status in ("deprecated", "forbidden")
    return said if refused else change.status == "preferred" and not said


def write(project: Project, locale: str, change: TermChange, *, by: str) -> Path:
    """Write a change into a term file of the project and return the file. Its other lines stay as they are.

    Raises:
        ConfigError: the project file names no term file where the change could go.
        GlossaryError, ProblemsError: the change does not fit the file; nothing was written.
        StoreError: the status is unknown.
    """
    from localize.export import write_atomic
    from localize.glossary.base import Rendering, Status, Strategy
    from localize.glossary.edits import Change, add_concept, propose, set_rendering

    if change.status not in set(Status):
        raise StoreError(f"no such status: {change.status!r}", do=f"use one of {', '.join(Status)}")
    concept = concept_of(project, change.term) or propose(change.term, OWN_CATEGORY)
    path = _file_for(project, concept)
    text = path.read_text("utf-8-sig") if path.exists() else ""
    why = Change(by, datetime.now(UTC).date().isoformat(), change.note)
    same = next((r for r in concept.renderings if r.locale == locale), None)
    strategy = same.strategy if same else concept.strategy
    if strategy in (Strategy.CONDITIONAL, Strategy.CONVERT):
        strategy = Strategy.OFFICIAL
    new = Rendering(
        locale, change.text, Status(change.status), strategy, note=change.note, source="project decision"
    )
    if not _holds(project, path, concept):
        text = add_concept(text, concept, why, name=path.name)
    text = set_rendering(text, concept.id, new, why, name=path.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, text.encode(), force=True)
    return path


def _holds(project: Project, path: Path, concept: Concept) -> bool:
    return concept.place is not None and any(
        path.samefile(other) for other in _own_files(project) if str(other) == concept.place.file
    )


def _own_files(project: Project) -> Iterator[Path]:
    for pattern in project.config.glossary.files:
        yield from sorted(project.config.root.glob(pattern))


def _file_for(project: Project, concept: Concept) -> Path:
    """Return the file that holds a concept, else the one of its category, which need not exist yet."""
    if concept.place is not None:
        for path in _own_files(project):
            if str(path) == concept.place.file:
                return path
    first = file_to_come(project.config, concept.category)
    if first is None:
        raise ConfigError(
            "the project has no folder of term files of its own",
            do='set files = ["glossary/*.yaml"] under [glossary]',
            place=project.config.place("glossary", "files"),
        )
    return first


def reopening(rows: Sequence[Row], revisions: dict[int, int], change: TermChange) -> list[Act]:
    """Return the acts that put approved lines up for discussion again, with the change as the reason."""
    reason = f"term changed: {change.term} is now '{change.text}' ({change.status})"
    decision = Decision(Action.DISCUSS, reason=reason)
    return [Act(row.id, decision, revisions[row.id]) for row in rows]
