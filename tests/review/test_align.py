from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from localize.review.align import Line, align

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import Any

    Timed = Callable[[], AbstractContextManager[Any]]


def lines(text: str) -> list[Line]:
    return [Line(word) for word in text.split()]


def test_an_insertion_at_the_top_moves_nothing() -> None:
    found = align(lines("a b c"), lines("x a b c"))
    assert found.same == {1: 0, 2: 1, 3: 2}
    assert not found.moved


def test_a_scene_that_was_put_first_is_moved_and_the_rest_is_kept() -> None:
    found = align(lines("a b c d e f"), lines("e f a b c d"))
    assert found.same == {0: 4, 1: 5, 2: 0, 3: 1, 4: 2, 5: 3}
    assert found.moved == {0, 1}


def test_duplicates_are_matched_in_order() -> None:
    found = align(lines("嗯 a 嗯 b 嗯"), lines("嗯 a 嗯 b 嗯"))
    assert found.same == {i: i for i in range(5)}


def test_a_deleted_duplicate_is_the_one_whose_neighbours_went_too() -> None:
    found = align(lines("a 嗯 b c 嗯 d"), lines("a 嗯 d"))
    assert found.same == {0: 0, 1: 1, 2: 5} or found.same == {0: 0, 1: 4, 2: 5}
    found = align(lines("a 嗯 b c 嗯 d"), lines("c 嗯 d"))
    assert found.same == {0: 3, 1: 4, 2: 5}


def test_a_moved_duplicate_follows_its_neighbours() -> None:
    old, new = lines("p 嗯 q r s t u 嗯 v"), lines("u 嗯 v p 嗯 q r s t")
    assert align(old, new).same == {0: 6, 1: 7, 2: 8, 3: 0, 4: 1, 5: 2, 6: 3, 7: 4, 8: 5}


def test_a_renamed_speaker_keeps_every_line() -> None:
    old = [Line(s, speaker="小明") for s in ("走", "来", "走")]
    new = [Line(s, speaker="林明") for s in ("走", "来", "走")]
    found = align(old, new)
    assert found.same == {0: 0, 1: 1, 2: 2}
    assert not found.moved


def test_equal_lines_of_two_speakers_do_not_swap() -> None:
    old = [Line("好", speaker="甲"), Line("好", speaker="乙")]
    new = [Line("好", speaker="乙"), Line("好", speaker="甲")]
    assert align(old, new).same == {0: 1, 1: 0}


def test_equal_strings_go_by_their_key() -> None:
    old = [Line("OK", key="quit.yes"), Line("OK", key="save.yes")]
    new = [Line("OK", key="save.yes"), Line("OK", key="quit.yes")]
    assert align(old, new).same == {0: 1, 1: 0}


def test_a_string_with_another_text_is_found_by_its_key_wherever_it_is() -> None:
    old = [Line("开始", key="start"), Line("退出", key="quit")]
    new = [Line("离开", key="quit"), Line("开始", key="start")]
    found = align(old, new)
    assert found.same == {1: 0}
    assert found.changed == {0: 1}


def test_a_cue_at_the_same_time_with_another_text_is_changed() -> None:
    old = [Line("甲"), Line("他走了", time=(100, 200)), Line("乙")]
    new = [Line("甲"), Line("我不知道", time=(100, 200)), Line("乙")]
    assert align(old, new).changed == {1: 1}


def test_a_retimed_line_with_a_small_change_is_changed_and_its_neighbour_is_new() -> None:
    old = [Line("甲"), Line("我今天不想去学校", time=(1, 2)), Line("乙")]
    new = [Line("甲"), Line("天黑了", time=(3, 4)), Line("我今天不想去学校了", time=(5, 6)), Line("乙")]
    found = align(old, new)
    assert found.changed == {2: 1}
    assert 1 not in found.same


def test_unlike_lines_in_one_place_are_not_called_one_line() -> None:
    found = align(lines("a 你好 b"), lines("a 再会 b"))
    assert not found.changed


def test_a_line_of_an_earlier_cut_comes_back() -> None:
    found = align(lines("a c"), lines("a b c"), gone=lines("z b"))
    assert found.returned == {1: 1}


def test_a_moved_duplicate_is_preferred_to_a_gone_one() -> None:
    found = align(lines("a 嗯"), lines("嗯 a"), gone=lines("嗯"))
    assert not found.returned
    assert set(found.same) == {0, 1}


@pytest.mark.parametrize("old", [["a b"] * 3000, ["x", "y"] * 1500, [str(i % 7) for i in range(3000)]])
def test_repetitive_files_take_no_quadratic_time(old: list[str], timed: Timed) -> None:
    new = ["first", *old[10:2000], "middle", *old[1500:]]
    with timed() as taken:
        found = align([Line(t) for t in old], [Line(t) for t in new])
    assert taken.within(3)
    assert len(found.same) >= 2990
