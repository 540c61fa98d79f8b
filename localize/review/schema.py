"""The only place that defines the tables of the review store, and how an older store becomes a newer one."""

from __future__ import annotations

from dataclasses import dataclass

APPLICATION_ID = 0x4C524556
"""``LREV``: what `PRAGMA application_id` says of our files (SQLite file format, offset 68)."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema.

    Attributes:
        version: the version that the store has afterwards; they count 1, 2, 3 …
        what: one sentence for the migration table.
        statements: SQL, run in one transaction with the row that records it.
    """

    version: int
    what: str
    statements: tuple[str, ...]


_MIGRATION = """
-- Which migrations this store went through; the greatest version is the version of the store.
CREATE TABLE migration (
    version    INTEGER PRIMARY KEY,
    applied_at TEXT NOT NULL,             -- UTC, ISO 8601
    what       TEXT NOT NULL
) STRICT
"""

_FILE = """
CREATE TABLE file (
    id          INTEGER PRIMARY KEY,
    path        TEXT NOT NULL UNIQUE,     -- in the project, with /
    sort        TEXT NOT NULL UNIQUE,     -- path with padded numbers: ep2 stands before ep10
    fingerprint TEXT NOT NULL,            -- of the bytes at the last sync
    gone        INTEGER NOT NULL          -- 1: not in the project any more
) STRICT
"""

_SEGMENT = """
-- One line of a file as of the last sync that had it. Never deleted: a line that left its file is `gone`.
CREATE TABLE segment (
    id         INTEGER PRIMARY KEY,
    file_id    INTEGER NOT NULL REFERENCES file(id),
    name       TEXT NOT NULL,             -- SegmentId; unique among the lines of a file that are not gone
    ordinal    INTEGER NOT NULL,          -- 0-based position in the file
    gone       INTEGER NOT NULL,
    source     TEXT NOT NULL,
    spans      TEXT NOT NULL,             -- JSON [[start, end] …], bytes
    line       INTEGER NOT NULL,
    text_line  INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    start_ms   INTEGER,
    end_ms     INTEGER,
    speaker    TEXT,
    scene      TEXT,
    style      TEXT,
    key        TEXT,
    note       TEXT,
    target     TEXT,                      -- what a bilingual file itself holds
    max_length INTEGER,
    plural     TEXT,
    context    TEXT
) STRICT
"""

_UNIT = """
-- One segment in one locale. file_id, ordinal and live repeat facts of segment and file so that the queue is
-- one walk along unit_queue; sync keeps them true.
CREATE TABLE unit (
    id         INTEGER PRIMARY KEY,
    segment_id INTEGER NOT NULL REFERENCES segment(id),
    file_id    INTEGER NOT NULL REFERENCES file(id),
    locale     TEXT NOT NULL,
    ordinal    INTEGER NOT NULL,
    live       INTEGER NOT NULL,          -- 0: the segment or its file is gone
    state      TEXT NOT NULL,
    target     TEXT,
    revision   INTEGER NOT NULL DEFAULT 0,
    settled    TEXT,                      -- state that a person gave it; NULL: nobody decided anything
    made_for   TEXT,                      -- source that target and settled were made for
    decided_by TEXT NOT NULL DEFAULT '',
    draft      TEXT,                      -- JSON of the latest machine or memory draft
    draft_for  TEXT,                      -- source that it translates
    checked    INTEGER NOT NULL DEFAULT 0, -- 1: the findings are those of this source and target
    worst      INTEGER,                   -- severity of the worst open finding
    worst_code TEXT,
    UNIQUE (segment_id, locale)
) STRICT
"""

_FINDING = """
CREATE TABLE finding (
    unit_id    INTEGER NOT NULL REFERENCES unit(id),
    position   INTEGER NOT NULL,          -- order in which the checks gave them
    code       TEXT NOT NULL,
    severity   INTEGER NOT NULL,
    span_start INTEGER,                   -- characters of the target
    span_end   INTEGER,
    message    TEXT NOT NULL,
    fix_text   TEXT,
    fix_why    TEXT,
    waived     INTEGER NOT NULL,          -- 1: a waiver for this source, target and code is in the log
    PRIMARY KEY (unit_id, position)
) STRICT, WITHOUT ROWID
"""

_REVISION = """
-- The log. Rows are only ever added; the triggers below refuse everything else, and `digest` shows whoever
-- went round them.
CREATE TABLE revision (
    number         INTEGER PRIMARY KEY,   -- 1, 2, 3 … without a gap
    unit_id        INTEGER NOT NULL REFERENCES unit(id),
    step           INTEGER NOT NULL,      -- number of the first row of the same user action
    action         TEXT NOT NULL,
    text           TEXT NOT NULL,
    reason         TEXT NOT NULL,
    code           TEXT NOT NULL,
    by             TEXT NOT NULL,
    at             TEXT NOT NULL,         -- UTC, ISO 8601 with microseconds
    source         TEXT NOT NULL,         -- what the reviewer translated from
    before_state   TEXT NOT NULL,
    after_state    TEXT NOT NULL,
    before_text    TEXT,
    after_text     TEXT,
    before_settled TEXT,                  -- unit.settled and unit.made_for before: what an undo restores
    before_made_for TEXT,
    undoes         INTEGER REFERENCES revision(number),
    unit_revision  INTEGER NOT NULL,      -- unit.revision afterwards
    digest         TEXT NOT NULL          -- SHA-256 over this row and the digest of the row before it
) STRICT
"""

# INSERT OR REPLACE would delete a row without firing the delete trigger, so the number is guarded as well.
_GUARDS = (
    """
CREATE TRIGGER revision_no_update BEFORE UPDATE ON revision
BEGIN SELECT RAISE(ABORT, 'the log of decisions is append-only'); END
""",
    """
CREATE TRIGGER revision_no_delete BEFORE DELETE ON revision
BEGIN SELECT RAISE(ABORT, 'the log of decisions is append-only'); END
""",
    """
CREATE TRIGGER revision_in_order BEFORE INSERT ON revision
WHEN NEW.number IS NOT (SELECT COALESCE(MAX(number), 0) + 1 FROM revision)
BEGIN SELECT RAISE(ABORT, 'the log of decisions is append-only'); END
""",
)

_INDEXES = (
    "CREATE INDEX segment_name ON segment (file_id, name)",
    "CREATE INDEX unit_queue ON unit (file_id, locale, live, ordinal, state)",
    "CREATE INDEX revision_unit ON revision (unit_id, number)",
    "CREATE INDEX revision_by ON revision (by, number)",
    # One row is undone once at most.
    "CREATE UNIQUE INDEX revision_undoes ON revision (undoes) WHERE undoes IS NOT NULL",
    "CREATE INDEX revision_waive ON revision (unit_id, code) WHERE action = 'waive'",
)

# Which engine wrote a draft is the first word of its signature; the origins memory and human stand for themselves.
_ENGINE = """
ALTER TABLE unit ADD COLUMN engine TEXT GENERATED ALWAYS AS (
    CASE WHEN draft IS NULL THEN NULL
         WHEN json_extract(draft, '$.origin') <> 'engine' THEN json_extract(draft, '$.origin')
         ELSE substr(json_extract(draft, '$.signature'), 1,
                     min(instr(json_extract(draft, '$.signature') || '/', '/'),
                         instr(json_extract(draft, '$.signature') || ' ', ' '),
                         instr(json_extract(draft, '$.signature') || ';', ';')) - 1)
    END) VIRTUAL
"""

_LINE = """
-- Source and target of every unit once more, for full-text search; the triggers below keep it true.
CREATE VIRTUAL TABLE line USING fts5 (source, target, tokenize = 'trigram')
"""

_FILL_LINE = """
INSERT INTO line (rowid, source, target)
SELECT u.id, s.source, u.target FROM unit u JOIN segment s ON s.id = u.segment_id
"""

_LINE_TRIGGERS = (
    """
CREATE TRIGGER line_new AFTER INSERT ON unit
BEGIN INSERT INTO line (rowid, source, target)
      SELECT NEW.id, s.source, NEW.target FROM segment s WHERE s.id = NEW.segment_id; END
""",
    """
CREATE TRIGGER line_target AFTER UPDATE OF target ON unit WHEN OLD.target IS NOT NEW.target
BEGIN UPDATE line SET target = NEW.target WHERE rowid = NEW.id; END
""",
    """
CREATE TRIGGER line_source AFTER UPDATE OF source ON segment WHEN OLD.source IS NOT NEW.source
BEGIN UPDATE line SET source = NEW.source
      WHERE rowid IN (SELECT id FROM unit WHERE segment_id = NEW.id); END
""",
)

_PRESENCE = """
-- Where each reviewer was last seen; a hint for the others, never a lock.
CREATE TABLE presence (
    reviewer TEXT PRIMARY KEY,
    unit_id  INTEGER NOT NULL REFERENCES unit(id),
    at       TEXT NOT NULL                -- UTC, ISO 8601 with microseconds
) STRICT
"""

_VIEW = """
CREATE TABLE view (
    reviewer TEXT NOT NULL,
    name     TEXT NOT NULL,
    query    TEXT NOT NULL,               -- JSON of a Query
    PRIMARY KEY (reviewer, name)
) STRICT, WITHOUT ROWID
"""

# Empty in rows of version 1, and not part of the digest of a row in which they are empty.
_FAULTS = (
    "ALTER TABLE revision ADD COLUMN dimension TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE revision ADD COLUMN weight TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE revision ADD COLUMN until TEXT NOT NULL DEFAULT ''",
)

MIGRATIONS = (
    Migration(
        1,
        "files, segments, units, findings and the log of decisions",
        (_MIGRATION, _FILE, _SEGMENT, _UNIT, _FINDING, _REVISION, *_GUARDS, *_INDEXES),
    ),
    Migration(
        2,
        "full-text search, engines, partial approvals, fault categories, waivers that end, presence, saved views",
        (
            _ENGINE,
            "CREATE INDEX unit_engine ON unit (engine, locale)",
            "ALTER TABLE unit ADD COLUMN approvals INTEGER NOT NULL DEFAULT 0",
            *_FAULTS,
            "CREATE INDEX revision_at ON revision (at, unit_id)",
            "CREATE INDEX segment_source ON segment (source)",
            _LINE,
            _FILL_LINE,
            *_LINE_TRIGGERS,
            _PRESENCE,
            _VIEW,
        ),
    ),
)
"""The history of the schema, oldest first. A published step never changes; a new column is a new step."""

SCHEMA_VERSION = MIGRATIONS[-1].version
"""What this build reads and writes. History: 1, the first; 2, what the review room needs."""
