"""The only place that starts the review app and takes its leave of the terminal."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import App

from tui import themes
from tui.palette import Commands
from tui.screens.review import ReviewScreen
from tui.widgets.cells import SCRUB, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.filter import LineFilter
    from textual.notifications import SeverityLevel

    from tui.session import Session

_SIGNAL_BASE = 128


class ReviewApp(App[int], inherit_bindings=False):
    """The review room of one locale."""

    COMMANDS = {Commands}
    TITLE = "localize"
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.DARK.name

    def on_mount(self) -> None:
        """Open the room, and leave in good order when the terminal or the machine goes away."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._leave_on_signal, number)
        self.push_screen(ReviewScreen(self.session))

    def on_unmount(self) -> None:
        """Give the signals back."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.remove_signal_handler(number)

    def _leave_on_signal(self, number: signal.Signals) -> None:
        """Record unsaved edits, restore the terminal and exit as a killed process does."""
        lost = [
            line
            for screen in self.screen_stack
            if isinstance(screen, ReviewScreen)
            for line in screen.rescue()
        ]
        message = Text("\n".join(f"could not save: {shown(line)}" for line in lost)) if lost else None
        self.exit(_SIGNAL_BASE + number, return_code=_SIGNAL_BASE + number, message=message)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return what stands in where a theme does not name our own variables."""
        return {**super().get_theme_variable_defaults(), **themes.DEFAULTS}

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's filters, and the last defence against text that steers terminals."""
        return [*super().get_line_filters(), SCRUB]

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a notification; its text is never markup, whatever the caller says."""
        del markup
        super().notify(shown(message), title=shown(title), severity=severity, timeout=timeout, markup=False)


def run(session: Session) -> int:
    """Run the review app until the reviewer leaves, and return the exit code."""
    app = ReviewApp(session)
    try:
        result = app.run()
    finally:
        session.close()
    return result if result is not None else app.return_code or 0
