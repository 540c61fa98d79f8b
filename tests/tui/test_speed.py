"""What keeps the room quick, told by what it shows: screens of a search first, rows drawn alone, keys that are held."""

from __future__ import annotations

import gc
import sys
import threading
import weakref

import pytest
from driving import desk
from fake_room import FakeRoom, make_units
from rich.segment import Segment
from textual.strip import Strip

from tui import calm
from tui.messages import Searched
from tui.screens.searching import SearchScreen
from tui.session import Session
from tui.views import Found, Query
from tui.waiting import Waiting
from tui.widgets.prose import Bar


def test_lines_that_wait_are_noted_counted_and_struck_off() -> None:
    waiting = Waiting([2, 5])
    waiting.add(90)
    waiting.discard(5)
    waiting.discard(4000)
    assert list(waiting) == [2, 90]
    assert len(waiting) == 2
    assert 2 in waiting
    assert 5 not in waiting
    assert 4000 not in waiting


def test_a_glimpse_lies_around_the_line_that_the_reviewer_stands_on() -> None:
    session = Session(FakeRoom.of(make_units(300)))
    every = session.find(Query("en-US")).ids
    glimpse = session.glimpse(Query("en-US"), every[200])
    assert glimpse is not None
    assert list(glimpse.ids) == list(every[150:250])
    assert not glimpse.first


async def test_the_rest_of_a_search_leaves_the_line_where_it_is_seen() -> None:
    async with desk(room=FakeRoom.of(make_units(300))) as d:
        every = d.screen.session.find(Query("en-US"))
        glimpse = d.screen.session.glimpse(Query("en-US"), every.ids[200])
        assert glimpse is not None
        d.screen.on_searched(Searched(glimpse, every.ids[200]))
        await d.settle()
        assert "…/…" in d.text()
        seen = dict(d.screen.queue.rows_in_sight())[d.screen.queue.cursor]
        d.screen.on_searched(Searched(every, every.ids[200]))
        await d.settle()
        assert "201/300" in d.text()
        assert d.screen.queue.current == every.ids[200]
        assert dict(d.screen.queue.rows_in_sight())[d.screen.queue.cursor] == seen


async def test_a_line_approved_before_is_said_to_be_and_nothing_opens_or_is_recorded() -> None:
    async with desk() as d:
        await d.press("y")
        recorded, screens = len(d.room.history(1)), len(d.app.screen_stack)
        await d.press("y")
        assert "is approved already" in d.text()
        assert len(d.app.screen_stack) == screens
        assert d.screen.queue.current == 1
        await d.press("a")
        assert "is approved already" in d.text()
        assert d.screen.queue.current == 2
        assert len(d.room.history(1)) == recorded


async def test_a_decision_draws_its_own_row_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk() as d:
        drawn: list[int] = []
        draw = d.screen.queue._draw

        def noted(at: int, part: int, width: int) -> object:
            drawn.append(at)
            return draw(at, part, width)

        monkeypatch.setattr(d.screen.queue, "_draw", noted)
        await d.press("y")
        assert set(drawn) == {0}
        assert "approved" in d.lines()[1]


async def test_a_search_with_few_lines_can_not_be_scrolled() -> None:
    async with desk(room=FakeRoom.of(make_units(300))) as d:
        await d.press("end")
        assert d.screen.queue.scroll_offset.y > 0
        every = d.screen.session.find(Query("en-US"))
        few = type(every)(every.query, every.ids[:3], Waiting(every.ids[:3]))
        d.screen.on_searched(Searched(few, None))
        await d.settle()
        assert d.screen.queue.scroll_offset.y == d.screen.queue.max_scroll_y == 0
        assert "1/3" in d.text()


def test_what_is_loaded_is_left_alone_by_later_collections() -> None:
    turn, thresholds, frozen = sys.getswitchinterval(), gc.get_threshold(), gc.get_freeze_count()
    try:
        calm.begin()
        assert not gc.isenabled()
        calm.settle()
        assert gc.isenabled()
        assert gc.get_freeze_count() > frozen
        assert sys.getswitchinterval() < turn
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)
        sys.setswitchinterval(turn)


async def test_a_search_shows_its_lines_while_it_is_typed_and_escape_brings_the_others_back() -> None:
    async with desk(room=FakeRoom.of(make_units(40))) as d:
        await d.press("j", "j")
        here, every = d.screen.queue.current, len(d.screen.session.found.ids)
        words = d.unit(5).segment.source[:4]
        await d.press("slash")
        await d.type(words)
        await d.rest()
        found = d.screen.session.found
        assert found.query.text == words
        assert 0 < len(found.ids) < every
        assert all(words in d.unit(unit).segment.source for unit in found.ids)
        assert isinstance(d.app.screen, SearchScreen)
        await d.press("escape")
        assert d.screen.session.found.query.text == ""
        assert d.screen.queue.current == here


async def test_enter_stays_with_lines_that_are_shown_and_searches_no_second_time() -> None:
    async with desk(room=FakeRoom.of(make_units(40))) as d:
        words = d.unit(5).segment.source[:4]
        await d.press("slash")
        await d.type(words)
        await d.rest()
        found = d.screen.session.found
        await d.press("enter")
        assert d.screen.session.found is found
        assert d.app.screen is d.screen
        assert words in d.text()


async def test_enter_does_not_wait_for_the_pause_after_the_last_letter() -> None:
    async with desk(room=FakeRoom.of(make_units(40))) as d:
        words = d.unit(5).segment.source[:4]
        await d.press("slash")
        await d.type(words)
        await d.press("enter")
        assert d.screen.session.found.query.text == words


async def test_a_decision_and_its_words_and_the_next_line_are_one_frame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with desk() as d:
        said: list[tuple[str, int | None]] = []
        learned: list[int] = []

        def noted() -> None:
            said.append((d.screen.query_one("#status", Bar).text, d.screen.queue.current))
            learned.extend(d.room.store.learned)

        monkeypatch.setattr(d.screen.queue, "_scroll_to_cursor", lambda: d.screen.call_next(noted))
        await d.press("a")
        assert "approved episodes/ep01.srt 1" in said[0][0]
        assert said[0][1] == 2
        assert learned == []
        await d.rest()
        assert d.room.store.learned == [1]


async def test_a_search_that_is_overtaken_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(room=FakeRoom.of(make_units(40))) as d:
        waits, find = threading.Event(), Session.find

        def slow(self: Session, query: Query) -> Found:
            if query.text == "old":
                waits.wait(5)
            return find(self, query)

        monkeypatch.setattr(Session, "find", slow)
        monkeypatch.setattr(Session, "glimpse", lambda *_: None)
        d.screen.search(Query("en-US", text="old"), None)
        d.screen.search(Query("en-US"), None)
        await d.pilot.pause(0.1)
        waits.set()
        await d.rest()
        assert d.screen.session.found.query.text == ""


@pytest.mark.parametrize(("gathered", "collects"), [(9, 0), (10, 1)])
def test_everything_is_collected_when_much_has_gathered(
    monkeypatch: pytest.MonkeyPatch, gathered: int, collects: int
) -> None:
    collected: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, gathered))
    monkeypatch.setattr(gc, "collect", lambda: collected.append(1))
    calm.tidy()
    assert len(collected) == collects


async def test_a_reviewer_at_work_is_not_held_by_a_full_collection(monkeypatch: pytest.MonkeyPatch) -> None:
    tidied: list[int] = []
    monkeypatch.setattr(calm, "tidy", lambda: tidied.append(1))
    async with desk() as d:
        monkeypatch.setattr("tui.app.monotonic", lambda: 1000.0)
        await d.press("j")
        d.app._tidy()
        assert tidied == []
        monkeypatch.setattr("tui.app.monotonic", lambda: 1011.0)
        d.app._tidy()
        assert tidied == [1]


async def test_the_rest_of_a_search_draws_no_row_again_that_stays_where_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with desk(room=FakeRoom.of(make_units(300))) as d:
        every = d.screen.session.find(Query("en-US"))
        glimpse = d.screen.session.glimpse(Query("en-US"), every.ids[200])
        assert glimpse is not None
        d.screen.on_searched(Searched(glimpse, every.ids[200]))
        await d.settle()
        drawn: list[int] = []
        monkeypatch.setattr(d.screen.queue, "_draw", lambda at, *_: drawn.append(at))
        d.screen.on_searched(Searched(every, every.ids[200]))
        await d.settle()
        assert drawn == []
        assert "201/300" in d.text()


def test_a_line_of_cells_that_is_drawn_whole_does_not_hold_itself() -> None:
    turn, enabled = sys.getswitchinterval(), gc.isenabled()
    try:
        calm.begin()
        line = Strip([Segment("你好"), Segment(" room")])
        assert line.divide([9]) == [line]
        assert [part.text for part in line.divide([2, 9])] == ["你", "好 room"]
        assert not any(line in parts for parts in line._divide_cache._cache.values())
    finally:
        sys.setswitchinterval(turn)
        if enabled:
            gc.enable()


async def test_no_screen_has_the_rules_of_all_others_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    async with desk() as d:
        monkeypatch.setattr(d.app.stylesheet, "reparse", lambda: read.append(type(d.app.screen).__name__))
        for key in ("slash", "g", "f", "question_mark", "r", "h", "semicolon"):
            await d.press(key)
            assert d.app.screen is not d.screen, key
            await d.press("escape")
        assert read == []


class _Dialog:
    """Something that holds itself, as a screen and its widgets do."""

    def __init__(self) -> None:
        self.child = self


def test_what_a_dialog_leaves_is_collected_in_the_rooms_own_process() -> None:
    gc.freeze()
    try:
        dialog = _Dialog()
        gone = weakref.ref(dialog)
        gc.collect(1)  # it has grown old by the time it is closed
        del dialog
        calm.sweep()
        assert gone() is None
    finally:
        gc.unfreeze()


def test_a_process_that_is_not_the_rooms_own_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "collect", lambda: pytest.fail("collected"))
    assert gc.get_freeze_count() == 0
    calm.sweep()
    assert gc.get_freeze_count() == 0
