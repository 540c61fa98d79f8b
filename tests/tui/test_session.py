"""The session: what the queue reads, what a line is shown with, what a decision changes."""

from __future__ import annotations

import dataclasses

import pytest
from driving import desk
from fake_room import FakeRoom, make_units

from localize.errors import ConflictError
from localize.review.base import Action, Decision, Query, State
from tui.lines import PAGE
from tui.messages import Searched
from tui.session import Session


def sitting(count: int = 96) -> tuple[Session, FakeRoom]:
    room = FakeRoom.of(make_units(count))
    session = Session(room)
    session.adopt(session.find(Query(room.locale)))
    return session, room


def test_rows_are_read_a_page_at_a_time_and_once() -> None:
    session, room = sitting(1000)
    asked: list[int] = []
    read = room.rows
    room.rows = lambda ids: asked.append(len(ids)) or read(ids)  # type: ignore[method-assign,func-returns-value]
    assert session.row(500).id == 501
    assert session.row(501).id == 502
    assert asked == [PAGE]
    assert session.row(999).id == 1000
    assert asked == [PAGE, 1000 - 1000 // PAGE * PAGE]


def test_a_decision_changes_the_row_and_the_count_of_open_lines() -> None:
    session, _ = sitting()
    assert session.row(0).state is State.DRAFTED
    session.decide(1, [Decision(Action.APPROVE)], 0)
    assert session.row(0).state is State.APPROVED
    assert len(session.open_ids) == 95
    session.refresh(unit.id for unit in session.undo().units)
    assert session.row(0).state is State.DRAFTED
    assert len(session.open_ids) == 96


def test_undoing_a_line_that_the_filter_hides_does_not_make_it_part_of_the_queue() -> None:
    session, _ = sitting()
    session.decide(1, [Decision(Action.APPROVE)], 0)
    session.adopt(session.find(Query("en-US", open_only=True)))
    assert session.position(1) is None
    session.refresh(unit.id for unit in session.undo().units)
    assert 1 not in session.open_ids


def test_next_open_goes_round_and_gives_up_where_nothing_is_open() -> None:
    session, room = sitting(4)
    assert [session.next_open(at, 1) for at in (-1, 0, 3)] == [0, 1, 0]
    assert session.next_open(0, -1) == 3
    for unit_id in (1, 2, 3):
        session.decide(unit_id, [Decision(Action.APPROVE)], room.unit(unit_id).revision)
    assert session.next_open(3, 1) == 3
    session.decide(4, [Decision(Action.DISCUSS)], 0)
    assert session.next_open(0, 1) == 3


def test_an_empty_queue_has_no_next_line() -> None:
    session, _ = sitting(0)
    assert session.next_open(-1, 1) is None


def test_a_stale_revision_is_a_conflict_that_says_what_was_expected_and_found() -> None:
    session, _ = sitting()
    session.decide(1, [Decision(Action.EDIT, text="one")], 0)
    with pytest.raises(ConflictError, match="changed") as caught:
        session.decide(1, [Decision(Action.EDIT, text="two")], 0)
    assert (caught.value.expected, caught.value.found) == (0, 1)


def test_terms_are_grouped_and_their_renderings_numbered_through() -> None:
    room = FakeRoom.of(
        [
            dataclasses.replace(
                unit, segment=dataclasses.replace(unit.segment, source="老公，老公，白月光！")
            )
            for unit in make_units(1)
        ]
    )
    view = Session(room).look(1)
    assert [(t.surface, len(t.spans)) for t in view.terms] == [("老公", 2), ("白月光", 1)]
    assert [(r.number, r.text) for t in view.terms for r in t.renderings] == [
        (1, "honey"),
        (2, "husband"),
        (3, "the one that got away"),
    ]
    assert view.terms[0].refused == ("old man",)
    assert view.rendering(3) is view.terms[1].renderings[0]
    assert view.rendering(7) is None


def test_missing_placeholders_are_counted_not_just_named() -> None:
    room = FakeRoom.of(
        [
            dataclasses.replace(unit, segment=dataclasses.replace(unit.segment, source="{a}和{a}和{b}"))
            for unit in make_units(1)
        ]
    )
    session = Session(room)
    view = session.look(1)
    assert session.gauges(view, "{a} and {b}").missing == ("{a}",)
    assert session.gauges(view, "{a} and {a} and {b}").missing == ()


def test_a_time_is_found_in_the_file_of_the_line_one_stands_on() -> None:
    session, _ = sitting()
    assert session.position_at(0, 60_000) == 20
    assert session.position_at(95, 60_000) == 68
    assert session.position_at(0, 10_000_000) is None


def test_every_reading_room_is_closed() -> None:
    room = FakeRoom.of(make_units(3))
    opened: list[FakeRoom] = []
    make = room.read_only

    def read_only() -> FakeRoom:
        opened.append(make())
        return opened[-1]

    room.read_only = read_only  # type: ignore[method-assign]
    session = Session(room)
    session.look(1)
    session.check(1, "x")
    session.home()
    session.history(1)
    session.repeats(1)
    session.ways(session.look(1))
    session.find(Query("en-US"))
    assert [r.closed for r in opened] == [True] * 8
    assert not room.closed
    session.close()
    assert room.closed


async def test_a_first_screen_comes_before_the_whole_search_and_the_cursor_stays() -> None:
    room = FakeRoom.of(make_units(300))
    session = Session(room)
    glimpse, whole = session.glimpse(Query("en-US")), session.find(Query("en-US"))
    assert glimpse is not None
    assert (len(glimpse.ids), glimpse.whole) == (100, False)
    assert glimpse.ids == whole.ids[:100]
    assert set(glimpse.still_open) == set(whole.still_open) & set(glimpse.ids)
    async with desk(room=FakeRoom.of(make_units(300))) as d:
        d.screen.on_searched(Searched(glimpse, None))
        await d.settle()
        assert "1/…" in d.text()
        await d.press("down", "down")
        d.screen.on_searched(Searched(whole, None))
        await d.settle()
        assert "3/300" in d.text()
        await d.press("end")
        assert d.screen.queue.current == whole.ids[-1]


def test_a_search_with_few_lines_has_no_first_screen() -> None:
    assert Session(FakeRoom.of(make_units(8))).glimpse(Query("en-US")) is None
