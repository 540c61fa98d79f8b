"""The only place that makes the segments of string files without the price of a frozen dataclass.

That sets each field through ``object.__setattr__``: 2.2 µs for a `Segment`. The classes here have the same slots, are
filled as ordinary objects and then become the frozen class: 0.5 µs. The tests compare both ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from localize.model import Segment, SegmentId, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Callable

_STRING = SegmentKind.STRING


class _SpanInTheMaking:
    __slots__ = Span.__slots__

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.__class__ = Span  # type: ignore[assignment]


class StringSegment:
    """Makes the `Segment` of one string; the arguments are its fields."""

    __slots__ = Segment.__slots__

    def __init__(
        self,
        segment_id: SegmentId,
        source: str,
        spans: tuple[Span, ...],
        line: int,
        text_line: int,
        *,
        speaker: str | None = None,
        key: str | None = None,
        note: str | None = None,
        target: str | None = None,
        max_length: int | None = None,
        plural: str | None = None,
        context: str | None = None,
    ) -> None:
        self.id = segment_id
        self.source = source
        self.spans = spans
        self.line = line
        self.text_line = text_line
        self.kind = _STRING
        self.start_ms = None
        self.end_ms = None
        self.speaker = speaker
        self.scene = None
        self.style = None
        self.key = key
        self.note = note
        self.target = target
        self.max_length = max_length
        self.plural = plural
        self.context = context
        self.__class__ = Segment  # type: ignore[assignment]


make_segment = cast("Callable[..., Segment]", StringSegment)
"""`StringSegment`, typed as what comes out of it."""
make_span = cast("Callable[[int, int], Span]", _SpanInTheMaking)
"""Makes a `Span` the same way."""
