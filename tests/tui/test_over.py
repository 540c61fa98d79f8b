"""What stands behind a screen: as Textual itself would show it, and drawn only where it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import desk
from textual._compositor import Compositor
from textual.renderables.background_screen import BackgroundScreen
from textual.strip import Strip

from tui.screens.over import Over

if TYPE_CHECKING:
    from textual.screen import Screen


@pytest.mark.parametrize("key", ["slash", "g"])
async def test_the_room_behind_has_the_colours_that_textual_would_give_it(key: str) -> None:
    async with desk() as d:
        await d.press(key)
        front = d.app.screen
        assert isinstance(front, Over)
        drawn = front._compositor.render_strips()
        for y, behind in enumerate(d.screen._compositor.render_strips()[:8]):
            as_textual = Strip(BackgroundScreen.process_segments(behind, front.styles.background))
            assert list(drawn[y].simplify()) == list(as_textual.simplify())


async def test_a_change_behind_is_drawn_once_and_not_with_every_message_that_follows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frames: list[set[int]] = []
    render = Compositor.render_update

    def counted(
        self: Compositor, full: bool = False, screen_stack: list[Screen[object]] | None = None
    ) -> object:
        frames.append({y for region in self._dirty_regions for y in region.line_range})
        return render(self, full, screen_stack)

    async with desk() as d:
        await d.press("g")
        monkeypatch.setattr(Compositor, "render_update", counted)
        d.screen.say("news from elsewhere")
        for _ in range(6):
            await d.pilot.pause(0.05)
            d.screen.call_later(lambda: None)
        await d.settle()
        assert "news from elsewhere" in d.text()
        status = d.screen.query_one("#status").region.y
        assert [lines for lines in frames if status in lines] == [{status}]


@pytest.mark.parametrize("key", ["slash", "g", "r"])
async def test_a_screen_in_front_is_drawn_once_when_it_opens_and_the_room_once_when_it_goes(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole: list[str] = []
    render = Compositor.render_full_update

    async with desk() as d:

        def counted(self: Compositor, simplify: bool = False) -> object:
            whole.append(type(d.app.screen).__name__)
            return render(self, simplify)

        monkeypatch.setattr(Compositor, "render_full_update", counted)
        await d.press(key)
        await d.pilot.pause(0.1)
        front = type(d.app.screen).__name__
        assert front != "ReviewScreen"
        assert whole == [front]
        await d.press("escape")
        await d.pilot.pause(0.1)
        assert whole == [front, "ReviewScreen"]


async def test_a_terminal_that_changes_its_size_lays_out_what_is_behind_too() -> None:
    async with desk() as d:
        await d.press("g")
        await d.pilot.resize_terminal(90, 30)
        await d.settle()
        assert d.screen.query_one("#status").region.width == 90
        assert [len(line) for line in d.lines()[-1:]] == [90]
        await d.press("escape")
        assert d.screen.size == (90, 30)


async def test_of_two_screens_in_front_each_shows_the_one_behind() -> None:
    async with desk() as d:
        room = d.lines()[0].split()[0]
        await d.press("slash", "f1")
        assert len(d.app.screen_stack) == 3
        assert d.lines()[0].split()[0] == room
        assert d.lines()[-1].split() == d.app.screen_stack[-2]._compositor.render_strips()[-1].text.split()
