"""The only place that moves through the queue and chooses what it shows."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from localize.errors import LocalizeError
from tui import themes
from tui.actions import hints
from tui.i18n import _
from tui.messages import HistoryRead, HomeRead
from tui.screens.ask import Answer, AskScreen, Question
from tui.screens.base import RoomScreen
from tui.screens.choose import ChooseScreen
from tui.screens.filter import FilterScreen
from tui.views import Order, Query
from tui.widgets.panels import log_paragraphs
from tui.widgets.prose import Look

if TYPE_CHECKING:
    from tui.screens.home import HomeChoice
    from tui.screens.saved import ViewChoice
    from tui.screens.searching import SearchScreen

_TIME = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?")


class Moving(RoomScreen):
    """Steps, jumps, filters, and what is only looked at."""

    _seeking: SearchScreen | None = None

    def action_down(self) -> None:
        """Go one line down."""
        self.queue.move(1)

    def action_up(self) -> None:
        """Go one line up."""
        self.queue.move(-1)

    def action_page_down(self) -> None:
        """Go one page down."""
        self.queue.move_page(1)

    def action_page_up(self) -> None:
        """Go one page up."""
        self.queue.move_page(-1)

    def action_first(self) -> None:
        """Go to the first line."""
        self.queue.cursor = 0

    def action_last(self) -> None:
        """Go to the last line."""
        self.queue.cursor = len(self.session.found.ids) - 1

    def action_next_open(self) -> None:
        """Go to the next open line."""
        self._step_open(1)

    def action_previous_open(self) -> None:
        """Go to the open line before."""
        self._step_open(-1)

    def _step_open(self, step: int) -> None:
        at = self.session.next_open(self.queue.cursor, step)
        if at is None:
            self.say(_("Nothing in this queue is open."), Look.GOOD)
        else:
            self.queue.cursor = at

    def action_go_to(self) -> None:
        """Go to a line by number or time."""

        def go(answer: Answer | None) -> None:
            if answer is not None:
                self._go(answer.words)

        field = _("line number, #cue, key of a string, or a time such as 1:02:30")
        self.app.push_screen(AskScreen(Question(_("Go to"), field=field)), go)

    def _go(self, words: str) -> None:
        count = len(self.session.found.ids)
        if (at := self.session.position_named(self.queue.cursor, words)) is not None:
            self.queue.cursor = at
        elif words.isdigit() and 0 < int(words) <= count:
            self.queue.cursor = int(words) - 1
        elif count and (ms := _milliseconds(words)) is not None:
            at = self.session.position_at(self.queue.cursor, ms)
            if at is None:
                self.say(_("No line of this file starts at {time} or later.").format(time=words), Look.WARN)
            else:
                self.queue.cursor = at
        else:
            complaint = _("'{words}' is neither a line from 1 to {count}, a cue, a key nor a time.")
            self.say(complaint.format(words=words, count=count), Look.WARN)

    # What the queue shows

    def action_search(self) -> None:
        """Show only lines that hold some words, as they are typed."""
        from tui.screens.searching import SearchScreen

        self.keep_typed()
        query, at = self.session.found.query, self.queue.current
        sought: list[str] = []

        def seek(words: str) -> None:
            sought.append(words)
            self.search(replace(query, text=words), at)

        def settle(words: str | None) -> None:
            self._seeking = None
            if words is None and sought:
                self.search(query, at)
            elif self.view and self.view.unit.id != self.queue.current:
                self.call_after_refresh(self._look_now)

        self._seeking = SearchScreen(query.text, seek)
        self.app.push_screen(self._seeking, settle)

    def show_place(self) -> None:
        """Show where the queue stands, to whoever types what to search for as well."""
        super().show_place()
        if self._seeking is not None and self._seeking is self.app.screen:
            self._seeking.tell(str(len(self.session.found.ids)) if self.session.found.whole else "…")

    def action_filter(self) -> None:
        """Choose which lines the queue shows."""
        self.read_home(to_filter=True)

    def action_home(self) -> None:
        """Show the whole work."""
        self.read_home(to_filter=False)

    def on_home_read(self, message: HomeRead) -> None:
        """Open the screen that the counts were read for."""
        from tui.screens.home import HomeScreen

        query = self.session.found.query
        if message.to_filter:

            def apply(chosen: Query | None) -> None:
                if chosen is not None:
                    self._show(chosen)

            names = tuple(p.file for p in message.home.files if p.locale == query.locale)
            self.app.push_screen(FilterScreen(query, names), apply)
            return

        def jump(choice: HomeChoice | None) -> None:
            if choice is not None:
                self._jump(choice)

        current = (self.session.locale, self.view.unit.file if self.view else "")
        self.app.push_screen(HomeScreen(self.session.project_name, message.home, current), jump)

    def _jump(self, choice: HomeChoice) -> None:
        if choice.locale != self.session.locale:
            self._go_to_locale(choice)
            return
        if choice.only:
            self._show(replace(self.session.found.query, files=(choice.file,)))
            return
        at = self.session.position_in(choice.file)
        if at is None:
            hidden = _("The filter hides every line of {file}; {show_all} shows all.")
            self.say(hidden.format(**hints(), file=choice.file), Look.WARN)
        else:
            self.queue.cursor = at

    def _go_to_locale(self, choice: HomeChoice) -> None:
        self.keep_typed()
        if len(self.unsaved):
            words = _("Save or drop the unsaved edits before going to {locale}.")
            self.say(words.format(locale=choice.locale), Look.WARN)
            return
        try:
            self.session.go_to_locale(choice.locale)
        except LocalizeError as error:
            self.complain(error)
            return
        self.queue.mark(())
        self.queue.show(self.session.found.ids)
        self.search(Query(choice.locale, files=(choice.file,)), None)

    def action_sort(self) -> None:
        """Choose the order of the queue."""
        query = self.session.found.query
        words = {
            Order.PLACE: _("as in the files"),
            Order.WORST: _("worst finding first"),
            Order.STATE: _("by state"),
            Order.SPEAKER: _("by speaker"),
            Order.SOURCE: _("by source: repeats together"),
            Order.LENGTH: _("longest target first"),
            Order.RECENT: _("latest decision first"),
        }

        def sort(answer: Answer | None) -> None:
            if answer is not None:
                self._show(replace(query, order=list(words)[answer.choice]))

        lit = list(words).index(query.order)
        question = Question(_("Sort the queue"), choices=tuple(words.values()), lit=lit, required=False)
        self.app.push_screen(AskScreen(question), sort)

    def action_views(self) -> None:
        """List the saved views."""
        from tui.screens.saved import SavedScreen

        try:
            views = tuple(self.session.views())
        except LocalizeError as error:
            self.complain(error)
            return
        by_name = {view.name: view.query for view in views}

        def settle(choice: ViewChoice | None) -> None:
            if choice is None:
                return
            if choice.verb == "open":
                self._show(replace(by_name[choice.name], locale=self.session.locale))
                return
            try:
                if choice.verb == "save":
                    self.session.save_view(choice.name, self.session.found.query)
                    self.say(_("Saved as '{name}'.").format(name=choice.name), Look.GOOD)
                else:
                    self.session.drop_view(choice.name)
                    self.say(_("Dropped '{name}'.").format(name=choice.name))
            except LocalizeError as error:
                self.complain(error)

        self.app.push_screen(SavedScreen(views, self.session.found.query), settle)

    def action_open_only(self) -> None:
        """Show only open lines, or all again."""
        query = self.session.found.query
        self._show(replace(query, open_only=not query.open_only))

    def action_show_all(self) -> None:
        """Take every filter off."""
        self._show(Query(self.session.locale))

    def action_reload(self) -> None:
        """Read the queue again."""
        self._show(self.session.found.query)

    def _show(self, query: Query) -> None:
        self.keep_typed()
        self.search(query, self.queue.current)

    # What is only looked at

    def action_history(self) -> None:
        """Read the history of the line."""
        view = self.ready()
        if view:
            self.read_history(view.unit.id)

    def on_history_read(self, message: HistoryRead) -> None:
        """Show the history of the line."""
        paragraphs = tuple(log_paragraphs(message.log))
        self.app.push_screen(ChooseScreen(_("History, newest first"), paragraphs, tall=True))

    def action_panel(self) -> None:
        """Turn to the next panel."""
        self.panels.turn()

    def action_theme(self) -> None:
        """Change the theme."""
        self.app.theme = themes.after(self.app.theme)
        self.say(_("Theme: {name}").format(name=_(themes.name_of(self.app.theme))))

    def action_palette(self) -> None:
        """Open the command palette."""
        self.app.action_command_palette()


def _milliseconds(words: str) -> int | None:
    """Return a typed time.

    >>> _milliseconds("1:02:30"), _milliseconds("02:30.5"), _milliseconds("soon")
    (3750000, 150500, None)
    """
    if not (match := _TIME.fullmatch(words.strip())):
        return None
    hours, minutes, seconds, rest = match.groups()
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((rest or "0").ljust(3, "0"))
