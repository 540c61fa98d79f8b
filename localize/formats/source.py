"""The only place that maps characters of a decoded file to its bytes and lines."""

from __future__ import annotations

import codecs
import re
from array import array
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from localize.errors import Place
from localize.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.model import Encoding

# Encodings with one byte sequence for each character: decoding proves that encoding gives the bytes back.
_ONE_TO_ONE = frozenset({"utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030", "cp949", "euc_kr"})
_CR_RUN = re.compile(r"\r+\n?")


@dataclass(frozen=True)
class SourceText:
    """A decoded file.

    Attributes:
        name: its path, for messages.
        data: its bytes, BOM included.
        encoding: how they are text.
        text: the text without the BOM.
    """

    name: str
    data: bytes = field(repr=False)
    encoding: Encoding
    text: str = field(repr=False)

    @cached_property
    def lines_text(self) -> str:
        """The text with every lone CR as LF: same length, so offsets hold for both.

        What is left of CR stands before LF; a run of them (CR CR LF, from text mode applied twice) is one line
        break. So a scanner needs to know one form only: CR* LF.
        """
        text = self.text
        if "\r" not in text or text.count("\r") == text.count("\r\n"):
            return text
        return _CR_RUN.sub(lambda m: m.group() if m.group().endswith("\n") else "\n" * len(m.group()), text)

    @cached_property
    def newline(self) -> str:
        """The commonest line break, LF if there is none."""
        text = self.text
        crlf = text.count("\r\n")
        counts = {"\n": text.count("\n") - crlf, "\r\n": crlf, "\r": text.count("\r") - crlf}
        if crlf and counts["\r"] == crlf:  # CR CR LF throughout
            counts["\r"] = 0
        return max(counts, key=lambda newline: counts[newline])

    def place(self, position: int) -> Place:
        """Return the line of a character."""
        return Place(self.name, self.lines([position])[0])

    def lines(self, positions: Sequence[int]) -> list[int]:
        """Return the 1-based lines of ascending character positions, in one pass."""
        text = self.lines_text
        found = []
        line, last = 1, 0
        for position in positions:
            line += text.count("\n", last, position)
            last = position
            found.append(line)
        return found

    def span(self, start: int, end: int) -> Span:
        """Return the bytes of a range of characters; for many, `offsets` is linear where this is not."""
        return Span(*self.offsets((start, end)))

    def offsets(self, positions: Sequence[int]) -> list[int]:
        """Return the byte offsets of ascending character positions, in one pass over the text."""
        codec, bom = self.encoding.name, len(self.encoding.bom)
        size = len(self.data) - bom
        if size == len(self.text):
            return [bom + position for position in positions] if bom else list(positions)
        if codec.startswith("utf-16") and size == 2 * len(self.text):
            return [bom + 2 * position for position in positions]
        if not self._reversible:
            table = self._table
            return [table[position] for position in positions]
        text = self.text
        pieces = map(text.__getitem__, map(slice, [0, *positions], positions))
        if codec == "utf-8":
            lengths = map(len, map(str.encode, pieces))
        else:
            lengths = (len(piece.encode(codec)) for piece in pieces)
        offsets = list(accumulate(lengths, initial=bom))
        del offsets[0]
        return offsets

    @cached_property
    def _reversible(self) -> bool:
        """Whether encoding the text gives the bytes back; cp932, big5 and their kin have codes for which it does not."""
        if self.encoding.name in _ONE_TO_ONE:
            return True
        return self.text.encode(self.encoding.name) == self.data[len(self.encoding.bom) :]

    @cached_property
    def _table(self) -> array[int]:
        """Byte offsets of all characters and of the end, from a decoder that is fed one byte at a time."""
        table = array("q")
        decoder = codecs.getincrementaldecoder(self.encoding.name)()
        start = len(self.encoding.bom)
        for position in range(start, len(self.data)):
            decoded = decoder.decode(self.data[position : position + 1])
            if decoded:  # two for the few codes that stand for a letter and its accent
                table.extend([start] * len(decoded))
                start = position + 1
        table.append(len(self.data))
        return table
