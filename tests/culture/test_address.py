"""What a target shows of how somebody is addressed, and what it does not show."""

from __future__ import annotations

import pytest

from localize.culture.address import formality, genders, persons, tells_apart


@pytest.mark.parametrize(
    ("locale", "text", "kinds"),
    [
        ("es-MX", "¿Tú lo sabías?", ["informal"]),
        ("es-AR", "¿Vos lo sabías?", ["informal"]),
        ("es", "¿Usted lo sabía?", ["formal"]),
        ("es", "Ustedes lo sabían.", []),
        ("es", "Su padre lo sabía.", []),
        ("pt-BR", "Você sabia?", ["informal"]),
        ("pt-BR", "O senhor sabia?", ["formal"]),
        ("pt-PT", "Tu sabias?", ["informal"]),
        ("fr", "T’es fou ?", ["informal"]),
        ("fr", "Votre père vous attend.", ["formal", "formal"]),
        ("de", "Kommst du?", ["informal"]),
        ("de", "Kommen Sie?", ["formal"]),
        ("de", "Sie kommt. Sie geht.", []),
        ("de", "Ich sehe sie.", []),
        ("it", "E Lei chi è?", ["formal"]),
        ("it", "Lei non c'è.", []),
        ("ru", "Что вам нужно?", ["formal"]),
        ("ru", "Что тебе нужно?", ["informal"]),
        ("nl", "Wat wilt u?", ["formal"]),
        ("tr", "Siz kimsiniz?", ["formal"]),
        ("id", "Kau siapa?", ["informal"]),
        ("hi", "आप कौन हैं?", ["formal"]),
        ("hi", "तुम कौन हो?", ["informal"]),
        ("zh-Hant-TW", "您是誰？", ["formal"]),
        ("ko", "누구세요?", ["formal"]),
        ("ko", "감사합니다.", ["formal"]),
        ("ko", "어디 가?", ["informal"]),
        ("ko", "나는 몰랐어. 정말이에요.", ["informal", "formal"]),
        ("ko", "린완!", []),
        ("ja", "どなたですか？", ["formal"]),
        ("ja", "誰だ？", ["informal"]),
        ("ja", "社長、", []),
        ("en-US", "Who are you?", []),
        ("th", "คุณเป็นใคร", []),
    ],
)
def test_a_text_shows_politeness_only_where_its_words_do(locale: str, text: str, kinds: list[str]) -> None:
    assert [sign.kind for sign in formality(text, locale)] == kinds


def test_a_sign_has_its_place() -> None:
    (sign,) = formality("¿Y usted?", "es")
    assert "¿Y usted?"[sign.span.start : sign.span.end] == sign.word == "usted"
    (ending,) = formality("저기요. 가!", "ko")[1:]
    assert "저기요. 가!"[ending.span.start : ending.span.end] == ending.word


def test_pronouns_show_a_man_or_a_woman() -> None:
    assert [s.kind for s in genders("He's with her.", "en-US")] == ["he", "she"]
    assert genders("The cat sheds.", "en-US") == ()
    assert [s.kind for s in genders("Ella lo sabe.", "es-419")] == ["she"]
    assert genders("Sie kommt.", "de") == ()


def test_vietnamese_words_for_people_are_found_whole() -> None:
    assert [s.word for s in persons("Anh ơi, em đây.", "vi")] == ["Anh", "em"]
    assert persons("Xem phim.", "vi") == ()


def test_english_does_not_tell_polite_from_familiar() -> None:
    assert not tells_apart("en-GB")
    assert all(tells_apart(tag) for tag in ("es-419", "ko", "ja", "fr", "hi", "zh-Hant"))
