"""The only place that breaks the strings of a gettext catalogue into quoted pieces, the way the file does it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from localize.formats.po_catalogue import escaped
from localize.text import HAN, cells

if TYPE_CHECKING:
    from localize.formats.po_catalogue import Strings

_GETTEXT_WIDTH: Final = 79
_UNBROKEN: Final = _GETTEXT_WIDTH - 7
"""What stands between the quotes of a longer line that is one piece tells that the file does not break lines."""
# What may be broken off: a word with the blanks behind it, or an ideograph with the marks that may not begin a line.
_EAST: Final = rf"{HAN}\u3040-\u30ff"
_WORD: Final = re.compile(
    rf"(?:[{_EAST}](?:[，。！？、：；”’）》」』】…—·ー])*+|(?:(?![{_EAST}])(?:\\.|[^\s\\]))++)[ ]*+|[ ]++|."
)
_CHUNK: Final = re.compile(r"(?:(?!\\n)(?:\\.|[^\\]))*+(?:\\n)?")


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a file writes strings that are too long for a line or hold line breaks.

    Attributes:
        width: columns of the longest line, quotes included; 0 if long lines are not broken.
        at_breaks: whether a new piece begins behind each line break.
    """

    width: int
    at_breaks: bool

    def pieces(self, value: str, keyword: str) -> list[str]:
        """Return what stands between the quotes of each piece.

        Args:
            value: the string as a program sees it.
            keyword: what stands before the first quote.
        """
        whole = escaped(value)
        chunks = _CHUNK.findall(whole)[:-1] if self.at_breaks else [whole]
        fits = not self.width or cells(whole) + len(keyword) + 2 <= self.width
        if len(chunks) <= 1 and fits:
            return [whole]
        if not self.width:
            return ["", *chunks] if len(chunks) > 1 else chunks
        return ["", *(piece for chunk in chunks for piece in _wrapped(chunk, self.width - 2))]


class Habits:
    """Watches how a file writes its strings."""

    def __init__(self) -> None:
        self._widths: Counter[int] = Counter()
        self._split = self._unsplit = 0
        self._has_long_line = False

    def add(self, strings: Strings) -> None:
        """Take note of a string."""
        raws = strings.raws
        if len(raws) == 1:
            self._unsplit += rb"\n" in raws[0][:-2]
            # No character has more cells than bytes.
            if len(raws[0]) > _UNBROKEN and not self._has_long_line:
                self._has_long_line = cells(raws[0].decode()) > _UNBROKEN
            return
        for piece in raws[:-1]:
            if piece.endswith(rb"\n"):
                self._split += 1
            elif piece:
                self._widths[cells(piece.decode()) + 2] += 1

    @property
    def wrapping(self) -> Wrapping:
        """How the file writes long strings; as gettext does where it shows nothing of it."""
        if self._widths:
            widest = max(self._widths)
            width = max(widest, 40) if widest <= 2 * _GETTEXT_WIDTH else _GETTEXT_WIDTH
        else:
            width = 0 if self._has_long_line else _GETTEXT_WIDTH
        if self._unsplit > self._split:
            return Wrapping(width if self._widths else 0, at_breaks=False)
        return Wrapping(width, at_breaks=True)


def _wrapped(chunk: str, width: int) -> list[str]:
    """Return a string that is written already as pieces of at most some columns, broken behind blanks."""
    pieces: list[str] = []
    line: list[str] = []
    used = 0
    for word in _WORD.findall(chunk):
        wide = cells(word)
        if line and used + wide > width:
            pieces.append("".join(line))
            line, used = [], 0
        line.append(word)
        used += wide
    pieces.append("".join(line))
    return pieces
