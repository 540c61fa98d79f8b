"""The only place that learns from two texts themselves which of their words go together.

After Moore (2002), "Fast and Accurate Sentence Alignment of Bilingual Corpora": lines that lengths pair surely show
which words recur together; names and terms of a work do so often enough in a few hundred lines. Chinese and Japanese
have no blanks between words, so pairs of their characters stand for words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from localize.memory.bitext import Line

_LEAST_TIMES = 3
"""Sure pairs in which two words must stand together: with two, a pair of lines would speak for itself."""
_LEAST_DICE = 0.6
"""Share of both words' lines in which they stand together."""
_FOR, _AGAINST, _MOST_FOR, _MOST_AGAINST = 0.9, 0.4, 3.6, 1.2
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]+")
_WORD = re.compile(r"[^\W\d_]{2,}")


class Lexicon:
    """Words of two texts that go together."""

    def __init__(
        self, source: Sequence[Line], target: Sequence[Line], pairs: Iterable[tuple[range, range]]
    ) -> None:
        """Learn from lines that belong together, as (lines of the source, lines of the target)."""
        self.source = [_words(line.text) for line in source]
        self.target = [_words(line.text) for line in target]
        ours: Counter[str] = Counter()
        theirs: Counter[str] = Counter()
        both: Counter[tuple[str, str]] = Counter()
        for lines, others in pairs:
            a = {word for n in lines for word in self.source[n]}
            b = {word for n in others for word in self.target[n]}
            ours.update(a)
            theirs.update(b)
            both.update((x, y) for x in a for y in b)
        self._partners: defaultdict[str, set[str]] = defaultdict(set)
        for (x, y), times in both.items():
            if times >= _LEAST_TIMES and 2 * times >= _LEAST_DICE * (ours[x] + theirs[y]):
                self._partners[x].add(y)

    def cost(self, i: int, di: int, j: int, dj: int) -> float:
        """Return what the words of lines add to their cost: less than 0 where they speak for the pair."""
        known = {word for words in self.source[i : i + di] for word in words if word in self._partners}
        if not known:
            return 0.0
        there = {word for words in self.target[j : j + dj] for word in words}
        found = sum(not there.isdisjoint(self._partners[word]) for word in known)
        missed = len(known) - found
        return min(_MOST_AGAINST, _AGAINST * missed) - min(_MOST_FOR, _FOR * found)


def _words(text: str) -> frozenset[str]:
    """Return the words of a text, of unspaced writing its pairs of characters.

    >>> sorted(_words("林晚 loves us")), sorted(_words("上海滩"))
    (['loves', 'us', '林晚'], ['上海', '海滩'])
    """
    runs = _UNSPACED.findall(text)
    pairs = {run[n : n + 2] for run in runs for n in range(len(run) - 1)}
    return frozenset(pairs | {word.casefold() for word in _WORD.findall(_UNSPACED.sub(" ", text))})
