"""The only place with a table of rows by columns: names stay in sight, the cursor goes from cell to cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.i18n import N_
from tui.widgets.cells import fit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.style import Style
    from textual.binding import BindingType
    from textual.events import Click

_NAME_CELLS = 18
_COLUMN_CELLS = 14


class CrossTable(ScrollView, can_focus=True, inherit_bindings=False):
    """Cells of short words, one under the cursor; a cell without words shows a dot."""

    COMPONENT_CLASSES = {"cross--name", "cross--cell", "cross--empty", "cross--cursor", "cross--own"}
    DEFAULT_CSS = """
    CrossTable { overflow: scroll scroll; scrollbar-size: 1 1; }
    CrossTable > .cross--name { color: $accent; text-style: bold; }
    CrossTable > .cross--empty { color: $muted; }
    CrossTable > .cross--own { color: $secondary; text-style: bold; }
    CrossTable > .cross--cursor {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1, 0)", N_("down"), show=False),
        Binding("up,k", "step(-1, 0)", N_("up"), show=False),
        Binding("right,l", "step(0, 1)", N_("right"), show=False),
        Binding("left,h", "step(0, -1)", N_("left"), show=False),
        Binding("pagedown", "step(10, 0)", N_("page down"), show=False),
        Binding("pageup", "step(-10, 0)", N_("page up"), show=False),
        Binding("home", "step(0, -999)", N_("first column"), show=False),
        Binding("end", "step(0, 999)", N_("last column"), show=False),
        Binding("enter", "pick", N_("choose"), show=False),
    ]

    cursor: reactive[tuple[int, int]] = reactive((0, 0))

    @dataclass
    class Picked(Message):
        """Enter, or a second click, on a cell."""

        row: int
        column: int

    @dataclass
    class Moved(Message):
        """The cursor came to a cell."""

        row: int
        column: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._rows: tuple[str, ...] = ()
        self._columns: tuple[str, ...] = ()
        self._words: Mapping[tuple[int, int], str] = {}

    def show(self, rows: Sequence[str], columns: Sequence[str], words: Mapping[tuple[int, int], str]) -> None:
        """Show a table; the cursor stays where it can.

        Args:
            rows, columns: names.
            words: (row, column) → words.
        """
        self._rows, self._columns, self._words = tuple(rows), tuple(columns), words
        self._measure()
        row, column = self.cursor
        self.cursor = (max(min(row, len(rows) - 1), 0), max(min(column, len(columns) - 1), 0))
        self.refresh()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._measure()
        self._scroll()

    def _measure(self) -> None:
        self.virtual_size = Size(_NAME_CELLS + _COLUMN_CELLS * len(self._columns), len(self._rows) + 1)

    def watch_cursor(self) -> None:
        """Draw the cells again, scroll, and tell the screen."""
        self.refresh()
        self._scroll()
        self.post_message(self.Moved(*self.cursor))

    def _scroll(self) -> None:
        if not self.size.width:
            return  # not laid out yet: everything would seem out of sight
        # Names at the top and at the left cover what stands beneath them.
        row, column = self.cursor
        region = Region(column * _COLUMN_CELLS, row, _NAME_CELLS + _COLUMN_CELLS, 2)
        self.scroll_to_region(region, animate=False, force=True)

    def action_step(self, rows: int, columns: int) -> None:
        """Go some cells on, as far as there are any."""
        row, column = self.cursor
        self.cursor = (
            max(min(row + rows, len(self._rows) - 1), 0),
            max(min(column + columns, len(self._columns) - 1), 0),
        )

    def action_pick(self) -> None:
        """Pick the cell under the cursor."""
        if self._rows and self._columns:
            self.post_message(self.Picked(*self.cursor))

    def on_click(self, event: Click) -> None:
        """Go to the cell that was clicked; a second click picks it."""
        row = int(event.y) - 1 + self.scroll_offset.y
        column = (int(event.x) - _NAME_CELLS + self.scroll_offset.x) // _COLUMN_CELLS
        if 0 <= row < len(self._rows) and 0 <= column < len(self._columns) and event.x >= _NAME_CELLS:
            self.cursor = (row, column)
            if event.chain == 2:
                self.action_pick()

    def render_line(self, y: int) -> Strip:
        """Return the names of the columns, or one row."""
        width = self.scrollable_content_region.width
        row = -1 if y == 0 else y - 1 + self.scroll_offset.y
        plain = self._style("cell")
        if row >= len(self._rows):
            return Strip.blank(width, plain)
        name = "" if row < 0 else self._rows[row]
        segments = [self._segment(column, row) for column in range(len(self._columns))]
        start = self.scroll_offset.x
        body = Strip(segments).crop(start, start + max(width - _NAME_CELLS, 0))
        head = Segment(fit(name, _NAME_CELLS - 1) + " ", self._style("name"))
        return Strip([head, *body]).adjust_cell_length(width, plain)

    def _segment(self, column: int, row: int) -> Segment:
        if row < 0:
            return Segment(fit(self._columns[column], _COLUMN_CELLS - 1) + " ", self._style("name"))
        words = self._words.get((row, column), "")
        style = "cursor" if (row, column) == self.cursor else "own" if words else "empty"
        sign = "▸" if style == "cursor" else " "
        return Segment(sign + fit(words or "·", _COLUMN_CELLS - 2) + " ", self._style(style))

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"cross--{name}")
