"""What came from outside comes after what people of the project approved, and never changes it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from localize.memory import MatchKind, Memory, MemoryQuery, MemoryUnit, Trust
from localize.memory.matching import DEDUCTION
from localize.memory.schema import MIGRATIONS

if TYPE_CHECKING:
    from pathlib import Path

OURS = MemoryUnit("你来了。", "You came.", "zh-Hans", "en-US", origin="ep01.srt#3", by="Li")
THEIRS = replace(OURS, target="So you came.", origin="old.tmx:7", by="Wu", trust=Trust.IMPORTED)
QUERY = MemoryQuery("你来了。", "zh-Hans", "en-US", before="门开了。")


@pytest.fixture
def memory() -> Memory:
    return Memory.open(":memory:")


def test_an_approved_pair_comes_first_even_before_a_later_one_in_context(memory: Memory) -> None:
    memory.remember_many([OURS, replace(THEIRS, before="门开了。")])
    found = memory.lookup(QUERY)
    assert [(m.unit.target, m.kind) for m in found] == [
        ("You came.", MatchKind.EXACT),
        ("So you came.", MatchKind.CONTEXT),
    ]


@pytest.mark.parametrize("trust", [Trust.IMPORTED, Trust.ALIGNED])
def test_a_pair_from_outside_answers_a_query_for_the_same_text_with_less_than_all(
    memory: Memory, trust: Trust
) -> None:
    memory.remember(replace(THEIRS, trust=trust))
    (match,) = memory.lookup(replace(QUERY, minimum=1.0))
    assert match.score == pytest.approx(1 - DEDUCTION[trust])
    assert match.score < 1


def test_importing_an_approved_pair_changes_nothing_of_it(memory: Memory) -> None:
    memory.remember(OURS)
    before = list(memory.units())
    assert memory.remember(replace(OURS, origin="old.tmx:1", by="Wu", trust=Trust.IMPORTED)) is False
    (unit,) = memory.units()
    assert [unit] == before
    assert (unit.origin, unit.by, unit.trust) == ("ep01.srt#3", "Li", Trust.APPROVED)


def test_approving_a_pair_from_outside_makes_it_ours(memory: Memory) -> None:
    memory.remember(
        replace(OURS, origin="old.tmx:1", by="Wu", trust=Trust.ALIGNED, created="20200101T000000Z")
    )
    assert memory.remember(OURS) is False
    (unit,) = memory.units()
    assert unit == OURS
    assert unit.created == "20200101T000000Z"
    assert unit.changed > unit.created


def test_taking_an_approval_back_leaves_pairs_from_outside(memory: Memory) -> None:
    memory.remember_many([OURS, replace(THEIRS, origin=OURS.origin)])
    assert memory.forget(OURS.origin, "en-US") == 1
    assert [unit.trust for unit in memory.units()] == [Trust.IMPORTED]


def test_what_is_held_is_counted_text_for_text(memory: Memory) -> None:
    memory.remember(OURS)
    assert memory.holds([OURS, THEIRS, replace(OURS, before="x"), replace(OURS, trust=Trust.ALIGNED)]) == 2


def test_the_units_of_one_locale_come_alone_and_in_order(memory: Memory) -> None:
    french = replace(OURS, target="Te voilà.", target_locale="fr")
    memory.remember_many([OURS, french, THEIRS])
    assert [u.target for u in memory.units(["en-us"])] == ["You came.", "So you came."]
    assert [u.target for u in memory.units(["fr"])] == ["Te voilà."]
    stats = memory.stats()
    assert stats.outside == {("zh-Hans", "en-US"): 1, ("zh-Hans", "fr"): 0}


def test_a_memory_of_the_version_before_is_brought_up_to_date(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "m.db") as raw:
        raw.execute("CREATE TABLE migration (version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL)")
        for version in (1, 2):
            for statement in MIGRATIONS[version]:
                raw.execute(statement)
            raw.execute("INSERT INTO migration VALUES (?, '')", (version,))
        raw.execute("INSERT INTO line VALUES (1, 'zh-Hans', '你来了.')")
        raw.execute(
            "INSERT INTO unit VALUES (1, 1, '你来了。', 'You came.', 'zh-Hans', 'en-US', '', '', '', 'a#1', 'Li', 1)"
        )
    raw.close()
    with Memory.open(tmp_path / "m.db") as memory:
        (match,) = memory.lookup(QUERY)
    assert (match.unit.trust, match.score, match.unit.created) == (Trust.APPROVED, 1.0, "")
