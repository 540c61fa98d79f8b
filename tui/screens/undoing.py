"""The only place that takes back what a reviewer did in this sitting, and does it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from tui.actions import hints
from tui.i18n import _
from tui.messages import Undone
from tui.screens.deciding import Deciding, line_name
from tui.widgets.prose import Look
from tui.widgets.signs import done_words

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.worker import Worker

    from tui.steps import Back

_LONG = 0.3
"""Seconds after which the reviewer is told that many lines are being taken back."""


class Undoing(Deciding):
    """Undo and redo of decisions, terms and forms of address, each with what it wrote."""

    _long_timer: Timer | None = None

    def action_undo(self) -> None:
        """Take back the latest thing the reviewer did, and go to its line."""
        self.keep_typed()
        self._say_if_long(_("taking back …"))
        self.undo_latest()

    def _say_if_long(self, words: str) -> None:
        """Say what goes on if it takes long, so that nobody presses the key once more and takes back more."""
        if self._long_timer:
            self._long_timer.stop()
        self._long_timer = self.set_timer(_LONG, lambda: self.say(words))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say nothing more of what has been done, or has failed."""
        if event.worker.group == "undo" and event.worker.is_finished and self._long_timer:
            self._long_timer.stop()
            self._long_timer = None

    @work(thread=True, group="undo", exit_on_error=False)
    def undo_latest(self) -> None:
        """Take back the latest thing the reviewer did."""
        self.post_message(Undone(self.session.undo()))

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        self.keep_typed()
        self._say_if_long(_("doing again …"))
        self.redo_latest()

    @work(thread=True, group="undo", exit_on_error=False)
    def redo_latest(self) -> None:
        """Do again what was taken back last."""
        self.post_message(Undone(self.session.redo(), again=True))

    def on_undone(self, message: Undone) -> None:
        """Show the lines as they are now, and stand on the last of them."""
        back = message.back
        if not back:
            nothing = _("There is nothing of yours to take back.")
            self.say(_("There is nothing to do again.") if message.again else nothing)
            return
        words = back_words(back, again=message.again)
        if back.edit:  # a file of terms or people: findings of many lines may be others now
            self._announce = words
            self.search(self.session.found.query, self.queue.current)
            return
        unit = back.units[-1]
        if not self.refreshed([u.id for u in back.units]):
            return
        at = self.session.position(unit.id)
        if at is not None and at != self.queue.cursor:
            self._announce = words
            self.queue.cursor = at
            return
        self.say(words if at is not None else words + _("  The filter hides that line."), Look.GOOD)
        if at is not None:
            self.look(unit.id)


def back_words(back: Back, *, again: bool) -> str:
    """Return what was taken back or done again: the decisions, the last line, and the file."""
    parts = []
    if back.units:
        done = _(", ").join(dict.fromkeys(done_words(decision) for _unit, decision in back.decisions))
        rest = len(back.units) - 1
        more = _(" and {count} more").format(count=rest) if rest else ""
        parts.append(f"{done} {line_name(back.units[-1])}{more}".strip())
    if back.edit:
        words = _("{file} has the change again") if again else _("{file} is as it was")
        parts.append(words.format(file=back.edit.path.name))
    what = _("; ").join(parts)
    done_again = _("Done again: {what}.").format(what=what)
    return (
        done_again if again else _("Took back: {what}.  ({redo} does it again)").format(**hints(), what=what)
    )
