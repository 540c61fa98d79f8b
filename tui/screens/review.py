"""The only place that puts the review room together, and leaves it without losing anything."""

from __future__ import annotations

from contextlib import suppress

from localize.errors import LocalizeError
from tui import i18n
from tui.i18n import _, ngettext
from tui.screens.arranging import Arranging
from tui.screens.bulking import Bulking
from tui.screens.casting import Casting
from tui.screens.choose import Choice, ChooseScreen
from tui.screens.measuring import Measuring
from tui.screens.moving import Moving
from tui.screens.pointing import Pointing
from tui.screens.undoing import Undoing
from tui.views import Action, Decision
from tui.widgets.prose import Look, Run, para


class ReviewScreen(Bulking, Undoing, Pointing, Casting, Measuring, Arranging, Moving):
    """The review room with every command of the action table."""

    def action_language(self) -> None:
        """Speak the next language, at once and from the next sitting on."""
        i18n.use(i18n.after(i18n.language()))
        self.show_head()
        self.show_keys()
        self.queue.row_changed()
        self.panels.show_ways(self.ways)
        if self.view:
            self.panels.show(self.view, self.findings, typed=self.view.unit.id in self.unsaved.ids)
            self.fill_heading()
            self.fill_neighbours()
        self.say(_("Language: {name}").format(name=i18n.LANGUAGES[i18n.language()]))

    def action_quit(self) -> None:
        """Leave; asks about unsaved edits."""
        self.keep_typed()
        if not len(self.unsaved):
            self._leave()
            return
        count = len(self.unsaved)
        words = ngettext("One edit is not recorded yet:", "{count} edits are not recorded yet:", count)
        lines = [para(words.format(count=count)), para("")]
        lines += [para(Run("+ ", Look.NEW), buffer.text, indent=2) for buffer in self.unsaved]
        choices = (
            Choice(("s",), _("save them as edits and leave"), "save"),
            Choice(("d",), _("drop them and leave"), "drop"),
            Choice(("escape",), _("stay"), ""),
        )

        def leave(answer: str | None) -> None:
            if answer == "drop" or (answer == "save" and not self._save_all()):
                self._leave()

        self.app.push_screen(ChooseScreen(_("Leave the room"), tuple(lines), choices), leave)

    def _leave(self) -> None:
        with suppress(LocalizeError):  # the others see it when the latest sign of life has faded
            self.session.leave()
        self.app.exit(0)

    def _save_all(self) -> str:
        """Record every unsaved edit; goes to the first line that refuses and says why, '' if none did."""
        for buffer in self.unsaved:
            try:
                self.session.decide(
                    buffer.unit_id, [Decision(Action.EDIT, text=buffer.text)], buffer.revision
                )
            except LocalizeError as error:
                self._stand_on(buffer.unit_id)
                self.complain(error)
                return str(error)
            self.unsaved.drop(buffer.unit_id)
        return ""

    def _stand_on(self, unit_id: int) -> None:
        at = self.session.position(unit_id)
        if at is not None:
            self.queue.cursor = at

    def rescue(self) -> list[str]:
        """Record every unsaved edit because the terminal or the machine is going away; returns what could not be."""
        self.keep_typed()
        lost = []
        for buffer in self.unsaved:
            try:
                self.session.decide(
                    buffer.unit_id, [Decision(Action.EDIT, text=buffer.text)], buffer.revision
                )
            except LocalizeError as error:
                lost.append(f"{error}: {buffer.text}")
            else:
                self.unsaved.drop(buffer.unit_id)
        return lost
