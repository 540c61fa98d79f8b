"""The mouse: what is named on the screen can be clicked, and does what its key does."""

from __future__ import annotations

from dataclasses import replace

from driving import Desk, desk
from fake_room import FakeRoom, make_units
from rich.cells import cell_len
from textual.widget import Widget

from localize.model import Span
from localize.review.base import State
from tui.screens.ask import AskScreen
from tui.screens.choose import ChooseScreen
from tui.screens.term import TermScreen
from tui.widgets.prose import Prose
from tui.widgets.sourcetext import SourceText


def _place(pane: Prose, words: str) -> tuple[int, int]:
    """Return the cell of the pane in which some words begin."""
    for y, line in enumerate(pane.text.split("\n")):
        if words in line:
            return cell_len(line[: line.index(words)]) + 1, y - pane.scroll_offset.y
    raise AssertionError(f"{words!r} is not in\n{pane.text}")


async def _click(d: Desk, pane: Widget, words: str) -> None:
    assert isinstance(pane, Prose)
    await d.pilot.click(pane, offset=_place(pane, words))
    await d.settle()


async def test_an_alternative_a_rendering_and_a_change_are_taken_by_a_click_and_the_cursor_is_in_the_text() -> (
    None
):
    async with desk(size=(200, 60)) as d:
        panel = d.screen.query_one("#panel-text", Prose)
        view = d.screen.view
        assert view is not None
        assert view.unit.draft is not None
        edit = view.unit.draft.edits[0]
        before = d.screen.editor.target
        await _click(d, panel, f"{edit.before} > ")
        assert d.screen.editor.target == before.replace(edit.after, edit.before)
        assert d.screen.editing
        rendering = view.terms[0].renderings[0]
        await d.rest()  # what the change brings after a pause moves the lines below it
        await _click(d, panel, f"{rendering.number} {rendering.text}")
        assert d.screen.editor.target.count(rendering.text) >= 1
        assert len(d.room.store.log) == 0


async def test_a_click_on_a_finding_selects_what_it_is_about() -> None:
    room = FakeRoom.of(make_units(12))
    unit = room.store.units[2]
    finding = replace(unit.findings[0], span=Span(4, 7))
    room.store.units[2] = replace(unit, findings=(finding,))
    async with desk(room=room, size=(200, 60)) as d:
        await d.press("j")
        await _click(d, d.screen.query_one("#panel-text", Prose), finding.code)
        assert d.screen.editing
        assert d.screen.editor.selected_text == (unit.target or "")[4:7]


async def test_a_neighbour_the_footer_and_the_words_of_a_dialog_are_clicked() -> None:
    async with desk(size=(200, 60)) as d:
        await _click(d, d.screen.query_one("#after", Prose), (d.unit(3).target or "").split("\n")[0])
        assert d.screen.queue.current == 3
        await _click(d, d.screen.query_one("#keys", Prose), "reject")
        assert isinstance(d.app.screen, AskScreen)
        await _click(d, d.app.screen.query_one("#keys", Prose), "major")
        await _click(d, d.app.screen.query_one("#keys", Prose), "Enter confirm")
        assert d.unit(3).state is State.REJECTED
        assert d.room.store.log[-1].decision.weight == "major"
        await _click(d, d.screen.query_one("#line", Prose), "rejected")
        assert isinstance(d.app.screen, ChooseScreen)
        await _click(d, d.app.screen.query_one("#keys", Prose), "close")
        assert d.app.screen is d.screen


async def test_a_click_on_a_gauge_says_what_it_measures() -> None:
    async with desk() as d:
        await _click(d, d.screen.query_one("#gauges", Prose), "cps")
        assert "Reading speed" in d.text()


async def test_a_bar_that_is_let_go_does_not_look_held() -> None:
    async with desk(size=(200, 60)) as d:
        bar = d.screen.query_one("#queue-splitter")
        await d.pilot.mouse_down(bar, offset=(0, 20))
        await d.settle()
        assert any("║" in line for line in d.lines())
        await d.pilot.mouse_up(bar, offset=(0, 20))
        await d.settle()
        assert not any("║" in line for line in d.lines())


async def test_a_heading_that_is_too_narrow_keeps_the_number_of_the_line() -> None:
    async with desk(size=(200, 60)) as d:
        await d.press("y")
        for _step in range(4):
            await d.press("greater_than_sign")
        heading = d.screen.query_one("#line", Prose).text
        assert "ep01.srt 1" in heading
        assert "approved" in heading


async def test_words_of_the_source_are_chosen_with_the_mouse_and_proposed_as_a_term() -> None:
    async with desk() as d:
        source = d.screen.query_one("#source", SourceText)
        await d.pilot.mouse_down(source, offset=(1, 0))  # the second halves of wide characters
        await d.pilot.hover(source, offset=(2, 0))
        await d.pilot.mouse_up(source, offset=(2, 0))
        await d.settle()
        assert source.chosen == (d.unit(1).segment.source)[:2]
        assert source.chosen in source.render_line(0).text
        assert "is chosen" in d.text()
        await d.press("T")
        assert isinstance(d.app.screen, TermScreen)
        assert source.chosen in d.text()
        await d.press("escape", "j")
        assert source.chosen == ""


async def test_a_click_on_a_term_in_the_source_shows_its_card() -> None:
    async with desk() as d:
        await d.pilot.click(d.screen.query_one("#source"), offset=(1, 0))
        await d.settle()
        assert isinstance(d.app.screen, TermScreen)
