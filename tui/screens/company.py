"""The only place that keeps reviewers aware of each other: who is where, and what changed under whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from localize.errors import LocalizeError, StoreError
from tui.i18n import _
from tui.messages import Pulsed
from tui.screens.base import RoomScreen
from tui.screens.choose import Choice, ChooseScreen
from tui.widgets.desk import two_versions
from tui.widgets.prose import Look

if TYPE_CHECKING:
    from tui.views import Unit

BUSY = "STO008"
"""Code of the error that another process is writing just now."""
_PULSE = 5.0
"""Seconds between two looks at what the other reviewers do."""


class Company(RoomScreen):
    """Says where this reviewer is, and shows what the others do."""

    _log_length = -1

    def on_mount(self) -> None:
        """Look at once, and then again and again."""
        self.call_after_refresh(self.feel_pulse)
        self.set_interval(_PULSE, self.feel_pulse)

    @work(thread=True, exclusive=True, group="pulse", exit_on_error=False)
    def feel_pulse(self) -> None:
        """Say where this reviewer is, and see what the others did."""
        try:
            pulse = self.session.pulse(self.queue.current, self._log_length)
        except StoreError as error:
            if error.code != BUSY:
                raise
            return  # another process is writing; the next beat says it too
        self.post_message(Pulsed(pulse))

    def on_pulsed(self, message: Pulsed) -> None:
        """Show who is where, and the lines that somebody else changed."""
        pulse = message.pulse
        self._log_length = pulse.log_length
        self.others = pulse.present
        self.queue.set_others({p.unit: p.reviewer for p in pulse.present})
        self.show_head()
        known = [unit_id for unit_id in pulse.changed if self.session.position(unit_id) is not None]
        if not known:
            return
        try:
            self.session.refresh(known)
        except LocalizeError as error:
            self.complain(error)
            return
        self.queue.row_changed()
        self.show_place()
        if self.view and self.view.unit.id in known:
            self._changed_under(self.view.unit)

    def _changed_under(self, seen: Unit) -> None:
        """Show the new version of the line in front; ask which counts where something was typed into it."""
        try:
            now = self.session.unit(seen.id)
        except LocalizeError as error:
            self.complain(error)
            return
        judged = now.state is not seen.state or now.approvals > seen.approvals
        if now.revision == seen.revision and not judged:
            self.look(seen.id)  # a comment or a waiver
            return
        buffer = self.unsaved.get(seen.id)
        if buffer is None:
            words = _("{name} changed this line; this is the new version.")
            self.say(words.format(name=now.decided_by or _("Somebody")), Look.WARN)
            self.look(seen.id)
            return
        if now.target == seen.target and not judged:
            self.unsaved.rebase(seen.id, now.revision)
            self.look(seen.id)
            return
        self._ask_which(buffer.text, now, seen)

    def _ask_which(self, mine: str, now: Unit, seen: Unit) -> None:
        if isinstance(self.app.screen, ChooseScreen):
            return  # one question at a time; recording the text asks again
        choices = (
            Choice(("m",), _("go on with mine"), "mine"),
            Choice(("t",), _("take theirs, drop mine"), "theirs"),
            Choice(("escape",), _("decide later"), ""),
        )

        def settle(answer: str | None) -> None:
            if answer == "theirs":
                self.take_theirs(seen.id)
            elif answer == "mine":
                self.unsaved.rebase(seen.id, now.revision)
            self.look(seen.id)

        paragraphs = tuple(two_versions(mine, now, seen=seen.target))
        self.app.push_screen(ChooseScreen(_("This line changed under you"), paragraphs, choices), settle)

    def take_theirs(self, unit_id: int) -> None:
        """Drop what was typed into a line, for what the store has now."""
        self.unsaved.drop(unit_id)
        self.show_unsaved()
        if self.view and self.view.unit.id == unit_id:
            self.view = None
            self.editor.load(0, "")
        self.queue.focus()
