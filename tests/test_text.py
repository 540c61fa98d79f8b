"""Characters: widths, graphemes, symbols and what is safe to print."""

from __future__ import annotations

from localize.text import SYMBOL, cells, graphemes, han_count, has_han, lines_of, safe, symbols


def test_han_is_found_and_counted() -> None:
    assert has_han("王总 OK")
    assert not has_han("カタカナ and Latin")
    assert han_count("王总 OK，好") == 3


def test_wide_characters_take_two_cells_and_marks_none() -> None:
    assert cells("王a") == 3
    assert cells("é") == 1
    assert cells("น้ำ") == 2


def test_a_family_emoji_is_one_grapheme() -> None:
    assert graphemes("a👨‍👩‍👧b") == ["a", "👨‍👩‍👧", "b"]


def test_symbols_come_in_order() -> None:
    assert symbols("x\ue001y\uf000\ue001") == ("\ue001", "\uf000", "\ue001")
    assert SYMBOL.search("no symbol") is None


def test_control_and_bidi_characters_are_made_visible() -> None:
    assert safe("a\x1b[31m\u202eb\x00") == "a␛[31m<U+202E>b␀"
    assert safe("平常 text\n") == "平常 text\n"


def test_lines_split_at_real_line_ends_only() -> None:
    assert list(lines_of("a\r\nb\x0bc\rd")) == [(0, "a"), (3, "b\x0bc"), (7, "d")]
