"""The editor: placeholders stay whole, the cursor stands between graphemes, the text comes back exactly."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import App, ComposeResult
from textual.document._document import Selection
from textual.pilot import Pilot

from localize.model import Span
from tui.messages import HolderRemoved, HolderTouched, Typed
from tui.widgets.editor import TargetEditor
from tui.widgets.tokens import can_veil, nearest, stops, unveil, veil

HOLDER = re.compile(r"\{[^{}]*\}")


def find(_: int, text: str) -> list[Span]:
    return [Span(m.start(), m.end()) for m in HOLDER.finditer(text)]


class Bench(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[object] = []

    def compose(self) -> ComposeResult:
        yield TargetEditor(find, id="target")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {"muted": "#888888"}

    def on_holder_touched(self, message: HolderTouched) -> None:
        self.seen.append(("touched", message.texts))

    def on_holder_removed(self, message: HolderRemoved) -> None:
        self.seen.append(("removed", message.texts))

    def on_typed(self, message: Typed) -> None:
        self.seen.append(("typed", message.text))


@asynccontextmanager
async def editing(text: str) -> AsyncIterator[tuple[TargetEditor, Pilot[None], Bench]]:
    app = Bench()
    async with app.run_test(size=(60, 12)) as pilot:
        editor = app.query_one(TargetEditor)
        editor.load(1, text)
        editor.focus()
        await pilot.pause(0)
        yield editor, pilot, app


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot._wait_for_screen()
    await pilot._wait_for_screen()


async def test_the_cursor_takes_a_placeholder_in_one_step() -> None:
    async with editing("a {name} b") as (editor, pilot, _):
        columns = []
        await press(pilot, "home")
        for _step in range(6):
            columns.append(editor.cursor_location[1])
            await press(pilot, "right")
        assert columns == [0, 1, 2, 8, 9, 10]


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("e\u0301a", [0, 2, 3]),
        ("👨‍👩‍👧a", [0, 5, 6]),
        ("🇨🇳🇫🇷", [0, 2, 4]),
        ("你好", [0, 1, 2]),
        ("น้ำ", [0, 3]),
    ],
)
def test_stops_are_between_graphemes(text: str, steps: list[int]) -> None:
    assert stops(text, ()) == steps


def test_the_nearest_stop_is_found_on_either_side() -> None:
    columns = [0, 1, 2, 8, 9]
    assert [nearest(columns, 5, side) for side in (-1, 0, 1)] == [2, 2, 8]
    assert nearest(columns, 6, 0) == 8
    assert nearest(columns, 99, 0) == 9


async def test_the_first_backspace_selects_a_placeholder_and_the_second_deletes_it() -> None:
    async with editing("pay {count}") as (editor, pilot, app):
        await press(pilot, "backspace")
        assert editor.target == "pay {count}"
        assert editor.selected_text == "{count}"
        await press(pilot, "backspace")
        assert editor.target == "pay "
        assert [s for s in app.seen if isinstance(s, tuple) and s[0] != "typed"] == [
            ("touched", ("{count}",)),
            ("removed", ("{count}",)),
        ]
        editor.undo()
        assert editor.target == "pay {count}"
        editor.redo()
        assert editor.target == "pay "


@pytest.mark.parametrize("keys", [("delete",), ("ctrl+k",), ("alt+delete",)])
async def test_no_key_deletes_a_placeholder_at_once(keys: tuple[str, ...]) -> None:
    async with editing("{a} b") as (editor, pilot, _):
        await press(pilot, "home", *keys)
        assert editor.target == "{a} b"


@pytest.mark.parametrize("keys", [("ctrl+w",), ("ctrl+u",), ("ctrl+shift+k",), ("ctrl+x",)])
async def test_no_key_deletes_a_placeholder_at_once_from_the_end(keys: tuple[str, ...]) -> None:
    async with editing("b {a}") as (editor, pilot, _):
        await press(pilot, "end", *keys)
        assert editor.target == "b {a}"


async def test_words_are_never_put_inside_a_placeholder() -> None:
    async with editing("a {name} b") as (editor, _, __):
        editor.insert("X", (0, 5))
        assert editor.target == "a {name}X b"
        editor.move_cursor((0, 4))
        assert editor.cursor_location[1] in {2, 8}
        editor.replace("Y", (0, 0), (0, 5))
        assert "{name}" in editor.target or editor.target.startswith("Y")


async def test_a_selection_over_a_placeholder_is_deleted_on_purpose() -> None:
    async with editing("a {name} b") as (editor, pilot, app):
        editor.selection = Selection((0, 0), (0, 9))
        await press(pilot, "delete")
        assert editor.target == "b"
        assert ("removed", ("{name}",)) in app.seen


async def test_backspace_takes_a_whole_grapheme() -> None:
    async with editing("a👨‍👩‍👧") as (editor, pilot, _):
        await press(pilot, "backspace")
        assert editor.target == "a"


async def test_an_input_methods_commit_arrives_one_character_at_a_time() -> None:
    async with editing("") as (editor, pilot, _):
        await pilot.press(*"你好世界今天")
        await pilot._wait_for_screen()
        assert editor.target == "你好世界今天"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a\n",
        "\n\na",
        "a\u2028b\u2029c",
        "a\rb\x0bc\x0cd\x1ce\x85f",
        "\x00\x1b\u202e\ufeff",
        "你\t好",
    ],
)
async def test_what_is_loaded_comes_back_exactly(text: str) -> None:
    async with editing(text) as (editor, _, __):
        assert editor.target == text
        assert not editor.read_only


def test_a_text_full_of_stand_ins_is_recognised_as_one_that_cannot_be_kept() -> None:
    assert not can_veil(chr(0x100000 + 0x1B))
    assert can_veil("\U00100041 plain private use")
    assert unveil(veil("\u200f\x1b")) == "\u200f\x1b"


async def test_a_text_that_cannot_be_kept_is_not_editable() -> None:
    async with editing(f"a{chr(0x100000 + 0x1B)}") as (editor, pilot, _):
        await press(pilot, "x", "backspace")
        editor.put("no")
        editor.rewrite("no")
        assert editor.read_only
        assert len(editor.text) == 2


async def test_hidden_characters_are_drawn_one_cell_wide() -> None:
    async with editing("a\u202eb\x1bc") as (editor, _, __):
        assert editor.get_line(0).plain == "a⇄b␛c"


async def test_each_line_keeps_its_own_undo_steps() -> None:
    async with editing("one") as (editor, pilot, _):
        await press(pilot, "x")
        kept = editor.history
        editor.load(2, "two")
        editor.undo()
        assert editor.target == "two"
        editor.load(1, "onex", kept)
        editor.undo()
        assert editor.target == "one"


async def test_loading_a_line_is_not_typing() -> None:
    async with editing("one") as (editor, pilot, app):
        editor.load(2, "two")
        await pilot._wait_for_screen()
        assert app.seen == []
