"""Jump, help where one is, and panes that remember their widths."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from driving import Desk, desk
from fake_room import FakeRoom, make_units

from tui import panes
from tui.actions import commands
from tui.app import ReviewApp
from tui.screens.ask import AskScreen
from tui.screens.choose import ChooseScreen
from tui.screens.guide import PARTS, SCREENS
from tui.screens.jump import PANE_KEYS, ROW_KEYS, JumpScreen, Target, labelled
from tui.session import Session
from tui.widgets.prose import Bar, Prose
from tui.widgets.splitter import Splitter


async def test_a_letter_goes_to_the_line_that_shows_it() -> None:
    async with desk(size=(120, 40)) as d:
        await d.press("semicolon")
        assert isinstance(d.app.screen, JumpScreen)
        row = next(line for line in d.lines() if line.startswith(f" {ROW_KEYS[3]} "))
        await d.press(ROW_KEYS[3])
        assert d.screen.queue.current == 4
        assert row[3:8].strip(" 0:") in d.lines()[1 + 2 * 3]


async def test_a_digit_goes_to_its_pane_and_any_other_key_goes_nowhere() -> None:
    async with desk(size=(120, 40)) as d:
        await d.press("semicolon")
        assert " 2 editor " in d.text()
        await d.press("2")
        assert d.screen.editor.has_focus
        await d.press("f12", "1")
        assert d.screen.queue.has_focus
        await d.press("semicolon", "escape")
        assert d.screen.queue.current == 1
        assert d.screen.queue.has_focus


async def test_a_click_on_a_label_jumps_too() -> None:
    async with desk(size=(120, 40)) as d:
        await d.press("semicolon")
        await d.pilot.click(offset=(1, 1 + 2 * 5))
        await d.settle()
        assert d.screen.queue.current == 6


def test_what_finds_no_key_is_left_out_and_no_key_is_given_twice() -> None:
    targets = [Target(0, n, row=n) for n in range(80)] + [Target(0, 0, pane=str(n)) for n in range(12)]
    keys = labelled(targets)
    assert set(keys) == {*ROW_KEYS, *PANE_KEYS}
    assert len({*ROW_KEYS, *PANE_KEYS}) == len(ROW_KEYS) + len(PANE_KEYS)


@pytest.mark.parametrize(
    ("keys", "title", "own"),
    [
        ((), "The queue", "Go to the next line that still needs a person."),
        (("e",), "The editor", "Insert the next placeholder"),
    ],
)
async def test_f1_explains_what_has_the_focus_before_it_names_every_key(
    keys: tuple[str, ...], title: str, own: str
) -> None:
    async with desk(size=(120, 40)) as d:
        await d.press(*keys, "f1")
        text = d.text()
        assert title in text
        assert own in text
        await d.press("f1")
        assert not isinstance(d.app.screen, ChooseScreen)


async def test_f1_explains_a_dialog_over_the_room_with_the_keys_that_count_there() -> None:
    async with desk(size=(120, 40)) as d:
        await d.press("c", "f1")
        assert "A question" in d.text()
        assert "Type the words or choose one of the lines" in d.text()
        assert "cancel" in d.text()
        await d.press("escape")
        assert isinstance(d.app.screen, AskScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_f1_has_words_over_every_dialog_not_only_the_first(size: tuple[int, int]) -> None:
    async with desk(size=size) as d:
        for key in ("c", "W", "T", "f", "b", "i", "comma", "M", "h", "r"):
            await d.press(key, "f1")
            text = d.app.screen.query_one("#text", Prose)
            assert text.size.height == len(text.text.split("\n")) > 1, key
            await d.press("escape", "escape")
            assert d.app.screen is d.screen


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("size", [(80, 24), (200, 60)], ids=["80x24", "200x60"])
async def test_every_dialog_names_the_key_that_leaves_it(size: tuple[int, int], language: str) -> None:
    units = make_units(24)
    long = dataclasses.replace(units[0], target="one\ntwo\nthree\nfour\nfive\nsix")
    async with desk([long, *units[1:]], size=size, language=language) as d:
        for key in ("c", "W", "T", "f", "b", "i", "comma", "M", "h", "r", "S", "g", "slash"):
            await d.press(key)
            bar = d.app.screen.query_one("#keys", Bar)
            assert "Esc" in bar.text, key
            assert "…" not in bar.text, key
            assert bar.region.bottom < d.app.size.height, key
            assert bar in {widget for widget, _ in d.app.screen._compositor.visible_widgets.items()}, key
            await d.press("escape")


async def test_a_message_goes_before_the_count_that_stands_beside_it_all_the_time() -> None:
    async with desk(size=(80, 24)) as d:
        assert "96 open" in d.lines()[-2]
        d.screen.say("m" * 66)
        await d.settle()
        assert "m" * 66 in d.lines()[-2]
        assert d.lines()[-2].rstrip().endswith("1/96")


async def test_the_names_of_all_panels_stand_side_by_side_on_a_small_screen() -> None:
    async with desk(size=(80, 24)) as d:
        await d.press("c", "x", "enter")
        names = d.screen.panels.query_one("#panel-names", Bar).text
        assert "Notes 1" in names
        assert names.rstrip().endswith("Draft")


def test_every_command_that_a_part_names_stands_in_the_table() -> None:
    known = {command.name for command in commands()}
    assert [name for part in PARTS.values() for name in part.commands if name not in known] == []


def test_every_dialog_has_words_of_its_own() -> None:
    folder = Path(panes.__file__).parent / "screens"
    classes = {
        line.split("class ")[1].split("(")[0]
        for path in folder.glob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if line.startswith("class ") and "(Over[" in line
    }
    assert classes - set(SCREENS) == {"JumpScreen"}


async def test_keys_move_the_bar_between_queue_and_desk_and_an_asterisk_puts_it_back() -> None:
    async with desk(size=(120, 40)) as d:
        before = d.screen.queue.size.width
        await d.press("greater_than_sign")
        wider = d.screen.queue.size.width
        assert wider > before
        await d.press("less_than_sign", "less_than_sign")
        assert d.screen.queue.size.width < before
        await d.press("asterisk")
        assert d.screen.queue.size.width == before


async def test_the_mouse_drags_the_bar() -> None:
    async with desk(size=(120, 40)) as d:
        bar = d.screen.query_one("#queue-splitter", Splitter)
        at = bar.region.x
        await d.pilot.mouse_down(bar, offset=(0, 10))
        await d.pilot.hover(offset=(at + 20, 12))
        await d.pilot.mouse_up(offset=(at + 20, 12))
        await d.settle()
        assert abs(bar.region.x - (at + 20)) <= 2
        assert not bar.has_class("-held")


async def test_three_columns_have_two_bars_and_one_column_has_taller_panels() -> None:
    async with desk(size=(200, 60)) as d:
        before = d.screen.panels.size.width
        await d.press("right_parenthesis")
        assert d.screen.panels.size.width > before
    async with desk(size=(80, 24)) as d:
        rows = d.screen.panels.size.height
        await d.press("right_parenthesis")
        assert d.screen.panels.size.height == rows + 1


def test_no_pane_can_be_squeezed_out_at_any_width() -> None:
    for width in (100, 120, 160, 200):
        for pane in ("queue", "panels"):
            for steps in (-1, 1):
                kept: dict[str, int] = {}
                for _ in range(60):
                    panes.widen(kept, pane, steps, width, rows=5)
                shares = [
                    int(part[:-2]) for part in panes.columns(kept, width).split() if part.endswith("fr")
                ]
                assert min(shares) >= 15
                assert sum(shares) == 100


async def test_the_widths_are_as_they_were_left(tmp_path: Path) -> None:
    file = tmp_path / "review.json"
    seen = []
    for keys in (("greater_than_sign", "greater_than_sign"), ()):
        app = ReviewApp(Session(FakeRoom.of(make_units(8))), remembered=file, project="/work")
        async with app.run_test(size=(120, 40)) as pilot:
            opened = Desk(app, pilot, None)  # type: ignore[arg-type]
            await opened.settle()
            await opened.press(*keys)
            seen.append(opened.screen.queue.size.width)
    assert seen[0] == seen[1]
    assert json.loads(file.read_text("utf-8"))["panes"] == {"queue": 53}


def test_widths_that_nobody_could_draw_are_not_taken_from_the_file() -> None:
    assert panes.known({"queue": 900, "wide-queue": "x", "rows": True, "other": 3, "wide-panels": 30}) == {
        "wide-panels": 30
    }
