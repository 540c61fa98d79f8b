"""TIM, second part: whether a cue keeps the frames of the picture: gaps counted in frames, shot changes."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from localize.locales import parse_locale
from localize.model import SegmentKind
from localize.qa.emit import fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.model import Finding, Segment
    from localize.qa.base import Context

GAP_FRAMES = 2
"""The least gap between two cues, at every frame rate (Netflix Subtitle Timing Guidelines)."""
NEAR_FRAMES = 12
"""A cue that begins or ends nearer to a cut than this belongs on it or beside it (same source)."""
_USUAL_FPS = 24.0
_REST_MS = 500  # from half a second on a gap is seen as a rest
_NO_CHAINING = frozenset({"ja"})  # Subtitle Edit leaves Japanese out of this rule


def check(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    """Yield the TIM findings that need the frame rate or the cuts of the picture; nothing without them."""
    if context.fps is not None or context.cuts:
        yield from on_picture(
            segment, context.previous, context.target_locale, fps=context.fps, cuts=context.cuts
        )


def on_picture(
    segment: Segment, previous: Segment | None, locale: str, *, fps: float | None, cuts: Sequence[int]
) -> Iterator[Finding]:
    """Yield the TIM findings of one cue on its picture.

    Args:
        segment: the cue.
        previous: the one before it, None for the first.
        locale: of the target.
        fps: frames a second, None if not known.
        cuts: times of the shot changes in milliseconds, ascending.
    """
    if segment.start_ms is None or segment.end_ms is None or segment.end_ms <= segment.start_ms:
        return
    if fps is not None and fps > 0 and previous is not None:
        yield from _gap(segment, segment.start_ms, previous, fps, locale)
    if cuts:
        yield from _cuts(segment, segment.start_ms, segment.end_ms, cuts, fps or _USUAL_FPS)


def _gap(segment: Segment, start: int, previous: Segment, fps: float, locale: str) -> Iterator[Finding]:
    if previous.end_ms is None or previous.end_ms > start or segment.style != previous.style:
        return
    if SegmentKind.SIGN in (segment.kind, previous.kind):
        return
    gap = start - previous.end_ms
    # Files keep milliseconds, or hundredths in ASS: half a frame is what rounding may cost.
    frames = round(gap * fps / 1000)
    if frames < GAP_FRAMES:
        message = f"{frames} frames after the cue before at {fps:g} fps, at least {GAP_FRAMES}"
        yield fault("TIM008", segment, message)
    elif frames > GAP_FRAMES and gap < _REST_MS and _chains(locale):
        message = (
            f"{frames} frames after the cue before at {fps:g} fps: close up to {GAP_FRAMES}, or half a second"
        )
        yield fault("TIM009", segment, message)


def _chains(locale: str) -> bool:
    return parse_locale(locale).language not in _NO_CHAINING


def _cuts(segment: Segment, start: int, end: int, cuts: Sequence[int], fps: float) -> Iterator[Finding]:
    """Yield a finding for the cut just after the start, and for the one just before the end."""
    frame = 1000 / fps
    at = bisect_right(cuts, start)
    if at < len(cuts) and cuts[at] < end:
        before = round((cuts[at] - start) / frame)
        if 0 < before < NEAR_FRAMES:
            message = f"begins {before} frames before the cut at {cuts[at]} ms: begin on it, or {NEAR_FRAMES} before"
            yield fault("TIM010", segment, message)
    last = bisect_right(cuts, end - 1) - 1
    if last >= 0 and start < cuts[last]:
        after = round((end - cuts[last]) / frame)
        if 0 < after < NEAR_FRAMES:
            message = (
                f"ends {after} frames after the cut at {cuts[last]} ms: end {GAP_FRAMES} before it, or later"
            )
            yield fault("TIM010", segment, message)
