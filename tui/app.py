"""The only place that starts the review app and takes its leave of the terminal."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import App
from textual.binding import BindingsMap
from textual.command import CommandPalette
from textual.events import Event, InputEvent

from tui import actions, calm, i18n, keymap, prefs, terminal, themes
from tui.i18n import _
from tui.messages import Decided, Picked, Settled
from tui.palette import Commands
from tui.screens.guide import explain_screen, guide_bindings
from tui.screens.review import ReviewScreen
from tui.widgets.cells import SCRUB, in_one, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.filter import LineFilter
    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from tui.session import Session

_SIGNAL_BASE = 128
_RESTING = 10.0
"""Seconds without a key or the mouse from which a reviewer rests: what would hold the interface is done then."""
_ORPHAN_CHECK = 1.0
"""Seconds between looks whether the server of a browser's window still lives."""


class ReviewApp(App[int], inherit_bindings=False):
    """The review room of one locale."""

    # Textual reads the rules of a screen when it opens first, and then those of all others again: 40 ms at a stretch.
    CSS_PATH = sorted((Path(__file__).parent / "screens").glob("*.tcss"))
    COMMANDS = {Commands}
    TITLE = "localize"
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self, session: Session, *, remembered: Path | None = None, project: str = "", language: str = ""
    ) -> None:
        """Make the app.

        Args:
            session: the sitting.
            remembered: file of the reviewer's preferences, None to remember nothing.
            project: what tells the project from others, for the place in it.
            language: the room speaks it, whatever is remembered; '' for what is, or else the environment's.
        """
        super().__init__()
        self.session = session
        self.last_line: int | None = None
        self.calms = False
        self._touched = monotonic()
        self._remembered, self._project = remembered, project
        self._preferences = prefs.load(remembered) if remembered else prefs.Preferences()
        self.panes = self._preferences.panes
        self._bindings = BindingsMap(guide_bindings())
        self._spoken = language or self._preferences.language or i18n.preferred(os.environ)
        i18n.use(self._spoken)
        for theme in themes.THEMES:
            self.register_theme(theme)
        known = {theme.name for theme in themes.THEMES}
        self.theme = self._preferences.theme if self._preferences.theme in known else themes.DARK.name
        self._colours = self.get_css_variables()
        self.stylesheet.set_variables(self._colours)

    @property
    def start(self) -> int | None:
        """Return the line that the reviewer left from."""
        return self._preferences.places.get(f"{self._project} {self.session.locale}")

    def get_default_screen(self) -> Screen[None]:
        """Return the room: a screen behind it would be composed, styled and laid out for nobody."""
        return ReviewScreen(self.session, start=self.start)

    def refresh_css(self, animate: bool = True) -> None:  # noqa: FBT001, FBT002 - Textual's own signature
        """Style everything anew; not in the colours that it has, as Textual does once when it starts."""
        if (colours := self.get_css_variables()) != self._colours:
            self._colours = colours
            super().refresh_css(animate)

    def on_mount(self) -> None:
        """Leave in good order when the terminal or the machine goes away."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._leave_on_signal, number)
        if self.is_web:
            parent = os.getppid()
            self.set_interval(_ORPHAN_CHECK, lambda: self._leave_if_orphaned(parent))
        if self.calms:
            self.set_interval(_RESTING / 2, self._tidy)

    async def on_event(self, event: Event) -> None:
        """Note when the reviewer did something last."""
        if isinstance(event, InputEvent):
            self._touched = monotonic()
            calm.touched()
        await super().on_event(event)

    def _tidy(self) -> None:
        if monotonic() - self._touched > _RESTING:
            calm.tidy()

    def on_unmount(self) -> None:
        """Remember theme and place, and give the signals back."""
        self._remember()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.remove_signal_handler(number)

    def on_settled(self, _message: Settled) -> None:
        """Keep the collector out of what has been loaded, if the process is the room's own."""
        if self.calms:
            calm.settle()

    def on_picked(self, message: Picked) -> None:
        """Note where the reviewer is; by the time the app ends its screens are gone."""
        self.last_line = message.unit_id

    def on_decided(self, _message: Decided) -> None:
        """Remember the place while the room is open: a killed process has no last words."""
        self._remember()

    def _remember(self) -> None:
        if self._remembered is None:
            return
        latest = prefs.load(self._remembered)  # another sitting may have ended meanwhile
        latest.theme, latest.panes = self.theme, self.panes
        if i18n.language() != self._spoken:
            latest.language = i18n.language()
        if self.last_line is not None:
            latest.leave(f"{self._project} {self.session.locale}", self.last_line)
        prefs.save(latest, self._remembered)

    def _leave_if_orphaned(self, parent: int) -> None:
        """Leave when the server of this window has gone without saying so."""
        if os.getppid() != parent:
            self._leave_on_signal(signal.SIGHUP)

    def _leave_on_signal(self, number: signal.Signals) -> None:
        """Record unsaved edits, restore the terminal and exit as a killed process does."""
        lost = [
            line
            for screen in self.screen_stack
            if isinstance(screen, ReviewScreen)
            for line in screen.rescue()
        ]
        message = (
            Text("\n".join(_("could not save: {text}").format(text=shown(line)) for line in lost))
            if lost
            else None
        )
        self.exit(_SIGNAL_BASE + number, return_code=_SIGNAL_BASE + number, message=message)

    def action_command_palette(self) -> None:
        """Open the command palette."""
        if not any(isinstance(screen, CommandPalette) for screen in self.screen_stack):
            self.push_screen(CommandPalette(placeholder=_("Find a command …"), id="--command-palette"))

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return what stands in where a theme does not name our own variables."""
        return {**super().get_theme_variable_defaults(), **themes.DEFAULTS}

    def action_press(self, key: str) -> None:
        """Do what a key does; for words that name it and are clicked."""
        self.simulate_key(key)

    def action_explain(self) -> None:
        """Say what is in front and what its keys are."""
        screen = self.screen
        if isinstance(screen, ReviewScreen):
            screen.action_help()
        elif screen.has_class("-help"):
            screen.dismiss("")
        else:
            self.push_screen(explain_screen(screen))

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's filters, and the last defence against text that steers terminals."""
        return [in_one(*super().get_line_filters(), SCRUB)]

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


def run(session: Session, project: str = "", *, language: str = "") -> int:
    """Run the review app until the reviewer leaves, and return the exit code; nothing is remembered without a project.

    A language said here goes before the remembered one and that of the environment.

    Raises:
        LocalizeError: the reviewer's own keys are wrong.
    """
    calm.begin()
    terminal.hear_alt_digits()
    try:
        session.keep_words_apart()
        actions.use_keys(keymap.read_keys(keymap.keys_file()))
        remembered = prefs.preferences_file(session.reviewer) if project else None
        app = ReviewApp(session, remembered=remembered, project=project, language=language)
        app.calms = True
        session.begin(app.start)
        result = app.run()
    finally:
        session.close()
    return result if result is not None else app.return_code or 0
