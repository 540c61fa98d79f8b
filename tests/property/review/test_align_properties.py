from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from localize.review.align import Line, align

LINES = st.lists(
    st.builds(
        Line,
        source=st.sampled_from(["嗯", "好", "走吧", "我不知道", "我不知道啊"]),
        speaker=st.sampled_from([None, "甲", "乙"]),
        key=st.sampled_from([None, None, "k1", "k2"]),
        time=st.sampled_from([(None, None), (0, 1), (2, 3)]),
    ),
    max_size=12,
)


@given(LINES, LINES, LINES)
@settings(deadline=None)
def test_no_line_is_used_twice_and_equal_texts_are_never_left_over(old, new, gone):
    found = align(old, new, gone)
    used_new = [*found.same, *found.changed, *found.returned]
    used_old = [*found.same.values(), *found.changed.values()]
    assert len(set(used_new)) == len(used_new)
    assert len(set(used_old)) == len(used_old)
    assert len(set(found.returned.values())) == len(found.returned)
    assert all(old[o].source == new[n].source for n, o in found.same.items())
    assert all(gone[g].source == new[n].source for n, g in found.returned.items())
    assert all(old[o].source != new[n].source for n, o in found.changed.items())
    left_old = {line.source for o, line in enumerate(old) if o not in set(found.same.values())}
    left_new = {line.source for n, line in enumerate(new) if n not in found.same}
    assert not left_old & left_new


@given(LINES, LINES)
@settings(deadline=None)
def test_what_is_not_moved_rises_on_both_sides(old, new):
    found = align(old, new)
    kept = [o for n, o in sorted(found.same.items()) if n not in found.moved]
    assert kept == sorted(kept)


@given(LINES)
@settings(deadline=None)
def test_the_same_cut_is_the_same(lines):
    found = align(lines, lines)
    assert found.same == {n: n for n in range(len(lines))}
    assert not found.moved


@given(LINES, st.data())
@settings(deadline=None)
def test_an_insertion_moves_nothing_and_changes_nothing(lines, data):
    at = data.draw(st.integers(0, len(lines)))
    found = align(lines, [*lines[:at], Line("从来没有过的一句话"), *lines[at:]])
    assert found.same == {n + (n >= at): n for n in range(len(lines))}
    assert not found.moved
    assert not found.changed
