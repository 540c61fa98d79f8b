"""The only place where a reviewer's decision is asked for, recorded and reported."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual import work

from localize.errors import ConflictError, LocalizeError, StoreError
from localize.model import Severity
from tui.actions import hints
from tui.i18n import _, ngettext
from tui.messages import Decided
from tui.sayings import saying
from tui.screens.ask import Answer, AskScreen, Question
from tui.screens.choose import Choice, ChooseScreen
from tui.screens.company import BUSY, Company
from tui.screens.faults import REASONS, WAIVERS, WEIGHTS, day_trouble, reason_and_day
from tui.views import Action, Decision, State
from tui.widgets.desk import two_versions
from tui.widgets.prose import Look, Run, para
from tui.widgets.signs import dimension_name, done_words, weight_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from tui.views import Unit, View

_RETRY = 0.1
"""Seconds until a decision that found another process writing is tried again."""
_TRIES = 100
_BEFORE_LEARNING = 0.1
"""Seconds after a decision in which the room draws it and reads the next line, before the memory follows."""


class Deciding(Company):
    """Approve, reject, discuss, comment, waive, undo, save."""

    _learning: Timer | None = None

    def action_approve_next(self) -> None:
        """Approve, an unsaved edit included, and go to the next open line."""
        self._approve(move=True)

    def action_approve(self) -> None:
        """Approve, an unsaved edit included, and stay."""
        self._approve(move=False)

    def _approve(self, *, move: bool, action: Action = Action.APPROVE) -> None:
        view = self.ready()
        if view is None:
            return
        text = self._unsaved_text(view)
        if text is None and view.unit.target is None:
            self.say(_("There is no target to approve yet; {edit} writes one.").format(**hints()), Look.WARN)
            return
        if text is None and (said := self._approved_before(view)):
            self._go_on(said.format(line=line_name(view.unit)), move=move)
            return
        if text is not None and action is Action.APPROVE and self.session.separated:
            self.record(view, [Decision(Action.EDIT, text=text)], move=move)
            return
        edit = [Decision(Action.EDIT, text=text)] if text is not None else []
        self.record(view, [*edit, Decision(action)], move=move)

    def _approved_before(self, view: View) -> str:
        """Return what to say instead of approving once more what stands approved; '' where there is nothing."""
        if view.unit.state is State.APPROVED:
            return _("{line} is approved already.")
        if self.session.reviewer in view.approvers:
            return _("You approved {line} already; it waits for somebody else.")
        if view.own:
            return _("You wrote {line}; somebody else has to approve it.")
        return ""

    def action_save(self) -> None:
        """Record the edited text without approving it."""
        view = self.ready()
        if view is None:
            return
        text = self._unsaved_text(view)
        if text is None:
            self.say(_("Nothing to save: the text is the recorded one."))
            return
        self.record(view, [Decision(Action.EDIT, text=text)])

    def action_discuss(self) -> None:
        """Mark the line as one that needs discussion."""
        view = self.ready()
        if view:
            self.record(view, [Decision(Action.DISCUSS)])

    def action_reject(self) -> None:
        """Send the line back, with a reason, a sort of fault and how bad it is."""
        self._with_words(
            Question(
                _("Reject this line: what is wrong, and how bad is it?"),
                field=_("more words on it, if need be"),
                choices=tuple(f"{_(words)}  ({dimension_name(dimension)})" for words, dimension in REASONS),
                levels=tuple(weight_name(weight) for weight in WEIGHTS),
                required=False,
            ),
            _rejection,
        )

    def action_second(self) -> None:
        """Approve, an unsaved edit included, and ask for somebody else's approval too."""
        self._approve(move=True, action=Action.SECOND)

    def action_comment(self) -> None:
        """Write a comment."""
        self._with_words(
            Question(_("Comment on this line"), field=_("comment")),
            lambda answer: Decision(Action.COMMENT, text=answer.words),
        )

    def action_waive(self) -> None:
        """Let one finding stand, with a reason."""
        view = self.ready()
        if view is None:
            return
        findings = view.unit.findings
        if not findings:
            self.say(_("There is no finding to waive on the recorded text."))
            return
        codes = tuple(dict.fromkeys(f.code for f in findings))
        messages = {f.code: f.message for f in reversed(findings)}
        examples = _(", ").join(_(words) for words in WAIVERS)
        self._with_words(
            Question(
                _("Waive a finding: which, and why may it stand?"),
                field=_("reason [until 2026-12-31], such as: {examples}").format(examples=examples),
                choices=tuple(f"{code}  {saying(messages[code])}" for code in codes),
                refuse=day_trouble,
            ),
            lambda answer: _waiver(answer, codes),
        )

    def _with_words(self, question: Question, make: Callable[[Answer], Decision]) -> None:
        view = self.ready()
        if view is None:
            return
        about = (para(view.unit.segment.source), para(view.unit.target or _("(no target)")))

        def decide(answer: Answer | None) -> None:
            if answer is not None:
                self.record(view, [make(answer)])

        self.app.push_screen(AskScreen(replace(question, about=about)), decide)

    def refreshed(self, ids: list[int]) -> bool:
        """Read rows of the queue again and draw them; return whether that worked."""
        try:
            self.session.refresh(ids)
        except LocalizeError as error:
            self.complain(error)
            return False
        self.queue.row_changed()
        self.show_place()
        return True

    # Recording

    def _unsaved_text(self, view: View) -> str | None:
        self.keep_typed()
        buffer = self.unsaved.get(view.unit.id)
        return buffer.text if buffer else None

    def record(
        self,
        view: View,
        decisions: list[Decision],
        *,
        move: bool = False,
        revision: int | None = None,
        tries: int = _TRIES,
    ) -> None:
        """Record decisions as one act, and show that only once it is durable.

        While another process writes, the interface goes on and this tries again.
        """
        text = next((d.text for d in decisions if d.action is Action.EDIT), None)
        buffer = self.unsaved.get(view.unit.id)
        seen = view.unit.approvals if revision is None and text is not None else None
        if revision is None:
            revision = buffer.revision if buffer and text is not None else view.unit.revision
        try:
            unit = self.session.decide(view.unit.id, decisions, revision, approvals=seen)
        except ConflictError:
            self._ask_about_conflict(view, decisions, move=move)
        except StoreError as error:
            if error.code != BUSY or tries <= 0:
                self.complain(error)
                return
            self.say(_("Another process is writing; this decision waits for it."), Look.WARN)
            again = partial(self.record, view, decisions, move=move, revision=revision, tries=tries - 1)
            self.set_timer(_RETRY, again)
        except LocalizeError as error:
            self.complain(error)
        else:
            self._recorded(view, unit, decisions, move=move)

    def _learn_soon(self) -> None:
        """Let the memory follow when the decision has been drawn, and the next line beside it."""
        if self._learning is None:
            self._learning = self.set_timer(_BEFORE_LEARNING, self._learn_now)

    def _learn_now(self) -> None:
        self._learning = None
        self.learn()
        self.post_message(Decided())

    @work(thread=True, group="learn", exit_on_error=False)
    def learn(self) -> None:
        """Let the translation memory follow."""
        self.session.learn()

    def _recorded(self, view: View, unit: Unit, decisions: list[Decision], *, move: bool) -> None:
        if any(d.action is Action.EDIT for d in decisions):
            self.unsaved.drop(unit.id)
        elif unit.revision != view.unit.revision:
            self.unsaved.rebase(unit.id, unit.revision)
        if self.view and self.view.unit.id == unit.id:
            self.view = replace(self.view, unit=unit)
        if any(d.action not in (Action.COMMENT, Action.WAIVE) for d in decisions):
            self._learn_soon()
        self.show_unsaved()
        self.queue.row_changed(unit.id)
        words = _("{done} {line}  ({undo} takes it back)")
        words = words.format(**hints(), done=done_words(decisions[-1]), line=line_name(unit))
        if move and decisions[-1].action is Action.EDIT:
            words += _("  You wrote it, so somebody else has to approve it.")
        errors = sum(f.severity >= Severity.ERROR for f in unit.findings)
        if errors and decisions[-1].action is Action.APPROVE:
            still = ngettext(
                "  {count} error stays open and may close the export gate",
                "  {count} errors stay open and may close the export gate",
                errors,
            )
            words += still.format(count=errors)
        if not self._go_on(words, move=move):
            self.look(unit.id)

    def _go_on(self, words: str, *, move: bool) -> bool:
        """Say what was done, and go to the next open line if asked to; return whether the cursor moved."""
        at = self.session.next_open(self.queue.cursor, 1) if move else None
        if move:
            self.set_focus(self.queue)
        if at is not None and at != self.queue.cursor:
            # Said now and not when the new line is picked: words, old row and new row are one frame.
            self._words, self._announce = Run(words, Look.GOOD), words
            self.queue.cursor = at
            self.show_place()
            return True
        if move:
            words += _("  Nothing else is open in this queue.")
        self.say(words, Look.GOOD)
        return False

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
        again = _("{done} anyway").format(done=done_words(decisions[-1]))
        choices: tuple[Choice, ...]
        if mine is not None:
            choices = (
                Choice(("m",), _("mine over theirs"), "mine"),
                Choice(("t",), _("take theirs, drop mine"), "theirs"),
                Choice(("escape",), _("go on editing mine"), ""),
            )
        else:
            choices = (Choice(("m",), again, "mine"), Choice(("escape",), _("look at the new version"), ""))

        def settle(answer: str | None) -> None:
            if answer == "mine":
                self.record(view, decisions, move=move, revision=now.revision)
                return
            if answer == "theirs":
                self.take_theirs(unit_id)
            self.look(unit_id)

        paragraphs = tuple(two_versions(mine, now, seen=view.unit.target))
        self.app.push_screen(ChooseScreen(_("This line changed under you"), paragraphs, choices), settle)


def _rejection(answer: Answer) -> Decision:
    words, dimension = REASONS[answer.choice]
    words = _(words)
    reason = _("{reason}: {words}").format(reason=words, words=answer.words) if answer.words else words
    return Decision(Action.REJECT, reason=reason, dimension=dimension, weight=WEIGHTS[answer.level])


def _waiver(answer: Answer, codes: tuple[str, ...]) -> Decision:
    reason, until = reason_and_day(answer.words)
    if until and not until[:1].isdigit():
        reason, until = answer.words, ""
    return Decision(Action.WAIVE, reason=reason, code=codes[answer.choice], until=until)


def line_name(unit: Unit) -> str:
    """Return file and number of a line."""
    return f"{unit.file} {unit.ordinal + 1}"
