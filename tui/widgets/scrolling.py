"""The only place that changes how far a pane scrolls without laying the whole screen out anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.scroll_view import ScrollView

if TYPE_CHECKING:
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
