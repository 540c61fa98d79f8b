"""TRM: whether the terms of the glossary are rendered as agreed, and alike everywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.glossary.base import Status, Strategy
from localize.locales import fallback_chain
from localize.qa.emit import fault
from localize.qa.shown import BLANK, show
from localize.text import han_count, safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.glossary.base import Rendering, TermHit
    from localize.model import Finding, Segment
    from localize.qa.base import Context

_SHORTEST_TO_COMPARE = 4  # Han characters; shorter lines (什么？) are rightly said in many ways


def check(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    """Yield the TRM findings of one segment."""
    words = show(target, context.format).words.replace(BLANK, " ")
    seen: set[str] = set()
    for hit in context.hits:
        if hit.concept.id not in seen:
            seen.add(hit.concept.id)
            yield from _term(segment, hit, words, context.target_locale)
    yield from _consistent(segment, target, context)


def _term(segment: Segment, hit: TermHit, words: str, locale: str) -> Iterator[Finding]:
    from localize.glossary import present

    agreed = [r for r in hit.admitted or ((hit.rendering,) if hit.rendering else ()) if r.text]
    found = [r for r in agreed if present(r, words, locale)]
    # "young master" is forbidden for 少爷's friend, but not inside the agreed "Young Master Chen".
    rest = _without(words, found)
    for forbidden in hit.forbidden:
        if forbidden.text and present(forbidden, rest, locale):
            span = _span(words, forbidden)
            yield fault("TRM002", segment, f"{hit.surface}: “{safe(forbidden.text)}” is forbidden", span=span)
    if hit.rivals:
        rivals = ", ".join(sorted({hit.concept.id, *(c.id for c in hit.rivals)}))
        yield fault("TRM004", segment, f"{hit.surface} may be {rivals}")
        return
    if found or hit.rendering is None or hit.concept.convert or _unsaid(hit.rendering):
        return
    deprecated = next((r for r in _deprecated(hit, locale) if present(r, rest, locale)), None)
    wanted = " or ".join(f"“{safe(r.text)}”" for r in agreed[:3])
    if deprecated is not None:
        message = f"{hit.surface}: “{safe(deprecated.text)}” is deprecated, agreed is {wanted}"
        yield fault("TRM005", segment, message, span=_span(words, deprecated))
    elif agreed:
        yield fault("TRM001", segment, f"{hit.surface} is not rendered as {wanted}")


def _unsaid(rendering: Rendering) -> bool:
    """Return whether the agreed rendering is not to name the term."""
    return rendering.strategy in {Strategy.OMIT, Strategy.COMPENSATE, Strategy.PARAPHRASE}


def _deprecated(hit: TermHit, locale: str) -> Sequence[Rendering]:
    chain = fallback_chain(locale)
    return [r for r in hit.concept.renderings if r.status is Status.DEPRECATED and r.locale in chain]


def _without(words: str, found: Sequence[Rendering]) -> str:
    for rendering in found:
        for form in sorted((rendering.text, rendering.short, *rendering.forms), key=len, reverse=True):
            if form:
                words = re.sub(re.escape(form), " ", words, flags=re.IGNORECASE)
    return words


def _span(words: str, rendering: Rendering) -> tuple[int, int] | None:
    for form in (rendering.text, *rendering.forms):
        match = re.search(re.escape(form), words, re.IGNORECASE) if form else None
        if match:
            return match.span()
    return None


def _consistent(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    if han_count(segment.source) < _SHORTEST_TO_COMPARE:
        return
    mine = _folded(target, context.format)
    for other in context.repeats:
        if other.strip() and _folded(other, context.format) != mine:
            line = " ".join(show(other, context.format).plain.split())
            yield fault("TRM003", segment, f"elsewhere the same source is “{safe(line)}”")
            return


def _folded(text: str, format: str) -> str:  # noqa: A002 - the field's word
    return re.sub(r"[\W_]+", " ", show(text, format).plain.casefold()).strip()
