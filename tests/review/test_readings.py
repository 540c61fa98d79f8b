"""Who evaluated what: logs made by the store itself, read back as readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from localize.review.base import Action, Decision, Query
from localize.review.faults import Dimension, Weight
from localize.review.readings import PERSON, UNKNOWN, Origin, Reading, readings

if TYPE_CHECKING:
    from collections.abc import Callable

    from localize.model import Draft
    from localize.review.base import ReviewStore

    Act = tuple[str, Decision]

MAJOR = Decision(Action.REJECT, reason="wrong", dimension=Dimension.ACCURACY, weight=Weight.MAJOR)
MINOR = Decision(Action.REJECT, reason="dull", dimension=Dimension.STYLE, weight=Weight.MINOR)
UNRATED = Decision(Action.REJECT, reason="no")
APPROVE = Decision(Action.APPROVE)


def edit(text: str) -> Decision:
    return Decision(Action.EDIT, text)


@pytest.fixture
def read(store: ReviewStore) -> Callable[..., list[Reading]]:
    """Return a function that records decisions on the first line ("Hello" of engine test) and reads them."""
    unit = store.unit_ids(Query("en-US"))[0]

    def run(*acts: Act, draft: str = "Hello", engine: str = "test") -> list[Reading]:
        for by, decision in acts:
            if decision.action is Action.UNDO:
                store.undo(by=by)
            else:
                store.decide(unit, decision, by=by, revision=store.unit(unit).revision)
        return readings(Origin(unit, "ep1.srt", "en-US", 2, engine, draft), store.history(unit))

    return run


def test_a_line_that_nobody_decided_on_was_not_evaluated(read: Callable[..., list[Reading]]) -> None:
    assert read() == []


@pytest.mark.parametrize(
    "decision", [Decision(Action.COMMENT, "hm"), Decision(Action.DISCUSS, reason="which?")], ids=str
)
def test_remarks_do_not_evaluate(read: Callable[..., list[Reading]], decision: Decision) -> None:
    assert read(("lin", decision)) == []


def test_a_waiver_is_no_fault_and_no_evaluation(
    store: ReviewStore, read: Callable[..., list[Reading]], finding: Callable[..., object]
) -> None:
    unit = store.unit_ids(Query("en-US"))[0]
    store.save_findings([(unit, [finding()])])  # type: ignore[list-item]
    assert read(("lin", Decision(Action.WAIVE, reason="meant so", code="COD001"))) == []
    (found,) = read(("lin", APPROVE))
    assert found.faults == ()


def test_an_approval_is_a_reading_without_faults(read: Callable[..., list[Reading]]) -> None:
    (found,) = read(("lin", APPROVE))
    assert found == Reading(1, "ep1.srt", "en-US", 2, "test", "lin", characters=5)


def test_each_weighted_rejection_is_a_fault_of_the_same_reading(read: Callable[..., list[Reading]]) -> None:
    (found,) = read(("lin", MAJOR), ("lin", MINOR), ("lin", UNRATED))
    assert found.faults == ((Dimension.ACCURACY, Weight.MAJOR), (Dimension.STYLE, Weight.MINOR))
    assert found.unrated == 1


def test_a_weight_without_a_dimension_is_a_fault_of_another_sort(
    read: Callable[..., list[Reading]],
) -> None:
    (found,) = read(("lin", Decision(Action.REJECT, reason="no", weight=Weight.MINOR)))
    assert found.faults == ((Dimension.OTHER, Weight.MINOR),)


def test_what_was_taken_back_does_not_count(read: Callable[..., list[Reading]]) -> None:
    assert read(("lin", MAJOR), ("lin", Decision(Action.UNDO))) == []
    (found,) = read(("lin", MINOR), ("lin", MAJOR), ("lin", Decision(Action.UNDO)))
    assert found.faults == ((Dimension.STYLE, Weight.MINOR),)


def test_an_edit_is_measured_from_what_was_read_to_what_the_reviewer_left(
    read: Callable[..., list[Reading]],
) -> None:
    # Hello -> Hallo is 1 character, Hello -> Hall is 2 (e to a, o deleted); the longer text has 5.
    (found,) = read(("lin", edit("Hallo")), ("lin", edit("Hall")), ("lin", APPROVE))
    assert (found.distance, found.characters, found.faults) == (2, 5, ())


def test_a_moved_line_break_is_no_edit(read: Callable[..., list[Reading]]) -> None:
    first, second = read(("lin", edit("Hello you")), ("wu", edit("Hello\nyou")))
    assert (first.distance, second.distance) == (4, 0)


def test_people_do_not_evaluate_their_own_text(read: Callable[..., list[Reading]]) -> None:
    found = read(("lin", edit("Hi")), ("lin", APPROVE), ("wu", MAJOR))
    assert [(r.reviewer, r.engine, len(r.faults)) for r in found] == [("lin", "test", 0), ("wu", PERSON, 1)]


def test_a_fault_stays_with_the_text_it_was_found_in(read: Callable[..., list[Reading]]) -> None:
    found = read(("lin", MAJOR), ("wu", edit("Hi")), ("lin", APPROVE))
    assert [(r.reviewer, r.engine, len(r.faults)) for r in found] == [
        ("lin", "test", 1),
        ("wu", "test", 0),
        ("lin", PERSON, 0),
    ]


def test_a_text_that_no_longer_is_the_draft_has_an_unknown_engine(
    read: Callable[..., list[Reading]],
) -> None:
    (found,) = read(("lin", APPROVE), draft="Good day", engine="newer")
    assert found.engine == UNKNOWN


def test_a_redraft_ends_what_a_person_wrote(
    store: ReviewStore, read: Callable[..., list[Reading]], draft: Callable[..., Draft]
) -> None:
    unit = store.unit_ids(Query("en-US"))[1]
    store.save_drafts([(unit, draft("Farewell", "newer 2"), ())])
    store.decide(unit, MAJOR, by="lin", revision=store.unit(unit).revision)
    (found,) = readings(Origin(unit, "ep1.srt", "en-US", 2, "newer", "Farewell"), store.history(unit))
    assert (found.engine, found.faults) == ("newer", ((Dimension.ACCURACY, Weight.MAJOR),))
