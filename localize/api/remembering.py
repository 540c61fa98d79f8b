"""The only place that keeps the translation memory in step with the decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.memory.base import MemoryUnit
from localize.review.base import State

if TYPE_CHECKING:
    from collections.abc import Iterable

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
        origin = f"{unit.file}#{unit.segment.id}"
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
