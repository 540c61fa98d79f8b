"""The only place that knows which Chinese word stands for which English one: by dictionary, and names by counting."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_NAME = re.compile(r"[A-Z][a-z'-]+(?: (?:of |the )?[A-Z][a-z'-]+)?")
_LATIN = re.compile("[A-Za-z0-9]")
_LONGEST_NAME = 6


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Translations of Chinese words; all English is lower case."""

    words: Mapping[str, frozenset[str]]

    def of(self, zh: str) -> frozenset[str]:
        """Return the known translations of a word, none if there are none."""
        return self.words.get(zh, frozenset())


def merged(*parts: Mapping[str, Iterable[str]]) -> Lexicon:
    """Return one lexicon of several word lists."""
    words: dict[str, set[str]] = {}
    for part in parts:
        for zh, found in part.items():
            words.setdefault(zh, set()).update(en.lower() for en in found)
    return Lexicon({zh: frozenset(found) for zh, found in words.items()})


def counted_names(
    pairs: Iterable[tuple[Sequence[str], str]], *, least: int = 3, dice: float = 0.5
) -> dict[str, set[str]]:
    """Return names that occur together too often for chance, by the Dice coefficient of their line counts.

    Args:
        pairs: Chinese tokens and the English line.
        least: lines that must have both.
        dice: 2 · both / (one + other) from which a pair counts as a translation.
    """
    zh_count: Counter[str] = Counter()
    en_count: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    for tokens, en in pairs:
        names = _names(en)
        if not names:
            continue
        grams = token_grams(tokens)
        zh_count.update(grams)
        en_count.update(names)
        both.update((gram, name) for gram in grams for name in names)
    found: dict[str, set[str]] = {}
    for (gram, name), n in both.items():
        if n >= least and 2 * n / (zh_count[gram] + en_count[name]) >= dice:
            found.setdefault(gram, set()).add(name)
    return found


def token_grams(tokens: Sequence[str]) -> set[str]:
    """Return words and runs of up to three words, of 2 to 6 Chinese characters."""
    grams = set()
    for start in range(len(tokens)):
        for length in (1, 2, 3):
            gram = "".join(tokens[start : start + length])
            if 2 <= len(gram) <= _LONGEST_NAME and gram.isalpha() and not _LATIN.search(gram):
                grams.add(gram)
    return grams


def _names(en: str) -> set[str]:
    whole = set(_NAME.findall(en))
    return whole | {word for name in whole for word in name.split() if word[0].isupper()}
