"""The only place that says, and saves for reviewers, where a concept is rendered otherwise than in its whole work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.glossary import Consistency
from localize.model import LocatedFinding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.api.facts import Collector
    from localize.errors import Place
    from localize.glossary.base import TermHit
    from localize.model import Finding
    from localize.review.base import ReviewStore, Unit


@dataclass(frozen=True, slots=True)
class _Use:
    unit: int
    place: Place
    waived: bool

    def __str__(self) -> str:
        return str(self.place)


class Uses:
    """The uses of concepts in the targets of one locale, and the other findings of their lines."""

    def __init__(self, locale: str) -> None:
        self._locale = locale
        self._uses: Consistency[_Use] = Consistency(locale)
        self._findings: dict[int, tuple[Finding, ...]] = {}

    def add(self, unit: Unit, place: Place, hits: Sequence[TermHit], findings: Sequence[Finding]) -> None:
        """Take in one line that has a target, with the findings that are saved for it."""
        from localize.glossary.consistency import INCONSISTENT

        use = _Use(unit.id, place, INCONSISTENT in unit.waived)
        self._uses.add(use, unit.segment.id, hits, unit.target or "")
        self._findings[unit.id] = tuple(findings)

    def settle(
        self, store: ReviewStore, watch: Collector | None = None, *, saving: bool
    ) -> list[LocatedFinding]:
        """Return the findings of the lines that stand apart and that no reviewer has waived.

        With `saving` writes to the store: the findings of these lines anew, with what was found besides. `watch` is
        shown them all.
        """
        apart: dict[int, list[Finding]] = {}
        found = []
        for use, finding in self._uses.findings():
            apart.setdefault(use.unit, []).append(finding)
            found.append((use, LocatedFinding(finding, use.place, self._locale)))
        if apart and saving:
            store.save_findings([(unit, (*self._findings[unit], *more)) for unit, more in apart.items()])
        if watch is not None:
            units = {unit.id: unit for unit in store.units(list(apart))}
            for use, located in found:
                watch.see_apart(units[use.unit], located)
        return [located for use, located in found if not use.waived]
