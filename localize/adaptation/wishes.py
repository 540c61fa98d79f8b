"""The only place that decides what a line owes: glossary hits and culture hits weighed, overlaps settled.

The longest stretch wins, so an idiom beats the number in it and 王总 beats 总. Where two are equally long the glossary
wins, which a project can change. A concept marked `convert` lends its id to the culture hit that covers it and is
nothing by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize import culture
from localize.adaptation.durations import counted
from localize.adaptation.levels import levelled
from localize.adaptation.phrases import amount_text, is_money_noun, link, phrase
from localize.adaptation.slots import wording
from localize.culture.base import Setting
from localize.glossary.base import Status, Strategy
from localize.glossary.people import CATEGORY as PEOPLE
from localize.locales import fallback_chain
from localize.model import EditKind, Finding, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.adaptation.base import Scene
    from localize.culture.base import CultureHit
    from localize.glossary.base import Scope, TermHit
    from localize.model import SegmentId

UNDECIDED = "TRM004"
"""Finding code of a homograph that nothing decides; registered in `localize.qa`."""

_LEADS = (",", "،", "、")
"""What a rendering ends with that opens a clause (“whatever you do,”)."""
_TOLD = re.compile(r"(?:^|[，。！？、；：…,.!?;:\s])((?:你们|你們|大家|咱们|你|您)(?:可|也|都)?)$")
"""Who is told to do it, between the beginning of a clause and the words that open it; an imperative leaves it out."""
_UNSAID = {Strategy.OMIT, Strategy.COMPENSATE}
_ADDRESS = {"kinship_address", "palace", PEOPLE}


@dataclass(frozen=True, slots=True)
class Wish:
    """One stretch of a source and the words that it should become; see `Obligation` for the fields."""

    span: Span
    source: str
    target: str
    kind: EditKind
    rule: str
    reason: str
    accept: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    hit: TermHit | None = None

    @property
    def number(self) -> bool:
        """Return whether it is a quantity."""
        return self.kind in {EditKind.NUMBER, EditKind.MONEY, EditKind.MEASURE, EditKind.AGE}


def wishes(
    text: str, hits: Sequence[TermHit], scope: Scope, scene: Scene, *, chinese_source: bool
) -> tuple[Wish, ...]:
    """Return what a line owes, in source order, not overlapping."""
    quantities: Sequence[CultureHit] = ()
    if chinese_source:
        quantities = culture.find(
            text,
            Setting(scope.locale, scope.era, scope.genres, scope.mode, scope.romanisation, scope.lunar_year),
        )
    terms = [wish for hit in hits if (wish := _term(hit, hits, text, scope, scene))]
    joined = list(_amounts(text, terms, quantities, hits, scope.locale)) if chinese_source else []
    joined += levelled(text, terms, culture.find_numbers(text), scope.locale) if chinese_source else ()
    counts = list(_counts(text, quantities, hits, scope.locale)) if chinese_source else []
    plain = [_quantity(found, hits) for found in quantities]
    ranked = [
        *((0, w) for w in joined),
        *((1, w) for w in terms),
        *((2, w) for w in counts),
        *((3, w) for w in plain),
    ]
    ranked.sort(key=lambda item: (item[1].span.start - item[1].span.end, item[0], item[1].span.start))
    chosen: list[Wish] = []
    for _, wish in ranked:
        if all(wish.span.end <= w.span.start or wish.span.start >= w.span.end for w in chosen):
            chosen.append(wish)
    return tuple(sorted(chosen, key=lambda w: w.span.start))


def _term(hit: TermHit, hits: Sequence[TermHit], text: str, scope: Scope, scene: Scene) -> Wish | None:
    if hit.concept.convert or hit.rivals:
        return None
    found = wording(hit, hits, text, scope, scene)
    unsaid = hit.rendering is not None and hit.rendering.strategy in _UNSAID
    if (found is None or unsaid) and not hit.forbidden:
        return None
    start = found.start if found and not unsaid else hit.span.start
    target = found.text if found and not unsaid else ""
    named = start < hit.span.start
    if target.endswith(_LEADS) and (told := _TOLD.search(text[:start])):
        start = told.start(1)
    reasons = [hit.why or hit.concept.id, found.why if found else ""]
    strategy = found.rendering.strategy if found else hit.concept.strategy
    accept = [r.text for r in hit.admitted] + [form for r in hit.admitted for form in (r.short, *r.forms)]
    return Wish(
        span=Span(start, hit.span.end),
        source=text[start : hit.span.end],
        target=target,
        kind=_kind(hit, named=named),
        rule=str(strategy),
        reason="; ".join(r for r in reasons if r),
        accept=tuple(dict.fromkeys(a for a in accept if a and a != target)),
        forbid=tuple(r.text for r in hit.forbidden),
        hit=hit,
    )


def leads(wish: Wish) -> bool:
    """Return whether the words of a wish open the clause after them: a rendering that ends with a comma."""
    return wish.kind is EditKind.TERM and wish.target.endswith(_LEADS)


def _kind(hit: TermHit, *, named: bool) -> EditKind:
    """Return what sort of thing a term is; a title with the surname before it is a name."""
    if named or (hit.concept.category == PEOPLE and hit.concept.when is None):
        return EditKind.NAME
    # 遵旨 and 驾到 are of the palace and no form of address.
    deed = (
        hit.rendering and hit.rendering.strategy is Strategy.FUNCTIONAL and hit.rendering.text[:1].islower()
    )
    return EditKind.ADDRESS if hit.concept.category in _ADDRESS and not deed else EditKind.TERM


def _quantity(found: CultureHit, hits: Sequence[TermHit]) -> Wish:
    """Return the wish of a culture hit, with the id of the `convert` concept that it covers."""
    owners = [h for h in hits if h.concept.convert and _covers(found.span, h.span)]
    owner = max(owners, key=lambda h: len(h.surface), default=None)
    reason = f"{found.reason}; {found.advice}" if found.advice else found.reason
    return Wish(
        found.span, found.source, found.target, found.kind, found.rule, reason, found.accept, (), owner
    )


def _counts(
    text: str, quantities: Sequence[CultureHit], hits: Sequence[TermHit], locale: str
) -> Iterator[Wish]:
    """Yield numbers with what they count; a hit of the glossary inside one lends its concept."""
    for found in counted(text, culture.find_numbers(text), quantities, locale):
        owners = [h for h in hits if h.concept.convert and _covers(found.span, h.span)]
        yield Wish(
            span=found.span,
            source=text[found.span.start : found.span.end],
            target=found.target,
            kind=found.kind,
            rule=found.rule,
            reason=found.reason,
            accept=found.accept,
            hit=max(owners, key=lambda h: len(h.surface), default=None),
        )


def _covers(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _amounts(
    text: str,
    terms: Sequence[Wish],
    quantities: Sequence[CultureHit],
    hits: Sequence[TermHit],
    locale: str,
) -> Iterator[Wish]:
    """Yield amounts joined with the money word after them: 三千万的彩礼 → a bride price of thirty million."""
    by_end = {found.span.end: found for found in quantities}
    for number in culture.find_numbers(text):
        found = next((f for f in by_end.values() if f.number and f.span.start == number.span.start), None)
        end = found.span.end if found is not None and found.kind is EditKind.MONEY else number.span.end
        noun = next(
            (
                t
                for t in terms
                if t.hit and t.target and end <= t.span.start and link(text, end, t.span.start)
            ),
            None,
        )
        if noun is None or noun.hit is None or not is_money_noun(noun.source, noun.hit.concept.category):
            continue
        amount = amount_text(found, number, locale)
        said = (
            phrase(amount[0], noun.target, locale, means=_pun(number.span, hits, locale)) if amount else None
        )
        if amount is None or said is None:
            continue
        span = Span(number.span.start, noun.span.end)
        reason = f"the amount and its noun are one phrase; {noun.reason}"
        yield Wish(
            span=span,
            source=text[span.start : span.end],
            target=said,
            kind=EditKind.MONEY,
            rule="money.of",
            reason=f"{reason}; {amount[1]}" if amount[1] else reason,
            forbid=noun.forbid,
            hit=noun.hit,
        )


def _pun(span: Span, hits: Sequence[TermHit], locale: str) -> str:
    """Return what a number says when it is read aloud (520: I love you), '' where it is only a number."""
    chain = fallback_chain(locale)
    for hit in hits:
        if hit.span == span and hit.concept.strategy is Strategy.GLOSS and not hit.rivals:
            said = [
                r
                for r in hit.concept.renderings
                if r.locale in chain and r.status is Status.PREFERRED and not r.when
            ]
            return next((r.text for r in said if not any(ch.isdecimal() for ch in r.text)), "")
    return ""


def undecided(segment: SegmentId, hits: Sequence[TermHit], chosen: Sequence[Wish]) -> tuple[Finding, ...]:
    """Return a finding for each homograph that nothing decides and no quantity covers."""
    open_hits = [h for h in hits if h.rivals and not any(_covers(w.span, h.span) for w in chosen)]
    return tuple(
        Finding(
            UNDECIDED,
            Severity.WARNING,
            segment,
            None,
            f"{hit.surface} may be {', '.join(sorted({hit.concept.id, *(c.id for c in hit.rivals)}))}",
        )
        for hit in open_hits
    )
