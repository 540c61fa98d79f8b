"""The only place that words what a reviewer picks from: sorts of fault, how bad, why a finding may stand."""

from __future__ import annotations

import re

from tui.views import Dimension, Weight

REASONS: tuple[tuple[str, Dimension], ...] = (
    ("wrong meaning", Dimension.ACCURACY),
    ("something is missing or added", Dimension.ACCURACY),
    ("wrong term", Dimension.TERMINOLOGY),
    ("wrong register or form of address", Dimension.AUDIENCE),
    ("grammar or spelling", Dimension.LINGUISTIC),
    ("not natural", Dimension.STYLE),
    ("number, date or format of another place", Dimension.LOCALE),
    ("too long for the cue", Dimension.DESIGN),
    ("placeholder or formatting broken", Dimension.DESIGN),
    ("something else", Dimension.OTHER),
)
"""Reasons to reject a line, each with its dimension."""

WEIGHTS: tuple[Weight, ...] = (Weight.MINOR, Weight.MAJOR, Weight.CRITICAL, Weight.NEUTRAL)
"""How bad, in the order in which Tab turns through them."""

WAIVERS = ("intended", "false alarm", "agreed with the client", "the picture makes it clear")

_UNTIL = re.compile(r"\s*\buntil\s+(\S+)\s*$", re.IGNORECASE)


def reason_and_day(words: str) -> tuple[str, str]:
    """Return the reason and the last day in what was typed for a waiver; '' for no end.

    >>> reason_and_day("client agreed until 2026-12-31"), reason_and_day("until the end of the scene")
    (('client agreed', '2026-12-31'), ('until the end of the scene', ''))
    """
    match = _UNTIL.search(words)
    if match is None:
        return words, ""
    return words[: match.start()].strip(), match[1]
