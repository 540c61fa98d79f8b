"""The only place that turns a masked line and its hits into requests: what the engine sees, and what it does not.

A noun, name or number is replaced by a protected symbol, because an engine then cannot get it wrong. A verb, an idiom
or a clause must agree with its sentence: a strong engine sees the words and the answer is checked, a weak one gets a
symbol for them too (`Method`). Forms of address and set phrases that are clauses of their own at the edge of a line
never reach the engine.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from localize import segmenter
from localize.adaptation.base import Method, Obligation, Prepared
from localize.adaptation.figures import figures
from localize.adaptation.frames import pieces
from localize.adaptation.turns import build, closed, cut_before, turn_spans
from localize.adaptation.verbs import VERBS
from localize.adaptation.wishes import leads, undecided, wishes
from localize.engines.base import Constraint, Request
from localize.glossary.base import Scope, Strategy
from localize.glossary.people import CATEGORY as PEOPLE
from localize.locales import parse_locale
from localize.model import EditKind, Segment, Span
from localize.text import PLACEHOLDER_SYMBOLS, TERM_SYMBOLS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from localize.adaptation.base import Scene
    from localize.adaptation.turns import Turn
    from localize.adaptation.wishes import Wish
    from localize.glossary.base import Rendering, TermHit
    from localize.masking.base import Masked

SYMBOLS_A_UNIT = 8
"""Protected symbols in one request, placeholders included: small models know so many (``<t0>`` … ``<t7>``)."""

_EDGE = frozenset("，。！？、；：…—～~!?,.;:\"'“”「」『』（）()《》【】[] \n\u3000")
_CLAUSE_CATEGORIES = {"idioms", "slang"}
_VERB_TAGS = ("v", "i", "l", "a", "d", "z", "y", "e")
_ARTICLE = re.compile(
    r"(?:the|an?|one's|my|your|his|her|el|la|los|las|un|una|o|a|os|as|um|uma|le|les|une|des)\s", re.IGNORECASE
)
_GOES_ON = re.compile("(?:, |[\uf000-\uf8ff] )$")
"""A joint after which the sentence goes on: a form of address, or words that open the clause."""
_FIRST_LETTER = re.compile(r"^[¡¿]?[^\W\d_]")
_ONESELF = {"I", "yo", "eu", "je", "ich", "saya", "aku", "tôi", "私", "나", "أنا"}
"""Renderings of a word for oneself that are nothing but the pronoun."""
_PERSONAL = re.compile("[男女人者婿监監妃臣精货貨师師员員医醫主徒身侠俠士僧]$")
"""Endings of words for persons, who are counted."""
_RELATIVES = {"kinship_address", PEOPLE}
_OWNER = re.compile(
    "(我们|我們|咱们|咱們|你们|你們|他们|他們|她们|她們|我|你|您|他|她|咱)家?$|(?<=[^你我您他她它们們])(的)$"
)
_CLAUSE_MARK = re.compile("[，。！？、；：…,.!?;:]")
_NOT_DONE = re.compile("[要别別不没沒被快]")
_URGENCY = {
    EditKind.NAME: 0,
    EditKind.ADDRESS: 1,
    EditKind.MONEY: 2,
    EditKind.NUMBER: 3,
    EditKind.AGE: 4,
    EditKind.MEASURE: 5,
    EditKind.TIME: 6,
}
"""Which obligations keep their symbol where a line has too many; glossary terms follow."""


def prepare(
    masked: Masked,
    hits: Sequence[TermHit],
    scene: Scene,
    *,
    segment: Segment,
    scope: Scope,
    source_locale: str,
    target_locale: str,
    method: Method = Method.REPAIR,
) -> Prepared:
    """Return a line ready for the engine.

    Args:
        masked, hits: the line, and its glossary hits in source order, which count in its text.
        scene: what surrounds the line.
        segment: the segment; its kind and speaker are read.
        scope: the setting of the glossary.
        source_locale, target_locale: BCP 47 tags.
        method: which of the agreed words get a symbol.
    """
    source, target = parse_locale(source_locale), parse_locale(target_locale)
    chinese = source.language == "zh"
    if chinese and target.language == "zh":
        return _chinese(masked, hits, scene, segment, scope)
    owed = wishes(masked.text, hits, scope, scene, chinese_source=chinese)
    turns, symbols = _split(masked.text, owed, _plain(hits) if chinese else {}, method, target.language)
    in_figures = target.language == "en" and scene.max_chars is not None
    obligations = _obligations(owed, symbols, masked.text, in_figures=in_figures)
    return Prepared(
        segment=masked.segment,
        masked=masked,
        units=_requests(turns, obligations, masked, scene, segment),
        joints=tuple(turn.joint for turn in turns),
        obligations=obligations,
        scope=scope,
        undecided=undecided(masked.segment, hits, owed),
        tails=tuple(turn.tail for turn in turns),
        settled=tuple(turn.text if turn.settled else None for turn in turns),
    )


def _plain(hits: Sequence[TermHit]) -> dict[Span, str]:
    """Return the words for oneself that become a plain pronoun in the target (朕, 本宫), each with 我.

    A model inflects a pronoun that it knows (我的银子: my silver); a symbol it can only carry.
    """
    return {
        hit.span: "我"
        for hit in hits
        if hit.rendering is not None and hit.rendering.text in _ONESELF and not hit.rivals
    }


def _turns(
    text: str, owed: Sequence[Wish], method: Method, plain: Mapping[Span, str]
) -> tuple[list[Turn], dict[Span, str]]:
    """Return the turns of a line with symbols in place of words, and the symbol of each stretch that has one.

    Args:
        text: the masked text.
        owed: what the line owes.
        method: which of it gets a symbol.
        plain: stretches for which the request says another source word.
    """
    spans: Sequence[tuple[str, Span]] = turn_spans(text)
    forced = {w.span for _, span in spans for w in _forced(owed, text, span, method)} - plain.keys()
    symbols = dict(zip((w.span for w in owed if w.span in forced), map(chr, TERM_SYMBOLS), strict=False))
    by_symbol = {symbols[w.span]: w for w in owed if w.span in symbols}
    alone = {symbol for symbol, w in by_symbol.items() if _stands_alone(w)}
    opening = {symbol for symbol, w in by_symbol.items() if leads(w)}
    if opening:
        bare = text
        for symbol in alone - opening:
            place = by_symbol[symbol].span
            bare = bare[: place.start] + symbol * (place.end - place.start) + bare[place.end :]
        spans = cut_before(spans, bare, [by_symbol[symbol].span.start for symbol in opening])
    covered = [w.span for w in owed if w.span in forced]
    written = {
        place: word for place, word in plain.items() if not any(_within(place, span) for span in covered)
    } | symbols
    turns = [
        build(text, joint, span, written, addresses=alone.__contains__, leads=opening.__contains__)
        for joint, span in spans
    ]
    goes_on = [joint == " " for joint, _ in spans[1:]] + [False]
    return [
        replace(t, text=closed(t.text)) if on else t for t, on in zip(turns, goes_on, strict=True)
    ], symbols


def _split(
    text: str, owed: Sequence[Wish], plain: Mapping[Span, str], method: Method, language: str
) -> tuple[list[Turn], dict[Span, str]]:
    """Return the turns of a line, those of symbols in pieces as `_framed` cuts them, and each stretch's symbol."""
    if method is not Method.SYMBOL:
        return _turns(text, owed, method, {})
    turns, symbols = _turns(text, owed, method, plain)
    return [part for turn in turns for part in _framed(turn, text, owed, symbols, language)], symbols


def _framed(
    turn: Turn, text: str, owed: Sequence[Wish], symbols: Mapping[Span, str], language: str
) -> list[Turn]:
    """Return a turn in pieces: sentences that are written outright, and what an engine is asked for."""
    if turn.settled:
        return [turn]
    by_symbol = {symbols[w.span]: w for w in owed if w.span in symbols}

    def article(symbol: str, kind: str) -> str | None:
        wish = by_symbol.get(symbol)
        if wish is None:
            return None
        return "" if _owner(wish, text) else _article_of(wish, kind)

    found = list(pieces(turn.text, language, article))
    parts: list[Turn] = []
    for number, (words, written) in enumerate(found):
        opens = parts[-1].text[-1] in "。！？!?." if parts else not _GOES_ON.search(turn.joint)
        parts.append(
            replace(
                turn,
                joint=" " if parts else turn.joint,
                text=_FIRST_LETTER.sub(lambda m: m.group().upper(), words)
                if written and opens
                else words.strip(),
                tail=turn.tail if number == len(found) - 1 else "",
                written=written,
            )
        )
    return parts


def _article_of(wish: Wish, kind: str) -> str | None:
    """Return the article that an English term takes in a frame, None where it cannot be told."""
    if wish.hit is None or _must_agree(wish) or leads(wish):
        return None
    common = wish.target[:1].islower() and not _ARTICLE.match(wish.target)
    if not common:
        return ""
    if _PERSONAL.search(wish.hit.concept.term):
        return ("an" if wish.target[0] in "aeiou" else "a") if kind == "a" else kind
    return None


def _forced(owed: Sequence[Wish], text: str, turn: Span, method: Method) -> list[Wish]:
    """Return the wishes of a turn that get a symbol, the most urgent first as many as an engine can carry."""
    inside = [w for w in owed if turn.start <= w.span.start and w.span.end <= turn.end]
    every = method is Method.SYMBOL
    fit = [w for w in inside if w.target and (every or _clause(text, w.span) or not _must_agree(w))]
    placeholders = sum(1 for ch in text[turn.start : turn.end] if ord(ch) in PLACEHOLDER_SYMBOLS)
    room = max(0, SYMBOLS_A_UNIT - placeholders)
    return sorted(fit, key=lambda w: (_URGENCY.get(w.kind, 9), w.span.start))[:room]


def _clause(text: str, span: Span) -> bool:
    """Return whether a stretch is a clause of its own: marks or edges on both sides."""
    before = text[span.start - 1] if span.start else "，"
    after = text[span.end] if span.end < len(text) else "，"
    return before in _EDGE and after in _EDGE


def _must_agree(wish: Wish) -> bool:
    """Return whether the words have to fit their sentence: verbs, idioms, clauses, exclamations."""
    if wish.hit is None or wish.kind is not EditKind.TERM:
        return False
    if re.search(r"[.!?…。！？,]$|, ", wish.target) or wish.hit.concept.category in _CLAUSE_CATEGORIES:
        return True
    if wish.target[:1].isupper() or _ARTICLE.match(wish.target):
        return False
    if wish.hit.concept.strategy is Strategy.FUNCTIONAL and wish.target.split()[0] in VERBS:
        return True
    return _is_verb(wish.hit.concept.term)


@functools.lru_cache(maxsize=8192)
def _is_verb(term: str) -> bool:
    """Return whether a Chinese term is read as a verb or set phrase, by the word list of jieba."""
    tagged = [pair for pair in segmenter.tag(term) if pair[0].strip()]
    if len(tagged) == 1:
        return str(tagged[0][1]).startswith(_VERB_TAGS) and tagged[0][1] != "vn"
    return str(tagged[0][1]) in {"v", "d"} or str(tagged[-1][1]) == "ul"


def _stands_alone(wish: Wish) -> bool:
    """Return whether a clause that is only this obligation may be cut off at the edge of a turn."""
    category = wish.hit.concept.category if wish.hit else ""
    return wish.number or wish.kind in {EditKind.NAME, EditKind.ADDRESS} or category in _CLAUSE_CATEGORIES


def _owner(wish: Wish, text: str) -> str:
    """Return the pronoun directly before a word of kinship or rank, '' if there is none."""
    if wish.hit is None or wish.kind is not EditKind.ADDRESS or wish.hit.concept.category not in _RELATIVES:
        return ""
    found = _OWNER.search(text[: wish.span.start])
    return (found.group(1) or found.group(2)) if found else ""


def _done(wish: Wish, text: str) -> bool:
    """Return whether 了 says of a verb that it has happened: not after 要, 别 and 不, nor where it suffers it (被)."""
    clause = _CLAUSE_MARK.split(text[: wish.span.start])[-1]
    return text.startswith("了", wish.span.end) and not _NOT_DONE.search(clause)


def _obligations(
    owed: Sequence[Wish], symbols: Mapping[Span, str], text: str, *, in_figures: bool
) -> tuple[Obligation, ...]:
    return tuple(_obligation(w, symbols.get(w.span, ""), text, in_figures=in_figures) for w in owed)


def _obligation(wish: Wish, symbol: str, text: str, *, in_figures: bool) -> Obligation:
    inflects = bool(symbol) and _must_agree(wish)
    figure = figures(wish.target) if in_figures and wish.number else ""
    how = "" if symbol or not wish.target else "; checked only, because it has to agree with its sentence"
    return Obligation(
        span=wish.span,
        source=wish.source,
        symbol=symbol,
        target=wish.target,
        kind=wish.kind,
        rule=wish.rule,
        reason=wish.reason + how,
        accept=(*wish.accept, figure) if figure else wish.accept,
        forbid=wish.forbid,
        hit=wish.hit,
        inflects=inflects,
        owner=_owner(wish, text),
        figures=figure,
        done=inflects and _done(wish, text),
        leads=bool(symbol) and leads(wish),
    )


def _requests(
    turns: Sequence[Turn], obligations: Sequence[Obligation], masked: Masked, scene: Scene, segment: Segment
) -> tuple[Request, ...]:
    share = None if scene.max_chars is None else max(1, scene.max_chars // len(turns))
    return tuple(
        Request(
            id=f"{masked.segment}#{number}",
            text=turn.text,
            constraints=tuple(
                Constraint(o.symbol, o.source, o.target)
                for o in obligations
                if o.target and (o.symbol in turn.text if o.symbol else _within(o.span, turn.span))
            ),
            before=scene.before,
            after=scene.after,
            speaker=scene.speaker or segment.speaker,
            max_chars=share,
        )
        for number, turn in enumerate(turns)
        if not turn.settled
    )


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _chinese(
    masked: Masked, hits: Sequence[TermHit], scene: Scene, segment: Segment, scope: Scope
) -> Prepared:
    """Return a line for the other Chinese script: its lines and numbers as they are, only wording may change."""
    obligations: list[Obligation] = []
    codes = map(chr, TERM_SYMBOLS)
    for hit in hits:
        rendering = hit.rendering
        if rendering is None or not rendering.text or hit.rivals or "{" in rendering.text:
            continue
        if hit.concept.convert or len(hit.surface) == 1:
            continue  # numbers stay Chinese, and one character is the converter's own business
        if rendering.strategy in {Strategy.OMIT, Strategy.COMPENSATE}:
            continue
        own = rendering.text in (hit.concept.hant, *hit.concept.hant_variants)
        forced = not own and len(obligations) < SYMBOLS_A_UNIT
        obligations.append(_wording(hit, rendering, next(codes) if forced else "", own=own))
    request = Request(
        id=f"{masked.segment}#0",
        text=_with_symbols(masked.text, obligations),
        constraints=tuple(Constraint(o.symbol, o.source, o.target) for o in obligations),
        before=scene.before,
        after=scene.after,
        speaker=scene.speaker or segment.speaker,
        max_chars=scene.max_chars,
    )
    found = undecided(masked.segment, hits, ())
    return Prepared(
        masked.segment,
        masked,
        (request,),
        ("",),
        tuple(obligations),
        scope,
        found,
        tails=("",),
        settled=(None,),
    )


def _with_symbols(text: str, obligations: Sequence[Obligation]) -> str:
    for obligation in reversed(obligations):
        if obligation.symbol:
            text = text[: obligation.span.start] + obligation.symbol + text[obligation.span.end :]
    return text


def _wording(hit: TermHit, rendering: Rendering, symbol: str, *, own: bool) -> Obligation:
    """Return the obligation of a term in the other Chinese script."""
    reason = "the Traditional form of the term" if own else "the locale has its own word"
    return Obligation(
        span=hit.span,
        source=hit.surface,
        symbol=symbol,
        target=rendering.text,
        kind=EditKind.TERM,
        rule=str(rendering.strategy),
        reason=f"{reason}; {hit.why}" if hit.why else reason,
        accept=tuple(r.text for r in hit.admitted[1:]),
        forbid=tuple(r.text for r in hit.forbidden),
        hit=hit,
    )
