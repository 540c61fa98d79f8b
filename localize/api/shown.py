"""The only place of the API that maps between masked texts and the texts of files."""

from __future__ import annotations

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
    """Return hits whose templates (``Mr. {surname}``) hold the words that adaptation fills in for this line."""
    ready = {wish.hit.span: wish.target for wish in wishes if wish.hit is not None}
    return tuple(
        replace(hit, rendering=replace(hit.rendering, text=ready[hit.span]))
        if hit.rendering is not None and "{" in hit.rendering.text and hit.span in ready
        else hit
        for hit in hits
    )
