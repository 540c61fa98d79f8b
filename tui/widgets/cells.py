"""The only place that turns text from files into cells of the terminal: visible, literal, exactly as wide as asked."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.filter import LineFilter

from localize.text import graphemes, safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.color import Color

UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Characters that move a terminal's cursor, reorder its lines or hide in it: C0, C1, bidi, zero width."""

# Skin tones and variation selectors are as wide as one terminal says and not as another one draws; in a list one
# such cell would shift every column after it.
_UNSTEADY = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]|(?<=[\U0001f000-\U0001faff\u2600-\u27bf])\u200d.")
_FIRST_WIDE = "\u3000"
_EVEN = re.compile("[ -~\u3000-\u3029\u4e00-\u9fff\uff01-\uff60]*")
"""Latin letters, signs and figures of one cell, Chinese ones of two, and nothing that joins, hides or combines."""
_WIDE = re.compile("[\u3000-\uff60]")
_NO_START = frozenset("、。，．！？：；）」』】》〉〕”’…—～ー々,.!?:;)]}%")
_NO_END = frozenset("（「『【《〈〔“‘([{")


def shown(text: str) -> str:
    """Return a text with everything in it visible; line breaks stay.

    >>> shown("a\\tb\\x1b\\u202e")
    'a␉b␛<U+202E>'
    """
    return safe(text).replace("\t", "␉")


def one_line(text: str) -> str:
    """Return a text on one line, with emoji reduced to what every terminal draws alike."""
    return _UNSTEADY.sub("", shown(text).replace("\n", "⏎"))


def fit(text: str, width: int) -> str:
    """Return a text from a file in exactly so many cells, cut with an ellipsis where it is longer.

    >>> fit("你好世界", 5), fit("ab", 4)
    ('你好…', 'ab  ')
    """
    return _fitted(text[: 4 * width + 16], width)


@lru_cache(maxsize=2048)
def _fitted(text: str, width: int) -> str:
    return _fitted_plain(text, width) if _EVEN.fullmatch(text) else _fitted_any(text, width)


def _fitted_plain(text: str, width: int) -> str:
    """Fit a text of nothing but characters of one cell and of two: a tenth of the work, and most texts are such."""
    used = len(text) + len(_WIDE.findall(text))
    if used <= width:
        return text + " " * (width - used)
    used = at = 0
    for at, ch in enumerate(text):  # noqa: B007 - where it stopped is what is asked
        used += 2 if ch >= _FIRST_WIDE else 1
        if used >= width:
            break
    line = text[:at].rstrip(" ") + "…" if width > 0 else ""
    return line + " " * (width - len(line) - len(_WIDE.findall(line)))


def _fitted_any(text: str, width: int) -> str:
    line = one_line(text).rstrip("\u200d")
    if cell_len(line) > width:
        line = set_cell_size(line, max(width - 1, 0)).rstrip("\u200d ")
        while cell_len(line) > width - 1 and line:
            line = line[:-1].rstrip("\u200d")
        line += "…" if width > 0 else ""
    return line + " " * (width - cell_len(line))


def right(text: str, width: int) -> str:
    """Return words of our own at the right end of so many cells.

    >>> right("行数", 6), right("lines", 6)
    ('  行数', ' lines')
    """
    return " " * (width - cell_len(text)) + text


def left(text: str, width: int) -> str:
    """Return words of our own at the left end of at least so many cells.

    >>> left("首选", 6)
    '首选  '
    """
    return text + " " * (width - cell_len(text))


def wrap(line: str, width: int, indent: int = 0) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of the screen lines of one line of shown text.

    Args:
        line: without line breaks.
        width: cells of the pane.
        indent: cells that the second and later screen lines give up.

    Breaks after spaces and on either side of a wide character, not before closing punctuation and not after opening
    punctuation; a word wider than the screen is cut between graphemes.
    """
    width = max(width, 2)
    narrow = max(width - indent, 2)
    if cell_len(line) <= width:
        yield 0, len(line)
        return
    start = used = offset = 0
    chance = 0
    before = ""
    for cluster in graphemes(line):
        cells = cell_len(cluster)
        wide = cells == 2
        if (wide or _was_wide(before)) and cluster not in _NO_START and before not in _NO_END:
            chance = offset
        if used + cells > width and cluster != " " and offset > start:
            cut = chance if chance > start else offset
            yield start, cut
            start, used, width = cut, cell_len(line[cut:offset]), narrow
        used += cells
        offset += len(cluster)
        if cluster == " ":
            chance = offset
        before = cluster
    yield start, len(line)


def _was_wide(cluster: str) -> bool:
    return bool(cluster) and cell_len(cluster) == 2


class Scrub(LineFilter):
    """Deletes what still could steer the terminal, whichever widget let it through."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without unsafe characters; Textual's own control segments stay."""
        return [
            s if s.control or not UNSAFE.search(s.text) else Segment(UNSAFE.sub("", s.text), s.style)
            for s in segments
        ]


SCRUB = Scrub()
"""One instance: Textual keys its caches by the filter object."""


class Filters(LineFilter):
    """Several filters as one: Textual makes and keeps a line for each of them, with every frame."""

    def __init__(self, filters: Sequence[LineFilter]) -> None:
        super().__init__()
        self._filters = filters

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments as the last filter leaves them."""
        for line_filter in self._filters:
            segments = line_filter.apply(segments, background)
        return segments


@lru_cache(maxsize=8)
def in_one(*filters: LineFilter) -> Filters:
    """Return the filter that does what some others do, always the same one for the same ones."""
    return Filters(filters)


def pasted(text: str) -> str:
    """Return pasted text without control characters; line breaks become ``\\n``, tabs become blanks.

    >>> pasted("a\\r\\nb\\x1b[31mc\\td")
    'a\\nb[31mc d'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return re.sub("[\x00-\x09\x0b-\x1f\x7f-\x9f]", "", text)
