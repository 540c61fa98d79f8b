"""The only place that moves through the queue and chooses what it shows."""

from __future__ import annotations

import re
from dataclasses import replace

from tui import themes
from tui.messages import FilesRead, HistoryRead
from tui.screens.ask import Answer, AskScreen, Question
from tui.screens.base import RoomScreen
from tui.screens.choose import CLOSE, ChooseScreen
from tui.screens.files import FileChoice, FilesScreen
from tui.screens.filter import FilterScreen
from tui.screens.manual import manual
from tui.views import Query
from tui.widgets.panels import log_paragraphs
from tui.widgets.prose import Look

_TIME = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?")


class Moving(RoomScreen):
    """Steps, jumps, filters, and what is only looked at."""

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
            self.say("Nothing in this queue is open.", Look.GOOD)
        else:
            self.queue.cursor = at

    def action_go_to(self) -> None:
        """Go to a line by number or time."""

        def go(answer: Answer | None) -> None:
            if answer is not None:
                self._go(answer.words)

        self.app.push_screen(AskScreen(Question("Go to", field="line number, or a time such as 1:02:30")), go)

    def _go(self, words: str) -> None:
        count = len(self.session.found.ids)
        if words.isdigit() and 0 < int(words) <= count:
            self.queue.cursor = int(words) - 1
        elif count and (ms := _milliseconds(words)) is not None:
            at = self.session.position_at(self.queue.cursor, ms)
            if at is None:
                self.say(f"No line of this file starts at {words} or later.", Look.WARN)
            else:
                self.queue.cursor = at
        else:
            self.say(f"'{words}' is neither a line from 1 to {count} nor a time.", Look.WARN)

    # What the queue shows

    def action_search(self) -> None:
        """Show only lines that hold some words."""
        query = self.session.found.query

        def find(answer: Answer | None) -> None:
            if answer is not None:
                self._show(replace(query, text=answer.words))

        question = Question(
            "Search in source and target",
            field="words; none shows all lines",
            required=False,
            initial=query.text,
        )
        self.app.push_screen(AskScreen(question), find)

    def action_filter(self) -> None:
        """Choose which lines the queue shows."""
        self.read_files(to_filter=True)

    def action_files(self) -> None:
        """List the files."""
        self.read_files(to_filter=False)

    def on_files_read(self, message: FilesRead) -> None:
        """Open the screen that the counts were read for."""
        query = self.session.found.query
        if message.to_filter:

            def apply(chosen: Query | None) -> None:
                if chosen is not None:
                    self._show(chosen)

            names = tuple(progress.file for progress in message.files)
            self.app.push_screen(FilterScreen(query, names), apply)
            return

        def jump(choice: FileChoice | None) -> None:
            if choice is not None:
                self._jump(choice)

        current = self.view.unit.file if self.view else ""
        self.app.push_screen(FilesScreen(message.files, current), jump)

    def _jump(self, choice: FileChoice) -> None:
        if choice.only:
            self._show(replace(self.session.found.query, files=(choice.file,)))
            return
        ids = self.session.found.ids
        at = next((p for p in range(len(ids)) if self.session.row(p).file == choice.file), None)
        if at is None:
            self.say(f"The filter hides every line of {choice.file}; 0 shows all.", Look.WARN)
        else:
            self.queue.cursor = at

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
        self.app.push_screen(ChooseScreen("History, newest first", paragraphs, tall=True))

    def action_panel(self) -> None:
        """Turn to the next panel."""
        self.panels.turn()

    def action_theme(self) -> None:
        """Change the theme."""
        self.app.theme = themes.after(self.app.theme)
        self.say(f"Theme: {self.app.theme.removeprefix('room-')}")

    def action_help(self) -> None:
        """Show every key."""
        self.app.push_screen(ChooseScreen("Keys", manual(), (CLOSE,), tall=True))

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
