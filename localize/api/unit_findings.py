"""The only place that says what bears on a unit's findings beside the checks: its draft, its file, other languages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from localize.api import privacy
from localize.masking import mask
from localize.qa import peers
from localize.qa.base import Context
from localize.qa.evidence import Evidence
from localize.review.base import Query, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from localize.api.project import Project
    from localize.model import Finding
    from localize.review.base import Unit

_BY_PEOPLE = (State.EDITED, State.APPROVED)


class Told:
    """What a file of a project and its other languages tell of the findings of its units, in one locale.

    Both are read only when a finding asks for them.
    """

    def __init__(
        self,
        project: Project,
        locale: str,
        file: str,
        format: str,  # noqa: A002 - the field's word
        lines: Callable[[], Iterable[tuple[str, str]]],
    ) -> None:
        """Note where it stands; `lines` yields source and target of every unit of the file in the locale."""
        self._project, self._locale, self._file, self._format = project, locale, file, format
        self._evidence = Evidence(lines, format)

    def weighed(self, findings: Sequence[Finding], unit: Unit) -> Sequence[Finding]:
        """Return the findings of a unit, those as warnings that its file or the other languages speak against."""
        found = self._evidence.weighed(findings)
        if unit.previous_source is not None or not peers.shareable(found):
            return found  # after a change of the source everybody lacks the same
        table = self._project.config.project
        context = Context(
            table.source,
            self._locale,
            self._format,
            table.medium,
            None,
            mask(unit.segment, format=self._format),
        )
        return peers.weighed(found, unit.segment, context, lambda: self._others(unit))

    def _others(self, unit: Unit) -> Iterator[tuple[str, str]]:
        """Yield locale and target of the same line in the other locales, as far as people made it for this source."""
        store = self._project.store
        for locale in self._project.locales():
            if locale == self._locale or not unit.segment.source:
                continue
            query = Query(locale, files=(self._file,), states=_BY_PEOPLE, sources=(unit.segment.source,))
            for other in store.units(store.unit_ids(query)):
                if other.segment.id == unit.segment.id and other.target and other.previous_source is None:
                    yield locale, other.target


def other_findings(project: Project, units: Sequence[Unit]) -> dict[int, tuple[Finding, ...]]:
    """Return what the stages before QA and the licence of its engine say of each unit, by its number."""
    licensed = privacy.with_licence_findings(project, [replace(unit, findings=()) for unit in units])
    return {unit.id: (*stage_findings(unit), *unit.findings) for unit in licensed}


def stage_findings(unit: Unit) -> tuple[Finding, ...]:
    """Return what the stages before QA found in a unit's draft, as long as that draft is still its target."""
    if unit.draft is None or unit.target != unit.draft.text:
        return ()
    return unit.draft.findings
