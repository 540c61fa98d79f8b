"""The only place where a reviewer chooses which lines the queue shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import SelectionList
from textual.widgets.selection_list import Selection

from tui.views import Query, State
from tui.widgets.field import Field
from tui.widgets.prose import Bar, Look, Prose, Run, para
from tui.widgets.signs import state_words

if TYPE_CHECKING:
    from textual.app import ComposeResult

_FIELDS = (
    ("text", "words in source or target"),
    ("code", "finding code or its beginning: PLH, CPS001"),
    ("speaker", "speaker, exactly as in the file"),
    ("file", "file, exactly as in the project"),
)


class FilterScreen(ModalScreen[Query | None]):
    """Edits a query; Enter applies it, Esc keeps the old one."""

    CSS_PATH = "filter.tcss"
    BINDINGS = [
        Binding("enter", "apply", "apply", show=False, priority=True),
        Binding("escape", "cancel", "cancel", show=False),
        Binding("up", "app.focus_previous", "previous field", show=False),
        Binding("down", "app.focus_next", "next field", show=False),
    ]

    def __init__(self, query: Query, files: tuple[str, ...]) -> None:
        super().__init__()
        self._query = query
        self._files = files

    def compose(self) -> ComposeResult:
        """Yield the states and the fields."""
        query = self._query
        values = {
            "text": query.text,
            "code": query.code,
            "speaker": query.speaker,
            "file": query.files[0] if query.files else "",
        }
        with Vertical(id="box"):
            yield Bar(id="title")
            yield SelectionList[State](
                *(Selection(Content(state_words(s)), s, s in query.states) for s in State),
                id="states",
                compact=True,
            )
            for name, hint in _FIELDS:
                with Horizontal(classes="field"):
                    yield Prose(id=f"label-{name}", classes="label")
                    suggester = SuggestFromList(self._files) if name == "file" else None
                    yield Field(values[name], placeholder=hint, id=name, compact=True, suggester=suggester)
            yield Bar(id="keys")

    def on_mount(self) -> None:
        """Fill in the words."""
        self.query_one("#title", Bar).set_bar([Run("Show only lines that …", Look.HEAD)])
        keys = "Enter apply  Esc cancel  Tab next field  Space tick a state (none ticked: all)"
        self.query_one("#keys", Bar).set_bar([Run(keys, Look.MUTED)])
        for name, _ in _FIELDS:
            self.query_one(f"#label-{name}", Prose).show([para(Run(name, Look.KEY))])

    def action_apply(self) -> None:
        """Hand back the query as it stands."""
        words = {name: self.query_one(f"#{name}", Field).value.strip() for name, _ in _FIELDS}
        ticked = set(self.query_one("#states", SelectionList).selected)
        self.dismiss(
            replace(
                self._query,
                states=tuple(state for state in State if state in ticked),
                text=words["text"],
                code=words["code"].upper(),
                speaker=words["speaker"],
                files=(words["file"],) if words["file"] else (),
            )
        )

    def action_cancel(self) -> None:
        """Keep the old query."""
        self.dismiss(None)


def query_words(query: Query) -> str:
    """Return a query in words, '' where it selects everything."""
    parts = []
    if query.open_only:
        parts.append("open")
    if query.states:
        parts.append(" or ".join(query.states))
    if query.code:
        parts.append(f"finding {query.code}")
    if query.speaker:
        parts.append(f"speaker {query.speaker}")
    if query.files:
        parts.append(f"file {', '.join(query.files)}")
    if query.text:
        parts.append(f"'{query.text}'")
    return ", ".join(parts)
