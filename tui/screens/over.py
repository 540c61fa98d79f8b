"""The only place that draws the room behind a screen that stands in front of it.

Textual sends all of what is behind through a console again, for every change in it and some more: a search that shows
its lines while it is typed would hold the interface for 40 ms a letter. Here the lines that changed are drawn, once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual._context import visible_screen_stack
from textual.color import Color
from textual.geometry import Region, Size
from textual.screen import ModalScreen, Screen
from textual.strip import Strip

from tui import calm
from tui.screens.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from textual.await_remove import AwaitRemove

Answer = TypeVar("Answer")
_BEFORE_SWEEP = 0.3
"""Seconds after which what a screen leaves behind is collected."""


class Under(Screen[Answer]):
    """A screen that others may stand in front of."""

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes or None)
        self._compositor = Parts()
        self._sized = self._drawn = False

    def _compositor_refresh(self) -> None:
        """Have what changed here drawn: by the screen in front, if this is not the one.

        Textual marks the whole change as dirty here as well, and so draws it again with every message that comes. It
        also draws a screen before its parts know the sizes that the first layout gives them; here the first frame
        is the whole screen, and the only one.
        """
        app = self.app
        if not (
            self._sized and self.stack_updates
        ):  # the event that makes it the one in front may be to come
            self._sized = True
            self.refresh()
            return
        if app.is_inline or app.screen is self:
            super()._compositor_refresh()
            if not self._drawn:
                self._drawn = True
                self._repaint_required = False  # asked for before, by Textual and above
                self._repaint_regions.clear()
            return
        changed = self._compositor._dirty_regions  # noqa: SLF001 - what is to be drawn has no other name
        if changed and self.is_current:
            app.screen.refresh(*changed)
            changed.clear()
            self._dirty_widgets.clear()

    def _screen_resized(self, size: Size) -> None:
        """Lay out anew for another size; Textual asks for it whenever a screen opens in front."""
        if size != self.outer_size:
            super()._screen_resized(size)

    def lines(self, rows: AbstractSet[int]) -> dict[int, Strip]:
        """Return some screen lines as they are now, nothing for those that there are not."""
        top, end = min(rows), max(rows) + 1
        region = Region(0, top, self._compositor.size.width, end - top)
        chops = self._compositor._render_chops(region, rows.__contains__)  # noqa: SLF001 - the public one draws all
        return {y: Strip.join(chops[y].values()) for y in rows if y < len(chops)}


class Over(Under[Answer], ModalScreen[Answer]):
    """A screen with an answer; what stands behind it shows through its background."""

    _lines_behind: dict[int, Strip]

    def render_lines(self, crop: Region) -> list[Strip]:
        """Fetch the lines behind that have changed, all at once, and draw."""
        changed = set(filter(self._styles_cache.is_dirty, crop.line_range))
        self._lines_behind = self._draw_behind(changed) if changed else {}
        self._dirty_regions.clear()
        strips = super().render_lines(crop)
        self._lines_behind = {}
        return strips

    def remove(self) -> AwaitRemove:
        """Go away. Textual lays the screen behind out once more for it, and draws all of it a second time."""
        return self.app._prune(self)  # noqa: SLF001 - without the app as the parent, whose screens stand alone

    def on_unmount(self) -> None:
        """Let go of what was drawn, and of the screen itself when the room behind it has been drawn."""
        self._styles_cache.clear()
        self.app.set_timer(_BEFORE_SWEEP, calm.sweep)

    def render_line(self, y: int) -> Strip:
        """Return one line of what is behind."""
        known = getattr(self, "_lines_behind", {})
        strip = known.get(y) or self._draw_behind({y}).get(y)
        return strip or Strip.blank(self.size.width, self.visual_style.rich_style)

    def _draw_behind(self, rows: AbstractSet[int]) -> dict[int, Strip]:
        """Return some lines of the screen behind, in the colours that they have there."""
        stack = self.app.screen_stack
        behind = stack[stack.index(self) - 1] if self in stack[1:] else None
        if not isinstance(behind, Under):
            return {}
        waiting = visible_screen_stack.get([])
        if waiting and waiting[-1] is behind:
            waiting.pop()  # as Textual's own screens do, so that each finds the one behind it
        tint = self.styles.background
        return {y: _seen_through(line, tint) for y, line in behind.lines(rows).items()}


def _seen_through(line: Strip, tint: Color) -> Strip:
    """Return a line behind a colour; what a click on it would do is gone."""
    return Strip(
        [part if part.control else Segment(part.text, _tinted(part.style, tint)) for part in line],
        line.cell_length,
    )


@lru_cache(maxsize=1024)
def _tinted(style: Style | None, tint: Color) -> Style:
    plain = Style() if style is None else style.clear_meta_and_links()
    if not tint.a:
        return plain
    front, back = (
        None if colour is None else (Color.from_rich_color(colour) + tint).rich_color
        for colour in (plain.color, plain.bgcolor)
    )
    return plain + Style.from_color(front, back)
