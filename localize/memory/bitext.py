"""The only place that lays two old files side by side: by keys, by times or by lengths, whichever they have."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from localize.memory.by_time import by_time
from localize.memory.lattice import Step, around, best_way
from localize.memory.lexicon import Lexicon
from localize.memory.likeness import Likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.memory.by_time import Clock
    from localize.memory.lattice import Window

_MOST_CELLS = 3_000_000
_SHOWS = 0.6
"""Sureness from which a pair shows which words go together."""
_REACH = 12
"""Lines by which a later way may leave the one before."""
_ROUNDS = 2
"""Times that words are learnt from the last way and a better one is looked for."""


class How(StrEnum):
    """What lines were laid side by side by."""

    KEY = "key"
    TIME = "time"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one of the files: text, key, (start, end) in milliseconds if both are known, and kind."""

    text: str
    key: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    kind: str = ""

    @property
    def time(self) -> tuple[int, int]:
        """Start and end in milliseconds; 0 where nothing is known."""
        return self.start_ms or 0, self.end_ms or 0


@dataclass(frozen=True, slots=True)
class Bitext:
    """Two files side by side.

    Attributes:
        how: what was gone by.
        steps: lines that belong together, in order of the source; one side is empty for a line without partner.
        clock: how the times of the target were set, for cues.
    """

    how: How
    steps: tuple[Step, ...]
    clock: Clock | None = None


def lay(source: Sequence[Line], target: Sequence[Line], how: How | None = None) -> Bitext:
    """Return two files side by side: by keys where both have them, by times where both have those, else by lengths.

    Args:
        source, target: lines in file order.
        how: what to go by, None to find out.
    """
    how = how or _how(source, target)
    if how is How.KEY:
        return Bitext(how, tuple(_by_key(source, target)))
    if how is How.TIME:
        steps, clock = by_time(source, target)
        return Bitext(how, tuple(steps), clock)
    return Bitext(how, tuple(_by_length(source, target)))


def _how(source: Sequence[Line], target: Sequence[Line]) -> How:
    keys = {line.key for line in source if line.key}
    shared = sum(line.key in keys for line in target if line.key)
    if shared >= 0.5 * min(len(source), len(target)) and shared:
        return How.KEY
    timed = [sum(line.end_ms is not None for line in lines) for lines in (source, target)]
    if timed[0] > 0.9 * len(source) and timed[1] > 0.9 * len(target):
        return How.TIME
    return How.LENGTH


def _by_key(source: Sequence[Line], target: Sequence[Line]) -> list[Step]:
    """Pair equal keys; the second of two equal keys is the second on both sides."""
    numbered: Counter[str | None] = Counter()
    at: dict[tuple[str | None, int], int] = {}
    for n, line in enumerate(target):
        at[line.key, numbered[line.key]] = n
        numbered[line.key] += 1
    numbered.clear()
    steps: list[Step] = []
    for n, line in enumerate(source):
        other = at.pop((line.key, numbered[line.key]), None) if line.key else None
        numbered[line.key] += 1
        found = range(0) if other is None else range(other, other + 1)
        steps.append(Step(range(n, n + 1), found, 0.0 if other is None else 1.0))
    return steps + [Step(range(0), range(n, n + 1), 0.0) for n in sorted(at.values())]


def _by_length(source: Sequence[Line], target: Sequence[Line]) -> list[Step]:
    """Return the likeliest way by lengths, then near it with the words that it shows."""
    like, sizes = Likeness(source, target), (len(source), len(target))
    way = best_way(sizes, like.cost, _diagonal(*sizes))
    for _ in range(_ROUNDS):
        sure = [(s.source, s.target) for s in way if s.source and s.target and s.sure >= _SHOWS]
        way = _again(like, Lexicon(source, target, sure), around(sizes, way, _REACH), sizes)
    return way


def _again(like: Likeness, words: Lexicon, window: Window, sizes: tuple[int, int]) -> list[Step]:
    def cost(i: int, di: int, j: int, dj: int) -> float:
        return like.cost(i, di, j, dj) + (words.cost(i, di, j, dj) if di and dj else 0.0)

    return best_way(sizes, cost, window)


def _diagonal(n: int, m: int) -> Window:
    """Return a window around the diagonal that has room for a missing part as long as the files differ."""
    half = max(20, min(abs(n - m) + 20 + 2 * math.isqrt(n), _MOST_CELLS // (n + 1)))
    middle = [round(i * m / n) if n else 0 for i in range(n + 1)]
    window = [(max(0, at - half), min(m, at + half)) for at in middle]
    window[0], window[-1] = (0, window[0][1] if n else m), (window[-1][0], m)
    return window
