"""The cache of engines' answers: kept, bounded, shared by processes, and never a reason to fail."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from localize.memory import Answer, EngineCache
from localize.memory import cache as cache_module

ANSWER = Answer(
    "Mr. \uf000，hé", 0.1 + 0.2, ("a", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"))
)


@pytest.fixture
def cache(tmp_path: Path) -> EngineCache:
    return EngineCache.open(tmp_path / "deep" / "cache.db")


def test_an_answer_comes_back_as_it_was(cache: EngineCache) -> None:
    cache.put({"k": ANSWER, "none": Answer("x")})
    assert cache.get(["k", "other", "none"]) == {"k": ANSWER, "none": Answer("x", None, ())}


def test_more_keys_than_one_query_takes_are_all_found(cache: EngineCache) -> None:
    keys = [str(n) for n in range(1203)]
    cache.put({key: Answer(key) for key in keys})
    assert {k: a.text for k, a in cache.get(keys).items()} == {k: k for k in keys}


def test_another_cache_on_the_same_file_sees_what_was_put(cache: EngineCache, tmp_path: Path) -> None:
    cache.put({"k": ANSWER})
    assert EngineCache.open(tmp_path / "deep" / "cache.db").get(["k"]) == {"k": ANSWER}


_PUT_MANY = """
import sys
from pathlib import Path
from localize.memory import Answer, EngineCache
cache = EngineCache.open(Path(sys.argv[1]))
for n in range(40):
    cache.put({f"{sys.argv[2]}-{n}-{i}": Answer(str(i)) for i in range(5)})
cache.close()
"""


def test_processes_write_at_the_same_time_and_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    workers = [subprocess.Popen([sys.executable, "-c", _PUT_MANY, str(path), name]) for name in "ab"]
    assert [worker.wait(60) for worker in workers] == [0, 0]
    assert EngineCache.open(path).stats().answers == 400


def test_the_answers_used_last_stay_when_it_is_pruned(cache: EngineCache, monkeypatch) -> None:
    cache.put({f"old{n}": Answer("x") for n in range(5)})
    tomorrow = time.time() + 86_400
    monkeypatch.setattr(cache_module.time, "time", lambda: tomorrow)
    cache.get(["old3"])
    cache.put({"new": Answer("y")})
    assert cache.stats().oldest_days == 1
    assert cache.prune(2) == 4
    assert set(cache.get(["new", *(f"old{n}" for n in range(5))])) == {"new", "old3"}


def test_it_never_grows_far_beyond_its_bound(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(cache_module, "_LOOK_EVERY", 10)
    cache = EngineCache.open(tmp_path / "cache.db", most=20)
    for n in range(100):
        cache.put({str(n): Answer("x")})
    assert 20 <= cache.stats().answers < 30


@pytest.mark.parametrize("rubbish", [b"not a database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_damaged_file_is_set_aside_with_a_warning(tmp_path: Path, caplog, rubbish: bytes) -> None:
    path = tmp_path / "cache.db"
    path.write_bytes(rubbish)
    cache = EngineCache.open(path)
    cache.put({"k": ANSWER})
    assert cache.get(["k"]) == {"k": ANSWER}
    assert "was damaged" in caplog.text
    (aside,) = tmp_path.glob("cache.db.damaged-*")
    assert aside.read_bytes() == rubbish


def test_damage_found_while_reading_is_set_aside_too(tmp_path: Path, caplog) -> None:
    path = tmp_path / "cache.db"
    cache = EngineCache.open(path)
    cache.put({str(n): Answer("x" * 500) for n in range(200)})
    cache.close()
    data = bytearray(path.read_bytes())
    data[4096 * 3 :] = b"\xa5" * (len(data) - 4096 * 3)
    path.write_bytes(data)
    cache = EngineCache.open(path)
    assert cache.get([str(n) for n in range(200)]) == {}
    cache.put({"k": ANSWER})
    assert cache.get(["k"]) == {"k": ANSWER}
    assert "was damaged" in caplog.text


def test_a_cache_that_cannot_be_opened_is_done_without(tmp_path: Path, caplog) -> None:
    (tmp_path / "file").write_text("x")
    cache = EngineCache.open(tmp_path / "file" / "cache.db")
    cache.put({"k": ANSWER})
    assert (cache.get(["k"]), cache.stats().answers) == ({}, 0)
    assert caplog.text.count("no cache in this run") == 1


def test_an_answer_that_is_no_json_counts_as_damage(cache: EngineCache, tmp_path: Path, caplog) -> None:
    cache.put({"k": ANSWER})
    connection = sqlite3.connect(tmp_path / "deep" / "cache.db")
    with connection:
        connection.execute("UPDATE answer SET alternatives = '['")
    connection.close()
    assert cache.get(["k"]) == {}
    assert "was damaged" in caplog.text
