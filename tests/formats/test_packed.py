"""Segments that are kept packed are the same as a tuple of them."""

from __future__ import annotations

import copy
import pickle
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localize.formats.packed import CHUNK, PackedSegments, Packer, SegmentList, column, in_file_order, packed
from localize.model import Segment, SegmentId, SegmentKind, Span

TEXTS = st.text(max_size=20)
MAYBE = st.none() | TEXTS
NUMBERS = st.none() | st.integers(-(2**70), 2**70)
SPANS = st.lists(
    st.tuples(st.integers(0, 2**40), st.integers(0, 2**40)).map(lambda pair: Span(*pair)), max_size=3
)
SEGMENTS = st.lists(
    st.builds(
        Segment, id=TEXTS.map(SegmentId), source=TEXTS, spans=SPANS.map(tuple), line=st.integers(1, 2**40),
        text_line=st.integers(1, 9), kind=st.sampled_from(SegmentKind), start_ms=NUMBERS, end_ms=NUMBERS, speaker=MAYBE,
        scene=MAYBE, style=MAYBE, key=MAYBE, note=MAYBE, target=MAYBE, max_length=NUMBERS, plural=MAYBE, context=MAYBE,
    ),
    max_size=12,
)  # fmt: skip


def numbered(count: int) -> tuple[Segment, ...]:
    return tuple(
        Segment(SegmentId(str(n)), f"text {n}", (Span(3 * n, 3 * n + 2),), n, n) for n in range(1, count + 1)
    )


@given(SEGMENTS)
def test_packed_segments_equal_the_tuple_of_them(segments: list[Segment]) -> None:
    found, whole = packed(segments), tuple(segments)
    assert tuple(found) == whole
    assert found == whole
    assert whole == found
    assert len(found) == len(whole)
    assert hash(found) == hash(whole)
    assert repr(found) == repr(whole)
    assert [type(s.kind) for s in found] == [type(s.kind) for s in whole]
    for field in fields(Segment):
        assert column(found, field.name) == column(whole, field.name)


@given(SEGMENTS)
def test_a_packed_sequence_survives_pickling_and_copying(segments: list[Segment]) -> None:
    found = packed(segments)
    assert pickle.loads(pickle.dumps(found)) == copy.deepcopy(found) == found


def test_a_text_that_is_half_a_character_is_kept() -> None:
    segments = (replace(numbered(1)[0], source="\ud83d", note="\udc80"),)
    assert packed(segments) == segments


def test_segments_are_found_by_index_and_slice_over_the_bounds_of_chunks() -> None:
    whole = numbered(3 * CHUNK + 5)
    found = packed(whole)
    for at in (0, 1, CHUNK - 1, CHUNK, 2 * CHUNK + 7, len(whole) - 1, -1, -CHUNK, -len(whole)):
        assert found[at] == whole[at]
    assert found[CHUNK - 2 : CHUNK + 2] == whole[CHUNK - 2 : CHUNK + 2]
    assert found[::-700] == whole[::-700]
    assert whole[CHUNK] in found
    assert found.index(whole[CHUNK]) == CHUNK
    with pytest.raises(IndexError, match="out of range"):
        found[len(whole)]


def test_what_differs_in_one_field_is_not_equal() -> None:
    whole = numbered(CHUNK + 1)
    assert packed(whole) != (*whole[:-1], replace(whole[-1], note="x"))
    assert packed(whole) != whole[:-1]
    assert packed(whole) != list(whole)


def test_moved_spans_keep_how_many_each_segment_has() -> None:
    whole = numbered(CHUNK)
    whole = (*whole, replace(whole[0], spans=(Span(1, 2), Span(5, 9))), replace(whole[0], spans=()))
    found = packed(whole).moved(lambda cuts: (10 * cut for cut in cuts))
    assert isinstance(found, PackedSegments)
    assert [s.spans for s in found] == [
        tuple(Span(10 * span.start, 10 * span.end) for span in s.spans) for s in whole
    ]


def test_columns_make_the_segments_that_rows_make() -> None:
    packer = Packer()
    lines, kinds = [1, 4], [SegmentKind.DIALOGUE] * 2
    columns = {
        "id": range(1, 3), "source": ["text 1", "text 2"], "line": lines, "text_line": lines, "kind": kinds
    }  # fmt: skip
    packer.add_columns([3, 6], [5, 8], columns)
    first, second = numbered(2)
    assert packer.segments() == (first, replace(second, line=4, text_line=4))


def test_order_in_the_file_is_by_the_first_span_and_stable() -> None:
    whole = numbered(CHUNK + 3)
    mixed = (*whole[5:], *whole[:5])
    assert in_file_order(packed(mixed)) == whole
    assert in_file_order(packed(whole)) == whole


def test_a_list_of_segments_knows_whether_a_change_still_counts() -> None:
    found, whole = SegmentList(), numbered(3 * CHUNK)
    for segment in whole:
        found.append(segment)
    assert len(found) == len(whole)
    assert not found.is_waiting(whole[0])
    assert found.is_waiting(whole[-1])
    assert found.packed() == whole
