"""The only place that reads the function words of a language, by which a line breaks well or badly."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("function_words.yaml")
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FunctionWords:
    """The words of one language that lean on a neighbour, case-folded, without a final full stop.

    Attributes:
        articles, prepositions: a line never ends with one.
        conjunctions: a line likes to begin with one.
        clitics: lean on the next word.
        enclitics: lean on what stands before; a line never begins with one.
        numbers: number words; stay with the number word or unit that follows.
        titles: stay with the name that follows.
        units: stay with the number before; the same set for all languages.
    """

    articles: frozenset[str] = _NONE
    prepositions: frozenset[str] = _NONE
    conjunctions: frozenset[str] = _NONE
    clitics: frozenset[str] = _NONE
    enclitics: frozenset[str] = _NONE
    numbers: frozenset[str] = _NONE
    titles: frozenset[str] = _NONE
    units: frozenset[str] = _NONE


@functools.cache
def function_words(language: str) -> FunctionWords:
    """Return the function words of a language (ISO 639 code); only the units where it has no list.

    >>> "the" in function_words("en").articles
    True
    """
    data = _load()
    units = frozenset(data["units"]["units"])
    sets = {name: frozenset(words) for name, words in data.get(language, {}).items()}
    return FunctionWords(**sets, units=units)


@functools.cache
def _load() -> dict[str, dict[str, list[str]]]:
    import yaml

    # This loader takes every word as it is written; for others “on” and “no” are truth values.
    data = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    return {key: value if isinstance(value, dict) else {key: value} for key, value in data.items()}
