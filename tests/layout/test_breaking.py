from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localize.layout import bad_breaks, break_lines, limits, line_widths
from localize.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import Any

    Timed = Callable[[], AbstractContextManager[Any]]

LOCALES = [
    "en-US",
    "es-419",
    "fr",
    "de",
    "ru",
    "ar",
    "hi",
    "th",
    "km",
    "ko",
    "ja",
    "zh-Hans",
    "zh-Hant-TW",
    "vi",
]


def broken(text: str, locale: str, profile: str = "netflix") -> list[str]:
    return break_lines(text, limits(profile, locale), locale).split("\n")


def test_a_text_that_fits_stays_on_one_line() -> None:
    assert broken("You came back.\nAt last.", "en") == ["You came back. At last."]


def test_a_long_line_is_balanced_with_the_longer_line_below() -> None:
    lines = broken("You think five million is enough to make me leave him?", "en")
    assert lines == ["You think five million is enough", "to make me leave him?"]
    first, second = broken("Somebody opened every window while everybody quietly slept", "en")
    assert len(first) <= len(second)


@pytest.mark.parametrize(
    ("text", "locale", "profile", "unwanted"),
    [
        ("Last night at the gate I saw the old woman of the house.", "en", "netflix", "the"),
        ("Everybody here is afraid to speak with Mr. Gu Tingchen now.", "en", "vertical", "Mr."),
        ("Le dije que no quería volver nunca más a la casa de mi abuela.", "es-419", "netflix", "la"),
        ("Ich habe dir gesagt, dass du nicht mehr in das Haus gehen darfst.", "de", "netflix", "das"),
        ("Я сказал тебе, чтобы ты больше никогда не приходила в этот дом.", "ru", "netflix", "в"),
    ],
)
def test_a_line_never_ends_with_an_article_preposition_or_title(
    text: str, locale: str, profile: str, unwanted: str
) -> None:
    lines = broken(text, locale, profile)
    assert len(lines) > 1
    assert unwanted not in [line.split()[-1] for line in lines]


def test_a_number_keeps_its_unit_and_a_name_its_parts() -> None:
    for cut in range(16, 40):
        numbers = limits("netflix", "en")
        narrow = type(numbers)(cut, 9, 20, 833, 7000, 66, "test")
        text = "He drove 500 km in one night to see Gu Tingchen and 300 million yuan."
        lines = break_lines(text, narrow, "en").split("\n")
        assert not any(line.endswith(("500", "300", "Gu")) for line in lines), lines


def test_a_chinese_line_breaks_after_the_clause_and_never_before_a_particle() -> None:
    assert broken("你以为五百万就能让我离开他吗？我告诉你，做梦！", "zh-Hans") == [
        "你以为五百万就能让我离开他吗？",
        "我告诉你，做梦！",
    ]
    for line in broken("他昨天晚上在公司楼下等了你整整三个小时的时间", "zh-Hans", "vertical"):
        assert line[0] not in "的了吗吧呢"


def test_japanese_kinsoku_holds() -> None:
    lines = broken("ちょっと待って、あなたは本当に社長なのですか？信じられないっ！", "ja")
    assert all(line[0] not in "ゃゅょっー、。？！」" for line in lines)


def test_korean_breaks_at_blanks_only() -> None:
    text = "폐하께서 오셨습니다. 모두 무릎을 꿇고 인사를 올리십시오."
    assert " ".join(broken(text, "ko")) == text


def test_thai_words_stay_whole() -> None:
    lines = broken("ฉันไม่รู้ว่าคุณกำลังพูดถึงอะไรที่สุดเลยนะคุณชายเฉิน", "th", "vertical")
    assert len(lines) > 1
    assert not any(line.endswith("ที่") for line in lines)


def test_dialogue_turns_keep_their_lines() -> None:
    assert broken("- Where?\n- Here.", "en") == ["- Where?", "- Here."]
    assert broken("<i>", "en") == ["<i>"]


def test_a_turn_behind_a_tag_is_still_a_turn() -> None:
    text = "<i>- Where?</i>\n<i>- Here.</i>"
    hidden = [Span(0, 3), Span(11, 15), Span(16, 19), Span(26, 30)]
    assert break_lines(text, limits("netflix", "en"), "en", hidden=hidden) == text


def test_an_opening_dash_stays_with_its_words() -> None:
    for line in broken("—Hola —dijo ella—. ¿Cuántas veces te he dicho que no vengas a la casa?", "es-419"):
        assert not line.endswith(" —")


def test_tags_are_not_counted_and_not_broken() -> None:
    text = '<font color="#ff0000 very long attribute here">Short</font> and sweet line.'
    hidden = [Span(0, 47), Span(52, 59)]
    assert break_lines(text, limits("netflix", "en"), "en", hidden=hidden) == text


def test_a_break_falls_after_a_closing_tag_and_before_an_opening_one() -> None:
    text = "<i>You think five million is enough,</i><b>to make me leave him?</b>"
    hidden = [Span(0, 3), Span(36, 40), Span(40, 43), Span(64, 68)]
    joined = break_lines(text, limits("vertical", "en"), "en", hidden=hidden)
    assert "</i>" in joined
    assert not any(line.startswith("</") for line in joined.split("\n"))


def test_a_protected_span_stays_whole() -> None:
    text = "Give it to {the owner of the big house} right now, will you please?"
    span = Span(11, 39)
    assert text[11:39] in break_lines(text, limits("vertical", "en"), "en", protected=[span])


def test_text_without_blanks_keeps_the_breaks_that_already_fit() -> None:
    assert broken("你走吧\n我不想见你", "zh-Hans") == ["你走吧", "我不想见你"]


def test_a_bad_break_is_named() -> None:
    (fault,) = bad_breaks("She lives with her aunt in the\nhouse", "en")
    assert (fault.at, fault.reason) == (30, "ends a line with an article or determiner")


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("She lives with her aunt,\nin the house", "en"),
        ("- Where?\n- Here.", "en"),
        ("你以为五百万就能让我\n离开他吗？", "zh-Hans"),
    ],
)
def test_a_good_break_is_not_blamed(text: str, locale: str) -> None:
    assert bad_breaks(text, locale) == ()


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("他买了三百\n万的房子", "zh-Hans"),
        ("我不知\n道", "zh-Hans"),
        ("เขาพูดถึงอะ\nไร", "th"),
        ("I have 500\nkm to go", "en"),
    ],
)
def test_a_break_inside_a_word_or_number_is_blamed(text: str, locale: str) -> None:
    assert len(bad_breaks(text, locale)) == 1


def without_blanks(text: str) -> str:
    return "".join(text.split())


TEXTS = st.text(
    st.one_of(
        st.sampled_from(
            list("ab ,.-—?!'\n\n{}<>/\\N“”…你好的了，。！？「」三万0123カッーとがไม่รู้กخمسة\ue000\uf000")
        ),
        st.characters(codec="utf-8"),
    ),
    max_size=80,
)


@given(TEXTS, st.sampled_from(LOCALES), st.sampled_from(["netflix", "vertical"]))
@settings(max_examples=150, deadline=None)
def test_no_visible_character_is_lost_or_added(text: str, locale: str, profile: str) -> None:
    result = break_lines(text, limits(profile, locale), locale)
    assert without_blanks(result) == without_blanks(text)


@given(TEXTS, st.sampled_from(LOCALES))
@settings(max_examples=80, deadline=None)
def test_breaking_twice_changes_nothing(text: str, locale: str) -> None:
    once = break_lines(text.replace("-", "").replace("—", ""), limits("netflix", locale), locale)
    assert without_blanks(break_lines(once, limits("netflix", locale), locale)) == without_blanks(once)
    bad_breaks(once, locale)


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=9), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_words_shorter_than_a_line_always_fit_its_width(words: list[str]) -> None:
    result = break_lines(" ".join(words), limits("vertical", "en"), "en")
    assert max(line_widths(result, "en")) <= 25


@given(TEXTS, st.data())
@settings(max_examples=60, deadline=None)
def test_protected_and_hidden_spans_come_out_whole(text: str, data: st.DataObject) -> None:
    placeholder, tag = "{player name}", '<font color="red blue">'
    cut = data.draw(st.integers(0, len(text)))
    second = data.draw(st.integers(cut, len(text)))
    whole = text[:cut] + placeholder + text[cut:second] + tag + text[second:]
    start = cut + len(placeholder) + second - cut
    result = break_lines(
        whole,
        limits("vertical", "en"),
        "en",
        protected=[Span(cut, cut + len(placeholder))],
        hidden=[Span(start, start + len(tag))],
    )
    assert placeholder in result
    assert tag in result
    assert without_blanks(result) == without_blanks(whole)


def test_a_name_stays_whole_where_a_line_can_hold_it() -> None:
    text = "He gave it to Eastern Peak Sect at noon today"
    lines = break_lines(text, limits("vertical", "en"), "en", names=["eastern peak sect"]).split("\n")
    assert any("Eastern Peak Sect" in line for line in lines)
    long = "Eastern Peak Sect of the Seven Rivers and the Nine Mountains"
    assert max(line_widths(break_lines(long, limits("vertical", "en"), "en", names=[long]), "en")) <= 25


@pytest.mark.parametrize(
    ("text", "locale", "name"),
    [
        ("He gave it to Eastern\nPeak Sect", "en", "Eastern Peak Sect"),
        ("我把劍給了東方\n不敗大俠", "zh-Hant-TW", "東方不敗"),
        ("ส่งให้หลิน\nโม่แล้ว", "th", "หลินโม่"),
    ],
)
def test_a_break_inside_a_name_is_blamed(text: str, locale: str, name: str) -> None:
    assert [broken.reason for broken in bad_breaks(text, locale, names=[name])] == ["parts a name or term"]


@pytest.mark.parametrize(
    ("text", "locale", "reason"),
    [
        ("내가 떠나게 할\n수 있어", "ko", "begins a line with a particle"),
        ("उसने घर\nमें देखा", "hi", "begins a line with a particle"),
        ("ذهبت الفتاة إلى\nالبيت", "ar", "ends a line with a preposition"),
        ("لديه خمسة\nملايين فقط", "ar", "parts a number"),
    ],
)
def test_the_particles_of_a_language_lean_where_they_should(text: str, locale: str, reason: str) -> None:
    assert [broken.reason for broken in bad_breaks(text, locale)] == [reason]


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("a" * 10_000, "en"),
        ("a " * 5_000, "en"),
        ("a" + "\u0301" * 10_000, "en"),
        ("\x00" * 10_000, "en"),
        ("你" * 10_000, "zh-Hans"),
        ("ก" * 10_000, "th"),
        ("- \n" * 3_000, "en"),
    ],
    ids=["word", "words", "combining", "nul", "han", "thai", "turns"],
)
def test_a_hostile_text_is_broken_in_bounded_time(text: str, locale: str, timed: Timed) -> None:
    break_lines("a", limits("vertical", locale), locale)
    with timed() as taken:
        broken_text = break_lines(text, limits("vertical", locale), locale, names=["a a", "你"])
    assert taken.within(3)
    assert without_blanks(broken_text) == without_blanks(text)
