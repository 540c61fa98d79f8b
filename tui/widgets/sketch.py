"""The only place that sketches how the lines of a target fall on the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.widgets.cells import fit, one_line
from tui.widgets.prose import Look, Paragraph, Run, para

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARGIN = 2
"""Cells between the edge of the frame and the longest line that fits."""
_WIDEST = 46
_UPRIGHT_ROWS = 5
"""Screen lines of the frame above the text that are drawn of an upright frame; the rest is only picture."""


def sketch(text: str, *, limit: float | None, lines: int | None, upright: bool) -> Iterator[Paragraph]:
    """Yield the lower part of a frame with the text where a player puts it.

    Args:
        text: as shown, without placeholders' codes.
        limit: characters of a line that fit, None for no limit.
        lines: that fit, None for no limit.
        upright: 9:16, with the strip at the bottom that the app's own buttons cover; else 16:9.
    """
    widest = min(round(limit) if limit else 42, _WIDEST - 2 * _MARGIN)
    width = widest + 2 * _MARGIN
    rows = text.split("\n")
    yield para(Run(f"{'9:16' if upright else '16:9'}, the lower part", Look.MUTED))
    yield para(Run(f"|{' ' * width}|", Look.MUTED))
    for _ in range(_UPRIGHT_ROWS - len(rows) if upright else 1):
        yield para(Run(f"|{' ' * width}|", Look.MUTED))
    faults = []
    for number, row in enumerate(rows[: (lines or 2) + 2], 1):
        words = one_line(row)
        fault = "too wide" if cell_len(words) > widest else ""
        fault = fault or ("one line too many" if lines is not None and number > lines else "")
        faults += [f"line {number}: {fault}"] if fault else []
        yield _row(words, width, bad=bool(fault))
    if upright:
        yield para(Run(f"|{' buttons of the app ':-^{width}}|", Look.MUTED))
    yield para(Run(f"+{'-' * width}+", Look.MUTED))
    if faults:
        yield para(Run(", ".join(faults), Look.BAD))


def _row(text: str, width: int, *, bad: bool) -> Paragraph:
    words = fit(text, width) if cell_len(text) > width else text
    left = (width - cell_len(words)) // 2
    right = width - left - cell_len(words)
    look = Look.BAD if bad else Look.STRONG
    mark = Run(" <" if bad else "", Look.BAD)
    return para(Run("|" + " " * left, Look.MUTED), Run(words, look), Run(" " * right + "|", Look.MUTED), mark)
