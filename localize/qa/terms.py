"""TRM: whether the terms of the glossary are rendered as agreed, and alike everywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.glossary.base import Status, Strategy
from localize.glossary.packs import counts_in, weight_of
from localize.locales import fallback_chain
from localize.model import Severity
from localize.qa import names
from localize.qa.emit import fault
from localize.qa.shown import BLANK, show
from localize.text import han_count, safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.glossary.base import Rendering, TermHit
    from localize.model import Finding, Segment, Span
    from localize.qa.base import Context

_LATIN = re.compile("[A-Za-z]{3}")
_SHORTEST_TO_COMPARE = 4  # Han characters; shorter lines (什么？) are rightly said in many ways


def check(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    """Yield the TRM findings of one segment."""
    if context.hits:
        yield from _terms(segment, target, context)
    if context.repeats:
        yield from _consistent(segment, target, context)
    if _LATIN.search(segment.source):
        yield from names.check(segment, target, context)
    yield from context.address_findings
    yield from context.advisories


def _terms(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    words = show(target, context.format).words.replace(BLANK, " ")
    seen: set[str] = set()
    for hit in context.hits:
        if hit.concept.id not in seen and counts_in(hit, context.source_locale):
            seen.add(hit.concept.id)
            yield from _term(segment, hit, words, context.target_locale)


def _term(segment: Segment, hit: TermHit, words: str, locale: str) -> Iterator[Finding]:
    agreed = [r for r in hit.admitted or ((hit.rendering,) if hit.rendering else ()) if r.text]
    found, rest = _take_out(words, agreed, locale)
    # "master" may be forbidden for 少爷, but not inside the agreed "Young Master Chen".
    for forbidden in hit.forbidden:
        span = _find(forbidden, rest, locale)
        if span is not None:
            message = f"{hit.surface}: “{safe(forbidden.text)}” is forbidden"
            weight = weight_of(hit, forbidden, Severity.WARNING)
            yield fault("TRM002", segment, message, span=(span.start, span.end), severity=weight)
    if hit.rivals:
        rivals = ", ".join(sorted({hit.concept.id, *(c.id for c in hit.rivals)}))
        yield fault("TRM004", segment, f"{hit.surface} may be {rivals}")
    elif agreed and not found and not hit.concept.convert and not _unsaid(hit.rendering):
        yield _missing(segment, hit, agreed, rest, locale)


def _missing(segment: Segment, hit: TermHit, agreed: Sequence[Rendering], rest: str, locale: str) -> Finding:
    wanted = " or ".join(f"“{safe(r.text)}”" for r in agreed[:3])
    for deprecated in _deprecated(hit, locale):
        span = _find(deprecated, rest, locale)
        if span is not None:
            message = f"{hit.surface}: “{safe(deprecated.text)}” is deprecated, agreed is {wanted}"
            return fault("TRM005", segment, message, span=(span.start, span.end))
    weight = weight_of(hit, hit.rendering, Severity.INFO)
    return fault("TRM001", segment, f"{hit.surface} is not rendered as {wanted}", severity=weight)


def _find(rendering: Rendering, words: str, locale: str) -> Span | None:
    from localize.glossary import present

    return present(rendering, words, locale) if rendering.text else None


def _take_out(words: str, agreed: Sequence[Rendering], locale: str) -> tuple[bool, str]:
    """Return whether an agreed rendering stands in the text, and the text without them, offsets kept."""
    found = False
    for rendering in agreed:
        # Each round takes out a place, so the length bounds the rounds.
        for _ in range(len(words)):
            span = _find(rendering, words, locale)
            if span is None or span.start >= span.end:
                break
            found = True
            words = words[: span.start] + BLANK * (span.end - span.start) + words[span.end :]
    return found, words


def _unsaid(rendering: Rendering | None) -> bool:
    """Return whether the agreed rendering is not to name the term."""
    return rendering is None or rendering.strategy in {
        Strategy.OMIT,
        Strategy.COMPENSATE,
        Strategy.PARAPHRASE,
    }


def _deprecated(hit: TermHit, locale: str) -> Sequence[Rendering]:
    chain = fallback_chain(locale)
    return [r for r in hit.concept.renderings if r.status is Status.DEPRECATED and r.locale in chain]


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
