from __future__ import annotations

import hashlib
import json
import sqlite3

import pytest

from localize.errors import StoreError
from localize.review.base import Action, Decision

FILE = "episodes/ep1.srt"


@pytest.fixture
def raw(url, store, units):
    """Return a bare connection to a store with three decisions, as a vandal would open one."""
    for number, unit in enumerate(units(store)):
        decision = Decision(Action.EDIT, text=f"text {number}")
        store.decide(unit.id, decision, by="mei", revision=unit.revision)
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    yield connection
    connection.close()


def drop_guards(raw):
    for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revision SET by = 'eve' WHERE number = 1",
        "DELETE FROM revision WHERE number = 3",
        "INSERT OR REPLACE INTO revision SELECT * FROM revision WHERE number = 1",
        "INSERT INTO revision SELECT * FROM (SELECT * FROM revision WHERE number = 1) WHERE 1",
    ],
)
def test_the_log_takes_nothing_but_new_rows(raw, store, statement):
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute(statement)
    raw.rollback()
    assert store.verify_log() == 3


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE revision SET by = 'eve' WHERE number = 2", "row 2 of the log of decisions was changed"),
        (
            "UPDATE revision SET after_text = 'x' WHERE number = 1",
            "row 1 of the log of decisions was changed",
        ),
        ("UPDATE revision SET source = 'x' WHERE number = 3", "row 3 of the log of decisions was changed"),
        ("DELETE FROM revision WHERE number = 2", "row 2 of the log of decisions is missing"),
        ("DELETE FROM revision WHERE number = 3", r"unit 3 \(episodes/ep1.srt:9\) does not hold"),
        ("UPDATE unit SET target = 'x' WHERE id = 2", r"unit 2 \(episodes/ep1.srt:5\) does not hold"),
        ("UPDATE unit SET state = 'approved' WHERE id = 2", "unit 2 .* does not hold"),
        ("UPDATE unit SET state = 'approved', settled = 'approved' WHERE id = 2", "unit 2 .* does not hold"),
    ],
)
def test_a_forged_store_does_not_verify(raw, store, statement, message):
    drop_guards(raw)
    raw.execute(statement)
    raw.commit()
    with pytest.raises(StoreError, match=f"STO005 {message}"):
        store.verify_log()


def test_a_row_that_is_hashed_anew_breaks_the_next_one(raw, store):
    drop_guards(raw)
    raw.row_factory = sqlite3.Row
    row = dict(raw.execute("SELECT * FROM revision WHERE number = 1").fetchone())
    for name in (
        "digest",
        "dimension",
        "weight",
        "until",
    ):  # the last three are left out where they are empty
        del row[name]
    row["by"] = "eve"
    body = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(f"\n{body}".encode()).hexdigest()
    raw.execute("UPDATE revision SET by = 'eve', digest = ? WHERE number = 1", (digest,))
    raw.commit()
    with pytest.raises(StoreError, match="row 2 of the log of decisions was changed"):
        store.verify_log()


def test_the_chain_can_be_checked_with_nothing_but_sha256_and_json(raw, store):
    raw.row_factory = sqlite3.Row
    previous = ""
    for found in raw.execute("SELECT * FROM revision ORDER BY number"):
        row = dict(found)
        digest = row.pop("digest")
        row = {k: v for k, v in row.items() if v or k not in {"dimension", "weight", "until"}}
        body = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest() == digest
        previous = digest
    assert store.log_head() == (3, previous)


def test_an_undo_of_everything_still_verifies(raw, store):
    while store.undo(by="mei"):
        pass
    assert store.verify_log() == 6
