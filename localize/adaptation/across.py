"""The only place that asks for a sentence over several cues as one, and cuts the answer into the same cues again.

Each cue gets words of its own: symbols must come back in the cue that they left from, no cue is left empty, and an
answer that cannot be cut so is not used. Then every cue is asked for alone, and no line ever takes its neighbour's.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from localize.adaptation.function_words import LINKING, NO_LAST_WORD
from localize.adaptation.prepare import SYMBOLS_A_UNIT
from localize.adaptation.turns import join_lines
from localize.engines.base import Request
from localize.locales import parse_locale
from localize.text import PLACEHOLDER_SYMBOLS, SYMBOL, TERM_SYMBOLS, symbols

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from localize.adaptation.base import Prepared
    from localize.engines.base import Constraint

_PLACE = re.compile(r"\s+")
_MARK_BEFORE = re.compile(r"[,;:.!?…—，。；：、！？][\"'”’]?$")
_WORDS = re.compile(r"[^\W_]")
_LEAST_SHARE = 0.12
"""No cue gets less of the answer than this share of what its time stands for; editorial."""
_MOST_PLACES = 80


@dataclass(frozen=True, slots=True)
class Joined:
    """Several cues as one request.

    Attributes:
        request: what is asked; its symbols are numbered through all cues.
        own: a cue each, symbol in the request → symbol of the cue.
        shares: what part of the whole each cue has room for, together 1.
    """

    request: Request
    own: tuple[Mapping[str, str], ...]
    shares: tuple[float, ...]


def join(lines: Sequence[Prepared], milliseconds: Sequence[int]) -> Joined | None:
    """Return one request for the cues of a sentence, None where they cannot be asked for as one.

    Args:
        lines: of one sentence, in order.
        milliseconds: how long each of them is shown.
    """
    last = len(lines) - 1
    for at, line in enumerate(lines):
        if len(line.units) != 1 or len(line.joints) != 1:
            return None
        if (at and line.joints[0]) or (at < last and any(line.tails)):
            return None
    units = [line.units[0] for line in lines]
    if sum(len(symbols(unit.text)) for unit in units) > SYMBOLS_A_UNIT:
        return None
    texts: list[str] = []
    own: list[dict[str, str]] = []
    constraints: list[Constraint] = []
    terms, placeholders = map(chr, TERM_SYMBOLS), map(chr, PLACEHOLDER_SYMBOLS)
    for unit in units:
        fresh = {s: next(terms if ord(s) in TERM_SYMBOLS else placeholders) for s in symbols(unit.text)}
        texts.append(SYMBOL.sub(lambda match, fresh=fresh: fresh[match.group()], unit.text))  # type: ignore[misc]
        own.append({new: old for old, new in fresh.items()})
        constraints += [replace(c, symbol=fresh.get(c.symbol, "")) for c in unit.constraints]
    budgets = [unit.max_chars for unit in units]
    room = None if None in budgets else sum(b for b in budgets if b is not None)
    request = replace(
        units[0],
        text=join_lines("\n".join(texts)),
        constraints=tuple(constraints),
        after=units[-1].after,
        max_chars=room,
    )
    return Joined(request, tuple(own), _shares(texts, milliseconds))


def _shares(texts: Sequence[str], milliseconds: Sequence[int]) -> tuple[float, ...]:
    """Return the mean of each cue's share of the time and of the source's characters."""
    whole, time = sum(map(len, texts)), sum(milliseconds)
    return tuple(
        (len(text) / whole + (ms / time if time else len(text) / whole)) / 2
        for text, ms in zip(texts, milliseconds, strict=True)
    )


def cut(answers: Sequence[str], joined: Joined, locale: str) -> list[str] | None:
    """Return the words of each cue from the first of several answers that can be cut, None if none can.

    Args:
        answers: targets of the joined request, best first.
        joined: what was asked.
        locale: of the target; languages without blanks between words are cut at marks only.
    """
    for answer in answers:
        text = " ".join(answer.split())
        cuts = _best(text, joined, _places(text, locale), locale)
        if cuts is not None:
            edges = [0, *cuts, len(text)]
            pieces = [text[a:b].strip() for a, b in itertools.pairwise(edges)]
            return [
                SYMBOL.sub(lambda match, own=own: own[match.group()], piece)  # type: ignore[misc]
                for piece, own in zip(pieces, joined.own, strict=True)
            ]
    return None


def _places(text: str, locale: str) -> list[int]:
    if parse_locale(locale).language in {"zh", "ja", "th", "lo", "km", "my"}:
        return [
            m.end()
            for m in re.finditer(r"[，、。；：,;]\s*|(?<=[\u0e00-\u0e7f])\s+", text)
            if m.end() < len(text)
        ]
    return [m.end() for m in _PLACE.finditer(text)][:_MOST_PLACES]


def _best(text: str, joined: Joined, places: Sequence[int], locale: str) -> tuple[int, ...] | None:
    """Return the cheapest cuts that leave every symbol in its cue and every cue with words."""
    language = parse_locale(locale).language
    costs = {place: _cost(text, place, language) for place in places}
    ends = list(itertools.accumulate(joined.shares))[:-1]
    found: list[tuple[float, tuple[int, ...]]] = []
    for cuts in itertools.combinations(places, len(ends)):
        edges = [0, *cuts, len(text)]
        pieces = [text[a:b] for a, b in itertools.pairwise(edges)]
        if all(map(_fits, pieces, joined.own, joined.shares, itertools.repeat(len(text)))):
            away = sum(abs(place / len(text) - end) for place, end in zip(cuts, ends, strict=True))
            found.append((away + sum(costs[place] for place in cuts), cuts))
    return min(found)[1] if found else None


def _fits(piece: str, own: Mapping[str, str], share: float, whole: int) -> bool:
    held = sorted(symbols(piece))
    spoken = any(ord(symbol) in TERM_SYMBOLS for symbol in held) or _WORDS.search(piece) is not None
    return held == sorted(own) and spoken and len(piece) >= _LEAST_SHARE * share * whole


def _cost(text: str, place: int, language: str) -> float:
    """Return how badly a text is cut at a place: 0 after a mark, more between words that belong together."""
    before, after = text[:place].rstrip(), text[place:]
    if _MARK_BEFORE.search(before):
        return 0.0
    last, first = before.split()[-1:], after.split()[:1]
    if last and last[0].casefold() in NO_LAST_WORD.get(language, ()):
        return 0.4
    return 0.08 if first and first[0].casefold() in LINKING.get(language, ()) else 0.16
