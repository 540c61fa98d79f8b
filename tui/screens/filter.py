"""The only place where a reviewer chooses which lines the queue shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList

from tui.views import Query, State
from tui.widgets.field import Field
from tui.widgets.prose import Bar, Look, Prose, Run, para
from tui.widgets.signs import state_words
from tui.widgets.ticks import Ticks

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
        ticked = {at for at, state in enumerate(State) if state in query.states}
        with Vertical(id="box"):
            yield Bar(id="title")
            yield Ticks(tuple(state_words(state) for state in State), ticked, id="states")
            for name, hint in _FIELDS:
                with Horizontal(classes="field"):
                    yield Prose(id=f"label-{name}", classes="label")
                    suggester = SuggestFromList(self._files) if name == "file" else None
                    yield Field(values[name], placeholder=hint, id=name, compact=True, suggester=suggester)
            yield Bar(id="keys")

    def on_mount(self) -> None:
        """Fill in the words."""
        self.query_one("#title", Bar).set_bar([Run("Show only lines that …", Look.HEAD)])
        keys = "Enter apply  Esc cancel  Tab next  Space tick  (no tick: any)"
        self.query_one("#keys", Bar).set_bar([Run(keys, Look.MUTED)])
        for name, _ in _FIELDS:
            self.query_one(f"#label-{name}", Prose).show([para(Run(name, Look.KEY))])

    def action_apply(self) -> None:
        """Hand back the query as it stands."""
        words = {name: self.query_one(f"#{name}", Field).value.strip() for name, _ in _FIELDS}
        ticked = self.query_one("#states", Ticks).ticked
        self.dismiss(
            replace(
                self._query,
                states=tuple(state for at, state in enumerate(State) if at in ticked),
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
