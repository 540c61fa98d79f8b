"""The only place that brings a new cut of a file into the store, inside the caller's transaction."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from localize.errors import StoreError
from localize.review.align import Alignment, Line, align
from localize.review.base import SyncReport
from localize.review.codec import SEGMENT_COLUMNS, natural_key, segment_row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from localize.model import Segment, SegmentId
    from localize.review.sql import Connection, Value

_COLUMNS = ", ".join(SEGMENT_COLUMNS)
_SET = ", ".join(f"{name} = ?" for name in SEGMENT_COLUMNS)

# A unit whose source changed. What a person decided stays and is outdated (or valid again, if this is the source
# it was decided on); what only a machine wrote is dropped from the target unless it translates this very source.
_SOURCE_CHANGED = """
    UPDATE unit SET
        revision = revision + 1,
        checked = 0,
        state = CASE WHEN settled IS NOT NULL THEN CASE WHEN made_for = ?1 THEN settled ELSE 'outdated' END
                     WHEN draft_for = ?1 THEN 'drafted' ELSE 'new' END,
        target = CASE WHEN settled IS NOT NULL THEN target
                      WHEN draft_for = ?1 THEN json_extract(draft, '$.text') END,
        made_for = CASE WHEN settled IS NOT NULL THEN made_for WHEN draft_for = ?1 THEN ?1 END
    WHERE segment_id = ?2
"""
_FINDINGS_STALE = """
    UPDATE finding SET span_start = NULL, span_end = NULL, fix_text = NULL, fix_why = NULL, waived = 0
    WHERE unit_id IN (SELECT id FROM unit WHERE segment_id = ?)
"""
_FINDINGS_DROPPED = """
    DELETE FROM finding WHERE unit_id IN (SELECT id FROM unit WHERE segment_id = ? AND state = 'new')
"""
_WORST = """
    UPDATE unit SET (worst, worst_code) = (SELECT severity, code FROM finding WHERE unit_id = unit.id
                                           ORDER BY severity DESC, position LIMIT 1)
    WHERE segment_id = ?
"""
_PLACE_UNITS = """
    UPDATE unit SET ordinal = s.ordinal, live = 1 - s.gone FROM segment s
    WHERE s.id = unit.segment_id AND unit.file_id = ?
      AND (unit.ordinal <> s.ordinal OR unit.live <> 1 - s.gone)
"""
_ADD_UNITS = """
    INSERT INTO unit (segment_id, file_id, locale, ordinal, live, state)
    SELECT s.id, s.file_id, ?, s.ordinal, 1 - s.gone, 'new' FROM segment s WHERE s.file_id = ?
    ON CONFLICT (segment_id, locale) DO NOTHING
"""

_HIDE_UNITS = """
    UPDATE unit SET live = 0
    WHERE locale = ? AND segment_id = (SELECT id FROM segment WHERE file_id = ? AND name = ? AND gone = 0)
"""


class _Stored(NamedTuple):
    """A segment in the store."""

    id: int
    ordinal: int
    gone: int
    columns: tuple[Value, ...]

    @property
    def line(self) -> Line:
        row = dict(zip(SEGMENT_COLUMNS, self.columns, strict=True))
        return _line(row["source"], row["speaker"], row["key"], row["start_ms"], row["end_ms"])


def _line(source: Value, speaker: Value, key: Value, start: Value, end: Value) -> Line:
    return Line(
        source=str(source),
        speaker=None if speaker is None else str(speaker),
        key=None if key is None else str(key),
        time=(start if isinstance(start, int) else None, end if isinstance(end, int) else None),
    )


def synchronise(
    db: Connection,
    file: str,
    segments: Sequence[Segment],
    fingerprint: str,
    locales: Iterable[str],
    absent: Mapping[str, Collection[SegmentId]],
) -> SyncReport:
    """Record the segments of a file and return what changed.

    A line that comes back from an earlier cut counts as kept: its decisions are.

    Raises:
        StoreError: two segments have one id.
    """
    _require_distinct(file, segments)
    file_id = _file_id(db, file, fingerprint)
    stored = [
        _Stored(row[0], row[1], row[2], tuple(row[3:]))
        for row in db.execute(
            f"SELECT id, ordinal, gone, {_COLUMNS} FROM segment WHERE file_id = ? ORDER BY ordinal, id",
            (file_id,),
        )
    ]
    live, gone = [s for s in stored if not s.gone], [s for s in stored if s.gone]
    new = [_line(s.source, s.speaker, s.key, s.start_ms, s.end_ms) for s in segments]
    found = align([s.line for s in live], new, [s.line for s in gone])
    pairs = {n: live[o] for n, o in (found.same | found.changed).items()}
    pairs.update((n, gone[g]) for n, g in found.returned.items())
    left = {s.id for s in live} - {s.id for s in pairs.values()}
    _write_segments(db, file_id, segments, pairs)
    db.executemany("UPDATE segment SET gone = 1 WHERE id = ?", ((i,) for i in left))
    _change_sources(db, [(segments[n].source, pairs[n].id) for n in found.changed])
    db.execute(_PLACE_UNITS, (file_id,))
    for locale in dict.fromkeys(locales):
        db.execute(_ADD_UNITS, (locale, file_id))
        lacking = ((locale, file_id, name) for name in absent.get(locale, ()))
        db.executemany(_HIDE_UNITS, lacking)
    return _report(file, len(segments), found, len(left))


def forget(db: Connection, file: str) -> SyncReport:
    """Mark a file as gone and return how many lines went with it."""
    row = db.execute("SELECT id FROM file WHERE path = ? AND gone = 0", (file,)).fetchone()
    if row is None:
        return SyncReport(file)
    db.execute("UPDATE file SET gone = 1 WHERE id = ?", row)
    db.execute("UPDATE unit SET live = 0 WHERE file_id = ?", row)
    count = db.execute("SELECT COUNT(*) FROM segment WHERE file_id = ? AND gone = 0", row).fetchone()
    return SyncReport(file, gone=count[0])


def _require_distinct(file: str, segments: Sequence[Segment]) -> None:
    if len({s.id for s in segments}) < len(segments):
        twice, _ = Counter(s.id for s in segments).most_common(1)[0]
        raise StoreError(f"{file}: two segments are called {twice!r}", do="report it: the parser is wrong")


def _file_id(db: Connection, file: str, fingerprint: str) -> int:
    db.execute(
        "INSERT INTO file (path, sort, fingerprint, gone) VALUES (?, ?, ?, 0)"
        " ON CONFLICT (path) DO UPDATE SET fingerprint = excluded.fingerprint, gone = 0",
        (file, natural_key(file), fingerprint),
    )
    return int(db.execute("SELECT id FROM file WHERE path = ?", (file,)).fetchone()[0])


def _write_segments(
    db: Connection, file_id: int, segments: Sequence[Segment], pairs: dict[int, _Stored]
) -> None:
    rows = [segment_row(s) for s in segments]
    db.executemany(
        f"UPDATE segment SET ordinal = ?, gone = 0, {_SET} WHERE id = ?",
        (
            (n, *rows[n], was.id)
            for n, was in pairs.items()
            if was.gone or was.ordinal != n or was.columns != rows[n]
        ),
    )
    marks = ", ".join("?" * (len(SEGMENT_COLUMNS) + 2))
    db.executemany(
        f"INSERT INTO segment (file_id, ordinal, gone, {_COLUMNS}) VALUES ({marks.replace('?, ?,', '?, ?, 0,', 1)})",
        ((file_id, n, *rows[n]) for n in range(len(segments)) if n not in pairs),
    )


def _change_sources(db: Connection, changed: Sequence[tuple[str, int]]) -> None:
    segments = [(segment,) for _, segment in changed]
    db.executemany(_SOURCE_CHANGED, changed)
    db.executemany(_FINDINGS_STALE, segments)
    db.executemany(_FINDINGS_DROPPED, segments)
    db.executemany(_WORST, segments)


def _report(file: str, count: int, found: Alignment, gone: int) -> SyncReport:
    moved, changed = len(found.moved), len(found.changed)
    kept = len(found.same) - moved + len(found.returned)
    return SyncReport(
        file, kept=kept, moved=moved, changed=changed, new=count - kept - moved - changed, gone=gone
    )
