"""The only place where a reviewer's proposal becomes a term: its impact, its file, and the lines it re-opens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from localize.errors import ConfigError, StoreError
from localize.review.base import Act, Action, Decision, Query, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from localize.api.project import Project
    from localize.api.room_undo import FileEdit
    from localize.glossary.base import Concept, Condition, Scope
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
        when: when it applies, as a term file has it under ``when``, on one line; '' for always. None leaves the words
            the condition that they have not, or are new without one.
        was: the condition that the words had until now, in the same way; it is the one that `when` takes the place of.
    """

    term: str
    text: str
    status: str = "preferred"
    note: str = ""
    when: str | None = None
    was: str = ""


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
    """Return which lines a change touches, and which approved ones it re-opens. Read-only.

    Raises:
        ConfigError: the project file names no term file where the change could go.
        GlossaryError: the condition is none.
    """
    from localize.api.setting import scope_of
    from localize.glossary.edits import propose
    from localize.glossary.typed import condition_of

    condition = condition_of(change.when or "")
    concept = concept_of(project, change.term)
    _file_for(project, concept or propose(change.term, OWN_CATEGORY))
    forms: tuple[str, ...] = (change.term,)
    if concept:
        forms = (concept.term, concept.hant, *concept.variants, *concept.hant_variants)
    ids = store.unit_ids(Query(locale, sources=tuple(form for form in forms if form)))
    rows = store.rows(ids)
    again = tuple(
        row
        for row in rows
        if row.state is State.APPROVED
        and _disagrees(row.target or "", change)
        and _may_apply(condition, row, forms, store, scope_of(project.config, locale))
    )
    return Impact(tuple(rows), again, concept.id if concept else "")


def _disagrees(target: str, change: TermChange) -> bool:
    """Return whether an approved target has to be looked at again: by the words, whatever their case."""
    said = change.text.casefold() in target.casefold()
    refused = change.status in ("deprecated", "forbidden")
    return said if refused else change.status == "preferred" and not said


def _may_apply(
    condition: Condition | None, row: Row, forms: Sequence[str], store: ReviewStore, scope: Scope
) -> bool:
    """Return whether a condition holds in a line, or may: who speaks to whom is left open, and so is the episode."""
    from localize.glossary.conditions import Setting, judge
    from localize.glossary.fold import fold
    from localize.model import Span
    from localize.pipeline import CONTEXT_LINES

    if condition is None:
        return True
    near, _ = store.around(row.id, CONTEXT_LINES)
    scene = fold("\n".join(other.source for other in store.rows(near) if other.id != row.id))
    text = fold(row.source)
    starts = ((text.find(fold(form)), len(form)) for form in forms if form)
    spans = [Span(start, start + length) for start, length in starts if start >= 0]
    open_ = replace(condition, episodes=None)
    return any(judge(open_, Setting(text, span, scope, scene)).holds is not False for span in spans)


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
    from localize.glossary.typed import condition_of

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
        locale,
        change.text,
        Status(change.status),
        strategy,
        when=condition_of(change.when or ""),
        note=change.note,
        source="project decision",
    )
    was = condition_of(change.was)
    if not _holds(project, path, concept):
        text = add_concept(text, concept, why, name=path.name)
    text = set_rendering(text, concept.id, new, why, moved=change.when is not None, was=was, name=path.name)
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
    from localize.api.terms_edit import file_to_come

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
