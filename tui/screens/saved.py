"""The only place that keeps and opens a reviewer's saved views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Vertical

from tui.i18n import N_, _
from tui.screens.filter import query_words
from tui.screens.over import Over
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


class SavedScreen(Over[ViewChoice | None]):
    """Lists saved views; Enter opens one, `x` drops it, a name typed below saves what the queue shows now.

    What cannot be taken back (a view dropped or replaced) takes the same key twice.
    """

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
        self._asked: ViewChoice | None = None

    def compose(self) -> ComposeResult:
        """Yield the list and the field."""
        with Vertical(id="box"):
            yield Bar(id="title")
            if self._views:
                yield PickList([Entry(_runs(view)) for view in self._views], id="views")
            yield Bar(id="present")
            yield Field(placeholder=_("a name to save it under"), id="name", compact=True)
            yield Bar(id="keys")

    def on_mount(self) -> None:
        """Fill in the words."""
        none = [] if self._views else [Run(_("  none yet"), Look.MUTED)]
        self.query_one("#title", Bar).set_bar([Run(_("Saved views"), Look.HEAD), *none])
        words = query_words(self._now) or _("all lines")
        self.query_one("#present", Bar).set_bar([Run(_("now shown: "), Look.MUTED), Run(words)])
        self.query_one("#views" if self._views else "#name").focus()

    def on_descendant_focus(self) -> None:
        """Name the keys of what has the focus."""
        self._ask(None)

    def _ask(self, choice: ViewChoice | None, question: str = "") -> None:
        """Name the keys, after what the same key again would do."""
        self._asked = choice
        if self.query_one("#name", Field).has_focus:
            keys = (
                _("Enter save  Esc cancel  Tab the saved ones")
                if self._views
                else _("Enter save  Esc cancel")
            )
        else:
            keys = _("Enter open  Esc cancel  x drop  Tab name the present one")
        self.query_one("#keys", Bar).set_hints(keys, Run(f"{question}  " if question else "", Look.WARN))

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """Open a view."""
        event.stop()
        self.dismiss(ViewChoice("open", self._views[event.at].name))

    def on_pick_list_moved(self, event: PickList.Moved) -> None:
        """Ask about no other view any more."""
        event.stop()
        if self._asked:
            self._ask(None)

    def action_drop(self) -> None:
        """Forget the view under the cursor, at the second time."""
        if self._views:
            name = self._views[self.query_one("#views", PickList).cursor].name
            self._settle(ViewChoice("drop", name), _("x again drops '{name}'.").format(name=name))

    def on_input_changed(self, event: Field.Changed) -> None:
        """Ask about no other name any more."""
        event.stop()
        if self._asked:
            self._ask(None)

    def on_input_submitted(self, event: Field.Submitted) -> None:
        """Save what the queue shows; over another view of the same name at the second time."""
        event.stop()
        choice = ViewChoice("save", event.value.strip())
        if known := next((view for view in self._views if view.name == choice.name), None):
            words = query_words(known.query) or _("all lines")
            self._settle(
                choice,
                _("'{name}' is there: {words}. Enter again replaces it.").format(
                    name=choice.name, words=words
                ),
            )
        elif choice.name:
            self.dismiss(choice)

    def _settle(self, choice: ViewChoice, question: str) -> None:
        if self._asked == choice:
            self.dismiss(choice)
        else:
            self._ask(choice, question)

    def action_cancel(self) -> None:
        """Go back."""
        self.dismiss(None)


def _runs(view: SavedView) -> tuple[Run, ...]:
    return Run(f"{view.name}  ", Look.STRONG), Run(query_words(view.query) or _("all lines"), Look.MUTED)
