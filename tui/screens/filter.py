"""The only place where a reviewer chooses which lines the queue shows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.suggester import SuggestFromList

from tui.i18n import N_, _
from tui.screens.over import Over
from tui.views import Order, Query, State
from tui.widgets.field import Field
from tui.widgets.prose import Bar, Look, Prose, Run, para
from tui.widgets.signs import order_name, state_name, state_words
from tui.widgets.ticks import Ticks

if TYPE_CHECKING:
    from textual.app import ComposeResult

_FIELDS = (
    (N_("text"), N_("words in source or target")),
    (N_("term"), N_("a glossary term, in any of its written forms")),
    (N_("code"), N_("finding code or its beginning: COD, TIM001")),
    (N_("speaker"), N_("speaker, exactly as in the file")),
    (N_("file"), N_("file, exactly as in the project")),
    (N_("engine"), N_("what drafted it: starter, memory, human …")),
    (N_("since"), N_("decided on since: 2026-12-31, today, 3d, 2h")),
)
_OPEN, _SECOND = N_("only open"), N_("waiting for a second approval")
_AGO = re.compile(r"(\d{1,4}) ?(d|h|天|小时)前?")
_TODAY = frozenset(("today", "今天", "今日"))


class FilterScreen(Over[Query | None]):
    """Edits a query; Enter applies it, Esc keeps the old one."""

    CSS_PATH = "filter.tcss"
    BINDINGS = [
        Binding("enter", "apply", N_("apply"), show=False),
        Binding("escape", "cancel", N_("cancel"), show=False),
        Binding("up", "app.focus_previous", N_("previous field"), show=False),
        Binding("down", "app.focus_next", N_("next field"), show=False),
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
            "term": query.term,
            "engine": query.engine,
            "since": query.since,
        }
        ticked = {at for at, state in enumerate(State) if state in query.states}
        ticked |= {len(State)} if query.open_only else set()
        ticked |= {len(State) + 1} if query.second_only else set()
        words = (*(state_words(state) for state in State), _(_OPEN), _(_SECOND))
        with Vertical(id="box"):
            yield Bar(id="title")
            yield Ticks(words, ticked, id="states")
            for name, hint in _FIELDS:
                with Horizontal(classes="field"):
                    yield Prose(id=f"label-{name}", classes="label")
                    suggester = SuggestFromList(self._files) if name == "file" else None
                    yield Field(values[name], placeholder=_(hint), id=name, compact=True, suggester=suggester)
            yield Bar(id="keys")

    def on_mount(self) -> None:
        """Fill in the words."""
        self.query_one("#title", Bar).set_bar([Run(_("Show only lines that …"), Look.HEAD)])
        keys = _("Enter apply  Esc cancel  Tab next  Space tick  (no tick: any)")
        self.query_one("#keys", Bar).set_hints(keys)
        for name, _hint in _FIELDS:
            self.query_one(f"#label-{name}", Prose).show([para(Run(_(name), Look.KEY))])

    def on_input_submitted(self, event: Field.Submitted) -> None:
        """Take Enter in a field as Enter; what was typed before it stands there by now."""
        event.stop()
        self.action_apply()

    def action_apply(self) -> None:
        """Hand back the query as it stands."""
        words = {name: self.query_one(f"#{name}", Field).value.strip() for name, _hint in _FIELDS}
        ticked = self.query_one("#states", Ticks).ticked
        since = moment(words["since"], datetime.now(UTC))
        if since is None:
            complaint = _("'{words}' is no day, and not today, 3d or 2h").format(words=words["since"])
            self.query_one("#keys", Bar).set_bar([Run(complaint, Look.BAD)])
            return
        self.dismiss(
            replace(
                self._query,
                states=tuple(state for at, state in enumerate(State) if at in ticked),
                text=words["text"],
                code=words["code"].upper(),
                speaker=words["speaker"],
                files=(words["file"],) if words["file"] else (),
                term=words["term"],
                engine=words["engine"],
                since=since,
                open_only=len(State) in ticked,
                second_only=len(State) + 1 in ticked,
            )
        )

    def action_cancel(self) -> None:
        """Keep the old query."""
        self.dismiss(None)


def moment(words: str, now: datetime) -> str | None:
    """Return a typed time as the store writes it, '' for none; None if the words are no time.

    >>> moment("3d", datetime(2026, 1, 4, 12, tzinfo=UTC)), moment("2026-01-02", datetime(2026, 1, 4, tzinfo=UTC))
    ('2026-01-01T12:00:00', '2026-01-02')
    """
    if not words:
        return ""
    if words in _TODAY:
        return now.date().isoformat()
    if match := _AGO.fullmatch(words):
        count = int(match[1])
        ago = timedelta(days=count) if match[2] in ("d", "天") else timedelta(hours=count)
        return (now - ago).replace(tzinfo=None).isoformat(timespec="seconds")
    try:
        return date.fromisoformat(words[:10]).isoformat() + words[10:]
    except ValueError:
        return None


def query_words(query: Query) -> str:
    """Return a query in words, '' where it selects everything in file order."""
    parts = (
        _("open") if query.open_only else "",
        _(" or ").join(state_name(state) for state in query.states),
        query.code and _("finding {code}").format(code=query.code),
        query.speaker and _("speaker {name}").format(name=query.speaker),
        query.files and _("file {names}").format(names=", ".join(query.files)),
        query.text and _("'{words}'").format(words=query.text),
        query.term and _("term {term}").format(term=query.term),
        query.engine and _("drafted by {name}").format(name=query.engine),
        query.since and _("decided since {day}").format(day=query.since),
        _(_SECOND) if query.second_only else "",
        _("by {order}").format(order=order_name(query.order)) if query.order is not Order.PLACE else "",
    )
    return _(", ").join(part for part in parts if part)
