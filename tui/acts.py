"""The only place that turns a bulk approval into acts, each on the line as the reviewer saw it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.errors import ConflictError
from tui.views import Act, Action, Decision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.contract import Room
    from tui.views import Row, Unit


def undone_since(room: Room, number: int, units: Sequence[Unit]) -> tuple[tuple[int, Decision], ...]:
    """Return (line, decision) of what was taken back after a row of the log, in the order in which it was made."""
    found: list[tuple[int, int, Decision]] = []
    for unit in units:
        log = room.history(unit.id)
        undone = {row.undoes for row in log if row.number > number}
        found += [(row.number, unit.id, row.decision) for row in log if row.number in undone]
    return tuple((unit_id, decision) for _number, unit_id, decision in sorted(found, key=lambda f: f[0]))


def approval_acts(room: Room, lines: Sequence[tuple[Row, str | None]]) -> list[Act]:
    """Return the acts that approve lines, some with a new text first.

    Raises:
        ConflictError: a line has another state or text than the reviewer saw.
    """
    acts: list[Act] = []
    for row, text in lines:
        now = room.unit(row.id)
        if (now.state, now.target) != (row.state, row.target):
            what = f"{now.file} {now.ordinal + 1} has changed meanwhile, so nothing was approved"
            raise ConflictError(what, expected=0, found=now.revision, do="look at the lines again")
        if text is not None:
            acts.append(Act(row.id, Decision(Action.EDIT, text=text), now.revision))
        acts.append(Act(row.id, Decision(Action.APPROVE), now.revision))
    return acts
