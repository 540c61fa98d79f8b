"""The only place that keeps the picture beside the text: its lines in pixels, measured in a worker while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from localize.model import Severity
from tui.messages import Checked, Framed, Looked, Typed
from tui.panes import TWO_FROM
from tui.screens.base import RoomScreen
from tui.widgets.desk import pixel_runs
from tui.widgets.panels import Panel
from tui.widgets.prose import Bar

if TYPE_CHECKING:
    from textual.timer import Timer

_PAUSE = 0.03
"""Seconds after a key before the text is measured; whoever types faster is measured at the next pause."""


class Measuring(RoomScreen):
    """The frame panel and the pixels of the gauges."""

    _measure_timer: Timer | None = None

    def on_looked(self, message: Looked) -> None:
        """Measure the text of a line that has come."""
        if message.view.unit.id == self.queue.current:
            self.measure_soon()
            self.call_later(self.mark_findings)

    def on_checked(self, message: Checked) -> None:
        """Mark what the findings of the typed text are about."""
        if self.view and message.unit_id == self.view.unit.id:
            self.call_later(self.mark_findings)

    def mark_findings(self) -> None:
        """Underline what the findings shown are about, in the text that they were found in."""
        found = [(f.span, f.severity >= Severity.ERROR) for f in self.findings if f.span is not None]
        self.editor.mark(self.editor.target, found)

    def on_typed(self, message: Typed) -> None:
        """Measure what was typed."""
        if self.view and message.unit_id == self.view.unit.id:
            self.measure_soon()

    def measure_soon(self) -> None:
        """Measure the text in the editor after the next pause."""
        if self._measure_timer:
            self._measure_timer.stop()
        self._measure_timer = self.set_timer(_PAUSE, self._measure_now)

    def _measure_now(self) -> None:
        view = self.view
        if view and self.editor.unit_id == view.unit.id and self.session.warm:
            self.measure(view.unit.id, self.editor.target)

    @work(thread=True, exclusive=True, group="measure", exit_on_error=False)
    def measure(self, unit_id: int, text: str) -> None:
        """Find how a text falls on the picture."""
        self.post_message(Framed(unit_id, text, self.session.frame(unit_id, text)))

    def on_framed(self, message: Framed) -> None:
        """Show the picture, unless more was typed since."""
        from tui.widgets.sketch import sketch

        view = self.view
        if view is None or message.unit_id != view.unit.id or message.text != self.editor.target:
            return
        self.panels.put(Panel.FRAME, list(sketch(message.frame, view.gauges.line_count_limit)))
        short = self.size.width < TWO_FROM
        self.pixels = pixel_runs(message.frame, short=True) if short else []
        self.query_one("#pixels", Bar).set_bar([] if short else pixel_runs(message.frame, short=False))
        self.fill_gauges()
