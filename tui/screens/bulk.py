"""The only place that shows what a bulk approval would do, line by line, before it does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Vertical

from tui.actions import hints
from tui.i18n import N_, _
from tui.screens.over import Over
from tui.widgets.cells import fit
from tui.widgets.differing import word_diff
from tui.widgets.picklist import Entry, PickList
from tui.widgets.prose import Bar, Look, Prose, Run, para
from tui.widgets.signs import SEVERITY_LOOKS, SEVERITY_SIGNS, STATE_LOOKS, state_words

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tui.views import Row


@dataclass(frozen=True, slots=True)
class Plan:
    """One line of a bulk approval.

    Attributes:
        row: the line as it is.
        text: its new target, None to approve it as it stands.
    """

    row: Row
    text: str | None


class BulkScreen(Over[tuple[Plan, ...] | None]):
    """Shows the lines; Space leaves one out, Enter approves the rest as one act, Esc does nothing."""

    CSS_PATH = "bulk.tcss"
    BINDINGS = [
        Binding("escape,q", "cancel", N_("cancel"), show=False),
        Binding("space,x", "leave_out", N_("leave out"), show=False),
    ]

    def __init__(self, title: str, plans: tuple[Plan, ...]) -> None:
        super().__init__()
        self._heading = title
        self._plans = plans
        self._out: set[int] = set()

    def compose(self) -> ComposeResult:
        """Yield the list."""
        with Vertical(id="box"):
            yield Bar(id="title")
            yield PickList(id="lines")
            yield Prose(id="detail")
            yield Bar(id="keys")

    def on_mount(self) -> None:
        """Show the lines."""
        self.query_one("#title", Bar).set_bar([Run(self._heading, Look.HEAD)])
        self._draw()
        lines = self.query_one("#lines", PickList)
        lines.focus()
        self.on_pick_list_moved(PickList.Moved(lines.cursor))

    def _draw(self) -> None:
        self.query_one("#lines", PickList).show([self._entry(at) for at in range(len(self._plans))])
        taken = [p for at, p in enumerate(self._plans) if at not in self._out]
        new = sum(p.text is not None for p in taken)
        words = _("Enter approves {count}").format(count=len(taken))
        words += _(", {count} changed").format(count=new) if new else ""
        keys = _("  Esc cancel  Space leaves one out  ({undo} takes all back at once)").format(**hints())
        self.query_one("#keys", Bar).set_hints(keys, Run(words, Look.STRONG))

    def _entry(self, at: int) -> Entry:
        plan = self._plans[at]
        row = plan.row
        worst = f"{SEVERITY_SIGNS[row.worst]} {row.code}" if row.worst else ""
        runs = [
            Run(f"[{' ' if at in self._out else 'x'}] ", Look.KEY),
            Run(fit(f"{row.file.rpartition('/')[2]} {row.ordinal + 1}", 18)),
            Run(fit(state_words(row.state), 12), STATE_LOOKS[row.state]),
            Run(fit(worst, 9), SEVERITY_LOOKS[row.worst] if row.worst else Look.PLAIN),
            Run(plan.text or row.target or "", Look.NEW if plan.text else Look.PLAIN),
        ]
        return Entry(tuple(runs))

    def on_pick_list_moved(self, event: PickList.Moved) -> None:
        """Show the line under the cursor in full: its source, and what would become of its target."""
        event.stop()
        plan = self._plans[event.at]
        now = plan.row.target or ""
        after = word_diff(now, plan.text) if plan.text is not None else [Run(now)]
        self.query_one("#detail", Prose).show([para(Run(plan.row.source, Look.TERM)), para(*after)])

    def action_leave_out(self) -> None:
        """Leave the line under the cursor out, or take it in again."""
        picks = self.query_one("#lines", PickList)
        self._out ^= {picks.cursor}
        self._draw()
        picks.action_step(1)

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """Approve what is ticked."""
        event.stop()
        self.dismiss(tuple(p for at, p in enumerate(self._plans) if at not in self._out))

    def action_cancel(self) -> None:
        """Do nothing."""
        self.dismiss(None)
