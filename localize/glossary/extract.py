"""The only place that proposes new terms from source texts: phrases, names and forms of address, with their evidence.

Phrases are ranked as by C-value (Frantzi, Ananiadou and Mima 2000): what a phrase's count is worth once its
occurrences inside longer phrases are taken off; and by how far that exceeds what ordinary Chinese would give, as
Dunning's log-likelihood (1993). Ordinary Chinese is the dictionary of the segmenter, which knows how often a word
stands in its own corpus and what pieces that stand beside each other by chance would come to.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from localize.glossary import honorifics
from localize.glossary.fold import fold
from localize.glossary.words import NUMBER, listed
from localize.text import HAN, has_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rjieba import Jieba

    from localize.glossary.base import Concept
    from localize.glossary.collection import Glossary

REFERENCE_SIZE = 60_101_967
"""Occurrences behind the frequencies of the segmenter's dictionary (the sum of its column, jieba's dict.txt)."""
SURE = 10.83
"""Log-likelihood from which chance is ruled out at p < 0.001 (chi-squared with one degree of freedom)."""
LONGEST = 5
"""Words of a phrase."""
CONTEXTS = 3
"""Places that a candidate shows."""

_CLAUSE = re.compile(f"[{HAN}A-Za-z0-9]+")
# Words that no term begins or ends with, whatever the tagger says of them.
_COMMON = frozenset(
    listed(
        "的 了 着 过 得 地 在 是 有 没有 不 没 就 都 也 还 又 再 很 太 真 好 更 最 要 会 能 可以 想 说 看 "
        "去 来 到 给 对 把 被 让 跟 和 与 或 但 而 如果 因为 所以 什么 怎么 哪里 为什么 谁 这 那 这个 那个 "
        "这里 那里 这样 那样 一个 我 你 他 她 它 咱 您 我们 你们 他们 她们 咱们 自己 人 个 上 下 里 中 吗 "
        "呢 吧 啊 呀 嘛 哦 嗯 哎 今天 明天 昨天 现在 时候 知道 觉得 已经 不是 不要 不会 不能 一起 起来 "
        "出来 回来 下来 过来 一下 一点 东西 事情 所有 一定 只是 只有 还是 就是 真的 怎么样"
    )
)
_FUNCTION = ("c", "d", "e", "m", "o", "p", "q", "r", "u", "w", "y", "t", "f", "z", "k", "h")
"""First letters of the parts of speech that no term holds (ICTCLAS tag set): conjunctions, adverbs, pronouns …"""
_HEAD = ("n", "vn", "an", "j", "l", "i", "s", "x", "g", "b", "a")
"""Parts of speech that a phrase ends with; ``x`` is what the dictionary does not know."""


class Kind(StrEnum):
    """What a candidate looks like."""

    TERM = "term"
    NAME = "name"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of a text.

    Attributes:
        file, line: where it stands, 1-based.
        text: without tags and placeholders.
        speaker: as the file has it, '' if it does not say.
    """

    file: str
    line: int
    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """A term of the glossary that a candidate is close to, or that covers part of it.

    Attributes:
        concept: id.
        term: its source form.
        how: ``covers`` (it is found in the candidate), ``inside`` (the candidate is part of it) or ``similar``.
        score: 0 to 100.
    """

    concept: str
    term: str
    how: str
    score: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible new term.

    Attributes:
        text: Simplified.
        kind: what it looks like.
        count, files: occurrences, and files that hold one.
        c_value: of its count, occurrences inside longer candidates taken off.
        keyness: log-likelihood of that against ordinary Chinese.
        why: one line for a person.
        contexts: the first places.
        near: terms that the glossary has already, closest first.
    """

    text: str
    kind: Kind
    count: int
    files: int
    c_value: float
    keyness: float
    why: str
    contexts: tuple[SourceLine, ...]
    near: tuple[Near, ...] = ()


@dataclass(slots=True)
class _Found:
    count: int = 0
    words: int = 1
    kind: Kind = Kind.TERM
    why: str = ""
    files: set[str] = field(default_factory=set)
    contexts: list[SourceLine] = field(default_factory=list)

    def add(self, line: SourceLine) -> None:
        self.count += 1
        self.files.add(line.file)
        if len(self.contexts) < CONTEXTS and line not in self.contexts:
            self.contexts.append(line)


def extract(
    lines: Iterable[SourceLine],
    glossary: Glossary,
    *,
    top: int = 50,
    min_count: int = 2,
    known: bool = False,
) -> tuple[Candidate, ...]:
    """Return the best candidates, best first.

    Args:
        lines: of all files together.
        glossary: what is there already; its forms are left out, near ones are shown.
        top: number of candidates.
        min_count: least occurrences of a phrase; names after speaker labels and forms of address need one.
        known: show forms of the glossary, too.
    """
    tagger = _Tagger()
    found, characters = _collect(lines, tagger)
    have = {fold(form) for concept in glossary for form in _forms(concept)}
    enough = {t: f for t, f in found.items() if f.count >= (min_count if f.kind is Kind.TERM else 1)}
    made = [
        (text, found[text], value, _keyness(found[text], value, tagger.frequency(text), characters))
        for text, value in _c_values(enough).items()
        if value > 0 and (known or text not in have)
    ]
    made = [row for row in made if row[3] >= SURE]
    made.sort(key=lambda row: (-row[3], row[0]))
    finder = _NearFinder(glossary)
    return tuple(_candidate(*row, finder.near(row[0])) for row in made[:top])


def _candidate(text: str, entry: _Found, value: float, keyness: float, near: tuple[Near, ...]) -> Candidate:
    return Candidate(
        text,
        entry.kind,
        entry.count,
        len(entry.files),
        round(value, 2),
        round(keyness, 2),
        entry.why,
        tuple(entry.contexts),
        near,
    )


def _collect(lines: Iterable[SourceLine], tagger: _Tagger) -> tuple[dict[str, _Found], int]:
    """Return everything that may be a term, with its places, and how many characters were read."""
    found: dict[str, _Found] = {}
    characters = 0
    for line in lines:
        for clause in _CLAUSE.findall(fold(line.text)):
            characters += len(clause)
            for text, kind, why, words in _pieces(clause, tagger):
                _note(found, text, kind, why, words, line)
        if name := _speaker(line.speaker):
            _note(found, name, Kind.NAME, "a speaker's label", 1, line)
    return found, characters


def _note(found: dict[str, _Found], text: str, kind: Kind, why: str, words: int, line: SourceLine) -> None:
    entry = found.setdefault(text, _Found())
    _classify(entry, kind, why, words)
    entry.add(line)


def _classify(entry: _Found, kind: Kind, why: str, words: int) -> None:
    """Let the strongest sign say what a candidate is: a form of address, a name, a phrase."""
    ranks = [Kind.TERM, Kind.NAME, Kind.ADDRESS]
    if not entry.why or ranks.index(kind) > ranks.index(entry.kind):
        entry.kind, entry.why = kind, why
    entry.words = max(entry.words, words)


def _forms(concept: Concept) -> Iterator[str]:
    yield from (f for f in (concept.term, concept.hant, *concept.variants, *concept.hant_variants) if f)


def _speaker(label: str) -> str:
    """Return the name in a speaker's label, '' if it holds none (旁白, 众人 …)."""
    name = fold(re.sub(r"[（(].*?[）)]", "", label)).strip()
    return name if 2 <= len(name) <= 8 and has_han(name) and name not in honorifics.NOBODY else ""


def _pieces(clause: str, tagger: _Tagger) -> Iterator[tuple[str, Kind, str, int]]:
    """Yield (text, kind, why, words) of everything in a clause that may be a term; each place once."""
    taken: set[str] = set()
    for text, why in honorifics.addresses(clause):
        taken.add(text)
        yield text, Kind.ADDRESS, why, 2
    for name in tagger.names(clause):
        if name not in taken:
            yield name, Kind.NAME, "surname and given name", 1
            taken.add(name)
    words = tagger.words(clause)
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            text = "".join(words[start:end])
            if text not in taken and _is_phrase(words[start:end], tagger):
                yield text, Kind.TERM, _nature(words[start:end], tagger), end - start


def _nature(words: Sequence[str], tagger: _Tagger) -> str:
    if len(words) > 1:
        return f"phrase of {len(words)} words"
    return "word" if tagger.tag(words[0]) != "x" else "word that the dictionary lacks"


def _is_phrase(words: Sequence[str], tagger: _Tagger) -> bool:
    text = "".join(words)
    if not 2 <= len(text) <= 10 or not has_han(text) or all(ch in NUMBER for ch in text):
        return False
    if any(word in _COMMON for word in words) or any(word[0] in NUMBER for word in words[:1]):
        return False
    tags = [tagger.tag(word) for word in words]
    if len(words) > 1 and len(words[0]) == 1 and tags[0].startswith("v"):
        return False  # 吃月饼 is a verb and its object, and the object is the term
    if any(tag.startswith(_FUNCTION) for tag in tags):
        return False
    if len(words) == 1:
        return tags[0].startswith((*_HEAD, "v"))
    # A single character between two words is nearly always grammar (来, 去, 上), unless it is a noun.
    return tags[-1].startswith(_HEAD) and not all(len(word) == 1 for word in words)


class _Tagger:
    """The segmenter with its dictionary as it comes: words, parts of speech, frequencies."""

    def __init__(self) -> None:
        import rjieba

        self._jieba: Jieba = rjieba.Jieba()
        self._tags: dict[str, str] = {}
        self._frequencies: dict[str, int] = {}

    def words(self, clause: str) -> list[str]:
        return list(self._jieba.cut(clause, hmm=False))

    def tag(self, word: str) -> str:
        if word not in self._tags:
            known = self._jieba.has_word(word)
            tagged = self._jieba.tag(word) if known else []
            self._tags[word] = tagged[0][1] if len(tagged) == 1 else "x"
        return self._tags[word]

    def frequency(self, text: str) -> int:
        """Return how often a text would stand in the corpus behind the dictionary."""
        if text not in self._frequencies:
            self._frequencies[text] = max(1, int(self._jieba.suggest_freq(text)))
        return self._frequencies[text]

    def names(self, clause: str) -> Iterator[str]:
        """Yield the personal names that the tagger sees and that begin with a surname."""
        for word, tag in self._jieba.tag(clause):
            if tag.startswith("nr") and honorifics.is_full_name(word) and not self._jieba.has_word(word):
                yield word


def _c_values(found: dict[str, _Found]) -> dict[str, float]:
    """Return the C-value of each candidate; with log2(words + 1), so that single words have one, too."""
    inside: defaultdict[str, list[int]] = defaultdict(list)
    for text, entry in found.items():
        parts = {text[i:j] for i in range(len(text)) for j in range(i + 2, len(text) + 1)} - {text}
        for part in parts & found.keys():
            inside[part].append(entry.count)
    values = {}
    for text, entry in found.items():
        longer = inside.get(text, [])
        own = entry.count - (sum(longer) / len(longer) if longer else 0)
        values[text] = math.log2(entry.words + 1) * own
    return values


def _keyness(entry: _Found, value: float, reference: int, characters: int) -> float:
    """Return the log-likelihood of the count without nested ones; 0 if ordinary Chinese has it as often."""
    count = value / math.log2(entry.words + 1)
    size = max(characters, 1)
    expected = size * (count + reference) / (size + REFERENCE_SIZE)
    expected_reference = REFERENCE_SIZE * (count + reference) / (size + REFERENCE_SIZE)
    if count <= expected:
        return 0.0
    return 2 * (count * math.log(count / expected) + reference * math.log(reference / expected_reference))


class _NearFinder:
    """Finds terms of a glossary that are close to a text."""

    def __init__(self, glossary: Glossary) -> None:
        self._glossary = glossary
        self._forms = [(fold(form), c) for c in glossary for form in dict.fromkeys((c.term, *c.variants))]
        self._sharing: defaultdict[str, list[int]] = defaultdict(list)
        for index, (form, _) in enumerate(self._forms):
            for ch in set(form):
                self._sharing[ch].append(index)

    def near(self, text: str, most: int = 3) -> tuple[Near, ...]:
        from rapidfuzz import fuzz

        shared = Counter(index for ch in set(text) for index in self._sharing.get(ch, ()))
        found: dict[str, Near] = {}
        for index, common in shared.items():
            form, concept = self._forms[index]
            # One character inside a word says nothing, unless it is the title that ends it (总 of 林总).
            if len(form) == 1 and not (text.endswith(form) and _is_title(concept)):
                continue
            if form in text:
                how, score = "covers", 100.0 * len(form) / len(text)
            elif text in form:
                how, score = "inside", 100.0 * len(text) / len(form)
            else:
                how, score = "similar", fuzz.ratio(text, form)
                if score < 60 or common * 2 < len(set(form)):
                    continue
            if concept.id not in found or found[concept.id].score < score:
                found[concept.id] = Near(concept.id, form, how, round(score, 1))
        return tuple(sorted(found.values(), key=lambda n: (-n.score, n.concept))[:most])


def _is_title(concept: Concept) -> bool:
    """Return whether a term stands after surnames, as its condition says."""
    when = concept.when
    return when is not None and any("<surname>" in branch.before for branch in (when, *when.any))
