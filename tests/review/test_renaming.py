"""A file under another path keeps everything, the log says so, and the way back is the same way."""

from __future__ import annotations

import pytest

from localize.errors import StoreError
from localize.review.base import Action, Decision, Query, SavedView, State
from localize.review.renaming import BY, Contents

FILE, NEW, LOCALE = "episodes/ep1.srt", "season 1/第一集.srt", "en-US"


def test_a_renamed_file_keeps_texts_states_history_comments_waivers_and_drafts(store, units, finding):
    first, second, third = units(store)
    store.save_findings([(first.id, [finding("LEN001")])])
    store.decide(first.id, Decision(Action.WAIVE, reason="fits", code="LEN001"), by="mei", revision=1)
    store.decide(first.id, Decision(Action.APPROVE), by="mei", revision=1)
    store.decide(second.id, Decision(Action.EDIT, "Goodbye"), by="lin", revision=1)
    store.decide(second.id, Decision(Action.COMMENT, "sad"), by="lin", revision=2)
    before = [store.unit(u.id) for u in (first, second, third)]
    logs = [store.history(u.id) for u in (first, second, third)]
    store.renames().rename(FILE, NEW)
    after = units(store)
    assert [u.file for u in after] == [NEW] * 3
    assert [(u.id, u.state, u.target, u.waived, u.draft, u.revision) for u in after] == [
        (u.id, u.state, u.target, u.waived, u.draft, u.revision) for u in before
    ]
    assert [store.history(u.id)[: len(log)] for u, log in zip(after, logs, strict=True)] == logs
    (said,) = store.history(first.id)[len(logs[0]) :]
    assert (said.by, said.decision.action) == (BY, Action.COMMENT)
    assert FILE in said.decision.text
    assert NEW in said.decision.text
    assert store.verify_log() == sum(map(len, logs)) + 1
    assert list(store.files()) == [NEW]


def test_who_decided_before_a_rename_can_still_take_it_back(store, units):
    unit = units(store)[0]
    store.decide(unit.id, Decision(Action.APPROVE), by="mei", revision=1)
    store.renames().rename(FILE, NEW)
    assert store.undo(by="mei").undoes == 1
    assert store.unit(unit.id).state is State.DRAFTED
    assert store.undo(by="mei") is None


def test_the_same_the_other_way_round_undoes_a_rename_also_when_the_old_file_is_there_again(
    store, segments, units
):
    unit = units(store)[0]
    store.decide(unit.id, Decision(Action.APPROVE), by="mei", revision=1)
    store.renames().rename(FILE, NEW)
    store.sync(FILE, segments("你好", "再见", "走吧"), fingerprint="v1", locales=[LOCALE])
    assert store.find_unit(FILE, unit.segment.id, LOCALE).state is State.NEW
    store.renames().rename(NEW, FILE)
    assert store.find_unit(FILE, unit.segment.id, LOCALE).id == unit.id
    assert list(store.files()) == [FILE]
    assert store.find_unit(NEW, unit.segment.id, LOCALE) is None
    assert len(store.unit_ids(Query(LOCALE))) == 3
    assert store.verify_log() == 3


def test_decisions_are_never_hidden_by_a_rename(store, segments, units):
    store.sync(NEW, segments("你好"), fingerprint="v1", locales=[LOCALE])
    unit = store.find_unit(NEW, units(store)[0].segment.id, LOCALE)
    store.decide(unit.id, Decision(Action.EDIT, "Hi"), by="lin", revision=0)
    with pytest.raises(StoreError, match="STO009 people have decided on 1 lines"):
        store.renames().rename(FILE, NEW)
    with pytest.raises(StoreError, match=r"none\.srt: STO001 the store has no such file"):
        store.renames().rename("none.srt", NEW)
    assert {u.file for u in units(store)} == {FILE, NEW}


def test_the_store_says_what_each_file_holds(store, segments, units):
    store.sync("b.srt", segments("好"), fingerprint="f", locales=[LOCALE])
    store.decide(units(store)[-1].id, Decision(Action.APPROVE), by="mei", revision=1)
    store.forget(FILE)
    assert store.renames().contents() == [
        Contents("b.srt", gone=False, decided=0, drafted=False),
        Contents(FILE, gone=True, decided=1, drafted=True),
    ]
    assert store.renames().sources(FILE) == ["你好", "再见", "走吧"]


def test_the_saved_views_of_every_reviewer_that_name_a_renamed_file_follow_it_and_the_others_stay(
    store, units
):
    assert units(store)
    mine, other = Query(LOCALE, files=(FILE, "b.srt"), text="走"), Query(LOCALE, files=("b.srt",))
    store.save_view(SavedView("mine", mine), by="mei")
    store.save_view(SavedView("other", other), by="mei")
    store.save_view(SavedView("both", Query(LOCALE, files=(FILE, NEW))), by="lin")
    store.renames().rename(FILE, NEW)
    assert store.views(by="mei") == [
        SavedView("mine", Query(LOCALE, files=(NEW, "b.srt"), text="走")),
        SavedView("other", other),
    ]
    assert store.views(by="lin") == [SavedView("both", Query(LOCALE, files=(NEW,)))]
    store.renames().rename(NEW, FILE)
    assert store.views(by="mei") == [SavedView("mine", mine), SavedView("other", other)]
