"""The only place that finds source lines like another one: a character-bigram index in memory, then edit distance.

Chinese has no words to index, and comparing a line with every line of a memory takes 35 ms at 100,000 lines. The
rarest bigrams of the query name the few lines worth comparing.
"""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING

from localize.memory.folding import bigrams

if TYPE_CHECKING:
    from collections.abc import Iterable

_CANDIDATES = 200
_POSTINGS = 10_000
"""Index entries read for one lookup at most; beyond it the most frequent bigrams are left out."""


class BigramIndex:
    """Folded lines under the numbers that the store gave them; grows, never shrinks."""

    def __init__(self) -> None:
        self._numbers: array[int] = array("q")
        self._texts: list[str] = []
        self._postings: dict[str, array[int]] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, lines: Iterable[tuple[int, str]]) -> None:
        """Add folded lines with their numbers."""
        postings = self._postings
        for number, folded in lines:
            position = len(self._texts)
            self._numbers.append(number)
            self._texts.append(folded)
            for gram in bigrams(folded):
                entries = postings.get(gram)
                if entries is None:
                    postings[gram] = entries = array("L")
                entries.append(position)

    def similar(self, folded: str, minimum: float) -> list[tuple[int, float]]:
        """Return (number, ratio) of the lines with a ratio of at least `minimum`, best first, itself left out.

        The ratio is 2 × common / (both lengths), of characters in order, 0 to 1.
        """
        from rapidfuzz.fuzz import ratio
        from rapidfuzz.process import extract

        candidates = {
            p: self._texts[p] for p in self._candidates(folded, minimum) if self._texts[p] != folded
        }
        found = extract(folded, candidates, scorer=ratio, score_cutoff=minimum * 100, limit=None)
        return [(self._numbers[position], score / 100) for _, score, position in found]

    def _candidates(self, folded: str, minimum: float) -> list[int]:
        """Return the positions of lines that share most rare bigrams and are of a length that can reach the minimum."""
        grams = sorted(gram for gram in bigrams(folded) if gram in self._postings)
        shared: Counter[int] = Counter()
        budget = _POSTINGS
        for entries in sorted((self._postings[gram] for gram in grams), key=len):
            if shared and len(entries) > budget:
                break
            budget -= len(entries)
            shared.update(entries)
        # The longer of two texts is at most (2 - m) / m times as long as the shorter when their ratio reaches m.
        reach = (2 - minimum) / max(minimum, 0.1)
        low, high = len(folded) / reach, len(folded) * reach
        found: list[int] = []
        for position, _ in shared.most_common(4 * _CANDIDATES):
            if low <= len(self._texts[position]) <= high:
                found.append(position)
        return found[:_CANDIDATES]
