"""The only place that lays cues of two cuts side by side by their times: another speed and beginning found first."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.memory.lattice import best_way
from localize.memory.likeness import Likeness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.memory.bitext import Line
    from localize.memory.lattice import Step, Window

SPEEDS = (1.0, 25 / 24, 24 / 25, 25 / 23.976, 23.976 / 25, 24 / 23.976, 23.976 / 24, 30 / 29.97, 29.97 / 30)
"""Of film, PAL and NTSC against each other: what a target's times are multiplied with."""
_BIN = 200
"""Milliseconds within which two beginnings speak for the same shift."""
_SAMPLE = 150
"""Cues of the target that vote."""
_LONG, _LONG_REACH = 3_000, 900_000
"""From so many cues on, a shift is looked for within so many milliseconds: a season in one file takes no minute."""
_BLOCK = 40
"""Cues that are looked at together where parts were cut out and the rest moved."""
_ENOUGH = 10
"""Cues of such a part that must begin together: a few do so by chance."""
_REACH = 12_000
"""Milliseconds around a cue in which its partner is looked for."""
_ALONE, _APART, _FAR = 6.0, 14.0, 50.0


@dataclass(frozen=True, slots=True)
class Clock:
    """How times of the target become times of the source: times `speed`, plus a shift (ms) from a cue number on."""

    speed: float
    shifts: tuple[tuple[int, int], ...]

    @property
    def shift(self) -> int:
        """The shift at the beginning, in milliseconds."""
        return self.shifts[0][1]


def by_time(source: Sequence[Line], target: Sequence[Line]) -> tuple[list[Step], Clock]:
    """Return which cues belong together, and how the clock of the target was set."""
    clock = find_clock(source, target)
    ours, theirs = [line.time for line in source], list(_moved(target, clock))
    like = Likeness(source, target)

    def cost(i: int, di: int, j: int, dj: int) -> float:
        if not di or not dj:
            return _ALONE
        share = _share(ours[i][0], ours[i + di - 1][1], theirs[j][0], theirs[j + dj - 1][1])
        if not share:
            return _FAR
        seen = min(4.0, like.lengths(i, di, j, dj)) + like.signs(i, di, j, dj)
        return like.prior(di, dj) + _APART * (1 - share) + 0.6 * seen

    window = _window([time[0] for time in ours], [time[0] for time in theirs])
    return best_way((len(source), len(target)), cost, window), clock


def find_clock(source: Sequence[Line], target: Sequence[Line]) -> Clock:
    """Return the speed and the shifts under which most cues begin together; those of the files where nothing is better.

    The shift is found by a vote of all differences between beginnings, first for the whole, then for each part of the
    target, since a cut for television takes scenes out.
    """
    ours = sorted(line.time[0] for line in source)
    theirs = [line.time[0] for line in target]
    best = max(
        ((votes * (1.15 if speed == 1.0 else 1.0), -n, speed, shift)
         for n, speed in enumerate(SPEEDS) for shift, votes in _votes(ours, [t * speed for t in theirs], 1)),
        default=(0, 0, 1.0, 0),
    )  # fmt: skip
    speed, whole = best[2], best[3]
    shifts: list[tuple[int, int]] = [(0, whole)]
    for first in range(0, len(theirs), _BLOCK):
        block = [t * speed for t in theirs[first : first + _BLOCK]]
        held = _together(ours, block, shifts[-1][1])
        if held >= 0.5 * len(block):
            continue
        for shift, votes in _votes(ours, block, 1):
            if votes >= max(_ENOUGH, 0.5 * len(block)) and votes > 1.5 * held:
                shifts.append((_where(ours, block, shifts[-1][1], shift) + first, shift))
    return Clock(speed, tuple(shifts))


def _where(ours: Sequence[int], block: Sequence[float], before: int, after: int) -> int:
    """Return the cue of a block at which one shift gives way to another: where most begin together."""
    fits = [[_together(ours, [t], shift) for t in block] for shift in (before, after)]
    return max(range(len(block) + 1), key=lambda at: sum(fits[0][:at]) + sum(fits[1][at:]))


def _together(ours: Sequence[int], theirs: Sequence[float], shift: int) -> int:
    """Return how many cues begin within a bin of one of ours."""
    count = 0
    for time in theirs:
        at = bisect_left(ours, time + shift - _BIN)
        count += at < len(ours) and ours[at] <= time + shift + _BIN
    return count


def _votes(ours: Sequence[int], theirs: Sequence[float], most: int) -> list[tuple[int, int]]:
    """Return the likeliest shifts (ms) with the number of cues that begin together under them."""
    sample = theirs[:: max(1, len(theirs) // _SAMPLE)]
    reach = math.inf if len(ours) <= _LONG else _LONG_REACH
    votes = Counter(round((a - b) / _BIN) for b in sample for a in _near(ours, b, reach))
    found = [(votes[n] + votes[n - 1] + votes[n + 1], -abs(n), n) for n, _ in votes.most_common(20)]
    out = []
    for _, _, n in sorted(found, reverse=True)[: 3 * most]:
        near = sorted(a - b for b in sample for a in _near(ours, b + n * _BIN, 1.5 * _BIN))
        shift = round(near[len(near) // 2])
        out.append((shift, _together(ours, theirs, shift)))
    return sorted(out, key=lambda v: (-v[1], abs(v[0])))[:most]


def _near(ours: Sequence[int], time: float, reach: float) -> Sequence[int]:
    return ours[bisect_left(ours, time - reach) : bisect_right(ours, time + reach)]


def _moved(target: Sequence[Line], clock: Clock) -> Iterator[tuple[int, int]]:
    shifts = list(clock.shifts)
    shift = shifts.pop(0)[1]
    for at, line in enumerate(target):
        while shifts and shifts[0][0] <= at:
            shift = shifts.pop(0)[1]
        start, end = line.time
        yield round(start * clock.speed) + shift, round(end * clock.speed) + shift


def _share(a: int, b: int, c: int, d: int) -> float:
    """Return the part of the time of two stretches that both have."""
    whole = max(b, d) - min(a, c)
    return max(0, min(b, d) - max(a, c)) / whole if whole > 0 else 0.0


def _window(ours: Sequence[int], theirs: Sequence[int]) -> Window:
    """Return for each source cue the target cues that begin near it, without a gap between two neighbours."""
    risen = [max(theirs[: n + 1][-8:]) for n in range(len(theirs))]  # cues that overlap stand out of order
    m = len(theirs)
    low, high = [0], [0]
    for time in ours:
        low.append(max(low[-1], bisect_left(risen, time - _REACH)))
        high.append(max(high[-1], bisect_left(risen, time + _REACH)))
    low[0], high[-1] = 0, m
    return [(min(low[n], m), max(high[n], low[min(n + 1, len(ours))])) for n in range(len(ours) + 1)]
