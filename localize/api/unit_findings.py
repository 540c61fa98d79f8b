"""The only place that says what bears on a unit's findings beside the checks: its draft, its file, other languages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from localize.api import privacy
from localize.masking import mask
from localize.qa import peers
from localize.qa.base import Context
from localize.qa.evidence import Evidence
from localize.review.base import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from localize.api.project import Project
    from localize.model import Finding, SegmentId
    from localize.review.base import Unit

_BY_PEOPLE = frozenset({State.EDITED, State.APPROVED})


class Told:
    """What a file of a project and its other languages tell of the findings of its units, in one locale.

    Both are read when the first finding asks for them.
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
        self._others: Mapping[SegmentId, Sequence[tuple[str, str]]] | None = None

    def weighed(self, findings: Sequence[Finding], unit: Unit) -> Sequence[Finding]:
        """Return the findings of a unit, those as warnings that its file or the other languages speak against."""
        found = self._evidence.weighed(findings)
        if unit.previous_source is not None:
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
        return peers.weighed(found, unit.segment, context, lambda: self._peers(unit.segment.id))

    def _peers(self, segment: SegmentId) -> Sequence[tuple[str, str]]:
        if self._others is None:
            self._others = self._read()
        return self._others.get(segment, ())

    def _read(self) -> Mapping[SegmentId, Sequence[tuple[str, str]]]:
        """Return locale and target of each segment of the file in the other locales, as people have made them."""
        found: dict[SegmentId, list[tuple[str, str]]] = {}
        for locale in self._project.locales():
            if locale == self._locale:
                continue
            for unit in self._project.units(locale, self._file):
                if unit.target and unit.state in _BY_PEOPLE and unit.previous_source is None:
                    found.setdefault(unit.segment.id, []).append((locale, unit.target))
        return found


def other_findings(project: Project, units: Sequence[Unit]) -> dict[int, tuple[Finding, ...]]:
    """Return what the stages before QA and the licence of its engine say of each unit, by its number."""
    licensed = privacy.with_licence_findings(project, [replace(unit, findings=()) for unit in units])
    return {unit.id: (*stage_findings(unit), *unit.findings) for unit in licensed}


def stage_findings(unit: Unit) -> tuple[Finding, ...]:
    """Return what the stages before QA found in a unit's draft, as long as that draft is still its target."""
    if unit.draft is None or unit.target != unit.draft.text:
        return ()
    return unit.draft.findings
