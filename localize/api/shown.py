"""The only place of the API that maps between texts as files hold them and texts as people see them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from localize import masking
from localize.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from localize.glossary.base import TermHit
    from localize.masking import Masked


def plain(text: str, *, format: str) -> str:  # noqa: A002  the field's word
    """Return a text without its formatting tags: what is read on the screen.

    >>> plain("<i>Run!</i>", format="srt")
    'Run!'
    """
    kept, last = [], 0
    for found in masking.placeholders(text, format=format):
        if masking.is_formatting(found):
            kept.append(text[last : found.span.start])
            last = found.span.end
    return "".join(kept) + text[last:]


def to_source(masked: Masked, hits: Iterable[TermHit]) -> tuple[TermHit, ...]:
    """Return hits in the masked text with their spans in the source text."""
    texts = {p.symbol: p.text for p in masked.placeholders if p.symbol}
    starts, at = [], len(masked.prefix)
    for ch in masked.text:
        starts.append(at)
        at += len(texts.get(ch, ch))
    starts.append(at)
    return tuple(replace(hit, span=Span(starts[hit.span.start], starts[hit.span.end])) for hit in hits)
