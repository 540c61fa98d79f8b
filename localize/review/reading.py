"""The only place that reads units, queue rows and counts from the store; `searching` chooses which."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

from localize.model import Severity
from localize.review.base import Progress, Row, State, Unit
from localize.review.codec import FINDING_COLUMNS, SEGMENT_COLUMNS, draft_of, finding_of, segment_of
from localize.review.findings import WAIVERS
from localize.review.sql import select_in, unknown_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.model import Finding, SegmentId
    from localize.review.sql import Connection

_T = TypeVar("_T")

_ROWS = """
    SELECT u.id, f.path, u.ordinal, s.start_ms, s.speaker, u.state, u.worst, u.worst_code, s.source, u.target,
           CASE WHEN u.state <> 'approved' AND u.made_for = s.source THEN u.approvals ELSE 0 END
    FROM unit u JOIN segment s ON s.id = u.segment_id JOIN file f ON f.id = u.file_id WHERE u.id IN (?)
"""
_UNITS = f"""
    SELECT u.id, f.path, u.ordinal, u.locale, u.state, u.target, u.revision, u.settled, u.made_for, u.decided_by,
           u.draft, u.draft_for, u.checked, u.approvals, {", ".join(f"s.{name}" for name in SEGMENT_COLUMNS)}
    FROM unit u JOIN segment s ON s.id = u.segment_id JOIN file f ON f.id = u.file_id WHERE u.id IN (?)
"""
_FINDINGS = f"""
    SELECT unit_id, {", ".join(FINDING_COLUMNS)} FROM finding WHERE waived = 0 AND unit_id IN (?)
    ORDER BY unit_id, position
"""


def rows(db: Connection, ids: Sequence[int]) -> list[Row]:
    """Return queue rows in the order of the ids."""
    found = {row[0]: _row(row) for row in select_in(db, _ROWS, ids)}
    return [_existing(found, unit) for unit in ids]


def _row(row: Any) -> Row:
    unit, file, ordinal, start_ms, speaker, state, worst, code, source, target, approvals = row
    severity = None if worst is None else Severity(worst)
    return Row(
        unit, file, ordinal, start_ms, speaker, State(state), severity, code or "", source, target, approvals
    )


def _existing(found: dict[int, _T], unit: int) -> _T:
    try:
        return found[unit]
    except KeyError:
        raise unknown_unit(unit) from None


def units(db: Connection, ids: Sequence[int]) -> list[Unit]:
    """Return whole units in the order of the ids."""
    raw: dict[int, list[Any]] = defaultdict(list)
    for unit, *columns in select_in(db, _FINDINGS, ids):
        raw[unit].append(columns)
    waived: dict[int, list[str]] = defaultdict(list)
    for unit, code in select_in(db, f"{WAIVERS} AND r.unit_id IN (?)", ids):
        waived[unit].append(code)
    found = {}
    for row in select_in(db, _UNITS, ids):
        found[row[0]] = _unit(row, raw[row[0]], tuple(sorted(set(waived[row[0]]))))
    return [_existing(found, unit) for unit in ids]


def _unit(row: Any, raw: Sequence[Any], waived: tuple[str, ...]) -> Unit:
    unit, file, ordinal, locale, state, target, revision, settled, made_for, decided_by = row[:10]
    draft, draft_for, checked, approvals = row[10:14]
    segment = segment_of(row[14:])
    outdated = settled is not None and made_for != segment.source
    return Unit(
        id=unit,
        file=file,
        ordinal=ordinal,
        segment=segment,
        locale=locale,
        state=State(state),
        target=target,
        revision=revision,
        draft=draft_of(draft) if draft is not None and draft_for == segment.source else None,
        findings=_findings(raw, segment.id),
        waived=waived,
        previous_source=made_for if outdated else None,
        decided_by=decided_by,
        checked=bool(checked),
        approvals=0 if outdated else approvals,
    )


def _findings(raw: Sequence[Any], segment: SegmentId) -> tuple[Finding, ...]:
    return tuple(finding_of(columns, segment) for columns in raw)


def around(db: Connection, unit_id: int, count: int) -> tuple[list[int], int]:
    """Return the ids of a live unit and of up to `count` live neighbours on each side, and its place among them."""
    sides = []
    for sign, order in (("<", "DESC"), (">", "ASC")):
        rows = db.execute(
            "SELECT n.id FROM unit u JOIN unit n ON n.file_id = u.file_id AND n.locale = u.locale AND n.live = 1"
            f" AND n.ordinal {sign} u.ordinal WHERE u.id = ? ORDER BY n.ordinal {order} LIMIT ?",
            (unit_id, count),
        )
        sides.append([row[0] for row in rows])
    before, after = sides
    return [*reversed(before), unit_id, *after], len(before)


def named(db: Connection, locale: str, name: str, file: str) -> list[int]:
    """Return the live units whose segment has this id or key, those of a file first."""
    rows = db.execute(
        "SELECT u.id FROM segment s JOIN unit u ON u.segment_id = s.id AND u.locale = ? AND u.live = 1"
        " JOIN file f ON f.id = u.file_id WHERE s.name = ? OR s.key = ? ORDER BY f.path <> ?, f.sort, u.ordinal",
        (locale, name, name, file),
    )
    return [row[0] for row in rows]


def repeats(db: Connection, unit_id: int) -> list[int]:
    """Return the other live units of the locale with exactly the same source, in file order."""
    rows = db.execute(
        "SELECT n.id FROM unit u JOIN segment s ON s.id = u.segment_id JOIN segment t ON t.source = s.source"
        " JOIN unit n ON n.segment_id = t.id AND n.locale = u.locale AND n.live = 1 AND n.id <> u.id"
        " JOIN file f ON f.id = n.file_id WHERE u.id = ? ORDER BY f.sort, n.ordinal",
        (unit_id,),
    )
    return [row[0] for row in rows]


def find_unit(db: Connection, file: str, segment: SegmentId, locale: str) -> Unit | None:
    """Return the live unit of a segment and locale."""
    row = db.execute(
        "SELECT u.id FROM file f JOIN segment s ON s.file_id = f.id JOIN unit u ON u.segment_id = s.id"
        " WHERE f.path = ? AND s.name = ? AND u.locale = ? AND u.live = 1",
        (file, segment, locale),
    ).fetchone()
    return units(db, row)[0] if row else None


def files(db: Connection) -> dict[str, str]:
    """Return file → fingerprint of the files that are not gone, in natural order."""
    return dict(db.execute("SELECT path, fingerprint FROM file WHERE gone = 0 ORDER BY sort").fetchall())


def progress(db: Connection) -> list[Progress]:
    """Return counts per file and locale, files in natural order; every state and severity is named."""
    states: dict[tuple[str, str], dict[State, int]] = {}
    for path, locale, state, count in db.execute(
        "SELECT f.path, u.locale, u.state, COUNT(*) FROM file f JOIN unit u ON u.file_id = f.id"
        " WHERE u.live = 1 GROUP BY f.sort, f.path, u.locale, u.state ORDER BY f.sort, u.locale"
    ):
        states.setdefault((path, locale), dict.fromkeys(State, 0))[State(state)] = count
    findings = {place: {str(s): 0 for s in sorted(Severity, reverse=True)} for place in states}
    for path, locale, severity, count in db.execute(
        "SELECT f.path, u.locale, n.severity, COUNT(*) FROM finding n JOIN unit u ON u.id = n.unit_id"
        " JOIN file f ON f.id = u.file_id WHERE n.waived = 0 AND u.live = 1 GROUP BY f.path, u.locale, n.severity"
    ):
        findings[path, locale][str(Severity(severity))] = count
    return [
        Progress(file, locale, segments=sum(counts.values()), states=counts, findings=findings[file, locale])
        for (file, locale), counts in states.items()
    ]
