"""The page about the room names the keys that the room has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.actions import COMMANDS
from tui.reference import reference
from tui.widgets.signs import STATE_SIGNS

if TYPE_CHECKING:
    from pathlib import Path


def test_the_page_about_the_room_is_up_to_date(repository: Path) -> None:
    written = (repository / "docs" / "review.md").read_text(encoding="utf-8")
    assert written == reference(), "run: python -m tui.reference > docs/review.md"


def test_what_the_page_teaches_names_commands_by_the_keys_that_they_have() -> None:
    taught = reference().split("## In a browser")[0]
    keys = {key for command in COMMANDS for key in command.shown_keys.split()}
    dialogs = {"Space", "Enter", "Esc", "Tab", "n", "F3", "1-9"}
    shown = (
        set(re.findall(r"`(\S{1,3}|Down|Up)`", taught))
        - set(STATE_SIGNS.values())
        - {"E", "W", "i", "@", "#12"}
    )
    assert shown <= keys | dialogs
    assert len(shown) > 35


def test_the_first_five_minutes_are_short() -> None:
    steps = reference().split("## Five minutes")[1].split("\n## ")[0]
    assert len(steps.split()) < 250
