"""The only place that says what the memory's database looks like, and how an older one becomes a newer one."""

from __future__ import annotations

SCHEMA_VERSION = 1

# Version → statements that lead to it from the version before. 1: first version.
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
}
