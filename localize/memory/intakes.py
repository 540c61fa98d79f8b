"""The only place that knows which import or alignment brought which pairs, and takes one back.

A pair may come several times. It stays as long as somebody stands by it: a person who approved it, or another import.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from localize.errors import UsageError
from localize.memory.base import IntakeRecord, TakenBack, Trust

if TYPE_CHECKING:
    from localize.memory.base import MemoryUnit
    from localize.memory.database import Connection

TIME = "%Y%m%dT%H%M%SZ"
"""How a time is written, as TMX does (ISO 8601, basic form)."""

_OTHERS = "SELECT 1 FROM brought o WHERE o.unit = unit.id AND o.intake IS NOT ?1"
_FALL_BACK = """
    UPDATE unit SET (trust, origin, by, changed) = (
        SELECT o.trust, o.origin, o.by, o.changed FROM brought o
        WHERE o.unit = unit.id AND o.intake IS NOT ?1 ORDER BY o.trust DESC, o.intake LIMIT 1)
"""
"""What is left is worth what the best of the other imports made it."""
_BROUGHT = "id IN (SELECT unit FROM brought WHERE intake = ?1)"


def begin(db: Connection, file: str, digest: str, trust: Trust) -> int:
    """Return the number of an import; one of the same name and content that was not taken back goes on."""
    row = db.execute(
        "SELECT id FROM intake WHERE (file, digest, trust) = (?, ?, ?) AND taken_back = ''",
        (file, digest, trust),
    ).fetchone()
    if row:
        return int(row[0])
    cursor = db.execute(
        "INSERT INTO intake (file, digest, trust, at) VALUES (?, ?, ?, ?)", (file, digest, trust, _now())
    )
    return int(cursor.lastrowid or 0)


def bring(db: Connection, intake: int, unit: MemoryUnit, identity: tuple[int | str, ...]) -> None:
    """Note that an import brought a pair that is there by now.

    Args:
        db: in a transaction.
        intake: number of the import.
        unit: the pair.
        identity: source line, target locale, source, target, before, after, speaker.
    """
    db.execute(
        "INSERT OR IGNORE INTO brought (intake, unit, trust, origin, by, changed) SELECT ?, id, ?, ?, ?, ? FROM unit"
        " WHERE (line, target_locale, source, target, before, after, speaker) = (?, ?, ?, ?, ?, ?, ?)",
        (intake, unit.trust, unit.origin, unit.by, unit.changed, *identity),
    )


def drop_approved(db: Connection, origin: str, locale: str) -> int:
    """Drop the approved pairs of a place, or let them be what an import made them; return how many."""
    approved = f"trust = {Trust.APPROVED:d} AND origin = ?2 AND target_locale = ?3"
    values = (None, origin, locale)
    gone = db.execute(f"DELETE FROM unit WHERE {approved} AND NOT EXISTS ({_OTHERS})", values).rowcount
    return gone + db.execute(f"{_FALL_BACK} WHERE {approved}", values).rowcount


def listed(db: Connection) -> list[IntakeRecord]:
    """Return every import, oldest first."""
    rows = db.execute(
        "SELECT i.id, i.file, i.trust, i.at, count(b.unit), coalesce(sum(u.trust < ?1 AND NOT EXISTS ("
        "SELECT 1 FROM brought o WHERE o.unit = b.unit AND o.intake <> i.id)), 0), i.taken_back"
        " FROM intake i LEFT JOIN brought b ON b.intake = i.id LEFT JOIN unit u ON u.id = b.unit"
        " GROUP BY i.id ORDER BY i.id",
        (Trust.APPROVED,),
    )
    return [
        IntakeRecord(int(number), str(file), Trust(int(trust)), str(at), int(pairs), int(alone), str(back))
        for number, file, trust, at, pairs, alone, back in rows
    ]


def take_back(db: Connection, intake: int, *, dry_run: bool) -> TakenBack:
    """Drop what only this import stands by; the others keep what else made of them.

    Raises:
        UsageError: there is no such import, or it was taken back already.
    """
    row = db.execute("SELECT taken_back FROM intake WHERE id = ?", (intake,)).fetchone()
    if row is None:
        raise UsageError(f"there is no import {intake}", do="localize memory stats lists them")
    if row[0]:
        raise UsageError(
            f"import {intake} was taken back already", do="localize memory stats lists the others"
        )
    outside = f"{_BROUGHT} AND trust < {Trust.APPROVED:d}"
    counts = (_BROUGHT, outside, f"{outside} AND EXISTS ({_OTHERS})")
    brought, foreign, shared = (
        int(db.execute(f"SELECT count(*) FROM unit WHERE {where}", (intake,)).fetchone()[0])
        for where in counts
    )
    if not dry_run:
        db.execute(f"DELETE FROM unit WHERE {outside} AND NOT EXISTS ({_OTHERS})", (intake,))
        db.execute(f"{_FALL_BACK} WHERE {outside}", (intake,))
        db.execute("DELETE FROM brought WHERE intake = ?", (intake,))
        db.execute("UPDATE intake SET taken_back = ? WHERE id = ?", (_now(), intake))
    return TakenBack(foreign - shared, brought - foreign, shared)


def _now() -> str:
    return datetime.now(UTC).strftime(TIME)
