"""The action table: every command can be reached, is explained and does something."""

from __future__ import annotations

import pytest
from driving import desk

from tui.actions import COMMANDS, bindings, footer, footer_key
from tui.command import is_chord
from tui.screens.manual import manual
from tui.screens.review import ReviewScreen


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_every_command_has_a_key_a_help_text_and_a_handler(command) -> None:
    assert command.keys
    assert command.title
    assert command.help.endswith(".")
    assert callable(getattr(ReviewScreen, f"action_{command.name}"))


def test_every_action_handler_of_the_room_stands_in_the_table() -> None:
    own = {name for cls in ReviewScreen.__mro__ if cls.__module__.startswith("tui.") for name in vars(cls)}
    handlers = {name.removeprefix("action_") for name in own if name.startswith("action_")}
    # What a click on words does is what some key does; those take what was clicked and have no key of their own.
    handlers = {name for name in handlers if not name.startswith("point_")}
    assert handlers == {command.name for command in COMMANDS}


def test_no_chord_is_without_a_plain_twin() -> None:
    assert [c.name for c in COMMANDS if all(is_chord(key) for key in c.keys)] == []


def test_no_key_means_two_things() -> None:
    keys = [binding.key for binding in bindings()]
    assert len(keys) == len(set(keys))


def test_no_key_needs_the_kitty_protocol() -> None:
    assert not [
        key for key in (b.key for b in bindings()) if "shift+" in key or key in {"ctrl+enter", "ctrl+tab"}
    ]


def test_the_footer_of_the_editor_names_no_key_that_would_be_typed() -> None:
    for command in footer(editing=True):
        assert len(footer_key(command, editing=True)) > 1


async def test_help_shows_every_command_with_its_keys() -> None:
    words = "\n".join("".join(run.text for run in paragraph.runs) for paragraph in manual())
    for command in COMMANDS:
        assert command.shown_keys in words
        assert command.help in words
    async with desk() as d:
        await d.press("f1")
        assert "Approve the line as it stands" in d.text()
        await d.press("escape", "question_mark")
        assert "Approve the line as it stands" in d.text()


async def test_the_footer_always_names_help_first() -> None:
    for size in ((80, 24), (120, 40)):
        async with desk(size=size) as d:
            assert d.lines()[-1].lstrip().startswith("F1 help")
            await d.press("e")
            assert d.lines()[-1].lstrip().startswith("F1 help")
            assert "F2 save" in d.lines()[-1]
