"""The only place that moves the spans of finished segments from the UTF-8 they were scanned in to bytes of the file."""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import TYPE_CHECKING

from localize.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from localize.formats.packed import PackedSegments
    from localize.formats.source import SourceText


def in_bytes(spans: Sequence[Span], source: SourceText) -> list[Span]:
    """Return spans in `SourceText.utf8` as spans in bytes of the file."""
    positions = sorted({position for span in spans for position in (span.start, span.end)})
    offsets = dict(zip(positions, source.utf8_offsets(positions), strict=True))
    return [Span(offsets[span.start], offsets[span.end]) for span in spans]


def in_place(segments: PackedSegments, source: SourceText) -> PackedSegments:
    """Return segments whose spans count in `SourceText.utf8` with spans in bytes of the file."""
    if source.encoding.name == "utf-8" and not source.encoding.bom:
        return segments

    def offsets(cuts: Iterable[int]) -> Iterable[int]:
        positions = array("q", cuts)
        if all(before <= after for before, after in pairwise(positions)):
            return source.each_utf8_offset(positions)
        ascending = sorted(set(positions))
        return map(dict(zip(ascending, source.utf8_offsets(ascending), strict=True)).__getitem__, positions)

    return segments.moved(offsets)
