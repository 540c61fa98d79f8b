"""The only place that keeps engines' answers: asked once, never asked again, also after a kill or in another process.

A cache is never worth a failed run. A damaged file is set aside and a new one begun; one that cannot be written is
done without, with a warning.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from localize.errors import StoreError
from localize.memory.base import Answer
from localize.memory.database import DAMAGED, Database
from localize.memory.schema import CACHE_MIGRATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

T = TypeVar("T")

_log = logging.getLogger("localize")

MOST_ANSWERS = 500_000
"""Answers kept at most, about 150 MB; beyond it those that were not used for longest go."""
_LOOK_EVERY = 4096
"""Answers written between two looks at the size."""
_AT_ONCE = 500
"""Keys of one query, below SQLite's least limit of 999 variables."""
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class CacheStats:
    """What a cache holds: answers, bytes of its file, and the longest time since a use, in days."""

    answers: int
    size: int
    oldest_days: int


class EngineCache:
    """Answers by key in one SQLite file; safe for several threads and processes."""

    def __init__(self, path: Path, *, most: int = MOST_ANSWERS, reading: bool = False) -> None:
        self._path = path
        self._reading = reading
        self._most = most
        self._written = 0
        self._lock = threading.RLock()
        self._database: Database | None = None
        self._off = False

    @classmethod
    def open(cls, path: Path, *, most: int = MOST_ANSWERS, reading: bool = False) -> Self:
        """Open a cache, creating file and folder; never fails.

        Args:
            path: of the file.
            most: answers to keep at most.
            reading: it lies where nothing may be written: what is asked for is not marked as used.
        """
        cache = cls(path, most=most, reading=reading)
        cache._try(lambda _: None, None)
        return cache

    def get(self, keys: Sequence[str]) -> dict[str, Answer]:
        """Return the answers that are known, by key; marks them as used today."""

        def read(database: Database) -> dict[str, Answer]:
            rows = []
            with database.reading() as connection:
                for start in range(0, len(keys), _AT_ONCE):
                    some = keys[start : start + _AT_ONCE]
                    marks = ",".join("?" * len(some))
                    sql = f"SELECT key, text, score, alternatives, used FROM answer WHERE key IN ({marks})"
                    rows += connection.execute(sql, some).fetchall()
            stale = [(_today(), row[0]) for row in rows if row[4] != _today()]
            if stale and not self._reading:
                with database.transaction() as connection:
                    connection.executemany("UPDATE answer SET used = ? WHERE key = ?", stale)
            return {str(row[0]): Answer(row[1], row[2], tuple(json.loads(row[3]))) for row in rows}

        return self._try(read, {})

    def put(self, answers: Mapping[str, Answer]) -> None:
        """Keep answers by key, in one transaction: after a kill all of them are there or none."""
        rows = [
            (key, a.text, a.score, json.dumps(a.alternatives, ensure_ascii=False), _today())
            for key, a in answers.items()
        ]

        def write(database: Database) -> None:
            with database.transaction() as connection:
                connection.executemany("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)", rows)

        if rows:
            self._try(write, None)
            self._written += len(rows)
            if self._written >= _LOOK_EVERY:
                self._written = 0
                self.prune(self._most)

    def stats(self) -> CacheStats:
        """Return what the cache holds. Read-only."""

        def count(database: Database) -> CacheStats:
            with database.reading() as connection:
                answers, oldest = connection.execute("SELECT count(*), min(used) FROM answer").fetchone()
            return CacheStats(int(answers), _size(self._path), _today() - int(oldest) if answers else 0)

        return self._try(count, CacheStats(0, 0, 0))

    def prune(self, keep: int) -> int:
        """Drop all but the `keep` answers used last and return how many went; gives their room back to the disk."""

        def cut(database: Database) -> int:
            with database.transaction() as connection:
                (count,) = connection.execute("SELECT count(*) FROM answer").fetchone()
                surplus = max(0, int(count) - keep)
                connection.execute(
                    "DELETE FROM answer WHERE key IN (SELECT key FROM answer ORDER BY used, key LIMIT ?)",
                    (surplus,),
                )
            if surplus:
                with database.reading() as connection:
                    connection.execute("VACUUM")
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return surplus

        return self._try(cut, 0)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    def _try(self, work: Callable[[Database], T], otherwise: T) -> T:
        """Return what the work gives; once more on a fresh file if this one is damaged, else `otherwise`."""
        with self._lock:
            for last in (False, True):
                if self._off:
                    break
                try:
                    if self._database is None:
                        opened = Database.read if self._reading else Database.open
                        self._database = opened(
                            self._path, what="cache of answers", migrations=CACHE_MIGRATIONS
                        )
                    return work(self._database)
                except (StoreError, ValueError) as problem:
                    damaged = not isinstance(problem, StoreError) or problem.code == DAMAGED
                    if damaged and not self._reading and not last and self._set_aside(problem):
                        continue
                    self._off = True
                    _log.warning("no cache in this run: %s", problem)
            return otherwise

    def _set_aside(self, problem: Exception) -> bool:
        """Move a damaged file away under a new name, its journal with it; returns whether that worked."""
        self.close()
        broken = self._path.with_name(f"{self._path.name}.damaged-{time.strftime('%Y%m%dT%H%M%S')}")
        try:
            for name in _files(self._path):
                if name.exists():
                    name.rename(broken.with_name(broken.name + name.name.removeprefix(self._path.name)))
        except OSError as error:
            _log.warning("the damaged cache %s cannot be moved away: %s", self._path, error)
            return False
        _log.warning("the cache was damaged and is now %s; a new one is begun (%s)", broken, problem)
        return True


def _files(path: Path) -> Iterable[Path]:
    return (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm"))


def _size(path: Path) -> int:
    return sum(name.stat().st_size for name in _files(path) if name.exists())


def _today() -> int:
    return int(time.time()) // _DAY
