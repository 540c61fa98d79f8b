"""The only place that finds term forms in source text: one automaton a glossary, no word boundaries, no gaps.

Chinese has no blanks between words, so `\\b` never helps. What does: the longest form wins, stop words block, and
for forms of one or two characters the segmenter must not see a word that sticks out of them (方便 in 方便面).
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize import segmenter
from localize.glossary import words
from localize.glossary.fold import fold, spellings
from localize.text import SYMBOL, has_han

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from daachorse import CharwiseDoubleArrayAhoCorasick

    from localize.glossary.base import Concept
    from localize.segmenter import Segmenter

_SHORT = 2  # characters: the longest form that the segmenter may veto
_JOINTS = frozenset(".,:")  # 5.20 and 5:20 are one number each


@dataclass(frozen=True, slots=True)
class Scan:
    """Raw hits of a batch: every form at every place, overlaps included, nothing decided.

    Attributes:
        text: the texts, folded and joined by line feeds.
        texts: as they were given.
        hits: (start, end, form) in characters of `text`, by end.
    """

    text: str
    texts: Sequence[str]
    hits: Sequence[tuple[int, int, int]]

    def by_text(self) -> Iterator[tuple[int, list[tuple[int, int, int]]]]:
        """Yield, for each text in turn, where it begins in `text` and its hits, in its own characters."""
        base = 0
        index = 0
        for size in map(len, self.texts):
            mine = []
            while index < len(self.hits) and self.hits[index][1] <= base + size:
                start, end, form = self.hits[index]
                mine.append((start - base, end - base, form))
                index += 1
            yield base, mine
            base += size + 1


class Automaton:
    """All source forms of a list of concepts, ready to scan."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        owners: dict[str, list[int]] = {}
        for index, concept in enumerate(concepts):
            for form in _forms(concept):
                mine = owners.setdefault(form, [])
                if index not in mine:
                    mine.append(index)
        self.concepts = tuple(concepts)
        self.forms = tuple(owners)
        self.owners = tuple(tuple(mine) for mine in owners.values())
        self._stops = [_stop_words(concept) for concept in concepts]

    @functools.cached_property
    def _machine(self) -> CharwiseDoubleArrayAhoCorasick | None:
        from daachorse import CharwiseDoubleArrayAhoCorasick

        # An empty pattern would match everywhere and hide real hits; the loader refuses it, this makes sure.
        return CharwiseDoubleArrayAhoCorasick(list(self.forms)) if self.forms and all(self.forms) else None

    @functools.cached_property
    def _segmenter(self) -> Segmenter:
        return segmenter.grown(self.forms)

    def scan(self, texts: Sequence[str]) -> Scan:
        """Return the raw hits of many texts in one pass of the automaton."""
        joined = fold("\n".join(texts))
        # No form holds a line feed, so no hit crosses from one text into the next.
        return Scan(joined, texts, self.hits(joined))

    def hits(self, folded: str) -> Sequence[tuple[int, int, int]]:
        """Return the raw hits of a folded text, as `Scan.hits` has them."""
        return self._machine.find_overlapping(folded) if self._machine else ()

    def candidates(self, text: str, raw: Sequence[tuple[int, int, int]]) -> dict[tuple[int, int], list[int]]:
        """Return, by span of a folded text, the concepts that may stand there; conditions are not looked at."""
        spans: dict[tuple[int, int], list[int]] = {}
        for start, end, form in raw:
            if not _stands_alone(text, start, end):
                continue
            mine = [i for i in self.owners[form] if not _stopped(self._stops[i], text, start, end)]
            if mine:
                spans[start, end] = mine
        return spans

    def words_of(self, text: str) -> Words:
        """Return the words that the segmenter sees in a folded text."""
        ends = [0]
        for _, _, end in self._segmenter.tokenize(text, hmm=False):
            ends.append(end)
        return Words(text, tuple(ends), self._segmenter.has_word)


@dataclass(frozen=True, slots=True)
class Words:
    """How the segmenter cuts a text.

    Attributes:
        text: folded.
        cuts: word boundaries, ascending, both ends included.
        known: whether a word stands in the segmenter's dictionary.
    """

    text: str
    cuts: tuple[int, ...]
    known: Callable[[str], bool]

    def allow(self, start: int, end: int, *, left: bool, right: bool) -> bool:
        """Return whether a short term agrees with the words; a term of three characters or more always does.

        Args:
            start, end: of the term.
            left, right: whether a condition was proved by the words directly before or after: then a word that
                sticks out on that side is the proof itself (三里, 十点钟).
        """
        if not in_question(self.text, start, end):
            return True
        begins = self._own_surname(start) if left else self._begins_well(start, end)
        return begins and (right or self._ends_well(start, end))

    def _own_surname(self, start: int) -> bool:
        """Return whether a surname before the term, if there is one, is no end of another word (总 in 面包总比)."""
        name = words.surname_before(self.text, start)
        return name is None or name.start in self.cuts or self.text[name.start] in words.NUMBER

    def _ends_well(self, start: int, end: int) -> bool:
        if end in self.cuts:
            return True
        if not self._inside(start, end):
            return False
        # 江湖险恶 is one word to the segmenter and yet two, 方便面 is one: its rest is no word of two characters.
        rest = self.text[end : self.cuts[bisect_right(self.cuts, end)]]
        return end - start == _SHORT and start in self.cuts and len(rest) >= _SHORT and self.known(rest)

    def _begins_well(self, start: int, end: int) -> bool:
        if start in self.cuts:
            return True
        # The head of a Chinese compound stands last: 老先生 is a 先生.
        return end - start == _SHORT and self._inside(start, end)

    def _inside(self, start: int, end: int) -> bool:
        """Return whether no word boundary cuts the term."""
        return not any(cut in self.cuts for cut in range(start + 1, end))


def in_question(text: str, start: int, end: int) -> bool:
    """Return whether the words of a folded text have a say about a term in it (`Words.allow`); they take a while."""
    return end - start <= _SHORT and has_han(text[start:end])


def leftmost_longest(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans that remain when the leftmost, then the longest, wins each overlap.

    >>> leftmost_longest([(1, 3), (0, 2), (0, 3), (3, 4)])
    [(0, 3), (3, 4)]
    """
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _forms(concept: Concept) -> Iterator[str]:
    for term in (concept.term, concept.hant, *concept.variants, *concept.hant_variants):
        # The loader refuses such terms; here they would let a hit cross a protected symbol or the end of a text.
        if term and "\n" not in term and not SYMBOL.search(term):
            yield from spellings(term)


@dataclass(frozen=True, slots=True)
class _Stop:
    before: tuple[str, ...]
    word: str
    after: tuple[str, ...]


def _stop_words(concept: Concept) -> tuple[_Stop, ...]:
    stops = []
    for written in concept.stop:
        word = written
        lead = next((c for c in words.CLASSES if word.startswith(c)), "")
        word = word.removeprefix(lead)
        tail = next((c for c in words.CLASSES if word.endswith(c)), "")
        stops.append(_Stop((lead,) if lead else (), fold(word.removesuffix(tail)), (tail,) if tail else ()))
    return tuple(stops)


def _stopped(stops: tuple[_Stop, ...], text: str, start: int, end: int) -> bool:
    for stop in stops:
        size = len(stop.word)
        # Every way in which the stop word can lie over the whole term.
        for begin in range(max(0, end - size), start + 1):
            if not text.startswith(stop.word, begin):
                continue
            if stop.before and words.before(text, begin, stop.before) is None:
                continue
            if stop.after and words.after(text, begin + size, stop.after) is None:
                continue
            return True
    return False


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether a term that begins or ends with a letter or digit is not part of a longer one (CP in CPU)."""
    if _alnum(text, start) and (_alnum(text, start - 1) or _number_goes_on(text, start - 1, -1)):
        return False
    return not (_alnum(text, end - 1) and (_alnum(text, end) or _number_goes_on(text, end, 1)))


def _alnum(text: str, position: int) -> bool:
    # Fullwidth letters and digits are isalnum but not ASCII; Han is excluded by the range.
    if not 0 <= position < len(text):
        return False
    ch = text[position]
    return (ch.isascii() and ch.isalnum()) or "０" <= ch <= "ｚ"


def _number_goes_on(text: str, position: int, step: int) -> bool:
    if not 0 <= position < len(text) or text[position] not in _JOINTS:
        return False
    inner, outer = position - step, position + step
    return text[inner].isdigit() and 0 <= outer < len(text) and text[outer].isdigit()
