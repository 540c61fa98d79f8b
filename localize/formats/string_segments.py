"""The only place that makes segments without the price of a frozen dataclass.

That sets each field through ``object.__setattr__``: 2.2 µs for a `Segment`. The class here has the same slots, is
filled as an ordinary object and then becomes the frozen class: 0.4 µs. The tests compare both ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from localize.model import Segment, SegmentId, SegmentKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from localize.model import Span

_STRING = SegmentKind.STRING


class _SegmentInTheMaking:
    __slots__ = Segment.__slots__

    def __init__(
        self,
        segment_id: SegmentId,
        source: str,
        spans: tuple[Span, ...],
        line: int,
        text_line: int,
        kind: SegmentKind = _STRING,
        start_ms: int | None = None,
        end_ms: int | None = None,
        speaker: str | None = None,
        scene: str | None = None,
        style: str | None = None,
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
        self.kind = kind
        self.start_ms = start_ms
        self.end_ms = end_ms
        self.speaker = speaker
        self.scene = scene
        self.style = style
        self.key = key
        self.note = note
        self.target = target
        self.max_length = max_length
        self.plural = plural
        self.context = context
        self.__class__ = Segment  # type: ignore[assignment]


make_segment = cast("Callable[..., Segment]", _SegmentInTheMaking)
"""Makes a `Segment` of its fields in their order; the kind is STRING if none is given."""
