"""The only place that works on the text in the editor: enter, leave, insert terms and placeholders, apply fixes."""

from __future__ import annotations

from tui.messages import HolderRemoved, HolderTouched, OpenRequested
from tui.screens.ask import Answer, AskScreen, Question
from tui.screens.base import RoomScreen
from tui.widgets.prose import Look


class Editing(RoomScreen):
    """What a reviewer does to the text before it is recorded."""

    def action_edit(self) -> None:
        """Put the cursor into the target."""
        if self.ready() is None:
            return
        if self.editor.read_only:
            self.say(
                "This text holds characters that the editor cannot keep exactly; edit the file.", Look.WARN
            )
            return
        self.editor.focus()

    def on_open_requested(self, _: OpenRequested) -> None:
        """Edit the line that was clicked twice."""
        self.action_edit()

    def action_leave_editor(self) -> None:
        """Go back to the queue; what was typed stays, marked as unsaved."""
        self.keep_typed()
        self.queue.focus()
        if self.view and self.unsaved.get(self.view.unit.id):
            self.say("Kept, unsaved: a approves, s saves, z drops it.", Look.WARN)

    def action_drop_edit(self) -> None:
        """Put the recorded text back into the editor."""
        view = self.ready()
        if view and self.unsaved.get(view.unit.id):
            self.editor.rewrite(view.unit.target or "")
            self.say("Edit dropped; F5 brings it back.")

    def action_undo_typing(self) -> None:
        """Take back the latest change in the editor."""
        self.editor.undo()

    def action_redo_typing(self) -> None:
        """Do again what was taken back."""
        self.editor.redo()

    def action_copy_source(self) -> None:
        """Replace the text in the editor by the source."""
        view = self.ready()
        if view:
            self.editor.rewrite(view.unit.segment.source)
            self.say("The source is in the editor, unsaved; F5 takes that back.")

    def action_insert_placeholder(self) -> None:
        """Insert the next placeholder that the target lacks."""
        view = self.ready()
        if view is None:
            return
        missing = self.session.gauges(view, self.editor.target).missing
        if not missing:
            self.say("Every placeholder of the source is in the target.")
            return
        self.editor.put(missing[0])
        self.say(f"Inserted {missing[0]}, unsaved.")

    def action_insert_term(self, digit: str = "") -> None:
        """Insert a rendering at the cursor; asks which one where no digit says so."""
        view = self.ready()
        if view is None:
            return
        if not digit:
            self._ask_which_term()
            return
        rendering = view.rendering(int(digit))
        if rendering is None:
            self.say(f"There is no rendering {digit} on this line.", Look.WARN)
            return
        self.editor.put(rendering.text)
        self.say(f"Inserted '{rendering.text}', unsaved; F5 takes it back.")

    def _ask_which_term(self) -> None:
        view = self.ready()
        ways = [r for t in view.terms for r in t.renderings if r.number] if view else []
        if not ways:
            self.say("No glossary term stands in this line.")
            return

        def insert(answer: Answer | None) -> None:
            if answer is not None:
                self.action_insert_term(str(ways[answer.choice].number))

        choices = tuple(f"{way.number}  {way.text}" for way in ways)
        question = Question(
            "Insert which rendering?", field="Enter inserts it", choices=choices, required=False
        )
        self.app.push_screen(AskScreen(question), insert)

    def action_apply_fix(self) -> None:
        """Put the first suggested fix into the editor."""
        if self.ready() is None:
            return
        fix = next((f.fix for f in sorted(self.findings, key=lambda f: -f.severity) if f.fix), None)
        if fix is None:
            self.say("No finding of this line suggests a fix.")
            return
        self.editor.rewrite(fix.text)
        self.say(f"Fix in the editor, unsaved: {fix.why}  F5 takes it back.")

    def on_holder_touched(self, message: HolderTouched) -> None:
        """Say that a placeholder was about to go."""
        self.say(f"{' '.join(message.texts)} is a placeholder; the same key again deletes it.", Look.WARN)

    def on_holder_removed(self, message: HolderRemoved) -> None:
        """Say that a placeholder has gone."""
        self.say(f"Deleted {' '.join(message.texts)}; F5 brings it back.", Look.WARN)
