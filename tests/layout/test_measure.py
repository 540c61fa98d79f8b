from __future__ import annotations

import math
import unicodedata
from itertools import pairwise

import pytest

from localize.layout import counts_by_length, line_widths, reading_speed, width
from localize.layout.words import function_words


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("Café", "fr", 4),
        ("Cafe\u0301", "fr", 4),
        ("你好，OK", "zh-Hans", 4),
        ("你好…", "zh-Hant", 3),
        ("ｶﾅ", "ja", 1),
        ("가나 다!", "ko", 4),
        ("\u1112\u1161\u11ab", "ko", 1),
        ("ที่นี่", "th", 2),
        ("क्षि", "hi", 1),
        ("مُحَمَّد", "ar", 4),
        ("a\u200bb\u2060", "en", 2),
        ("one\ntwo", "en", 6),
    ],
)
def test_characters_are_counted_as_the_guides_count_them(text: str, locale: str, expected: float) -> None:
    assert width(text, locale) == expected


def test_lines_are_measured_one_by_one() -> None:
    assert line_widths("one\r\nthree", "en") == (3, 5)


def test_reading_speed_is_characters_per_second() -> None:
    assert reading_speed("abcdefghij", "en", 500) == 20


def test_a_cue_that_shows_for_no_time_cannot_be_read() -> None:
    assert reading_speed("a", "en", 0) == math.inf
    assert reading_speed("", "en", 0) == 0


def test_the_quick_look_is_right_of_every_character_that_it_lets_through() -> None:
    quick = [ch for ch in map(chr, range(0x20, 0x3000)) if counts_by_length(ch)]
    assert {"a", "é", "’", "…", "ſ"} <= set(quick)
    assert not {"\u00ad", "\u0301", "\u200b", "\u2028", "你", "\n"} & set(quick)
    assert all(unicodedata.category(ch) not in {"Mn", "Me", "Cc", "Cf", "Zl", "Zp"} for ch in quick)
    assert all(unicodedata.normalize("NFC", f"{a}{b}") == f"{a}{b}" for a, b in pairwise(quick))


@pytest.mark.parametrize(("language", "word"), [("en", "on"), ("pt", "no")])
def test_words_that_yaml_could_take_for_truth_values_are_words(language: str, word: str) -> None:
    assert word in function_words(language).prepositions
