"""Kills the process of a reviewer at random moments: what it was told is recorded must be there."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys

from localize.review.base import Query

ROUNDS = 20

_REVIEWER = """
import sys
from localize.review.base import Act, Action, Decision, Query
from localize.review.store import open_store

store = open_store(sys.argv[1], create=False)
ids = store.unit_ids(Query("en-US"))
count = int(sys.argv[2])
while True:
    unit = store.unit(ids[count % len(ids)])
    count += 1
    acts = [Act(unit.id, Decision(Action.EDIT, text=f"text {count}"), unit.revision)]
    if count % 2:
        acts.append(Act(unit.id, Decision(Action.APPROVE), unit.revision))
    rows = store.decide_many(acts, by="mei")
    if count % 5 == 0:
        rows = store.undo_group(by="mei")
    print(*(f"{row.number}:{row.digest}" for row in rows), flush=True)
"""


def kill_one(url, repository, seed, waits):
    """Return the lines that a reviewer printed before it was killed after some decisions and some milliseconds."""
    process = subprocess.Popen(
        [sys.executable, "-c", _REVIEWER, url, str(seed)], cwd=repository, stdout=subprocess.PIPE
    )
    first = process.stdout.readline()
    try:
        process.wait(timeout=waits)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=30)
    assert process.returncode == -signal.SIGKILL
    whole = (first + rest).decode().rpartition("\n")[0]
    return whole.split()


def test_a_killed_process_loses_no_decision_that_it_was_told_is_recorded(url, store, repository, units):
    chance = random.Random(20260101)
    printed: dict[int, str] = {}
    for round_number in range(ROUNDS):
        for word in kill_one(url, repository, round_number, chance.uniform(0, 0.03)):
            number, _, digest = word.partition(":")
            assert int(number) not in printed
            printed[int(number)] = digest
    assert len(printed) >= ROUNDS
    recorded = {row.number: row.digest for unit in units(store) for row in store.history(unit.id)}
    assert printed.items() <= recorded.items()
    assert store.verify_log() == len(recorded) >= len(printed)
    with sqlite3.connect(url.removeprefix("sqlite:///")) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    raw.close()
    for unit in store.units(store.unit_ids(Query("en-US"))):
        assert unit.target == store.history(unit.id)[-1].after_text
