"""Keys that come faster than they are done: each still acts on what the one before it left."""

from __future__ import annotations

from driving import burst, desk

from localize.review.base import State
from tui.screens.ask import AskScreen
from tui.widgets.field import Field


async def test_keys_that_come_in_one_go_are_done_in_their_order() -> None:
    """As an input method sends what it composed anew, or a slow line everything at once."""
    async with desk() as d:
        await d.press("e")
        await burst(d, "T", "o", "backspace", "ô", "left", "i", "home", "!")
        assert d.screen.editor.target == "!Honey, you're finally back.Tiô"


async def test_keys_of_a_line_of_input_that_come_in_one_go_are_done_in_their_order() -> None:
    async with desk() as d:
        await d.press("c")
        await burst(d, "V", "i", "e", "t", "backspace", "backspace", "ệ", "t", "enter")
        assert [r.decision.text for r in d.room.history(1)] == ["Việt"]


async def test_letters_after_the_key_that_opens_the_editor_are_text_and_no_commands() -> None:
    async with desk() as d:
        await burst(d, "e", "a", "y", "left", "d", "escape", "down")
        assert d.room.store.log == []
        assert d.screen.unsaved.ids == {1}
        assert next(iter(d.screen.unsaved)).text == "Honey, you're finally back.ady"
        assert d.screen.queue.current == 2


async def test_letters_after_the_key_that_asks_for_words_are_no_commands() -> None:
    async with desk() as d:
        await burst(d, "c", "a", "y")
        assert d.room.store.log == []
        assert isinstance(d.app.screen, AskScreen)


async def test_an_approval_that_comes_with_the_last_letters_holds_them() -> None:
    async with desk() as d:
        await burst(d, "e", "o", "k", "f3", "down")
        assert d.unit(1).target == "Honey, you're finally back.ok"
        assert d.unit(1).state is State.APPROVED
        assert d.unit(2).target == d.screen.session.row(1).target
        assert len(d.screen.unsaved) == 0
        assert d.screen.queue.current == 3


async def test_a_filter_that_is_confirmed_with_its_last_letters_holds_them() -> None:
    async with desk() as d:
        await d.press("f", "tab")
        await burst(d, "b", "o", "a", "r", "backspace", "r", "d", "enter")
        assert d.screen.session.found.query.text == "board"


async def test_enter_on_a_ticked_state_applies_the_filter() -> None:
    async with desk() as d:
        await d.press("f", "down", "space", "enter")
        assert d.screen.session.found.query.states == (State.DRAFTED,)


async def test_words_that_come_with_the_tabs_between_them_stand_each_in_its_field() -> None:
    async with desk() as d:
        await d.press("T")
        if isinstance(d.app.screen, AskScreen):
            await d.press("escape")
            await d.press("end", "T")
        term = d.app.screen.query_one("#term", Field)
        term.focus()
        term.value = ""
        await burst(d, "a", "b", "tab", "c", "d", "tab", "tab", "tab", "e", "shift+tab", "f")
        values = {
            name: d.app.screen.query_one(f"#{name}", Field).value for name in ("term", "rendering", "why")
        }
        assert values == {"term": "ab", "rendering": "cd", "why": "e"}
        assert d.app.screen.query_one("#condition", Field).value == "f"
