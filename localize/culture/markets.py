"""The only place that knows what a market may object to: advisories as data, found in a line, never edited.

An advisory is advice to the producer. It has a severity for each market (0 none, 1 the rating may rise, 2 edits or
complaints are likely, 3 refusal or legal exposure is likely), a suggestion, an owner, and evidence where there is any;
all severities are editorial drafts. What somebody accepted is in `localize.culture.waivers`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from localize.locales import fallback_chain, parse_locale
from localize.model import Finding, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from localize.model import SegmentId

CODE = "MKT001"


class Suggestion(StrEnum):
    """What the producer may do."""

    KEEP = "keep"
    SOFTEN_WORDING = "soften_wording"
    NEUTRAL_TERM = "neutral_term"
    GLOSS = "gloss"
    ALT_TAKE = "alt_take"
    AGE_RATE_UP = "age_rate_up"
    DISCLOSE = "disclose"
    LEGAL_REVIEW = "legal_review"
    DO_NOT_SHIP_HERE = "do_not_ship_here"


class Basis(StrEnum):
    """What an advisory rests on in a market."""

    EDITORIAL = "editorial"
    RATING_BODY = "rating_body"
    STORE_RULE = "store_rule"
    LAW = "law"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a market objects, as somebody published it.

    Attributes:
        market: key of the market.
        basis: what kind of rule it is.
        what: the rule in one sentence.
        source: where it was read.
        since: date from which it holds, as far as it is known, '' if not.
        confidence: ``low``, ``med`` or ``high``.
    """

    market: str
    basis: Basis
    what: str
    source: str
    since: str = ""
    confidence: str = "low"


@dataclass(frozen=True, slots=True)
class Advisory:
    """One thing that markets may object to.

    Attributes:
        id: ``religion.deity_claim``.
        category: its group.
        what: one line that says what it is about.
        severity: market → 0 to 3.
        terms: words of the source that raise it, Simplified and Traditional.
        suggestion: what may be done.
        advice: the same in words.
        owner: role that decides.
        unless: longer words in which a term does not count.
        together: one of these must stand in the line or scene too, if there are any.
        together_for: the same for single terms.
        mediums, relations: of the work and of the speakers; empty holds always.
        target: the terms are also looked for in the translation.
        digits: the terms are numbers, and count only alone.
        evidence: what is known of single markets.
    """

    id: str
    category: str
    what: str
    severity: Mapping[str, int]
    terms: tuple[str, ...]
    suggestion: Suggestion
    advice: str
    owner: str
    unless: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    together_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mediums: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    target: bool = False
    digits: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class AdvisoryHit:
    """An advisory raised by a line.

    Attributes:
        advisory: what was raised.
        market: for which market.
        severity: 1 to 3.
        span: characters of the text it was found in.
        surface: those characters.
        in_target: True if that text is the translation.
    """

    advisory: Advisory
    market: str
    severity: int
    span: Span
    surface: str
    in_target: bool = False

    @property
    def basis(self) -> Basis:
        """Return what the advisory rests on in this market; editorial where nothing was published."""
        return next((e.basis for e in self.advisory.evidence if e.market == self.market), Basis.EDITORIAL)

    @property
    def message(self) -> str:
        """Return the finding in one line: words, category, market, advice, and what it rests on."""
        found = next((e for e in self.advisory.evidence if e.market == self.market), None)
        rests = f"{found.basis}: {found.what}" if found else "editorial, not reviewed"
        return (
            f"{self.surface}: {self.advisory.id}, severity {self.severity} in {self.market}"
            f" ({rests}); {self.advisory.advice}"
        )


@functools.lru_cache(maxsize=256)
def market_of(locale: str) -> str | None:
    """Return the market that a locale is for, None where no market of the data has it.

    >>> [market_of(tag) for tag in ("en-US", "en-IN", "es-MX", "es-ES", "pt-BR", "pt-PT", "ar", "vi", "zh-Hant-TW")]
    ['us_uk', 'in', 'latam', 'eu', 'br', 'eu', 'gcc', None, None]
    """
    markets = _data()[0]
    return next(
        (markets[tag] for tag in (*fallback_chain(locale), parse_locale(locale).language) if tag in markets),
        None,
    )


def all_markets() -> tuple[str, ...]:
    """Return the keys of the markets, in the order of the file."""
    return tuple(dict.fromkeys(_data()[0].values()))


def all_advisories() -> tuple[Advisory, ...]:
    """Return every advisory in the order of the file."""
    return _data()[1]


def advisories(
    text: str,
    locale: str,
    *,
    target: str = "",
    scene: Sequence[str] = (),
    medium: str = "",
    relation: str = "",
) -> tuple[AdvisoryHit, ...]:
    """Return what the market of a locale may object to in a line, in order; the line is not changed.

    Args:
        text: the Chinese source.
        locale: BCP 47 tag of the target.
        target: the translation, for the advisories that look at it.
        scene: neighbouring source lines.
        medium: ``drama`` or ``game``, '' if not known.
        relation: of speaker and addressee, '' if not known.

    >>> [(hit.advisory.id, hit.severity) for hit in advisories("战神归来", "ar")], advisories("战神归来", "en-US")
    ([('religion.deity_claim', 3)], ())
    """
    market = market_of(locale)
    if market is None:
        return ()
    found: list[AdvisoryHit] = []
    for words, in_target in ((text, False), (target, True)):
        pattern, _ = _scanner(market, in_target=in_target)
        if pattern is not None and pattern.search(words):  # hardly any line has such a word
            found += _hits(words, market, scene, medium, relation, in_target=in_target)
    return tuple(found)


def findings(hits: Sequence[AdvisoryHit], segment: SegmentId | None) -> tuple[Finding, ...]:
    """Return hits as findings: severity 1 is an info, 2 and 3 are warnings; never an error, never a fix."""
    return tuple(
        Finding(
            CODE,
            Severity.INFO if hit.severity == 1 else Severity.WARNING,
            segment,
            hit.span if hit.in_target else None,
            hit.message,
        )
        for hit in hits
    )


_MESSAGE = re.compile(
    r"(?P<surface>.+): (?P<advisory>[a-z_.]+), severity (?P<severity>\d) in (?P<market>\w+) \("
)


@dataclass(frozen=True, slots=True)
class Raised:
    """What the message of a finding says was raised: which word, which advisory, in which market."""

    surface: str
    advisory: str
    market: str


def read_message(message: str) -> Raised | None:
    """Return what `AdvisoryHit.message` said, None for another message."""
    match = _MESSAGE.match(message)
    return Raised(match["surface"], match["advisory"], match["market"]) if match else None


def _hits(
    text: str, market: str, scene: Sequence[str], medium: str, relation: str, *, in_target: bool
) -> Iterator[AdvisoryHit]:
    pattern, owners = _scanner(market, in_target=in_target)
    if pattern is None:
        return
    seen: set[tuple[str, str]] = set()
    for match in pattern.finditer(text):
        for advisory in owners[match.group()]:
            counts = _counts(advisory, match, text, scene, medium, relation)
            if counts and (advisory.id, match.group()) not in seen:
                seen.add((advisory.id, match.group()))
                span = Span(*match.span())
                yield AdvisoryHit(advisory, market, advisory.severity[market], span, match.group(), in_target)


_ALONE_BEFORE = re.compile(r"(?:^|[\s，。！？、；：“‘\"'!?,;…~～])$")
_ALONE_AFTER = re.compile(r"\s*(?:$|[，。！？；”’\"'!?;…~～]|[,.](?!\d))")
"""What stands around digits that are said for themselves, and are no price, date or part of a number."""


def _counts(
    advisory: Advisory, match: re.Match[str], text: str, scene: Sequence[str], medium: str, relation: str
) -> bool:
    start, end = match.span()
    if advisory.mediums and medium and medium not in advisory.mediums:
        return False
    if advisory.relations and relation not in advisory.relations:
        return False
    if any(
        word in text[max(0, start - len(word)) : end + len(word)]
        and any(m.start() <= start and end <= m.end() for m in re.finditer(re.escape(word), text))
        for word in advisory.unless
    ):
        return False
    if advisory.digits and not (_ALONE_BEFORE.search(text[:start]) and _ALONE_AFTER.match(text, end)):
        return False
    wanted = advisory.together or advisory.together_for.get(match.group(), ())
    return not wanted or any(word in line for word in wanted for line in (text, *scene))


@functools.lru_cache(maxsize=64)
def _scanner(
    market: str, *, in_target: bool
) -> tuple[re.Pattern[str] | None, dict[str, tuple[Advisory, ...]]]:
    """Return one pattern for all words that a market may object to, longest first, and whose they are."""
    owners: dict[str, tuple[Advisory, ...]] = {}
    for advisory in all_advisories():
        if advisory.severity.get(market, 0) and (advisory.target or not in_target):
            for term in advisory.terms:
                owners[term] = (*owners.get(term, ()), advisory)
    longest = sorted(owners, key=lambda term: (-len(term), term))
    return (re.compile("|".join(map(re.escape, longest))) if longest else None), owners


@functools.cache
def _data() -> tuple[dict[str, str], tuple[Advisory, ...]]:
    """Return locale tag → market, and all advisories."""
    from importlib import resources

    import yaml

    text = resources.files("localize.culture").joinpath("data", "advisories.yaml").read_text(encoding="utf-8")
    raw = yaml.load(text, Loader=yaml.CSafeLoader)
    markets = {tag: market for market, tags in raw["markets"].items() for tag in tags}
    return markets, tuple(_advisory(item, raw["owner"]) for item in raw["advisories"])


def _advisory(item: Mapping[str, object], owner: str) -> Advisory:
    """Return an entry of the file."""
    severity, beside = item["severity"], item.get("together_for", {})
    assert isinstance(severity, dict)
    assert isinstance(beside, dict)
    return Advisory(
        id=str(item["id"]),
        category=str(item["category"]),
        what=str(item["what"]),
        severity={str(market): int(level) for market, level in severity.items()},
        terms=_words(item["terms"]),
        suggestion=Suggestion(str(item["suggestion"])),
        advice=str(item["advice"]),
        owner=str(item.get("owner", owner)),
        unless=_words(item.get("unless", ())),
        together=_words(item.get("together", ())),
        together_for={str(term): _words(words) for term, words in beside.items()},
        mediums=_words(item.get("mediums", ())),
        relations=_words(item.get("relations", ())),
        target=bool(item.get("target", False)),
        digits=bool(item.get("digits", False)),
        evidence=tuple(map(_evidence, _list(item.get("evidence", ())))),
    )


def _evidence(item: object) -> Evidence:
    assert isinstance(item, dict)
    given = {str(key): str(value) for key, value in item.items()}
    return Evidence(basis=Basis(given.pop("basis")), **given)


def _words(value: object) -> tuple[str, ...]:
    return tuple(map(str, _list(value)))


def _list(value: object) -> Sequence[object]:
    assert isinstance(value, list | tuple)
    return value
