from __future__ import annotations

import dataclasses
import sqlite3
import threading
from pathlib import Path

import pytest

from localize.errors import StoreError, UsageError
from localize.memory import MatchKind, Memory, MemoryQuery, MemoryUnit
from localize.memory.matching import SPEAKER_PENALTY
from localize.memory.schema import SCHEMA_VERSION

UNIT = MemoryUnit(
    source="你怎么来了？",
    target="What are you doing here?",
    source_locale="zh-Hans",
    target_locale="en-US",
    before="门开了。",
    after="我来看你。",
    speaker="林晚",
)


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory.open(tmp_path / "memory.db")


def query(source: str = UNIT.source, **changes: object) -> MemoryQuery:
    return dataclasses.replace(MemoryQuery(source, "zh-Hans", "en-US"), **changes)


def test_a_pair_is_found_again_with_its_context(memory: Memory) -> None:
    memory.remember(UNIT)
    (match,) = memory.lookup(query(before=UNIT.before, after=UNIT.after, speaker="林晚"))
    assert (match.kind, match.score, match.unit) == (MatchKind.CONTEXT, 1.0, UNIT)


def test_the_same_text_in_another_place_is_exact(memory: Memory) -> None:
    memory.remember(UNIT)
    (match,) = memory.lookup(query(before="天黑了。"))
    assert (match.kind, match.score) == (MatchKind.EXACT, 1.0)


def test_a_lone_line_without_neighbours_is_exact_and_not_context(memory: Memory) -> None:
    memory.remember(dataclasses.replace(UNIT, before="", after=""))
    assert memory.lookup(query())[0].kind is MatchKind.EXACT


def test_width_and_punctuation_do_not_keep_a_match_apart(memory: Memory) -> None:
    memory.remember(UNIT)
    (match,) = memory.lookup(query("你怎么来了?", before="门开了.", after="我来看你."))
    assert match.kind is MatchKind.CONTEXT


def test_a_similar_line_is_fuzzy_with_its_score(memory: Memory) -> None:
    memory.remember(UNIT)
    (match,) = memory.lookup(query("你怎么又来了？"))
    assert match.kind is MatchKind.FUZZY
    assert match.score == pytest.approx(12 / 13)


def test_what_lies_below_the_minimum_is_not_returned(memory: Memory) -> None:
    memory.remember(UNIT)
    assert memory.lookup(query("你怎么又来了？", minimum=0.95)) == []
    assert memory.lookup(query("完全不同的一句话")) == []


def test_another_speaker_costs_score_and_rank(memory: Memory) -> None:
    other = dataclasses.replace(UNIT, target="What brings you here, sir?", speaker="管家")
    memory.remember_many([UNIT, other])
    first, second = memory.lookup(query(speaker="林晚"))
    assert (first.unit, first.score) == (UNIT, 1.0)
    assert (second.unit, second.score) == (other, 1 - SPEAKER_PENALTY)


def test_a_minimum_of_one_never_reuses_what_another_speaker_said(memory: Memory) -> None:
    memory.remember(UNIT)
    assert memory.lookup(query(speaker="管家", minimum=1.0)) == []
    assert len(memory.lookup(query(speaker="林晚", minimum=1.0))) == 1


def test_another_speaker_in_the_same_place_is_not_a_context_match(memory: Memory) -> None:
    memory.remember(UNIT)
    (match,) = memory.lookup(query(before=UNIT.before, after=UNIT.after, speaker="管家"))
    assert match.kind is MatchKind.EXACT


def test_an_unknown_speaker_is_not_penalised(memory: Memory) -> None:
    memory.remember(UNIT)
    assert memory.lookup(query(speaker=""))[0].score == 1


def test_context_comes_before_exact_and_exact_before_fuzzy(memory: Memory) -> None:
    exact = dataclasses.replace(UNIT, target="Why are you here?", before="别的。")
    fuzzy = dataclasses.replace(UNIT, source="你怎么又来了？", target="You again?")
    memory.remember_many([UNIT, fuzzy, exact])
    kinds = [m.kind for m in memory.lookup(query(before=UNIT.before, after=UNIT.after))]
    assert kinds == [MatchKind.CONTEXT, MatchKind.EXACT, MatchKind.FUZZY]


def test_the_latest_decision_comes_first_and_the_older_one_stays(memory: Memory) -> None:
    better = dataclasses.replace(UNIT, target="You? Here?")
    memory.remember(UNIT)
    memory.remember(better)
    assert [m.unit.target for m in memory.lookup(query())] == ["You? Here?", UNIT.target]
    assert memory.remember(UNIT) is False
    assert [m.unit.target for m in memory.lookup(query())] == [UNIT.target, "You? Here?"]


def test_a_pair_that_is_known_is_not_counted_twice(memory: Memory) -> None:
    assert memory.remember_many([UNIT, UNIT]) == 1
    assert memory.remember_many([UNIT]) == 0
    assert memory.stats().units == 1


def test_other_target_locales_are_not_offered(memory: Memory) -> None:
    memory.remember(UNIT)
    assert memory.lookup(query(target_locale="es-419")) == []


def test_locales_are_compared_in_their_canonical_spelling(memory: Memory) -> None:
    memory.remember(dataclasses.replace(UNIT, source_locale="zh_hans", target_locale="en-us"))
    assert len(memory.lookup(query())) == 1
    with pytest.raises(UsageError, match="unknown locale"):
        memory.lookup(query(target_locale="qq-Zzzz"))


def test_the_number_of_matches_is_limited_and_a_target_comes_once(memory: Memory) -> None:
    memory.remember_many(dataclasses.replace(UNIT, before=str(n)) for n in range(4))
    memory.remember_many(dataclasses.replace(UNIT, target=f"Target {n}") for n in range(4))
    assert len({m.unit.target for m in memory.lookup(query(limit=3))}) == 3
    assert len(memory.lookup(query(limit=9))) == 5


def test_blank_text_matches_nothing(memory: Memory) -> None:
    memory.remember(dataclasses.replace(UNIT, source="   "))
    assert memory.lookup(query("  ")) == []


def test_lines_added_by_another_process_are_found(tmp_path: Path) -> None:
    one, two = Memory.open(tmp_path / "m.db"), Memory.open(tmp_path / "m.db")
    assert two.lookup(query("你怎么又来了？")) == []
    one.remember(UNIT)
    assert two.lookup(query("你怎么又来了？"))[0].unit == UNIT


def test_what_was_remembered_is_there_after_closing(tmp_path: Path) -> None:
    with Memory.open(tmp_path / "sub" / "m.db") as memory:
        memory.remember(UNIT)
    with Memory.open(tmp_path / "sub" / "m.db") as again:
        assert list(again.units()) == [UNIT]
        stats = again.stats()
    assert (stats.units, stats.lines, dict(stats.pairs)) == (1, 1, {("zh-Hans", "en-US"): 1})


def test_a_failing_batch_leaves_nothing_behind(memory: Memory) -> None:
    with pytest.raises(UsageError, match="unknown locale"):
        memory.remember_many([UNIT, dataclasses.replace(UNIT, target_locale="qq-Zzzz")])
    assert memory.stats().units == 0
    assert memory.remember(UNIT) is True


def test_threads_may_share_a_memory(memory: Memory) -> None:
    def work(number: int) -> None:
        for turn in range(20):
            memory.remember(dataclasses.replace(UNIT, source=f"第{number}个第{turn}句话"))
            memory.lookup(query(f"第{number}个第{turn}句"))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert memory.stats().units == 80


def test_the_schema_version_is_recorded(tmp_path: Path) -> None:
    Memory.open(tmp_path / "m.db").close()
    with sqlite3.connect(tmp_path / "m.db") as connection:
        rows = connection.execute("SELECT version FROM migration").fetchall()
        mode = connection.execute("PRAGMA journal_mode").fetchone()
    connection.close()
    assert rows == [(n,) for n in range(1, SCHEMA_VERSION + 1)]
    assert mode == ("wal",)


def test_a_memory_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    Memory.open(tmp_path / "m.db").close()
    with sqlite3.connect(tmp_path / "m.db") as connection:
        connection.execute("INSERT INTO migration VALUES (99, 'later')")
    connection.close()
    with pytest.raises(
        StoreError,
        match=rf"STO004 .* has schema 99, this program knows {SCHEMA_VERSION} \(update chuhai-localize\)",
    ):
        Memory.open(tmp_path / "m.db")


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="is not a translation memory"):
        Memory.open(path)
    assert path.read_bytes() == b"not a database at all" * 100


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="STO003"):
        Memory.open(tmp_path)


def test_a_memory_may_live_in_the_process_only() -> None:
    with Memory.open(":memory:") as memory:
        assert memory.remember(UNIT)
        assert memory.lookup(query())
