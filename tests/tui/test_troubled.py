"""A fault that stays: said once in full, then in a line, and the room goes on."""

from __future__ import annotations

import pytest
from driving import Desk, desk

from localize.errors import GlossaryError, Place
from tui import i18n
from tui.screens.choose import ChooseScreen
from tui.views import View


def _broken_terms(d: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every line that is read find the same damaged term file."""

    def fail(_unit_id: int) -> View:
        raise GlossaryError("concepts lacks strategy", code="GLO004", place=Place("own.yaml", 5), do="add it")

    monkeypatch.setattr(d.screen.session, "look", fail)


async def test_a_fault_that_every_line_meets_is_asked_about_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk() as d:
        _broken_terms(d, monkeypatch)
        await d.pilot.press("down")
        await d.until("What to do: add it")
        await d.pilot.press("escape")
        await d.pilot.press("down")
        await d.until("GLO004  own.yaml:5  concepts lacks strategy")
        assert not isinstance(d.app.screen, ChooseScreen)
        assert d.screen.queue.current == 3


async def test_what_a_reader_says_in_english_is_quoted_in_the_chinese_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_unit_id: int) -> View:
        raise GlossaryError("not YAML: a word of tomorrow's reader", place=Place("own.yaml", 5))

    async with desk() as d:
        i18n.use("zh-Hans")
        monkeypatch.setattr(d.screen.session, "look", fail)
        await d.pilot.press("down")
        await d.until("不是 YAML：系统原话“a word of tomorrow's reader”")
        assert "own.yaml:5" in d.text()
