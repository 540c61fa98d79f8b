"""What a key is spared: widgets behind and beside a change, lines wrapped once more, caches that nothing is kept in."""

from __future__ import annotations

import ctypes
import gc
import subprocess
import sys
import threading
from time import monotonic
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from driving import desk
from fake_room import FakeRoom, make_units
from rich.segment import Segment
from rich.style import Style
from textual._compositor import Compositor
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from localize.glossary.yamlfile import read_yaml
from tui import calm, themes
from tui.app import ReviewApp
from tui.screens.parts import Parts
from tui.screens.review import ReviewScreen
from tui.session import Session
from tui.views import Query
from tui.widgets.scrolling import Rail

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from driving import Desk

CHANGES = (
    {Region(0, 3, 50, 1), Region(2, 38, 70, 1)},
    {Region(60, 5, 20, 3)},
    {Region(0, 0, 120, 4), Region(53, 20, 2, 10)},
    {Region(118, 39, 2, 1)},
)


def _textuals(compositor: Parts) -> Compositor:
    plain = Compositor()
    plain.__dict__.update(compositor.__dict__)
    return plain


@pytest.mark.parametrize("change", CHANGES)
async def test_the_changed_cells_are_drawn_as_textual_draws_them(change: set[Region]) -> None:
    async with desk() as d:
        compositor = d.screen._compositor
        assert isinstance(compositor, Parts)
        compositor._dirty_regions = set(change)
        ours = compositor.render_partial_update()
        plain = _textuals(compositor)
        plain._dirty_regions = set(change)
        theirs = plain.render_partial_update()
        assert ours is not None
        assert theirs is not None
        assert {(y, left) for y, left, _ in ours.spans} == {
            (y, left) for y, left, _ in theirs.spans if y < 40
        }
        for y, left, right in ours.spans:
            drawn: Mapping[int, Strip | None] = ours.chops[y]
            assert list(drawn) == list(theirs.chops[y])
            for start, end in zip(drawn, ours.chop_ends[y], strict=True):
                if start < right and end > left:
                    assert drawn[start] == theirs.chops[y][start]


async def test_a_whole_screen_is_drawn_as_textual_draws_it() -> None:
    async with desk() as d:
        compositor = d.screen._compositor
        assert isinstance(compositor, Parts)
        assert compositor.render_strips() == _textuals(compositor).render_strips()


async def test_nothing_is_drawn_where_nothing_changed() -> None:
    async with desk() as d:
        d.screen._compositor._dirty_regions = set()
        assert d.screen._compositor.render_partial_update() is None


async def _asked(d: Desk, monkeypatch: pytest.MonkeyPatch, change: set[Region]) -> dict[str, int]:
    """Return how many lines each widget is asked for."""
    lines: dict[str, int] = {}
    for widget in d.screen.walk_children(Widget):
        ask = widget.render_lines

        def noted(crop: Region, ask: object = ask, name: str = widget.id or type(widget).__name__) -> object:
            lines[name] = lines.get(name, 0) + crop.height
            return ask(crop)  # type: ignore[operator]

        monkeypatch.setattr(widget, "render_lines", noted)
    d.screen._compositor._dirty_regions = change
    assert d.screen._compositor.render_partial_update() is not None
    return lines


async def test_a_change_in_the_queue_and_below_it_asks_for_those_lines_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with desk() as d:
        queue, status = d.screen.queue.region, d.screen.query_one("#status").region
        change = {Region(queue.x, queue.y, 20, 2), Region(status.x, status.y, 20, 1)}
        assert await _asked(d, monkeypatch, change) == {"queue": 2, "status": 1}


async def test_lines_of_the_queue_go_out_as_textual_would_send_them() -> None:
    async with desk(room=FakeRoom.of(make_units(300))) as d:
        queue = d.screen.queue
        for crop in (Region(0, 0, *queue.region.size), Region(3, 2, 20, 5)):
            ours, theirs = queue.render_lines(crop), ScrollView.render_lines(queue, crop)
            assert [line.text for line in ours] == [line.text for line in theirs]
            assert [line.simplify() for line in ours] == [line.simplify() for line in theirs]


async def test_a_line_that_looks_as_before_is_the_same_line_wherever_the_queue_stands() -> None:
    async with desk(room=FakeRoom.of(make_units(300))) as d:
        queue = d.screen.queue
        for _ in range(40):
            d.screen.queue.move(1)
        await d.settle()
        top, size = queue.scroll_offset.y, queue.region.size
        before = queue.render_lines(Region(0, 0, *size))
        queue.scroll_to(0, top - 2, animate=False, force=True, immediate=True)
        await d.settle()
        after = queue.render_lines(Region(0, 0, *size))
        assert all(old is new for old, new in zip(before[:10], after[2:12], strict=True))


async def test_a_scrollbar_draws_only_the_cells_that_change(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(room=FakeRoom.of(make_units(3000))) as d:
        rail = d.screen.queue.vertical_scrollbar
        assert isinstance(rail, Rail)
        drawn: list[int] = []
        monkeypatch.setattr(rail, "_set_dirty", lambda *regions: drawn.extend(r.height for r in regions))
        for _ in range(45):
            d.screen.queue.move(1)
        await d.settle()
        assert sum(drawn) < 10
        d.screen.queue.cursor = 2999
        await d.settle()
        assert sum(drawn) >= 2


async def test_a_scrollbar_has_the_cells_that_textual_gives_it_in_every_theme() -> None:
    async with desk(room=FakeRoom.of(make_units(3000))) as d:
        for theme in themes.THEMES:
            d.app.theme = theme.name
            d.screen.queue.cursor = 1400
            await d.settle()
            rail = d.screen.queue.vertical_scrollbar
            height = rail.size.height
            console = d.app.console
            wanted = [
                segment
                for line in console.render_lines(
                    rail.render(), console.options.update(width=1, height=height)
                )
                for segment in line
            ]
            shown = [segment for y in range(height) for segment in rail.render_line(y)]
            assert [s.text for s in shown] == [s.text for s in wanted]
            assert [s.style and s.style.bgcolor for s in shown] == [
                s.style and s.style.bgcolor for s in wanted
            ]


def test_a_line_makes_a_cache_when_it_keeps_something_and_works_as_before() -> None:
    calm.slim_lines()
    calm.slim_lines()
    line = Strip([Segment("ab", Style(bold=True)), Segment("cd")])
    slot = type.__getattribute__(Strip, "__dict__")["_crop_cache"]._slot
    with pytest.raises(AttributeError):
        slot.__get__(line, Strip)
    assert line.crop(1, 3).text == "bc"
    assert line.crop(1, 3) is line.crop(1, 3)
    assert line.adjust_cell_length(6).text == "abcd  "
    assert [part.text for part in line.divide([1, 4])] == ["a", "bcd"]


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc has heaps of threads that can be told")
def test_all_threads_take_memory_from_one_heap(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace(mallopt=lambda *what: told.append(what)))
    calm._share_one_heap()
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace())  # as in musl
    calm._share_one_heap()
    assert told == [(-8, 1)]


def test_what_is_loaded_beside_waits_while_a_key_was_just_pressed(tmp_path: Path) -> None:
    file = tmp_path / "terms.yaml"
    file.write_text("x")
    took: dict[str, float] = {}

    def load(name: str) -> None:
        started = monotonic()
        with calm.giving_way():
            file.read_text()
        took[name] = monotonic() - started

    def in_thread(name: str) -> None:
        thread = threading.Thread(target=load, args=(name,))
        thread.start()
        thread.join()

    calm.watch_loading()
    in_thread("quiet")
    calm.touched()
    pressed = monotonic()
    file.read_text()  # the thread that draws waits for nothing
    assert monotonic() - pressed < calm._STILL
    in_thread("pressed")
    assert took["pressed"] >= calm._STILL / 2
    assert took["quiet"] < took["pressed"]


def test_a_term_file_waits_with_every_term_while_a_key_was_just_pressed() -> None:
    entry = "- {id: t%d, term: 词%d, strategy: borrow}\n"
    data = ("concepts:\n" + "".join(entry % (n, n) for n in range(5))).encode()
    took: dict[str, float] = {}

    def read(name: str) -> None:
        read_yaml(data, "terms.yaml")  # all that it imports
        with calm.giving_way():
            started = monotonic()
            read_yaml(data, "terms.yaml")
            took[name] = monotonic() - started

    calm.watch_loading()
    for name in ("quiet", "pressed"):
        if name == "pressed":
            calm.touched()
        thread = threading.Thread(target=read, args=(name,))
        thread.start()
        thread.join()
    assert took["quiet"] < calm._STILL / 2 <= took["pressed"]


def test_nothing_is_collected_while_something_long_is_loaded() -> None:
    assert gc.isenabled()
    with calm.giving_way():
        assert not gc.isenabled()
        with calm.giving_way():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_the_first_frame_does_not_show_is_not_loaded_for_it() -> None:
    later = ("address", "bulk", "home", "jump", "saved", "searching", "term")
    code = (
        "import sys, tui.app, tui.session; from tui.widgets.tokens import stops; stops('', ());"
        f"print([m for m in ('regex', 'rjieba', 'yaml', 'localize.pipeline', 'tui.widgets.picklist',"
        f" *(f'tui.screens.{{name}}' for name in {later})) if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


async def test_the_first_frame_of_the_room_has_its_lines() -> None:
    session = Session(FakeRoom.of(make_units(300)))
    session.begin()
    shown = session.row(5)
    app = ReviewApp(session)
    frames: list[str] = []
    display = app._display

    def noted(screen: object, frame: object) -> None:
        frames.append("\n".join(strip.text for strip in app.screen._compositor.render_strips()))
        display(screen, frame)  # type: ignore[arg-type]

    app._display = noted  # type: ignore[method-assign, assignment]
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(0.2)
        first = next(frame for frame in frames if frame.strip())
        assert shown.source[:4] in first
        assert "F1 help" in first
        assert not any("No line matches" in frame for frame in frames)
        assert isinstance(app.screen, ReviewScreen)
        assert app.screen.queue.current == session.found.ids[0]


def test_a_room_whose_lines_cannot_be_had_at_once_begins_without_them() -> None:
    room = FakeRoom.of(make_units(3))
    room.first_ids = lambda *_: None  # type: ignore[method-assign]
    session = Session(room)
    session.begin(None)
    assert len(session.found.ids) == 0
    assert len(session.find(Query("en-US")).ids) == 3


async def test_the_style_sheet_is_read_for_another_theme_and_not_twice_at_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from textual.css.stylesheet import Stylesheet

    read: list[str] = []
    reparse = Stylesheet.reparse

    def noted(sheet: Stylesheet) -> None:
        read.append("again")
        reparse(sheet)

    monkeypatch.setattr(Stylesheet, "reparse", noted)
    async with desk() as d:
        assert read == []
        before = d.screen.queue.background_colors
        d.app.theme = themes.LIGHT.name
        await d.settle()
        assert read == ["again"]
        assert d.screen.queue.background_colors != before
