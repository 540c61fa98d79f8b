"""The only place that maps a decoded file to its bytes and lines.

A scanner works either on `SourceText.text` (characters, mapped by `offsets`) or on `SourceText.scan` (UTF-8 bytes,
mapped by `utf8_offsets`). The second is faster: for a UTF-8 file, nearly every file, it is the file itself.
"""

from __future__ import annotations

import codecs
import re
from array import array
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain, islice, pairwise
from typing import TYPE_CHECKING

from localize.errors import Place
from localize.model import Remark, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from localize.model import Encoding

# Encodings with one byte sequence for each character: decoding proves that encoding gives the bytes back.
_ONE_TO_ONE = frozenset(
    {"utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030", "cp949", "euc_kr"}
)
RawRemark = tuple[int, str, str]
"""A remark while its line is not counted yet: byte position in `SourceText.utf8`, code, words."""

_CR_RUN = re.compile(rb"\r+\n?")


@dataclass(frozen=True)
class SourceText:
    """A decoded file.

    Attributes:
        name: its path, for messages.
        data: its bytes, BOM included.
        encoding: how they are text; proved by decoding before this is made.
    """

    name: str
    data: bytes = field(repr=False)
    encoding: Encoding

    @cached_property
    def text(self) -> str:
        """The text without the BOM."""
        return self.data[len(self.encoding.bom) :].decode(self.encoding.name)

    @cached_property
    def utf8(self) -> bytes:
        """The text without the BOM in UTF-8."""
        if self.encoding.name == "utf-8":
            return self.data[len(self.encoding.bom) :]
        return self.text.encode("utf-8")

    @cached_property
    def scan(self) -> bytes:
        """`utf8` with every lone CR as LF: same length, so offsets hold for both.

        What is left of CR stands before LF; a run of them (CR CR LF, from text mode applied twice) is one line
        break. So a scanner needs to know one form only: CR* LF.
        """
        utf8 = self.utf8
        if b"\r" not in utf8 or utf8.count(b"\r") == utf8.count(b"\r\n"):
            return utf8
        return _CR_RUN.sub(lambda m: m[0] if m[0].endswith(b"\n") else b"\n" * len(m[0]), utf8)

    @cached_property
    def newline(self) -> str:
        """The commonest line break, LF if there is none."""
        if b"\r" not in self.utf8:
            return "\n"
        crlf = self.scan.count(b"\r\n")
        counts = {"\n": self.utf8.count(b"\n") - crlf, "\r\n": crlf, "\r": 0}
        counts["\r"] = self.scan.count(b"\n") - crlf - counts["\n"]
        return max(counts, key=lambda newline: counts[newline])

    @cached_property
    def is_bytewise(self) -> bool:
        """Whether each character is one byte and so its position its offset."""
        return not self.encoding.bom and len(self.data) == len(self.text)

    def place(self, position: int) -> Place:
        """Return the line of a byte of `utf8`."""
        return Place(self.name, self.lines([position])[0])

    def lines(self, positions: Sequence[int]) -> list[int]:
        """Return the 1-based lines of ascending byte positions of `utf8`, in one pass."""
        scan, starts = self.scan, [0, *positions]
        count = scan.count
        counts = [count(b"\n", start, end) for start, end in pairwise(starts)]
        return list(accumulate(counts, initial=1))[1:]

    def remarks(self, found: Iterable[RawRemark]) -> tuple[Remark, ...]:
        """Return remarks in file order from raw ones in any order."""
        found = sorted(found)
        lines = self.lines([position for position, _, _ in found])
        return tuple(Remark(code, line, what) for line, (_, code, what) in zip(lines, found, strict=True))

    def span(self, start: int, end: int) -> Span:
        """Return the bytes of a range of characters; `offsets` is linear for many, this is for one."""
        return Span(*self.offsets((start, end)))

    def utf8_offsets(self, positions: Sequence[int]) -> Sequence[int]:
        """Return the offsets in `data` of ascending byte positions of `utf8`, in one pass."""
        if self.encoding.name == "utf-8" and not self.encoding.bom:
            return positions
        return array("q", self.each_utf8_offset(positions))

    def offsets(self, positions: Iterable[int]) -> array[int]:
        """Return the offsets in `data` of ascending character positions, in one pass over the text."""
        return array("q", self.each_offset(positions))

    def each_utf8_offset(self, positions: Iterable[int]) -> Iterator[int]:
        """Yield the offset of each position, as `utf8_offsets`."""
        if self.encoding.name == "utf-8":
            return map(len(self.encoding.bom).__add__, positions)
        utf8 = self.utf8
        lengths = (len(utf8[start:end].decode()) for start, end in pairwise(chain((0,), positions)))
        return self.each_offset(accumulate(lengths))

    def each_offset(self, positions: Iterable[int]) -> Iterator[int]:
        """Yield the offset of each position, as `offsets`."""
        codec, bom, text = self.encoding.name, len(self.encoding.bom), self.text
        width = 2 if codec.startswith("utf-16") else 4 if codec.startswith("utf-32") else 1
        if len(self.data) - bom == width * len(text):
            return (bom + width * position for position in positions)
        if not self._reversible:
            return map(self._table.__getitem__, positions)
        lengths = (len(text[start:end].encode(codec)) for start, end in pairwise(chain((0,), positions)))
        return islice(accumulate(lengths, initial=bom), 1, None)

    @cached_property
    def _reversible(self) -> bool:
        """Whether encoding the text gives the bytes back; cp932, big5 and their kin have codes where it does not."""
        if self.encoding.name in _ONE_TO_ONE:
            return True
        return self.text.encode(self.encoding.name) == self.data[len(self.encoding.bom) :]

    @cached_property
    def _table(self) -> array[int]:
        """Offsets of all characters and of the end, from a decoder that is fed one byte at a time."""
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
