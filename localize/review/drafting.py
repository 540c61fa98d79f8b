"""The only place that decides whether a draft becomes the target of a unit, inside the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.model import Origin
from localize.review.base import State
from localize.review.codec import draft_json
from localize.review.findings import replace_findings
from localize.review.sql import select_in, unknown_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from localize.model import Draft, Finding
    from localize.review.sql import Connection

_KEEP = "UPDATE unit SET draft = ?, draft_for = ? WHERE id = ?"
_TAKE = """
    UPDATE unit SET draft = ?, draft_for = ?, state = ?, target = ?, settled = ?, made_for = ?,
                    revision = revision + ?
    WHERE id = ?
"""


def save(db: Connection, items: Iterable[tuple[int, Draft, Sequence[Finding]]]) -> int:
    """Store drafts and return how many units took a new text or state from theirs.

    A unit that a person wrote or decided keeps its text, and the draft stands beside it. A draft of human origin
    (the translation that a file brought along) counts as written by a person.

    Raises:
        StoreError: a unit is unknown.
    """
    latest = {unit: (draft, found) for unit, draft, found in items}
    sql = (
        "SELECT u.id, u.settled, u.state, u.target, s.source FROM unit u"
        " JOIN segment s ON s.id = u.segment_id WHERE u.id IN (?)"
    )
    before = {row[0]: row[1:] for row in select_in(db, sql, latest)}
    kept, taken, checked = [], [], []
    changed = 0
    for unit, (draft, found) in latest.items():
        if unit not in before:
            raise unknown_unit(unit)
        settled, state, target, source = before[unit]
        if settled is not None and target is not None:
            kept.append((draft_json(draft), source, unit))
            continue
        human = draft.origin is Origin.HUMAN
        # A line that was put up for discussion before it had a target keeps that state and gains a text.
        becomes = settled or (State.EDITED if human else None)
        shown = becomes or State.DRAFTED
        grows = int((shown, draft.text) != (state, target))
        changed += grows
        taken.append(
            (draft_json(draft), source, str(shown), draft.text, becomes and str(becomes), source, grows, unit)
        )
        checked.append((unit, found))
    db.executemany(_KEEP, kept)
    db.executemany(_TAKE, taken)
    replace_findings(db, checked)
    return changed
