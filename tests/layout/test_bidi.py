from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localize.layout import ruler
from localize.layout.bidi import embedding_levels, visual_order


@pytest.mark.parametrize(
    ("line", "rtl", "levels"),
    [
        ("abc", False, None),
        ("اب 12", True, [1, 1, 1, 2, 2]),
        ("اب ab", True, [1, 1, 1, 2, 2]),
        ("ab اب cd", False, [0, 0, 0, 1, 1, 0, 0, 0]),
        ("ab ", True, [2, 2, 1]),
        ("\u200fab اب", True, [1, 2, 2, 1, 1, 1]),
    ],
)
def test_levels_are_those_of_the_algorithm(line: str, rtl: bool, levels: list[int] | None) -> None:
    assert embedding_levels(line, rtl=rtl) == levels


def drawn(line: str, locale: str, rtl: bool) -> list[str]:
    measured = ruler("", locale)
    assert measured is not None
    levels = embedding_levels(line, rtl=rtl)
    return [line[run.start : run.end] for run in visual_order(measured.runs(line, levels), levels)]


def test_an_arabic_line_is_drawn_from_the_right_with_its_latin_words_from_the_left() -> None:
    parts = [part.strip() for part in drawn("سلام OPPO عام", "ar", rtl=True)]
    assert [part for part in parts if part] == ["عام", "OPPO", "سلام"]


def test_an_english_line_is_drawn_as_it_stands() -> None:
    assert "".join(drawn("You came back.", "en", rtl=False)) == "You came back."


@given(st.text("ab سل12.()\u200f\u202b\u202c\u2067\u2069", max_size=40), st.booleans())
@settings(max_examples=150, deadline=None)
def test_every_character_is_drawn_once(line: str, rtl: bool) -> None:
    assert sorted("".join(drawn(line, "ar", rtl))) == sorted(line)
