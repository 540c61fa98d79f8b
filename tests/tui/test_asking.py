"""Questions: what need not be typed is not asked for, and what cannot be is said while the words still stand there."""

from __future__ import annotations

import pytest
from driving import desk

from localize.review.base import Order
from tui.widgets.field import Field
from tui.widgets.prose import Prose, lines_of, para


async def test_the_order_of_the_queue_is_chosen_without_a_field_and_begins_at_the_present_one() -> None:
    async with desk() as d:
        await d.press("S")
        assert not d.app.screen.query(Field)
        await d.press("down", "enter")
        assert d.screen.session.found.query.order is Order.WORST
        await d.press("S", "enter")
        assert d.screen.session.found.query.order is Order.WORST


async def test_the_lit_choice_has_a_sign_that_needs_no_colour() -> None:
    async with desk() as d:
        await d.press("S")
        assert "▸ as in the files" in d.text()
        await d.press("down")
        assert "▸ worst finding first" in d.text()
        assert "▸ as in the files" not in d.text()


async def test_help_over_a_question_names_only_keys_that_do_something_there() -> None:
    async with desk() as d:
        await d.press("c", "f1")
        assert "Enter" in d.text()
        assert "Tab" not in d.app.screen.query_one("#text", Prose).text
        await d.press("f1", "escape", "r", "f1")
        assert "next level" in d.app.screen.query_one("#text", Prose).text


@pytest.mark.parametrize(("day", "complaint"), [("2026-02-31", "is no day"), ("2020-01-01", "is past")])
async def test_a_last_day_that_cannot_be_is_refused_where_it_is_typed(day: str, complaint: str) -> None:
    async with desk() as d:
        at = next(n for n in range(1, 40) if d.unit(n).findings)
        d.screen.queue.cursor = at - 1
        await d.settle()
        await d.press("w")
        await d.type(f"agreed until {day}")
        await d.press("enter")
        assert complaint in d.text()
        field = d.app.screen.query_one(Field)
        assert field.value == f"agreed until {day}"
        assert d.room.store.log == []
        field.value = "agreed until 2099-12-31"
        await d.press("enter")
        assert (d.room.store.log[-1].decision.reason, d.room.store.log[-1].decision.until) == (
            "agreed",
            "2099-12-31",
        )


def test_a_line_break_in_a_text_keeps_the_indent_of_its_paragraph() -> None:
    lines = ["".join(run.text for run in line) for line in lines_of(para("- one\ntwo words", indent=2), 9)]
    assert lines == ["- one", "  two ", "  words"]


async def test_where_the_gauges_need_more_room_the_drawn_bar_goes_and_the_figures_stay() -> None:
    async with desk(size=(120, 40)) as d:
        await d.press("e")
        d.screen.editor.rewrite("It was a very long first line, far longer than it may be here\n" * 3)
        await d.settle()
        gauges = d.screen.query_one("#gauges", Prose).text
        assert "lines" in gauges
        assert "[" not in gauges
        assert "line 1 61/42 OVER" in gauges
