"""The lunisolar calendar: days go round, festivals fall where calendars print them, dates convert only when asked."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localize.culture import Setting, find
from localize.culture.lunar import (
    LunarDate,
    animal,
    festival,
    from_gregorian,
    known_years,
    sexagenary,
    to_gregorian,
)


@given(st.dates(dt.date(1901, 2, 19), dt.date(2099, 12, 31)))
def test_every_day_goes_round(date):
    lunar = from_gregorian(date)
    assert lunar is not None
    assert to_gregorian(lunar) == date


def test_a_year_follows_the_one_before_without_a_gap():
    first, last = known_years()
    for year in range(first, last):
        eve = festival("春节", year + 1) - dt.timedelta(days=1)
        assert from_gregorian(eve).year == year
        assert from_gregorian(eve + dt.timedelta(days=1)) == LunarDate(year + 1, 1, 1)


@pytest.mark.parametrize(
    "name,year,day",
    [
        ("春节", 2024, "2024-02-10"),
        ("春节", 2025, "2025-01-29"),
        ("春节", 2026, "2026-02-17"),
        ("除夕", 2026, "2026-02-16"),
        ("元宵节", 2025, "2025-02-12"),
        ("端午节", 2025, "2025-05-31"),
        ("七夕", 2025, "2025-08-29"),
        ("中元节", 2025, "2025-09-06"),
        ("中秋节", 2025, "2025-10-06"),
        ("中秋节", 1978, "1978-09-17"),
        ("重阳节", 2025, "2025-10-29"),
        ("腊八节", 2025, "2025-01-07"),
        ("清明节", 2025, "2025-04-04"),
        ("冬至", 2025, "2025-12-21"),
    ],
)
def test_a_festival_falls_where_calendars_print_it(name, year, day):
    assert str(festival(name, year)) == day


@pytest.mark.parametrize(
    "date", [LunarDate(2024, 2, 30, leap=True), LunarDate(2025, 13, 1), LunarDate(2025, 1, 31)]
)
def test_a_day_that_does_not_exist_has_no_date(date):
    assert to_gregorian(date) is None


def test_a_festival_that_is_not_known_has_no_date():
    assert festival("圣诞节", 2025) is None
    assert festival("春节", 1644) is None


def test_a_day_before_the_table_is_not_guessed():
    assert from_gregorian(dt.date(1800, 1, 1)) is None


@pytest.mark.parametrize(
    "year,beast,pair", [(2020, "鼠", "庚子"), (1984, "鼠", "甲子"), (2012, "龙", "壬辰")]
)
def test_years_run_through_twelve_animals_and_sixty_pairs(year, beast, pair):
    assert (animal(year), sexagenary(year)) == (beast, pair)


def test_a_lunar_date_keeps_its_calendar_until_a_year_is_given():
    kept = find("八月十五", Setting("en-US"))[0]
    asked = find("八月十五", Setting("en-US", year=2025))[0]
    assert (kept.target, kept.rule) == ("the fifteenth day of the eighth lunar month", "date.lunar")
    assert (asked.target, asked.rule) == ("October 6", "date.converted")


@pytest.mark.parametrize(
    "locale,said",
    [("es-419", "29 de enero"), ("ja", "1月29日"), ("de", "29. Januar"), ("vi", "ngày 29 tháng 1")],
)
def test_a_converted_date_has_the_form_of_the_locale(locale, said):
    assert find("正月初一", Setting(locale, year=2025))[0].target == said


@pytest.mark.parametrize(
    "text,locale,said",
    [
        ("庚子年", "en-US", ["the Year of the Metal Rat"]),
        ("庚子年", "vi", ["năm Canh Tý"]),
        ("庚子年", "ko", ["경자년"]),
        ("甲丑年", "en-US", []),
        ("民国二十三年", "en-US", ["the twenty-third year of the Republic (1934)"]),
        ("民国二十三年", "es-419", ["el año 23 de la República (1934)"]),
        ("民国元年", "en-US", ["the first year of the Republic (1912)"]),
    ],
)
def test_cycle_and_republican_years_are_said(text, locale, said):
    assert [hit.target for hit in find(text, Setting(locale))] == said
