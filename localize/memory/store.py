"""The only place that keeps the translation memory: approved pairs in, matches out.

The file holds the pairs; the bigrams by which similar lines are found are kept in memory (`localize.memory.index`),
read on the first lookup that needs them and brought up to date by each later one. In the file they would make
remembering ten times slower, and SQLite's own trigram index finds nothing for two-character queries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from localize.locales import parse_locale
from localize.memory import intakes
from localize.memory.base import EngineRecord, MemoryUnit, Trust
from localize.memory.database import Database
from localize.memory.folding import fold
from localize.memory.index import BigramIndex
from localize.memory.matching import deducted, match_of, order
from localize.memory.schema import MIGRATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from localize.memory.base import IntakeRecord, Match, MemoryQuery, TakenBack
    from localize.memory.database import Connection

_COLUMNS = (
    "source, target, source_locale, target_locale, before, after, speaker, origin, by, "
    "trust, created, changed, uses"
)


@dataclass(frozen=True, slots=True)
class MemoryStats:
    """What a memory holds: units, distinct source lines, those a pair of locales, and which nobody here approved."""

    units: int
    lines: int
    pairs: Mapping[tuple[str, str], int]
    outside: Mapping[tuple[str, str], int]


class Memory:
    """A translation memory in one file; safe for several threads of a process and several processes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._indexes: dict[str, BigramIndex] = {}
        self._indexed = 0  # number of the last line that the indexes hold

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """Open a memory, creating file and folder where there is none, and bring its schema up to date.

        Raises:
            StoreError: the file is no memory, cannot be opened, or was written by a newer version.
        """
        return cls(Database.open(path, what="translation memory", migrations=MIGRATIONS))

    @classmethod
    def read(cls, path: Path) -> Self:
        """Open a memory where nothing may be written; without a file it is empty.

        Raises:
            StoreError: the file is no memory, cannot be opened, or was written by another version.
        """
        return cls(Database.read(path, what="translation memory", migrations=MIGRATIONS))

    def remember(self, unit: MemoryUnit) -> bool:
        """Keep a pair; returns whether it is new. One that is known becomes the latest again."""
        return self.remember_many([unit]) == 1

    def remember_many(self, units: Iterable[MemoryUnit], *, intake: int | None = None) -> int:
        """Keep pairs in one transaction, durable when it returns; returns how many are new.

        Nothing is ever replaced: another target for the same source is kept beside the first and comes before it.
        A pair from outside changes nothing of one that is there already, unless it was trusted less.

        Args:
            units: the pairs.
            intake: number of the import or alignment that brings them, as `begin_intake` gives it.
        """
        with self._database.transaction() as connection:
            before = _count(connection, "unit")
            touched = int(connection.execute("SELECT coalesce(max(touched), 0) FROM unit").fetchone()[0])
            for number, unit in enumerate(units, touched + 1):
                line = self._write(connection, unit, number)
                if intake is not None:
                    intakes.bring(connection, intake, unit, (line, *_identity(unit)[2:]))
            return _count(connection, "unit") - before

    def holds(self, units: Iterable[MemoryUnit]) -> int:
        """Return how many of some pairs are there already, text for text and in the same context. Read-only."""
        sql = (
            "SELECT count(*) FROM unit JOIN line ON line.id = unit.line WHERE line.locale = ? AND folded = ?"
            " AND (target_locale, source, target, before, after, speaker) = (?, ?, ?, ?, ?, ?)"
        )
        with self._database.reading() as connection:
            return sum(int(connection.execute(sql, _identity(unit)).fetchone()[0]) for unit in units)

    def forget(self, origin: str, target_locale: str) -> int:
        """Drop the pairs that were last remembered from a place, and return how many.

        For an approval that is taken back: what nobody stands by any more is not offered again. What came from
        outside as well is worth again what it was worth before.
        """
        locale = parse_locale(target_locale).tag
        with self._database.transaction() as connection:
            return intakes.drop_approved(connection, origin, locale)

    def begin_intake(self, file: str, digest: str, trust: Trust) -> int:
        """Return the number under which an import or alignment is kept; the same content goes on with its own.

        Args:
            file: its name, for people.
            digest: SHA-256 (hex) of what it holds.
            trust: what its pairs are worth.
        """
        with self._database.transaction() as connection:
            return intakes.begin(connection, file, digest, trust)

    def intakes(self) -> list[IntakeRecord]:
        """Return the imports and alignments, oldest first, with those that were taken back. Read-only."""
        with self._database.reading() as connection:
            return intakes.listed(connection)

    def take_back(self, intake: int, *, dry_run: bool = False) -> TakenBack:
        """Drop what an import or alignment brought, except what was approved since or another one brought too.

        Args:
            intake: its number.
            dry_run: only say what would go.

        Raises:
            UsageError: there is none of this number, or it was taken back already.
        """
        with self._database.transaction() as connection:
            return intakes.take_back(connection, intake, dry_run=dry_run)

    def lookup(self, query: MemoryQuery) -> Sequence[Match]:
        """Return at most `query.limit` matches, best first: context, exact, then fuzzy by score.

        What a person of this project approved comes before what came from outside, in whatever context that stood.
        A target is returned once, with its best unit; nothing less alike than `query.minimum`, so that a minimum of
        1 never reuses what another speaker said. Read-only.
        """
        folded = fold(query.source)
        locales = (parse_locale(query.source_locale).tag, parse_locale(query.target_locale).tag)
        if not folded or query.limit < 1:
            return []
        with self._database.reading() as connection:
            found = self._same(connection, query, folded, locales)
            if len(found) < query.limit and query.minimum < 1:
                found += self._similar(connection, query, folded, locales)
        best: dict[str, Match] = {}
        found = [match for match in found if match.score >= query.minimum]
        for match in sorted(found, key=lambda m: (*order(m), m.unit.source != query.source)):
            best.setdefault(match.unit.target, match)
        return [deducted(match) for match in best.values()][: query.limit]

    def units(self, target_locales: Sequence[str] = ()) -> Iterator[MemoryUnit]:
        """Yield the units of some target locales, all for none, oldest first. Read-only.

        They come one by one from one state of the file; another thread waits until the last one was taken.
        """
        tags = [parse_locale(locale).tag for locale in target_locales]
        chosen = f"WHERE target_locale IN ({','.join('?' * len(tags))})" if tags else ""
        with self._database.reading() as connection:
            for row in connection.execute(f"SELECT {_COLUMNS} FROM unit {chosen} ORDER BY touched, id", tags):
                yield _unit(row)

    def stats(self) -> MemoryStats:
        """Return what the memory holds. Read-only."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT source_locale, target_locale, count(*), sum(trust < {Trust.APPROVED:d}) FROM unit "
                "GROUP BY 1, 2 ORDER BY 1, 2"
            ).fetchall()
            pairs = {(str(a), str(b)): int(n) for a, b, n, _ in rows}
            outside = {(str(a), str(b)): int(n) for a, b, _, n in rows}
            return MemoryStats(sum(pairs.values()), _count(connection, "line"), pairs, outside)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def engines(self) -> Mapping[str, EngineRecord]:
        """Return signature → engine, for every engine that ever drafted here. Read-only."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM engine ORDER BY signature").fetchall()
        return {
            str(row[0]): EngineRecord(row[1], row[2], row[3], row[4], bool(row[5]), row[6]) for row in rows
        }

    def note_engine(self, signature: str, engine: EngineRecord) -> None:
        """Keep what an engine says of itself while it is here, for a delivery made where it is not."""
        known = (
            signature, engine.name, engine.title, engine.licence, engine.reach, engine.commercial,
            engine.attribution,
        )  # fmt: skip
        with self._database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO engine VALUES (?, ?, ?, ?, ?, ?, ?)", known)

    def _write(self, connection: Connection, unit: MemoryUnit, touched: int) -> int:
        """Write a unit and return the number of its source line."""
        source_locale, target_locale = (
            parse_locale(unit.source_locale).tag,
            parse_locale(unit.target_locale).tag,
        )
        line = self._line(connection, source_locale, fold(unit.source))
        now = datetime.now(UTC).strftime(intakes.TIME) if unit.trust is Trust.APPROVED else ""
        connection.execute(
            f"INSERT INTO unit (line, {_COLUMNS}, touched) VALUES ({','.join('?' * 15)})"
            " ON CONFLICT DO UPDATE SET touched = excluded.touched, origin = excluded.origin, by = excluded.by,"
            " trust = excluded.trust, changed = excluded.changed"
            f" WHERE excluded.trust = {Trust.APPROVED:d} OR excluded.trust > unit.trust",
            (
                line, unit.source, unit.target, source_locale, target_locale, unit.before, unit.after,
                unit.speaker, unit.origin, unit.by, unit.trust, unit.created or now, unit.changed or now,
                unit.uses, touched,
            ),
        )  # fmt: skip
        return line

    def _line(self, connection: Connection, locale: str, folded: str) -> int:
        row = connection.execute(
            "SELECT id FROM line WHERE locale = ? AND folded = ?", (locale, folded)
        ).fetchone()
        if row:
            return int(row[0])
        cursor = connection.execute("INSERT INTO line (locale, folded) VALUES (?, ?)", (locale, folded))
        return int(cursor.lastrowid or 0)

    def _same(
        self, connection: Connection, query: MemoryQuery, folded: str, locales: tuple[str, str]
    ) -> list[Match]:
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM unit WHERE target_locale = ? AND line ="
            " (SELECT id FROM line WHERE locale = ? AND folded = ?) ORDER BY touched DESC",
            (locales[1], locales[0], folded),
        )
        return [match_of(_unit(row), query, 1.0) for row in rows]

    def _similar(
        self, connection: Connection, query: MemoryQuery, folded: str, locales: tuple[str, str]
    ) -> list[Match]:
        found: list[Match] = []
        for line, score in self._index(connection, locales[0]).similar(folded, query.minimum):
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM unit WHERE line = ? AND target_locale = ? ORDER BY touched DESC",
                (line, locales[1]),
            )
            found += [match_of(_unit(row), query, score, fuzzy=True) for row in rows]
        return found

    def _index(self, connection: Connection, locale: str) -> BigramIndex:
        """Return the index of a locale, with every line that this or another process has added since."""
        rows = connection.execute(
            "SELECT id, locale, folded FROM line WHERE id > ? ORDER BY id", (self._indexed,)
        )
        fresh: dict[str, list[tuple[int, str]]] = {}
        for line, own, folded in rows:
            fresh.setdefault(str(own), []).append((int(line), str(folded)))
            self._indexed = int(line)
        for own, lines in fresh.items():
            self._indexes.setdefault(own, BigramIndex()).add(lines)
        return self._indexes.setdefault(locale, BigramIndex())


def _count(connection: Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _identity(unit: MemoryUnit) -> tuple[str, ...]:
    source, target = parse_locale(unit.source_locale).tag, parse_locale(unit.target_locale).tag
    return source, fold(unit.source), target, unit.source, unit.target, unit.before, unit.after, unit.speaker


def _unit(row: Sequence[str]) -> MemoryUnit:
    source, target, from_, to, before, after, speaker, origin, by, trust, created, changed, uses = row
    return MemoryUnit(
        source, target, from_, to, before, after, speaker, origin, by, Trust(int(trust)), created, changed, int(uses)
    )  # fmt: skip
