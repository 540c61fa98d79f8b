"""The only place that reads units, queue rows and counts from the store."""

from __future__ import annotations

from array import array
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from localize.model import Severity
from localize.review.base import Progress, Row, State, Unit
from localize.review.codec import FINDING_COLUMNS, SEGMENT_COLUMNS, draft_of, finding_of, segment_of
from localize.review.findings import WAIVERS
from localize.review.sql import select_in, unknown_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.model import Finding, SegmentId
    from localize.review.base import Query
    from localize.review.sql import Connection, Value

_T = TypeVar("_T")

_ROWS = """
    SELECT u.id, f.path, u.ordinal, s.start_ms, s.speaker, u.state, u.worst, u.worst_code, s.source, u.target
    FROM unit u JOIN segment s ON s.id = u.segment_id JOIN file f ON f.id = u.file_id WHERE u.id IN (?)
"""
_UNITS = f"""
    SELECT u.id, f.path, u.ordinal, u.locale, u.state, u.target, u.revision, u.settled, u.made_for, u.decided_by,
           u.draft, u.draft_for, u.checked, {", ".join(f"s.{name}" for name in SEGMENT_COLUMNS)}
    FROM unit u JOIN segment s ON s.id = u.segment_id JOIN file f ON f.id = u.file_id WHERE u.id IN (?)
"""
_FINDINGS = f"""
    SELECT unit_id, {", ".join(FINDING_COLUMNS)} FROM finding WHERE waived = 0 AND unit_id IN (?)
    ORDER BY unit_id, position
"""


def unit_ids(db: Connection, query: Query) -> array[int]:
    """Return the ids of the live units that a query selects, files in natural order, lines in file order."""
    where: list[str] = []
    values: list[Value] = [query.locale]
    join = ""
    if query.text or query.speaker:
        join = "JOIN segment s ON s.id = u.segment_id"
    if query.files:
        where.append(f"f.path IN ({_marks(query.files)})")
        values += query.files
    if query.states:
        where.append(f"u.state IN ({_marks(query.states)})")
        values += [state.value for state in query.states]
    if query.open_only:
        where.append("u.state <> 'approved'")
    if query.speaker:
        where.append("s.speaker = ?")
        values.append(query.speaker)
    if query.text:
        where.append(r"(s.source LIKE ? ESCAPE '\' OR u.target LIKE ? ESCAPE '\')")
        values += [f"%{_escaped(query.text)}%"] * 2
    if query.code:
        where.append(
            "u.id IN (SELECT unit_id FROM finding WHERE waived = 0 AND substr(code, 1, length(?)) = ?)"
        )
        values += [query.code, query.code]
    conditions = "".join(f" AND {condition}" for condition in where)
    # CROSS JOIN fixes the order of the loops, so that the order of the answer needs no sorting.
    found = db.execute(
        f"SELECT u.id FROM file f CROSS JOIN unit u ON u.file_id = f.id AND u.locale = ? AND u.live = 1 {join}"
        f" WHERE f.gone = 0{conditions} ORDER BY f.sort, u.ordinal",
        values,
    )
    return array("q", chain.from_iterable(found))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def rows(db: Connection, ids: Sequence[int]) -> list[Row]:
    """Return queue rows in the order of the ids."""
    found = {row[0]: _row(row) for row in select_in(db, _ROWS, ids)}
    return [_existing(found, unit) for unit in ids]


def _row(row: Any) -> Row:
    unit, file, ordinal, start_ms, speaker, state, worst, code, source, target = row
    severity = None if worst is None else Severity(worst)
    return Row(unit, file, ordinal, start_ms, speaker, State(state), severity, code or "", source, target)


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
    draft, draft_for, checked = row[10:13]
    segment = segment_of(row[13:])
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
    )


def _findings(raw: Sequence[Any], segment: SegmentId) -> tuple[Finding, ...]:
    return tuple(finding_of(columns, segment) for columns in raw)


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
