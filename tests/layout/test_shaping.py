from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from localize.layout import limits, pixel_width, ruler
from localize.layout.fonts import typeface
from localize.layout.shaping import Ruler

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import Any

    Timed = Callable[[], AbstractContextManager[Any]]

NEEDS = "install fonts-noto-core and fonts-noto-cjk"


def ruler_of(locale: str, font: str = "") -> Ruler:
    found = ruler(font, locale)
    if found is None:
        pytest.skip(f"no font for {locale}: {NEEDS}")
    return found


def glyphs(line: str, locale: str) -> list[int]:
    return [glyph.number for run in ruler_of(locale).runs(line) for glyph in run.glyphs]


@pytest.mark.parametrize(
    ("text", "locale", "em"),
    [
        ("A", "en", 0.639),  # what the font's hmtx table says
        ("i", "en", 0.258),
        ("", "en", 0.0),
        ("ก", "th", 0.6),
        ("皇上", "zh-Hans", 2.0),
        ("「皇上」，……", "zh-Hans", 7.0),
    ],
)
def test_a_line_is_as_wide_as_the_advances_of_its_glyphs(text: str, locale: str, em: float) -> None:
    assert ruler_of(locale).measure(text).width == pytest.approx(em, abs=0.002)


def test_kerning_counts() -> None:
    drawn = ruler_of("en")
    apart = drawn.measure("A").width + drawn.measure("V").width
    assert drawn.measure("AV").width < apart


def test_arabic_letters_are_joined() -> None:
    alone = [glyphs(letter, "ar")[0] for letter in "بيت"]
    assert set(glyphs("بيت", "ar")).isdisjoint(alone)
    drawn = ruler_of("ar")
    assert drawn.measure("بيت").width < sum(drawn.measure(letter).width for letter in "بيت")


def test_thai_marks_take_no_room() -> None:
    drawn = ruler_of("th")
    assert drawn.measure("ที่").width == drawn.measure("ท").width


def test_a_devanagari_conjunct_is_narrower_than_its_letters() -> None:
    drawn = ruler_of("hi")
    assert drawn.measure("क्ष").width < drawn.measure("कष").width


def test_the_locale_chooses_the_regional_shape() -> None:
    ruler_of("ja")
    assert glyphs("直", "ja") != glyphs("直", "zh-Hans")
    assert glyphs("骨", "zh-Hant-TW") != glyphs("骨", "zh-Hans")


def test_a_dash_of_two_characters_is_two_characters_wide_alone_and_among_letters() -> None:
    drawn = ruler_of("zh-Hans")
    assert drawn.measure("——").width == drawn.measure("我——").width - 1 == 2.0


def test_a_missing_glyph_is_named_once_with_its_marks(latin: str) -> None:
    assert ruler_of("vi", latin).measure("gỏi cuốn gỏi").missing == ("ỏ", "ố")


def test_a_letter_that_the_font_has_composed_is_not_missing(latin: str) -> None:
    assert ruler_of("fr", latin).measure("Cafe\u0301").missing == ()


def test_what_is_not_drawn_is_not_missing(latin: str) -> None:
    assert ruler_of("en", latin).measure("a\u200b\u2060\ufeff\ue000\x00b").missing == ()


def test_a_font_that_cannot_be_read_measures_nothing(damaged: str) -> None:
    assert ruler(damaged, "en") is None
    assert ruler(f"{damaged}.gone", "en") is None
    screen = limits("vertical", "en").screen
    assert screen is not None
    assert pixel_width("a", screen, "en") is not None


def test_a_script_without_a_font_measures_nothing() -> None:
    assert typeface("", "mn-Mong") is None


def test_pixels_are_em_times_the_size_of_the_type() -> None:
    screen = limits("vertical", "en").screen
    assert screen is not None
    assert pixel_width("A", screen, "en") == pytest.approx(0.639 * 52)


def test_what_certainly_fits_does_fit() -> None:
    drawn = ruler_of("en")
    assert drawn.certainly_fits("You came back.", 20)
    assert not drawn.certainly_fits("You came back.", 4)


TEXTS = st.text(
    st.one_of(
        st.sampled_from(list("aAVW fi.…—“”ที่นี่กبيتسلام0123حद्क्षि👍\u200d\u0301")), st.characters(codec="utf-8")
    ),
    max_size=60,
)


@given(TEXTS, st.sampled_from(["en", "th", "ar", "hi", "he", "ru"]))
@settings(max_examples=150, deadline=None)
@example("@\u0d3b", "en")  # each character has a font, the two together have none
def test_the_cheap_verdict_is_never_wrong(text: str, locale: str) -> None:
    drawn = ruler_of(locale)
    measured = drawn.measure(text)
    if drawn.certainly_fits(text, 10.0):
        assert measured.width <= 10.0
        assert measured.missing == ()


@given(TEXTS, st.sampled_from(["en", "th", "ar", "hi"]))
@settings(max_examples=100, deadline=None)
def test_the_runs_are_the_line_without_a_gap(text: str, locale: str) -> None:
    runs = ruler_of(locale).runs(text)
    assert [run.start for run in runs] == [0, *(run.end for run in runs)][: len(runs)]
    assert (runs[-1].end if runs else 0) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "a" + "\u0301" * 10_000,
        "\x00" * 10_000,
        "👨\u200d" * 5_000,
        "ก" + "\u0e48" * 10_000,
        "\u202e" * 10_000,
        "aب" * 5_000,
        "\ud800" * 10_000,
    ],
    ids=["long", "combining", "nul", "joiners", "thai marks", "overrides", "direction", "surrogates"],
)
def test_a_hostile_line_is_measured_in_bounded_time(text: str, timed: Timed) -> None:
    for locale in ("en", "th", "ar"):
        drawn = ruler_of(locale)
        drawn.measure("a")
        with timed() as taken:
            drawn.measure(text)
        assert taken.within(2)


@pytest.mark.parametrize(
    ("text", "locale", "font"),
    [
        ("You think five million is enough, AVATAR?", "en", "NotoSans"),
        ("Anh nghĩ năm triệu là đủ sao?", "vi", "NotoSans"),
        ("คุณคิดว่าเงินห้าล้านพอที่จะทำให้ฉันไป", "th", "NotoSansThai"),
        ("هل تظن أن خمسة ملايين تكفي؟", "ar", "NotoSansArabic"),
        ("क्या तुम्हें लगता है कि पचास लाख काफ़ी हैं", "hi", "NotoSansDevanagari"),
        ("אתה חושב שחמישה מיליון מספיקים", "he", "NotoSansHebrew"),
    ],
)
def test_pillow_with_raqm_measures_the_same(text: str, locale: str, font: str) -> None:
    from PIL import ImageFont, features

    if not features.check("raqm"):
        pytest.skip("Pillow finds no libfribidi: install libfribidi0")
    drawn = ruler_of(locale)
    (path,) = {run.face.path for run in drawn.runs(text)} - {""}
    assert font in path
    theirs = ImageFont.truetype(path, 1000, layout_engine=ImageFont.Layout.RAQM).getlength(
        text, language=locale
    )
    assert drawn.measure(text).width * 1000 == pytest.approx(theirs, abs=len(text))
