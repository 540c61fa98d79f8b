"""The only place that knows the words in which a numeral is no number: 一生一世, 老三, 二话不说, 千万别.

The list is `data/number_stops.tsv`, written for this project; a word may name what cancels it when it follows
(二百五 is an insult, 二百五一斤 is a price).
"""

from __future__ import annotations

import functools
import re
from importlib import resources


def rows(name: str) -> list[list[str]]:
    """Return the rows of a tab-separated data file of this room, without comments and head line."""
    text = resources.files("localize.culture").joinpath("data", name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


@functools.cache
def _stops() -> tuple[dict[str, re.Pattern[str] | None], frozenset[str], int]:
    """Return stop word → what cancels it, the first characters of all stop words, and the longest length."""
    table = {
        row[0]: re.compile(row[1]) if len(row) > 1 and row[1] else None for row in rows("number_stops.tsv")
    }
    return table, frozenset(word[0] for word in table), max(map(len, table))


def stop_spans(text: str) -> list[tuple[int, int]]:
    """Return the places of all stop words in a text as (start, end), in order; they may overlap.

    >>> stop_spans("千万别信他的二百五"), stop_spans("二百五十块")
    ([(0, 3), (6, 9)], [])
    """
    table, firsts, longest = _stops()
    found: list[tuple[int, int]] = []
    for start, char in enumerate(text):
        if char not in firsts:
            continue
        for end in range(start + 2, min(start + longest, len(text)) + 1):
            word = text[start:end]
            if word in table and not ((cancel := table[word]) and cancel.match(text, end)):
                found.append((start, end))
    return found


def is_stopped(start: int, end: int, stops: list[tuple[int, int]]) -> bool:
    """Return whether a number at (start, end) is part of a stop word.

    A number that begins with a stop word and goes on is no part of it: 一点五亿 is not 一点.
    """
    return any(s <= start < e and (end <= e or s < start) for s, e in stops)
