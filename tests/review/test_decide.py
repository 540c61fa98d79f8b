from __future__ import annotations

import pytest

from localize.errors import ConflictError, StoreError
from localize.model import Draft, Origin, SegmentId, Severity
from localize.review.base import Act, Action, Decision, Query, State

APPROVE = Decision(Action.APPROVE)
FILE, LOCALE = "episodes/ep1.srt", "en-US"


def edit(text):
    return Decision(Action.EDIT, text=text)


def test_an_edit_sets_the_text_and_is_not_yet_an_approval(store, units):
    unit = units(store)[0]
    row = store.decide(unit.id, edit("Hi"), by="mei", revision=unit.revision)
    after = store.unit(unit.id)
    assert (after.state, after.target, after.decided_by) == (State.EDITED, "Hi", "mei")
    assert after.revision == unit.revision + 1
    assert (row.before_text, row.after_text, row.by) == ("Hello", "Hi", "mei")
    assert row.at.startswith("2026-01-01T00:00:0")
    assert row.at.endswith(".000000+00:00")


def test_a_stale_revision_is_a_conflict_and_writes_nothing(store, units):
    unit = units(store)[0]
    store.decide(unit.id, edit("Hi"), by="mei", revision=unit.revision)
    with pytest.raises(ConflictError, match=r"episodes/ep1\.srt:1: STO002 the line changed while") as caught:
        store.decide(unit.id, APPROVE, by="ada", revision=unit.revision)
    assert (caught.value.expected, caught.value.found) == (1, 2)
    assert store.unit(unit.id).target == "Hi"
    assert len(store.history(unit.id)) == 1


def test_two_connections_cannot_both_decide_on_what_they_saw(store, opened, units):
    other = opened()
    mine, theirs = units(store)[0], units(other)[0]
    store.decide(mine.id, edit("Hi"), by="mei", revision=mine.revision)
    with pytest.raises(ConflictError, match="look at the line again"):
        other.decide(theirs.id, edit("Hey"), by="ada", revision=theirs.revision)
    again = other.unit(theirs.id)
    other.decide(again.id, edit("Hey"), by="ada", revision=again.revision)
    assert [r.by for r in store.history(mine.id)] == ["mei", "ada"]
    assert store.verify_log() == 2


def test_edit_and_approve_are_one_action(store, units):
    unit = units(store)[0]
    acts = [Act(unit.id, edit("Hi"), unit.revision), Act(unit.id, APPROVE, unit.revision)]
    rows = store.decide_many(acts, by="mei")
    assert [r.after_state for r in rows] == [State.EDITED, State.APPROVED]
    assert store.unit(unit.id).state is State.APPROVED
    undone = store.undo_group(by="mei")
    assert [r.undoes for r in undone] == [2, 1]
    assert (store.unit(unit.id).state, store.unit(unit.id).target) == (State.DRAFTED, "Hello")
    assert store.undo(by="mei") is None


def test_a_group_is_recorded_whole_or_not_at_all(store, units):
    first, second, _ = units(store)
    acts = [Act(first.id, APPROVE, first.revision), Act(second.id, edit(" "), second.revision)]
    with pytest.raises(StoreError, match=r"episodes/ep1\.srt:5: STO003 an empty target"):
        store.decide_many(acts, by="mei")
    assert store.unit(first.id) == first
    assert store.log_head() == (0, "")


def test_a_bulk_approval_is_undone_as_one(store, units):
    before = units(store)
    store.decide_many([Act(u.id, APPROVE, u.revision) for u in before], by="mei")
    assert [u.state for u in units(store)] == [State.APPROVED] * 3
    assert store.undo(by="mei").undoes == 1
    assert [(u.state, u.target) for u in units(store)] == [(u.state, u.target) for u in before]


def test_two_people_must_approve_where_two_are_asked_for(store, opened, units):
    strict = opened(approvals=2)
    unit = units(strict)[0]
    first = strict.decide(unit.id, APPROVE, by="mei", revision=unit.revision)
    assert first.after_state is State.DRAFTED
    with pytest.raises(StoreError, match="mei has approved this text already, 1 more to go"):
        strict.decide(unit.id, APPROVE, by="mei", revision=strict.unit(unit.id).revision)
    second = strict.decide(unit.id, APPROVE, by="ada", revision=strict.unit(unit.id).revision)
    assert second.after_state is State.APPROVED
    with pytest.raises(ConflictError, match="ada has decided on the line since"):
        strict.undo(by="mei")
    strict.undo(by="ada")
    strict.undo(by="mei")
    assert strict.unit(unit.id).state is State.DRAFTED


def test_a_half_approved_draft_is_kept_from_the_machine(store, opened, units, draft):
    strict = opened(approvals=2)
    unit = units(strict)[0]
    strict.decide(unit.id, APPROVE, by="mei", revision=unit.revision)
    assert strict.save_drafts([(unit.id, draft("Better"), ())]) == 0
    assert strict.unit(unit.id).target == "Hello"


def test_an_edit_voids_the_approvals_before_it(store, opened, units):
    strict = opened(approvals=2)
    unit = units(strict)[0]
    strict.decide(unit.id, APPROVE, by="mei", revision=unit.revision)
    strict.decide(unit.id, edit("Hi"), by="zoe", revision=strict.unit(unit.id).revision)
    row = strict.decide(unit.id, APPROVE, by="ada", revision=strict.unit(unit.id).revision)
    assert row.after_state is State.EDITED
    row = strict.decide(unit.id, APPROVE, by="mei", revision=strict.unit(unit.id).revision)
    assert row.after_state is State.APPROVED


def test_the_writer_may_not_approve_where_the_project_says_so(store, opened, units):
    strict = opened(self_approval=False)
    unit = units(strict)[0]
    strict.decide(unit.id, edit("Hi"), by="mei", revision=unit.revision)
    seen = strict.unit(unit.id).revision
    with pytest.raises(StoreError, match=r"ep1\.srt:1: STO003 mei wrote this text and may not approve it"):
        strict.decide(unit.id, APPROVE, by="mei", revision=seen)
    assert strict.decide(unit.id, APPROVE, by="ada", revision=seen).after_state is State.APPROVED


def test_a_waived_finding_is_not_open_any_more_until_the_text_changes(store, units, finding):
    unit = units(store)[0]
    store.save_findings([(unit.id, [finding("COD001"), finding("LEN001", Severity.WARNING)])])
    waive = Decision(Action.WAIVE, code="COD001", reason="the tag is not needed")
    store.decide(unit.id, waive, by="mei", revision=unit.revision)
    after = store.unit(unit.id)
    assert after.waived == ("COD001",)
    assert [f.code for f in after.findings] == ["LEN001"]
    assert after.revision == unit.revision
    assert store.rows([unit.id])[0].code == "LEN001"
    assert store.unit_ids(Query(LOCALE, code="COD")).tolist() == []
    store.decide(unit.id, edit("Hi"), by="mei", revision=unit.revision)
    assert store.unit(unit.id).waived == ()
    assert store.rows([unit.id])[0].code == "COD001"
    store.undo(by="mei")
    assert store.unit(unit.id).waived == ("COD001",)
    store.undo(by="mei")
    assert store.unit(unit.id).waived == ()
    assert [f.code for f in store.unit(unit.id).findings] == ["COD001", "LEN001"]


def test_findings_saved_again_stay_waived(store, units, finding):
    unit = units(store)[0]
    store.save_findings([(unit.id, [finding("COD001")])])
    waive = Decision(Action.WAIVE, code="COD001", reason="fine here")
    store.decide(unit.id, waive, by="mei", revision=unit.revision)
    store.save_findings([(unit.id, [finding("COD001")])])
    assert store.unit(unit.id).findings == ()
    assert store.progress()[0].findings == {"error": 0, "warning": 0, "info": 0}


def test_what_is_said_in_spite_of_errors_stands_and_falls_with_them(store, units, finding):
    unit = units(store)[0]
    found = [finding("COD001"), finding("PRO002"), finding("COD002")]
    store.save_findings([(unit.id, found)])
    for code, left in (("COD001", ["PRO002", "COD002"]), ("COD002", [])):
        waive = Decision(Action.WAIVE, code=code, reason="fine here")
        store.decide(unit.id, waive, by="mei", revision=unit.revision)
        assert [f.code for f in store.unit(unit.id).findings] == left
    store.save_findings([(unit.id, found)])
    assert store.progress()[0].findings == {"error": 0, "warning": 0, "info": 0}
    assert store.rows([unit.id])[0].code == ""
    assert store.unit_ids(Query(LOCALE, code="PRO002")).tolist() == []
    store.undo(by="mei")
    assert [f.code for f in store.unit(unit.id).findings] == ["PRO002", "COD002"]
    store.save_findings([(unit.id, [finding("PRO002")])])
    assert [f.code for f in store.unit(unit.id).findings] == ["PRO002"]


def test_findings_of_an_older_text_lose_their_places_and_count_until_checked_again(store, units, finding):
    unit = units(store)[0]
    store.save_findings([(unit.id, [finding()])])
    assert store.unit(unit.id).checked
    store.decide(unit.id, edit("Hi"), by="mei", revision=unit.revision)
    after = store.unit(unit.id)
    assert not after.checked
    assert [(f.code, f.span) for f in after.findings] == [("COD001", None)]
    store.save_findings([(unit.id, [])], revisions={unit.id: unit.revision})
    assert not store.unit(unit.id).checked
    store.save_findings([(unit.id, [])], revisions={unit.id: after.revision})
    assert store.unit(unit.id).checked
    assert store.unit(unit.id).findings == ()


def test_a_person_s_text_is_never_overwritten_by_a_draft(store, units, draft, finding):
    first, second, third = units(store)
    store.decide(first.id, edit("Hi"), by="mei", revision=1)
    store.decide(second.id, APPROVE, by="mei", revision=1)
    store.decide(third.id, Decision(Action.REJECT, reason="wrong tone"), by="mei", revision=1)
    changed = store.save_drafts((u.id, draft("New", "test 2"), [finding()]) for u in (first, second, third))
    assert changed == 0
    assert [u.target for u in units(store)] == ["Hi", "Bye", "Let's go"]
    assert [u.draft.text for u in units(store)] == ["New"] * 3
    assert [u.findings for u in units(store)] == [()] * 3


def test_a_draft_of_human_origin_counts_as_a_person_s_text(store, units, draft):
    unit = units(store)[0]
    brought = Draft("Hullo", Origin.HUMAN, "file")
    assert store.save_drafts([(unit.id, brought, ())]) == 1
    assert store.unit(unit.id).state is State.EDITED
    assert store.save_drafts([(unit.id, draft("Again"), ())]) == 0
    assert store.unit(unit.id).target == "Hullo"


def test_a_newer_draft_replaces_an_older_one_and_an_equal_one_changes_nothing(store, units, draft):
    unit = units(store)[0]
    assert store.save_drafts([(unit.id, draft("Hello"), ())]) == 0
    assert store.unit(unit.id).revision == unit.revision
    assert store.save_drafts([(unit.id, draft("Hey"), ())]) == 1
    assert store.unit(unit.id).target == "Hey"


def test_a_line_under_discussion_without_a_text_takes_a_draft(opened, segments, draft):
    store = opened()
    store.sync(FILE, segments("你好"), fingerprint="v1", locales=[LOCALE])
    unit = store.find_unit(FILE, SegmentId("1"), LOCALE)
    assert (unit.state, unit.target) == (State.NEW, None)
    store.decide(unit.id, Decision(Action.DISCUSS), by="mei", revision=unit.revision)
    assert store.save_drafts([(unit.id, draft("Hello"), ())]) == 1
    after = store.unit(unit.id)
    assert (after.state, after.target) == (State.DISCUSS, "Hello")


def test_an_undo_takes_back_one_decision_after_the_other(store, units):
    unit = units(store)[0]
    store.decide(unit.id, edit("Hi"), by="mei", revision=1)
    store.decide(unit.id, Decision(Action.REJECT, reason="hm"), by="mei", revision=2)
    assert store.undo(by="mei").undoes == 2
    assert (store.unit(unit.id).state, store.unit(unit.id).target) == (State.EDITED, "Hi")
    assert store.unit(unit.id).decided_by == "mei"
    assert store.undo(by="mei").undoes == 1
    assert (store.unit(unit.id).state, store.unit(unit.id).target) == (State.DRAFTED, "Hello")
    assert store.unit(unit.id).decided_by == ""
    assert store.undo(by="mei") is None
    assert store.verify_log() == 4


def test_an_undo_is_a_conflict_when_somebody_else_has_decided_since(store, units):
    unit = units(store)[0]
    store.decide(unit.id, edit("Hi"), by="mei", revision=1)
    store.decide(unit.id, edit("Hey"), by="ada", revision=2)
    with pytest.raises(ConflictError, match="ada has decided on the line since"):
        store.undo(by="mei")
    store.undo(by="ada")
    assert store.undo(by="mei").after_text == "Hello"


def test_an_undo_is_one_s_own(store, units):
    store.decide(units(store)[0].id, edit("Hi"), by="mei", revision=1)
    assert store.undo(by="ada") is None
    assert store.unit(units(store)[0].id).target == "Hi"


def test_a_comment_is_passed_over_unless_it_is_the_last_word(store, units):
    unit = units(store)[0]
    store.decide(unit.id, Decision(Action.COMMENT, text="who says this?"), by="mei", revision=1)
    store.decide(unit.id, edit("Hi"), by="mei", revision=1)
    assert store.undo(by="mei").undoes == 2
    assert store.undo(by="mei") is None
    store.decide(unit.id, Decision(Action.COMMENT, text="never mind"), by="mei", revision=3)
    row = store.undo(by="mei")
    assert row.undoes == 4
    assert store.unit(unit.id).revision == 3


def test_the_history_of_a_unit_tells_everything_in_order(store, units):
    unit = units(store)[0]
    store.decide(unit.id, edit("Hi"), by="mei", revision=1)
    store.undo(by="mei")
    actions = [r.decision.action for r in store.history(unit.id)]
    assert actions == [Action.EDIT, Action.UNDO]


def test_a_unit_that_does_not_exist_is_named(store):
    with pytest.raises(StoreError, match="STO006 the store has no unit 99"):
        store.unit(99)
    with pytest.raises(StoreError, match="STO006 the store has no unit 99"):
        store.decide(99, APPROVE, by="mei", revision=0)
    with pytest.raises(StoreError, match="STO006 the store has no unit 99"):
        store.save_drafts([(99, Draft("x", Origin.ENGINE, ""), ())])
    with pytest.raises(StoreError, match="the store has no unit 99"):
        store.save_findings([(99, [])])


def test_half_a_surrogate_pair_is_refused_and_leaves_the_store_usable(store, units):
    unit = units(store)[0]
    with pytest.raises(StoreError, match="half of a surrogate pair"):
        store.decide(unit.id, edit("\ud83d"), by="mei", revision=1)
    assert store.decide(unit.id, edit("\U0001f600"), by="mei", revision=1).number == 1
