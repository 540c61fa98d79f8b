"""The only place that says whether a concept is rendered alike through a work, where there is a choice."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Generic, TypeVar

from localize.glossary.base import Strategy
from localize.glossary.verify import present
from localize.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.glossary.base import TermHit
    from localize.model import SegmentId

INCONSISTENT = "TRM010"
"""Finding code, registered in `localize.qa`."""

_FREE = {Strategy.OMIT, Strategy.COMPENSATE, Strategy.PARAPHRASE, Strategy.FUNCTIONAL}
"""Strategies whose wording is up to each sentence."""

Handle = TypeVar("Handle")


class Consistency(Generic[Handle]):
    """Collects which rendering of each concept the targets of one locale use, and says which stand apart.

    Only uses with the same choice are compared: *honey* in direct address and *husband* in reference are both right.
    """

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self._uses: defaultdict[tuple[str, ...], list[tuple[Handle, SegmentId, str, str]]] = defaultdict(list)

    def add(self, handle: Handle, segment: SegmentId, hits: Sequence[TermHit], target: str) -> None:
        """Take in one line.

        Args:
            handle: the caller's, given back with a finding.
            segment: id of the line.
            hits: terms of its source.
            target: its translation.
        """
        for hit in hits:
            choice = [r for r in hit.admitted if r.text]
            if hit.rivals or hit.concept.convert or len(choice) < 2 or choice[0].strategy in _FREE:
                continue
            said = next((r.text for r in choice if present(r, target, self.locale)), None)
            if said is not None:
                key = (hit.concept.id, *sorted(r.text for r in choice))
                self._uses[key].append((handle, segment, hit.surface, said))

    def findings(self) -> Iterator[tuple[Handle, Finding]]:
        """Yield a finding for each use that is not what most others are, in the order of the lines a concept."""
        for uses in self._uses.values():
            counts = Counter(said for _, _, _, said in uses)
            usual, most = counts.most_common(1)[0]
            first = next(handle for handle, _, _, said in uses if said == usual)
            for handle, segment, surface, said in uses:
                if said != usual:
                    message = f"{surface} is “{said}” here and “{usual}” in {most} of {len(uses)} lines, first {first}"
                    yield handle, Finding(INCONSISTENT, Severity.INFO, segment, None, message)
