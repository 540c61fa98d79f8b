"""Numbers, measures, time, age, money and names are said as the corpora say, locale by locale."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from localize.culture import Setting, Style, find, find_numbers, render_number

FOLDER = Path(__file__).parent.parent / "corpus" / "culture"


def load(name):
    return YAML(typ="safe").load((FOLDER / name).read_text(encoding="utf-8"))


RENDERINGS = load("renderings.yaml")["renderings"]
LARGE = load("renderings.yaml")["large_numbers"]
QUANTITIES = load("quantities.yaml")


def test_the_corpora_are_as_large_as_they_should_be():
    assert len(RENDERINGS) >= 25
    assert {len(by_locale) for by_locale in RENDERINGS.values()} == {9}
    assert len(QUANTITIES["culture"]) + len(QUANTITIES["historical"]) >= 80


@pytest.mark.parametrize(
    "text,locale,said",
    [
        (str(text), locale, said)
        for table in (RENDERINGS, LARGE)
        for text, by_locale in table.items()
        for locale, said in by_locale.items()
    ],
)
def test_a_number_is_said_in_the_words_of_the_locale(text, locale, said):
    assert render_number(find_numbers(text)[0], locale) == said


@pytest.mark.parametrize(
    "text,era,locale,said",
    [
        (text, era, locale, said)
        for section, era in (("culture", ""), ("historical", "historical"))
        for text, by_locale in QUANTITIES[section].items()
        for locale, said in by_locale.items()
    ],
)
def test_a_quantity_or_name_is_said_as_the_locale_says_it(text, era, locale, said):
    assert [hit.target for hit in find(text, Setting(locale, era=era))] == said


@pytest.mark.parametrize("locale", ["zh-Hant-TW", "zh-Hant-HK", "zh-Hans"])
def test_a_chinese_target_keeps_its_numbers(locale):
    assert find("王总，三千万的彩礼，二十三岁", Setting(locale)) == ()
    assert render_number(find_numbers("三千万")[0], locale) is None


@pytest.mark.parametrize(
    "text",
    ["七尺男儿", "千里之外", "半斤八两", "万丈深渊", "三寸不烂之舌", "一文不值", "火冒三丈", "学富五车"],
)
@pytest.mark.parametrize("era", ["", "historical"])
def test_an_idiom_with_a_measure_is_never_converted(text, era):
    assert find(text, Setting("en-US", era=era)) == ()


@pytest.mark.parametrize(
    "style,said",
    [(Style.DIALOGUE, "thirty million"), (Style.COMPACT, "30 million"), (Style.DIGITS, "30,000,000")],
)
def test_a_number_has_a_style_for_speech_and_for_print(style, said):
    assert render_number(find_numbers("三千万")[0], "en-US", style=style) == said
