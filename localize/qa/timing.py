"""TIM: whether a cue can be read in its time, and stands in order among its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.layout import reading_speed
from localize.model import SegmentKind
from localize.qa.emit import fault
from localize.qa.shown import show, without_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.layout import Limits
    from localize.model import Finding, Segment
    from localize.qa.base import Context

_UNORDERED_FORMATS = frozenset({"ass", "ssa"})  # events may stand in any order; players sort them


def check(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    """Yield the TIM findings of one segment; nothing for a segment without times."""
    if segment.start_ms is None or segment.end_ms is None:
        return
    duration = segment.end_ms - segment.start_ms
    if duration <= 0:
        yield fault("TIM007", segment, f"the cue lasts {duration} ms")
    elif context.limits is not None:
        yield from _duration(segment, target, duration, context.limits, context)
    if context.previous is not None:
        yield from _neighbour(segment, segment.start_ms, context.previous, context)


def _duration(
    segment: Segment, target: str, duration: int, limits: Limits, context: Context
) -> Iterator[Finding]:
    read = without_source(show(target, context.format).plain, segment.source)
    speed = reading_speed(read, context.target_locale, duration)
    if speed > limits.chars_per_second:
        message = f"{speed:.1f} characters a second, at most {limits.chars_per_second:g}"
        yield fault("TIM001", segment, message)
    if duration < limits.min_ms:
        yield fault("TIM002", segment, f"the cue lasts {duration} ms, at least {limits.min_ms}")
    if duration > limits.max_ms:
        yield fault("TIM003", segment, f"the cue lasts {duration} ms, at most {limits.max_ms}")


def _neighbour(segment: Segment, start: int, previous: Segment, context: Context) -> Iterator[Finding]:
    if previous.start_ms is None or previous.end_ms is None:
        return
    if previous.start_ms > start:
        if context.format not in _UNORDERED_FORMATS:
            message = f"the cue begins {previous.start_ms - start} ms before the one that stands before it"
            yield fault("TIM006", segment, message)
        return
    if _elsewhere(segment, previous):
        return
    gap = start - previous.end_ms
    if gap < 0:
        yield fault("TIM004", segment, f"the cue before is shown for {-gap} ms more")
    elif context.limits is not None and gap < context.limits.min_gap_ms:
        yield fault("TIM005", segment, f"{gap} ms after the cue before, at least {context.limits.min_gap_ms}")


def _elsewhere(segment: Segment, other: Segment) -> bool:
    """Return whether two cues stand in different parts of the picture, where overlap is no fault."""
    return SegmentKind.SIGN in (segment.kind, other.kind) or segment.style != other.style
