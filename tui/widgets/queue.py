"""The only place that draws the queue: a window over ids that are read a page at a time, 100,000 or more."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip

from localize.errors import LocalizeError
from tui.i18n import _
from tui.messages import OpenRequested, Picked, Trouble
from tui.widgets.cells import fit
from tui.widgets.inturn import InTurn
from tui.widgets.scrolling import Pane, resize_content
from tui.widgets.signs import SEVERITY_SIGNS, clock, state_words, unsaved_words, waiting_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from rich.style import Style
    from textual.events import Click

    from tui.views import Row

_ONE_LINE_FROM = 90
"""Cells from which a row needs one screen line; below, source and target get a second one."""
_KEPT = 400
"""Screen lines that are kept as they were drawn; each holds some kB."""
_TWO_LINES_FROM = 18
"""Screen lines from which the pane can afford two a row."""


class Queue(InTurn, Pane, can_focus=True, inherit_bindings=False):
    """The lines of a search, one under the cursor."""

    types = False
    COMPONENT_CLASSES = {
        "queue--row",
        "queue--cursor",
        "queue--quiet",
        "queue--state-new",
        "queue--state-drafted",
        "queue--state-edited",
        "queue--state-approved",
        "queue--state-rejected",
        "queue--state-discuss",
        "queue--state-outdated",
        "queue--severity-error",
        "queue--severity-warning",
        "queue--severity-info",
    }
    DEFAULT_CSS = """
    Queue { overflow: hidden scroll; scrollbar-size-vertical: 1; }
    Queue > .queue--cursor { background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground; }
    Queue:focus > .queue--cursor {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
    }
    Queue > .queue--quiet { color: $muted; }
    Queue > .queue--state-edited { color: $accent; }
    Queue > .queue--state-approved { color: $success; }
    Queue > .queue--state-rejected { color: $error; }
    Queue > .queue--state-discuss, Queue > .queue--state-outdated { color: $warning; }
    Queue > .queue--severity-error { color: $error; text-style: bold; }
    Queue > .queue--severity-warning { color: $warning; }
    Queue > .queue--severity-info { color: $muted; }
    """

    cursor: reactive[int] = reactive(0)

    def __init__(self, fetch: Callable[[int], Row], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._fetch = fetch
        self._ids: Sequence[int] = array("q")
        self._unsaved: Collection[int] = frozenset()
        self._others: Mapping[int, str] = {}
        self.marked: frozenset[int] = frozenset()
        self._strips: LRUCache[tuple[int, int, bool], Strip] = LRUCache(_KEPT)
        self._styles: dict[tuple[str, bool], Style] = {}
        self._row_height = 1
        self._shape = (0, 0)
        self._reported = False

    @property
    def current(self) -> int | None:
        """Return the id of the line under the cursor."""
        return self._ids[self.cursor] if len(self._ids) else None

    def show(self, ids: Sequence[int], *, at: int = 0) -> None:
        """Show the lines of another search, with the cursor at a position."""
        self._ids = ids
        self._reported = False
        self._strips.clear()
        self._measure()
        moved = self.validate_cursor(at) != self.cursor
        self.cursor = at
        if not moved:
            self.watch_cursor(self.cursor, self.cursor)
        self.refresh()

    def take(self, ids: Sequence[int], *, at: int) -> None:
        """Take the rest of the search that is shown; the cursor's line stands at `at` and stays where it is seen."""
        top = self.scroll_offset.y + (at - self.cursor) * self._row_height
        seen = self._ids_in_sight()
        self._ids = ids
        self._measure()
        with self.prevent(Picked):
            self.set_reactive(Queue.cursor, self.validate_cursor(at))
        self.scroll_to(0, max(top, 0), animate=False, force=True, immediate=True)
        self._scroll_to_cursor()
        if self._ids_in_sight() != seen:
            self.refresh()

    def _ids_in_sight(self) -> list[tuple[int, int]]:
        return [(self._ids[at], line) for at, line in self.rows_in_sight()]

    def rows_in_sight(self) -> list[tuple[int, int]]:
        """Return (position, screen line of the pane) of the lines that can be seen, from the top."""
        top, height = self.scroll_offset.y, self._row_height
        first = -(-top // height)
        last = min((top + self.scrollable_content_region.height - 1) // height, len(self._ids) - 1)
        return [(at, at * height - top) for at in range(first, last + 1)]

    def set_unsaved(self, ids: Collection[int]) -> None:
        """Mark lines that hold an unsaved edit."""
        changed = set(ids) ^ set(self._unsaved)
        self._unsaved = frozenset(ids)
        for unit_id in changed:
            self.row_changed(unit_id)

    def mark(self, ids: Collection[int]) -> None:
        """Mark exactly these lines for a bulk decision."""
        self.marked = frozenset(ids)
        self.row_changed()

    def set_others(self, others: Mapping[int, str]) -> None:
        """Show where the other reviewers are: line → names."""
        if others != self._others:
            self._others = dict(others)
            self.row_changed()

    def row_changed(self, unit_id: int | None = None) -> None:
        """Draw a row again whose content changed, all rows without an id."""
        if unit_id is None:
            self._strips.clear()
            self.refresh()
            return
        for part in range(self._row_height):
            for cursor in (False, True):
                self._strips.discard((unit_id, part, cursor))
        for at, _line in self.rows_in_sight():
            if self._ids[at] == unit_id:
                self.refresh_lines(at * self._row_height, self._row_height)

    def move(self, step: int) -> None:
        """Move the cursor by so many lines."""
        self.cursor += step

    def move_page(self, direction: int) -> None:
        """Move the cursor by a page, down (1) or up (-1)."""
        self.cursor += direction * max(self.scrollable_content_region.height // self._row_height - 1, 1)

    def on_resize(self) -> None:
        """Choose one or two screen lines a row, and keep the cursor in sight."""
        self._measure()
        self._scroll_to_cursor()
        self.refresh()

    def notify_style_update(self) -> None:
        """Draw again in the new theme."""
        super().notify_style_update()
        self._strips.clear()
        self._styles.clear()

    def _measure(self) -> None:
        region = self.scrollable_content_region
        narrow, tall = region.width < _ONE_LINE_FROM, region.height >= _TWO_LINES_FROM
        self._row_height = 2 if narrow and tall else 1
        if (shape := (region.width, self._row_height)) != self._shape:
            self._shape = shape
            self._strips.clear()
        resize_content(self, Size(region.width, len(self._ids) * self._row_height))

    def validate_cursor(self, position: int) -> int:
        """Keep the cursor on a line."""
        return max(0, min(position, len(self._ids) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw both rows again, scroll, and tell the screen."""
        height = self._row_height
        for at in {old, new}:
            self.refresh_lines(at * height, height)
        self._scroll_to_cursor()
        self.post_message(Picked(self.current))

    def _scroll_to_cursor(self) -> None:
        if len(self._ids):
            region = Region(0, self.cursor * self._row_height, 1, self._row_height)
            self.scroll_to_region(region, animate=False, force=True, x_axis=False)

    def on_click(self, event: Click) -> None:
        """Go to the line that was clicked; a second click opens it."""
        at = (int(event.y) + self.scroll_offset.y) // self._row_height
        if at >= len(self._ids):
            return
        self.cursor = at
        if event.chain == 2:
            self.post_message(OpenRequested())

    def render_line(self, y: int) -> Strip:
        """Return one screen line: a row, or half of one."""
        width = self.scrollable_content_region.width
        at, part = divmod(y + self.scroll_offset.y, self._row_height)
        if at >= len(self._ids):
            return Strip.blank(width, self._style("queue--row"))
        key = (self._ids[at], part, at == self.cursor)
        if (strip := self._strips.get(key)) is None:
            strip = self._draw(at, part, width)
            self._strips[key] = strip
        return strip

    def _draw(self, at: int, part: int, width: int) -> Strip:
        cursor = at == self.cursor
        base = self._style("queue--cursor" if cursor else "queue--row")
        try:
            row = self._fetch(at)
        except LocalizeError as error:
            if not self._reported:
                self._reported = True
                self.post_message(Trouble(error))
            return Strip([Segment(fit(_("! this line cannot be read"), width), base)])
        left = width
        segments = []
        for text, cells, name in self._cells(row, part, width, cursor=cursor):
            take = min(cells, left)
            if take > 0:
                style = base if cursor or not name else base + self._style(name, partial=True)
                segments.append(Segment(fit(text, take - 1) + " ", style))
                left -= take
        # Each text is as wide as was asked: nothing has to be measured once more.
        return Strip(segments, width - left).adjust_cell_length(width, base)

    def _cells(self, row: Row, part: int, width: int, *, cursor: bool) -> list[tuple[str, int, str]]:
        """Return (text, cells with one blank after it, component class) for each column."""
        mark = "*" if row.id in self.marked else "@" if row.id in self._others else "▸" if cursor else " "
        speaker = max(7, min(16, width // 9))
        state = unsaved_words() if row.id in self._unsaved else waiting_words(row) or state_words(row.state)
        severity = f"queue--severity-{row.worst}" if row.worst else ""
        finding = f"{SEVERITY_SIGNS[row.worst]} {row.code}" if row.worst else ""
        facts = [
            (mark, 2, ""),
            (clock(row.start_ms) or str(row.ordinal + 1), 8, "queue--quiet"),
            (row.speaker or "", speaker, ""),
            (state, 11, f"queue--state-{row.state}"),
            (finding, 9, severity),
        ]
        rest = width - sum(cells for _, cells, _ in facts)
        if self._row_height == 2:
            if part == 0:
                return [*facts, (row.file.rpartition("/")[2], rest, "queue--quiet")]
            half = (width - 2) * 9 // 20
            return [(mark, 2, ""), (row.source, half, ""), (row.target or "", width - 2 - half, "")]
        half = rest * 9 // 20
        return [*facts, (row.source, half, ""), (row.target or "", rest - half, "")]

    def _style(self, name: str, *, partial: bool = False) -> Style:
        known = self._styles.get((name, partial))
        if known is None:
            known = self._styles[name, partial] = self.get_component_rich_style(name, partial=partial)
        return known
