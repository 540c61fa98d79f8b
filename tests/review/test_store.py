from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from localize.errors import StoreError, UnavailableError
from localize.model import Draft, Origin
from localize.review import schema
from localize.review import store as store_module
from localize.review.base import Action, Decision, Query
from localize.review.codec import draft_json
from localize.review.schema import SCHEMA_VERSION, Migration
from localize.review.store import open_store

LOCALE = "en-US"


def path_of(url):
    return Path(url.removeprefix("sqlite:///"))


@pytest.mark.parametrize("url", ["postgresql+psycopg://db/x", "postgresql://u@h/x"])
def test_postgresql_is_said_to_be_unsupported(url):
    with pytest.raises(UnavailableError, match="SQLite only; PostgreSQL is not supported yet"):
        open_store(url, create=True)


@pytest.mark.parametrize(
    "url", ["", "project.db", "sqlite://", "sqlite:///", "mysql://x/y", "sqlite://host/x"]
)
def test_what_is_no_address_of_a_store_is_refused(url):
    with pytest.raises(StoreError, match="not the address of a store"):
        open_store(url, create=True)


def test_no_store_is_made_unless_asked_for(url):
    with pytest.raises(StoreError, match=r"there is no review store at .*run localize sync first"):
        open_store(url, create=False)
    assert not path_of(url).parent.exists()


def test_a_path_may_hold_what_a_url_must_escape(tmp_path, segments):
    url = f"sqlite:///{tmp_path}/a %20?#项目/p.db"
    open_store(url, create=True).close()
    assert (tmp_path / "a %20?#项目" / "p.db").is_file()
    open_store(url, create=False).close()


def test_a_relative_address_is_relative_to_the_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    open_store("sqlite:///.localize/project.db", create=True).close()
    assert (tmp_path / ".localize" / "project.db").is_file()


def test_the_store_is_in_wal_mode_with_foreign_keys_on(store):
    def pragma(name):
        return store._db.execute(f"PRAGMA {name}").fetchone()[0]

    assert (pragma("journal_mode"), pragma("synchronous"), pragma("foreign_keys")) == ("wal", 1, 1)
    assert pragma("busy_timeout") == 10_000


def test_every_table_and_column_is_documented_or_plain():
    ddl = "\n".join(s for step in schema.MIGRATIONS for s in step.statements)
    connection = sqlite3.connect(":memory:")
    for step in schema.MIGRATIONS:
        for statement in step.statements:
            connection.execute(statement)
    tables = {r[0] for r in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    connection.close()
    own = {name for name in tables if not name.startswith("line_")}  # the tables that FTS5 keeps for itself
    assert own == {"migration", "file", "segment", "unit", "finding", "revision", "line", "presence", "view"}
    assert ddl.count("--") > 20


def test_a_new_store_records_its_migrations(store):
    rows = store._db.execute("SELECT version, applied_at, what FROM migration ORDER BY version").fetchall()
    assert [r[0] for r in rows] == list(range(1, SCHEMA_VERSION + 1))
    assert rows[0][1].startswith("2026-01-01T00:00:0")


def test_a_newer_store_is_refused_and_left_alone(url, store):
    with sqlite3.connect(path_of(url)) as raw:
        raw.execute("INSERT INTO migration VALUES (99, '2030-01-01', 'from the future')")
    raw.close()
    with pytest.raises(
        StoreError, match=rf"STO004 .*newer version \(schema 99, this build knows {SCHEMA_VERSION}\).*update"
    ):
        open_store(url, create=True)


def test_an_older_store_is_migrated_once_and_says_so(url, store, units, monkeypatch):
    before = units(store)
    version = SCHEMA_VERSION + 1
    step = Migration(version, "a colour", ("ALTER TABLE unit ADD COLUMN colour TEXT",))
    monkeypatch.setattr(store_module, "MIGRATIONS", (*schema.MIGRATIONS, step))
    with pytest.raises(
        StoreError, match=rf"older version .schema {SCHEMA_VERSION}.*open it for writing once"
    ):
        store.read_only()
    for _ in range(2):
        newer = open_store(url, create=False)
        assert newer._db.execute("SELECT MAX(version), COUNT(*) FROM migration").fetchone() == (
            version,
            version,
        )
        assert units(newer) == before
        newer.close()


def test_a_store_of_version_1_gains_search_and_keeps_its_log(url, segments, units, monkeypatch):
    with monkeypatch.context() as old:
        old.setattr(store_module, "MIGRATIONS", schema.MIGRATIONS[:1])
        first = open_store(url, create=True)
        first._db.execute("INSERT INTO file VALUES (1, 'a.srt', 'a.srt', 'x', 0)")
        first._db.execute(
            "INSERT INTO segment (id, file_id, name, ordinal, gone, source, spans, line, text_line, kind)"
            " VALUES (1, 1, '1', 0, 0, '白月光', '[]', 1, 1, 'dialogue')"
        )
        first._db.execute(
            "INSERT INTO unit (id, segment_id, file_id, locale, ordinal, live, state, target, draft, draft_for)"
            " VALUES (1, 1, 1, 'en-US', 0, 1, 'drafted', 'White moonlight', ?, '白月光')",
            (draft_json(Draft("White moonlight", Origin.ENGINE, "starter/1")),),
        )
        first.close()
    store = open_store(url, create=False)
    assert list(store.unit_ids(Query("en-US", text="moonl", engine="starter"))) == [1]
    assert list(store.unit_ids(Query("en-US", text="月光"))) == [1]
    store.decide(1, Decision(Action.APPROVE), by="lin", revision=0)
    assert store.verify_log() == 1
    store.close()


def test_a_migration_that_fails_changes_nothing(url, store, monkeypatch):
    step = Migration(
        SCHEMA_VERSION + 1, "broken", ("ALTER TABLE unit ADD COLUMN colour TEXT", "CREATE TABLE file (x)")
    )
    monkeypatch.setattr(store_module, "MIGRATIONS", (*schema.MIGRATIONS, step))
    with pytest.raises(StoreError, match="table file already exists"):
        open_store(url, create=False)
    assert "colour" not in [r[1] for r in store._db.execute("PRAGMA table_info(unit)")]
    assert store._db.execute("SELECT MAX(version) FROM migration").fetchone() == (SCHEMA_VERSION,)


def test_somebody_else_s_database_is_refused(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE unit (id)")
    raw.close()
    with pytest.raises(StoreError, match="is not a review store"):
        open_store(f"sqlite:///{path}", create=True)


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("dear diary " * 100)
    with pytest.raises(StoreError, match=r"notes\.txt: file is not a database .*name another file"):
        open_store(f"sqlite:///{path}", create=True)
    assert path.read_text() == "dear diary " * 100


def test_a_folder_in_the_way_is_named(tmp_path):
    (tmp_path / "p.db").mkdir()
    with pytest.raises(StoreError, match=r"p\.db: unable to open database file .*that you may write to"):
        open_store(f"sqlite:///{tmp_path}/p.db", create=True)
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="name a place that you may write to"):
        open_store(f"sqlite:///{tmp_path}/file/p.db", create=True)


def test_approvals_below_one_are_refused(url):
    with pytest.raises(StoreError, match="approvals = 0"):
        open_store(url, create=True, approvals=0)


def test_a_busy_store_says_so_and_loses_nothing(url, store, units, monkeypatch):
    store._db.execute("PRAGMA busy_timeout = 20")
    raw = sqlite3.connect(path_of(url), isolation_level=None)
    raw.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match=r"database is locked .another process is writing; try again"):
        store.decide(units(store)[0].id, Decision(Action.APPROVE), by="mei", revision=1)
    raw.execute("ROLLBACK")
    raw.close()
    assert store.decide(units(store)[0].id, Decision(Action.APPROVE), by="mei", revision=1).number == 1


def test_a_full_disk_is_an_error_and_the_store_goes_on(store, units, segments):
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="the disk is full; make room and try again, nothing was lost"):
        store.sync(
            "big.srt", segments(*(f"行{n}" * 50 for n in range(500))), fingerprint="", locales=[LOCALE]
        )
    store._db.execute("PRAGMA max_page_count = 1000000")
    assert list(store.files()) == ["episodes/ep1.srt"]
    assert store.decide(units(store)[0].id, Decision(Action.APPROVE), by="mei", revision=1).number == 1


def test_a_store_is_for_one_thread_and_a_reading_view_serves_another(store, units):
    answers = []

    def work():
        try:
            store.files()
        except StoreError as error:
            answers.append(str(error))
        view = store.read_only()
        answers.append([u.target for u in units(view)])
        try:
            view.decide(1, Decision(Action.APPROVE), by="mei", revision=1)
        except StoreError as error:
            answers.append(str(error))
        view.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert "use a store in the thread that opened it" in answers[0]
    assert answers[1] == ["Hello", "Bye", "Let's go"]
    assert "may not be written to" in answers[2]


def test_a_reading_view_sees_what_was_written_after_it_was_opened(store, units):
    view = store.read_only()
    store.decide(units(store)[0].id, Decision(Action.EDIT, text="Hi"), by="mei", revision=1)
    assert units(view)[0].target == "Hi"
    view.close()


def test_a_closed_store_says_so(store):
    store.close()
    with pytest.raises(StoreError, match="only until it is closed"):
        store.files()


_OPENER = """
import sys
from localize.review.store import open_store
store = open_store(sys.argv[1], create=True)
print(store.verify_log())
"""


def test_several_processes_may_create_one_store_at_once(url, repository):
    command = [sys.executable, "-c", _OPENER, url]
    started = [
        subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    answers = [process.communicate(timeout=60) for process in started]
    assert [out.strip() for out, _ in answers] == [b"0"] * 4, answers


def test_rows_are_cheap_and_whole(store, units, finding):
    ids = store.unit_ids(Query(LOCALE))
    store.save_findings([(ids[1], [finding("LEN001"), finding("COD001")])])
    row = store.rows(ids[1:2])[0]
    assert (row.file, row.ordinal, row.start_ms, row.source, row.target) == (
        "episodes/ep1.srt", 1, 2000, "再见", "Bye",
    )  # fmt: skip
    assert (str(row.worst), row.code) == ("error", "LEN001")
    assert store.rows([]) == []
    assert [r.id for r in store.rows([ids[2], ids[0], ids[2]])] == [ids[2], ids[0], ids[2]]
