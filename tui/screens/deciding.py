"""The only place where a reviewer's decision is asked for, recorded and reported."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from localize.errors import ConflictError, LocalizeError
from localize.model import Severity
from tui.screens.ask import Answer, AskScreen, Question
from tui.screens.base import RoomScreen
from tui.screens.choose import Choice, ChooseScreen
from tui.views import Action, Decision
from tui.widgets.desk import two_versions
from tui.widgets.prose import Look, para
from tui.widgets.signs import done_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.views import Unit, View

_REASONS = (
    "wrong meaning",
    "wrong term",
    "wrong register or form of address",
    "too long for the cue",
    "not natural",
    "placeholder or formatting broken",
)
_WAIVERS = ("intended", "false alarm", "agreed with the client", "the picture makes it clear")


class Deciding(RoomScreen):
    """Approve, reject, discuss, comment, waive, undo, save."""

    def action_approve_next(self) -> None:
        """Approve, an unsaved edit included, and go to the next open line."""
        self._approve(move=True)

    def action_approve(self) -> None:
        """Approve, an unsaved edit included, and stay."""
        self._approve(move=False)

    def _approve(self, *, move: bool) -> None:
        view = self.ready()
        if view is None:
            return
        text = self._unsaved_text(view)
        if text is None and view.unit.target is None:
            self.say("There is no target to approve yet; e writes one.", Look.WARN)
            return
        edit = [Decision(Action.EDIT, text=text)] if text is not None else []
        self.record(view, [*edit, Decision(Action.APPROVE)], move=move)

    def action_save(self) -> None:
        """Record the edited text without approving it."""
        view = self.ready()
        if view is None:
            return
        text = self._unsaved_text(view)
        if text is None:
            self.say("Nothing to save: the text is the recorded one.")
            return
        self.record(view, [Decision(Action.EDIT, text=text)])

    def action_discuss(self) -> None:
        """Mark the line as one that needs discussion."""
        view = self.ready()
        if view:
            self.record(view, [Decision(Action.DISCUSS)])

    def action_reject(self) -> None:
        """Send the line back, with a reason."""
        self._with_words(
            Question("Reject this line: why?", field="reason", choices=_REASONS, choices_are_words=True),
            lambda answer: Decision(Action.REJECT, reason=answer.words),
        )

    def action_comment(self) -> None:
        """Write a comment."""
        self._with_words(
            Question("Comment on this line", field="comment"),
            lambda answer: Decision(Action.COMMENT, text=answer.words),
        )

    def action_waive(self) -> None:
        """Let one finding stand, with a reason."""
        view = self.ready()
        if view is None:
            return
        findings = view.unit.findings
        if not findings:
            self.say("There is no finding to waive on the recorded text.")
            return
        codes = tuple(dict.fromkeys(f.code for f in findings))
        messages = {f.code: f.message for f in reversed(findings)}
        self._with_words(
            Question(
                "Waive a finding: which, and why may it stand?",
                field=f"reason, such as: {', '.join(_WAIVERS)}",
                choices=tuple(f"{code}  {messages[code]}" for code in codes),
            ),
            lambda answer: Decision(Action.WAIVE, reason=answer.words, code=codes[answer.choice]),
        )

    def _with_words(self, question: Question, make: Callable[[Answer], Decision]) -> None:
        view = self.ready()
        if view is None:
            return
        about = (para(view.unit.segment.source), para(view.unit.target or "(no target)"))

        def decide(answer: Answer | None) -> None:
            if answer is not None:
                self.record(view, [make(answer)])

        self.app.push_screen(AskScreen(replace(question, about=about)), decide)

    def action_undo(self) -> None:
        """Take back the reviewer's latest decision, and go to its line."""
        self.keep_typed()
        try:
            unit = self.session.undo()
        except LocalizeError as error:
            self.complain(error)
            return
        if unit is None:
            self.say("There is nothing of yours to take back.")
            return
        self.queue.row_changed()
        at = self.session.position(unit.id)
        where = "" if at is not None else "; the filter hides that line"
        if at is not None and at != self.queue.cursor:
            self._announce = f"Took back your decision on {_name(unit)}."
            self.queue.cursor = at
        else:
            self.say(f"Took back your decision on {_name(unit)}{where}.", Look.GOOD)
            if at is not None:
                self.look(unit.id)

    # Recording

    def _unsaved_text(self, view: View) -> str | None:
        self.keep_typed()
        buffer = self.unsaved.get(view.unit.id)
        return buffer.text if buffer else None

    def record(
        self, view: View, decisions: list[Decision], *, move: bool = False, revision: int | None = None
    ) -> None:
        """Record decisions as one act, and show that only once it is durable."""
        text = next((d.text for d in decisions if d.action is Action.EDIT), None)
        buffer = self.unsaved.get(view.unit.id)
        if revision is None:
            revision = buffer.revision if buffer and text is not None else view.unit.revision
        try:
            unit = self.session.decide(view.unit.id, decisions, revision)
        except ConflictError:
            self._ask_about_conflict(view, decisions, move=move)
        except LocalizeError as error:
            self.complain(error)
        else:
            self._recorded(view, unit, decisions, move=move)

    def _recorded(self, view: View, unit: Unit, decisions: list[Decision], *, move: bool) -> None:
        if any(d.action is Action.EDIT for d in decisions):
            self.unsaved.drop(unit.id)
        elif unit.revision != view.unit.revision:
            self.unsaved.rebase(unit.id, unit.revision)
        if self.view and self.view.unit.id == unit.id:
            self.view = replace(self.view, unit=unit)
        self.show_unsaved()
        self.queue.row_changed()
        words = f"{done_words(decisions[-1])} {_name(unit)}  (u takes it back)"
        errors = sum(f.severity >= Severity.ERROR for f in unit.findings)
        if errors and decisions[-1].action is Action.APPROVE:
            words += f"  {errors} error{'s' if errors > 1 else ''} stay open and may close the export gate"
        at = self.session.next_open(self.queue.cursor, 1) if move else None
        if move:
            self.queue.focus()
        if at is not None and at != self.queue.cursor:
            self._announce = words
            self.queue.cursor = at
        else:
            if move:
                words += "  Nothing else is open in this queue."
            self.say(words, Look.GOOD)
            self.look(unit.id)

    def _ask_about_conflict(self, view: View, decisions: list[Decision], *, move: bool) -> None:
        unit_id = view.unit.id
        try:
            now = self.session.unit(unit_id)
            self.session.refresh((unit_id,))
        except LocalizeError as error:
            self.complain(error)
            return
        self.queue.row_changed()
        mine = next((d.text for d in decisions if d.action is Action.EDIT), None)
        again = f"{done_words(decisions[-1])} anyway"
        choices: tuple[Choice, ...]
        if mine is not None:
            choices = (
                Choice(("m",), "mine over theirs", "mine"),
                Choice(("t",), "take theirs, drop mine", "theirs"),
                Choice(("escape",), "go on editing mine", ""),
            )
        else:
            choices = (Choice(("m",), again, "mine"), Choice(("escape",), "look at the new version", ""))

        def settle(answer: str | None) -> None:
            if answer == "mine":
                self.record(view, decisions, move=move, revision=now.revision)
                return
            if answer == "theirs":
                self._take_theirs(unit_id)
            self.look(unit_id)

        paragraphs = tuple(two_versions(mine, now, seen=view.unit.target))
        self.app.push_screen(ChooseScreen("This line changed under you", paragraphs, choices), settle)

    def _take_theirs(self, unit_id: int) -> None:
        self.unsaved.drop(unit_id)
        self.show_unsaved()
        if self.view and self.view.unit.id == unit_id:
            self.view = None
            self.editor.load(0, "")
        self.queue.focus()


def _name(unit: Unit) -> str:
    return f"{unit.file} {unit.ordinal + 1}"
