"""The only place that writes tables to a terminal: aligned in cells, so that Chinese columns stay straight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.text import cells, graphemes, safe

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = "  "


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        title: its head, '' for none.
        right: align to the right, for numbers.
        most: the most cells it may take; longer text ends in ``…``. None for as many as it needs.
    """

    title: str
    right: bool = False
    most: int | None = None


def table(columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> str:
    """Return rows as aligned lines under their heads, without trailing blanks, each with a line break.

    Texts from files are shown safely and stay on their line.

    >>> print(table([Column("file"), Column("segments", right=True)], [("第一集.srt", 31), ("b.srt", 7)]), end="")
    file        segments
    第一集.srt        31
    b.srt              7
    """
    texts = [[_cell(value, column) for value, column in zip(row, columns, strict=True)] for row in rows]
    heads = [column.title for column in columns]
    widths = [max(cells(line[i]) for line in [heads, *texts]) for i in range(len(columns))]
    shown = [heads, *texts] if any(heads) else texts
    return "".join(_line(line, columns, widths) for line in shown)


def _cell(value: object, column: Column) -> str:
    text = safe(str(value)).replace("\n", " ").replace("\t", " ")
    if column.most is None or cells(text) <= column.most:
        return text
    kept = ""
    for cluster in graphemes(text):
        if cells(kept + cluster) > column.most - 1:
            break
        kept += cluster
    return kept + "…"


def _line(texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    parts = []
    for text, column, width in zip(texts, columns, widths, strict=True):
        pad = " " * (width - cells(text))
        parts.append(pad + text if column.right else text + pad)
    return _GAP.join(parts).rstrip() + "\n"
