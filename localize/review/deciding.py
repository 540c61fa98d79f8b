"""The only place that applies decisions to units, and takes them back, inside the caller's transaction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from localize.errors import ConflictError, Place, StoreError
from localize.review import findings, journal
from localize.review.base import Action, Decision, State
from localize.review.journal import Entry
from localize.review.rules import REFUSED, Outcome, Standing, outcome, person
from localize.review.sql import unknown_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.review.base import Act, Revision
    from localize.review.rules import Rules
    from localize.review.sql import Connection

_AFRESH = "look at the line again and decide afresh"


class _Unit(NamedTuple):
    """The columns of a unit that a decision reads."""

    id: int
    state: str
    target: str | None
    revision: int
    settled: str | None
    made_for: str | None
    live: int
    draft: str | None
    draft_for: str | None
    source: str
    file: str
    line: int

    @property
    def place(self) -> Place:
        return Place(self.file, self.line)


def record(db: Connection, acts: Sequence[Act], by: str, at: str, rules: Rules) -> list[Revision]:
    """Write the decisions of one user action and return their log rows.

    Raises:
        ConflictError: a unit is not at the revision that the reviewer saw.
        StoreError: a decision is not allowed, or a unit is unknown or gone.
    """
    number, previous = journal.head(db)
    step = number + 1
    begun: set[int] = set()
    made: list[Revision] = []
    for act in acts:
        unit = _load(db, act.unit)
        if unit.id not in begun:
            _require_current(unit, act.revision)
        begun.add(unit.id)
        try:
            result = outcome(_standing(db, unit, rules), act.decision, by, rules)
        except StoreError as error:
            raise error.at(unit.place) from None
        revision = unit.revision + (result.state != unit.state or result.text != unit.target)
        number += 1
        entry = _entry(unit, act.decision, by, at, result)._replace(
            number=number, step=step, unit_revision=revision
        )
        row = journal.append(db, entry, previous)
        previous = row.digest
        if result.settles:
            _write(db, unit, result, (result.state.value, unit.source, by), revision)
            _count_approvals(db, unit.id, rules)
        if result.settles or act.decision.action is Action.WAIVE:
            findings.refresh(db, unit.id)
        made.append(row)
    return made


def take_back(db: Connection, by: str, at: str, rules: Rules) -> list[Revision]:
    """Undo the reviewer's latest action that stands and return the log rows of that; [] if there is none.

    Raises:
        ConflictError: somebody else has decided on one of its units since.
    """
    number, previous = journal.head(db)
    step = number + 1
    made: list[Revision] = []
    rows = journal.last_step(db, by)
    for row in rows:
        _require_untouched(db, row)
    for row in rows:
        unit = _load(db, row.unit_id)
        number += 1
        result = _before(unit, row)
        revision = unit.revision + (result.state != unit.state or result.text != unit.target)
        entry = _entry(unit, Decision(Action.UNDO), by, at, result)._replace(
            number=number, step=step, undoes=row.number, unit_revision=revision
        )
        written = journal.append(db, entry, previous)
        previous = written.digest
        if result.settles:
            settled = row.before_settled
            made_for = row.before_made_for if settled else (unit.source if result.text is not None else None)
            _write(db, unit, result, (settled, made_for, _decided_by(db, unit.id, settled)), revision)
            _count_approvals(db, unit.id, rules)
        findings.refresh(db, unit.id)
        made.append(written)
    return made


def _load(db: Connection, unit_id: int) -> _Unit:
    row = db.execute(
        "SELECT u.id, u.state, u.target, u.revision, u.settled, u.made_for, u.live, u.draft, u.draft_for,"
        " s.source, f.path, s.line FROM unit u JOIN segment s ON s.id = u.segment_id"
        " JOIN file f ON f.id = u.file_id WHERE u.id = ?",
        (unit_id,),
    ).fetchone()
    if row is None:
        raise unknown_unit(unit_id)
    return _Unit(*row)


def _require_current(unit: _Unit, seen: int) -> None:
    if not unit.live:
        what = "the line is not in its file any more"
        raise StoreError(what, do="run localize sync if it should be", code=REFUSED, place=unit.place)
    if unit.revision != seen:
        what = f"the line changed while it was open (revision {seen} seen, {unit.revision} now)"
        raise ConflictError(what, expected=seen, found=unit.revision, do=_AFRESH).at(unit.place)


def _require_untouched(db: Connection, row: Entry) -> None:
    other = journal.later_by_others(db, row) if row.action != Action.COMMENT else None
    if other is not None:
        name, revision = other
        error = ConflictError(
            f"{name} has decided on the line since", expected=row.unit_revision, found=revision, do=_AFRESH
        )
        raise error.at(_load(db, row.unit_id).place)


def _standing(db: Connection, unit: _Unit, rules: Rules) -> Standing:
    author = ""
    asked = False
    approvers: set[str] = set()
    for row in journal.standing_rows(db, unit.id):
        if row.action == Action.EDIT:
            author = row.by
        if row.action not in (Action.APPROVE, Action.SECOND):
            approvers.clear()
            asked = False
        elif row.source == unit.source and row.after_text == unit.target:
            asked = asked or row.action == Action.SECOND
            if not (rules.separated and person(row.by) == person(author)):
                approvers.add(person(row.by))
    codes = db.execute("SELECT code FROM finding WHERE unit_id = ? AND waived = 0", (unit.id,))
    return Standing(
        source=unit.source,
        target=unit.target,
        state=State(unit.state),
        author=author,
        approvers=frozenset(approvers),
        open_codes=frozenset(code for (code,) in codes),
        asked=asked,
    )


def _count_approvals(db: Connection, unit_id: int, rules: Rules) -> None:
    standing = _standing(db, _load(db, unit_id), rules)
    db.execute("UPDATE unit SET approvals = ? WHERE id = ?", (len(standing.approvers), unit_id))


def _entry(unit: _Unit, decision: Decision, by: str, at: str, result: Outcome) -> Entry:
    return Entry(
        number=0,
        unit_id=unit.id,
        step=0,
        action=decision.action.value,
        text=decision.text,
        reason=decision.reason,
        code=decision.code,
        by=by,
        at=at,
        source=unit.source,
        before_state=unit.state,
        after_state=result.state.value,
        before_text=unit.target,
        after_text=result.text,
        before_settled=unit.settled,
        before_made_for=unit.made_for,
        undoes=None,
        unit_revision=0,
        dimension=decision.dimension.value if decision.dimension else "",
        weight=decision.weight.value if decision.weight else "",
        until=decision.until,
    )


def _write(
    db: Connection, unit: _Unit, result: Outcome, standing: tuple[str | None, str | None, str], revision: int
) -> None:
    """Set a unit to the result; `standing` is (settled, made_for, decided_by)."""
    db.execute(
        "UPDATE unit SET state = ?, target = ?, revision = ?, settled = ?, made_for = ?, decided_by = ? WHERE id = ?",
        (result.state.value, result.text, revision, *standing, unit.id),
    )
    if result.text != unit.target:
        findings.stale(db, unit.id)


def _before(unit: _Unit, row: Entry) -> Outcome:
    """Return what the unit is without a row of the log, given the source that it has now."""
    if row.action in (Action.COMMENT, Action.WAIVE):
        return Outcome(State(unit.state), unit.target, settles=False)
    current = unit.draft is not None and unit.draft_for == unit.source
    drafted = str(json.loads(unit.draft or "")["text"]) if current else None
    if row.before_settled is not None:
        settled = State(row.before_settled)
        state = settled if row.before_made_for == unit.source else State.OUTDATED
        return Outcome(state, drafted if row.before_text is None else row.before_text, settles=True)
    text = row.before_text if row.before_made_for == unit.source else drafted
    return Outcome(State.NEW if text is None else State.DRAFTED, text, settles=True)


def _decided_by(db: Connection, unit_id: int, settled: str | None) -> str:
    rows = journal.standing_rows(db, unit_id)
    return rows[-1].by if rows and settled is not None else ""
