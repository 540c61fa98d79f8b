"""Whole stories of the review room: an episode cleared, reviewers colliding, repeats approved at once, home, views."""

from __future__ import annotations

import dataclasses
import threading
from unittest.mock import patch

import pytest
from driving import Desk, desk
from fake_room import FakeDetails, FakeRoom, make_units

from localize.review.base import Action, Decision, Order, Query, State
from tui.screens.bulk import BulkScreen
from tui.screens.choose import ChooseScreen
from tui.screens.home import HomeScreen, worth_doing
from tui.screens.saved import SavedScreen
from tui.screens.term import TermScreen
from tui.widgets.field import Field

APPROVE = Decision(Action.APPROVE)


async def test_a_reviewer_clears_episode_3() -> None:
    async with desk(make_units(24, per_file=8)) as d:
        await d.press("i", "down", "down", "f")
        assert d.screen.session.found.query.files == ("episodes/ep03.srt",)
        assert d.screen.queue.current == 17
        await d.press("a")  # 17: right as it is
        await d.press("R", "a")  # 18: adaptation changed nothing that could be taken back; right as it is
        await d.press("x", "a")  # 19: the suggested fix for the forbidden calque
        await d.press("a", "a", "a")  # 20 to 22
        await d.press("l", "a")  # 23: too long a line, broken in two
        await d.press("e")
        await d.type("Get out.")
        await d.press("f3")  # 24: had no target
        units = [d.unit(n) for n in range(17, 25)]
        assert {u.state for u in units} == {State.APPROVED}
        assert units[2].target == "Is it because of the one that got away?"
        assert units[6].target == "This time I will not let anyone\nat all bully me any more!"
        assert units[7].target == "Get out."
        await d.rest()  # the memory follows when the decisions have been drawn
        assert d.room.store.learned == list(range(17, 25))
        assert "Nothing else is open in this queue" in d.text()
        assert "0 open" in d.text()
        await d.press("i")
        await d.until("# approved")
        assert "  episodes/ep03.srt" in d.text()
        assert any("ep03.srt" in row and "[################]" in row for row in d.lines())
        await d.press("n")
        assert d.screen.session.found.query.files == ("episodes/ep03.srt",)


async def test_home_opens_another_locale_and_says_who_is_there() -> None:
    units = [*make_units(4, per_file=2), *make_units(4, per_file=2, locale="ja")]
    units = [dataclasses.replace(unit, id=n) for n, unit in enumerate(units, 1)]
    room = FakeRoom.of(units)
    room.locales = ("en-US", "ja")
    FakeRoom(room.store, "mei").beat(3)
    async with desk(room=room) as d:
        await d.press("i")
        assert isinstance(d.app.screen, HomeScreen)
        assert "here too: mei at episodes/ep02.srt 1" in d.text()
        await d.press("end", "enter")
        assert d.screen.session.locale == "ja"
        assert list(d.screen.session.found.ids) == [7, 8]
        await d.press("a")
        assert d.unit(7).state is State.APPROVED


async def test_home_keeps_unsaved_edits_from_being_left_behind() -> None:
    units = [*make_units(2, per_file=2), *make_units(2, per_file=2, locale="ja")]
    units = [dataclasses.replace(unit, id=n) for n, unit in enumerate(units, 1)]
    async with desk(units) as d:
        await d.press("e", "x", "escape", "i", "end", "enter")
        assert d.screen.session.locale == "en-US"
        assert "Save or drop the unsaved edits before going to ja" in d.text()


def test_what_is_worth_doing_next_is_begun_work_then_errors() -> None:
    room = FakeRoom.of(make_units(12, per_file=4))
    fresh = room.progress()
    assert worth_doing(fresh).file == "episodes/ep01.srt"
    room.decide(9, [Decision(Action.APPROVE)], 0)
    assert worth_doing(room.progress()).file == "episodes/ep03.srt"
    for unit_id in room.store.units:
        unit = room.unit(unit_id)
        done = dataclasses.replace(unit, state=State.APPROVED)
        room.store.units[unit_id] = done
    assert worth_doing(room.progress()) is None


async def test_bulk_approval_of_repeats_is_previewed_recorded_and_undone_as_one() -> None:
    async with desk(make_units(32)) as d:
        await d.press(
            "x" if False else "down", "down", "x", "b"
        )  # the fixed text for every repeat of the line
        assert isinstance(d.app.screen, BulkScreen)
        assert "Enter approves 4, 4 changed" in d.text()
        await d.press("down", "space")
        assert "Enter approves 3, 3 changed" in d.text()
        await d.press("enter")
        fixed = "Is it because of the one that got away?"
        assert [(d.unit(n).state, d.unit(n).target) for n in (3, 19, 27)] == [(State.APPROVED, fixed)] * 3
        assert d.unit(11).state is State.DRAFTED
        assert len(d.screen.unsaved) == 0
        assert "approved 3 lines" in d.text()
        await d.press("u")
        assert {d.unit(n).state for n in (3, 11, 19, 27)} == {State.DRAFTED}
        assert "Took back: edited, approved episodes/ep01.srt 27 and 2 more" in d.text()


async def test_marked_lines_are_approved_as_they_stand() -> None:
    async with desk(make_units(8)) as d:
        await d.press("m", "down", "m")
        assert d.screen.queue.marked == {1, 3}
        assert d.text().count("* ") >= 2
        await d.press("b", "enter")
        assert [n for n in range(1, 9) if d.unit(n).state is State.APPROVED] == [1, 3]
        assert d.screen.queue.marked == frozenset()
        await d.press("m", "home", "m", "m")
        await d.press("b", "escape")
        assert d.unit(4).state is State.DRAFTED


async def test_a_bulk_approval_of_a_line_that_changed_meanwhile_approves_nothing() -> None:
    room = FakeRoom.of(make_units(16))
    async with desk(room=room) as d:
        await d.press("m", "m", "b")
        FakeRoom(room.store, "mei").decide(2, [Decision(Action.EDIT, text="No.")], 0)
        await d.press("enter")
        await d.until("has changed meanwhile")
        assert d.unit(1).state is State.DRAFTED


async def test_two_reviewers_collide_and_both_versions_are_shown_without_being_asked_for() -> None:
    room = FakeRoom.of(make_units(8))
    mei = FakeRoom(room.store, "mei")
    async with desk(room=room) as d:
        d.screen.feel_pulse()
        await d.settle()
        mei.beat(2)
        mei.decide(3, [Decision(Action.APPROVE)], 0)
        d.screen.feel_pulse()
        await d.settle()
        assert "@mei ep01.srt 2" in d.text()
        assert "7 open" in d.text()
        await d.press("e", "x")
        mei.decide(1, [Decision(Action.EDIT, text="Darling, at last.")], 0)
        d.screen.feel_pulse()
        await d.settle()
        assert isinstance(d.app.screen, ChooseScreen)
        assert "This line changed under you" in d.text()
        assert "Darling, at last." in d.text()
        assert "Honey, you're finally back.x" in d.text()
        await d.press("m", "f2")
        assert d.unit(1).target == "Honey, you're finally back.x"
        assert [r.by for r in room.store.log if r.unit == 1] == ["mei", "lin"]


@pytest.mark.parametrize("approvals", [1, 2])
@pytest.mark.parametrize("told", [True, False], ids=["told", "before the next look"])
async def test_an_approval_of_what_another_one_rewrites_is_not_made_void_without_a_question(
    approvals: int, *, told: bool
) -> None:
    room = FakeRoom.of(make_units(8))
    room.approvals = approvals
    mei = FakeRoom(room.store, "mei")
    mei.approvals = approvals
    async with desk(room=room) as d:
        d.screen.feel_pulse()
        await d.settle()
        await d.press("e", "x")
        mei.decide(1, [Decision(Action.APPROVE)], 0)
        if told:
            d.screen.feel_pulse()
            await d.settle()
        else:
            await d.press("f2")
        assert "This line changed under you" in d.text()
        assert ("approved by mei" if approvals == 1 else "1 ✓") in d.text()
        assert [r.by for r in room.store.log if r.unit == 1] == ["mei"]
        await d.press("m", *(["f2"] if told else []))
        assert (d.unit(1).target, d.unit(1).state) == ("Honey, you're finally back.x", State.EDITED)


async def test_a_line_that_changed_under_a_reader_is_shown_anew() -> None:
    room = FakeRoom.of(make_units(8))
    async with desk(room=room) as d:
        d.screen.feel_pulse()
        await d.settle()
        FakeRoom(room.store, "mei").decide(1, [Decision(Action.EDIT, text="Darling, at last.")], 0)
        d.screen.feel_pulse()
        await d.settle()
        assert d.screen.editor.target == "Darling, at last."
        assert "mei changed this line" in d.text()
        await d.press("a")
        assert d.unit(1).state is State.APPROVED


async def test_a_decision_waits_for_another_process_and_the_room_goes_on() -> None:
    async with desk() as d:
        d.room.busy = 2
        await d.pilot.press("a")
        await d.until("waits for it")
        await d.until("approved episodes/ep01.srt 1")
        assert d.unit(1).state is State.APPROVED
        assert len(d.room.history(1)) == 1


async def test_a_line_can_be_read_and_approved_before_the_glossary_is_loaded() -> None:
    room = FakeRoom.of(make_units(8))
    room.warm = False
    held = threading.Event()
    real = FakeRoom.details

    def slow(self: FakeRoom, unit_id: int) -> FakeDetails:
        held.wait(5)
        return real(self, unit_id)

    with patch.object(FakeRoom, "details", slow):
        async with desk(room=room, settled=False) as d:
            await d.until("00:00:02.000")
            assert d.screen.view is not None
            assert d.screen.view.terms == ()
            await d.pilot.press("a")
            await d.until("approved episodes/ep01.srt 1")
            assert d.unit(1).state is State.APPROVED
            held.set()
            await d.settle()
            assert d.screen.queue.current == 2


async def test_a_second_approval_is_asked_for_and_shown() -> None:
    async with desk() as d:
        await d.press("A")
        assert d.unit(1).state is State.DRAFTED
        assert d.room.history(1)[-1].decision.action is Action.SECOND
        await d.press("up")
        assert "1 of 2 approvals: lin" in d.text()
        assert "1 ✓ waits" in d.text()


async def test_a_waiver_can_have_a_last_day() -> None:
    async with desk() as d:
        await d.press("down", "down", "w")
        await d.type("client agreed until 2026-12-31")
        await d.press("enter")
        decision = d.room.history(3)[-1].decision
        assert (decision.code, decision.reason, decision.until) == ("TRM002", "client agreed", "2026-12-31")


async def test_alternatives_are_numbered_after_the_terms_and_taken_with_one_key() -> None:
    async with desk() as d:
        for _ in range(100):
            await d.pilot.pause(0.01)
            if d.screen.ways:
                break
        assert "memory 93%" in d.screen.panels.text
        assert "for: 老公，你回来了。" in d.screen.panels.text
        await d.press("3")
        assert d.screen.editor.target == "Darling, you're home."
        await d.press("e", "alt+4")
        assert d.screen.editor.target == "Honey, you are back at last."
        await d.press("f5", "f5")
        assert d.screen.editor.target == "Honey, you're finally back."


async def test_one_change_of_adaptation_is_taken_back_by_itself() -> None:
    async with desk() as d:
        await d.press("R")
        assert d.screen.editor.target == "husband, you're finally back."
        await d.press("R")
        assert "No change of adaptation" in d.text()
        await d.press("f5")
        assert d.screen.editor.target == "Honey, you're finally back."


async def test_lines_are_broken_joined_and_copied_from_above() -> None:
    async with desk() as d:
        await d.press("down", "backslash")
        assert d.screen.editor.target == "I'm not your husband. The papers are signed."
        await d.press("e", "alt+l")
        assert d.screen.editor.target.count("\n") == 1
        await d.press("f7")
        assert d.screen.editor.target == "Honey, you're finally back."
        await d.press("escape", "home", "quotation_mark")
        assert "no target above" in d.text()


async def test_a_saved_view_is_named_opened_and_dropped() -> None:
    async with desk() as d:
        await d.press("slash")
        await d.type("board")
        await d.press("enter", "comma")
        assert isinstance(d.app.screen, SavedScreen)
        await d.type("the board")
        await d.press("enter")
        assert [v.name for v in d.room.views()] == ["the board"]
        await d.press("0", "comma", "enter")
        assert d.screen.session.found.query == Query("en-US", text="board")
        await d.press("comma", "x")
        assert "x again drops 'the board'" in d.text()
        await d.press("x")
        assert d.room.views() == []


async def test_a_saved_view_is_not_replaced_before_the_reviewer_was_asked() -> None:
    room = FakeRoom.of(make_units(8))
    room.save_view("board", Query("en-US", text="board"))
    async with desk(room=room) as d:
        await d.press("comma", "tab")
        await d.type("board")
        await d.press("enter")
        assert "'board' is there: 'board'. Enter again replaces it." in d.text()
        assert [v.query.text for v in d.room.views()] == ["board"]
        await d.type("s")
        assert "Enter again" not in d.text()
        await d.press("backspace", "enter", "enter")
        assert [v.query.text for v in d.room.views()] == [""]


async def test_where_no_view_is_saved_there_is_only_the_field_for_a_name() -> None:
    async with desk() as d:
        await d.press("comma")
        assert "none yet" in d.text()
        assert "Enter save" in d.text()
        assert "drop" not in d.text()
        await d.press("tab")
        await d.type("all of it")
        await d.press("enter")
        assert [v.name for v in d.room.views()] == ["all of it"]


async def test_the_queue_is_sorted_with_repeats_together() -> None:
    async with desk(make_units(16)) as d:
        await d.press("S", "down", "down", "down", "down", "enter")
        assert d.screen.session.found.query.order is Order.SOURCE
        ids = list(d.screen.session.found.ids)
        assert [abs(a - b) for a, b in zip(ids[::2], ids[1::2], strict=True)] == [8] * 8
        assert "by source" in d.text()


async def test_the_filter_knows_terms_and_second_approvals_and_refuses_a_day_that_is_none() -> None:
    async with desk() as d:
        await d.press("f", "tab", "tab")
        await d.pilot.press(*"总裁")
        await d.press("tab", "tab", "tab", "tab", "tab")
        await d.type("soon")
        await d.press("enter")
        assert "'soon' is no day" in d.text()
        await d.press("backspace", "backspace", "backspace", "backspace", "enter")
        assert d.screen.session.found.query == Query("en-US", term="总裁")
        assert len(d.screen.session.found.ids) == 12


async def test_go_to_finds_a_cue_of_this_file_and_a_key() -> None:
    units = make_units(96)
    units[70] = dataclasses.replace(
        units[70], segment=dataclasses.replace(units[70].segment, key="menu.start")
    )
    async with desk(units) as d:
        await goes_to(d, "menu.start", 71)
        await goes_to(d, "#3", 51)
        await goes_to(d, "3", 3)
        await goes_to(d, "#3", 3)
        assert d.screen.queue.current == 3


async def goes_to(d: Desk, words: str, unit_id: int) -> None:
    await d.press("g")
    await d.pilot.press(*({"#": "number_sign", ".": "full_stop"}.get(ch, ch) for ch in words))
    await d.press("enter")
    assert d.screen.queue.current == unit_id


async def test_an_arabic_target_is_marked_as_right_to_left_and_kept_in_logical_order() -> None:
    text = "عاد {name} أخيرًا"
    units = [dataclasses.replace(make_units(1, locale="ar")[0], target=text)]
    room = FakeRoom.of(units)
    room.locale = "ar"
    async with desk(room=room) as d:
        assert "RTL<-" in d.text()
        assert d.screen.editor.target == text


async def test_the_frame_shows_how_the_lines_fall_while_typing() -> None:
    async with desk(size=(200, 60)) as d:
        await d.rest()
        assert "9:16, 1080 x 1920 px, the lower part" in d.screen.panels.text
        assert "too wide" not in d.screen.panels.text
        await d.press("e")
        await d.type(" And I waited so long for you.")
        await d.rest()
        assert "too wide; it is drawn in" in d.screen.panels.text
        drawn = [line for line in d.screen.panels.text.split("\n") if line.endswith(" <")]
        assert "for you." in "".join(drawn)


async def test_a_glossary_change_reopens_exactly_the_approved_lines_that_do_not_go_with_it() -> None:
    async with desk(make_units(32)) as d:
        await d.press("m", "home", "b", "enter")
        assert d.unit(1).state is State.APPROVED
        d.room.decide(17, [Decision(Action.EDIT, text="Hubby, you're finally back."), APPROVE], 0)
        await d.press("home", "T")
        assert isinstance(d.app.screen, TermScreen)
        assert "honey" in d.text()
        assert "forbidden" in d.text()
        await d.type("Hubby")
        await d.press("enter")
        assert isinstance(d.app.screen, ChooseScreen)
        assert "1 approved line does not go with it" in d.text()
        assert "8 lines hold it" in d.text()
        assert d.room.store.log[-1].decision.action is Action.APPROVE
        await d.press("y")
        assert d.unit(1).state is State.DISCUSS
        assert d.room.history(1)[-1].decision.reason == "term changed: Hubby"
        assert d.unit(17).state is State.APPROVED
        assert "Hubby" in d.screen.panels.text
        assert "1 line re-opened" in d.text()
        await d.press("u")
        assert d.unit(1).state is State.APPROVED


async def test_a_condition_of_a_term_is_said_in_its_card_and_what_is_wrong_with_it_there() -> None:
    async with desk(make_units(16)) as d:
        await d.press("T")
        await d.type("Hubby")
        condition = d.app.screen.query_one("#condition", Field)
        condition.focus()
        await d.type("speaker_gender: woman")
        await d.press("enter")
        assert isinstance(d.app.screen, TermScreen)
        assert "speaker_gender is 'woman' (use f, m)" in d.text()
        condition.value = ""
        await d.type("speaker_gender: f, after: 们")
        await d.press("enter")
        assert isinstance(d.app.screen, ChooseScreen)
        assert "Only if: speaker_gender: f, after: 们" in d.text()
        await d.press("y")
        await d.press("T")
        assert "if a woman speaks; 们 after it" in d.text()
        await d.type("Hubby")
        shown = d.app.screen.query_one("#condition", Field)
        assert shown.value == "speaker_gender: f, after: [们]"
        await d.press("x")
        assert shown.value == ""


async def test_a_new_term_is_proposed_from_the_words_selected_in_the_editor() -> None:
    async with desk(make_units(16)) as d:
        await d.press("down", "down", "down", "down", "down", "down", "e")
        d.screen.editor.select_all()
        await d.press("escape", "T")
        assert "The glossary does not know this term" in d.text()
        assert d.app.screen.query_one("#rendering", Field).value.startswith("This time I will not let")
        await d.press("enter")
        assert "A proposal needs source words and target words" in d.text()
        await d.press("escape")
        assert d.room.store.log == []
