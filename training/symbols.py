"""The only place that puts the protected symbols ``<t0>`` … ``<t7>`` into training pairs, alike on both sides.

What the engine later carries as a symbol is rehearsed in each of its shapes: a term or name in its place in the
sentence, a form of address before or after the comma, a number or placeholder, a pair of tags around a word, a
line break somewhere in the middle, a mark at either end, and several of these in one line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from training.lexicon import Lexicon

SLOTS = 8
_SAME = re.compile(
    r"%\d?\$?[a-z]|\{[^{}\s]{1,20}\}|\$[a-z_|.]{2,30}|</?[a-z][^<>]{0,20}>|\d+(?:[.,:]\d+)*%?|[A-Za-z][A-Za-z0-9'-]+"
)
_LOWERED_WORDS = """
    the you he she it we they this that these those what why how who where when which do don't does did is are was my
    your his her our their if there no not please let let's can can't could will won't would should a an have has one
    all in on at so but and then just never always go come get give take tell look wait stop
"""
_LOWERED = frozenset(_LOWERED_WORDS.split())
_KEPT = frozenset({"i", "i'm", "i'll", "i've", "i'd"})
_END = re.compile(r"[.!?…\"')]+$")


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A stretch of the Chinese line and the stretch of the English one that says the same, as offsets."""

    zh_start: int
    zh_end: int
    en_start: int
    en_end: int


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A symbol to be: it replaces ``zh[zh_start:zh_end]`` and ``en[en_start:en_end]``, either of which may be empty."""

    zh_start: int
    zh_end: int
    en_start: int
    en_end: int


def links(zh: str, en: str, tokens: Sequence[str], lexicon: Lexicon) -> tuple[Link, ...]:
    """Return the stretches of a pair that stand for each other beyond doubt: each occurs once on its side.

    Args:
        zh, en: the pair.
        tokens: the Chinese line cut into words; joined they are the line.
        lexicon: translations of words.
    """
    found = {}
    for match in _SAME.finditer(zh):
        text = match.group()
        place = _only(text, en)
        if place and _alone(zh, match.start(), match.end(), text):
            found[match.span()] = place
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    low = en.lower()
    for first in range(len(tokens)):
        for last in range(first + 1, min(first + 3, len(tokens)) + 1):
            word = zh[starts[first] : starts[last]]
            if zh.count(word) == 1:
                place = _translated(low, lexicon.of(word))
                if place:
                    found[starts[first], starts[last]] = place
    return tuple(Link(*span, *place) for span, place in sorted(found.items()))


def with_symbols(zh: str, en: str, found: Sequence[Link], rng: random.Random) -> tuple[str, str] | None:
    """Return the pair with one to eight symbols, each exactly once on both sides; None if no shape fits it."""
    marks: list[Mark] = []
    if found and rng.random() < 0.72:
        marks = _replaced(found, rng)
    if found and rng.random() < (0.12 if marks else 0.5):
        marks += _around(rng.choice(found), rng)
    if not marks or rng.random() < 0.22:
        marks += _free(zh, en, rng)
    marks = _disjoint(marks)[:SLOTS]
    if not marks:
        return None
    named = dict(zip(sorted(marks), numbers(len(marks), rng), strict=True))
    front = rng.random() < 0.1 and len(marks) < SLOTS
    zh_out = _filled(zh, sorted((m.zh_start, m.zh_end, n) for m, n in named.items()), spaced=False)
    en_out = _filled(en, sorted((m.en_start, m.en_end, n) for m, n in named.items()), spaced=True)
    if front:
        spare = next(n for n in range(SLOTS) if n not in named.values())
        return addressed(zh_out, en_out, spare, rng) or (zh_out, en_out)
    return zh_out, en_out


def numbers(count: int, rng: random.Random) -> list[int]:
    """Return the slots for so many symbols: mostly as the engine counts them, from 0 or from 3, else any."""
    way = rng.random()
    if way < 0.55:
        return list(range(count))
    if way < 0.7:
        return [(i + 3) % SLOTS for i in range(count)]
    return rng.sample(range(SLOTS), count)


def addressed(zh: str, en: str, slot: int, rng: random.Random) -> tuple[str, str] | None:
    """Return a line with someone addressed by a symbol at its head or its end; None if the English forbids it."""
    symbol = f"<t{slot}>"
    if symbol in zh:
        return None
    first = en.split(" ", 1)[0]
    word = first.lower().rstrip(",.!?")
    if rng.random() < 0.6 and (word in _LOWERED or word in _KEPT):
        head = en if word in _KEPT else en[0].lower() + en[1:]
        return f"{symbol},{zh}", f"{symbol}, {head}"
    end_zh, end_en = re.search(r"[。.!?…]*$", zh), _END.search(en)
    if end_zh is None or end_en is None or '"' in end_en.group() or "'" in end_en.group():
        return None
    return (
        f"{zh[: end_zh.start()]},{symbol}{end_zh.group()}",
        f"{en[: end_en.start()]}, {symbol}{end_en.group()}",
    )


def _only(text: str, en: str) -> tuple[int, int] | None:
    """Return where a text stands in the English line if it does so exactly once, as a whole word."""
    at = [m.span() for m in re.finditer(re.escape(text), en) if _alone(en, *m.span(), text)]
    return at[0] if len(at) == 1 else None


def _alone(line: str, start: int, end: int, text: str) -> bool:
    before, after = line[:start][-1:], line[end:][:1]
    if line.count(text) > 1:
        return False
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())


def _translated(low: str, words: frozenset[str]) -> tuple[int, int] | None:
    """Return where the longest of several translations stands in a line, its plural counted in."""
    for word in sorted(words, key=lambda w: (-len(w), w)):
        if word not in low or len(word) < 3:
            continue
        at = [m.span() for m in re.finditer(rf"(?<![\w']){re.escape(word)}s?(?!\w)", low)]
        if len(at) == 1:
            return at[0]
    return None


def _replaced(found: Sequence[Link], rng: random.Random) -> list[Mark]:
    many = rng.choices((1, 2, 3, 5), weights=(50, 30, 14, 6))[0]
    chosen = rng.sample(list(found), min(many, len(found)))
    return [Mark(k.zh_start, k.zh_end, k.en_start, k.en_end) for k in chosen]


def _around(link: Link, rng: random.Random) -> list[Mark]:
    """Return marks before, after, or on both sides of a word, as tags stand."""
    before = Mark(link.zh_start, link.zh_start, link.en_start, link.en_start)
    after = Mark(link.zh_end, link.zh_end, link.en_end, link.en_end)
    return rng.choice(([before], [after], [before, after], [before, after]))


def _free(zh: str, en: str, rng: random.Random) -> list[Mark]:
    """Return marks at the edges, or at the same share of both lines, as a line break stands."""
    way = rng.random()
    if way < 0.25:
        return [Mark(0, 0, 0, 0)]
    if way < 0.5:
        return [Mark(len(zh), len(zh), len(en), len(en))]
    blanks = [m.start() + 1 for m in re.finditer(" ", en)]
    marks = []
    for _ in range(rng.choices((1, 2, 3), weights=(70, 22, 8))[0]):
        at = rng.randint(0, len(zh))
        inside = 0 < at < len(zh) and zh[at - 1].isascii() and zh[at].isascii()
        if not inside and blanks:
            share = at / len(zh) * len(en)
            place = min((0, *blanks, len(en)), key=lambda b: abs(b - share))
            marks.append(Mark(at, at, place, place))
    return marks


def _disjoint(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks that do not overlap an earlier one, on either side."""
    kept: list[Mark] = []
    for mark in marks:
        if all(
            _apart(mark.zh_start, mark.zh_end, m.zh_start, m.zh_end)
            and _apart(mark.en_start, mark.en_end, m.en_start, m.en_end)
            for m in kept
        ):
            kept.append(mark)
    return kept


def _apart(start: int, end: int, other_start: int, other_end: int) -> bool:
    """Return whether two stretches share no character and two empty ones not even their place."""
    if start == end == other_start == other_end:
        return False
    return end <= other_start or other_end <= start


def _filled(line: str, marks: Sequence[tuple[int, int, int]], *, spaced: bool) -> str:
    """Return a line with the slots in; between English words a symbol gets its blanks."""
    pieces, position = [], 0
    for start, end, slot in marks:
        pieces += [line[position:start], f"<t{slot}>"]
        position = end
    text = "".join([*pieces, line[position:]])
    if spaced:
        text = re.sub(r"(?<=[\w,.!?;:])(?=<t\d>)", " ", text)
        text = re.sub(r"(<t\d>)(?=\w)", r"\1 ", text)
    return text.strip()
