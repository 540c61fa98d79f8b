"""The only place that says what was accepted among the findings of a project, by whom, and why."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from localize.api.exceptions import exceptions_in, exceptions_of
from localize.api.facts import Collector
from localize.api.terms_waivers import waivers_of
from localize.api.waiving import Accepted, silenced_by, waived_by
from localize.errors import Place
from localize.model import LocatedFinding
from localize.qa.suppression import today
from localize.review.base import Action

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.api.project import Project
    from localize.model import Finding
    from localize.pipeline.base import Analysis, Task
    from localize.review.base import ReviewStore, Unit


class Ledger(Collector):
    """Watches a check of a project; what was found and is no finding of the run has been accepted by somebody."""

    def __init__(self, *, facts: bool) -> None:
        """Remember nothing yet.

        Args:
            facts: gather what a report shows beside the findings too.
        """
        super().__init__()
        self._facts = facts
        self._seen: list[tuple[int, LocatedFinding]] = []

    def see_task(
        self, file: str, locale: str, task: Task, target: str, findings: Sequence[Finding], analysis: Analysis
    ) -> None:
        """Take in one checked segment of the store, with everything that was found in it."""
        if findings:
            place, unit = Place(file, task.segment.line), int(task.key)
            self._seen += [(unit, LocatedFinding(finding, place, locale)) for finding in findings]
        if self._facts:
            super().see_task(file, locale, task, target, findings, analysis)

    def see_apart(self, unit: Unit, found: LocatedFinding) -> None:
        """Take in a line whose term stands apart, whether a reviewer waived that or not."""
        self._seen.append((unit.id, found))
        if self._facts:
            super().see_apart(unit, found)

    def accepted(
        self, project: Project, findings: Sequence[LocatedFinding], select: frozenset[str] | None
    ) -> list[Accepted]:
        """Return what was accepted in the run that was watched.

        Args:
            project: that was checked.
            findings: of the run.
            select: codes that were asked for, None for all.
        """
        kept = set(findings)
        left = [
            (unit, located)
            for unit, located in self._seen
            if located not in kept and (select is None or located.finding.code in select)
        ]
        return list(_explained(project, left)) if left else []


def _explained(project: Project, left: Sequence[tuple[int, LocatedFinding]]) -> Iterator[Accepted]:
    """Yield findings with the decision, waiver or exception that accepts them, looked for in this order."""
    ids = list(dict.fromkeys(unit for unit, _ in left))
    units = {unit.id: unit for unit in project.store.units(ids)}
    files = sorted({located.place.file for _, located in left})
    day = today()
    waivers = [waiver for waiver in waivers_of(project.config) if day <= waiver.expires]
    exceptions = [
        exception
        for exception in (*exceptions_of(project.config), *exceptions_in(project.config, files))
        if exception.until is None or day <= exception.until
    ]
    for unit, located in left:
        if located.finding.code in units[unit].waived:
            yield _decided(project.store, units[unit], located)
        elif waiver := next((w for w in waivers if w.covers(located)), None):
            yield waived_by(located, waiver)
        elif exception := next((e for e in exceptions if e.covers(located)), None):
            yield silenced_by(located, exception)


def _decided(store: ReviewStore, unit: Unit, located: LocatedFinding) -> Accepted:
    """Return a finding as a reviewer waived it; of several decisions the latest one that stands."""
    history = store.history(unit.id)
    undone = {revision.undoes for revision in history}
    code = located.finding.code
    last = max(
        (
            revision
            for revision in history
            if revision.decision.action is Action.WAIVE
            and revision.decision.code == code
            and revision.after_text == unit.target
            and revision.number not in undone
        ),
        key=lambda revision: revision.number,
    )
    until = datetime.date.fromisoformat(last.decision.until) if last.decision.until else None
    return Accepted(located, f"{last.decision.reason} ({last.by})", until)
