"""The only place with the bar between two panes: the mouse drags it, and keys of the table do the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.messages import Dragged

if TYPE_CHECKING:
    from textual.events import MouseDown, MouseMove, MouseUp

_BAR, _GRIP, _HELD = "│", "┃", "║"
_GRIP_ROWS = 3
"""Screen lines of the thicker part in the middle, which says that the bar can be held."""


class Splitter(Widget, can_focus=False):
    """A bar one cell wide; says where it is dragged to."""

    DEFAULT_CSS = """
    Splitter { width: 1; height: 1fr; color: $muted; background: $background; }
    Splitter:hover { color: $accent; }
    Splitter.-held { color: $accent; }
    """

    def on_mouse_down(self, event: MouseDown) -> None:
        """Take hold."""
        event.stop()
        self.capture_mouse()
        self.add_class("-held")
        self.refresh()  # the sign changes, and no style may do

    def on_mouse_move(self, event: MouseMove) -> None:
        """Say where the mouse is, while held."""
        if self.has_class("-held"):
            event.stop()
            self.post_message(Dragged(self.id or "", int(event.screen_x)))

    def on_mouse_up(self, event: MouseUp) -> None:
        """Let go."""
        event.stop()
        self.release_mouse()
        self.remove_class("-held")
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one cell of the bar."""
        middle = abs(y - self.size.height // 2) <= _GRIP_ROWS // 2
        sign = _HELD if self.has_class("-held") else _GRIP if middle else _BAR
        return Strip([Segment(sign, self.rich_style)])
