"""The only place where a reviewer types what to search for; the queue shows what holds it meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Vertical

from tui.i18n import N_, _
from tui.screens.over import Over
from tui.widgets.field import Field
from tui.widgets.prose import Bar, Look, Run

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.timer import Timer

_PAUSE = 0.05
"""Seconds without typing after which the words are searched for; whoever types on is not held up."""


class SearchScreen(Over[str | None]):
    """Asks for words and has them sought as they are typed; Enter stays with the lines, Esc goes back."""

    CSS_PATH = "searching.tcss"
    BINDINGS = [Binding("escape", "cancel", N_("cancel"), show=False)]

    def __init__(self, words: str, seek: Callable[[str], None]) -> None:
        """Make the screen.

        Args:
            words: to start from; they have been sought.
            seek: called with words, '' for all lines, when the queue is to show them.
        """
        super().__init__()
        self._initial = words
        self._sought = words.strip()
        self._seek = seek
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Yield a line for the words below the room."""
        with Vertical(id="box"):
            yield Bar(id="title")
            yield Field(self._initial, placeholder=_("words; none shows all lines"), id="words", compact=True)
            yield Bar(id="keys")

    def on_mount(self) -> None:
        """Wait at the field."""
        self.tell("")
        self.query_one("#keys", Bar).set_hints(_(" Enter confirm  Esc cancel"))
        self.query_one("#words", Field).focus()

    def tell(self, place: str) -> None:
        """Show how far the queue has come."""
        title = [Run(_("Search in source and target"), Look.HEAD)]
        self.query_one("#title", Bar).set_bar(title, [Run(f"  {place}", Look.STRONG)])

    def on_input_changed(self, event: Field.Changed) -> None:
        """Search when the typing pauses."""
        event.stop()
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE, self._seek_now)

    def _seek_now(self) -> str:
        words = self.query_one("#words", Field).value.strip()
        if words != self._sought:
            self._sought = words
            self._seek(words)
        return words

    def on_input_submitted(self, event: Field.Submitted) -> None:
        """Stay with the lines that hold the words; they are there already, or about to be."""
        event.stop()
        self._end(self._seek_now())

    def action_cancel(self) -> None:
        """Go back to the lines of before."""
        self._end(None)

    def _end(self, words: str | None) -> None:
        if self._timer:
            self._timer.stop()
        self.dismiss(words)
