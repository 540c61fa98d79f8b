"""The only place that arranges the room: the widths of its panes, the jump to what is in sight, help where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.css.query import NoMatches

from tui import panes
from tui.i18n import N_, _
from tui.screens.base import RoomScreen
from tui.screens.choose import CLOSE, ChooseScreen
from tui.screens.guide import explained
from tui.widgets.prose import Look

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping

    from textual.events import Resize

    from tui.messages import Dragged
    from tui.screens.jump import Target

_PANES = {
    "queue": N_("queue"),
    "source": N_("source"),
    "target": N_("editor"),
    "panel-text": N_("panels"),
}
"""Panes that can be jumped to, in the order of their digits."""


class Arranging(RoomScreen):
    """What a reviewer changes of the room itself."""

    @property
    def shares(self) -> MutableMapping[str, int]:
        """Return the widths of the panes as this reviewer wants them; the app remembers them."""
        found: MutableMapping[str, int] = getattr(self.app, "panes", {})
        return found

    def on_mount(self) -> None:
        """Share the width before anything is laid out, and not once more after it has been drawn."""
        self._share(self.app.size.width)

    def on_resize(self, event: Resize) -> None:
        """Share the new width."""
        self._share(event.size.width)

    def _share(self, width: int) -> None:
        room, panels = self.query_one("#room"), self.panels
        columns = panes.columns(self.shares, width)
        rows = self.shares.get(panes.ROWS, 0)
        if columns:
            room.styles.grid_columns = columns
            panels.styles.clear_rule("height")
            return
        room.styles.clear_rule("grid_columns")
        if rows:
            panels.styles.height = rows
        room.refresh(layout=True)

    def _widen(self, pane: str, steps: int) -> None:
        width = self.size.width
        if panes.widen(self.shares, pane, steps, width, rows=self.panels.size.height):
            self._share(width)
            self.call_after_refresh(self.fill_neighbours)
        else:
            self.say(_("The pane cannot go further that way."), Look.WARN)

    def action_queue_wider(self) -> None:
        """Give the queue more room."""
        self._widen("queue", 1)

    def action_queue_narrower(self) -> None:
        """Give the queue less room."""
        self._widen("queue", -1)

    def action_panels_wider(self) -> None:
        """Give the panels more room."""
        self._widen("panels", 1)

    def action_panels_narrower(self) -> None:
        """Give the panels less room."""
        self._widen("panels", -1)

    def action_panes_reset(self) -> None:
        """Share the room as it was at first."""
        self.shares.clear()
        self.panels.styles.clear_rule("height")
        self._share(self.size.width)
        self.call_after_refresh(self.fill_neighbours)
        self.say(_("The panes are as they were at first."))

    def on_dragged(self, message: Dragged) -> None:
        """Give the panes the widths to which their bar was dragged."""
        width = self.size.width
        percent = round(100 * message.x / max(width, 1))
        pane = "queue" if message.splitter == "queue-splitter" else "panels"
        if panes.share(self.shares, pane, percent if pane == "queue" else 100 - percent, width):
            self._share(width)
            self.call_after_refresh(self.fill_neighbours)

    # Jump and help

    def action_jump(self) -> None:
        """Show a key on every pane and line in sight."""
        from tui.screens.jump import JumpScreen

        targets = (*self._panes(), *self._rows())

        def go(target: Target | None) -> None:
            if target is None:
                return
            if target.row is not None:
                self.queue.focus()
                self.queue.cursor = target.row
            elif target.pane == "target":
                self.run_worker(self.run_action("edit"))
            else:
                self.query_one(f"#{target.pane}").focus()

        self.app.push_screen(JumpScreen(targets), go)

    def _panes(self) -> Iterator[Target]:
        from tui.screens.jump import Target

        for name, title in _PANES.items():
            try:
                pane = self.query_one(f"#{name}")
            except NoMatches:
                continue
            region = pane.region
            if pane.focusable and region.area:
                yield Target(max(region.right - len(_(title)) - 6, region.x), region.y, name, name=_(title))

    def _rows(self) -> Iterator[Target]:
        from tui.screens.jump import Target

        region = self.queue.region
        for row, y in self.queue.rows_in_sight():
            yield Target(region.x, region.y + y, row=row)

    def action_help(self) -> None:
        """Say what has the focus and what its keys are, and every key after that."""
        title, lines = explained(self.focused)
        screen = ChooseScreen(title, lines, (CLOSE,), tall=True)
        screen.add_class("-help")
        self.app.push_screen(screen)
