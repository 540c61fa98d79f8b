"""The only place that opens the review database: connections, transactions, and the contract over them."""

from __future__ import annotations

import contextlib
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from localize.errors import StoreError, UnavailableError
from localize.readonly import reading_uri
from localize.review import deciding, drafting, findings, journal, merge, people, reading, searching
from localize.review.base import Act
from localize.review.journal import utc_now
from localize.review.renaming import Renames
from localize.review.rules import Rules
from localize.review.schema import APPLICATION_ID, MIGRATIONS

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from localize.model import Draft, Finding, Segment, SegmentId
    from localize.review.base import (
        Decision,
        Presence,
        Progress,
        Query,
        ReviewStore,
        Revision,
        Row,
        SavedView,
        SyncReport,
        Unit,
    )

BUSY_SECONDS = 10.0
"""How long a write waits for another process before it gives up."""
BUSY = "STO008"
"""Code of a write that gave up waiting; nothing was written, and it can be tried again."""

_OLDEST_SQLITE = (3, 37, 0)  # STRICT tables


def open_store(
    url: str,
    *,
    create: bool,
    approvals: int = 1,
    self_approval: bool | None = None,
    clock: Callable[[], datetime] = utc_now,
    reading: bool = False,
) -> ReviewStore:
    """Return the review store behind a URL. Writes: creates or migrates the database, unless `reading`.

    Args:
        url: ``sqlite:///relative/path`` or ``sqlite:////absolute/path``.
        create: whether to make the file and its folder where there is none.
        approvals, self_approval: what the project file says, None where it says nothing; see `rules`.
        clock: gives the time of the log.
        reading: for a store that is there, in a place where nothing may be written.

    Raises:
        StoreError: no such store, not a store, a newer store, or one that cannot be opened.
        UnavailableError: a database that this build does not support.
    """
    scheme, found, path = url.partition("://")
    if scheme.split("+")[0] in ("postgresql", "postgres"):
        what = "this build keeps reviews in SQLite only; PostgreSQL is not supported yet"
        raise UnavailableError(
            what, do='set store = "sqlite:///.localize/project.db" under [review]', code="STO007"
        )
    if scheme != "sqlite" or not found or not path.startswith("/") or not path[1:]:
        raise StoreError(f"not the address of a store: {url!r}", do="use sqlite:///path/to/project.db")
    if approvals < 1:
        raise StoreError(f"approvals = {approvals}", do="ask for 1 or more")
    rules = Rules(approvals, self_approval)
    return SqliteReviewStore(Path(path[1:]), create=create, rules=rules, clock=clock, reading=reading)


class SqliteReviewStore:
    """The review store in one SQLite file, in WAL mode: one writer, any number of readers.

    What a method wrote survives a killed process when it returns (WAL, ``synchronous = NORMAL``); a power cut may
    take the last transactions with it, never a part of one. An object is for one thread; `read_only` makes
    another for another thread.
    """

    def __init__(
        self,
        path: Path,
        *,
        create: bool = False,
        rules: Rules | None = None,
        clock: Callable[[], datetime] = utc_now,
        reading: bool = False,
        elsewhere: bool = False,
    ) -> None:
        """Open the file. Writes: creates or migrates it, unless `reading`.

        With `elsewhere` the object may be made in one thread and used in another.
        """
        self._path = path
        self._rules = rules or Rules()
        self._clock = clock
        if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
            what = f"SQLite {sqlite3.sqlite_version} is too old for the review store"
            raise UnavailableError(what, do="use a Python with SQLite 3.37 or later", code="STO007")
        with self._explained(), contextlib.ExitStack() as unless_ready:
            self._db = _connect(path, create=create, reading=reading, anywhere=reading or elsewhere)
            self._day = self._now()[:10]
            self._db.create_function("today", 0, lambda: self._day)
            unless_ready.callback(self._db.close)
            self._prepare(reading=reading)
            unless_ready.pop_all()

    def _prepare(self, *, reading: bool) -> None:
        tables = self._db.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()[0]
        owner = self._db.execute("PRAGMA application_id").fetchone()[0]
        if tables and owner != APPLICATION_ID:
            raise StoreError(
                f"{self._path} is not a review store", do="name another file under [review] store"
            )
        version = self._version() if tables else 0
        if version > MIGRATIONS[-1].version:
            what = f"{self._path} was written by a newer version (schema {version}, this build knows "
            raise StoreError(f"{what}{MIGRATIONS[-1].version})", do="update localize", code="STO004")
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("PRAGMA synchronous = NORMAL")
        if version == MIGRATIONS[-1].version:
            return
        if reading:
            what = (
                f"{self._path} has the tables of an older version (schema {version}) and needs to be migrated"
            )
            raise StoreError(what, do="open it for writing once: run localize sync", code="STO004")
        self._db.execute("PRAGMA journal_mode = WAL")  # stays with the file
        self._migrate()

    def _version(self) -> int:
        return int(self._db.execute("SELECT COALESCE(MAX(version), 0) FROM migration").fetchone()[0])

    def _migrate(self) -> None:
        with self._writing() as db:
            # Asked again inside the transaction: another process may have been faster.
            tables = db.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()[0]
            version = self._version() if tables else 0
            for step in MIGRATIONS:
                if step.version <= version:
                    continue
                for statement in step.statements:
                    db.execute(statement)
                row = (step.version, self._now(), step.what)
                db.execute("INSERT INTO migration (version, applied_at, what) VALUES (?, ?, ?)", row)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    def _now(self) -> str:
        now = self._clock().astimezone(UTC).isoformat(timespec="microseconds")
        self._day = now[:10]
        return now

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn what the database says into our errors."""
        try:
            yield
        except sqlite3.Error as error:
            busy = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
            code = BUSY if busy else ""
            raise StoreError(f"{self._path}: {error}", do=_advice(error), code=code) from error
        except UnicodeEncodeError:
            what = "a text holds half of a surrogate pair, which is not a character"
            raise StoreError(what, do="type it again", code="STO003") from None
        except OSError as error:
            what = f"{self._path}: {error.strerror}"
            raise StoreError(what, do="name a place that you may write to under [review] store") from error

    @contextlib.contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._explained():
            self._db.execute(begin)
            try:
                yield self._db
                self._db.execute("COMMIT")
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    def _writing(self) -> contextlib.AbstractContextManager[sqlite3.Connection]:
        return self._transaction("BEGIN IMMEDIATE")

    def _reading(self) -> contextlib.AbstractContextManager[sqlite3.Connection]:
        """One snapshot for all the statements of a method."""
        return self._transaction("BEGIN")

    def sync(
        self,
        file: str,
        segments: Sequence[Segment],
        *,
        fingerprint: str,
        locales: Sequence[str],
        absent: Mapping[str, Collection[SegmentId]] | None = None,
    ) -> SyncReport:
        with self._writing() as db:
            return merge.synchronise(db, file, segments, fingerprint, locales, absent or {})

    def forget(self, file: str) -> SyncReport:
        with self._writing() as db:
            return merge.forget(db, file)

    def renames(self) -> Renames:
        return Renames(self._reading, self._writing, self._now, self._rules)

    def files(self) -> Mapping[str, str]:
        with self._reading() as db:
            return reading.files(db)

    def unit_ids(self, query: Query) -> array[int]:
        with self._reading() as db:
            return searching.unit_ids(db, query)

    def selected(self, query: Query) -> tuple[array[int], array[int]]:
        with self._reading() as db:
            return searching.selected(db, query)

    def first_ids(self, query: Query, count: int, near: int | None = None) -> array[int] | None:
        with self._reading() as db:
            return searching.first_ids(db, query, count, near)

    def rows(self, ids: Sequence[int]) -> list[Row]:
        with self._reading() as db:
            return reading.rows(db, ids)

    def unit(self, unit_id: int) -> Unit:
        return self.units((unit_id,))[0]

    def units(self, ids: Sequence[int]) -> list[Unit]:
        with self._reading() as db:
            return reading.units(db, ids)

    def find_unit(self, file: str, segment: SegmentId, locale: str) -> Unit | None:
        with self._reading() as db:
            return reading.find_unit(db, file, segment, locale)

    def save_drafts(self, drafts: Iterable[tuple[int, Draft, Sequence[Finding]]]) -> int:
        items = list(drafts)  # a generator may translate for minutes; the write lock is not held for that
        with self._writing() as db:
            return drafting.save(db, items)

    def save_findings(
        self,
        found: Iterable[tuple[int, Sequence[Finding]]],
        *,
        revisions: Mapping[int, int] | None = None,
    ) -> None:
        items = list(found)
        with self._writing() as db:
            findings.save(db, items, revisions)

    def decide(self, unit_id: int, decision: Decision, *, by: str, revision: int) -> Revision:
        return self.decide_many((Act(unit_id, decision, revision),), by=by)[0]

    def decide_many(self, acts: Sequence[Act], *, by: str) -> list[Revision]:
        with self._writing() as db:
            return deciding.record(db, acts, by.strip(), self._now(), self._rules)

    def undo(self, *, by: str) -> Revision | None:
        rows = self.undo_group(by=by)
        return rows[-1] if rows else None

    def undo_group(self, *, by: str) -> list[Revision]:
        with self._writing() as db:
            return deciding.take_back(db, by.strip(), self._now(), self._rules)

    def history(self, unit_id: int) -> list[Revision]:
        with self._reading() as db:
            return journal.history(db, unit_id)

    def progress(self) -> list[Progress]:
        with self._reading() as db:
            return reading.progress(db)

    def verify_log(self) -> int:
        with self._reading() as db:
            return journal.verify(db)

    def log_head(self) -> tuple[int, str]:
        with self._reading() as db:
            return journal.head(db)

    def changed_by_others(self, number: int, *, by: str) -> list[int]:
        with self._reading() as db:
            return journal.by_others_since(db, number, by.strip())

    def around(self, unit_id: int, count: int) -> tuple[list[int], int]:
        with self._reading() as db:
            return reading.around(db, unit_id, count)

    def named(self, locale: str, name: str, file: str) -> list[int]:
        with self._reading() as db:
            return reading.named(db, locale, name, file)

    def repeats(self, unit_id: int) -> list[int]:
        with self._reading() as db:
            return reading.repeats(db, unit_id)

    def expire_waivers(self) -> int:
        self._now()  # a room may stay open past midnight
        with self._writing() as db:
            return findings.expire(db)

    def beat(self, unit_id: int, *, by: str) -> None:
        with self._writing() as db:
            people.beat(db, unit_id, by.strip(), self._now())

    def leave(self, *, by: str) -> None:
        with self._writing() as db:
            people.leave(db, by.strip())

    def present(self, seconds: float) -> list[Presence]:
        since = self._clock().astimezone(UTC) - timedelta(seconds=seconds)
        with self._reading() as db:
            return people.present(db, since.isoformat(timespec="microseconds"))

    def save_view(self, view: SavedView, *, by: str) -> None:
        with self._writing() as db:
            people.save_view(db, view, by.strip())

    def drop_view(self, name: str, *, by: str) -> None:
        with self._writing() as db:
            people.drop_view(db, name, by.strip())

    def views(self, *, by: str) -> list[SavedView]:
        with self._reading() as db:
            return people.views(db, by.strip())

    def set_patience(self, seconds: float) -> None:
        with self._explained():
            self._db.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")
            # A checkpoint waits until the disk has it all; whoever writes in the background makes it (`another`).
            self._db.execute("PRAGMA wal_autocheckpoint = 0")

    def read_only(self) -> SqliteReviewStore:
        """Return a reading view of the same file, to be used from one other thread and closed there."""
        return SqliteReviewStore(self._path, rules=self._rules, clock=self._clock, reading=True)

    def another(self) -> SqliteReviewStore:
        """Return a second writing object on the same file, to be used from one other thread and closed there."""
        return SqliteReviewStore(self._path, rules=self._rules, clock=self._clock, elsewhere=True)

    def copy_to(self, path: Path) -> None:
        """Write the store, as it is now, to a path where nothing is yet."""
        with self._explained():
            self._db.execute("VACUUM INTO ?", (str(path),))

    def interrupt(self) -> None:
        """Stop the query that is running on this object; the only method for calls from another thread."""
        self._db.interrupt()

    def close(self) -> None:
        self._db.close()


def _connect(path: Path, *, create: bool, reading: bool, anywhere: bool) -> sqlite3.Connection:
    if create and not reading:
        path.parent.mkdir(parents=True, exist_ok=True)
    elif not path.exists():
        raise StoreError(f"there is no review store at {path}", do="run localize sync first")
    mode = "rwc" if create else "rw"
    return sqlite3.connect(
        reading_uri(path) if reading else f"file:{quote(str(path.absolute()))}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,  # transactions are begun and ended by hand
        check_same_thread=not anywhere,
    )


_ADVICE = {
    sqlite3.SQLITE_BUSY: "another process is writing; try again",
    sqlite3.SQLITE_FULL: "the disk is full; make room and try again, nothing was lost",
    sqlite3.SQLITE_READONLY: "the file or its folder may not be written to",
    sqlite3.SQLITE_CANTOPEN: "name a place that you may write to under [review] store",
    sqlite3.SQLITE_NOTADB: "it is not a review store; name another file under [review] store",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; restore a backup",
    sqlite3.SQLITE_IOERR: "look at the disk, then try again",
    sqlite3.SQLITE_INTERRUPT: "the query was stopped",
    sqlite3.SQLITE_CONSTRAINT: "the store knows no such unit; run localize sync",
}


def _advice(error: sqlite3.Error) -> str:
    if isinstance(error, sqlite3.ProgrammingError):
        return "use a store in the thread that opened it, and only until it is closed"
    return _ADVICE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "")
