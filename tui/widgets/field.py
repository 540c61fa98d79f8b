"""The only place where a single line is typed: pastes are cleaned as in the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from tui.widgets.cells import pasted
from tui.widgets.inturn import InTurn

if TYPE_CHECKING:
    from textual.events import Paste


class Field(InTurn, Input):
    """A line of input that takes the words of a paste and none of its control characters."""

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        words = " ".join(pasted(event.text).split("\n")).strip()
        if words:
            self.replace(words, *sorted((self.selection.start, self.selection.end)))
