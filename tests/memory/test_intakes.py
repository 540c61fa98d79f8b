"""An import is taken back whole; what somebody else stands by stays, at what it is worth without it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from localize.errors import UsageError
from localize.memory import Memory, MemoryUnit, TakenBack, Trust
from localize.memory.schema import MIGRATIONS

if TYPE_CHECKING:
    from pathlib import Path

GOOD = MemoryUnit(
    "你来了。", "You came.", "zh-Hans", "en-US", origin="a.tmx:7", by="Wu", trust=Trust.IMPORTED
)
BAD = replace(GOOD, target="Yuo cmae.")


@pytest.fixture
def memory() -> Memory:
    return Memory.open(":memory:")


def bring(
    memory: Memory, file: str, *units: MemoryUnit, digest: str = "d", trust: Trust = Trust.IMPORTED
) -> int:
    number = memory.begin_intake(file, digest, trust)
    memory.remember_many([replace(unit, origin=f"{file}:1", trust=trust) for unit in units], intake=number)
    return number


def held(memory: Memory) -> list[tuple[str, str, Trust]]:
    return sorted((unit.target, unit.origin, unit.trust) for unit in memory.units())


def test_what_only_this_import_brought_goes(memory: Memory) -> None:
    first, second = bring(memory, "a.tmx", GOOD), bring(memory, "b.tmx", GOOD, BAD)
    assert [(one.number, one.pairs, one.alone) for one in memory.intakes()] == [(first, 1, 0), (second, 2, 1)]
    assert memory.take_back(second, dry_run=True) == TakenBack(gone=1, approved=0, shared=1)
    assert len(held(memory)) == 2
    assert memory.take_back(second) == TakenBack(gone=1, approved=0, shared=1)
    assert held(memory) == [("You came.", "a.tmx:1", Trust.IMPORTED)]
    one, two = memory.intakes()
    assert (one.taken_back, two.pairs, two.alone, two.file) == ("", 0, 0, "b.tmx")
    assert two.taken_back >= two.at > ""


def test_what_a_person_approved_since_stays_theirs(memory: Memory) -> None:
    number = bring(memory, "a.tmx", GOOD, BAD)
    memory.remember(replace(GOOD, origin="ep01.srt#3", by="Li", trust=Trust.APPROVED))
    assert memory.take_back(number) == TakenBack(gone=1, approved=1, shared=0)
    assert held(memory) == [("You came.", "ep01.srt#3", Trust.APPROVED)]
    assert memory.forget("ep01.srt#3", "en-US") == 1
    assert held(memory) == []


def test_an_approval_that_is_taken_back_leaves_what_was_imported(memory: Memory) -> None:
    bring(memory, "a.tmx", GOOD)
    memory.remember(replace(GOOD, origin="ep01.srt#3", by="Li", trust=Trust.APPROVED))
    assert memory.forget("ep01.srt#3", "en-US") == 1
    assert held(memory) == [("You came.", "a.tmx:1", Trust.IMPORTED)]


def test_a_pair_falls_back_to_what_the_other_import_made_it(memory: Memory) -> None:
    bring(memory, "zh.srt | en.srt", GOOD, trust=Trust.ALIGNED)
    number = bring(memory, "b.tmx", GOOD)
    assert held(memory) == [("You came.", "b.tmx:1", Trust.IMPORTED)]
    assert memory.take_back(number).shared == 1
    assert held(memory) == [("You came.", "zh.srt | en.srt:1", Trust.ALIGNED)]


def test_the_same_content_goes_on_with_its_number_until_it_is_taken_back(memory: Memory) -> None:
    number = bring(memory, "a.tmx", GOOD)
    assert bring(memory, "a.tmx", GOOD, BAD) == number
    assert bring(memory, "a.tmx", BAD, digest="another") != number
    memory.take_back(number)
    assert bring(memory, "a.tmx", GOOD) not in (0, number)


def test_none_is_taken_back_twice_or_by_a_number_that_is_none(memory: Memory) -> None:
    number = bring(memory, "a.tmx", GOOD)
    memory.take_back(number)
    with pytest.raises(UsageError, match="was taken back already"):
        memory.take_back(number)
    with pytest.raises(UsageError, match="there is no import 7"):
        memory.take_back(7)


def test_what_was_imported_before_imports_were_listed_is_told_apart_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    old = sqlite3.connect(path, isolation_level=None)
    old.execute("CREATE TABLE migration (version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL)")
    for version in (1, 2, 3):
        for statement in MIGRATIONS[version]:
            old.execute(statement)
        old.execute("INSERT INTO migration VALUES (?, '')", (version,))
    old.execute("INSERT INTO line VALUES (1, 'zh-Hans', '你来了')")
    for number, (target, origin, trust) in enumerate(
        (
            ("A", "ep01.srt#3", 2),
            ("B", "client.tmx:7", 1),
            ("C", "client.tmx: ep1#2", 1),
            ("D", "z.srt:1 | e.srt:2", 0),
        )
    ):
        old.execute(
            "INSERT INTO unit (line, source, target, source_locale, target_locale, before, after, speaker, origin, by,"
            " touched, trust) VALUES (1, '你来了', ?, 'zh-Hans', 'en-US', '', '', '', ?, '', ?, ?)",
            (target, origin, number, trust),
        )
    old.close()
    with Memory.open(path) as memory:
        told = [(one.file, one.trust, one.at, one.alone) for one in memory.intakes()]
        assert told == [("client.tmx", Trust.IMPORTED, "", 2), ("z.srt", Trust.ALIGNED, "", 1)]
        assert memory.take_back(1).gone == 2
        assert [unit.target for unit in memory.units()] == ["A", "D"]
