"""The only place of the API that maps between masked texts and the texts of files."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from localize.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from localize.adaptation.base import Obligation
    from localize.glossary.base import TermHit
    from localize.masking import Masked


def to_source(masked: Masked, hits: Iterable[TermHit]) -> tuple[TermHit, ...]:
    """Return hits in the masked text with their spans in the source text."""
    texts = {p.symbol: p.text for p in masked.placeholders if p.symbol}
    starts, at = [], len(masked.prefix)
    for ch in masked.text:
        starts.append(at)
        at += len(texts.get(ch, ch))
    starts.append(at)
    return tuple(replace(hit, span=Span(starts[hit.span.start], starts[hit.span.end])) for hit in hits)


def filled(hits: Iterable[TermHit], wishes: Iterable[Obligation]) -> tuple[TermHit, ...]:
    """Return hits with the words that adaptation has for them in this line.

    Templates (``Mr. {surname}``) are filled, and a number word (千万) gets the whole amount that it is part of.
    """
    ready = list(wishes)
    return tuple(_filled(hit, ready) for hit in hits)


def _filled(hit: TermHit, wishes: list[Obligation]) -> TermHit:
    rendering = hit.rendering
    around = (w for w in wishes if w.span.start <= hit.span.start and hit.span.end <= w.span.end)
    wish = next(around, None)
    if rendering is None or wish is None:
        return hit
    if hit.concept.convert:
        return replace(hit, rendering=replace(rendering, text=wish.target), admitted=())
    slot = re.search(r"\{\w+\}", rendering.text)
    if slot is None:
        return hit
    pattern = re.escape(rendering.text[: slot.start()]) + "(.+)" + re.escape(rendering.text[slot.end() :])
    name = re.fullmatch(pattern, wish.target)
    if name is None:
        return hit
    admitted = tuple(replace(r, text=r.text.replace(slot.group(), name[1])) for r in hit.admitted)
    return replace(hit, rendering=replace(rendering, text=wish.target), admitted=admitted)
