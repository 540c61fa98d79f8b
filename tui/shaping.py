"""The only place that turns what the library knows of a line into what a screen is given to show."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.locales import fallback_chain
from tui.conditions import applies
from tui.views import Action, Gauges, Rendering, Term, TermCard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.glossary.base import Concept, TermHit
    from localize.glossary.base import Rendering as GlossaryRendering
    from localize.masking.base import Placeholder
    from tui.contract import RawGauges
    from tui.views import Revision, Unit


@dataclass(frozen=True, slots=True)
class _Unlimited:
    """Gauges of a line whose limits are not loaded yet."""

    cps: float | None = None
    cps_limit: float | None = None
    line_lengths: tuple[float, ...] = ()
    line_limit: float | None = None
    lines: int = 0
    line_count_limit: int | None = None


NO_GAUGES = _Unlimited()
KEPT_FOR_WAYS = 3
"""Number keys that the renderings of terms leave to whole alternatives."""


def approvers(log: Sequence[Revision]) -> tuple[tuple[str, ...], bool]:
    """Return whose approval of the latest text stands, and whether somebody asked for a second one."""
    undone = {revision.undoes for revision in log}
    names: dict[str, None] = {}
    asked = False
    for revision in log:
        action = revision.decision.action
        if revision.number in undone:
            continue
        if action in (Action.APPROVE, Action.SECOND):
            names[revision.by] = None
            asked = asked or action is Action.SECOND
        elif action in (Action.EDIT, Action.REJECT, Action.DISCUSS):
            names.clear()
            asked = False
    return tuple(names), asked


def author(log: Sequence[Revision]) -> str:
    """Return who wrote the latest text, '' if a machine did."""
    undone = {revision.undoes for revision in log}
    edits = (r.by for r in log if r.number not in undone and r.decision.action is Action.EDIT)
    return next(iter(reversed(list(edits))), "")


def gauges(
    raw: RawGauges,
    text: str,
    unit: Unit,
    wanted: Sequence[Placeholder],
    present: Sequence[Placeholder],
) -> Gauges:
    """Return how a text fits, and which placeholders of the source it lacks."""
    lacking = Counter(p.text for p in wanted) - Counter(p.text for p in present)
    return Gauges(
        cps=raw.cps,
        cps_limit=raw.cps_limit,
        line_lengths=raw.line_lengths,
        line_limit=raw.line_limit,
        lines=raw.lines,
        line_count_limit=raw.line_count_limit,
        length=len(text),
        length_limit=unit.segment.max_length,
        missing=tuple(lacking.elements()),
    )


def terms(hits: Sequence[TermHit], locale: str) -> Iterator[Term]:
    """Yield one term for each concept found, its renderings numbered for the number keys."""
    found: dict[tuple[str, str], list[TermHit]] = {}
    for hit in hits:
        found.setdefault((hit.concept.id, hit.surface), []).append(hit)
    numbers = iter(range(1, 10 - KEPT_FOR_WAYS))
    for same in found.values():
        first = same[0]
        ways = list(dict.fromkeys([*([first.rendering] if first.rendering else []), *first.admitted]))
        yield Term(
            spans=tuple(hit.span for hit in same),
            surface=first.surface,
            concept=first.concept.id,
            category=first.concept.category,
            renderings=tuple(_rendering(way, next(numbers, 0)) for way in ways),
            refused=tuple(way.text for way in first.forbidden),
            why=first.why,
            note=first.concept.note,
            gloss=next(
                (first.concept.gloss[x] for x in fallback_chain(locale) if x in first.concept.gloss), ""
            ),
            rivals=tuple(f"{rival.term} ({rival.category})" for rival in first.rivals),
        )


def card(concept: Concept, locale: str) -> TermCard:
    """Return a concept as its card shows it: the renderings that serve a locale, each with its condition."""
    from localize.glossary.typed import condition_text

    chain = fallback_chain(locale)
    ways = [way for way in concept.renderings if way.locale in chain]
    return TermCard(
        concept=concept.id,
        category=concept.category,
        forms=tuple(dict.fromkeys(w for w in (concept.term, concept.hant, *concept.variants) if w)),
        strategy=str(concept.strategy),
        note=concept.note,
        place=str(concept.place) if concept.place else "",
        checked=str(concept.review) == "reviewed",
        renderings=tuple((_rendering(way, 0), applies(way.when)) for way in ways),
        conditions=tuple(condition_text(way.when) for way in ways),
    )


def _rendering(way: GlossaryRendering, number: int) -> Rendering:
    return Rendering(
        number=number,
        text=way.text,
        standing=str(way.status),
        strategy=str(way.strategy),
        note=way.note,
        checked=str(way.review) == "reviewed",
        source=way.source,
    )
