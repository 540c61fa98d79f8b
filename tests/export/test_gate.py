from __future__ import annotations

import pytest

from localize.errors import GateClosedError, ProblemsError, UsageError
from localize.export.gate import POLICIES, evaluate, evaluate_file
from localize.model import Segment, SegmentId, Severity
from localize.review.base import State

BLANK = Segment(SegmentId("9"), "  ", (), line=1, text_line=1)


def message(result):
    return [str(reason) for reason in result.reasons]


@pytest.mark.parametrize("policy", POLICIES)
def test_an_approved_clean_line_passes_every_gate(policy, unit):
    result = evaluate(policy, [unit()])
    assert result.open
    assert result.reasons == ()
    result.require()


@pytest.mark.parametrize(
    ("state", "approved", "checked"),
    [
        (State.NEW, "no target", "no target"),
        (State.DRAFTED, "not approved .drafted.", None),
        (State.EDITED, "not approved .edited.", None),
        (State.DISCUSS, "not approved .discuss.", None),
        (State.REJECTED, "rejected", "rejected"),
        (State.OUTDATED, "outdated", "outdated"),
        (State.APPROVED, None, None),
    ],
)
def test_each_state_passes_the_gates_that_it_should(state, approved, checked, unit):
    given = unit(state=state, target=None if state is State.NEW else "Hello")
    for policy, expected in (("approved", approved), ("checked", checked), ("any", None)):
        result = evaluate(policy, [given])
        assert result.open == (expected is None)
        if expected is not None:
            with pytest.raises(ProblemsError, match=rf"^episodes/ep1\.srt:5: GAT001 {expected}"):
                result.require()


def test_an_open_error_closes_the_gate_and_a_waiver_opens_it(unit, finding):
    for policy in ("approved", "checked"):
        result = evaluate(policy, [unit(findings=(finding(),))])
        place, _, said = message(result)[0].partition(" GAT001 ")
        assert place == "episodes/ep1.srt:5:"
        assert said == "open error COD001: placeholder lost (correct it, or waive it with a reason)"
        assert evaluate(policy, [unit(findings=(finding(),), waived=("COD001",))]).open
        assert not evaluate(policy, [unit(findings=(finding(),), waived=("COD002",))]).open
        assert evaluate(policy, [unit(findings=(finding(severity=Severity.WARNING),))]).open
    assert evaluate("any", [unit(findings=(finding(),))]).open


def test_a_text_that_was_not_checked_does_not_leave(unit):
    result = evaluate("approved", [unit(checked=False)])
    assert "not checked since the text changed (run localize check)" in message(result)[0]


@pytest.mark.parametrize("target", [None, "", "  \n"])
def test_a_blank_target_is_no_target(target, unit):
    assert "no target" in message(evaluate("checked", [unit(target=target)]))[0]


def test_a_blank_source_needs_no_target(unit):
    for policy in POLICIES:
        assert evaluate(policy, [unit(BLANK, target=None, state=State.NEW, checked=False)]).open


def test_every_line_that_is_not_ready_is_an_error_of_its_own(unit):
    units = [unit(state=State.DRAFTED), unit(), unit(state=State.NEW, target=None)]
    with pytest.raises(ProblemsError, match="not approved") as caught:
        evaluate("approved", units).require()
    assert [type(p) for p in caught.value.problems] == [GateClosedError] * 2
    assert caught.value.worst_exit_code == 1


def test_an_unknown_policy_is_refused_even_for_nothing():
    with pytest.raises(UsageError, match=r"unknown gate 'open' .use approved, checked or any"):
        evaluate("open", [])


def test_a_line_without_a_unit_keeps_the_file_back(document, approved):
    result = evaluate_file("approved", approved[1:], document)
    assert message(result) == ["episodes/ep1.srt:1: GAT001 the store lacks the line (run localize sync)"]
    assert evaluate_file("any", [], document).open
    assert evaluate_file("approved", approved, document).open
