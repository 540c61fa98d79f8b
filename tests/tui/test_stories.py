"""Whole stories of a reviewer, told through the keys; each asserts what the room holds before what the screen shows."""

from __future__ import annotations

import dataclasses

from driving import desk
from fake_room import FakeRoom, make_units

from localize.errors import StoreError
from localize.review.base import Action, Decision, State
from localize.review.faults import Dimension, Weight
from tui.screens.ask import AskScreen
from tui.screens.choose import ChooseScreen
from tui.screens.filter import FilterScreen
from tui.screens.home import HomeScreen


async def test_approving_records_the_decision_and_moves_to_the_next_open_line() -> None:
    async with desk() as d:
        await d.press("a")
        assert d.unit(1).state is State.APPROVED
        assert [r.by for r in d.room.history(1)] == ["lin"]
        assert d.screen.queue.current == 2
        assert "approved episodes/ep01.srt 1" in d.text()
        assert "95 open" in d.text()
        assert "✓ approved" in d.text()


async def test_approving_with_y_stays_on_the_line() -> None:
    async with desk() as d:
        await d.press("y")
        assert d.unit(1).state is State.APPROVED
        assert d.screen.queue.current == 1


async def test_a_line_without_a_target_cannot_be_approved() -> None:
    async with desk() as d:
        await d.press("end", "a")
        assert d.unit(96).state is State.NEW
        assert d.room.store.log == []
        assert "no target to approve" in d.text()


async def test_next_open_skips_approved_lines_and_goes_round_the_end() -> None:
    units = make_units(4)
    units[1] = dataclasses.replace(units[1], state=State.APPROVED)
    async with desk(units) as d:
        await d.press("n")
        assert d.screen.queue.current == 3
        await d.press("p", "p")
        assert d.screen.queue.current == 4


async def test_an_edit_is_typed_saved_and_checked() -> None:
    async with desk() as d:
        await d.press("down", "down", "e")
        assert d.screen.editing
        await d.type("!")
        assert "✎ unsaved" in d.text()
        assert d.unit(3).revision == 0
        await d.press("f2")
        assert d.unit(3).state is State.EDITED
        assert d.unit(3).target == "Is it because of your white moonlight?!"
        assert "✎ unsaved" not in d.text()
        assert "✎ edited" in d.text()


async def test_saving_works_by_the_chord_and_by_the_plain_key_after_leaving_the_editor() -> None:
    async with desk() as d:
        await d.press("e", "x", "ctrl+s")
        assert d.unit(1).target == "Honey, you're finally back.x"
        await d.press("y", "escape", "s")
        assert d.unit(1).target == "Honey, you're finally back.xy"


async def test_f3_records_edit_and_approval_as_one_act_that_one_undo_takes_back() -> None:
    async with desk() as d:
        await d.press("e", "x", "f3")
        assert d.unit(1).state is State.APPROVED
        assert d.unit(1).target == "Honey, you're finally back.x"
        assert [r.decision.action for r in d.room.history(1)] == [Action.EDIT, Action.APPROVE]
        assert d.screen.queue.current == 2
        await d.press("u")
        assert d.unit(1).state is State.DRAFTED
        assert d.unit(1).target == "Honey, you're finally back."
        assert d.screen.queue.current == 1
        assert d.screen.editor.target == "Honey, you're finally back."


async def test_escape_keeps_the_typed_text_even_over_other_lines() -> None:
    async with desk() as d:
        await d.press("e", "x", "escape", "down", "down", "up", "up")
        assert d.unit(1).target == "Honey, you're finally back."
        assert d.screen.editor.target == "Honey, you're finally back.x"
        assert "1 unsaved" in d.text()
        await d.press("f5")
        assert d.screen.editor.target == "Honey, you're finally back."
        assert "1 unsaved" not in d.text()


async def test_a_dropped_edit_comes_back_with_undo_typing() -> None:
    async with desk() as d:
        await d.press("e", "x", "escape", "z")
        assert d.screen.editor.target == "Honey, you're finally back."
        assert len(d.screen.unsaved) == 0
        await d.press("f5")
        assert d.screen.editor.target == "Honey, you're finally back.x"


async def test_rejecting_records_a_reason_its_dimension_and_its_weight() -> None:
    async with desk() as d:
        await d.press("r")
        assert isinstance(d.app.screen, AskScreen)
        await d.press("down", "down", "tab", "enter")
        assert d.unit(1).state is State.REJECTED
        first = d.room.history(1)[-1].decision
        assert (first.reason, first.dimension, first.weight) == (
            "wrong term",
            Dimension.TERMINOLOGY,
            Weight.MAJOR,
        )
        await d.press("down", "r")
        await d.type("too cold")
        await d.press("enter")
        second = d.room.history(2)[-1].decision
        assert (second.reason, second.dimension, second.weight) == (
            "wrong meaning: too cold",
            Dimension.ACCURACY,
            Weight.MINOR,
        )


async def test_cancelling_a_question_decides_nothing() -> None:
    async with desk() as d:
        await d.press("r", "escape", "c", "escape", "w", "escape")
        assert d.room.store.log == []


async def test_a_comment_needs_words_and_shows_in_the_notes() -> None:
    async with desk() as d:
        await d.press("c", "enter")
        assert isinstance(d.app.screen, AskScreen)
        assert "comment is needed" in d.text()
        await d.type("ask the client")
        await d.press("enter")
        assert d.unit(1).state is State.DRAFTED
        assert d.room.history(1)[-1].decision.text == "ask the client"
        assert "ask the client" in d.screen.panels.text


async def test_discussion_is_a_state() -> None:
    async with desk() as d:
        await d.press("d")
        assert d.unit(1).state is State.DISCUSS
        assert "? discuss" in d.text()


async def test_waiving_asks_which_finding_and_why() -> None:
    async with desk() as d:
        await d.press("down", "down", "w")
        assert "TRM002" in d.text()
        await d.press("down")
        await d.type("picture is slow")
        await d.press("enter")
        assert d.unit(3).waived == ("LAY002",)
        assert d.room.history(3)[-1].decision.reason == "picture is slow"
        assert "waived: LAY002" in d.screen.panels.text


async def test_undo_with_nothing_to_take_back_says_so() -> None:
    async with desk() as d:
        await d.press("u")
        assert d.room.store.log == []
        assert "nothing of yours" in d.text()


async def test_a_suggested_fix_goes_into_the_editor_unsaved() -> None:
    async with desk() as d:
        await d.press("down", "down", "x")
        assert d.screen.editor.target == "Is it because of the one that got away?"
        assert d.unit(3).target == "Is it because of your white moonlight?"
        await d.press("a")
        assert d.unit(3).target == "Is it because of the one that got away?"
        assert d.unit(3).state is State.APPROVED


async def test_a_number_key_inserts_a_rendering_at_the_cursor() -> None:
    async with desk() as d:
        await d.press("2")
        assert d.screen.editor.target == "Honey, you're finally back.husband"
        await d.press("e", "alt+1")
        assert d.screen.editor.target == "Honey, you're finally back.husbandhoney"
        await d.press("escape", "9")
        assert "no rendering or alternative 9" in d.text()


async def test_the_source_is_copied_and_a_missing_placeholder_inserted() -> None:
    async with desk() as d:
        await d.press("down", "down", "down", "equals_sign")
        assert d.screen.editor.target == "{name}，你欠我{count}万。"
        d.screen.editor.rewrite("you owe me ")
        await d.settle()
        assert "missing {name} {count}" in d.text()
        await d.press("left_curly_bracket", "e", "f8")
        assert d.screen.editor.target == "you owe me {name}{count}"


async def test_gauges_follow_the_typing() -> None:
    async with desk() as d:
        assert "cps 15/20" in d.text()
        await d.press("e")
        await d.type(" And I waited so long.")
        assert "cps 27.2/20" in d.text()
        assert "OVER" in d.text()


async def test_findings_follow_the_typing_after_a_pause() -> None:
    async with desk() as d:
        await d.press("e")
        await d.type(" And I waited so long.")
        await d.until("of the text in the editor")
        assert "LAY002" in d.screen.panels.text


async def test_search_shows_only_matching_lines_and_0_shows_all() -> None:
    async with desk() as d:
        await d.press("slash")
        await d.type("board")
        await d.press("enter")
        assert list(d.screen.session.found.ids) == list(range(6, 97, 8))
        assert "showing 'board'" in d.text()
        await d.press("0")
        assert len(d.screen.session.found.ids) == 96


async def test_a_search_without_matches_says_how_to_get_out() -> None:
    async with desk() as d:
        await d.press("slash")
        await d.type("zzz")
        await d.press("enter", "a", "e", "n", "h", "x")
        assert d.room.store.log == []
        assert "No line matches. 0 shows all again." in d.text()


async def test_the_filter_screen_chooses_states_code_and_speaker() -> None:
    async with desk() as d:
        await d.press("f")
        assert isinstance(d.app.screen, FilterScreen)
        await d.press("down", "space", "tab", "tab", "tab")
        await d.type("lay")
        await d.press("tab")
        await d.pilot.press("林", "婉")
        await d.press("enter")
        query = d.screen.session.found.query
        assert query.states == (State.DRAFTED,)
        assert (query.code, query.speaker) == ("LAY", "林婉")
        assert list(d.screen.session.found.ids)[:3] == [3, 7, 11]


async def test_open_only_keeps_a_line_in_sight_until_the_queue_is_read_again() -> None:
    async with desk() as d:
        await d.press("o", "a")
        assert len(d.screen.session.found.ids) == 96
        await d.press("full_stop")
        assert len(d.screen.session.found.ids) == 95
        assert 1 not in d.screen.session.found.ids
        assert d.screen.queue.current == 2


async def test_files_are_listed_and_jumped_to() -> None:
    async with desk() as d:
        await d.press("i")
        assert isinstance(d.app.screen, HomeScreen)
        assert "episodes/ep02.srt" in d.text()
        await d.press("down", "enter")
        assert d.screen.queue.current == 49
        await d.press("i", "f")
        assert d.screen.session.found.query.files == ("episodes/ep02.srt",)
        assert len(d.screen.session.found.ids) == 48


async def test_go_to_takes_a_number_or_a_time() -> None:
    async with desk() as d:
        await d.press("g")
        await d.type("60")
        await d.press("enter")
        assert d.screen.queue.current == 60
        await d.press("g")
        await d.pilot.press("1", "colon", "0", "0")
        await d.press("enter")
        assert d.screen.queue.current == 69
        await d.press("g")
        await d.type("soon")
        await d.press("enter")
        assert "neither a line from 1 to 96, a cue, a key nor a time" in d.text()


async def test_history_says_who_when_and_what() -> None:
    async with desk() as d:
        await d.press("e", "x", "f2", "escape", "h")
        assert isinstance(d.app.screen, ChooseScreen)
        text = d.text()
        assert "2026-01-09 10:00:01" in text
        assert "lin  edited" in text
        assert "Honey, you're finally back.{+x+}" in text


async def test_panels_turn_on_a_small_screen() -> None:
    async with desk(size=(80, 24)) as d:
        assert "nothing found" in d.text()
        await d.press("v")
        assert "kinship address" in d.text()
        await d.press("v")
        assert "pet name" in d.text()


async def test_a_conflict_shows_both_versions_and_theirs_can_be_taken() -> None:
    room = FakeRoom.of(make_units(8))
    other = FakeRoom(room.store, "mei")
    async with desk(room=room) as d:
        await d.press("e", "x")
        other.decide(1, [Decision(Action.EDIT, text="Darling, at last.")], 0)
        await d.press("f2")
        assert isinstance(d.app.screen, ChooseScreen)
        assert "Darling, at last." in d.text()
        assert "Honey, you're finally back.x" in d.text()
        assert "by mei" in d.text()
        await d.press("t")
        assert d.unit(1).target == "Darling, at last."
        assert d.screen.editor.target == "Darling, at last."
        assert len(d.screen.unsaved) == 0


async def test_a_conflict_can_be_settled_for_mine_or_left_for_more_editing() -> None:
    room = FakeRoom.of(make_units(8))
    other = FakeRoom(room.store, "mei")
    async with desk(room=room) as d:
        await d.press("e", "x")
        other.decide(1, [Decision(Action.EDIT, text="Darling, at last.")], 0)
        await d.press("f2", "escape")
        assert d.unit(1).target == "Darling, at last."
        assert d.screen.editor.target == "Honey, you're finally back.x"
        await d.press("f2", "m")
        assert d.unit(1).target == "Honey, you're finally back.x"
        assert d.unit(1).decided_by == "lin"


async def test_approving_what_somebody_else_changed_asks_first() -> None:
    room = FakeRoom.of(make_units(8))
    other = FakeRoom(room.store, "mei")
    async with desk(room=room) as d:
        other.decide(1, [Decision(Action.EDIT, text="Darling, at last.")], 0)
        await d.press("a")
        assert d.unit(1).state is State.EDITED
        assert "what you saw" in d.text()
        await d.press("escape")
        assert d.screen.editor.target == "Darling, at last."
        await d.press("a")
        assert d.unit(1).state is State.APPROVED


async def test_a_store_error_says_what_to_do_and_keeps_the_typed_text() -> None:
    async with desk() as d:
        d.room.fail_with = StoreError("the disk is full", do="free some space")
        await d.press("e", "x", "f2")
        assert isinstance(d.app.screen, ChooseScreen)
        assert "the disk is full" in d.text()
        assert "free some space" in d.text()
        d.room.fail_with = None
        await d.press("escape", "f2")
        assert d.unit(1).target == "Honey, you're finally back.x"


async def test_a_worker_that_fails_says_so_and_the_room_goes_on() -> None:
    async with desk() as d:
        reading = d.room.read_only

        def broken() -> FakeRoom:
            raise StoreError("the database is locked", do="close the other program")

        d.room.read_only = broken  # type: ignore[method-assign]
        await d.pilot.press("down")
        await d.until("the database is locked")
        d.room.read_only = reading  # type: ignore[method-assign]
        await d.press("escape", "down", "a")
        assert d.unit(3).state is State.APPROVED


async def test_a_key_before_the_line_is_shown_decides_nothing() -> None:
    async with desk() as d:
        d.screen.queue.cursor = 5
        d.screen.action_approve_next()
        assert d.room.store.log == []
        await d.settle()
        assert d.screen.view is not None
        assert d.screen.view.unit.id == 6


async def test_quitting_without_unsaved_edits_leaves_with_zero() -> None:
    async with desk() as d:
        await d.press("q")
        assert d.app.return_value == 0


async def test_quitting_with_unsaved_edits_asks_and_can_save_them_all() -> None:
    async with desk() as d:
        await d.press("e", "x", "escape", "down", "e", "y", "ctrl+q")
        assert isinstance(d.app.screen, ChooseScreen)
        assert "2 edits are not recorded yet" in d.text()
        await d.press("escape")
        assert d.app.return_value is None
        await d.press("f10", "s")
        assert d.unit(1).target == "Honey, you're finally back.x"
        assert d.unit(2).target == "I'm not your husband.\nThe papers are signed.y"
        assert d.app.return_value == 0


async def test_leaving_on_a_signal_records_unsaved_edits() -> None:
    async with desk() as d:
        await d.press("e", "x")
        assert d.screen.rescue() == []
        assert d.unit(1).target == "Honey, you're finally back.x"


async def test_the_palette_runs_a_command_of_the_table() -> None:
    async with desk() as d:
        await d.pilot.press("colon")
        await d.until("approve, stay")
        await d.pilot.press(*"discuss")
        await d.until("Mark the line as one that needs discussion.")
        await d.until("discuss  (d)")
        await d.pilot.pause(0.2)
        await d.pilot.press("enter")
        await d.until("? discuss")
        assert d.unit(1).state is State.DISCUSS


async def test_clicking_picks_a_line_and_a_second_click_edits_it() -> None:
    async with desk(size=(80, 24)) as d:
        await d.pilot.click("#queue", offset=(10, 3))
        await d.settle()
        assert d.screen.queue.current == 4
        await d.pilot.click("#queue", offset=(10, 3), times=2)
        await d.settle()
        assert d.screen.editing
