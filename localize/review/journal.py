"""The only place that writes and reads the log of decisions: rows, their digest chain, and the proof of it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from localize.errors import StoreError
from localize.review.base import Action, Decision, Revision, State
from localize.review.faults import Dimension, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.review.sql import Connection, Value

BROKEN = "STO005"
"""Code of a log that does not prove itself."""


class Entry(NamedTuple):
    """One row of table revision, in the order of its columns; `schema` says what each is."""

    number: int
    unit_id: int
    step: int
    action: str
    text: str
    reason: str
    code: str
    by: str
    at: str
    source: str
    before_state: str
    after_state: str
    before_text: str | None
    after_text: str | None
    before_settled: str | None
    before_made_for: str | None
    undoes: int | None
    unit_revision: int
    dimension: str = ""
    weight: str = ""
    until: str = ""


COLUMNS = ", ".join(Entry._fields)
_LATER = {"dimension", "weight", "until"}
"""Columns that the first rows of a log may lack; an empty one is not part of the digest."""
NOT_UNDONE = "NOT EXISTS (SELECT 1 FROM revision x WHERE x.undoes = r.number)"
"""Condition on a row ``r`` of the log."""


def utc_now() -> datetime:
    """Return the time of the log."""
    return datetime.now(UTC)


def digest(previous: str, entry: Sequence[Value]) -> str:
    """Return the SHA-256 (hex) of the previous digest, a line feed, and the row as canonical JSON.

    Canonical: all columns but the digest and those of `_LATER` that are empty, keys sorted, no blanks, UTF-8,
    nothing escaped that need not be.
    """
    named = zip(Entry._fields, entry, strict=True)
    row = {name: value for name, value in named if value or name not in _LATER}
    body = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def head(db: Connection) -> tuple[int, str]:
    """Return the number and the digest of the last row, (0, '') for an empty log."""
    row = db.execute("SELECT number, digest FROM revision ORDER BY number DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, "")


def append(db: Connection, entry: Entry, previous: str) -> Revision:
    """Write one row and return it as a revision. `previous` is the digest of the row before it."""
    own = digest(previous, entry)
    marks = ", ".join("?" * (len(entry) + 1))
    db.execute(f"INSERT INTO revision ({COLUMNS}, digest) VALUES ({marks})", (*entry, own))
    return _revision(entry, own)


def _revision(entry: Entry, own: str) -> Revision:
    return Revision(
        number=entry.number,
        unit=entry.unit_id,
        decision=Decision(
            Action(entry.action),
            text=entry.text,
            reason=entry.reason,
            code=entry.code,
            dimension=Dimension(entry.dimension) if entry.dimension else None,
            weight=Weight(entry.weight) if entry.weight else None,
            until=entry.until,
        ),
        by=entry.by,
        at=entry.at,
        before_state=State(entry.before_state),
        after_state=State(entry.after_state),
        before_text=entry.before_text,
        after_text=entry.after_text,
        undoes=entry.undoes,
        digest=own,
    )


def history(db: Connection, unit_id: int) -> list[Revision]:
    """Return the log of one unit, oldest first."""
    rows = db.execute(f"SELECT {COLUMNS}, digest FROM revision WHERE unit_id = ? ORDER BY number", (unit_id,))
    return [_revision(Entry(*row[:-1]), row[-1]) for row in rows]


def standing_rows(db: Connection, unit_id: int) -> list[Entry]:
    """Return the rows about the text of one unit that nobody took back, oldest first."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM revision r WHERE unit_id = ? AND {NOT_UNDONE}"
        " AND action IN ('approve', 'second', 'edit', 'reject', 'discuss') ORDER BY number",
        (unit_id,),
    )
    return [Entry(*row) for row in rows]


def last_step(db: Connection, by: str) -> list[Entry]:
    """Return the rows of a reviewer's latest action that still stands, newest first; [] if there is none.

    A comment changes nothing, so it is passed over unless it is the very last thing the reviewer did.
    """
    newest = db.execute("SELECT MAX(number) FROM revision WHERE by = ?", (by,)).fetchone()[0]
    found = db.execute(
        f"SELECT step FROM revision r WHERE by = ? AND action <> 'undo' AND {NOT_UNDONE}"
        " AND (action <> 'comment' OR number = ?) ORDER BY number DESC LIMIT 1",
        (by, newest),
    ).fetchone()
    if found is None:
        return []
    rows = db.execute(
        f"SELECT {COLUMNS} FROM revision r WHERE by = ? AND number >= ? AND step = ? AND {NOT_UNDONE}"
        " ORDER BY number DESC",
        (by, found[0], found[0]),
    )
    return [Entry(*row) for row in rows]


def later_by_others(db: Connection, entry: Entry) -> tuple[str, int] | None:
    """Return (name, unit revision) of the first standing decision of somebody else after a row, on its unit."""
    row = db.execute(
        "SELECT by, unit_revision FROM revision r WHERE unit_id = ? AND number > ? AND by <> ?"
        f" AND action NOT IN ('comment', 'undo') AND {NOT_UNDONE} ORDER BY number LIMIT 1",
        (entry.unit_id, entry.number, entry.by),
    ).fetchone()
    return (row[0], row[1]) if row else None


def by_others_since(db: Connection, number: int, by: str) -> list[int]:
    """Return the units that other people decided on after a row, in the order of their first row."""
    rows = db.execute(
        "SELECT unit_id FROM revision WHERE number > ? AND by <> ? ORDER BY number", (number, by)
    )
    return list(dict.fromkeys(unit for (unit,) in rows))


def verify(db: Connection) -> int:
    """Check the whole chain, and that the decided units hold what it says; return its length. Read-only.

    Rows cut off the end are found only if a unit still holds what they decided; compare `head` with the
    digest in an export's manifest to find all of them.

    Raises:
        StoreError: names the first row or unit that does not fit.
    """
    previous, length = "", 0
    for row in db.execute(f"SELECT {COLUMNS}, digest FROM revision ORDER BY number"):
        length += 1
        if row[0] != length:
            raise _broken(f"row {length} of the log of decisions is missing")
        if digest(previous, row[:-1]) != row[-1]:
            raise _broken(f"row {length} of the log of decisions was changed after it was written")
        previous = row[-1]
    for unit_id, file, line in _unproven(db):
        raise _broken(f"unit {unit_id} ({file}:{line}) does not hold what the log of decisions says")
    return length


def _broken(what: str) -> StoreError:
    return StoreError(what, do="restore the store from a backup", code=BROKEN)


def _unproven(db: Connection) -> Iterator[tuple[int, str, int]]:
    """Yield (unit, file, line) of decided units whose text or approval the log does not bear out."""
    yield from db.execute(
        f"""
        SELECT u.id, f.path, s.line
        FROM unit u JOIN segment s ON s.id = u.segment_id JOIN file f ON f.id = s.file_id
        LEFT JOIN (SELECT unit_id, MAX(number) AS number FROM revision GROUP BY unit_id) m ON m.unit_id = u.id
        LEFT JOIN revision last ON last.number = m.number
        WHERE (u.decided_by <> '' AND (last.number IS NULL OR last.after_text <> COALESCE(u.target, '')))
           OR (u.settled = 'approved' AND NOT EXISTS (
                SELECT 1 FROM revision r WHERE r.unit_id = u.id AND r.action = 'approve' AND {NOT_UNDONE}
                AND r.after_text IS u.target AND r.source = u.made_for AND r.after_state = 'approved'))
           OR (u.state = 'approved' AND u.settled IS NOT 'approved')
        ORDER BY u.id
        """
    )
