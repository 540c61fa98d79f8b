"""The only place that says what the memory's database looks like, and how an older one becomes a newer one."""

from __future__ import annotations

SCHEMA_VERSION = 4

# Version → statements that lead to it from the version before. 1: first version; 2: engines; 3: what came from outside;
# 4: which import brought what.
MIGRATIONS: dict[int, tuple[str, ...]] = {
    1: (
        # A distinct source text of a locale, folded: what lookups search.
        """
        CREATE TABLE line (
            id INTEGER PRIMARY KEY,
            locale TEXT NOT NULL,
            folded TEXT NOT NULL,
            UNIQUE (locale, folded)
        )
        """,
        # An approved pair. `touched` grows by one with every remembering, so the latest decision comes first.
        """
        CREATE TABLE unit (
            id INTEGER PRIMARY KEY,
            line INTEGER NOT NULL REFERENCES line (id),
            source TEXT NOT NULL,
            target TEXT NOT NULL,
            source_locale TEXT NOT NULL,
            target_locale TEXT NOT NULL,
            before TEXT NOT NULL,
            after TEXT NOT NULL,
            speaker TEXT NOT NULL,
            origin TEXT NOT NULL,
            by TEXT NOT NULL,
            touched INTEGER NOT NULL,
            UNIQUE (line, target_locale, source, target, before, after, speaker)
        )
        """,
        "CREATE INDEX unit_by_touched ON unit (touched)",
    ),
    2: (
        # What each engine that ever drafted said of itself, by its signature: licences outlive the engine's being here.
        """
        CREATE TABLE engine (
            signature TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            title TEXT NOT NULL,
            licence TEXT NOT NULL,
            reach TEXT NOT NULL,
            commercial INTEGER NOT NULL,
            attribution TEXT NOT NULL
        )
        """,
    ),
    3: (
        # `localize.memory.base.Trust`; all that was there had been approved. Times are UTC, '' where nobody knows.
        "ALTER TABLE unit ADD COLUMN trust INTEGER NOT NULL DEFAULT 2",
        "ALTER TABLE unit ADD COLUMN created TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE unit ADD COLUMN changed TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE unit ADD COLUMN uses INTEGER NOT NULL DEFAULT 0",
    ),
    4: (
        # An import or alignment; one that was taken back stays in the list.
        """
        CREATE TABLE intake (
            id INTEGER PRIMARY KEY,
            file TEXT NOT NULL,
            digest TEXT NOT NULL,
            trust INTEGER NOT NULL,
            at TEXT NOT NULL,
            taken_back TEXT NOT NULL DEFAULT ''
        )
        """,
        # Which pairs it brought, those that were there before included, and what they are worth by it.
        """
        CREATE TABLE brought (
            intake INTEGER NOT NULL REFERENCES intake (id),
            unit INTEGER NOT NULL REFERENCES unit (id) ON DELETE CASCADE,
            trust INTEGER NOT NULL,
            origin TEXT NOT NULL,
            by TEXT NOT NULL,
            changed TEXT NOT NULL,
            PRIMARY KEY (intake, unit)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX brought_by_unit ON brought (unit)",
        # Of what came before, the origin names the file first; when it came nobody knows.
        """
        INSERT INTO intake (file, digest, trust, at)
        SELECT substr(origin, 1, instr(origin || ':', ':') - 1), '', max(trust), '' FROM unit WHERE trust < 2
        GROUP BY 1 ORDER BY min(touched)
        """,
        """
        INSERT INTO brought (intake, unit, trust, origin, by, changed)
        SELECT i.id, u.id, u.trust, u.origin, u.by, u.changed FROM unit u
        JOIN intake i ON i.file = substr(u.origin, 1, instr(u.origin || ':', ':') - 1) WHERE u.trust < 2
        """,
    ),
}

CACHE_MIGRATIONS: dict[int, tuple[str, ...]] = {
    1: (
        # An engine's answer to one request; `key` hashes everything that the answer depends on. `used` is the day of
        # its last use, counted from 1970, by which the oldest go first.
        """
        CREATE TABLE answer (
            key TEXT PRIMARY KEY,
            text TEXT NOT NULL,
            score REAL,
            alternatives TEXT NOT NULL,
            used INTEGER NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX answer_by_use ON answer (used)",
    ),
}
"""The cache's own file, `localize.memory.cache`."""
