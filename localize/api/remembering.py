"""The only place that keeps the translation memory in step with the decisions."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from localize.memory.base import MemoryUnit
from localize.review.base import Query, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from localize.api.project import Project
    from localize.review.base import ReviewStore, Unit


def remember(
    project: Project, locale: str, units: Iterable[Unit], *, by: str, store: ReviewStore | None = None
) -> None:
    """Let the translation memory hold the pairs of touched units exactly while they are approved.

    Args:
        project, locale: whose memory.
        units: touched ones; what they are now is read again.
        by: who decided.
        store: to read their neighbours from, None for the project's own; another thread needs another.
    """
    lines = store or project.store
    approved: list[MemoryUnit] = []
    for unit in lines.units([unit.id for unit in units]):
        origin = _origin(unit.file, unit)
        if unit.state is not State.APPROVED:
            project.memory.forget(origin, locale)
            continue
        near, at = lines.around(unit.id, 1)
        sources = {row.id: row.source for row in lines.rows(near)}
        approved.append(
            MemoryUnit(
                source=unit.segment.source,
                target=unit.target or "",
                source_locale=project.config.project.source,
                target_locale=locale,
                before=sources[near[at - 1]] if at else "",
                after=sources[near[at + 1]] if at + 1 < len(near) else "",
                speaker=unit.segment.speaker or "",
                origin=origin,
                by=by,
            )
        )
    if approved:
        project.memory.remember_many(approved)


def _origin(file: str, unit: Unit) -> str:
    return f"{file}#{unit.segment.id}"


def origins_of(project: Project, file: str, *, was: str = "") -> dict[str, dict[int, str]]:
    """Return by which places the memory knows the approved lines of a file: locale → unit → place.

    Args:
        project, file: as of the last sync.
        was: path that the file had then, if it has another one now.
    """
    known = {}
    for locale in project.config.project.targets:
        approved = project.store.unit_ids(Query(locale, files=(file,), states=(State.APPROVED,)))
        known[locale] = {unit.id: _origin(was or file, unit) for unit in project.store.units(approved)}
    return known


def follow(project: Project, known: Mapping[str, Mapping[int, str]]) -> None:
    """Let the memory know approved lines by where they stand now: cues are renumbered, files renamed.

    Without it, who rejects such a line leaves its pair in the memory, and may take another line's pair out of it.
    """
    for locale, places in known.items():
        moved: defaultdict[str, list[Unit]] = defaultdict(list)
        for unit in project.store.units(list(places)):
            if unit.state is State.APPROVED and places[unit.id] != _origin(unit.file, unit):
                moved[unit.decided_by].append(unit)
        for units in moved.values():
            for unit in units:
                project.memory.forget(places[unit.id], locale)
        for by, units in moved.items():
            remember(project, locale, units, by=by)
