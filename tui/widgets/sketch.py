"""The only place that sketches how the lines of a target fall on the picture, at the scale of its type."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.i18n import N_, _
from tui.widgets.cells import fit, one_line
from tui.widgets.prose import Look, Paragraph, Run, para

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.views import Frame, FrameLine

_WIDEST = 46
"""Cells of a sketch; of a wider picture the middle is drawn."""
_ROWS_ABOVE = 2
_UPRIGHT_ROWS = 6
"""Screen lines of an upright picture above its lowest part that are drawn, text included."""

ZONES = (N_("progress bar, episodes"), N_("caption, sound"), N_("title, sound"), N_("buttons"))
"""What apps draw over a picture, as the profiles name it."""


def sketch(frame: Frame | None, lines: int | None) -> Iterator[Paragraph]:
    """Yield the lower part of the picture with the text where a player puts it, then each line's figures.

    A cell stands for half the size of the type: about the width of a Latin letter, and half a Chinese character.

    Args:
        frame: the text as the layout engine lets it fall; nothing is drawn without.
        lines: that fit, None for no limit.
    """
    if frame is None:
        return
    screen, drawn = frame.screen, frame.lines
    cell = screen.font_px / 2
    whole = max(round(screen.frame_width / cell), 1)
    width = min(whole, _WIDEST)
    cut = (whole - width) // 2
    edges = tuple(round(px / cell) - cut for px in (screen.safe_left, screen.frame_width - screen.safe_right))
    upright = screen.frame_height > screen.frame_width
    yield _heading(frame, whole=width == whole)
    above = max(_UPRIGHT_ROWS - len(drawn), 1) if upright else _ROWS_ABOVE
    yield from (_row("", edges, width) for _above in range(above))
    for line in drawn:
        bad = _broken(line, drawn) or (lines is not None and drawn.index(line) >= lines)
        yield _row(one_line(line.text), edges, width, bad=bad)
    yield from (_zone(title, width) for title in _zones(frame))
    yield para(Run(f"+{'-' * width}+", Look.MUTED))
    yield from _figures(frame, lines)


def _heading(frame: Frame, *, whole: bool) -> Paragraph:
    screen = frame.screen
    across, down = round(screen.frame_width), round(screen.frame_height)
    common = math.gcd(across, down) or 1
    words = _("{ratio}, {across} x {down} px, {part}").format(
        ratio=f"{across // common}:{down // common}",
        across=across,
        down=down,
        part=_("the lower part") if whole else _("the lower middle"),
    )
    return para(Run(words, Look.MUTED))


def _zones(frame: Frame) -> list[str]:
    return [_(zone.title) for zone in frame.screen.zones if zone.edge in ("bottom", "right")]


def _zone(title: str, width: int) -> Paragraph:
    words = f" {title} "
    words = fit(words, width) if cell_len(words) > width else words
    left = (width - cell_len(words)) // 2
    return para(Run(f"|{'/' * left}{words}{'/' * (width - left - cell_len(words))}|", Look.MUTED))


def _broken(line: FrameLine, drawn: Sequence[FrameLine]) -> bool:
    """Return whether a line of the target is drawn as several because it does not fit."""
    return sum(other.number == line.number for other in drawn) > 1


def _row(text: str, edges: tuple[int, ...], width: int, *, bad: bool = False) -> Paragraph:
    """Return one screen line of the picture, the text in the middle of the safe area, whose edges are dotted."""
    left_edge, right_edge = edges
    words = fit(text, width) if cell_len(text) > width else text
    taken = cell_len(words)
    start = max(min((left_edge + right_edge - taken) // 2, width - taken), 0)
    blank = [":" if at in edges else " " for at in range(width)]
    look = Look.BAD if bad else Look.STRONG
    return para(
        Run("|" + "".join(blank[:start]), Look.MUTED),
        Run(words, look),
        Run("".join(blank[start + taken :]) + "|", Look.MUTED),
        Run(" <" if bad else "", Look.BAD),
    )


def _figures(frame: Frame, lines: int | None) -> Iterator[Paragraph]:
    room = frame.screen.room
    for number, pixels in enumerate(frame.widths, 1):
        if pixels is None:
            continue
        words = _("line {number}: {pixels}/{room} px").format(
            number=number, pixels=f"{pixels:.0f}", room=f"{room:.0f}"
        )
        if pixels > room:
            more = _("too wide; it is drawn in {count} lines").format(
                count=sum(line.number == number for line in frame.lines)
            )
            yield para(Run(f"{words}  {more}", Look.BAD))
        else:
            yield para(Run(words, Look.GOOD))
    if lines is not None and len(frame.lines) > lines:
        words = _("{count} lines are drawn, {most} fit").format(count=len(frame.lines), most=lines)
        yield para(Run(words, Look.BAD))
    if not frame.font:
        missing = _(
            "pixel widths need the font {name}, which is not installed; counted in characters instead"
        )
        yield para(Run(missing.format(name=frame.wanted), Look.WARN))
