"""The only place with a list of things to tick; a tick is a sign, not a colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable


class Ticks(OptionList, inherit_bindings=False):
    """Lines of our own words, each with a box that Space or a click ticks; Enter is left to the form around it."""

    BINDINGS = [
        Binding("space", "select", N_("tick"), show=False),
        Binding("down", "cursor_down", N_("next"), show=False),
        Binding("up", "cursor_up", N_("previous"), show=False),
        Binding("pagedown", "page_down", N_("page down"), show=False),
        Binding("pageup", "page_up", N_("page up"), show=False),
        Binding("home", "first", N_("first"), show=False),
        Binding("end", "last", N_("last"), show=False),
    ]

    def __init__(self, words: tuple[str, ...], ticked: Iterable[int], *, id: str | None = None) -> None:  # noqa: A002
        self._words = words
        self.ticked = set(ticked)
        options = (Option(Content(self._line(at))) for at in range(len(words)))
        super().__init__(*options, id=id, markup=False, compact=True)

    def _line(self, at: int) -> str:
        return f"[{'x' if at in self.ticked else ' '}] {self._words[at]}"

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tick or untick a line."""
        event.stop()
        self.ticked ^= {event.option_index}
        self.replace_option_prompt_at_index(event.option_index, Content(self._line(event.option_index)))
