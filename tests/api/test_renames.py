"""Files that vanished are found again by their lines; equal claims are told and never decided."""

from __future__ import annotations

import random
import time

from localize.api.renames import Pair, find_renamed


def lines(first: int, count: int = 10) -> list[str]:
    return [f"第{n}句" for n in range(first, first + count)]


def test_the_same_lines_under_another_name_are_one_file() -> None:
    found = find_renamed({"a.srt": lines(0)}, {"b.srt": lines(0), "c.srt": lines(50)})
    assert (found.same, found.unsure) == ([Pair("a.srt", "b.srt", 1.0)], [])


def test_nearly_the_same_lines_are_one_file_and_half_of_them_are_a_question() -> None:
    near = [*lines(0, 9), "改了的句子"]
    half = [*lines(0, 6), *lines(100, 4)]
    assert find_renamed({"a.srt": lines(0)}, {"b.srt": near}).same == [Pair("a.srt", "b.srt", 0.9)]
    found = find_renamed({"a.srt": lines(0)}, {"b.srt": half})
    assert (found.same, found.unsure) == ([], [Pair("a.srt", "b.srt", 0.6)])
    few = find_renamed({"a.srt": lines(0)}, {"b.srt": [*lines(0, 4), *lines(100, 6)]})
    assert (few.same, few.unsure) == ([], [])


def test_two_files_with_the_same_lines_are_told_apart_by_name_or_not_at_all() -> None:
    old = {"s1/intro.srt": lines(0), "s1/outro.srt": lines(0)}
    moved = find_renamed(old, {"season1/intro.srt": lines(0), "season1/outro.srt": lines(0)})
    assert moved.same == [
        Pair("s1/intro.srt", "season1/intro.srt", 1.0),
        Pair("s1/outro.srt", "season1/outro.srt", 1.0),
    ]
    renamed = find_renamed(old, {"x.srt": lines(0), "y.srt": lines(0)})
    assert renamed.same == []
    assert len(renamed.unsure) == 4
    one_left = find_renamed(old, {"x.srt": lines(0)})
    assert one_left.same == []
    assert [p.old for p in one_left.unsure] == ["s1/intro.srt", "s1/outro.srt"]


def test_two_cuts_of_one_file_are_a_question() -> None:
    cut_a, cut_b = [*lines(0, 19), "甲"], [*lines(0, 19), "乙"]
    found = find_renamed({"a.srt": lines(0, 20)}, {"b.srt": cut_a, "c.srt": cut_b})
    assert found.same == []
    assert [(p.old, p.new) for p in found.unsure] == [("a.srt", "b.srt"), ("a.srt", "c.srt")]


def test_a_few_lines_that_any_file_may_hold_are_no_evidence() -> None:
    found = find_renamed(
        {"a.srt": ["好", "走", "嗯", "是"]}, {"b.srt": ["好", "走", "嗯", "不"], "c.srt": []}
    )
    assert (found.same, found.unsure) == ([], [])
    assert find_renamed({"a.srt": []}, {"b.srt": []}).same == []


def test_a_thousand_recut_episodes_are_found_in_the_time_that_counting_their_lines_takes() -> None:
    dice = random.Random(7)
    old = {
        f"s1/ep{n}.srt": [f"{n}:{i}" if i % 4 else f"常用{dice.randrange(40)}" for i in range(100)]
        for n in range(1000)
    }
    new = {f"s2/{path[3:]}": [*some[1:], "新"] for path, some in old.items()}
    began = time.process_time()
    counted = sum(
        len(dict.fromkeys(some)) for side in (old, new) for some in side.values() for _ in range(40)
    )
    counting, began = time.process_time() - began, time.process_time()
    found = find_renamed(old, new)
    taken = time.process_time() - began
    assert counted
    assert [(p.old[3:], p.new[3:]) for p in found.same] == [(p.new[3:],) * 2 for p in found.same]
    assert (len(found.same), found.unsure) == (1000, [])
    assert taken < 10 * counting, (taken, counting)
