"""The only place that keeps the translation memory in step with the decisions."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from localize.memory.base import MemoryUnit
from localize.review.base import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from localize.api.project import Project
    from localize.review.base import Unit


def remember(project: Project, locale: str, units: Iterable[Unit], *, by: str) -> None:
    """Let the translation memory hold the pairs of touched units exactly while they are approved."""
    by_file: defaultdict[str, set[int]] = defaultdict(set)
    for unit in units:
        by_file[unit.file].add(unit.id)
    approved: list[MemoryUnit] = []
    for file, touched in by_file.items():
        rows = project.units(locale, file)
        sources = ["", *(unit.segment.source for unit in rows), ""]
        for at, unit in enumerate(rows):
            if unit.id not in touched:
                continue
            origin = f"{unit.file}#{unit.segment.id}"
            if unit.state is not State.APPROVED:
                project.memory.forget(origin, locale)
                continue
            approved.append(
                MemoryUnit(
                    source=unit.segment.source,
                    target=unit.target or "",
                    source_locale=project.config.project.source,
                    target_locale=locale,
                    before=sources[at],
                    after=sources[at + 2],
                    speaker=unit.segment.speaker or "",
                    origin=origin,
                    by=by,
                )
            )
    project.memory.remember_many(approved)
