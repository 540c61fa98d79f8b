"""The only place that shows a text and asks for one of a few keys: conflicts, unsaved edits, errors, help, history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.containers import Vertical

from tui.command import key_name
from tui.i18n import N_, _
from tui.screens.over import Over
from tui.widgets.prose import Bar, Look, Paragraph, Prose, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Key


@dataclass(frozen=True, slots=True)
class Choice:
    """One way on: the keys that take it, what it does, and the word handed back."""

    keys: tuple[str, ...]
    label: str
    value: str


CLOSE = Choice(("escape", "enter", "q"), N_("close"), "")


class ChooseScreen(Over[str]):
    """Shows paragraphs and waits for one of the choices; the last one is what Esc means."""

    CSS_PATH = "choose.tcss"

    def __init__(
        self,
        title: str,
        paragraphs: Sequence[Paragraph],
        choices: Sequence[Choice] = (CLOSE,),
        *,
        tall: bool = False,
    ) -> None:
        super().__init__(classes="-tall" if tall else "")
        self._heading = title
        self._paragraphs = tuple(paragraphs)
        self._choices = choices

    def compose(self) -> ComposeResult:
        """Yield the text and the keys."""
        with Vertical(id="box"):
            yield Bar(id="title")
            yield Prose(id="text", reading=True)
            yield Bar(id="keys")

    def on_mount(self) -> None:
        """Fill in the words."""
        self.query_one("#title", Bar).set_bar([Run(self._heading, Look.HEAD)])
        self.query_one("#text", Prose).show(self._paragraphs)
        runs: list[Run] = []
        for choice in self._choices:
            act = f"app.press('{choice.keys[0]}')"
            runs += [Run(key_name(choice.keys[0]), Look.KEY, act), Run(f" {_(choice.label)}   ", act=act)]
        self.query_one("#keys", Bar).set_bar(runs)

    def on_key(self, event: Key) -> None:
        """Take a choice, or scroll."""
        text = self.query_one("#text", Prose)
        for choice in self._choices:
            if event.key in choice.keys:
                event.stop()
                self.dismiss(choice.value)
                return
        if event.key == "escape":
            event.stop()
            self.dismiss(self._choices[-1].value)
        elif not text.has_focus:
            moves = {"down": 1, "up": -1, "pagedown": text.size.height, "pageup": -text.size.height}
            text.scroll_relative(y=moves.get(event.key, 0), animate=False)
