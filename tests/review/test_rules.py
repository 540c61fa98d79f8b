from __future__ import annotations

import pytest

from localize.errors import StoreError
from localize.review.base import Action, Decision, State
from localize.review.rules import Rules, Standing, outcome


def standing(**changes: object) -> Standing:
    values: dict[str, object] = {
        "source": "你好",
        "target": "Hello",
        "state": State.DRAFTED,
        "author": "",
        "approvers": frozenset(),
        "open_codes": frozenset({"LEN001"}),
    }
    return Standing(**(values | changes))  # type: ignore[arg-type]


APPROVE = Decision(Action.APPROVE)


@pytest.mark.parametrize(
    ("approvals", "self_approval", "allowed"),
    [
        (1, None, True),
        (2, None, False),
        (1, False, False),
        (2, False, False),
        (1, True, True),
        (2, True, True),
    ],
)
def test_the_writer_may_approve_as_the_table_says(
    approvals: int, self_approval: bool | None, allowed: bool
) -> None:
    rules = Rules(approvals, self_approval)
    own = standing(author="mei", state=State.EDITED)
    if allowed:
        expected = State.APPROVED if approvals == 1 else State.EDITED
        assert outcome(own, APPROVE, "mei", rules).state is expected
    else:
        with pytest.raises(StoreError, match=r"mei wrote this text and may not approve it \(ask another"):
            outcome(own, APPROVE, "mei", rules)
    assert outcome(own, APPROVE, "ada", Rules(1, self_approval)).state is State.APPROVED


def test_approval_takes_as_many_people_as_the_rules_say() -> None:
    rules = Rules(approvals=3)
    assert outcome(standing(), APPROVE, "a", rules).state is State.DRAFTED
    assert outcome(standing(approvers=frozenset("a")), APPROVE, "b", rules).state is State.DRAFTED
    assert outcome(standing(approvers=frozenset("ab")), APPROVE, "c", rules).state is State.APPROVED


@pytest.mark.parametrize("by", ["MEI", "mei ", "ＭＥＩ"])
def test_another_spelling_of_a_name_is_no_second_person(by: str) -> None:
    with pytest.raises(StoreError, match="has approved this text already, 1 more to go"):
        outcome(standing(approvers=frozenset(["mei"])), APPROVE, by, Rules(approvals=2))
    with pytest.raises(StoreError, match="wrote this text and may not approve it"):
        outcome(standing(author="mei", state=State.EDITED), APPROVE, by, Rules(approvals=2))


def test_nobody_approves_one_text_twice() -> None:
    with pytest.raises(StoreError, match="a has approved this text already, 1 more to go"):
        outcome(standing(approvers=frozenset("a")), APPROVE, "a", Rules(approvals=2))


@pytest.mark.parametrize("target", [None, "", " \n"])
def test_a_line_without_a_target_cannot_be_approved(target: str | None) -> None:
    with pytest.raises(StoreError, match="without a target cannot be approved"):
        outcome(standing(target=target), APPROVE, "a", Rules())


def test_a_blank_source_may_have_a_blank_target() -> None:
    blank = standing(source="  ", target="  ")
    assert outcome(blank, APPROVE, "a", Rules()).state is State.APPROVED
    assert outcome(blank, Decision(Action.EDIT, text=" "), "a", Rules()).text == " "


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (Decision(Action.REJECT), "a rejection without a reason"),
        (Decision(Action.REJECT, reason="  "), "a rejection without a reason"),
        (Decision(Action.WAIVE, code="LEN001"), "a waiver without a reason"),
        (Decision(Action.WAIVE, reason="fits"), "a waiver without the code"),
        (Decision(Action.WAIVE, reason="fits", code="COD009"), "no open finding COD009"),
        (Decision(Action.EDIT, text=" "), "an empty target"),
        (Decision(Action.COMMENT, text=""), "an empty comment"),
        (Decision(Action.UNDO), "undo is not a decision"),
    ],
)
def test_an_incomplete_decision_is_refused(decision: Decision, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        outcome(standing(), decision, "a", Rules())


def test_a_decision_needs_a_name() -> None:
    with pytest.raises(StoreError, match="without a reviewer's name"):
        outcome(standing(), APPROVE, " ", Rules())


@pytest.mark.parametrize(
    ("decision", "state", "settles"),
    [
        (Decision(Action.EDIT, text="Hi"), State.EDITED, True),
        (Decision(Action.REJECT, reason="wrong"), State.REJECTED, True),
        (Decision(Action.DISCUSS), State.DISCUSS, True),
        (Decision(Action.COMMENT, text="hm"), State.DRAFTED, False),
        (Decision(Action.WAIVE, code="LEN001", reason="fits on screen"), State.DRAFTED, False),
    ],
)
def test_each_decision_leads_to_its_state(decision: Decision, state: State, settles: bool) -> None:
    result = outcome(standing(), decision, "a", Rules())
    assert (result.state, result.settles) == (state, settles)
    assert result.text == ("Hi" if decision.action is Action.EDIT else "Hello")
