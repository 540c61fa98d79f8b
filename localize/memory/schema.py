"""The only place that says what the memory's database looks like, and how an older one becomes a newer one."""

from __future__ import annotations

SCHEMA_VERSION = 3

# Version → statements that lead to it from the version before. 1: first version; 2: engines; 3: what came from outside.
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
