"""The only place that gives a reviewer's shell what it shows and records what it decides, for one locale."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize import layout, masking
from localize.api.files import format_of, tasks_of
from localize.api.remembering import remember
from localize.api.shown import filled, to_source
from localize.model import Origin
from localize.pipeline import CONTEXT_LINES, merge_findings
from localize.qa.shown import show
from localize.review.base import Act, Action, Query

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from localize.api.project import Project
    from localize.glossary.base import TermHit
    from localize.masking.base import Placeholder
    from localize.model import Draft, Finding
    from localize.pipeline import Pipeline, Task
    from localize.review.base import Decision, Progress, Revision, Row, Unit


@dataclass(frozen=True, slots=True)
class Gauges:
    """How a text fits its cue; a limit is None where none applies.

    Attributes:
        cps, cps_limit: characters per second.
        line_lengths, line_limit: characters of each line, as the locale's guide counts them.
        lines, line_count_limit: number of lines.
        seconds: duration of the cue.
    """

    cps: float | None
    cps_limit: float | None
    line_lengths: tuple[float, ...]
    line_limit: float | None
    lines: int
    line_count_limit: int | None
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Details:
    """Everything about one unit that a reviewer sees at once.

    Attributes:
        unit: the unit.
        hits: terms; spans are characters of `unit.segment.source`.
        placeholders: of the source.
        gauges: of the current target.
        engine: title, quality and licence of what drafted it, '' if nobody did.
    """

    unit: Unit
    hits: tuple[TermHit, ...]
    placeholders: tuple[Placeholder, ...]
    gauges: Gauges
    engine: str


class Checker:
    """The pipeline and the engine lines of a locale, made when first asked for; shared by the threads of a review."""

    def __init__(self, project: Project, locale: str) -> None:
        self._project, self._locale = project, locale
        self._lock = threading.Lock()
        self._pipeline: Pipeline | None = None
        self._engines: dict[str, str] = {}

    @property
    def pipeline(self) -> Pipeline:
        """Return the pipeline, which loads the glossary the first time."""
        with self._lock:
            if self._pipeline is None:
                self._pipeline = self._project.pipeline(self._locale, draft=False)
            return self._pipeline

    def describe(self, draft: Draft) -> str:
        """Return what drafted a text: origin, engine, quality and licence."""
        if draft.origin is not Origin.ENGINE:
            return str(draft.origin)
        name = re.split(r"[/ ;]", draft.signature, maxsplit=1)[0]
        with self._lock:
            if name not in self._engines:
                self._engines[name] = self._project.engine_line(name, self._locale)
            return self._engines[name]


class Room:
    """A review of one locale by one person. Not thread-safe: use `read_only` for another thread."""

    def __init__(
        self, project: Project, locale: str, reviewer: str, *, checker: Checker | None = None
    ) -> None:
        self._project = project
        self._owns_store = checker is not None
        self._store = project.store.read_only() if checker else project.store
        self._checker = checker or Checker(project, locale)
        self.locale = locale
        self.reviewer = reviewer

    @property
    def project_name(self) -> str:
        """Return the name of the work."""
        return self._project.config.project.name

    @property
    def approvals(self) -> int:
        """Return how many people must approve a segment."""
        return self._project.config.review.approvals

    def read_only(self) -> Room:
        """Return a room with a connection of its own, for a worker thread; deciding in it raises StoreError."""
        return Room(self._project, self.locale, self.reviewer, checker=self._checker)

    def close(self) -> None:
        """Close the room's own connection; the project's stays open."""
        if self._owns_store:
            self._store.close()

    def unit_ids(self, query: Query) -> array[int]:
        """Return the ids of the units a query selects, in file order."""
        return self._store.unit_ids(query)

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """Return queue rows in the order of the ids."""
        return self._store.rows(ids)

    def unit(self, unit_id: int) -> Unit:
        """Return one unit."""
        return self._store.unit(unit_id)

    def files(self) -> list[Progress]:
        """Return the counts of each file in this locale."""
        return [p for p in self._store.progress() if p.locale == self.locale]

    def neighbours(self, unit_id: int, count: int = CONTEXT_LINES) -> tuple[list[Row], list[Row]]:
        """Return the rows before and after a unit in its file, nearest last and first."""
        unit = self._store.unit(unit_id)
        ids = self._store.unit_ids(Query(self.locale, files=(unit.file,)))
        at = ids.index(unit_id)
        return self._store.rows(ids[max(0, at - count) : at]), self._store.rows(ids[at + 1 : at + 1 + count])

    def details(self, unit_id: int) -> Details:
        """Return a unit with its terms, placeholders and gauges."""
        task, unit = self._task(unit_id)
        pipeline = self._checker.pipeline
        analysis = pipeline.analyse(task)
        hits = filled(analysis.hits, pipeline.wishes(task, analysis))
        return Details(
            unit=unit,
            hits=to_source(analysis.masked, hits),
            placeholders=analysis.masked.placeholders,
            gauges=self.gauges(unit_id, unit.target or ""),
            engine=self._checker.describe(unit.draft) if unit.draft else "",
        )

    def gauges(self, unit_id: int, text: str) -> Gauges:
        """Return how a text would fit the cue of a unit."""
        unit = self._store.unit(unit_id)
        segment = unit.segment
        limits = self._checker.pipeline.limits_for(segment)
        read = show(text, self._format(unit.file)).plain
        widths = layout.line_widths(read, self.locale)
        duration = None
        if segment.start_ms is not None and segment.end_ms is not None:
            duration = max(segment.end_ms - segment.start_ms, 0)
        return Gauges(
            cps=layout.reading_speed(read, self.locale, duration) if duration else None,
            cps_limit=limits.chars_per_second if limits else None,
            line_lengths=widths,
            line_limit=limits.chars_per_line if limits else None,
            lines=len(widths),
            line_count_limit=limits.lines if limits else None,
            seconds=None if duration is None else duration / 1000,
        )

    def check(self, unit_id: int, text: str) -> tuple[Finding, ...]:
        """Return the findings that a text would have as the target of a unit."""
        from localize.api.project import stage_findings

        task, unit = self._task(unit_id)
        found = self._checker.pipeline.check(task, text)
        return merge_findings(found, stage_findings(unit)) if text == unit.target else found

    def placeholders(self, unit_id: int, text: str) -> tuple[Placeholder, ...]:
        """Return the placeholders in a text, for colours and for an editor that keeps them whole."""
        return masking.placeholders(text, format=self._format(self._store.unit(unit_id).file))

    def decide(self, unit_id: int, decisions: Sequence[Decision], revision: int) -> Unit:
        """Record decisions on a unit as one act and return the unit as it is now.

        The findings of a new text are saved with it; an approved pair goes into the translation memory.

        Raises:
            ConflictError: the unit is not at `revision` any more.
            StoreError: a decision is not allowed (no reason, empty target …).
        """
        self._store.decide_many(
            [Act(unit_id, decision, revision) for decision in decisions], by=self.reviewer
        )
        unit = self._store.unit(unit_id)
        if any(d.action is Action.EDIT for d in decisions):
            self._check_again(unit_id)
            unit = self._store.unit(unit_id)
        remember(self._project, self.locale, (unit,), by=self.reviewer)
        return unit

    def undo(self) -> Unit | None:
        """Take back the reviewer's latest act and return its last unit; None if there is nothing to undo.

        The findings of every unit it touched are found anew, and an approval taken back leaves the memory.
        """
        touched = list(dict.fromkeys(row.unit for row in self._store.undo_group(by=self.reviewer)))
        for unit_id in touched:
            self._check_again(unit_id)
        remember(self._project, self.locale, self._store.units(touched), by=self.reviewer)
        return self._store.unit(touched[-1]) if touched else None

    def _check_again(self, unit_id: int) -> None:
        unit = self._store.unit(unit_id)
        if unit.target is not None:
            self._store.save_findings([(unit_id, self.check(unit_id, unit.target))])

    def history(self, unit_id: int) -> list[Revision]:
        """Return what happened to a unit, oldest first."""
        return self._store.history(unit_id)

    def _format(self, file: str) -> str:
        return format_of(self._store.files().get(file, ""))

    def _task(self, unit_id: int) -> tuple[Task, Unit]:
        """Return the pipeline task of a unit with its neighbours, and the unit."""
        unit = self._store.unit(unit_id)
        ids = self._store.unit_ids(Query(self.locale, files=(unit.file,)))
        at = ids.index(unit_id)
        start = max(0, at - CONTEXT_LINES)
        near = self._store.units(ids[start : at + CONTEXT_LINES + 1])
        tasks = tasks_of(self._format(unit.file), [(str(u.id), u.segment, "") for u in near])
        return tasks[at - start], unit
