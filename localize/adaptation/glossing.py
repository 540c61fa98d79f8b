"""The only place that explains a concept where a work first says it: in brackets, once, and only where there is room.

Off unless a work is made for readers who want the foreign word (mode ``foreignising``): elsewhere a rendering is chosen
that needs no explanation. Only words that keep the foreign thing (retained, calqued, official) are explained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.glossary import present
from localize.glossary.base import Strategy
from localize.locales import fallback_chain
from localize.model import Edit, EditKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from localize.glossary.base import Scope, TermHit

MODE = "foreignising"
RULE = "gloss.first-use"

_OPAQUE = {Strategy.RETAIN, Strategy.CALQUE, Strategy.OFFICIAL, Strategy.GLOSS}


def explanations(hits: Sequence[TermHit], scope: Scope) -> tuple[tuple[TermHit, str], ...]:
    """Return the terms of a line that need an explanation in its setting, each with the words, once a concept."""
    if scope.mode != MODE:
        return ()
    found: dict[str, tuple[TermHit, str]] = {}
    for hit in hits:
        gloss = next(
            (hit.concept.gloss[tag] for tag in fallback_chain(scope.locale) if tag in hit.concept.gloss), ""
        )
        if gloss and hit.rendering is not None and hit.rendering.strategy in _OPAQUE and not hit.rivals:
            found.setdefault(hit.concept.id, (hit, gloss))
    return tuple(found.values())


def explain(
    text: str,
    wanted: Sequence[tuple[TermHit, str]],
    firsts: Collection[str],
    *,
    max_chars: int | None,
    locale: str,
) -> tuple[str, tuple[Edit, ...]]:
    """Return a target with the explanations that it is the first to need, and what was done.

    Args:
        text: the target, lines not broken yet.
        wanted: of the line.
        firsts: ids of the concepts that the work says here for the first time.
        max_chars: that fit the cue; one that does not fit is left out. None where nothing limits them.
        locale: of the target.
    """
    edits: list[Edit] = []
    for hit, gloss in wanted:
        rendering = hit.rendering
        if hit.concept.id not in firsts or rendering is None or gloss.casefold() in text.casefold():
            continue
        span = present(rendering, text, locale)
        added = f" ({gloss})"
        if span is None or (max_chars is not None and len(text) + len(added) > max_chars):
            continue
        before = text[span.start : span.end]
        text = text[: span.end] + added + text[span.end :]
        reason = (
            f"the work says {hit.surface} here for the first time, and the cue has room for an explanation"
        )
        edits.append(Edit(EditKind.TERM, hit.surface, before, before + added, RULE, reason, hit.concept.id))
    return text, tuple(edits)
