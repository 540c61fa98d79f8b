"""The only caller of `localize.api`: what the room shows comes from it, what a reviewer decides goes through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.api.room_lines import without
from localize.errors import ConflictError, GlossaryError
from tui.acts import approval_acts, undone_since
from tui.lines import SEEN, SETTLED, Lines
from tui.shaping import NO_GAUGES, approvers, author, card, gauges, terms
from tui.steps import Back, Step
from tui.troubles import trouble
from tui.views import (
    Act,
    Decision,
    Gauges,
    Pulse,
    Row,
    TermImpact,
    View,
    Way,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.model import Edit, Finding, Span
    from tui.contract import Room
    from tui.views import Decision, Revision, TermCard, TermChange, Unit

CONTEXT = 10
"""Neighbours read on each side; a small screen shows fewer."""
_PATIENCE = 0.03
"""Seconds a decision waits for another process before the interface goes on and tries again."""


class Session(Lines):
    """One reviewer's sitting in one room.

    Methods marked *worker* open a reading room of their own and are meant for worker threads; all others use the
    room itself and must be called from the thread that made it.
    """

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._to_learn: list[int] = []
        room.set_patience(_PATIENCE)

    @property
    def reviewer(self) -> str:
        """Return whose decisions these are."""
        return self._room.reviewer

    @property
    def separated(self) -> bool:
        """Return whether the writer of a text is kept from approving it."""
        return self._room.separated

    @property
    def project_name(self) -> str:
        """Return the name of the work."""
        return self._room.project_name

    @property
    def right_to_left(self) -> bool:
        """Return whether the target runs from right to left."""
        return self._room.right_to_left

    @property
    def vertical(self) -> bool:
        """Return whether the work is for upright frames."""
        return self._room.vertical

    def go_to_locale(self, locale: str) -> None:
        """Review another locale from now on; the queue is empty until it is searched."""
        self.learn()
        self._room = self._room.in_locale(locale)
        self.empty()

    # What is shown of one line

    @property
    def warm(self) -> bool:
        """Return whether glossary and limits are loaded; until then a `glance` has to do."""
        return self._room.warm

    def glance(self, unit_id: int) -> View:
        """Return a line with its neighbours and history, before glossary and limits are loaded (worker)."""
        with self._reading() as room:
            unit = room.unit(unit_id)
            before, after = room.neighbours(unit_id, CONTEXT)
            log = room.history(unit_id)
            target = unit.target or ""
            holders = tuple(room.placeholders(unit_id, unit.segment.source))
            present = room.placeholders(unit_id, target)
        fit = gauges(NO_GAUGES, target, unit, holders, present)
        return View(unit, tuple(before), tuple(after), (), holders, fit, "", tuple(log))

    def keep_words_apart(self) -> None:
        """Have a process of its own tell Chinese words: reading their dictionary would hold a drawn room still."""
        self._room.keep_words_apart()

    def look(self, unit_id: int) -> View:
        """Return a line with all that a reviewer needs to judge it (worker)."""
        with self._reading() as room:
            if not room.warm:
                room.load(unit_id)
            details = room.details(unit_id)
            before, after = room.neighbours(unit_id, CONTEXT)
            log = room.history(unit_id)
            target = details.unit.target or ""
            present = room.placeholders(unit_id, target)
        names, asked = approvers(log)
        waiting = details.unit.approvals > 0 and details.unit.state not in SETTLED
        return View(
            unit=details.unit,
            before=tuple(before),
            after=tuple(after),
            terms=tuple(terms(details.hits, self.locale)),
            holders=details.placeholders,
            gauges=gauges(details.gauges, target, details.unit, details.placeholders, present),
            engine=details.engine,
            log=tuple(log),
            approvers=names if waiting else (),
            needed=max(self._room.approvals, 2 if asked else 1),
            own=self.separated and author(log) == self.reviewer,
        )

    def ways(self, view: View) -> tuple[Way, ...]:
        """Return other ways to say a line, numbered after the renderings of its terms (worker)."""
        with self._reading() as room:
            found = room.alternatives(view.unit.id)
        numbers = iter(range(view.next_number, 10))
        return tuple(
            Way(
                next(numbers, 0),
                raw.text,
                raw.origin if raw.score is None else f"{raw.origin} {raw.score:.0%}",
                raw.source,
                raw.by,
            )
            for raw in found
        )

    def check(self, unit_id: int, text: str) -> tuple[Finding, ...]:
        """Return the findings a text would have (worker)."""
        with self._reading() as room:
            return room.check(unit_id, text)

    def gauges(self, view: View, text: str) -> Gauges:
        """Return how a text fits the line; cheap enough for every key."""
        unit = view.unit
        if not self.warm:
            return gauges(NO_GAUGES, text, unit, view.holders, self._room.placeholders(unit.id, text))
        present = self._room.placeholders(unit.id, text)
        return gauges(self._room.gauges(unit.id, text), text, unit, view.holders, present)

    def tokens(self, unit_id: int, text: str) -> tuple[Span, ...]:
        """Return the placeholders of a text, for an editor that keeps them whole."""
        return tuple(p.span for p in self._room.placeholders(unit_id, text))

    def without(self, text: str, edit: Edit) -> str | None:
        """Return a text with one edit of adaptation taken back; None if that cannot be done."""
        return without(text, edit)

    def broken(self, unit_id: int, text: str) -> str:
        """Return a text with its lines broken anew for the cue."""
        return self._room.broken(unit_id, text)

    def joined(self, text: str) -> str:
        """Return a text on one line."""
        return self._room.joined(text)

    def history(self, unit_id: int) -> list[Revision]:
        """Return what happened to a line (worker)."""
        with self._reading() as room:
            return room.history(unit_id)

    def unit(self, unit_id: int) -> Unit:
        """Return a line as the store has it now."""
        return self._room.unit(unit_id)

    # What a reviewer does

    def decide(
        self, unit_id: int, decisions: Sequence[Decision], revision: int, *, approvals: int | None = None
    ) -> Unit:
        """Record decisions on a line as one act; they are durable when this returns.

        Args:
            unit_id, decisions: which line, and what.
            revision: of the line as the reviewer saw it.
            approvals: of its text as the reviewer saw it, where a new text would make them void; None not to look.

        Raises:
            ConflictError: the line is not at `revision` any more, or somebody has approved its text since.
            StoreError: the decision is not allowed, or the store cannot be written; STO008 if another process is
                writing just now.
        """
        if approvals is not None and self._room.unit(unit_id).approvals > approvals:
            what = "somebody has approved the text that was there"
            raise ConflictError(what, expected=revision, found=revision, do="look at the line again")
        unit = self._room.decide(unit_id, decisions, revision, learn=False)
        self._to_learn.append(unit_id)
        self.steps.did(Step())
        self.refresh((unit_id,))
        return unit

    def approve_many(self, lines: Sequence[tuple[Row, str | None]]) -> list[Unit]:
        """Approve lines, some with a new text first, as one act that one undo takes back (worker).

        Args:
            lines: each as the reviewer saw it, with its new text or None.

        Raises:
            ConflictError: one of them has changed since; nothing was recorded.
        """
        with self._writing() as room:
            units = room.decide_many(approval_acts(room, lines))
        self.steps.did(Step())
        return units

    def undo(self) -> Back:
        """Take back the reviewer's latest step, a file of terms or people included (worker).

        What an earlier sitting did to a file stays; its decisions are taken back.

        Raises:
            ConflictError: somebody else has decided on one of the lines since.
            StoreError: the file has changed since; it stays, and so does the step's act in the log for now.
        """
        step = self.steps.latest()
        with self._writing() as room:
            if step.edit:
                room.put_back(step.edit)
            before = room.log_length()
            units = room.undo() if step.acts else []
            taken = undone_since(room, before, units)
        back = Back(tuple(units), taken, step.edit)
        if back:
            self.steps.undone.append(back)
        return back

    def redo(self) -> Back:
        """Do again what was taken back last, unless something new was done since (worker).

        Raises:
            ConflictError: somebody else has decided on one of the lines since; nothing was recorded.
        """
        if not self.steps.undone:
            return Back()
        back = self.steps.undone.pop()
        revisions = {unit.id: unit.revision for unit in back.units}
        acts = [Act(unit_id, decision, revisions[unit_id]) for unit_id, decision in back.decisions]
        with self._writing() as room:
            if back.edit:
                room.put_back(back.edit, again=True)
            units = room.decide_many(acts) if acts else []
        self.steps.done.append(Step(back.edit, acts=bool(acts)))
        return Back(tuple(units), back.decisions, back.edit)

    def learn(self) -> None:
        """Let the translation memory follow the decisions since it last did (worker)."""
        unit_ids, self._to_learn = self._to_learn, []
        if unit_ids:
            with self._reading() as room:
                room.learn(list(dict.fromkeys(unit_ids)))

    def card(self, term: str) -> TermCard | None:
        """Return what the glossary says of a term; None if it knows none (worker)."""
        with self._reading() as room:
            concept = room.concept(term)
            return card(concept, self.locale) if concept else None

    def condition_fault(self, words: str) -> str:
        """Return what is wrong with a condition, as the glossary's reader says it, '' if nothing is."""
        from localize.glossary.typed import condition_of

        try:
            condition_of(words)
        except GlossaryError as error:
            return f"{trouble(error.what)} ({trouble(error.do)})"
        return ""

    def term_impact(self, change: TermChange) -> TermImpact:
        """Return which lines a change of terms touches (worker)."""
        with self._reading() as room:
            found = room.term_impact(change)
            return TermImpact(change, found.touched, found.reopened, found.known_as)

    def accept_term(self, change: TermChange) -> TermImpact:
        """Write a change of terms into the project's term file and re-open the lines that it must (worker).

        Raises:
            LocalizeError: the project has no term file for it, or the change does not fit; nothing was written.
        """
        with self._writing() as room:
            found = room.accept_term(change)
        self.steps.did(Step(found.edit, acts=bool(found.reopened)))
        return TermImpact(change, found.touched, found.reopened, found.known_as)

    # The other reviewers

    def pulse(self, unit_id: int | None, since: int) -> Pulse:
        """Say where this reviewer is, and return what others did since a row of the log; -1 for not yet (worker)."""
        with self._writing() as room:
            if since < 0:
                room.expire_waivers()
            if unit_id is not None:
                room.beat(unit_id)
            length = room.log_length()
            changed = room.changed_by_others(since) if 0 <= since < length else []
            return Pulse(tuple(room.present(SEEN)), tuple(changed), length)

    def leave(self) -> None:
        """Say that this reviewer has left."""
        self._room.leave()

    def close(self) -> None:
        """Close the room; what was decided a moment ago is learned first."""
        try:
            self.learn()
        finally:
            self._room.close()
