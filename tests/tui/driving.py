"""Helpers that drive the app through Pilot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from time import monotonic

from fake_room import FakeRoom, make_units
from textual.events import Key
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from localize.review.base import Unit
from tui.app import ReviewApp
from tui.screens.review import ReviewScreen
from tui.session import Session

_LONGEST = 10.0
"""Seconds after which a room that does not come to rest is let be; what a test expects then fails by itself."""


class Desk:
    """An open room under test."""

    def __init__(self, app: ReviewApp, pilot: Pilot[int], room: FakeRoom) -> None:
        self.app, self.pilot, self.room = app, pilot, room

    @property
    def screen(self) -> ReviewScreen:
        return next(s for s in self.app.screen_stack if isinstance(s, ReviewScreen))

    def unit(self, unit_id: int) -> Unit:
        return self.room.unit(unit_id)

    async def settle(self) -> None:
        """Wait until no worker runs and every message has been handled."""
        # By the clock, not by turns: on a busy machine many turns pass while one long text is measured and drawn.
        quiet, end = 0, monotonic() + _LONGEST
        while quiet < 4 and monotonic() < end:
            await self.pilot._wait_for_screen()
            with suppress(WorkerCancelled):  # a newer one of its group took its place
                await self.app.workers.wait_for_complete()
            await self.pilot.pause(0)
            busy = any(not worker.is_finished for worker in self.app.workers) or not self._shown()
            busy = (
                busy or self.app.screen._layout_required
            )  # a layout that was asked for comes with the next idle turn
            quiet = 0 if busy else quiet + 1

    def _shown(self) -> bool:
        """Return whether the desk shows the line under the cursor; reading it begins after a pause."""
        room = next((s for s in self.app.screen_stack if isinstance(s, ReviewScreen)), None)
        if room is None or room.queue.current is None or self.app.screen is not room:
            return True
        return room.view is not None and room.view.unit.id == room.queue.current

    async def rest(self) -> None:
        """Wait until what comes after a pause (checks of typed text, other ways) has come."""
        await self.pilot.pause(0.25)
        await self.settle()

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each after the room has settled."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type characters into what has the focus."""
        names = {" ": "space", "\n": "enter"}
        await self.pilot.press(*(names.get(ch, ch) for ch in text))
        await self.settle()

    async def until(self, words: str) -> None:
        """Wait until the screen shows some words; for what a worker or a timer brings."""
        for _ in range(300):
            await self.pilot.pause(0.01)
            if words in self.text():
                return
        raise AssertionError(f"{words!r} did not appear on\n{self.text()}")

    def lines(self) -> list[str]:
        """Return the text of the screen."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    def text(self) -> str:
        return "\n".join(self.lines())


@asynccontextmanager
async def desk(
    units: Iterable[Unit] | None = None,
    *,
    size: tuple[int, int] = (120, 40),
    room: FakeRoom | None = None,
    settled: bool = True,
    language: str = "",
) -> AsyncIterator[Desk]:
    """Open a room; settles first, unless told not to."""
    room = room or FakeRoom.of(make_units(96) if units is None else units)
    app = ReviewApp(Session(room), language=language)
    async with app.run_test(size=size) as pilot:
        opened = Desk(app, pilot, room)
        if settled:
            await opened.settle()
        yield opened


async def burst(desk: Desk, *keys: str) -> None:
    """Press keys without a pause, as they come through a slow line."""
    for key in keys:
        desk.app.post_message(Key(key, key if len(key) == 1 else None))
    await desk.settle()
