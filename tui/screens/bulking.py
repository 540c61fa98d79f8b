"""The only place that marks lines and approves many of them as one act."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import work

from tui.actions import hints
from tui.i18n import _, ngettext
from tui.messages import BulkDone, RepeatsRead
from tui.screens.deciding import Deciding
from tui.views import State
from tui.widgets.prose import Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.screens.bulk import Plan
    from tui.views import Row, Unit


class Bulking(Deciding):
    """Bulk approval of marked lines, or of the exact repeats of one line."""

    def action_mark(self) -> None:
        """Mark the line, or take its mark off, and go down."""
        current = self.queue.current
        if current is not None:
            self.queue.mark(self.queue.marked ^ {current})
            count = len(self.queue.marked)
            words = ngettext(
                "{count} line marked; {bulk} approves them.",
                "{count} lines marked; {bulk} approves them.",
                count,
            )
            self._announce = words.format(**hints(), count=count)
            if self.queue.cursor + 1 < len(self.session.found.ids):
                self.queue.move(1)
            else:
                self.say(self._announce, Look.GOOD)

    def action_bulk(self) -> None:
        """Show what a bulk approval would do."""
        view = self.ready()
        if view is None:
            return
        if self.queue.marked:
            positions = (self.session.position(unit_id) for unit_id in sorted(self.queue.marked))
            rows = [self.session.row(at) for at in sorted(p for p in positions if p is not None)]
            plans = [(row, None) for row in rows if row.target and row.state is not State.APPROVED]
            title = ngettext("Approve {count} marked line", "Approve {count} marked lines", len(plans))
            self._propose(title.format(count=len(plans)), plans)
        else:
            self.read_repeats(view.unit.id)

    @work(thread=True, exclusive=True, group="repeats", exit_on_error=False)
    def read_repeats(self, unit_id: int) -> None:
        """Read the lines with exactly the source of a line."""
        self.post_message(RepeatsRead(unit_id, tuple(self.session.repeats(unit_id))))

    def on_repeats_read(self, message: RepeatsRead) -> None:
        """Propose to approve a line and its repeats with its text."""
        view = self.view
        if view is None or view.unit.id != message.unit_id or self.queue.current != message.unit_id:
            return
        self.keep_typed()
        buffer = self.unsaved.get(view.unit.id)
        text = buffer.text if buffer else view.unit.target
        if not text:
            self.say(_("There is no target to approve yet; {edit} writes one.").format(**hints()), Look.WARN)
            return
        position = self.session.position(view.unit.id)
        own = [self.session.row(position)] if position is not None else []
        rows = [*own, *message.rows]
        plans = [
            (row, None if row.target == text else text)
            for row in rows
            if row.state is not State.APPROVED or row.target != text
        ]
        if not message.rows:
            self.say(_("No line repeats this source; {mark} marks lines of your choice.").format(**hints()))
        elif not plans:
            self.say(_("Every repeat of this line is approved with this text."), Look.GOOD)
        else:
            title = _("Approve '{source}' wherever it stands").format(source=view.unit.segment.source)
            self._propose(title, plans)

    def _propose(self, title: str, plans: Sequence[tuple[Row, str | None]]) -> None:
        from tui.screens.bulk import BulkScreen, Plan

        if not plans:
            words = _("None of the marked lines can be approved: without target, or approved already.")
            self.say(words, Look.WARN)
            return

        def settle(chosen: tuple[Plan, ...] | None) -> None:
            if chosen:
                self.say(
                    ngettext("approving {count} line …", "approving {count} lines …", len(chosen)).format(
                        count=len(chosen)
                    )
                )
                self.record_many(chosen)

        self.app.push_screen(BulkScreen(title, tuple(Plan(*plan) for plan in plans)), settle)

    @work(thread=True, group="bulk", exit_on_error=False)
    def record_many(self, plans: tuple[Plan, ...]) -> None:
        """Approve many lines as one act."""
        self.post_message(BulkDone(tuple(self.session.approve_many([(p.row, p.text) for p in plans]))))

    def on_bulk_done(self, message: BulkDone) -> None:
        """Show what was approved."""
        for unit in message.units:
            buffer = self.unsaved.get(unit.id)
            if buffer and buffer.text == unit.target:
                self.unsaved.drop(unit.id)
            if self.view and self.view.unit.id == unit.id:
                self.view = replace(self.view, unit=unit)
        self.queue.mark(())
        if self.refreshed([unit.id for unit in message.units]):
            self.show_unsaved()
            self.say(_bulk_words(message.units), Look.GOOD)
            if self.queue.current is not None:
                self.look(self.queue.current)


def _bulk_words(units: Sequence[Unit]) -> str:
    """Return how many lines were approved, and how many of them somebody else has to approve too."""
    waiting = sum(unit.state is not State.APPROVED for unit in units)
    words = ngettext("approved {count} line", "approved {count} lines", len(units)).format(count=len(units))
    if waiting:
        more = ngettext(
            "; {count} waits for a second approval", "; {count} wait for a second approval", waiting
        )
        words += more.format(count=waiting)
    return words + _("  ({undo} takes all of them back)").format(**hints())
