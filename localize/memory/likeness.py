"""The only place that says how well lines of two languages fit by what can be seen without knowing either of them.

Lengths go by Gale and Church (1993), "A Program for Aligning Sentences in Bilingual Corpora", Computational Linguistics
19 (1): the number of target characters that a source character becomes is about normally distributed. The mean comes
from the two texts themselves, since a Chinese character becomes three or four English ones.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.memory.bitext import Line

PRIORS = {
    (1, 1): 0.89, (1, 0): 0.0099, (0, 1): 0.0099, (1, 2): 0.0445, (2, 1): 0.0445, (2, 2): 0.011,
    (1, 3): 0.005, (3, 1): 0.005,
}  # fmt: skip
"""How often lines go together so, by the paper's table 5; three to one is not in it and happens in subtitles."""
_PRICES = {shape: -math.log(prior) for shape, prior in PRIORS.items()}
_VARIANCE = 6.8
"""Of the length of a translation for each of its characters, by the paper. Chinese to English has shown 0.7 to 4.8, but
going by what a file shows has made worse pairs: its rare long explanations then push their neighbours out of place."""
_WORST = 14.0
"""No length is less likely than e to minus this: a line that was cut short must not push all others out of place."""
_MARKS = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
_NAMES = re.compile(r"[A-Za-z_]{2,}")
_ASKING, _ASSERTING = re.compile(r"[?？؟]\W*$"), re.compile(r"[.。!！]\W*$")


@dataclass(frozen=True, slots=True)
class Features:
    """What is seen of a line: length in characters without mark-up, figures, Latin words, how it ends, its kind."""

    length: int
    figures: frozenset[str]
    words: frozenset[str]
    asks: bool
    asserts: bool
    kind: str

    @classmethod
    def of(cls, line: Line) -> Self:
        """Return what is seen of a line."""
        text = _MARKS.sub("", line.text)
        words = frozenset(word.casefold() for word in _NAMES.findall(text))
        length = sum(not ch.isspace() for ch in text)
        return cls(
            length, frozenset(_DIGITS.findall(text)), words, bool(_ASKING.search(text)),
            bool(_ASSERTING.search(text)), line.kind,
        )  # fmt: skip


class Likeness:
    """The cost of taking lines of two texts together, as minus the logarithm of a likelihood."""

    def __init__(self, source: Sequence[Line], target: Sequence[Line]) -> None:
        self.source = [Features.of(line) for line in source]
        self.target = [Features.of(line) for line in target]
        self._source = [0, *accumulate(f.length for f in self.source)]
        self._target = [0, *accumulate(f.length for f in self.target)]
        self._told = [
            [0, *accumulate(bool(f.figures or f.words) for f in side)] for side in (self.source, self.target)
        ]
        self.ratio = max(self._target[-1], 1) / max(self._source[-1], 1)

    def prior(self, di: int, dj: int) -> float:
        """Return the cost of a shape alone."""
        return _PRICES[di, dj]

    def lengths(self, i: int, di: int, j: int, dj: int) -> float:
        """Return the cost of the lengths of lines."""
        a = (self._source[i + di] - self._source[i]) * self.ratio
        b = self._target[j + dj] - self._target[j]
        away = abs(b - a) / math.sqrt(_VARIANCE * max((a + b) / 2, 1.0))
        # Twice the tail of the normal distribution.
        tail = math.erfc(away / math.sqrt(2))
        return min(_WORST, -math.log(tail)) if tail > 0 else _WORST

    def signs(self, i: int, di: int, j: int, dj: int) -> float:
        """Return the cost of what else is seen: less than 0 where it speaks for the pair."""
        last, other = self.source[i + di - 1], self.target[j + dj - 1]
        cost = 0.0
        if last.asks or other.asks:
            cost = -1.0 if last.asks and other.asks else 1.2
        elif last.asserts and other.asserts:
            cost = -0.2
        if any(f.kind != last.kind for f in (*self.source[i : i + di], *self.target[j : j + dj])):
            cost += 4.0
        if self._told[0][i + di] > self._told[0][i] and self._told[1][j + dj] > self._told[1][j]:
            cost += _shared(self.source[i : i + di], self.target[j : j + dj])
        return cost

    def cost(self, i: int, di: int, j: int, dj: int) -> float:
        """Return the cost of taking lines together, or of leaving one alone, by everything that is seen."""
        cost = self.prior(di, dj) + self.lengths(i, di, j, dj)
        return cost + self.signs(i, di, j, dj) if di and dj else cost


def _shared(source: Sequence[Features], target: Sequence[Features]) -> float:
    """Return the cost of figures and Latin words, which stay what they are in most translations."""
    figures, theirs = ({g for f in side for g in f.figures} for side in (source, target))
    words, others = ({w for f in side for w in f.words} for side in (source, target))
    cost = -2.0 * min(2, len(figures & theirs)) - 1.0 * min(3, len(words & others))
    return cost + 1.5 if figures and theirs and not figures & theirs else cost
