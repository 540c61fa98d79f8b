"""The only place that says what a click on words of the room does; each does what a key does, on what was clicked."""

from __future__ import annotations

from tui.actions import hints
from tui.i18n import _
from tui.screens.editing import Editing
from tui.screens.terming import Terming
from tui.widgets.panels import worst_first
from tui.widgets.prose import Look


class Pointing(Editing, Terming):
    """Clicks on panels, gauges and neighbours; those that change the text leave the cursor in it."""

    def action_point_panel(self, at: int) -> None:
        """Turn to a panel."""
        self.panels.turn_to(at)

    def action_point_number(self, number: str) -> None:
        """Insert a rendering, or take an alternative."""
        self.action_insert_term(number)
        self.action_edit()

    def action_point_change(self, at: int) -> None:
        """Take one change of adaptation back."""
        view = self.ready()
        edits = view.unit.draft.edits if view and view.unit.draft else ()
        if at < len(edits):
            self.revert(edits[at])
            self.action_edit()

    def action_point_finding(self, at: int) -> None:
        """Select what a finding is about in the editor."""
        found = worst_first(self.findings)
        if self.ready() is None or at >= len(found):
            return
        self.action_edit()
        if not self.editor.read_only and (span := found[at].span):
            self.editor.stand_on(span)

    def action_point_fix(self, at: int) -> None:
        """Put the fix of a finding into the editor."""
        found = worst_first(self.findings)
        if self.ready() and at < len(found) and (fix := found[at].fix):
            self.put_fix(fix)
            self.action_edit()

    def action_point_term(self, at: int) -> None:
        """Show the card of a term of the line."""
        view = self.ready()
        if view and at < len(view.terms):
            self.read_card(view.terms[at].surface, self.selected_words())

    def action_point_row(self, unit_id: int) -> None:
        """Go to a neighbour of the line."""
        at = self.session.position(unit_id)
        if at is None:
            self.say(_("The filter hides that line; {show_all} shows all.").format(**hints()), Look.WARN)
        else:
            self.queue.cursor = at

    def action_point_gauge(self, kind: str) -> None:
        """Say what a figure under the text means, and what would make it smaller."""
        words = {
            "cps": _("Reading speed: characters a second the line is in sight, against the profile's limit."),
            "lines": _(
                "Number of lines against the profile's limit; {break_lines} breaks them anew, {join_lines} joins them."
            ),
            "line": _(
                "Characters of a line, wide ones as the profile counts them; {break_lines} breaks the lines anew."
            ),
            "length": _("Characters of the whole text against the limit that the file sets."),
            "pixels": _(
                "Width of a line in the profile's font against the picture's safe width; {break_lines} breaks anew."
            ),
        }
        self.say(words[kind].format(**hints()))
