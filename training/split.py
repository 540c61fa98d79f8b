"""The only place that says which lines of our drama corpus are held out: a hash of the Chinese side decides.

A line keeps its side whatever is added, removed or re-ordered, and however it is punctuated.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

from training.cleaning import key

CORPUS = Path(__file__).parent / "corpus"
COLUMNS = ("id", "zh", "en", "genre", "tags")
HELD_OUT_OF_1000 = 70


@dataclass(frozen=True, slots=True)
class DramaLine:
    """One line of the corpus; `tags` are as written, separated by commas."""

    id: str
    zh: str
    en: str
    genre: str
    tags: str


def is_held_out(zh: str) -> bool:
    """Return whether a drama line is kept for evaluation and never trained on: about 70 of 1,000.

    >>> is_held_out("王总，您来了。") == is_held_out("王总您来了")
    True
    """
    digest = hashlib.sha256(key(zh).encode()).digest()
    return int.from_bytes(digest[:4], "big") % 1000 < HELD_OUT_OF_1000


def drama_lines(folder: Path = CORPUS) -> list[DramaLine]:
    """Return all lines of the corpus, by file name and then in file order.

    Raises:
        ValueError: a file has other columns, or a row another number of them.
    """
    lines = []
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            header = next(rows, [])
            if tuple(header) != COLUMNS:
                raise ValueError(f"{path}:1: columns are {header} (write {list(COLUMNS)})")
            for number, row in enumerate(rows, start=2):
                if len(row) != len(COLUMNS):
                    raise ValueError(f"{path}:{number}: {len(row)} columns (write {len(COLUMNS)})")
                lines.append(DramaLine(*row))
    return lines


def held_out_lines(folder: Path = CORPUS) -> list[DramaLine]:
    """Return the drama lines that no training sees."""
    return [line for line in drama_lines(folder) if is_held_out(line.zh)]
