"""Measures the review room: first paint, and the time from a key to the screen that answers it, over many rows.

    python benchmarks/review_room.py [--rows 100000] [--keys 60] [--compare]

Runs headless at 120x40 over the in-memory room of the tests, so the figures are those of the app without the store.
`--compare` measures Textual's own DataTable over a tenth of the rows, which is what one would pick instead.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "tui")]

from fake_room import FakeRoom, make_units  # noqa: E402
from textual import events  # noqa: E402
from textual.app import App, ComposeResult  # noqa: E402
from textual.content import Content  # noqa: E402
from textual.widgets import DataTable  # noqa: E402

from localize.review.base import Action  # noqa: E402
from tui.app import ReviewApp  # noqa: E402
from tui.screens.review import ReviewScreen  # noqa: E402
from tui.session import Session  # noqa: E402

SIZE = (120, 40)


class Stopwatch:
    """Notes when an app has painted."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._painted = asyncio.Event()
        paint = app._display

        def display(*arguments: object) -> None:
            paint(*arguments)  # type: ignore[arg-type]
            self._painted.set()

        app._display = display  # type: ignore[method-assign]

    async def key(self, key: str, character: str | None = None, *, nap: float = 0.03) -> float:
        """Send a key and return milliseconds until the next paint."""
        self._painted.clear()
        started = time.perf_counter()
        assert self._app._driver is not None
        event = events.Key(key, character)
        event.set_sender(self._app)
        self._app._driver.send_message(event)
        await asyncio.wait_for(self._painted.wait(), 5)
        taken = (time.perf_counter() - started) * 1000
        await asyncio.sleep(nap)
        return taken


def report(name: str, times: Sequence[float]) -> None:
    """Print median, 95th percentile and maximum in ms."""
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95) - 1]
    print(f"{name:<28} median {statistics.median(ordered):6.1f}  p95 {p95:6.1f}  max {ordered[-1]:6.1f} ms")


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something holds."""
    while not condition():
        await asyncio.sleep(0.002)


async def room(rows: int, keys: int) -> None:
    """Measure the review room."""
    units = [unit if unit.target else replace(unit, target="Get out.") for unit in make_units(rows)]
    store = FakeRoom.of(units)
    # The real store keeps rows on disk; here they must not be searched for garbage while keys are timed.
    gc.collect()
    gc.freeze()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    app = ReviewApp(Session(store))
    started = time.perf_counter()
    async with app.run_test(size=SIZE) as pilot:
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        await until(lambda: screen.view is not None)
        await pilot.pause(0)
        painted = "\n".join(strip.text for strip in screen._compositor.render_strips())
        assert "老公，你终于回来了。" in painted
        print(
            f"{'first line shown':<28} {(time.perf_counter() - started) * 1000:6.0f} ms after the app began"
        )
        watch = Stopwatch(app)
        report("down", [await watch.key("down") for _ in range(keys)])
        assert screen.queue.cursor == keys
        report("page down", [await watch.key("pagedown") for _ in range(keys)])
        report("end, home", [await watch.key(k) for _ in range(keys // 4) for k in ("end", "home")])
        assert screen.queue.cursor == 0
        await asyncio.sleep(0.2)
        await watch.key("e", "e")
        report("typing Latin", [await watch.key("x", "x") for _ in range(keys)])
        report("typing Chinese", [await watch.key("你", "你") for _ in range(keys)])
        report("backspace", [await watch.key("backspace") for _ in range(keys)])
        assert screen.editor.target.endswith("x")
        await watch.key("escape")
        decided = []
        for done in range(1, keys // 2 + 1):
            await asyncio.sleep(0.05)
            started = time.perf_counter()
            await watch.key("a", "a", nap=0)
            await until(
                lambda at=done + 1: (
                    screen.view is not None and screen.view.unit.id == screen.queue.current == at
                )
            )
            decided.append((time.perf_counter() - started) * 1000)
        report("approve, next line complete", decided)
        approved = {r.unit for r in store.store.log if r.decision.action is Action.APPROVE}
        assert len(approved) == keys // 2
        started = time.perf_counter()
        screen.action_open_only()
        await until(lambda: screen.session.found.query.open_only)
        print(f"{'filter to open lines':<28} {(time.perf_counter() - started) * 1000:6.0f} ms")
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"{'memory over the data':<28} {(after - before) / 1024:6.0f} MB")


class Table(App[int]):
    """The same rows in Textual's DataTable."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("time", "speaker", "state", "finding", "source", "target")
        for unit in make_units(self._rows):
            words = (
                str(unit.segment.start_ms),
                unit.segment.speaker or "",
                str(unit.state),
                "",
                unit.segment.source,
            )
            table.add_row(*(Content(w) for w in (*words, unit.target or "")))


async def table(rows: int, keys: int) -> None:
    """Measure the DataTable."""
    app = Table(rows)
    started = time.perf_counter()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        print(
            f"{'DataTable: first paint':<28} {(time.perf_counter() - started) * 1000:6.0f} ms at {rows} rows"
        )
        watch = Stopwatch(app)
        report("DataTable: down", [await watch.key("down") for _ in range(keys)])


def main() -> None:
    """Run the measurements that were asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--compare", action="store_true")
    chosen = parser.parse_args()
    print(f"{chosen.rows} rows, {chosen.keys} keys a figure, {SIZE[0]}x{SIZE[1]}")
    asyncio.run(room(chosen.rows, chosen.keys))
    if chosen.compare:
        asyncio.run(table(chosen.rows // 10, chosen.keys))


if __name__ == "__main__":
    main()
