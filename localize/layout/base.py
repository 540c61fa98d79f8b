"""The shapes of layout: the limits a cue must keep in a locale, each with its source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What fits on the screen in one locale under one profile.

    Attributes:
        chars_per_line: maximum, counted as `localize.layout.measure` counts.
        lines: maximum number of lines.
        chars_per_second: reading speed, adult.
        min_ms, max_ms: duration of a cue.
        min_gap_ms: between two cues.
        source: where the numbers come from.
    """

    chars_per_line: float
    lines: int
    chars_per_second: float
    min_ms: int
    max_ms: int
    min_gap_ms: int
    source: str
