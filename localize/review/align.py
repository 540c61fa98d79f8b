"""The only place that finds the lines of an old cut in a new cut of the same file: pure, no store."""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

_EXACT_CELLS = 40_000
"""Old × new lines of a gap up to which difflib or a similarity table is worth its quadratic time."""
_SIMILAR = 0.5
"""Least similarity (0 to 1) at which two lines in the same place are one line that was changed."""


@dataclass(frozen=True, slots=True)
class Line:
    """What identifies a line across cuts.

    Attributes:
        source: its text.
        speaker: who says it.
        key: its key in a string table.
        time: (start, end) in milliseconds; evidence only that a line is the same one with another text.
    """

    source: str
    speaker: str | None = None
    key: str | None = None
    time: tuple[int | None, int | None] = (None, None)


@dataclass(slots=True)
class Alignment:
    """Where the lines of the new cut come from; all numbers are positions in the two cuts.

    Attributes:
        same: new → old, lines whose text is unchanged.
        moved: those of `same` that stand in another order than before.
        returned: new → position in the list of gone lines.
        changed: new → old, the same line with another text.
    """

    same: dict[int, int] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)
    returned: dict[int, int] = field(default_factory=dict)
    changed: dict[int, int] = field(default_factory=dict)


# From the strictest idea of "the same line" to the loosest: a renamed speaker keeps the decision.
_LEVELS: tuple[Callable[[Line], Hashable], ...] = (
    lambda line: (line.source, line.speaker, line.key),
    lambda line: (line.source, line.speaker),
    lambda line: line.source,
)


def align(old: Sequence[Line], new: Sequence[Line], gone: Sequence[Line] = ()) -> Alignment:
    """Return where each line of the new cut comes from.

    Equal texts are matched first in order, then by their neighbours, then in order of appearance; so two equal
    lines never swap what they hold unless the neighbours say so.

    >>> found = align([Line("a"), Line("b")], [Line("x"), Line("b"), Line("a")])
    >>> found.same, found.moved
    ({1: 1, 2: 0}, {1})
    """
    found = Alignment()
    for level in _LEVELS:
        _match_level(old, new, level, found.same)
    found.moved = set(found.same) - _in_order(found.same)
    free = _free(new, found.same)
    for level in _LEVELS:
        _match_context(gone, new, _free(gone, found.returned.values()), free, level, found.returned)
        free = [n for n in free if n not in found.returned]
    _match_changed(old, new, found)
    return found


def _match_level(
    old: Sequence[Line], new: Sequence[Line], level: Callable[[Line], Hashable], same: dict[int, int]
) -> None:
    free_old, free_new = _free(old, same.values()), _free(new, same)
    if not free_old or not free_new:
        return
    pairs = _spine([level(old[i]) for i in free_old], [level(new[i]) for i in free_new])
    same.update((free_new[n], free_old[o]) for o, n in pairs)
    _match_context(old, new, _free(old, same.values()), _free(new, same), level, same)


def _free(lines: Sequence[Line], taken: Iterable[int]) -> list[int]:
    used = set(taken)
    return [i for i in range(len(lines)) if i not in used]


def _match_context(
    old: Sequence[Line],
    new: Sequence[Line],
    free_old: Sequence[int],
    free_new: Sequence[int],
    level: Callable[[Line], Hashable],
    into: dict[int, int],
) -> None:
    """Pair free lines of one key, those with both neighbours equal first, then one, then none."""
    taken: set[int] = set()
    wanted = list(free_new)
    for before, after in ((True, True), (True, False), (False, True), (False, False)):
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for i in free_old:
            if i not in taken:
                waiting[_with_context(old, i, level, before=before, after=after)].append(i)
        left = []
        for n in wanted:
            queue = waiting.get(_with_context(new, n, level, before=before, after=after))
            if queue:
                into[n] = queue.popleft()
                taken.add(into[n])
            else:
                left.append(n)
        wanted = left


def _with_context(
    lines: Sequence[Line], i: int, level: Callable[[Line], Hashable], *, before: bool, after: bool
) -> Hashable:
    previous = lines[i - 1].source if before and i > 0 else None
    following = lines[i + 1].source if after and i + 1 < len(lines) else None
    return level(lines[i]), previous, following


def _in_order(same: dict[int, int]) -> set[int]:
    """Return the new positions of a longest run of pairs that rise on both sides."""
    items = sorted(same.items())
    keep = _rising([o for _, o in items])
    return {items[k][0] for k in keep}


def _rising(values: Sequence[int]) -> list[int]:
    """Return the indices of a longest strictly rising subsequence (patience sorting, O(n log n))."""
    tops: list[int] = []
    at: list[int] = []
    back: list[int] = []
    for i, value in enumerate(values):
        pile = bisect.bisect_left(tops, value)
        back.append(at[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(value)
            at.append(i)
        else:
            tops[pile], at[pile] = value, i
    chain: list[int] = []
    i = at[-1] if at else -1
    while i >= 0:
        chain.append(i)
        i = back[i]
    return chain[::-1]


def _spine(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return pairs (index in a, index in b) of equal keys that rise on both sides.

    Patience diff (Bram Cohen): equal ends, then lines that occur once on each side, then the same between those;
    difflib where a small stretch has no such line. Never quadratic in the size of a file.
    """
    pairs: list[tuple[int, int]] = []
    work = [(0, len(a), 0, len(b))]
    while work:
        a0, a1, b0, b1 = work.pop()
        while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
            pairs.append((a0, b0))
            a0, b0 = a0 + 1, b0 + 1
        while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
            a1, b1 = a1 - 1, b1 - 1
            pairs.append((a1, b1))
        if a0 == a1 or b0 == b1:
            continue
        anchors = _anchors(a, b, (a0, a1, b0, b1))
        if not anchors:
            pairs += _by_difflib(a, b, (a0, a1, b0, b1))
        for x, y in [*anchors, (a1, b1)]:
            if anchors and a0 <= x and b0 <= y:
                work.append((a0, x, b0, y))
            a0, b0 = x + 1, y + 1
        pairs += anchors
    return pairs


def _anchors(
    a: Sequence[Hashable], b: Sequence[Hashable], box: tuple[int, int, int, int]
) -> list[tuple[int, int]]:
    a0, a1, b0, b1 = box
    count_a, count_b = Counter(a[a0:a1]), Counter(b[b0:b1])
    where = {b[j]: j for j in range(b0, b1) if count_b[b[j]] == 1}
    pairs = [(i, where[a[i]]) for i in range(a0, a1) if count_a[a[i]] == 1 and a[i] in where]
    return [pairs[k] for k in _rising([j for _, j in pairs])]


def _by_difflib(
    a: Sequence[Hashable], b: Sequence[Hashable], box: tuple[int, int, int, int]
) -> list[tuple[int, int]]:
    a0, a1, b0, b1 = box
    if (a1 - a0) * (b1 - b0) > _EXACT_CELLS:
        return []  # _match_context pairs them in order
    import difflib

    matcher = difflib.SequenceMatcher(None, a[a0:a1], b[b0:b1], autojunk=False)
    return [(a0 + m.a + k, b0 + m.b + k) for m in matcher.get_matching_blocks() for k in range(m.size)]


def _match_changed(old: Sequence[Line], new: Sequence[Line], found: Alignment) -> None:
    used_new = {*found.same, *found.returned}
    by_key = {old[o].key: o for o in _free(old, found.same.values()) if old[o].key is not None}
    for n in _free(new, used_new):
        key = new[n].key
        if key is not None and key in by_key:
            found.changed[n] = by_key.pop(key)
    for olds, news in list(_gaps(old, new, found)):
        pairs = {n: o for o, n in _same_times(old, new, olds, news)}
        timed = set(pairs.values())
        left_old = [o for o in olds if o not in timed]
        left_new = [n for n in news if n not in pairs]
        pairs.update((n, o) for o, n in _alike(old, new, left_old, left_new))
        found.changed.update(pairs)


def _gaps(
    old: Sequence[Line], new: Sequence[Line], found: Alignment
) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the unmatched lines between two neighbours that kept their place."""
    used_old = {*found.same.values(), *found.changed.values()}
    used_new = {*found.same, *found.returned, *found.changed}
    o0 = n0 = 0
    fixed = sorted((n, o) for n, o in found.same.items() if n not in found.moved)
    for n1, o1 in [*fixed, (len(new), len(old))]:
        olds = [o for o in range(o0, o1) if o not in used_old]
        news = [n for n in range(n0, n1) if n not in used_new]
        if olds and news:
            yield olds, news
        o0, n0 = o1 + 1, n1 + 1


def _same_times(
    old: Sequence[Line], new: Sequence[Line], olds: Sequence[int], news: Sequence[int]
) -> Iterator[tuple[int, int]]:
    at = {old[o].time: o for o in reversed(olds) if None not in old[o].time}
    for n in news:
        o = at.pop(new[n].time, None)
        if o is not None:
            yield o, n


def _alike(
    old: Sequence[Line], new: Sequence[Line], olds: Sequence[int], news: Sequence[int]
) -> list[tuple[int, int]]:
    """Return the pairs, rising on both sides, with the greatest sum of similarities of at least `_SIMILAR`."""
    from rapidfuzz.fuzz import ratio

    if len(olds) * len(news) > _EXACT_CELLS:
        pairs = zip(olds, news, strict=False)
        return [(o, n) for o, n in pairs if ratio(old[o].source, new[n].source) >= 100 * _SIMILAR]
    width = len(news) + 1
    best = [[0.0] * width for _ in range(len(olds) + 1)]
    score = [[ratio(old[o].source, new[n].source) / 100 for n in news] for o in olds]
    for i in range(len(olds) - 1, -1, -1):
        for j in range(len(news) - 1, -1, -1):
            pair = best[i + 1][j + 1] + score[i][j] if score[i][j] >= _SIMILAR else 0.0
            best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
    i = j = 0
    chosen = []
    while i < len(olds) and j < len(news):
        if score[i][j] >= _SIMILAR and best[i][j] == best[i + 1][j + 1] + score[i][j]:
            chosen.append((olds[i], news[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return chosen
