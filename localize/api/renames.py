"""The only place that finds a file that vanished among the files that are new, by their lines: pure, no store."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Lines = Mapping[str, Sequence[str]]

SAME = 0.8
"""Least share of common lines (0 to 1, of the longer file) at which two files are one."""
ALIKE = 0.5
"""Least share at which a person is asked."""
_APART = 0.1
"""What the best share is to be ahead of the next one on both sides."""
_FEW = 5
"""Below so many lines a file is found again only if all of them are the same, in order."""
_COMMON = 50
"""A line that more vanished files hold than this ("Yes.") tells nothing about which of them it is."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A vanished file and one that is new, with the share of lines (0 to 1) that they have in common."""

    old: str
    new: str
    share: float


@dataclass(slots=True)
class Found:
    """What became of vanished files.

    Attributes:
        same: files that go on under another path; each path stands in one pair at most.
        unsure: pairs that may be one file, and about which a person has to say so.
    """

    same: list[Pair] = field(default_factory=list)
    unsure: list[Pair] = field(default_factory=list)


def find_renamed(vanished: Lines, arrived: Lines) -> Found:
    """Return which vanished files go on as which new ones; equal claims are told and not decided.

    Of files with the same lines in the same order the file name decides, where it names just one of them.

    Args:
        vanished, arrived: path → its lines in order; a file without lines is never found.
    """
    found = Found()
    _find_equal(vanished, arrived, found)
    seen = {p.old for p in found.same} | {p.old for p in found.unsure}
    taken = {p.new for p in found.same} | {p.new for p in found.unsure}
    pairs = list(
        _alike(
            {path: lines for path, lines in vanished.items() if path not in seen and len(lines) >= _FEW},
            {path: lines for path, lines in arrived.items() if path not in taken and len(lines) >= _FEW},
        )
    )
    best = _Claims(pairs)
    for pair in pairs:
        if pair.share >= SAME and best.leads(pair):
            found.same.append(pair)
    used = {p.old for p in found.same} | {p.new for p in found.same}
    left = [p for p in pairs if not {p.old, p.new} & used]
    claims = _Claims(left)
    found.unsure += [p for p in left if claims.contends(p)]
    found.same.sort(key=lambda p: p.new)
    found.unsure.sort(key=lambda p: (p.new, -p.share, p.old))
    return found


def _find_equal(vanished: Lines, arrived: Lines, found: Found) -> None:
    """Take the files whose lines are all the same."""
    groups: defaultdict[tuple[str, ...], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, files in enumerate((vanished, arrived)):
        for path, lines in files.items():
            if lines:
                groups[tuple(lines)][side].append(path)
    for olds, news in groups.values():
        pairs = dict(_by_name(olds, news))
        left_old = [old for old in olds if old not in pairs]
        left_new = [new for new in news if new not in pairs.values()]
        if len(left_old) == len(left_new) == 1:
            pairs[left_old[0]] = left_new[0]
        elif left_old and left_new:
            found.unsure += [Pair(old, new, 1.0) for old in left_old for new in left_new]
        found.same += [Pair(old, new, 1.0) for old, new in pairs.items()]


def _by_name(olds: Sequence[str], news: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the files that only moved to another folder: one on each side bears the name."""
    named: defaultdict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, paths in enumerate((olds, news)):
        for path in paths:
            named[PurePosixPath(path).name][side].append(path)
    for before, after in named.values():
        if len(before) == len(after) == 1:
            yield before[0], after[0]


def _alike(vanished: Lines, arrived: Lines) -> Iterator[Pair]:
    """Yield the pairs with enough common lines; a walk along the lines, not along all pairs of files."""
    olds = {path: Counter(lines) for path, lines in vanished.items()}
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for path, counts in olds.items():
        for line in counts:
            holders[line].append(path)
    for new, lines in arrived.items():
        counts = Counter(lines)
        hinted = Counter(
            old for line in counts if len(holders.get(line, ())) <= _COMMON for old in holders.get(line, ())
        )
        for old, _ in hinted.most_common(_FEW):
            share = (olds[old] & counts).total() / max(len(vanished[old]), len(lines))
            if share >= ALIKE:
                yield Pair(old, new, share)


class _Claims:
    """The two best shares of each path."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._shares: defaultdict[str, list[float]] = defaultdict(list)
        for pair in pairs:
            self._shares[pair.old].append(pair.share)
            self._shares[pair.new].append(pair.share)
        for shares in self._shares.values():
            shares.sort(reverse=True)

    def leads(self, pair: Pair) -> bool:
        """Return whether a pair is well ahead of every other pair of its two paths."""
        return all(self._ahead(self._shares[path], pair.share) for path in (pair.old, pair.new))

    def contends(self, pair: Pair) -> bool:
        """Return whether a pair is the best of one of its paths, or near it."""
        return any(pair.share > self._shares[path][0] - _APART for path in (pair.old, pair.new))

    def _ahead(self, shares: Sequence[float], share: float) -> bool:
        return shares[0] == share and (len(shares) == 1 or shares[1] <= share - _APART)
