"""The only place that lays out the review room, and fills it with the line under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import work
from textual.binding import BindingsMap
from textual.containers import Vertical
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from localize.errors import LocalizeError
from tui.actions import bindings, footer, footer_key, help_key
from tui.i18n import _
from tui.messages import (
    Checked,
    HistoryRead,
    HomeRead,
    Looked,
    Picked,
    Searched,
    Trouble,
    Typed,
)
from tui.screens.choose import ChooseScreen
from tui.screens.filter import query_words
from tui.unsaved import Unsaved
from tui.widgets import desk
from tui.widgets.complaint import complaint
from tui.widgets.editor import TargetEditor
from tui.widgets.panels import Panels
from tui.widgets.prose import Bar, Look, Prose, Run
from tui.widgets.queue import Queue
from tui.widgets.splitter import Splitter

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import DescendantBlur, DescendantFocus, Resize
    from textual.timer import Timer

    from localize.model import Finding, Span
    from tui.session import Session
    from tui.views import Presence, Query, View

_PAUSE_BEFORE_CHECK = 0.08
"""Seconds without typing after which the text in the editor is checked."""
_STACK_FROM = 100
"""Cells from which all panels are shown below each other."""


class RoomScreen(Screen[None]):
    """Queue, desk and panels; the commands are added by the classes that build on this one."""

    CSS_PATH = "review.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]

    def __init__(self, session: Session, *, start: int | None = None) -> None:
        super().__init__()
        self._start = start
        # Not in the class: a reviewer may have keys of their own.
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(bindings())])
        self.session = session
        self.unsaved = Unsaved()
        self.view: View | None = None
        self.findings: tuple[Finding, ...] = ()
        self._typed_findings = False
        self._check_timer: Timer | None = None
        self.others: tuple[Presence, ...] = ()
        self._announce = ""
        self._words = Run("")
        self.pixels: list[Run] = []
        self._searched = False

    # Layout

    def compose(self) -> ComposeResult:
        """Yield the room."""
        yield Bar(id="head")
        with Vertical(id="room"):
            yield Queue(self.session.row, id="queue")
            yield Splitter(id="queue-splitter")
            with Vertical(id="desk"):
                yield Bar(id="line")
                yield Prose(id="before", scrolls=False)
                yield Prose(id="source", reading=True)
                yield TargetEditor(self._tokens, id="target")
                yield Bar(id="gauges")
                yield Bar(id="pixels")
                yield Prose(id="after", scrolls=False)
            yield Splitter(id="panels-splitter")
            yield Panels(id="panels")
        yield Bar(id="status")
        yield Bar(id="keys")

    @property
    def queue(self) -> Queue:
        """Return the queue."""
        return self.query_one("#queue", Queue)

    @property
    def editor(self) -> TargetEditor:
        """Return the editor."""
        return self.query_one("#target", TargetEditor)

    @property
    def panels(self) -> Panels:
        """Return the panels."""
        return self.query_one("#panels", Panels)

    def on_mount(self) -> None:
        """Start reading."""
        self.queue.focus()
        self.show_keys()
        self.say(_("reading the project …"))
        self.search(self.session.found.query, self._start)

    def on_resize(self, event: Resize) -> None:
        """Give the panels and neighbours the room there is."""
        stacked = event.size.width >= _STACK_FROM
        self.panels.set_stacked(stacked=stacked)
        self.panels.set_class(stacked, "-stacked")
        self.call_after_refresh(self.fill_neighbours)
        self.call_after_refresh(self.show_keys)

    def on_descendant_focus(self, _: DescendantFocus) -> None:
        """Name the keys of what has the focus."""
        self.show_keys()

    def on_descendant_blur(self, _: DescendantBlur) -> None:
        """Name the keys of what has the focus."""
        self.show_keys()

    def ready(self) -> View | None:
        """Return the line to decide on, None while the line under the cursor has not been shown yet.

        A key that comes before the line it would decide on, by a held key or a slow disk, decides nothing.
        """
        if self.view is not None and self.view.unit.id == self.queue.current:
            return self.view
        if self.queue.current is not None:
            self.say(_("Still reading this line; press the key again."), Look.WARN)
        return None

    # Words

    @property
    def editing(self) -> bool:
        """Return whether keys go into the text."""
        return self.editor.has_focus

    def say(self, words: str, look: Look = Look.PLAIN) -> None:
        """Show a line of words above the keys, and where the queue stands."""
        self._words = Run(words, look)
        self.show_place()

    def show_place(self) -> None:
        """Show where the queue stands beside the latest words."""
        count = len(self.session.found.ids)
        waiting = _("{count} open").format(count=len(self.session.open_ids))
        place = f"{self.queue.cursor + 1 if count else 0}/{count}  {waiting}"
        if not self.session.found.whole:
            place = f"{self.queue.cursor + 1}/…"
        kept = _("  {count} unsaved").format(count=len(self.unsaved)) if len(self.unsaved) else ""
        self.query_one("#status", Bar).set_bar(
            [self._words], [Run(kept, Look.WARN), Run(f"  {place}", Look.STRONG)]
        )

    def show_keys(self) -> None:
        """Name the keys that matter now, help first."""
        editing = self.editing
        bar = self.query_one("#keys", Bar)
        first, words = help_key(), " " + _("help") + "  "
        runs = [Run(first, Look.KEY), Run(words)]
        left = bar.size.width - cell_len(first + words)
        for command in footer(editing=editing):
            key, words = footer_key(command, editing=editing), f" {_(command.title)}  "
            left -= cell_len(key + words)
            if left < -2:
                break
            runs += [Run(key, Look.KEY), Run(words)]
        bar.set_bar(runs)
        if self.view:
            self.fill_gauges()

    def show_head(self) -> None:
        """Show the project, the locale, the reviewer and the filter."""
        session = self.session
        query = query_words(session.found.query)
        shown = [Run(_("  showing "), Look.MUTED), Run(query, Look.WARN)] if query else []
        left = [Run(session.project_name, Look.HEAD), Run(f"  {session.locale}", Look.STRONG), *shown]
        here = [p for p in self.others if p.locale == session.locale]
        others = ", ".join(f"@{p.reviewer} {p.file.rpartition('/')[2]} {p.ordinal + 1}" for p in here)
        right = [Run(f"  {others}", Look.WARN)] if others else []
        self.query_one("#head", Bar).set_bar(left, [*right, Run(f" {session.reviewer}", Look.MUTED)])

    def complain(self, error: BaseException) -> None:
        """Show what went wrong and what to do; one complaint at a time."""
        if isinstance(self.app.screen, ChooseScreen) and self.app.screen.has_class("-error"):
            return
        modal = ChooseScreen(*complaint(error))
        modal.add_class("-error")
        self.app.push_screen(modal)

    def on_trouble(self, message: Trouble) -> None:
        """Show what a widget could not read."""
        self.complain(message.error)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show what a worker failed at."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.complain(event.worker.error)

    # Work in threads; each posts one message when it is done

    @work(thread=True, exclusive=True, group="search", exit_on_error=False)
    def search(self, query: Query, at: int | None) -> None:
        """Search, and stand on a line; None for the first open one. A first screen is shown while the rest is found."""
        glimpse = self.session.glimpse(query)
        if glimpse and (glimpse.still_open if at is None else at in glimpse.ids):
            self.post_message(Searched(glimpse, at))
        self.post_message(Searched(self.session.find(query), at))

    @work(thread=True, exclusive=True, group="look", exit_on_error=False)
    def look(self, unit_id: int) -> None:
        """Read a line."""
        if not self.session.warm:
            self.post_message(Looked(self.session.glance(unit_id)))
        self.post_message(Looked(self.session.look(unit_id)))

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
        self._searched = True
        at = self.session.position(message.at) if message.at is not None else None
        if on is not None and (kept := self.session.position(on)) is not None:
            self.queue.take(message.found.ids, at=kept)
            self.show_place()
            return
        if at is None:
            at = self.session.next_open(-1, 1) or 0
        self.show_head()
        self.say("")
        self.queue.show(message.found.ids, at=at)

    def on_picked(self, message: Picked) -> None:
        """Read the line that the cursor came to."""
        if message.unit_id is None:
            if self._searched:
                self.clear_desk()
        elif message.unit_id == self.queue.current:
            self.say(self._announce, Look.GOOD)
            self._announce = ""
            self.look(message.unit_id)

    def clear_desk(self) -> None:
        """Show that the queue is empty."""
        self.keep_typed()
        self.view = None
        self.editor.load(0, "")
        self.editor.read_only = True
        self.query_one("#line", Bar).set_bar([Run(_("No line matches. 0 shows all again."), Look.WARN)])
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

    def fill_heading(self) -> None:
        """Show which line it is, and where it stands."""
        if self.view:
            unsaved = self.view.unit.id in self.unsaved.ids
            self.query_one("#line", Bar).set_bar(*desk.heading(self.view, unsaved=unsaved))

    def fill_gauges(self) -> None:
        """Show how the text in the editor fits."""
        if not self.view or self.editor.unit_id != self.view.unit.id:
            return
        text = self.editor.target
        try:
            known = text == (self.view.unit.target or "")
            gauges = self.view.gauges if known else self.session.gauges(self.view, text)
        except LocalizeError as error:
            self.complain(error)
            return
        rtl = self.session.right_to_left
        self.query_one("#gauges", Bar).set_bar(
            desk.gauge_runs(gauges, editing=self.editing, right_to_left=rtl), self.pixels
        )

    def fill_neighbours(self) -> None:
        """Show the lines before and after, as far as there is room."""
        if not self.view:
            return
        for name, rows in (("before", self.view.before), ("after", self.view.after)):
            pane = self.query_one(f"#{name}", Prose)
            size = pane.size
            if size.height:
                pane.show(desk.neighbours(rows, count=size.height, width=size.width, before=name == "before"))

    def _tokens(self, unit_id: int, text: str) -> tuple[Span, ...]:
        try:
            return self.session.tokens(unit_id, text)
        except LocalizeError as error:
            self.complain(error)
            return ()

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
