"""Rules of single topics: money that is no money, hours that are points, titles that are nouns, advice to reviewers."""

from __future__ import annotations

from itertools import pairwise

import pytest

from localize.culture import Setting, find, find_numbers
from localize.culture.fullnames import Scheme, name_in, romanise, split_name
from localize.culture.names import say_titled, surname_in
from localize.culture.palladius import palladius
from localize.model import EditKind


def said(text, locale="en-US", **setting):
    return [hit.target for hit in find(text, Setting(locale, **setting))]


@pytest.mark.parametrize(
    "text", ["三块石头", "两块蛋糕", "两块可丽饼", "大卸八块", "三文鱼", "三角形", "三元素"]
)
def test_a_piece_of_something_is_no_price(text):
    assert said(text) == []


@pytest.mark.parametrize(
    "text,target", [("三块", "three yuan"), ("三块钱", "three yuan"), ("给我五块。", "five yuan")]
)
def test_kuai_without_a_noun_is_money(text, target):
    assert said(text) == [target]


def test_liang_is_a_tael_in_a_period_work_and_with_silver_and_a_weight_before_meat():
    assert said("十两", era="historical") == ["ten taels"]
    assert said("十两") == []
    assert said("十两银子") == ["ten taels of silver"]
    assert said("十两肉") == ["one pound"]


@pytest.mark.parametrize(
    "text,digits", [("520元", "520 yuan"), ("1314块", "1314 yuan"), ("5201314元", "5201314 yuan")]
)
def test_an_amount_that_says_something_keeps_its_digits_and_asks_for_a_gloss(text, digits):
    hit = find(text, Setting("en-US"))[0]
    assert hit.target == digits
    assert "gloss" in hit.advice


def test_period_money_is_never_given_a_modern_value():
    hit = find("五百两银子", Setting("en-US"))[0]
    assert (hit.kind, hit.rule) == (EditKind.MONEY, "money.tael_silver")
    assert "no modern value" in hit.reason


@pytest.mark.parametrize(
    "text",
    ["关于老师", "卫队来了", "我是你的向导", "商队", "必须调查医生", "王总是迟到", "帮助这位女士", "战局"],
)
def test_a_title_inside_another_word_is_no_name(text):
    assert said(text) == []


@pytest.mark.parametrize(
    "surname,pinyin",
    [
        ("单", "Shan"),
        ("解", "Xie"),
        ("仇", "Qiu"),
        ("区", "Ou"),
        ("查", "Zha"),
        ("盖", "Ge"),
        ("朴", "Piao"),
        ("缪", "Miao"),
        ("曾", "Zeng"),
        ("尉迟", "Yuchi"),
        ("万俟", "Moqi"),
        ("长孙", "Zhangsun"),
        ("吕", "Lü"),
        ("翟", "Zhai"),
    ],
)
def test_a_surname_is_read_as_a_surname(surname, pinyin):
    assert surname_in(surname, "en-US") == pinyin


@pytest.mark.parametrize(
    "name,locale,written",
    [
        ("林晚", "en-US", "Lin Wan"),
        ("诸葛亮", "es-419", "Zhuge Liang"),
        ("李安安", "en", "Li An'an"),
        ("林婉", "ru", "Линь Вань"),
    ],
)
def test_a_full_name_keeps_the_chinese_order(name, locale, written):
    assert romanise(name, locale) == written


def test_a_traditional_surname_is_known():
    assert split_name("陳小明") == ("陳", "小明")
    assert say_titled("陳", "总", Setting("ko")) == "진 대표님"


def test_chen_shao_is_a_mister_today_and_a_young_master_in_a_period_work():
    assert said("陈少", era="modern") == ["Mr. Chen"]
    assert said("陈少", era="historical") == ["Young Master Chen"]


def test_a_title_without_gender_says_so():
    hit = find("王总", Setting("en-US"))[0]
    assert "Ms. Wang" in hit.accept
    assert "woman" in hit.advice


@pytest.mark.parametrize(
    "syllables,cyrillic", [("hui", "Хуэй"), ("xi an", "Сиань"), ("chang an", "Чанъань"), ("nü", "Нюй")]
)
def test_palladius_writes_what_russian_readers_know(syllables, cyrillic):
    assert palladius(syllables) == cyrillic


def test_palladius_refuses_what_is_no_syllable():
    assert palladius("xyz") is None


@pytest.mark.parametrize("age,limit", [("十四", "14"), ("十六", "16"), ("十八", "18")])
def test_a_nominal_age_at_a_limit_is_reported(age, limit):
    hit = find(f"虚岁{age}", Setting("en-US"))[0]
    assert f"limit of {limit}" in hit.advice


def test_a_nominal_age_far_from_a_limit_is_only_converted():
    hit = find("虚岁三十", Setting("en-US"))[0]
    assert (hit.target, hit.advice) == ("twenty-nine", "")


@pytest.mark.parametrize("text", ["三点建议", "第三点", "孩子时候", "更新", "打更的", "一刻也不停", "大两岁"])
def test_what_only_looks_like_an_hour_or_an_age_is_left(text):
    assert said(text) == []


def test_the_vietnamese_zodiac_has_the_cat():
    assert said("属兔", "vi") == ["tuổi Mão"]


@pytest.mark.parametrize(
    "text,target",
    [("八点三十分", "8:30"), ("十一点一刻", "11:15"), ("上午八点三十分", "8:30 in the morning")],
)
def test_minutes_are_no_decimals(text, target):
    assert said(text) == [target]


def test_an_invented_reign_gets_no_year():
    assert said("大梁三年") == []


def test_an_impossible_date_is_left_to_the_line():
    assert "2025-" not in str(said("2025年13月40日"))


def test_a_line_that_names_two_systems_is_not_converted():
    assert said("三英尺(约90厘米)长") == ["90"]  # digits are kept, nothing is converted


def test_spans_are_characters_of_the_text_and_hits_never_overlap():
    text = "王总，三千万的彩礼，二十三岁，半个时辰，520元，三斤肉"
    hits = find(text, Setting("en-US"))
    assert len(hits) == 6
    assert all(text[h.span.start : h.span.end] == h.source for h in hits)
    assert all(a.span.end <= b.span.start for a, b in pairwise(hits))


def test_real_lines_never_break_the_finders(sample_data):
    lines = (sample_data / "parallel" / "tatoeba_cmn_eng.tsv").read_text(encoding="utf-8").splitlines()[::40]
    for line in lines:
        source = line.split("\t")[0]
        for hit in find(source, Setting("en-US")):
            assert source[hit.span.start : hit.span.end] == hit.source


def test_numbers_of_real_lines_agree_with_their_translations(sample_data):
    """Of the lines with one written-out number over ten, nearly all have its digits or words in English."""
    from localize.culture.large import Style, render_number

    lines = (sample_data / "parallel" / "tatoeba_cmn_eng.tsv").read_text(encoding="utf-8").splitlines()
    agreed = asked = 0
    for line in lines:
        source, target = line.split("\t")[:2]
        hits = find_numbers(source)
        if len(hits) != 1 or hits[0].text.isdecimal() or not 10 < hits[0].value < 10**9 or hits[0].high:
            continue
        asked += 1
        forms = [render_number(hits[0], "en-US", style=style) or "" for style in Style]
        bare = target.casefold().replace("-", " ")
        words = [f.casefold().replace("-", " ").split("than ")[-1].split("around ")[-1] for f in forms]
        agreed += any(w in bare for w in words) or str(hits[0].value) in target
    assert asked >= 80
    assert agreed / asked > 0.8


@pytest.mark.parametrize(
    "scheme,written",
    [
        ("pinyin", "Lin Wanqing"),
        ("wade-giles", "Lin Wan-ching"),
        ("tongyong", "Lin Wan-cing"),
        ("hong-kong", "Lam Yuen Ching"),
    ],
)
def test_a_full_name_is_spelt_as_the_work_asks(scheme, written):
    assert romanise("林婉清", "en", scheme=Scheme(scheme)) == written
    assert name_in("林婉清", Setting("en-US", romanisation=scheme)) == written


@pytest.mark.parametrize(
    "name,hong_kong,wade",
    [
        ("陈志明", "Chan Chi Ming", "Chen Chih-ming"),
        ("张国荣", "Cheung Kwok Wing", "Chang Kuo-jung"),
        ("谢家豪", "Tse Ka Ho", "Hsieh Chia-hao"),
        ("周杰", "Chau Kit", "Chou Chieh"),
        ("吴秀兰", "Ng Sau Lan", "Wu Hsiu-lan"),
        ("区思敏", "Au Sze Man", "Ou Szu-min"),
    ],
)
def test_names_are_spelt_as_hong_kong_and_taiwan_know_them(name, hong_kong, wade):
    assert romanise(name, "en-HK") == hong_kong
    assert romanise(name, "en", scheme=Scheme.WADE_GILES) == wade


@pytest.mark.parametrize(
    "name,locale,era,written",
    [
        ("林婉清", "vi", "", "Lâm Uyển Thanh"),
        ("陈志明", "vi", "", "Trần Chí Minh"),
        ("諸葛亮", "vi", "historical", "Gia Cát Lượng"),
        ("林晚", "ko", "modern", "린완"),
        ("林晚", "ko", "historical", "임만"),
        ("诸葛亮", "ko", "historical", "제갈량"),
        ("张国荣", "ja", "", "張国栄"),
        ("陈书华", "zh-Hant-TW", "", "陳書華"),
        ("欧阳雪", "en-US", "", "Ouyang Xue"),
        ("仇英", "es-419", "", "Qiu Ying"),
        ("查理明", "pt-BR", "", "Zha Liming"),
        ("林晚", "th", "", None),
    ],
)
def test_a_name_is_read_as_its_readers_read_it(name, locale, era, written):
    assert name_in(name, Setting(locale, era=era)) == written


def test_a_character_without_a_known_reading_gives_no_half_name():
    assert name_in("林龘", Setting("vi")) is None
    assert romanise("林龘", "en-HK") is None


def test_a_title_follows_the_spelling_that_the_work_asks_for():
    assert said("张总", "en-US", romanisation="wade-giles") == ["Mr. Chang"]
    assert said("陈医生", "en-HK") == ["Dr. Chan"]


@pytest.mark.parametrize("text", ["给祖先上三炷香", "上了一炷香", "烧一炷香", "三炷香"])
def test_incense_as_an_offering_is_no_span_of_time(text):
    assert said(text) == []


@pytest.mark.parametrize(
    "idiom",
    [
        "得寸进尺", "半斤八两", "万里长城", "千里迢迢", "七尺男儿", "三寸不烂之舌", "万丈深渊", "一日千里",
        "不远万里", "一寸光阴一寸金", "百尺竿头", "道高一尺魔高一丈", "冰冻三尺", "咫尺天涯", "寸步难行",
        "才高八斗", "一落千丈", "千斤重担", "四两拨千斤", "千钧一发", "一刻千金", "五十步笑百步", "一亩三分地",
        "一分钱一分货", "身无分文", "腰缠万贯", "一毛不拔", "九牛一毛", "分文不取", "不值一文", "三天打鱼两天晒网",
        "三十年河东三十年河西", "一五一十", "四舍五入", "三百六十行", "九九八十一难", "三六九等", "五毛特效",
    ],
)  # fmt: skip
@pytest.mark.parametrize("era", ["modern", "historical"])
def test_an_idiom_stays_whole(idiom, era):
    assert said(idiom, era=era) == []
