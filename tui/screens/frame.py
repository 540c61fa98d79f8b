"""The only place that lays out the review room, and words what stands around the line in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.binding import BindingsMap
from textual.containers import Vertical
from textual.worker import Worker, WorkerState

from localize.errors import LocalizeError
from tui.actions import bindings, footer, footer_key, help_key
from tui.i18n import _
from tui.messages import Trouble
from tui.screens.choose import ChooseScreen
from tui.screens.filter import query_words
from tui.screens.over import Under
from tui.session import CONTEXT
from tui.unsaved import Unsaved
from tui.widgets import desk
from tui.widgets.complaint import brief, complaint
from tui.widgets.editor import TargetEditor
from tui.widgets.panels import Panels
from tui.widgets.prose import Bar, Look, Prose, Run
from tui.widgets.queue import Queue
from tui.widgets.sourcetext import SourceText
from tui.widgets.splitter import Splitter

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import DescendantBlur, DescendantFocus, Resize

    from localize.model import Span
    from tui.session import Session
    from tui.views import Presence, View

_STACK_FROM = 100
"""Cells from which all panels are shown below each other."""
_BESIDE = frozenset(("look", "check", "ways", "measure"))
"""Workers that every line and every pause sets going; what they fail at once they fail at everywhere."""


class RoomFrame(Under[None]):
    """Queue, desk and panels, and what stands in them."""

    CSS_PATH = "review.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]

    def __init__(self, session: Session) -> None:
        super().__init__()
        # Not in the class: a reviewer may have keys of their own.
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(bindings())])
        self.session = session
        self.unsaved = Unsaved()
        self.view: View | None = None
        self.others: tuple[Presence, ...] = ()
        self._words = Run("")
        self.pixels: list[Run] = []
        self._failing = ""

    # Layout

    def compose(self) -> ComposeResult:
        """Yield the room, in the classes of its size: else everything would be styled once more when that is known."""
        width, height = self.app.size
        for cells, breakpoints in ((width, self.HORIZONTAL_BREAKPOINTS), (height, self.VERTICAL_BREAKPOINTS)):
            self.add_class([name for start, name in breakpoints if start <= cells][-1], update=False)
        yield Bar(id="head")
        with Vertical(id="room"):
            yield Queue(self.session.row, id="queue")
            yield Splitter(id="queue-splitter")
            with Vertical(id="desk"):
                yield Bar(id="line")
                yield Prose(id="before", scrolls=False)
                yield SourceText(id="source", reading=True)
                yield TargetEditor(self._tokens, id="target")
                yield Bar(id="gauges")
                yield Bar(id="pixels")
                yield Prose(id="after", scrolls=False)
            yield Splitter(id="panels-splitter")
            yield Panels(id="panels", stacked=width >= _STACK_FROM)
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

    def on_resize(self, event: Resize) -> None:
        """Give the panels and neighbours the room there is."""
        stacked = event.size.width >= _STACK_FROM
        self.panels.set_stacked(stacked=stacked)
        self.call_after_refresh(self.fill_neighbours)
        self.call_after_refresh(self.fill_heading)
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
            place = f"{self.queue.cursor + 1 if self.session.found.first else '…'}/…"
        kept = _("  {count} unsaved").format(count=len(self.unsaved)) if len(self.unsaved) else ""
        status = self.query_one("#status", Bar)
        # Words that a reviewer waits for go before a count that stands there all the time.
        if cell_len(f"{self._words.text}{kept}  {place}") > status.size.width:
            place = place.removesuffix(waiting).rstrip()
        status.set_bar([self._words], [Run(kept, Look.WARN), Run(f"  {place}", Look.STRONG, "go_to")])

    def show_keys(self) -> None:
        """Name the keys that matter now, help first."""
        editing = self.editing
        bar = self.query_one("#keys", Bar)
        first, words = help_key(), " " + _("help") + "  "
        runs = [Run(first, Look.KEY, "help"), Run(words, act="help")]
        left = bar.size.width - cell_len(first + words)
        for command in footer(editing=editing):
            key, words = footer_key(command, editing=editing), f" {_(command.title)}  "
            left -= cell_len(key + words)
            if left < -2:
                break
            runs += [Run(key, Look.KEY, command.name), Run(words, act=command.name)]
        bar.set_bar(runs)
        if self.view:
            self.fill_gauges()

    def show_head(self) -> None:
        """Show the project, the locale, the reviewer and the filter."""
        session = self.session
        query = query_words(session.found.query)
        shown = [Run(_("  showing "), Look.MUTED, "filter"), Run(query, Look.WARN, "filter")] if query else []
        left = [
            Run(session.project_name, Look.HEAD, "home"),
            Run(f"  {session.locale}", Look.STRONG, "home"),
            *shown,
        ]
        here = [p for p in self.others if p.locale == session.locale]
        others = ", ".join(f"@{p.reviewer} {p.file.rpartition('/')[2]} {p.ordinal + 1}" for p in here)
        right = [Run(f"  {others}", Look.WARN, "home")] if others else []
        self.query_one("#head", Bar).set_bar(left, [*right, Run(f" {session.reviewer}", Look.MUTED)])

    def complain(self, error: BaseException) -> None:
        """Show what went wrong and what to do; one complaint at a time."""
        if isinstance(self.app.screen, ChooseScreen) and self.app.screen.has_class("-error"):
            return
        modal = ChooseScreen(*complaint(error))
        modal.add_class("-error")
        self.app.push_screen(modal)
        self.say(brief(error), Look.BAD)  # in place of what was being done

    def on_trouble(self, message: Trouble) -> None:
        """Show what a widget could not read."""
        self.complain(message.error)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show what a worker failed at; the same fault on line after line asks for no answer again."""
        error = event.worker.error
        if event.state is not WorkerState.ERROR or error is None:
            return
        if event.worker.group in _BESIDE:
            if str(error) == self._failing:
                self.say(brief(error), Look.BAD)
                return
            self._failing = str(error)
        self.complain(error)

    # The line in front

    def fill_heading(self) -> None:
        """Show which line it is, and where it stands."""
        if self.view:
            unsaved = self.view.unit.id in self.unsaved.ids
            bar = self.query_one("#line", Bar)
            bar.set_bar(*desk.heading(self.view, unsaved=unsaved, width=bar.size.width))

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
        bar = self.query_one("#gauges", Bar)
        width = bar.size.width - sum(cell_len(run.text) for run in self.pixels)
        runs = desk.gauge_runs(gauges, editing=self.editing, right_to_left=rtl, width=width)
        bar.set_bar(runs, self.pixels)

    def fill_neighbours(self) -> None:
        """Show the lines before and after, as far as there is room."""
        if not self.view:
            return
        for name, rows in (("before", self.view.before), ("after", self.view.after)):
            pane = self.query_one(f"#{name}", Prose)
            size = pane.size
            if size.height:
                whole = len(rows) < CONTEXT
                fitted = desk.neighbours(
                    rows, count=size.height, width=size.width, before=name == "before", whole=whole
                )
                pane.show(fitted)

    def _tokens(self, unit_id: int, text: str) -> tuple[Span, ...]:
        try:
            return self.session.tokens(unit_id, text)
        except LocalizeError as error:
            self.complain(error)
            return ()
