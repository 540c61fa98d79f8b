"""The only place that keeps the segments of a file in little memory: by columns, made into objects when looked at.

A `Segment` costs 400 bytes and more, the line of a script that it stands for often 20. Here a few hundred segments are
one chunk, and each field of a chunk one column: numbers as machine integers, texts marshalled, a value that all share
once. So a parse makes few objects, which also spares the garbage collector.
"""

from __future__ import annotations

import marshal
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, chain, islice, pairwise, repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, cast, overload

from localize.formats.string_segments import make_segment
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

CHUNK: Final = 256
"""Segments that are packed together: what looking at one of them makes."""

_FIELDS: Final = tuple(Segment.__slots__)
_LINE: Final = _FIELDS.index("line")
_TEXT_LINE: Final = _FIELDS.index("text_line")
_SPANS: Final = _FIELDS.index("spans")
_KIND: Final = _FIELDS.index("kind")
_KINDS: Final = tuple(SegmentKind)
_NOTHING: Final = (None,)
_LONG: Final = 12
"""Characters: such texts cost more as objects than they save."""

Column: TypeAlias = "bytes | array[int] | range | tuple[Any] | list[Any] | _Numbers | _Spans"
"""One field of a chunk: marshalled texts, numbers, one value for all, or as they came."""


class _Numbers:
    """Ids that are the numbers from one to another; made when first asked for, for then they are asked for again."""

    __slots__ = ("_made", "_numbers")

    def __init__(self, numbers: range) -> None:
        self._numbers = numbers
        self._made: list[str] | None = None

    def rows(self) -> list[str]:
        """Return the ids."""
        made = self._made
        if made is None:
            made = self._made = list(map(str, self._numbers))
        return made


class _Spans(NamedTuple):
    """The spans of a chunk.

    Attributes:
        starts, ends: of all spans, in order.
        counts: how many each segment has, None if one.
    """

    starts: array[int]
    ends: array[int]
    counts: list[int] | None = None

    def rows(self) -> Iterator[tuple[Span, ...]]:
        """Yield the spans of each segment."""
        spans = map(tuple.__new__, repeat(Span), zip(self.starts, self.ends, strict=True))
        if self.counts is None:
            return zip(spans)
        return (tuple(islice(spans, count)) for count in self.counts)


class _Chunk(NamedTuple):
    """Some segments.

    Attributes:
        size: how many.
        columns: one for each field of `Segment`, in its order.
    """

    size: int
    columns: tuple[Column, ...]

    def rows(self, field: int) -> Iterable[Any]:
        """Return one field of all segments."""
        column = self.columns[field]
        if isinstance(column, bytes):
            values = marshal.loads(column)
            return map(_KINDS.__getitem__, values) if field == _KIND else values
        if isinstance(column, _Spans | _Numbers):
            return column.rows()
        return repeat(column[0], self.size) if isinstance(column, tuple) else column

    def segments(self) -> Iterator[Segment]:
        """Yield the segments."""
        last = max(at for at, values in enumerate(self.columns) if values is not _NOTHING or at <= _KIND)
        rows = [self.rows(field) for field in range(last + 1)]
        if self.columns[_LINE] is self.columns[_TEXT_LINE]:
            rows[_LINE] = rows[_TEXT_LINE] = list(rows[_LINE])  # numbers are made once for both
        return map(make_segment, *rows)


class PackedSegments(Sequence[Segment]):
    """Segments in file order, equal to the tuple of them; each look at one makes it anew."""

    __slots__ = ("_chunks", "_ends", "_latest")

    def __init__(self, chunks: Sequence[_Chunk]) -> None:
        self._chunks = chunks
        self._ends = list(accumulate(chunk.size for chunk in chunks))
        self._latest: tuple[int, list[Segment]] = (-1, [])

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[Segment]:
        return chain.from_iterable(map(_Chunk.segments, self._chunks))

    @overload
    def __getitem__(self, index: int) -> Segment: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Segment, ...]: ...

    def __getitem__(self, index: int | slice) -> Segment | tuple[Segment, ...]:
        if isinstance(index, slice):
            return tuple(map(self.__getitem__, range(*index.indices(len(self)))))
        at = range(len(self))[index]
        chunk = bisect_right(self._ends, at)
        latest = self._latest  # who looks at one looks at its neighbours next
        if latest[0] != chunk:
            latest = self._latest = (chunk, list(self._chunks[chunk].segments()))
        return latest[1][at - self._ends[chunk]]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PackedSegments | tuple):
            return NotImplemented
        return len(self) == len(other) and all(map(Segment.__eq__, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(
        self,
    ) -> tuple[Callable[[tuple[Segment, ...]], PackedSegments], tuple[tuple[Segment, ...]]]:
        return packed, (tuple(self),)

    def column(self, field: str) -> list[Any]:
        """Return one field of all segments, much faster than to look at each."""
        at = _FIELDS.index(field)
        return list(chain.from_iterable([chunk.rows(at) for chunk in self._chunks]))

    def bounds(self) -> tuple[list[int], list[int]]:
        """Return where all spans start and where they end."""
        spans = list(map(_spans_of, self._chunks))
        starts, ends = [chain.from_iterable([getattr(s, name) for s in spans]) for name in ("starts", "ends")]
        return list(starts), list(ends)

    def firsts(self) -> Iterator[int]:
        """Yield where the first span of each segment starts, 0 if it has none."""
        for chunk in self._chunks:
            spans = _spans_of(chunk)
            if spans.counts is None:
                yield from spans.starts
            else:
                yield from (row[0].start if row else 0 for row in spans.rows())

    def moved(self, offsets: Callable[[Iterable[int]], Iterable[int]]) -> PackedSegments:
        """Return the segments with other bounds of their spans.

        Args:
            offsets: gives new positions for old ones, in the order of the segments; little by little, or else all
                of them lie in memory at once.
        """
        olds = list(map(_spans_of, self._chunks))
        cuts = chain.from_iterable(chain.from_iterable(zip(o.starts, o.ends, strict=True)) for o in olds)
        new, chunks = iter(offsets(cuts)), []
        for (size, columns), old in zip(self._chunks, olds, strict=True):
            found = list(islice(new, 2 * len(old.starts)))
            spans = _Spans(_integers(found[::2]), _integers(found[1::2]), old.counts)
            chunks.append(_Chunk(size, (*columns[:_SPANS], spans, *columns[_SPANS + 1 :])))
        return PackedSegments(chunks)


def _spans_of(chunk: _Chunk) -> _Spans:
    spans = chunk.columns[_SPANS]
    assert isinstance(spans, _Spans)
    return spans


def column(segments: Sequence[Segment], field: str) -> list[Any]:
    """Return one field of all segments, packed or not."""
    if isinstance(segments, PackedSegments):
        return segments.column(field)
    return list(map(attrgetter(field), segments))


class Packer:
    """Packs segments as they come."""

    def __init__(self) -> None:
        self._chunks: list[_Chunk] = []

    def add(self, segments: Iterable[Segment]) -> None:
        """Take segments, a chunk at a time; what is left at the end becomes a smaller one."""
        rows = map(attrgetter(*_FIELDS), segments)
        while batch := list(islice(rows, CHUNK)):
            columns = list(zip(*batch, strict=True))
            counts = list(map(len, columns[_SPANS]))
            spans = list(chain.from_iterable(columns[_SPANS]))
            starts, ends = _integers([s.start for s in spans]), _integers([s.end for s in spans])
            bounds = _Spans(starts, ends, None if counts.count(1) == len(counts) else counts)
            packed = [bounds if at == _SPANS else _column(values) for at, values in enumerate(columns)]
            if columns[_LINE] == columns[_TEXT_LINE]:
                packed[_TEXT_LINE] = packed[_LINE]
            self._chunks.append(_Chunk(len(batch), tuple(packed)))

    def add_columns(
        self, starts: Sequence[int], ends: Sequence[int], columns: Mapping[str, Sequence[Any]]
    ) -> None:
        """Take segments of one span each, about a chunk of them.

        Args:
            starts, ends: of the spans.
            columns: the other fields; one that is missing says nothing. A range of ids stands for its numbers as texts.
        """
        spans = _Spans(_integers(starts), _integers(ends))
        done = {id(values): _column(values) for values in columns.values()}  # some are the same list
        packed = {field: done[id(values)] for field, values in columns.items()}
        ids = columns["id"]
        if isinstance(ids, range):
            packed["id"] = _Numbers(ids)
        row = [spans if field == "spans" else packed.get(field, _NOTHING) for field in _FIELDS]
        self._chunks.append(_Chunk(len(spans.starts), tuple(row)))

    def segments(self) -> PackedSegments:
        """Return what was taken."""
        return PackedSegments(self._chunks)


class SegmentList:
    """Segments as a reader finds them; all but the latest few hundred are packed at once."""

    def __init__(self) -> None:
        self._packer = Packer()
        self._waiting: dict[int, Segment] = {}  # by `id`
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def append(self, segment: Segment) -> None:
        """Take a segment."""
        self._waiting[id(segment)] = segment
        self._count += 1
        if len(self._waiting) >= 2 * CHUNK:
            self._pack(CHUNK)

    def add_columns(
        self, starts: Sequence[int], ends: Sequence[int], columns: Mapping[str, Sequence[Any]]
    ) -> None:
        """Take segments as `Packer.add_columns` does; those before them are packed first."""
        self._pack(len(self._waiting))
        self._packer.add_columns(starts, ends, columns)
        self._count += len(starts)

    def is_waiting(self, segment: Segment) -> bool:
        """Return whether a change to this very segment still counts."""
        return id(segment) in self._waiting

    def packed(self) -> PackedSegments:
        """Return what was taken."""
        self._pack(len(self._waiting))
        return self._packer.segments()

    def _pack(self, count: int) -> None:
        oldest = list(islice(self._waiting, count))
        self._packer.add([self._waiting.pop(key) for key in oldest])


def _integers(values: Sequence[int]) -> array[int]:
    try:
        return array("i", values)
    except OverflowError:
        return array("q", values)


def _column(values: Sequence[Any]) -> Column:
    """Return the values of one field in the least memory that can be had at once."""
    if isinstance(values, range | array):
        return values
    first = values[0]
    if first == values[-1] and values.count(first) == len(values):
        return _NOTHING if first is None else (first,)
    if isinstance(first, SegmentKind):
        return marshal.dumps(bytes(map(_KINDS.index, values)))
    try:
        if isinstance(first, int):
            return _integers(values)
        if isinstance(first, str) and sum(map(len, filter(None, values))) > _LONG * len(values):
            return list(values)
        return marshal.dumps(cast("tuple[str, ...]", values))
    except (TypeError, ValueError, OverflowError):  # None among numbers, or a kind of text that is not plain
        return list(values)


def packed(segments: Iterable[Segment]) -> PackedSegments:
    """Return segments, packed while they are made."""
    packer = Packer()
    packer.add(segments)
    return packer.segments()


def in_file_order(segments: PackedSegments) -> PackedSegments:
    """Return segments by where they start; most formats find them so."""
    if all(before <= after for before, after in pairwise(segments.firsts())):
        return segments
    firsts = list(segments.firsts())
    every = list(segments)
    return packed(every[at] for at in sorted(range(len(every)), key=firsts.__getitem__))
