"""The only place that says how the panes of the room share its width, and how far that can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

TWO_FROM, THREE_FROM = 100, 160
"""Cells from which the room has two and three columns; as the breakpoints of the screen."""
QUEUE, WIDE_QUEUE, WIDE_PANELS, ROWS = "queue", "wide-queue", "wide-panels", "rows"
"""What is remembered: percent of the width in two columns and in three, and screen lines of the panels in one."""
DEFAULTS = {QUEUE: 45, WIDE_QUEUE: 38, WIDE_PANELS: 27, ROWS: 0}
"""Where nothing is remembered; 0 rows for what the style sheet says."""
LEAST, MOST = 20, 70
_LEAST_DESK = 22
"""Percent that the desk keeps between its neighbours."""
_FEWEST_ROWS, _MOST_ROWS = 3, 14
STEP = 4
"""Percent of one key press."""


def known(panes: Mapping[str, object]) -> dict[str, int]:
    """Return the entries of a remembered mapping that the room knows and could draw."""
    return {
        name: value
        for name, value in panes.items()
        if name in DEFAULTS and type(value) is int and 0 <= value <= 100
    }


def columns(panes: Mapping[str, int], width: int) -> str:
    """Return the grid's columns at a width, the bars between them included; '' where there is one column.

    >>> columns({}, 120), columns({"queue": 60}, 120), columns({}, 80)
    ('45fr 1 55fr', '60fr 1 40fr', '')
    """
    shares = {**DEFAULTS, **panes}
    if width >= THREE_FROM:
        queue, panels = shares[WIDE_QUEUE], shares[WIDE_PANELS]
        return f"{queue}fr 1 {100 - queue - panels}fr 1 {panels}fr"
    if width >= TWO_FROM:
        return f"{shares[QUEUE]}fr 1 {100 - shares[QUEUE]}fr"
    return ""


def widen(panes: MutableMapping[str, int], pane: str, steps: int, width: int, *, rows: int) -> bool:
    """Give a pane some steps more or less, and return whether that changed anything.

    Args:
        panes: changed in place.
        pane: ``queue`` or ``panels``.
        steps: more, or fewer where negative.
        width: of the room, cells.
        rows: screen lines that the panels have now, where the room has one column.
    """
    if width < TWO_FROM:
        change = steps if pane == "panels" else -steps
        return _put(panes, ROWS, max(_FEWEST_ROWS, min(rows + change, _MOST_ROWS)))
    if width < THREE_FROM:
        change = STEP * steps if pane == "queue" else -STEP * steps
        return share(panes, "queue", {**DEFAULTS, **panes}[QUEUE] + change, width)
    name = WIDE_QUEUE if pane == "queue" else WIDE_PANELS
    return share(panes, pane, {**DEFAULTS, **panes}[name] + STEP * steps, width)


def share(panes: MutableMapping[str, int], pane: str, percent: int, width: int) -> bool:
    """Give a pane a share of the width, as far as the others can be used, and return whether that changed anything."""
    if width < THREE_FROM:
        return _put(panes, QUEUE, max(LEAST, min(percent, MOST)))
    name, other = (WIDE_QUEUE, WIDE_PANELS) if pane == "queue" else (WIDE_PANELS, WIDE_QUEUE)
    most = 100 - {**DEFAULTS, **panes}[other] - _LEAST_DESK
    return _put(panes, name, max(LEAST - 5, min(percent, most)))


def _put(panes: MutableMapping[str, int], name: str, value: int) -> bool:
    before = {**DEFAULTS, **panes}[name]
    panes[name] = value
    return value != before
