"""The only place that keeps and opens a reviewer's saved views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from tui.i18n import N_, _
from tui.screens.filter import query_words
from tui.widgets.field import Field
from tui.widgets.picklist import Entry, PickList
from tui.widgets.prose import Bar, Look, Run

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tui.views import Query, SavedView


@dataclass(frozen=True, slots=True)
class ViewChoice:
    """What to do with a view: ``open``, ``save`` the present one under its name, or ``drop`` it."""

    verb: str
    name: str


class SavedScreen(ModalScreen[ViewChoice | None]):
    """Lists saved views; Enter opens one, `x` drops it, a name typed below saves what the queue shows now."""

    CSS_PATH = "saved.tcss"
    BINDINGS = [
        Binding("escape", "cancel", N_("cancel"), show=False),
        Binding("x,delete", "drop", N_("drop"), show=False),
        Binding("tab", "app.focus_next", N_("to the name"), show=False),
    ]

    def __init__(self, views: tuple[SavedView, ...], now: Query) -> None:
        super().__init__()
        self._views = views
        self._now = now

    def compose(self) -> ComposeResult:
        """Yield the list and the field."""
        with Vertical(id="box"):
            yield Bar(id="title")
            yield PickList([Entry(_runs(view)) for view in self._views], id="views")
            yield Bar(id="present")
            yield Field(placeholder=_("a name to save it under"), id="name", compact=True)
            yield Bar(id="keys")

    def on_mount(self) -> None:
        """Fill in the words."""
        self.query_one("#title", Bar).set_bar([Run(_("Saved views"), Look.HEAD)])
        words = query_words(self._now) or _("all lines")
        self.query_one("#present", Bar).set_bar([Run(_("now shown: "), Look.MUTED), Run(words)])
        keys = _("Enter open  Esc cancel  x drop  Tab name the present one")
        self.query_one("#keys", Bar).set_hints(keys)
        self.query_one("#views" if self._views else "#name").focus()

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """Open a view."""
        event.stop()
        self.dismiss(ViewChoice("open", self._views[event.at].name))

    def action_drop(self) -> None:
        """Forget the view under the cursor."""
        if self._views:
            self.dismiss(ViewChoice("drop", self._views[self.query_one("#views", PickList).cursor].name))

    def on_input_submitted(self, event: Field.Submitted) -> None:
        """Save what the queue shows."""
        event.stop()
        if event.value.strip():
            self.dismiss(ViewChoice("save", event.value.strip()))

    def action_cancel(self) -> None:
        """Go back."""
        self.dismiss(None)


def _runs(view: SavedView) -> tuple[Run, ...]:
    return Run(f"{view.name}  ", Look.STRONG), Run(query_words(view.query) or _("all lines"), Look.MUTED)
