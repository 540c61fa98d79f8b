"""The only place that makes scrolling cheap: panes that draw whole lines, and the bars that say where they stand."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import Color
from rich.style import Style
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

if TYPE_CHECKING:
    from typing import Self

    from textual.geometry import Size


def resize_content(pane: ScrollView, size: Size) -> None:
    """Give a pane more or less to scroll, whose scrollbar comes and goes by its style alone.

    Textual lays the whole screen out when this size changes, for scrollbars that depend on it; here none does.
    """
    if size == pane.virtual_size:
        return
    pane.set_reactive(ScrollView.virtual_size, size)
    if pane.show_vertical_scrollbar:
        pane.vertical_scrollbar.window_virtual_size = size.height
    pane.scroll_y = pane.validate_scroll_y(pane.scroll_y)


class Pane(ScrollView):
    """A pane whose `render_line` gives a line as it is to be seen, the same object as long as it looks the same.

    Textual wraps every line once more, in what padding and borders it may have, and so writes what it has written
    before: of a queue that moves on by a line all 37, in 5 ms. Where there is neither, the lines go out as they are.
    """

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """Return the bar at the right, made when it is first asked for."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = bar = Rail(
                vertical=True, name="vertical", thickness=self.scrollbar_size_vertical
            )
            bar.display = False
            self.app._start_widget(self, bar)  # noqa: SLF001 - as Textual starts its own
        return self._vertical_scrollbar

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return some lines of the pane."""
        if any(self.styles.gutter) or self.opacity != 1.0:
            return super().render_lines(crop)
        width, background = self.region.width, self.background_colors[1]
        blank = Style(bgcolor=background.rich_color)
        filters = self.get_line_filters()
        lines = []
        for y in crop.line_range:
            line = self.render_line(y).adjust_cell_length(width, blank)
            for line_filter in filters:
                line = line.apply_filter(line_filter, background)
            lines.append(line)
        if crop.column_span != (0, width):
            return [line.crop(*crop.column_span) for line in lines]
        return lines


class Rail(ScrollBar):
    """A scrollbar that draws the cells that change: for a step among 100,000 lines none, for a page one or two."""

    _drawn: tuple[Strip, ...] = ()

    def notify_style_update(self) -> None:
        """Draw again in the new theme."""
        super().notify_style_update()
        self._drawn = ()

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw the bar again where it changes."""
        before, self._drawn = self._drawn, ()
        if regions or layout or recompose or not repaint or len(before) != self.size.height or not before:
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        self._drawn = self._cells()
        changed = [y for y, (old, new) in enumerate(zip(before, self._drawn, strict=True)) if old != new]
        if changed:
            super().refresh(Region(0, changed[0], self.size.width, changed[-1] + 1 - changed[0]))
        return self

    def render_line(self, y: int) -> Strip:
        """Return one cell of the bar."""
        if len(self._drawn) != self.size.height:
            self._drawn = self._cells()
        return self._drawn[y]

    def _cells(self) -> tuple[Strip, ...]:
        picture = self.render()
        if not isinstance(picture, ScrollBarRender) or not isinstance(picture.style, Style):
            raise TypeError(f"a scrollbar is drawn as {picture!r}")
        place = (picture.virtual_size, picture.window_size, picture.position)
        return _cells(self.size.height, self.size.width, place, picture.style)


@lru_cache(maxsize=64)
def _cells(height: int, width: int, place: tuple[int, int, float], style: Style) -> tuple[Strip, ...]:
    """Return the cells of a bar from the top, as Textual draws it."""
    size, window, position = place
    back, front = style.bgcolor or Color.default(), style.color or Color.default()
    bar = ScrollBarRender.render_bar(height, size, window, position, width, back_color=back, bar_color=front)
    # While fewer lines come in, the thumb reaches past the end for a moment.
    return tuple(Strip([cell], width) for cell in bar.segments[:height])
