"""Segments that are made the cheap way are the same as others."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from localize.formats.string_segments import make_segment
from localize.model import Segment, SegmentId, SegmentKind, Span

NAME = SegmentId("n")


def test_a_segment_made_the_cheap_way_equals_one_made_by_its_class() -> None:
    words = {
        name: name
        for name in ("speaker", "key", "note", "target", "plural", "context")
    }  # fmt: skip
    made = make_segment(NAME, "a", (Span(5, 6),), 1, 3, **words, max_length=9)
    usual = Segment(NAME, "a", (Span(5, 6),), 1, 3, SegmentKind.STRING, **words, max_length=9)  # type: ignore[arg-type]
    assert type(made) is Segment
    assert repr(made) == repr(usual)
    assert made == usual
    assert hash(made) == hash(usual)
    assert pickle.loads(pickle.dumps(made)) == copy.deepcopy(made) == usual
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.id = SegmentId("m")  # type: ignore[misc]


def test_what_is_not_given_is_as_the_class_leaves_it() -> None:
    assert make_segment(NAME, "a", (), 1, 1) == Segment(NAME, "a", (), 1, 1, SegmentKind.STRING)
