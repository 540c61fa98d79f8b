"""What a reviewer did is taken back and done again: decisions, comments, waivers, many lines at once."""

from __future__ import annotations

import threading

import pytest
from driving import desk
from fake_room import FakeRoom, make_units

from localize.review.base import Action, State
from tui.steps import Back


def _actions(room: FakeRoom) -> list[Action]:
    return [row.decision.action for row in room.store.log]


async def test_an_approved_edit_is_taken_back_and_done_again() -> None:
    async with desk() as d:
        await d.press("e", "end")
        await d.type(" yes")
        await d.press("f3")
        edited = d.unit(1).target
        assert d.unit(1).state is State.APPROVED
        await d.press("u")
        assert d.unit(1).state is State.DRAFTED
        assert "Took back: edited, approved episodes/ep01.srt 1." in d.text()
        await d.press("U")
        assert (d.unit(1).state, d.unit(1).target) == (State.APPROVED, edited)
        assert "Done again: edited, approved episodes/ep01.srt 1." in d.text()
        await d.press("u")
        assert d.unit(1).state is State.DRAFTED


async def test_what_was_taken_back_is_gone_once_something_new_is_done() -> None:
    async with desk() as d:
        await d.press("y", "u", "d", "U")
        assert d.unit(1).state is State.DISCUSS
        assert "There is nothing to do again." in d.text()


async def test_a_comment_that_was_taken_back_is_no_note_any_more() -> None:
    async with desk(size=(120, 60)) as d:
        await d.press("c")
        await d.type("ask the client")
        await d.press("enter")
        await d.until("ask the client")
        assert "ask the client" in d.screen.panels.text
        await d.press("u")
        await d.until("Took back: commented episodes")
        await d.settle()
        assert "ask the client" not in d.screen.panels.text
        await d.press("U")
        await d.until("Done again")
        await d.settle()
        assert "ask the client" in d.screen.panels.text


async def test_a_bulk_approval_is_taken_back_and_done_again_as_one() -> None:
    async with desk() as d:
        await d.press("m", "m", "m", "b", "enter")
        assert [d.unit(n).state for n in (1, 2, 3)] == [State.APPROVED] * 3
        await d.press("u")
        assert State.APPROVED not in {d.unit(n).state for n in (1, 2, 3)}
        await d.press("U")
        assert [d.unit(n).state for n in (1, 2, 3)] == [State.APPROVED] * 3
        await d.press("u")
        assert State.APPROVED not in {d.unit(n).state for n in (1, 2, 3)}


async def test_a_decision_of_somebody_else_is_not_overwritten_by_doing_again() -> None:
    room = FakeRoom.of(make_units(12))
    other = FakeRoom(room.store, "mei")
    async with desk(room=room) as d:
        await d.press("y", "u")
        other.decide(1, [d.room.store.log[0].decision], other.unit(1).revision)
        length = len(_actions(room))
        await d.pilot.press("U")
        await d.until("What to do:")
        assert len(_actions(room)) == length


async def test_the_writer_of_a_text_saves_it_and_goes_on_where_only_others_may_approve_it() -> None:
    room = FakeRoom.of(make_units(12))
    room.approvals, room.separated = 2, True
    async with desk(room=room) as d:
        await d.press("e", "end")
        await d.type("!")
        await d.press("f3")
        assert (d.unit(1).state, _actions(room)) == (State.EDITED, [Action.EDIT])
        assert d.screen.queue.current == 2
        assert "somebody else has to approve it" in d.text()


async def test_what_takes_long_to_take_back_is_named_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk() as d:
        await d.press("y")
        take_back, waits = d.screen.session.undo, threading.Event()

        def slow() -> Back:
            waits.wait(5)
            return take_back()

        monkeypatch.setattr(d.screen.session, "undo", slow)
        await d.pilot.press("u")
        await d.until("taking back …")
        waits.set()
        await d.until("Took back: approved episodes/ep01.srt 1.")
        assert "taking back" not in d.text()


async def test_a_bulk_approval_counts_the_lines_that_wait_for_somebody_else() -> None:
    room = FakeRoom.of(make_units(8))
    room.approvals = 2
    async with desk(room=room) as d:
        await d.press("m", "m", "b", "enter")
        await d.until("approved 2 lines; 2 wait for a second approval  (u takes all of them back)")
        assert [d.unit(n).state for n in (1, 2)] == [State.DRAFTED] * 2
