"""Every expression of the numbers corpus is read as it should be, and numerals go round through say_chinese."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from localize.culture import find_numbers, say_chinese
from localize.culture.base import Approx
from localize.culture.numerals import read_numeral

CORPUS = YAML(typ="safe").load(
    (Path(__file__).parent.parent / "corpus" / "culture" / "numbers.yaml").read_text(encoding="utf-8")
)
APPROX = {"about": Approx.ABOUT, "over": Approx.OVER, "nearly": Approx.NEARLY}


def only_number(text):
    hits = find_numbers(text)
    assert len(hits) == 1, f"{text}: {hits}"
    hit = hits[0]
    assert text[hit.span.start : hit.span.end] == hit.text
    return hit


def test_the_corpus_holds_at_least_four_hundred_expressions():
    assert sum(len(rows) for rows in CORPUS.values()) >= 400


@pytest.mark.parametrize("text,value", CORPUS["exact"])
def test_an_exact_number_is_read_exactly(text, value):
    hit = only_number(text)
    assert (Fraction(str(hit.value)), hit.high, hit.approx, hit.ordinal) == (
        Fraction(value),
        None,
        Approx.EXACT,
        False,
    )


@pytest.mark.parametrize("kind,text,value", [(k, *row) for k in APPROX for row in CORPUS[k]])
def test_an_inexact_number_keeps_its_value_and_says_how_it_is_meant(kind, text, value):
    hit = only_number(text)
    assert (Fraction(str(hit.value)), hit.high, hit.approx) == (Fraction(value), None, APPROX[kind])


@pytest.mark.parametrize("text,low,high", CORPUS["several"])
def test_a_vague_number_gives_both_ends_and_is_marked_several(text, low, high):
    hit = only_number(text)
    assert (hit.value, hit.high, hit.approx) == (int(low), int(high), Approx.SEVERAL)


@pytest.mark.parametrize("text,low,high", CORPUS["range"])
def test_a_range_gives_both_ends(text, low, high):
    hit = only_number(text)
    assert (hit.value, hit.high, hit.approx) == (int(low), int(high), Approx.EXACT)


@pytest.mark.parametrize("text,value", CORPUS["fraction"])
def test_a_fraction_or_percentage_is_exact(text, value):
    assert Fraction(str(only_number(text).value)) == Fraction(value)


@pytest.mark.parametrize(
    "kind,text,value", [(k, *row) for k in ("discount", "multiple") for row in CORPUS[k]]
)
def test_a_discount_names_what_is_paid_and_each_fan_doubles(kind, text, value):
    hit = only_number(text)
    assert (Fraction(str(hit.value)), hit.form) == (Fraction(value), kind)


@pytest.mark.parametrize("text,value", CORPUS["ordinal"])
def test_an_ordinal_is_marked_as_one(text, value):
    hit = only_number(text)
    assert (hit.value, hit.ordinal) == (int(value), True)


@pytest.mark.parametrize("value,text", CORPUS["written"])
def test_a_value_is_written_as_the_numeral_that_reads_back(value, text):
    exact = Fraction(value)
    written = say_chinese(exact if "/" in value else Decimal(value))
    assert written == text
    reading = find_numbers(f"{text}个")[0] if "/" in value else read_numeral(text)
    assert reading is None or Fraction(str(reading.value)) == exact


@pytest.mark.parametrize("text", CORPUS["none"])
def test_a_word_with_a_numeral_in_it_is_no_number(text):
    assert find_numbers(text) == ()


@given(st.integers(min_value=1 - 10**16, max_value=10**16 - 1))
def test_every_whole_number_goes_round(value):
    reading = read_numeral(say_chinese(value))
    assert reading is not None
    assert (reading.value, reading.high, reading.approx) == (value, None, Approx.EXACT)


@pytest.mark.parametrize(
    "value,text", [(0, "零"), (10, "十"), (110, "一百一十"), (10010, "一万零一十"), (10**8, "一亿")]
)
def test_a_value_is_said_as_a_speaker_would(value, text):
    assert say_chinese(value) == text


def test_a_number_beyond_the_greatest_unit_has_no_numeral():
    with pytest.raises(ValueError, match="no Chinese numeral"):
        say_chinese(10**16)


@given(st.text(alphabet="一二三两百千万亿点多几半第个0123.,wk十零", max_size=12))
def test_no_mixture_of_numerals_breaks_the_finder(text):
    for hit in find_numbers(text):
        assert text[hit.span.start : hit.span.end] == hit.text
