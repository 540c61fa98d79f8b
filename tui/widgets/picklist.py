"""The only place with a list to pick from: thousands of lines, drawn only where they are in sight, headings between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.i18n import N_
from tui.widgets.cells import fit
from tui.widgets.prose import Look, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual.binding import BindingType
    from textual.events import Click


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list.

    Attributes:
        runs: what it shows; cut where the pane ends.
        pickable: whether the cursor may stand on it; a heading is not.
    """

    runs: tuple[Run, ...]
    pickable: bool = True


class PickList(ScrollView, can_focus=True, inherit_bindings=False):
    """Entries, one under the cursor."""

    COMPONENT_CLASSES = {"pick--cursor", *(f"pick--{look}" for look in Look)}
    DEFAULT_CSS = """
    PickList { overflow: hidden scroll; scrollbar-size-vertical: 1; }
    PickList > .pick--cursor {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
    }
    PickList > .pick--strong { text-style: bold; }
    PickList > .pick--muted { color: $muted; }
    PickList > .pick--head { color: $accent; text-style: bold; }
    PickList > .pick--key { color: $accent; text-style: bold; }
    PickList > .pick--term { color: $secondary; text-style: underline; }
    PickList > .pick--holder { color: $accent; text-style: bold; }
    PickList > .pick--good { color: $success; }
    PickList > .pick--warn { color: $warning; }
    PickList > .pick--bad { color: $error; text-style: bold; }
    PickList > .pick--old { color: $error; text-style: strike; }
    PickList > .pick--new { color: $success; text-style: underline; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1)", N_("next"), show=False),
        Binding("up,k", "step(-1)", N_("previous"), show=False),
        Binding("pagedown", "page(1)", N_("page down"), show=False),
        Binding("pageup", "page(-1)", N_("page up"), show=False),
        Binding("home", "edge(0)", N_("first"), show=False),
        Binding("end", "edge(-1)", N_("last"), show=False),
        Binding("enter", "pick", N_("pick"), show=False),
    ]

    cursor: reactive[int] = reactive(0)

    @dataclass
    class Picked(Message):
        """Enter, or a second click, on an entry."""

        at: int

    @dataclass
    class Moved(Message):
        """The cursor came to an entry."""

        at: int

    def __init__(self, entries: Sequence[Entry] = (), *, at: int = 0, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._entries = tuple(entries)
        self._start = at

    def on_mount(self) -> None:
        """Stand on the first entry that can be picked at or after the start."""
        self.show(self._entries, at=self._start)

    def show(self, entries: Sequence[Entry], *, at: int | None = None) -> None:
        """Show other entries; the cursor stays where it can."""
        self._entries = tuple(entries)
        self._measure()
        wanted = self.cursor if at is None else at
        self.cursor = self._pickable(wanted, 1) if self._entries else 0
        self.refresh()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._measure()
        self._scroll()

    def notify_style_update(self) -> None:
        """Draw again in the new theme."""
        super().notify_style_update()
        self.refresh()

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._entries))

    def _pickable(self, at: int, step: int) -> int:
        """Return the nearest entry at or after (1) or before (-1) that can be picked, else the nearest other way."""
        count = len(self._entries)
        at = max(0, min(at, count - 1))
        for order in (
            range(at, count if step > 0 else -1, step),
            range(at, -1 if step > 0 else count, -step),
        ):
            for place in order:
                if self._entries[place].pickable:
                    return place
        return at

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw both lines again, scroll, and tell the screen."""
        self.refresh_lines(old, 1)
        self.refresh_lines(new, 1)
        self._scroll()
        self.post_message(self.Moved(new))

    def _scroll(self) -> None:
        if not self._entries:
            return
        # The heading above the first entry stays in sight with it.
        top = 0 if self.cursor == self._pickable(0, 1) else self.cursor
        region = Region(0, top, 1, self.cursor - top + 1)
        self.scroll_to_region(region, animate=False, force=True, x_axis=False)

    def action_step(self, step: int) -> None:
        """Go up or down."""
        if self._entries and 0 <= self.cursor + step < len(self._entries):
            self.cursor = self._pickable(self.cursor + step, step)

    def action_page(self, direction: int) -> None:
        """Go a page up or down."""
        if self._entries:
            self.cursor = self._pickable(self.cursor + direction * max(self.size.height - 1, 1), direction)

    def action_edge(self, at: int) -> None:
        """Go to the first or the last entry."""
        if self._entries:
            self.cursor = self._pickable(at % len(self._entries), 1 if at == 0 else -1)

    def action_pick(self) -> None:
        """Pick the entry under the cursor."""
        if self._entries and self._entries[self.cursor].pickable:
            self.post_message(self.Picked(self.cursor))

    def on_click(self, event: Click) -> None:
        """Go to the entry that was clicked; a second click picks it."""
        at = int(event.y) + self.scroll_offset.y
        if at < len(self._entries) and self._entries[at].pickable:
            self.cursor = at
            if event.chain == 2:
                self.action_pick()

    def render_line(self, y: int) -> Strip:
        """Return one entry, exactly as wide as the pane."""
        width = self.scrollable_content_region.width
        at = y + self.scroll_offset.y
        if at >= len(self._entries):
            return Strip.blank(width, self._style(Look.PLAIN))
        base = self.get_component_rich_style("pick--cursor") if at == self.cursor else self._style(Look.PLAIN)
        # The sign says it where colours do not.
        segments = [Segment("▸ " if at == self.cursor and self._entries[at].pickable else "  ", base)]
        left = width - 2
        for run in self._entries[at].runs:
            if left <= 0:
                break
            text = (
                fit(run.text, left).rstrip()
                if cell_len(run.text) > left
                else fit(run.text, cell_len(run.text))
            )
            style = base if at == self.cursor else self._style(run.look)
            segments.append(Segment(text, style))
            left -= cell_len(text)
        return Strip(segments).adjust_cell_length(width, base)

    def _style(self, look: Look) -> Style:
        return self.get_component_rich_style(f"pick--{look}")
