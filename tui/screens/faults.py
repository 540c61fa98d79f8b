"""The only place that words what a reviewer picks from: sorts of fault, how bad, why a finding may stand."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from tui.i18n import N_, _
from tui.views import Dimension, Weight

REASONS: tuple[tuple[str, Dimension], ...] = (
    (N_("wrong meaning"), Dimension.ACCURACY),
    (N_("something is missing or added"), Dimension.ACCURACY),
    (N_("wrong term"), Dimension.TERMINOLOGY),
    (N_("wrong register or form of address"), Dimension.AUDIENCE),
    (N_("grammar or spelling"), Dimension.LINGUISTIC),
    (N_("not natural"), Dimension.STYLE),
    (N_("number, date or format of another place"), Dimension.LOCALE),
    (N_("too long for the cue"), Dimension.DESIGN),
    (N_("placeholder or formatting broken"), Dimension.DESIGN),
    (N_("something else"), Dimension.OTHER),
)
"""Reasons to reject a line, each with its dimension."""

WEIGHTS: tuple[Weight, ...] = (Weight.MINOR, Weight.MAJOR, Weight.CRITICAL, Weight.NEUTRAL)
"""How bad, in the order in which Tab turns through them."""

WAIVERS = (
    N_("intended"),
    N_("false alarm"),
    N_("agreed with the client"),
    N_("the picture makes it clear"),
)

_UNTIL = re.compile(r"\s*(?:\buntil\s+(\S+)|[，,]?\s*(?:直到|截至|至)\s*(\d\S*))\s*$", re.IGNORECASE)
"""A last day at the end, in English or Chinese, whichever language the room speaks."""


def day_trouble(words: str) -> str:
    """Return what is wrong with the last day in what was typed for a waiver, '' if nothing."""
    _reason, until = reason_and_day(words)
    if not until[:1].isdigit():
        return ""
    try:
        day = date.fromisoformat(until)
    except ValueError:
        return _("'{day}' is no day; write it as 2026-12-31.").format(day=until)
    return _("{day} is past.").format(day=until) if day < datetime.now(UTC).date() else ""


def reason_and_day(words: str) -> tuple[str, str]:
    """Return the reason and the last day in what was typed for a waiver; '' for no end.

    >>> reason_and_day("client agreed until 2026-12-31"), reason_and_day("until the end of the scene")
    (('client agreed', '2026-12-31'), ('until the end of the scene', ''))
    >>> reason_and_day("客户同意，至 2026-12-31")
    ('客户同意', '2026-12-31')
    """
    match = _UNTIL.search(words)
    if match is None:
        return words, ""
    return words[: match.start()].strip(), match[1] or match[2]
