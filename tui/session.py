"""The only caller of `localize.api`: what the room shows comes from it, what a reviewer decides goes through it."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from localize.api.room_lines import without
from tui.acts import approval_acts, undone_since
from tui.asides import Asides
from tui.shaping import NO_GAUGES, approvers, author, card, gauges, terms
from tui.steps import Back, Step
from tui.views import (
    Act,
    Decision,
    Found,
    Gauges,
    Home,
    Pulse,
    Query,
    Row,
    State,
    TermImpact,
    View,
    Way,
)
from tui.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from localize.model import Edit, Finding, Span
    from tui.contract import Room
    from tui.views import Decision, Revision, SavedView, TermCard, TermChange, Unit

PAGE = 128
"""Rows read from the store at a time."""
GLIMPSE = 100
"""Lines that are shown before a search has found all."""
PAGES = 64
"""Pages kept in memory."""
_FEW = 16
"""Rows up to which a search of the queue's ids is cheaper than a set of them."""
CONTEXT = 10
"""Neighbours read on each side; a small screen shows fewer."""
_SETTLED = {State.APPROVED}
_PATIENCE = 0.03
"""Seconds a decision waits for another process before the interface goes on and tries again."""
SEEN = 30.0
"""Seconds for which a reviewer counts as being where they were last seen."""


class Session(Asides):
    """One reviewer's sitting in one room.

    Methods marked *worker* open a reading room of their own and are meant for worker threads; all others use the
    room itself and must be called from the thread that made it.
    """

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._rows: dict[int, Row] = {}
        self._to_learn: list[int] = []
        self.found = Found(Query(room.locale), array("q"), Waiting())
        self.open_ids = Waiting()
        room.set_patience(_PATIENCE)

    @property
    def locale(self) -> str:
        """Return the target locale."""
        return self._room.locale

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
        self._rows.clear()
        self.found = Found(Query(locale), array("q"), Waiting())
        self.open_ids = Waiting()

    # What the queue shows

    def find(self, query: Query) -> Found:
        """Return the lines a query selects (worker)."""
        with self._reading() as room:
            ids, still_open = room.selected(query)
        return Found(query, ids, Waiting(still_open))

    def glimpse(self, query: Query, near: int | None = None) -> Found | None:
        """Return some screens of what a query selects, around a line or the first, if had at once (worker)."""
        with self._reading() as room:
            if (ids := room.first_ids(query, GLIMPSE, near)) is None:
                return None
            still_open = Waiting([r.id for r in room.rows(ids) if r.state not in _SETTLED])
            return Found(query, ids, still_open, whole=False, first=near not in ids)

    def adopt(self, found: Found) -> None:
        """Make a finished search the queue, and forget rows read before it."""
        self.found = found
        self.open_ids = found.still_open
        self._rows.clear()

    def row(self, position: int) -> Row:
        """Return the row at a position of the queue, reading a page of rows around it if need be."""
        unit_id = self.found.ids[position]
        if (row := self._rows.get(unit_id)) is None:
            if len(self._rows) > PAGES * PAGE:
                self._rows.clear()
            start = position - position % PAGE
            for read in self._room.rows(self.found.ids[start : start + PAGE]):
                self._rows[read.id] = read
            row = self._rows[unit_id]
        return row

    def position(self, unit_id: int) -> int | None:
        """Return where a line stands in the queue, None if the filter hides it."""
        try:
            return self.found.ids.index(unit_id)
        except ValueError:
            return None

    def next_open(self, position: int, step: int) -> int | None:
        """Return where the nearest open line after (1) or before (-1) a position stands, going round the end."""
        ids, count = self.found.ids, len(self.found.ids)
        for distance in range(1, count + 1):
            at = (position + step * distance) % count
            if ids[at] in self.open_ids:
                return at
        return None

    def position_in(self, file: str) -> int | None:
        """Return the first open line of a file, else its first line; None if the filter hides the file."""
        inside = self._room.unit_ids(Query(self.locale, files=(file,)))
        wanted = next((unit_id for unit_id in inside if unit_id in self.open_ids), None)
        if wanted is None:
            wanted = next((unit_id for unit_id in inside if self.position(unit_id) is not None), None)
        return None if wanted is None else self.position(wanted)

    def position_named(self, start: int, words: str) -> int | None:
        """Return where a cue (``#12``) or the key of a string stands, first in the file of the line at `start`."""
        if not words or not len(self.found.ids):
            return None
        here = self.row(start).file
        for unit_id in self._room.named(self.found.query.locale, words.removeprefix("#"), here):
            if (words.startswith("#") or not words.isdigit()) and (at := self.position(unit_id)) is not None:
                return at
        return None

    def position_at(self, start: int, ms: int) -> int | None:
        """Return the first line at or after a time, in the file of the line at `start`; None if there is none."""
        file = self.row(start).file
        while start > 0 and self.row(start - 1).file == file:
            start -= 1
        for at in range(start, len(self.found.ids)):
            row = self.row(at)
            if row.file != file:
                break
            if row.start_ms is not None and row.start_ms >= ms:
                return at
        return None

    def home(self) -> Home:
        """Return the counts of the whole work, and who else is there (worker)."""
        with self._reading() as room:
            return Home(tuple(room.progress()), tuple(room.present(SEEN)))

    def repeats(self, unit_id: int) -> list[Row]:
        """Return the other lines with exactly the same source (worker)."""
        with self._reading() as room:
            return room.rows(room.repeats(unit_id))

    def views(self) -> list[SavedView]:
        """Return the reviewer's saved views."""
        return self._room.views()

    def save_view(self, name: str, query: Query) -> None:
        """Keep a query under a name."""
        self._room.save_view(name, query)

    def drop_view(self, name: str) -> None:
        """Forget a saved view."""
        self._room.drop_view(name)

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

    def preload(self) -> None:
        """Load, before the room is drawn, what would hold a drawn one still."""
        self._room.preload()

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
        waiting = details.unit.approvals > 0 and details.unit.state not in _SETTLED
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

    def decide(self, unit_id: int, decisions: Sequence[Decision], revision: int) -> Unit:
        """Record decisions on a line as one act; they are durable when this returns.

        Raises:
            ConflictError: the line is not at `revision` any more.
            StoreError: the decision is not allowed, or the store cannot be written; STO008 if another process is
                writing just now.
        """
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

    def refresh(self, unit_ids: Iterable[int]) -> None:
        """Read rows of the queue again."""
        wanted = list(unit_ids)
        shown = self.found.ids if len(wanted) < _FEW else set(self.found.ids)
        for row in self._room.rows(wanted):
            self._rows[row.id] = row
            if row.state in _SETTLED:
                self.open_ids.discard(row.id)
            elif row.id in shown:
                self.open_ids.add(row.id)

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
