from __future__ import annotations

from fractions import Fraction

import pytest

from localize.qa.target_numbers import written_numbers


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("30 million", "en", 30_000_000),
        ("$3.5M", "en", 3_500_000),
        ("thirty-five thousand", "en", 35_000),
        ("one hundred and five", "en", 105),
        ("half a million", "en", 500_000),
        ("a thousand", "en", 1000),
        ("5 mil millones", "es", 5 * 10**9),
        ("10 000", "fr", 10_000),
        ("5 พันล้าน", "th", 5 * 10**9),
        ("3.5만", "ko", 35_000),
        ("3억 5000만", "ko", 350_000_000),
        ("12 लाख", "hi", 1_200_000),
        ("٣٠ مليون", "ar", 30_000_000),
        ("三千萬", "zh", 30_000_000),
        ("50 тысяч", "ru", 50_000),
    ],
)
def test_a_written_number_has_the_value_it_says(text: str, language: str, value: int) -> None:
    assert any(value in number.values for number in written_numbers(text, language))


def test_a_separator_may_group_or_point() -> None:
    (number,) = written_numbers("1.500", "es")
    assert number.values == {Fraction(1500), Fraction("1.5")}


@pytest.mark.parametrize(("text", "language"), [("the one", "en"), ("7:30", "en"), ("B2B", "en")])
def test_what_need_not_be_a_number_is_not_firm(text: str, language: str) -> None:
    assert not any(number.firm for number in written_numbers(text, language))


def test_a_letter_that_begins_a_word_is_no_scale() -> None:
    (number,) = written_numbers("5 men", "en")
    assert number.values == {Fraction(5)}
