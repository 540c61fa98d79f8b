"""Numbers with what they count: one phrase in the target, and nothing where the words are not certain."""

from __future__ import annotations

import pytest

from localize import culture
from localize.adaptation.durations import counted
from localize.culture.base import Setting


def phrases(text: str, locale: str = "en-US") -> list[tuple[str, str]]:
    quantities = culture.find(text, Setting(locale, "modern", (), "neutral"))
    found = counted(text, culture.find_numbers(text), quantities, locale)
    return [(text[c.span.start : c.span.end], c.target) for c in found]


@pytest.mark.parametrize(
    "text,locale,source,target",
    [
        ("我养你二十九年，就这？", "en-US", "二十九年", "twenty-nine years"),
        ("二十年前抱孩子来的", "en-US", "二十年前", "twenty years ago"),
        ("三年后我回来了", "en-US", "三年后", "three years later"),
        ("等我两个小时", "en-US", "两个小时", "two hours"),
        ("两个人的套餐", "en-US", "两个人", "two people"),
        ("三个月", "es-419", "三个月", "tres meses"),
        ("三年前", "fr", "三年前", "il y a trois ans"),
        ("两块八一斤！", "en-US", "两块八一斤", "2.8 yuan a pound"),
        ("五百块一天", "en-US", "五百块一天", "five hundred yuan a day"),
        ("加二斤虾", "en-US", "二斤", "two pounds of"),
        ("两个多月没见了", "en-US", "两个多月", "more than two months"),
        ("两个多月没见了", "ja", "两个多月", "2か月以上"),
        ("等了一个多星期", "en-US", "一个多星期", "more than a week"),
        ("等了一个多星期", "es-419", "一个多星期", "más de una semana"),
        ("三个月后", "ko", "三个月后", "3개월 후"),
        ("三个月后", "vi", "三个月后", "ba tháng sau"),
        ("半个月前", "en-US", "半个月前", "half a month ago"),
        ("半个月前", "es-419", "半个月前", "hace medio mes"),
        ("半个多月", "vi", "半个多月", "hơn nửa tháng"),
        ("都三年多了", "en-US", "三年多", "more than three years"),
        ("一年多以前", "en-US", "一年多以前", "more than a year ago"),
        ("三日后，宗门大比", "en-US", "三日后", "three days later"),
        ("三日之内", "en-US", "三日", "three days"),
        ("维护半个多小时", "en-US", "半个多小时", "more than half an hour"),
        ("一局三十多分钟", "ja", "三十多分钟", "30分以上"),
        ("三天左右", "ko", "三天左右", "약 3일"),
        ("期限一年", "en-US", "一年", "one year"),
    ],
)
def test_a_number_and_what_it_counts_are_one_phrase(text: str, locale: str, source: str, target: str) -> None:
    assert (source, target) in phrases(text, locale)


@pytest.mark.parametrize(
    "text",
    [
        "有一天", "2025年", "二〇二五年", "三年级", "八十年代", "三天下", "第三个人", "他们两个人", "三个人类",
        "就要二斤", "十几年", "一年", "五百块一起",
        "三月", "十月三日后", "十月十三日后", "三日", "上半年", "大半年", "两个多人", "只有一个人",
    ],
)  # fmt: skip
def test_what_is_not_certain_is_left_alone(text: str) -> None:
    assert phrases(text) == []


def test_a_wife_of_the_past_is_not_years_ago() -> None:
    assert phrases("三年前妻子") == [("三年", "three years")]


def test_a_counted_noun_agrees_before_another_noun(line) -> None:
    assert line("这是三年合同").answered("This is a {0} contract.").text == "This is a three-year contract."
    assert line("两个人套餐").answered("A {0} meal.").text == "A two-person meal."
    assert line("加二斤虾").answered("Add a {0} shrimp.").text == "Add two pounds of shrimp."
