"""The only place that says which terms of a line a change of the glossary touches: what is found, and what is asked.

A note, a source or a review state asks nothing of a line, so changing one touches none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.glossary.fold import fold, spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from localize.glossary.base import Rendering, TermHit
    from localize.glossary.diff import ConceptChange
    from localize.model import Span

_Said = tuple[tuple[str, str, tuple[str, ...]], ...]
_Demand = tuple[_Said, _Said, _Said, _Said, bool, bool]


@dataclass(frozen=True, slots=True)
class Touched:
    """A place of a line at which the two glossaries ask for different things.

    Attributes:
        before, after: the hit in either glossary, None where one finds nothing there.
    """

    before: TermHit | None
    after: TermHit | None

    @property
    def hit(self) -> TermHit:
        """The hit as it is now, or as it was last."""
        found = self.after or self.before
        assert found is not None, "something was touched"
        return found


class Prefilter:
    """Tells cheaply which source texts a set of changes can touch at all: those that hold one of their forms."""

    def __init__(self, changes: Iterable[ConceptChange]) -> None:
        self._forms = tuple({s for change in changes for form in change.forms for s in spellings(form)})

    def may_touch(self, text: str) -> bool:
        """Return whether a text holds a form of a changed concept, in either script."""
        folded = fold(text)
        return any(form in folded for form in self._forms)


def touched(before: Sequence[TermHit], after: Sequence[TermHit]) -> tuple[Touched, ...]:
    """Return the places of one line where what is asked differs, in the order of the line.

    A term that another one hides, or lets through, counts as well: the hits are compared, not the entries.
    """
    old: dict[Span, TermHit] = {hit.span: hit for hit in before}
    new: dict[Span, TermHit] = {hit.span: hit for hit in after}
    found = []
    for span in sorted({*old, *new}):
        was, now = old.get(span), new.get(span)
        if was is None or now is None or _demand(was) != _demand(now):
            found.append(Touched(was, now))
    return tuple(found)


def _demand(hit: TermHit) -> _Demand:
    """Return what a hit asks of a target: what to write, what to accept, what to refuse."""
    chosen = (hit.rendering,) if hit.rendering else ()
    return (
        _said(chosen),
        tuple(sorted(_said(hit.admitted))),
        tuple(sorted(_said(hit.forbidden))),
        tuple(sorted(_said(hit.early))),
        hit.concept.convert,
        bool(hit.rivals),
    )


def _said(renderings: Iterable[Rendering]) -> _Said:
    return tuple((r.text, r.short, r.forms) for r in renderings)
