from __future__ import annotations

from dataclasses import replace

import pytest

from localize.errors import StoreError
from localize.model import SegmentId
from localize.review.base import Action, Decision, Query, State, SyncReport

APPROVE = Decision(Action.APPROVE)
FILE, LOCALE = "episodes/ep1.srt", "en-US"


def resync(store, segments, *sources, locales=(LOCALE,)):
    return store.sync(FILE, segments(*sources), fingerprint="v2", locales=locales)


def states(store):
    return [(r.source, r.state, r.target) for r in store.rows(store.unit_ids(Query(LOCALE)))]


def test_a_first_sync_makes_a_unit_for_each_locale(opened, segments):
    store = opened()
    report = store.sync(FILE, segments("你好", "再见"), fingerprint="f", locales=["en-US", "es-419"])
    assert report == SyncReport(FILE, new=2)
    assert [len(store.unit_ids(Query(tag))) for tag in ("en-US", "es-419", "fr")] == [2, 2, 0]
    assert store.files() == {FILE: "f"}


def test_the_segment_comes_back_as_it_was_stored(opened, segments):
    store = opened()
    given = replace(
        segments("你好", speaker="林默")[0],
        key="k",
        note="n",
        scene="s",
        style="st",
        target="t",
        max_length=9,
        plural="other",
        context="menu",
    )
    store.sync(FILE, [given], fingerprint="f", locales=[LOCALE])
    assert store.find_unit(FILE, given.id, LOCALE).segment == given


def test_a_locale_gets_no_unit_of_a_plural_form_that_it_lacks_and_gets_it_when_it_has_it(opened, segments):
    store = opened()
    given = segments("一条消息", "几条消息")
    few = given[1].id
    store.sync(FILE, given, fingerprint="f", locales=["en-US", "ru"], absent={"en-US": [few]})
    assert [len(store.unit_ids(Query(tag))) for tag in ("en-US", "ru")] == [1, 2]
    store.sync(FILE, given, fingerprint="f", locales=["en-US", "ru"], absent={"en-US": [few]})
    assert len(store.unit_ids(Query("en-US"))) == 1
    store.sync(FILE, given, fingerprint="f", locales=["en-US", "ru"])
    assert len(store.unit_ids(Query("en-US"))) == 2


def test_decisions_follow_their_lines_when_lines_are_put_in_before_them(store, segments, units):
    last = units(store)[2]
    store.decide(last.id, APPROVE, by="mei", revision=last.revision)
    report = resync(store, segments, "新的", "你好", "再见", "走吧")
    assert report == SyncReport(FILE, kept=3, new=1)
    assert states(store) == [
        ("新的", State.NEW, None),
        ("你好", State.DRAFTED, "Hello"),
        ("再见", State.DRAFTED, "Bye"),
        ("走吧", State.APPROVED, "Let's go"),
    ]
    moved = store.unit(last.id)
    assert (moved.segment.id, moved.segment.line, moved.ordinal) == ("4", 13, 3)
    assert moved.revision == last.revision + 1


def test_a_reordered_file_reports_what_moved(store, segments):
    assert resync(store, segments, "走吧", "你好", "再见") == SyncReport(FILE, kept=2, moved=1)
    assert [t for _, _, t in states(store)] == ["Let's go", "Hello", "Bye"]


def test_a_changed_source_makes_a_decision_outdated_and_the_old_source_makes_it_valid_again(
    store, segments, units
):
    unit = units(store)[0]
    store.decide(unit.id, APPROVE, by="mei", revision=1)
    assert resync(store, segments, "你好吗", "再见", "走吧") == SyncReport(FILE, kept=2, changed=1)
    after = store.unit(unit.id)
    assert (after.state, after.target, after.previous_source) == (State.OUTDATED, "Hello", "你好")
    assert after.revision == 3
    assert after.draft is None
    assert not after.checked
    resync(store, segments, "你好", "再见", "走吧")
    back = store.unit(unit.id)
    assert (back.state, back.previous_source) == (State.APPROVED, None)
    assert back.draft.text == "Hello"
    assert store.verify_log() == 1


def test_an_outdated_line_can_be_approved_as_it_is(store, segments, units):
    unit = units(store)[0]
    store.decide(unit.id, APPROVE, by="mei", revision=1)
    resync(store, segments, "你好吗", "再见", "走吧")
    store.decide(unit.id, APPROVE, by="mei", revision=3)
    assert store.unit(unit.id).state is State.APPROVED
    store.undo(by="mei")
    after = store.unit(unit.id)
    assert (after.state, after.previous_source) == (State.OUTDATED, "你好")


def test_an_undo_after_a_change_of_the_source_leaves_no_stale_draft_behind(store, segments, units):
    unit = units(store)[0]
    store.decide(unit.id, Decision(Action.EDIT, text="Hi"), by="mei", revision=1)
    resync(store, segments, "你好吗", "再见", "走吧")
    store.undo(by="mei")
    after = store.unit(unit.id)
    assert (after.state, after.target, after.previous_source) == (State.NEW, None, None)


def test_a_draft_of_a_changed_source_is_dropped_and_comes_back_with_the_source(
    store, segments, units, finding
):
    unit = units(store)[0]
    store.save_findings([(unit.id, [finding()])])
    resync(store, segments, "你好吗", "再见", "走吧")
    after = store.unit(unit.id)
    assert (after.state, after.target, after.draft, after.findings) == (State.NEW, None, None, ())
    assert store.rows([unit.id])[0].worst is None
    resync(store, segments, "你好", "再见", "走吧")
    assert store.unit(unit.id).target == "Hello"
    assert store.unit(unit.id).state is State.DRAFTED


def test_a_line_that_went_is_hidden_and_returns_with_its_decision(store, segments, units):
    unit = units(store)[1]
    store.decide(unit.id, APPROVE, by="mei", revision=1)
    assert resync(store, segments, "你好", "走吧") == SyncReport(FILE, kept=2, gone=1)
    assert unit.id not in store.unit_ids(Query(LOCALE))
    assert store.find_unit(FILE, SegmentId("3"), LOCALE) is None
    with pytest.raises(StoreError, match="not in its file any more"):
        store.decide(unit.id, APPROVE, by="ada", revision=2)
    assert resync(store, segments, "走吧", "再见") == SyncReport(FILE, kept=2, gone=1)
    assert store.find_unit(FILE, SegmentId("2"), LOCALE).id == unit.id
    assert store.unit(unit.id).state is State.APPROVED


def test_a_forgotten_file_returns_with_its_decisions(store, segments, units):
    unit = units(store)[1]
    store.decide(unit.id, APPROVE, by="mei", revision=1)
    assert store.forget(FILE) == SyncReport(FILE, gone=3)
    assert store.forget(FILE) == SyncReport(FILE)
    assert store.files() == {}
    assert len(store.unit_ids(Query(LOCALE))) == 0
    assert store.progress() == []
    assert store.verify_log() == 1
    assert resync(store, segments, "你好", "再见", "走吧") == SyncReport(FILE, kept=3)
    assert store.unit(unit.id).state is State.APPROVED


def test_a_locale_that_is_added_later_gets_its_units(store, segments):
    resync(store, segments, "你好", "再见", "走吧", locales=(LOCALE, "fr"))
    assert len(store.unit_ids(Query("fr"))) == 3
    assert [p.locale for p in store.progress()] == ["en-US", "fr"]


def test_one_changed_line_changes_it_in_every_locale(opened, segments):
    store = opened()
    store.sync(FILE, segments("一去二三里", "你好"), fingerprint="a", locales=["en-US", "fr"])
    ids = [store.find_unit(FILE, SegmentId("1"), tag).id for tag in ("en-US", "fr")]
    for unit in ids:
        store.decide(unit, Decision(Action.EDIT, text="x"), by="mei", revision=0)
    store.sync(FILE, segments("一去二三四里", "你好"), fingerprint="b", locales=["en-US", "fr"])
    assert [store.unit(i).state for i in ids] == [State.OUTDATED] * 2


def test_two_segments_of_one_name_are_refused(opened, segments):
    store = opened()
    first, second = segments("你好", "再见")
    with pytest.raises(StoreError, match="two segments are called '1'"):
        store.sync(FILE, [first, replace(second, id=first.id)], fingerprint="a", locales=[LOCALE])
    assert store.files() == {}


def test_files_come_in_the_order_that_people_number_them(opened, segments):
    store = opened()
    for name in ("ep10.srt", "ep2.srt", "ep02.srt", "a/ep1.srt"):
        store.sync(name, segments(name), fingerprint="a", locales=[LOCALE])
    assert list(store.files()) == ["a/ep1.srt", "ep02.srt", "ep2.srt", "ep10.srt"]
    ids = store.unit_ids(Query(LOCALE))
    assert [r.file for r in store.rows(ids)] == list(store.files()) == [p.file for p in store.progress()]


def test_a_query_selects_by_every_field(store, opened, segments, units, finding):
    first, second, third = (u.id for u in units(store))
    store.sync("other.srt", segments("100%", "a_b", speaker="林默"), fingerprint="a", locales=[LOCALE])
    store.decide(first, APPROVE, by="mei", revision=1)
    store.save_findings([(third, [finding("LEN001")])])
    other = store.unit_ids(Query(LOCALE, files=("other.srt",))).tolist()
    assert len(other) == 2
    assert store.unit_ids(Query(LOCALE, states=(State.APPROVED,))).tolist() == [first]
    assert store.unit_ids(Query(LOCALE, open_only=True)).tolist() == [second, third, *other]
    assert store.unit_ids(Query(LOCALE, text="LET'S")).tolist() == [third]
    assert store.unit_ids(Query(LOCALE, text="再")).tolist() == [second]
    assert store.unit_ids(Query(LOCALE, text="0%")).tolist() == [other[0]]
    assert store.unit_ids(Query(LOCALE, text="a_")).tolist() == [other[1]]
    assert store.unit_ids(Query(LOCALE, text="%")).tolist() == [other[0]]
    assert store.unit_ids(Query(LOCALE, speaker="林默")).tolist() == other
    assert store.unit_ids(Query(LOCALE, code="LEN")).tolist() == [third]
    assert store.unit_ids(Query(LOCALE, code="EN")).tolist() == []
    assert store.rows([third, first])[0].target == "Let's go"


def test_progress_counts_states_and_open_findings(store, units, finding):
    ids = [u.id for u in units(store)]
    store.save_findings([(ids[0], [finding(), finding("COD002")]), (ids[1], [finding()])])
    store.decide(ids[2], APPROVE, by="mei", revision=1)
    [counts] = store.progress()
    assert counts.segments == 3
    assert {s: n for s, n in counts.states.items() if n} == {State.DRAFTED: 2, State.APPROVED: 1}
    assert counts.findings == {"error": 3, "warning": 0, "info": 0}
