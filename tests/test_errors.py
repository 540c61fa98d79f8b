from __future__ import annotations

import pickle

import pytest

from localize.errors import ConflictError, LocalizeError, ParseError, Place, ProblemsError

_ERRORS = [
    ParseError("no cue", do="look at it", code="FMT042", place=Place("a.srt", 3, 7)),
    ConflictError("changed under you", expected=1, found=2, do="reload"),
    ProblemsError([ParseError("one", place=Place("a")), ParseError("two", place=Place("b"))]),
]


@pytest.mark.parametrize("error", _ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_crosses_from_one_process_to_another_whole(error: LocalizeError) -> None:
    other = pickle.loads(pickle.dumps(error))
    assert type(other) is type(error)
    assert str(other) == str(error)
    assert (other.code, other.place, other.exit_code) == (error.code, error.place, error.exit_code)


def test_a_conflict_keeps_both_revisions_on_the_way() -> None:
    other = pickle.loads(pickle.dumps(ConflictError("changed", expected=4, found=5)))
    assert (other.expected, other.found) == (4, 5)
