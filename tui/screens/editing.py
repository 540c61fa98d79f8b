"""The only place that works on the text in the editor: enter, leave, insert terms and placeholders, apply fixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from localize.errors import LocalizeError
from tui.actions import hints
from tui.i18n import _
from tui.messages import HolderRemoved, HolderTouched, Looked, OpenRequested, WaysRead
from tui.sayings import saying
from tui.screens.ask import Answer, AskScreen, Question
from tui.screens.base import RoomScreen
from tui.widgets.panels import worst_first
from tui.widgets.prose import Look
from tui.widgets.vocabulary import origin_words

if TYPE_CHECKING:
    from textual.timer import Timer

    from localize.model import Edit, Fix
    from tui.views import View, Way

_PAUSE_BEFORE_WAYS = 0.15
"""Seconds on a line after which other ways to say it are looked for; whoever walks on needs none."""


class Editing(RoomScreen):
    """What a reviewer does to the text before it is recorded."""

    ways: tuple[Way, ...] = ()
    ways_of = 0
    _ways_timer: Timer | None = None

    def action_edit(self) -> None:
        """Put the cursor into the target."""
        if self.ready() is None:
            return
        if self.editor.read_only:
            self.say(
                _("This text holds characters that the editor cannot keep exactly; edit the file."), Look.WARN
            )
            return
        self.set_focus(self.editor)  # at once: the next key is text

    def on_open_requested(self, _: OpenRequested) -> None:
        """Edit the line that was clicked twice."""
        self.action_edit()

    def action_leave_editor(self) -> None:
        """Go back to the queue; what was typed stays, marked as unsaved."""
        self.keep_typed()
        self.set_focus(self.queue)
        if self.view and self.unsaved.get(self.view.unit.id):
            self.say(
                _("Kept, unsaved: {approve_next} approves, {save} saves, {drop_edit} drops it.").format(
                    **hints()
                ),
                Look.WARN,
            )

    def action_drop_edit(self) -> None:
        """Put the recorded text back into the editor."""
        view = self.ready()
        if view and self.unsaved.get(view.unit.id):
            self.editor.rewrite(view.unit.target or "")
            self.say(_("Edit dropped; {undo_typing} brings it back.").format(**hints()))

    def action_undo_typing(self) -> None:
        """Take back the latest change in the editor."""
        self.editor.undo()

    def action_redo_typing(self) -> None:
        """Do again what was taken back."""
        self.editor.redo()

    def action_direction_mark(self) -> None:
        """Insert the mark of the target's direction at the cursor."""
        if self.ready():
            self.editor.put("\u200f" if self.session.right_to_left else "\u200e")
            self.say(
                _(
                    "A direction mark is in the text, unsaved; it shows as a picture here and as nothing there."
                )
            )

    def action_copy_source(self) -> None:
        """Replace the text in the editor by the source."""
        view = self.ready()
        if view:
            self.editor.rewrite(view.unit.segment.source)
            self.say(
                _("The source is in the editor, unsaved; {undo_typing} takes that back.").format(**hints())
            )

    def action_insert_placeholder(self) -> None:
        """Insert the next placeholder that the target lacks."""
        view = self.ready()
        if view is None:
            return
        missing = self.session.gauges(view, self.editor.target).missing
        if not missing:
            self.say(_("Every placeholder of the source is in the target."))
            return
        self.editor.put(missing[0])
        self.say(_("Inserted {text}, unsaved.").format(text=missing[0]))

    def action_insert_term(self, digit: str = "") -> None:
        """Insert a rendering at the cursor, or take an alternative; asks which one where no digit says so."""
        view = self.ready()
        if view is None:
            return
        if not digit:
            self._ask_which_term()
            return
        number = int(digit)
        if rendering := view.rendering(number):
            self.editor.put(rendering.text)
            words = _("Inserted '{text}', unsaved; {undo_typing} takes it back.")
            self.say(words.format(**hints(), text=rendering.text))
        elif way := next((way for way in self._ways_here() if way.number == number), None):
            self.editor.rewrite(way.text)
            words = _(
                "Alternative {number} ({origin}) is in the editor, unsaved; {undo_typing} takes it back."
            )
            self.say(words.format(**hints(), number=number, origin=origin_words(way.origin)))
        else:
            words = _("There is no rendering or alternative {number} on this line.")
            self.say(words.format(number=digit), Look.WARN)

    def _ask_which_term(self) -> None:
        view = self.ready()
        numbered = [(r.number, r.text) for t in view.terms for r in t.renderings if r.number] if view else []
        numbered += [
            (way.number, f"{way.text}  ({origin_words(way.origin)})")
            for way in self._ways_here()
            if way.number
        ]
        if not numbered:
            self.say(_("This line has no glossary term and no alternative."))
            return

        def insert(answer: Answer | None) -> None:
            if answer is not None:
                self.action_insert_term(str(numbered[answer.choice][0]))

        choices = tuple(f"{number}  {text}" for number, text in numbered)
        question = Question(_("Insert which?"), choices=choices, required=False)
        self.app.push_screen(AskScreen(question), insert)

    # Other ways to say the line

    def _ways_here(self) -> tuple[Way, ...]:
        return self.ways if self.view and self.ways_of == self.view.unit.id else ()

    def on_looked(self, message: Looked) -> None:
        """Look for other ways to say a line once the cursor rests on it."""
        if message.view.unit.id == self.queue.current and self.ways_of != message.view.unit.id:
            self.ways, self.ways_of = (), 0
            self.panels.show_ways(())
            if self._ways_timer:
                self._ways_timer.stop()
            self._ways_timer = self.set_timer(_PAUSE_BEFORE_WAYS, self._find_ways_now)

    def _find_ways_now(self) -> None:
        # While glossary and limits are loaded, a second thread beside that would only hold the keys up.
        if self.session.warm and self.view and self.view.unit.id == self.queue.current:
            self.find_ways(self.view)

    @work(thread=True, exclusive=True, group="ways", exit_on_error=False)
    def find_ways(self, view: View) -> None:
        """Look for other ways to say a line."""
        self.post_message(WaysRead(view.unit.id, self.session.ways(view)))

    def on_ways_read(self, message: WaysRead) -> None:
        """Show other ways to say the line, unless the cursor has left it."""
        if self.view and self.view.unit.id == message.unit_id:
            self.ways, self.ways_of = message.ways, message.unit_id
            self.panels.show_ways(message.ways)

    # Changes of the whole text

    def action_revert_change(self) -> None:
        """Take one change of adaptation back in the editor."""
        view = self.ready()
        if view is None:
            return
        edits = view.unit.draft.edits if view.unit.draft else ()
        undone = {n: self.session.without(self.editor.target, edit) for n, edit in enumerate(edits)}
        able = [n for n, text in undone.items() if text is not None]
        if not able:
            self.say(
                _("No change of adaptation in this text can be taken back: none, or not in these words.")
            )
            return
        if len(able) == 1:
            self.revert(edits[able[0]])
            return

        def revert(answer: Answer | None) -> None:
            if answer is not None:
                self.revert(edits[able[answer.choice]])

        choices = tuple(f"{edits[n].after} > {edits[n].before}  ({edits[n].reason})" for n in able)
        question = Question(_("Take back which change?"), choices=choices, required=False)
        self.app.push_screen(AskScreen(question), revert)

    def revert(self, edit: Edit) -> None:
        """Take a change of adaptation back, if its words still stand in the text."""
        text = self.session.without(self.editor.target, edit)
        if text is None:
            self.say(_("'{after}' does not stand in this text any more.").format(after=edit.after), Look.WARN)
        else:
            self.editor.rewrite(text)
            words = _("'{after}' is '{before}' again, unsaved; {undo_typing} takes that back.")
            self.say(words.format(**hints(), after=edit.after, before=edit.before))

    def action_copy_above(self) -> None:
        """Replace the text in the editor by the target of the line above."""
        view = self.ready()
        above = view.before[-1].target if view and view.before else None
        if above is None:
            self.say(_("There is no target above this line."), Look.WARN)
            return
        self.editor.rewrite(above)
        self.say(
            _("The target above is in the editor, unsaved; {undo_typing} takes that back.").format(**hints())
        )

    def action_break_lines(self) -> None:
        """Split the text into lines that fit."""
        view = self.ready()
        if view is None:
            return
        try:
            text = self.session.broken(view.unit.id, self.editor.target)
        except LocalizeError as error:
            self.complain(error)
            return
        self._rewrite(
            text, _("The lines are broken anew, unsaved; {undo_typing} takes that back.").format(**hints())
        )

    def action_join_lines(self) -> None:
        """Merge the lines of the text into one."""
        if self.ready():
            done = _("The lines are one, unsaved; {undo_typing} takes that back.").format(**hints())
            self._rewrite(self.session.joined(self.editor.target), done)

    def _rewrite(self, text: str, done: str) -> None:
        if text == self.editor.target:
            self.say(_("The lines are as they should be."))
            return
        self.editor.rewrite(text)
        self.say(done)

    def action_apply_fix(self) -> None:
        """Put the first suggested fix into the editor."""
        if self.ready() is None:
            return
        fix = next((f.fix for f in worst_first(self.findings) if f.fix), None)
        if fix is None:
            self.say(_("No finding of this line suggests a fix."))
            return
        self.put_fix(fix)

    def put_fix(self, fix: Fix) -> None:
        """Put a suggested fix into the editor."""
        self.editor.rewrite(fix.text)
        self.say(
            _("Fix in the editor, unsaved: {why}  {undo_typing} takes it back.").format(
                **hints(), why=saying(fix.why)
            )
        )

    def on_holder_touched(self, message: HolderTouched) -> None:
        """Say that a placeholder was about to go."""
        words = _("{texts} is a placeholder; the same key again deletes it.")
        self.say(words.format(texts=" ".join(message.texts)), Look.WARN)

    def on_holder_removed(self, message: HolderRemoved) -> None:
        """Say that a placeholder has gone."""
        self.say(
            _("Deleted {texts}; {undo_typing} brings it back.").format(
                **hints(), texts=" ".join(message.texts)
            ),
            Look.WARN,
        )
