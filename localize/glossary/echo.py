"""The only place that lets an undecided homograph follow its neighbours: what the same word means in the lines around.

谁是大人？ says nothing of itself; 大人，银针黑了！ in the line before does. A line before counts more than one after,
and the nearer one more than the farther one. A sense that any proof decides is left alone.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from localize.glossary.choose import choose
from localize.glossary.conditions import Setting
from localize.glossary.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.glossary.base import Concept, Scope, TermHit
    from localize.glossary.collection import Glossary

REACH = 2
"""Lines on each side that are a line's scene here; the same as in the scope of a match."""


def echoed(
    glossary: Glossary,
    text: str,
    hits: Sequence[TermHit],
    scope: Scope,
    *,
    before: Sequence[str] = (),
    after: Sequence[str] = (),
) -> tuple[TermHit, ...]:
    """Return the hits of a text, undecided ones decided where a line around them uses the word in one sense.

    Args:
        glossary: that found the hits.
        text: that was searched.
        hits: in it.
        scope: of the match.
        before, after: neighbouring lines of the scene, nearest last and first.
    """
    if not any(hit.rivals for hit in hits):
        return tuple(hits)
    around = list(_around(glossary, text, scope, before, after))
    return tuple(_settled(hit, text, scope, around) if hit.rivals else hit for hit in hits)


def _around(
    glossary: Glossary, text: str, scope: Scope, before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[str, tuple[TermHit, ...]]]:
    """Yield the lines around with their hits, the nearest before first; nobody is known to speak in them."""
    lines = [*before, text, *after]
    here = len(before)
    places = [*range(here - 1, -1, -1), *range(here + 1, len(lines))]
    silent = dataclasses.replace(
        scope,
        speaker=None,
        speaker_gender="",
        addressee_gender="",
        relation="",
        speaker_id="",
        addressee_id="",
    )
    for at in places:
        scene = (*lines[max(0, at - REACH) : at], *lines[at + 1 : at + 1 + REACH])
        yield lines[at], glossary.find(lines[at], dataclasses.replace(silent, scene=scene))


def _settled(
    hit: TermHit, text: str, scope: Scope, around: Sequence[tuple[str, Sequence[TermHit]]]
) -> TermHit:
    senses: dict[str, Concept] = {concept.id: concept for concept in (hit.concept, *hit.rivals)}
    for line, others in around:
        for other in others:
            if other.rivals or other.concept.id not in senses or fold(other.surface) != fold(hit.surface):
                continue
            concept = senses[other.concept.id]
            setting = Setting(fold(text), hit.span, scope, fold("\n".join(scope.scene)))
            choice = choose(concept, hit.surface, setting)
            return dataclasses.replace(
                hit,
                concept=concept,
                rendering=choice.rendering,
                admitted=choice.admitted,
                forbidden=choice.forbidden,
                rivals=(),
                why=f"{concept.id}: as in the line “{line}”",
            )
    return hit
