"""Whether a text fits the screen: the limits of a locale, how to count against them, where to break a line."""

from __future__ import annotations

from localize.layout.base import Limits, Screen, Zone
from localize.layout.breaking import BadBreak, bad_breaks, break_lines
from localize.layout.measure import counts_by_length, line_widths, reading_speed, width
from localize.layout.profiles import PROFILES, limits, override
from localize.layout.shaping import pixel_width, ruler

__all__ = [
    "PROFILES",
    "BadBreak",
    "Limits",
    "Screen",
    "Zone",
    "bad_breaks",
    "break_lines",
    "counts_by_length",
    "limits",
    "line_widths",
    "override",
    "pixel_width",
    "reading_speed",
    "ruler",
    "width",
]
