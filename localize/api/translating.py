"""The only place that drafts a project: locale by locale and file by file, saved as it goes, within its budget."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from localize.api import privacy
from localize.api.files import format_of, tasks_of
from localize.api.spending import Purse
from localize.engines.money import Usage
from localize.pipeline.sentences import at_most, parts
from localize.review.base import Query, State

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from localize.api.project import Project
    from localize.errors import LocalizeError
    from localize.pipeline import Pipeline, Result, Task

    Progress = Callable[[str, int, int], None]

CHUNK = 256
"""Segments planned at a time, at least; they are drafted and saved slice by slice, see `localize.pipeline.asking`."""

DRAFTABLE = (State.NEW, State.DRAFTED, State.OUTDATED)
"""States in which a machine may write; the others hold a person's text or verdict."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a translate run is asked to do; the attributes are those of `Project.translate`."""

    locales: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    engine: str = ""
    limit: int | None = None
    budget: str = ""
    cache: bool = True


@dataclass(slots=True)
class TranslateOutcome:
    """What a translate run did, counted per locale.

    Attributes:
        drafted: (locale, who: engine name or ``memory``) → segments.
        standing: locale → segments whose draft was already up to date.
        decided: locale → segments that a person holds.
        terms: locale → terms and numbers enforced; edits: locale → recorded edits.
        findings: locale → findings in the new drafts.
        licences: engine name → the line to show wherever its drafts are used.
        usage, currency: of engines that charge.
        stopped: why the run ended before its work was done (a spent budget), None if it did not.
    """

    drafted: Counter[tuple[str, str]] = field(default_factory=Counter)
    standing: Counter[str] = field(default_factory=Counter)
    decided: Counter[str] = field(default_factory=Counter)
    terms: Counter[str] = field(default_factory=Counter)
    edits: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    licences: dict[str, str] = field(default_factory=dict)
    usage: Usage = field(default_factory=Usage)
    currency: str = ""
    stopped: LocalizeError | None = None


def translate_project(project: Project, order: Order, progress: Progress | None = None) -> TranslateOutcome:
    """Draft what the order asks for; see `Project.translate`."""
    outcome = TranslateOutcome()
    files = project.files(order.paths)
    purse = Purse(project.store_folder, order.budget)
    for locale in project.locales(order.locales):
        pipeline = project.pipeline(locale, engine=order.engine, cache=order.cache)
        if pipeline.engine:
            privacy.note(project, pipeline.engine)
            info = pipeline.engine.info
            said = (f"{info.quality} quality", info.licence, info.attribution)
            outcome.licences[info.name] = "; ".join(words for words in said if words)
        with purse.counting(locale, pipeline.engine):
            _translate_locale(project, locale, files, pipeline, outcome, order.limit, progress)
        outcome.usage, outcome.currency, outcome.stopped = purse.usage, purse.currency, purse.stopped
        if purse.stopped:
            break
    return outcome


def tasks_to_draft(project: Project, locale: str, file: str, fingerprint: str) -> list[Task]:
    """Return the tasks of a file; those of lines that a person holds are not wanted, but stand around the others.

    Args:
        project, locale: whose.
        file, fingerprint: as the store lists them.
    """
    units = project.units(locale, file)
    tasks = tasks_of(
        format_of(fingerprint),
        [(str(u.id), u.segment, u.draft.signature if u.draft else "") for u in units],
        path=file,
    )
    return [replace(t, wanted=u.state in DRAFTABLE) for t, u in zip(tasks, units, strict=True)]


def _translate_locale(
    project: Project,
    locale: str,
    files: Sequence[str],
    pipeline: Pipeline,
    outcome: TranslateOutcome,
    limit: int | None,
    progress: Progress | None,
) -> None:
    fingerprints = project.store.files()
    total = len(project.store.unit_ids(Query(locale, files=tuple(files)))) if files else 0
    count = made = 0

    def save(results: Sequence[Result]) -> None:
        nonlocal count, made
        made += _save(project, locale, results, pipeline, outcome)
        count += len(results)
        if progress:
            progress(locale, count, total)

    for file in files:
        tasks = tasks_to_draft(project, locale, file, fingerprints[file])
        held = sum(not task.wanted for task in tasks)
        outcome.decided[locale] += held
        count += held
        for part in parts(tasks, max(CHUNK, pipeline.slice_size)):
            if limit is not None and made >= limit:
                return
            pipeline.draft(part if limit is None else at_most(part, limit - made), save=save)
    if progress:
        progress(locale, total, total)


def _save(
    project: Project, locale: str, results: Sequence[Result], pipeline: Pipeline, outcome: TranslateOutcome
) -> int:
    fresh = [r for r in results if r.draft is not None]
    project.store.save_drafts((int(r.key), r.draft, r.findings) for r in fresh if r.draft is not None)
    outcome.standing[locale] += len(results) - len(fresh)
    for result in fresh:
        if result.draft is None:
            continue
        engine = pipeline.engine.info.name if pipeline.engine else ""
        who = "memory" if result.draft.origin == "memory" else engine
        outcome.drafted[locale, who] += 1
        outcome.terms[locale] += result.terms
        outcome.edits[locale] += len(result.draft.edits)
        outcome.findings[locale] += len(result.findings)
    return len(fresh)
