"""The only place that keeps findings and waivers in the store, and the worst open finding of each unit."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from localize.model import Severity
from localize.review.codec import FINDING_COLUMNS, finding_row
from localize.review.journal import NOT_UNDONE
from localize.review.sql import select_in, unknown_unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from localize.model import Finding
    from localize.review.sql import Connection

# A waiver is for one text: it lapses when source or target change, and comes back when they do. `today()` is the
# UTC day of the store's clock.
WAIVERS = f"""
    SELECT r.unit_id, r.code
    FROM revision r JOIN unit u ON u.id = r.unit_id JOIN segment s ON s.id = u.segment_id
    WHERE r.action = 'waive' AND r.source = s.source AND r.after_text IS u.target
      AND (r.until = '' OR r.until >= today()) AND {NOT_UNDONE}
"""
"""SELECT of (unit, code) of the waivers that hold; add ``AND r.unit_id IN …`` for some units."""

IN_SPITE = "PRO002"
"""Code that says of an approved line that other errors are open: it stands and falls with them."""

_WORST = """
    (worst, worst_code) = (SELECT severity, code FROM finding WHERE unit_id = unit.id AND waived = 0
                           ORDER BY severity DESC, position LIMIT 1)
"""
_FEW = 500
"""Units up to which their waivers are looked up one by one rather than all at once."""
_INSERT = (
    f"INSERT INTO finding (unit_id, position, {', '.join(FINDING_COLUMNS)}, waived)"
    f" VALUES ({', '.join('?' * (len(FINDING_COLUMNS) + 3))})"
)


def _covered(rows: Iterable[tuple[str, int]], waived: Collection[str]) -> frozenset[str]:
    """Return the codes that are not open on a unit: the waived ones, and with its last error what was said in spite.

    Args:
        rows: code and severity of each of its findings.
        waived: codes that a reviewer waived.

    >>> rows = [("COD001", 3), ("PRO002", 3)]
    >>> sorted(_covered(rows, ["COD001"])), sorted(_covered(rows, ["LEN001"]))
    (['COD001', 'PRO002'], ['LEN001'])
    """
    others = {code for code, severity in rows if severity >= Severity.ERROR and code != IN_SPITE}
    hollow = bool(others) and others.issubset(waived)
    return frozenset((*waived, IN_SPITE)) if hollow else frozenset(waived)


def replace_findings(db: Connection, items: Iterable[tuple[int, Sequence[Finding]]]) -> None:
    """Write the findings of the current target of units, in place of what they had."""
    latest = dict(items)
    few = len(latest) <= _FEW
    rows = select_in(db, f"{WAIVERS} AND r.unit_id IN (?)", latest) if few else db.execute(WAIVERS)
    waivers: defaultdict[int, set[str]] = defaultdict(set)
    for unit, code in rows:
        waivers[unit].add(code)
    codes = {
        unit: _covered(((f.code, f.severity) for f in latest[unit]), waived)
        for unit, waived in waivers.items()
        if unit in latest
    }
    db.executemany("DELETE FROM finding WHERE unit_id = ?", ((unit,) for unit in latest))
    db.executemany(
        _INSERT,
        (
            (unit, position, *finding_row(f), int(f.code in codes.get(unit, ())))
            for unit, findings in latest.items()
            for position, f in enumerate(findings)
        ),
    )
    db.executemany(f"UPDATE unit SET checked = 1, {_WORST} WHERE id = ?", ((unit,) for unit in latest))


def save(
    db: Connection, items: Iterable[tuple[int, Sequence[Finding]]], revisions: Mapping[int, int] | None
) -> None:
    """Write the findings of units that are still at the revision that was checked.

    Raises:
        StoreError: a unit is unknown.
    """
    latest = dict(items)
    now = dict(select_in(db, "SELECT id, revision FROM unit WHERE id IN (?)", latest))
    for unit in latest:
        if unit not in now:
            raise unknown_unit(unit)
    seen = revisions or {}
    replace_findings(db, ((u, found) for u, found in latest.items() if seen.get(u, now[u]) == now[u]))


def stale(db: Connection, unit_id: int) -> None:
    """Keep the findings of a text that has changed as a warning sign, without the places and fixes in it."""
    db.execute("UPDATE unit SET checked = 0 WHERE id = ?", (unit_id,))
    db.execute(
        "UPDATE finding SET span_start = NULL, span_end = NULL, fix_text = NULL, fix_why = NULL WHERE unit_id = ?",
        (unit_id,),
    )


def refresh(db: Connection, unit_id: int) -> None:
    """Apply the waivers that hold now to the findings of one unit."""
    waived = {code for _, code in db.execute(f"{WAIVERS} AND r.unit_id = ?", (unit_id,))}
    rows = db.execute(
        "SELECT position, code, severity, waived FROM finding WHERE unit_id = ?", (unit_id,)
    ).fetchall()
    codes = _covered(((code, severity) for _, code, severity, _ in rows), waived)
    turned = [(int(code in codes), unit_id, at) for at, code, _, was in rows if was != (code in codes)]
    db.executemany("UPDATE finding SET waived = ? WHERE unit_id = ? AND position = ?", turned)
    db.execute(f"UPDATE unit SET {_WORST} WHERE id = ?", (unit_id,))


def expire(db: Connection) -> int:
    """Open the findings again whose waiver has run out, and return on how many units."""
    past = db.execute(
        "SELECT DISTINCT n.unit_id FROM revision r JOIN finding n ON n.unit_id = r.unit_id AND n.code = r.code"
        " WHERE r.action = 'waive' AND r.until <> '' AND r.until < today() AND n.waived = 1"
    ).fetchall()
    before = {unit: _waived(db, unit) for (unit,) in past}
    for unit in before:
        refresh(db, unit)
    return sum(_waived(db, unit) != was for unit, was in before.items())


def _waived(db: Connection, unit_id: int) -> int:
    return int(
        db.execute("SELECT COUNT(*) FROM finding WHERE unit_id = ? AND waived = 1", (unit_id,)).fetchone()[0]
    )
