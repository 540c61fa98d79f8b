"""The only place of this room that opens a database, and turns what SQLite says into our errors."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from localize.errors import StoreError
from localize.readonly import reading_uri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Connection = sqlite3.Connection
"""What the other modules of this room do their work on."""
DAMAGED = "STO008"
"""Code of a StoreError that says that a file is damaged, or no database at all."""


class Database:
    """One SQLite file: WAL, writers that wait for each other, every failure a StoreError.

    Safe for several threads of a process and several processes.
    """

    def __init__(self, connection: sqlite3.Connection, path: str, what: str) -> None:
        self._connection = connection
        self._lock = threading.RLock()
        self.path = path
        self.what = what

    @classmethod
    def open(cls, path: Path | str, *, what: str, migrations: Mapping[int, Sequence[str]]) -> Self:
        """Open a file, creating it and its folder where there is none, and bring its schema up to date.

        Args:
            path: of the file, or ``:memory:``.
            what: what it is to people (``translation memory``).
            migrations: version → statements that lead to it from the version before.

        Raises:
            StoreError: ``STO008`` if the file is damaged or no database, ``STO004`` if a newer version wrote it,
                else ``STO003``.
        """
        name = str(path)
        try:
            if name != ":memory:":
                Path(name).parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(name, timeout=10, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as problem:
            raise StoreError(f"the {what} {name} cannot be opened: {problem}", code="STO003") from problem
        database = cls(connection, name, what)
        try:
            database._prepare(migrations)
        except StoreError as problem:
            connection.close()
            if problem.code == DAMAGED:
                problem = StoreError(
                    f"{name} is not a {what}: {problem.__cause__}",
                    code=DAMAGED,
                    do="move it away or give another path",
                )
            raise problem from problem.__cause__
        return database

    @classmethod
    def read(cls, path: Path, *, what: str, migrations: Mapping[int, Sequence[str]]) -> Self:
        """Open a file where nothing may be written; without a file the database is empty.

        Raises:
            StoreError: ``STO004`` if another version wrote it, ``STO008`` if it is damaged or no database, else
                ``STO003`` or ``STO010``.
        """
        if not path.exists():
            return cls.open(":memory:", what=what, migrations=migrations)
        uri = reading_uri(path)
        try:
            connection = sqlite3.connect(uri, timeout=10, check_same_thread=False, uri=True)
        except sqlite3.Error as problem:
            raise StoreError(f"the {what} {path} cannot be opened: {problem}", code="STO003") from problem
        database = cls(connection, str(path), what)
        with ExitStack() as unless_ready:
            unless_ready.callback(database.close)
            with database.reading():
                (version,) = connection.execute("SELECT coalesce(max(version), 0) FROM migration").fetchone()
            if version != max(migrations):
                said = f"the {what} {path} has schema {version}, this program reads {max(migrations)}"
                do = "run localize memory stats once where it may be written, or update chuhai-localize"
                raise StoreError(said, code="STO004", do=do)
            unless_ready.pop_all()
        return database

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Begin at once as a writer, so that two processes wait for each other instead of failing half-way."""
        with self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Hold the connection; a failure of SQLite becomes a StoreError."""
        with self._lock:
            try:
                yield self._connection
            except sqlite3.Error as problem:
                # OperationalError: busy, full, read-only. Its base class alone: the file itself is wrong.
                damaged = isinstance(problem, sqlite3.DatabaseError) and not isinstance(
                    problem, sqlite3.OperationalError
                )
                raise StoreError(
                    f"the {self.what} {self.path} failed: {problem}", code=DAMAGED if damaged else "STO003"
                ) from problem

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _prepare(self, migrations: Mapping[int, Sequence[str]]) -> None:
        newest = max(migrations)
        with self.reading() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
        with self.transaction() as connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL)"
            )
            version = int(connection.execute("SELECT coalesce(max(version), 0) FROM migration").fetchone()[0])
            if version > newest:
                raise StoreError(
                    f"the {self.what} {self.path} has schema {version}, this program knows {newest}",
                    code="STO004",
                    do="update chuhai-localize",
                )
            for step in range(version + 1, newest + 1):
                for statement in migrations[step]:
                    connection.execute(statement)
                now = datetime.now(UTC).isoformat()
                connection.execute("INSERT INTO migration (version, applied_at) VALUES (?, ?)", (step, now))
