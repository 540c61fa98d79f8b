"""The only place that fills the review room with the line under the cursor, and keeps what is typed into it."""

from __future__ import annotations

from time import monotonic, sleep
from typing import TYPE_CHECKING

from textual import work
from textual.worker import get_current_worker

from tui import calm
from tui.actions import hints
from tui.i18n import _
from tui.messages import (
    Checked,
    HistoryRead,
    HomeRead,
    Looked,
    Picked,
    Searched,
    Settled,
    Typed,
)
from tui.screens.frame import RoomFrame
from tui.widgets import desk
from tui.widgets.prose import Bar, Look, Prose, Run

if TYPE_CHECKING:
    from textual.timer import Timer

    from localize.model import Finding
    from tui.session import Session
    from tui.views import Query

_PAUSE_BEFORE_CHECK = 0.08
"""Seconds without typing after which the text in the editor is checked."""
_HELD = 0.06
"""Seconds between two moves of the cursor from which the key is not held; no hand presses it so fast."""
_BEFORE_LOADING = 0.25
"""Seconds that a reviewer rests on a line before glossary and limits are loaded: some of that stops every thread."""
_BEFORE_REST = 0.05
"""Seconds that the room has for drawing the first lines of a search before the rest is looked for beside it."""
_BEHIND = 0.25
"""Seconds after which a line is read that came to the front while words to search for are typed."""
_WHILE_TYPING = 0.2
"""The same while the words are still typed: the next letter makes that rest another one."""
_REST = 0.04
"""Seconds without a move after which a line is read while a key is held."""


class RoomScreen(RoomFrame):
    """The room at work; the commands are added by the classes that build on this one."""

    def __init__(self, session: Session, *, start: int | None = None) -> None:
        super().__init__(session)
        self._start = start
        self.findings: tuple[Finding, ...] = ()
        self._typed_findings = False
        self._check_timer: Timer | None = None
        self._look_timer: Timer | None = None
        self._walked = 0.0
        self._announce = ""
        self._searched = False

    def on_mount(self) -> None:
        """Show the lines that are there already, and start reading."""
        self.queue.focus()
        self.show_keys()
        found = self.session.found
        if len(found.ids):
            self._show_first(self._start)
        else:
            self.say(_("reading the project …"))
        self.search(found.query, self._start)

    # Work in threads; each posts one message when it is done

    @work(thread=True, exclusive=True, group="search", exit_on_error=False)
    def search(self, query: Query, at: int | None) -> None:
        """Search, and stand on a line, or on the first open one. A screen of lines is shown while the rest is found."""
        worker = get_current_worker()
        shown = self.session.found
        glimpse = shown if shown.query == query and not shown.whole else self.session.glimpse(query, at)
        if worker.is_cancelled:  # the words were typed on, and a newer search may have answered already
            return
        if glimpse and (glimpse.still_open or at in glimpse.ids):
            if glimpse is not shown:
                self.post_message(Searched(glimpse, at))
            sleep(_BEFORE_REST if self.is_active else _WHILE_TYPING)
            if worker.is_cancelled:
                return
        found = self.session.find(query)
        if not worker.is_cancelled:
            self.post_message(Searched(found, at))

    @work(thread=True, exclusive=True, group="look", exit_on_error=False)
    def look(self, unit_id: int) -> None:
        """Read a line; while glossary and limits are not loaded, what there is without them first."""
        cold = not self.session.warm
        if cold:
            self.post_message(Looked(self.session.glance(unit_id)))
            sleep(_BEFORE_LOADING)
            if get_current_worker().is_cancelled:
                return
        if not cold:
            self.post_message(Looked(self.session.look(unit_id)))
            return
        with calm.giving_way():
            view = self.session.look(unit_id)
        self.post_message(Looked(view))
        self.post_message(Settled())

    @work(thread=True, exclusive=True, group="check", exit_on_error=False)
    def check(self, unit_id: int, text: str) -> None:
        """Check the text being typed."""
        self.post_message(Checked(unit_id, text, self.session.check(unit_id, text)))

    @work(thread=True, exclusive=True, group="history", exit_on_error=False)
    def read_history(self, unit_id: int) -> None:
        """Read the history of a line."""
        self.post_message(HistoryRead(unit_id, tuple(self.session.history(unit_id))))

    @work(thread=True, exclusive=True, group="home", exit_on_error=False)
    def read_home(self, *, to_filter: bool) -> None:
        """Read the counts of all files."""
        self.post_message(HomeRead(self.session.home(), to_filter))

    # What came back

    def on_searched(self, message: Searched) -> None:
        """Show the lines of a finished search."""
        shown = self.session.found
        # The reviewer may have moved on since the first screen of the same search came.
        on = self.queue.current if message.found.whole and not shown.whole else None
        self.session.adopt(message.found)
        if on is not None and (kept := self.session.position(on)) is not None:
            self.queue.take(message.found.ids, at=kept)
            self.show_place()
            return
        self._show_first(message.at)

    def _show_first(self, unit_id: int | None) -> None:
        """Show the lines of another search, and stand on one, or on the first open one."""
        if not self._searched:
            self._searched = True
            self.call_after_refresh(self.post_message, Settled())
        at = self.session.position(unit_id) if unit_id is not None else None
        if at is None:
            at = self.session.next_open(-1, 1) or 0
        self.show_head()
        self.say("")
        self.queue.show(self.session.found.ids, at=at)

    def on_picked(self, message: Picked) -> None:
        """Read the line that the cursor came to."""
        if message.unit_id is None:
            if self._searched and self.queue.current is None:
                self.clear_desk()
        elif message.unit_id == self.queue.current:
            # Words that must be read are shown at once; the place in the queue comes with the line.
            self._words = Run(self._announce, Look.GOOD)
            if self._announce:
                self.show_place()
            self._announce = ""
            self._look_soon()

    def _look_soon(self) -> None:
        """Read the line under the cursor: at once, or when a key that is held comes to rest."""
        if self._look_timer:
            self._look_timer.stop()
        walked, self._walked = self._walked, monotonic()
        if self.view is None or (self.is_active and self._walked - walked > _HELD):
            self._look_now()
        else:
            self._look_timer = self.set_timer(_REST if self.is_active else _BEHIND, self._look_now)

    def _look_now(self) -> None:
        if self.queue.current is not None:
            self.look(self.queue.current)

    def clear_desk(self) -> None:
        """Show that the queue is empty."""
        self.keep_typed()
        self.view = None
        self.editor.load(0, "")
        self.editor.read_only = True
        self.query_one("#line", Bar).set_bar(
            [Run(_("No line matches. {show_all} shows all again.").format(**hints()), Look.WARN)]
        )
        for name in ("#before", "#source", "#after"):
            self.query_one(name, Prose).show([])
        self.pixels = []
        for name in ("#gauges", "#pixels"):
            self.query_one(name, Bar).set_bar([])
        self.panels.clear()

    def on_looked(self, message: Looked) -> None:
        """Show a line that was read, unless the cursor has left it."""
        view = message.view
        if view.unit.id != self.queue.current:
            return
        self.keep_typed()
        self.show_place()
        stays = self.editor.unit_id == view.unit.id and self.editing
        self.view = view
        self.findings, self._typed_findings = view.unit.findings, False
        if not stays:
            buffer = self.unsaved.get(view.unit.id)
            text = buffer.text if buffer else view.unit.target or ""
            self.editor.load(view.unit.id, text, buffer.history if buffer else None)
            if buffer:
                self._check_soon()
        self.query_one("#source", Prose).show(desk.source(view))
        self.fill_heading()
        self.fill_gauges()
        self.fill_neighbours()
        self.panels.show(view, self.findings, typed=False)

    # Typing

    def on_typed(self, message: Typed) -> None:
        """Keep what was typed, and show how it fits."""
        if self.view is None or message.unit_id != self.view.unit.id:
            return
        self.keep_typed()
        self.fill_heading()
        self.fill_gauges()
        self._check_soon()

    def keep_typed(self) -> None:
        """Take what stands in the editor into the unsaved edits, or out of them where nothing differs."""
        view = self.view
        if view is None or self.editor.unit_id != view.unit.id or self.editor.read_only:
            return
        text = self.editor.target
        if text == (view.unit.target or ""):
            self.unsaved.drop(view.unit.id)
        else:
            self.unsaved.keep(view.unit.id, text, revision=view.unit.revision, history=self.editor.history)
        self.show_unsaved()

    def show_unsaved(self) -> None:
        """Mark the lines with unsaved edits, and count them."""
        self.queue.set_unsaved(self.unsaved.ids)
        self.show_place()

    def _check_soon(self) -> None:
        if self._check_timer:
            self._check_timer.stop()
        self._check_timer = self.set_timer(_PAUSE_BEFORE_CHECK, self._check_now)

    def _check_now(self) -> None:
        if self.view and self.editor.unit_id == self.view.unit.id:
            self.check(self.view.unit.id, self.editor.target)

    def on_checked(self, message: Checked) -> None:
        """Show the findings of the typed text, unless more was typed since."""
        view = self.view
        if view is None or message.unit_id != view.unit.id or message.text != self.editor.target:
            return
        recorded = message.text == (view.unit.target or "")
        self.findings = view.unit.findings if recorded else message.findings
        self.panels.show(view, self.findings, typed=not recorded)
