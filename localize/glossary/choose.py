"""The only place that decides which concept a term means and which rendering applies: homographs, locales, modes."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.glossary.base import Rendering, Status, Strategy
from localize.glossary.conditions import Verdict, judge
from localize.glossary.fold import fold
from localize.glossary.languages import lenders

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from localize.glossary.base import Concept, Scope
    from localize.glossary.conditions import Setting

_FIRST = {
    "foreignising": (Strategy.OFFICIAL, Strategy.RETAIN, Strategy.CALQUE),
    "domesticating": (Strategy.OFFICIAL, Strategy.SUBSTITUTE, Strategy.FUNCTIONAL),
}


@dataclass(frozen=True, slots=True)
class Sense:
    """Which concept is meant.

    Attributes:
        concept: the one that won, or the first of those that could be meant.
        rivals: the others, if nothing decides.
        why: one line for a person.
        verdict: how its condition was judged.
    """

    concept: Concept
    rivals: tuple[Concept, ...]
    why: str
    verdict: Verdict


def sense(concepts: Sequence[Concept], setting: Setting) -> Sense | None:
    """Return which of the concepts that share a form is meant, None if none is.

    A sense whose condition is proved beats one without a condition; that one, the default sense, beats one that
    depends on something unknown; of two that are alike the nearer wins (a person's name before a term of the work,
    that before a pack's), then the one whose proof stands nearer to the term (words beside it, then of the line,
    then of the scene, then who speaks to whom; genre and era, which hold everywhere, count least). What is left after
    all others failed is meant; if several are left, nothing decides. A form of one character counts only where its
    condition is proved.
    """
    single = setting.span.end - setting.span.start == 1
    judged = [(concept, judge(concept.when, setting)) for concept in concepts]
    proved = [(c, v) for c, v in judged if v.holds and c.when is not None]
    default = [(c, v) for c, v in judged if c.when is None and not single]
    unknown = [(c, v) for c, v in judged if v.holds is None and not single]
    proved, default = _best_proved(_nearest(proved)), _nearest(default)
    if proved:
        return _one(proved, lambda v: "; ".join(v.proof) or "its only sense")
    if default:
        return _one(default, lambda _: "its default sense" if len(judged) > 1 else "its only sense")
    if len(judged) == 1 or single:
        return None
    if unknown:
        return _one(unknown, lambda _: "the other senses are ruled out")
    return _one(judged, lambda _: "")


def _nearest(judged: Sequence[tuple[Concept, Verdict]]) -> list[tuple[Concept, Verdict]]:
    level = max((concept.reach.level for concept, _ in judged), default=None)
    return [pair for pair in judged if pair[0].reach.level is level]


def _best_proved(judged: Sequence[tuple[Concept, Verdict]]) -> list[tuple[Concept, Verdict]]:
    best = max((verdict.evidence for _, verdict in judged), default=None)
    return [pair for pair in judged if pair[1].evidence == best]


def early(
    concepts: Sequence[Concept], admitted: Sequence[Rendering], setting: Setting
) -> tuple[Rendering, ...]:
    """Return the renderings of some concepts that hold only later in the work than the line that is judged.

    The first concept is the one that is meant here; the others exist only later, so all of theirs count.
    """
    scope = setting.scope
    chain = lenders(scope.locale)
    said = {r.text.casefold() for r in admitted}
    later = [
        rendering
        for at, concept in enumerate(concepts)
        for rendering in concept.renderings
        if rendering.status in (Status.PREFERRED, Status.ADMITTED)
        and rendering.locale in chain
        and rendering.text.casefold() not in said
        and (at > 0 or _to_come(rendering, scope))
    ]
    return tuple(dict.fromkeys(later))


def _to_come(rendering: Rendering, scope: Scope) -> bool:
    episodes = rendering.when.episodes if rendering.when else None
    return episodes is not None and scope.episode is not None and episodes.later_than(scope.episode)


def _one(left: Sequence[tuple[Concept, Verdict]], why: Callable[[Verdict], str]) -> Sense:
    (concept, verdict), *others = left
    if others:
        names = ", ".join(c.id for c, _ in left)
        return Sense(concept, tuple(c for c, _ in others), f"undecided between {names}", Verdict(holds=None))
    return Sense(concept, (), f"{concept.id}: {why(verdict)}", verdict)


@dataclass(frozen=True, slots=True)
class Choice:
    """What may stand in the target: the rendering to write, those to accept, those to refuse, and why that one."""

    rendering: Rendering | None
    admitted: tuple[Rendering, ...] = ()
    forbidden: tuple[Rendering, ...] = ()
    why: str = ""


def choose(concept: Concept, surface: str, setting: Setting) -> Choice:
    """Return the renderings of a concept in the locale, mode and setting; nearest locale first."""
    chain = lenders(setting.scope.locale)
    pool = _with_hant(concept, surface)
    forbidden = tuple(
        r for r in pool if r.status is Status.FORBIDDEN and r.locale in chain and judge(r.when, setting).holds
    )
    for locale in chain:
        usable = [r for r in pool if r.locale == locale and r.status in (Status.PREFERRED, Status.ADMITTED)]
        usable = [r for r in usable if not _opt_in(r, concept, setting.scope.mode)]
        judged = [(r, judge(r.when, setting)) for r in usable]
        accepted = [r for r, verdict in judged if verdict.holds is not False]
        if accepted:
            rendering = _best([r for r, verdict in judged if verdict.holds], setting.scope.mode)
            rest = tuple(r for r in accepted if r is not rendering)
            admitted = (rendering, *rest) if rendering else rest
            said = {r.text.casefold() for r in admitted}
            proof = next((verdict.proof for r, verdict in judged if r is rendering), ())
            refused = tuple(r for r in forbidden if r.text.casefold() not in said)
            return Choice(rendering, admitted, refused, "; ".join(proof))
    return Choice(None, (), forbidden)


def _best(certain: Sequence[Rendering], mode: str) -> Rendering | None:
    preferred = next((r for r in certain if r.status is Status.PREFERRED), None)
    for strategy in _FIRST.get(mode, ()):
        for rendering in certain:
            if rendering.strategy is strategy and (preferred is None or preferred.strategy is not strategy):
                return rendering
        if preferred is not None and preferred.strategy is strategy:
            return preferred
    return preferred


def _opt_in(rendering: Rendering, concept: Concept, mode: str) -> bool:
    """Return whether a rendering swaps in a thing of the target culture, which only domesticating mode may do."""
    swaps = rendering.strategy is Strategy.SUBSTITUTE and concept.strategy is not Strategy.SUBSTITUTE
    return swaps and mode != "domesticating"


def _with_hant(concept: Concept, surface: str) -> tuple[Rendering, ...]:
    """Return the renderings, and for Traditional Chinese the term's own Traditional form unless one is listed."""
    if any(r.locale == "zh-Hant" and r.status is Status.PREFERRED for r in concept.renderings):
        return concept.renderings
    forms = (concept.hant, *concept.hant_variants)
    found = next((form for form in forms if fold(form) == fold(surface)), concept.hant)
    own = Rendering("zh-Hant", found, Status.PREFERRED, Strategy.DIRECT, review=concept.review)
    others = [
        dataclasses.replace(own, text=f, status=Status.ADMITTED) for f in dict.fromkeys(forms) if f != found
    ]
    return (*concept.renderings, own, *others)
