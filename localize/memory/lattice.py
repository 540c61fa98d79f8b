"""The only place that finds the most likely way through two lists of lines in order, and how sure each step of it is.

A step takes up to two or three lines of each side. The best way is found by dynamic programming within a window; how
sure a step is, is its share of all ways close to the best one (forward-backward), so that a pair that could as well be
another one says so.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Cost: TypeAlias = Callable[[int, int, int, int], float]
    """From (first line, lines) of the source and of the target to minus the logarithm of a likelihood."""
    Window: TypeAlias = Sequence[tuple[int, int]]
    """For each number of source lines taken the least and greatest number of target lines taken."""

SHAPES = ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
"""Lines of source and target that one step takes."""
_NEAR = 4
"""Lines by which other ways may differ from the best one to be counted."""


class Step(NamedTuple):
    """Lines that belong together: half-open ranges of both sides, and how sure that is, 0 to 1."""

    source: range
    target: range
    sure: float


def best_way(sizes: tuple[int, int], cost: Cost, window: Window) -> list[Step]:
    """Return the steps of the most likely way, in order; they take every line of both sides.

    Args:
        sizes: lines of source and target.
        cost: of a step.
        window: where to look; one entry more than there are source lines, the last with all target lines in it.
    """
    path = _path(sizes, cost, window)
    sure = _sureness(sizes, cost, path)
    return [
        Step(range(i, i + di), range(j, j + dj), min(1.0, sure.get((i, di, j, dj), 0.0)))
        for i, di, j, dj in path
    ]


def _path(sizes: tuple[int, int], cost: Cost, window: Window) -> list[tuple[int, int, int, int]]:
    best: list[dict[int, float]] = [{} for _ in window]
    back: dict[tuple[int, int], tuple[int, int]] = {}
    best[0][0] = 0.0
    for i, j, shape in _moves(sizes, window):
        so_far = best[i].get(j)
        if so_far is None:
            continue
        di, dj = shape
        total = so_far + cost(i, di, j, dj)
        if total < best[i + di].get(j + dj, math.inf):
            best[i + di][j + dj] = total
            back[i + di, j + dj] = shape
    at, path = sizes, []
    while at != (0, 0):
        di, dj = back[at]
        at = (at[0] - di, at[1] - dj)
        path.append((at[0], di, at[1], dj))
    return path[::-1]


def _moves(sizes: tuple[int, int], window: Window) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Yield every step inside a window, in an order in which what leads to a place comes before what leads on."""
    n, m = sizes
    for i in range(n + 1):
        low, high = window[i]
        for j in range(low, high + 1):
            for shape in SHAPES:
                k, to = i + shape[0], j + shape[1]
                if k <= n and to <= m and window[k][0] <= to <= window[k][1]:
                    yield i, j, shape


def _sureness(
    sizes: tuple[int, int], cost: Cost, path: Sequence[tuple[int, int, int, int]]
) -> Mapping[tuple[int, int, int, int], float]:
    """Return the share of each step in all ways near the best one."""
    way = [Step(range(i, i + di), range(j, j + dj), 0.0) for i, di, j, dj in path]
    window = around(sizes, way, _NEAR)
    forward: dict[tuple[int, int], float] = {(0, 0): 0.0}
    steps = []
    for i, j, (di, dj) in _moves(sizes, window):
        if (i, j) in forward:
            price = cost(i, di, j, dj)
            steps.append((i, di, j, dj, price))
            to = (i + di, j + dj)
            forward[to] = _either(forward.get(to, math.inf), forward[i, j] + price)
    backward: dict[tuple[int, int], float] = {sizes: 0.0}
    for i, di, j, dj, price in reversed(steps):
        rest = backward.get((i + di, j + dj))
        if rest is not None:
            backward[i, j] = _either(backward.get((i, j), math.inf), rest + price)
    every = forward[sizes]
    return {
        (i, di, j, dj): math.exp(
            min(0.0, every - forward[i, j] - price - backward.get((i + di, j + dj), math.inf))
        )
        for i, di, j, dj, price in steps
    }


def around(sizes: tuple[int, int], steps: Sequence[Step], near: int) -> Window:
    """Return the window of all ways that leave a way by so many lines at most."""
    n, m = sizes
    low, high = [m] * (n + 1), [0] * (n + 1)
    path = [(s.source.start, s.source.stop, s.target.start, s.target.stop) for s in steps]
    for i, k, j, to in (*path, (n, n, m, m)):
        for at in range(max(0, i - near), min(n, k + near) + 1):
            low[at] = min(low[at], max(0, j - near))
            high[at] = max(high[at], min(m, to + near))
    return list(zip(low, high, strict=True))


def _either(a: float, b: float) -> float:
    """Return minus the logarithm of the sum of two likelihoods that are given so."""
    low, high = (a, b) if a < b else (b, a)
    return low if high == math.inf else low - math.log1p(math.exp(low - high))
