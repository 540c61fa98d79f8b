"""The only place that gathers the strings of a table file into segments: unique ids, lines, spans in bytes.

The formats of string tables scan characters (`StringTable.text`) and make segments whose spans count characters;
`StringTable.segments` moves the spans to bytes, all in one pass.
"""

from __future__ import annotations

import re
from array import array
from itertools import accumulate, chain, islice, pairwise, repeat
from typing import TYPE_CHECKING, NamedTuple

from localize.errors import ParseError, Place
from localize.formats.notes import max_length_in
from localize.formats.packed import CHUNK, SegmentList, in_file_order, packed
from localize.formats.string_segments import make_segment
from localize.model import Remark, Segment, SegmentId, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from localize.formats.packed import PackedSegments
    from localize.formats.source import SourceText

_LONE_CR = re.compile(r"\r(?!\n)")


def lined(text: str) -> str:
    """Return a text of the same length whose line breaks are LF or CR LF: a lone CR becomes LF.

    >>> lined("a\\rb\\r\\nc")
    'a\\nb\\r\\nc'
    """
    return _LONE_CR.sub("\n", text) if "\r" in text else text


class Strings(NamedTuple):
    """Strings that follow each other, one list a field: ids, texts, the characters of their spans, lines, keys."""

    names: Sequence[str]
    sources: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    lines: Sequence[int]
    keys: Sequence[str]


class StringTable:
    """Collects the segments and remarks of one file, in file order.

    Attributes:
        text: the file as characters, each lone CR as LF.
        remarks: what was kept without being understood.
    """

    def __init__(self, source: SourceText) -> None:
        self.text = lined(source.text)
        self.remarks: list[Remark] = []
        self._source = source
        self._segments = SegmentList()
        self._late: dict[SegmentId, Segment] = {}
        self._regions = array("q")
        self._seen: dict[str, int] = {}
        self._line = 1
        self._last = 0

    def unique(self, wanted: str) -> SegmentId:
        """Return a name for the next string that wants this one: itself, then ``name#2``, ``name#3`` and so on.

        Asked for every string of a file, blank ones too, so that a name does not depend on what the strings say.
        """
        wanted = wanted or "(empty)"
        count = self._seen.get(wanted, 0) + 1
        self._seen[wanted] = count
        name = wanted
        while count > 1:
            name = f"{wanted}#{count}"
            if name not in self._seen:
                self._seen[wanted] = count
                self._seen[name] = 1
                break
            count += 1
        return SegmentId(name)

    def unique_all(self, wanted: Sequence[str]) -> Sequence[str]:
        """Return names for strings that follow each other, as `unique` does one by one."""
        seen = self._seen
        if len(set(wanted)) == len(wanted) and seen.keys().isdisjoint(wanted):
            seen.update(dict.fromkeys(wanted, 1))
            return wanted
        return [self.unique(name) for name in wanted]

    def line(self, position: int) -> int:
        """Return the 1-based line of a character; quick where the positions asked for ascend."""
        last = self._last
        if position >= last:
            self._line += self.text.count("\n", last, position)
        else:
            self._line -= self.text.count("\n", position, last)
        self._last = position
        return self._line

    def lines(self, positions: Sequence[int]) -> list[int]:
        """Return the 1-based lines of ascending characters."""
        breaks = map(self.text.count, repeat("\n"), positions, positions[1:])
        lines = list(accumulate(breaks, initial=self.line(positions[0])))
        self._line, self._last = lines[-1], positions[-1]
        return lines

    def add(self, segment: Segment) -> None:
        """Take a segment whose spans count characters."""
        self._segments.append(segment)

    def add_all(self, strings: Strings) -> Segment | None:
        """Take strings that nothing more is known of, and return the last one; many are packed as they are."""
        count = len(strings.names) - 1
        if count >= CHUNK:
            many = Strings._make(column[:count] for column in strings)
            columns: dict[str, Sequence[object]] = {"id": many.names, "source": many.sources}
            columns["line"] = columns["text_line"] = many.lines
            columns["kind"] = [SegmentKind.STRING] * count
            columns["key"] = many.names if strings.keys is strings.names else many.keys
            self._segments.add_columns(many.starts, many.ends, columns)
            strings = Strings._make(column[count:] for column in strings)
        segment = None
        for name, source, start, end, line, key in zip(*strings, strict=True):
            segment = make_segment(name, source, (Span(start, end),), line, line, key=key)
            self.add(segment)
        return segment

    def amend(self, segment: Segment, *, note: str | None = None, plural: str | None = None) -> None:
        """Set what is known of an added segment only after it; nobody else has seen it yet."""
        if note is not None:
            object.__setattr__(segment, "note", note)
            object.__setattr__(segment, "max_length", max_length_in(note))
        if plural is not None:
            object.__setattr__(segment, "plural", plural)
        if not self._segments.is_waiting(segment):
            self._late[segment.id] = segment

    def remark(self, position: int, code: str, what: str) -> None:
        """Note what is kept as it is but not understood."""
        self.remarks.append(Remark(code, self.line(position), what))

    def error(self, position: int, what: str, do: str = "") -> ParseError:
        """Return the error to raise for what stands at a character."""
        line = self.text.count("\n", 0, position) + 1
        return ParseError(what, do=do, place=Place(self._source.name, line))

    def region(self, start: int, end: int) -> None:
        """Note characters around a text that writing it may make: a plural form or a language that was missing."""
        self._regions.extend((start, end))

    def regions(self) -> list[Span]:
        """Return the regions in bytes of the file."""
        cuts = sorted(set(self._regions))
        table = dict(zip(cuts, self._source.offsets(cuts), strict=True))
        starts, ends = self._regions[::2], self._regions[1::2]
        return [Span(table[start], table[end]) for start, end in zip(starts, ends, strict=True)]

    def segments(self) -> PackedSegments:
        """Return the segments, their spans in bytes of the file, in file order."""
        segments = self._segments.packed()
        if self._late:
            segments = packed(self._late.get(segment.id, segment) for segment in segments)
        segments = in_file_order(segments)
        return segments if self._source.is_bytewise else segments.moved(self._offsets)

    def _offsets(self, cuts: Iterable[int]) -> Iterable[int]:
        """Return the bytes where characters begin. Slots of one segment may lie around those of another."""
        encoding, text = self._source.encoding, self.text
        if encoding.name == "utf-8":
            pairs = pairwise(chain((0,), cuts))
            lengths = (len(text[a:b].encode()) if a <= b else -len(text[b:a].encode()) for a, b in pairs)
            return islice(accumulate(lengths, initial=len(encoding.bom)), 1, None)
        cuts = array("q", cuts)
        if all(before <= after for before, after in pairwise(cuts)):
            return self._source.each_offset(cuts)
        ascending = sorted(set(cuts))
        table = dict(zip(ascending, self._source.offsets(ascending), strict=True))
        return map(table.__getitem__, cuts)


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield place and text of each line, one at a time."""
    start = 0
    while True:
        end = text.find("\n", start)
        if end < 0:
            yield start, text[start:]
            return
        yield start, text[start:end]
        start = end + 1


def with_regions(slots: list[Span], regions: list[Span]) -> list[Span]:
    """Return slots and regions together, ascending, as `TextFormat.slots` wants them."""
    return sorted((*slots, *regions), key=lambda span: (span.start, span.end))
