"""A term fits the words around it: articles, doubled words, plural, possessive, capital, blanks, particles."""

from __future__ import annotations

import pytest

from localize.adaptation.agreement import insert, plural
from localize.adaptation.base import Obligation
from localize.adaptation.korean import fit_particle
from localize.adaptation.punctuation import localise
from localize.model import EditKind, Span

SYMBOL = "\uf000"


def written(sentence, target, kind=EditKind.TERM, locale="en-US", rule="DIRECT"):
    obligation = Obligation(Span(0, 1), "源", SYMBOL, target, kind, rule, "why")
    text = sentence.replace("@", SYMBOL)
    return insert(text, text.index(SYMBOL), obligation, locale)[0]


@pytest.mark.parametrize(
    "sentence,target,result",
    [
        ("This is a @.", "imperial edict", "This is an imperial edict."),
        ("This is an @.", "bride price", "This is a bride price."),
        ("A @ came.", "imperial edict", "An imperial edict came."),
        ("Read the @.", "the one that got away", "Read the one that got away."),
        ("She is his @.", "the one that got away", "She is the one that got away."),
        ("She is a @.", "the one that got away", "She is the one that got away."),
        ("@ arrived.", "imperial edict", "Imperial edict arrived."),
        ("Go! @ arrived.", "imperial edict", "Go! Imperial edict arrived."),
        ("Read@now.", "imperial edict", "Read imperial edict now."),
        ("Two @s.", "imperial edict", "Two imperial edicts."),
        ("The @'s seal.", "imperial edict", "The imperial edict's seal."),
        ("an @", "8-ball", "an 8-ball"),
        ("a @", "hour", "an hour"),
        ("an @", "unicorn", "a unicorn"),
    ],
)
def test_an_english_noun_agrees(sentence, target, result):
    assert written(sentence, target) == result


@pytest.mark.parametrize(
    "sentence,target,result",
    [
        ("He has @ million.", "thirty million", "He has thirty million."),
        ("He has @ million yuan.", "thirty million yuan", "He has thirty million yuan."),
        ("He has @ yuan.", "thirty million yuan", "He has thirty million yuan."),
        ("a @ deal", "thirty million", "a thirty-million deal"),
        ("It took a @ of silver.", "five hundred taels", "It took five hundred taels of silver."),
        ("He paid a @.", "five hundred taels", "He paid five hundred taels."),
        ("@ people", "tens of millions", "Tens of millions of people"),
        ("I saw @ of them.", "dozens", "I saw dozens of them."),
    ],
)
def test_an_english_amount_agrees(sentence, target, result):
    kind = EditKind.MONEY if "yuan" in target or "tael" in target else EditKind.NUMBER
    assert written(sentence, target, kind, rule="number.large") == result


@pytest.mark.parametrize(
    "sentence,result",
    [
        ("Mr. @ is here.", "Mr. Wang is here."),
        ("President @ is here.", "Mr. Wang is here."),
        ("The @ is here.", "Mr. Wang is here."),
        ("Hello,@.", "Hello, Mr. Wang."),
    ],
)
def test_a_name_has_one_title_and_no_article(sentence, result):
    assert written(sentence, "Mr. Wang", EditKind.NAME) == result


@pytest.mark.parametrize(
    "sentence,result",
    [
        ("a @ girl", "a twenty-three-year-old girl"),
        ("a @ year old girl", "a twenty-three-year-old girl"),
        ("a @-year-old girl", "a twenty-three-year-old girl"),
    ],
)
def test_an_age_before_a_noun_is_said_once(sentence, result):
    assert written(sentence, "twenty-three-year-old", EditKind.AGE) == result


def test_an_age_alone_may_go_on_with_years_old():
    assert written("She is @ years old.", "twenty-three", EditKind.AGE) == "She is twenty-three years old."


@pytest.mark.parametrize(
    "locale,sentence,target,result",
    [
        ("es-419", "@ personas", "30 millones", "30 millones de personas"),
        ("es-419", "un @ de personas", "500 mil", "500 mil de personas"),
        ("pt-BR", "Quero @.", "30 milhões", "Quero 30 milhões."),
        ("ja", "あの @ を くれ", "3000万", "あの3000万を くれ"),
        ("th", "ขอ @ หน่อย", "30 ล้าน", "ขอ 30 ล้านหน่อย"),
    ],
)
def test_other_languages_space_and_join_as_they_do(locale, sentence, target, result):
    assert written(sentence, target, EditKind.NUMBER, locale) == result


@pytest.mark.parametrize(
    "word,after,result",
    [
        ("왕 대표님", "는 어디?", "은 어디?"),
        ("누나", "이 왔다", "가 왔다"),
        ("서울", "으로", "로"),
        ("Kim", "는", "는"),
        ("3", "를", "을"),
    ],
)
def test_a_korean_particle_fits_its_word(word, after, result):
    assert fit_particle(word, after) == result


@pytest.mark.parametrize(
    "noun,many", [("lady", "ladies"), ("boss", "bosses"), ("wife", "wives"), ("grandchild", "grandchildren")]
)
def test_an_english_plural_is_spelled_right(noun, many):
    assert plural(noun) == many


@pytest.mark.parametrize(
    "locale,text,result",
    [
        ("en-US", "你好，world。", "你好, world."),
        ("en-US", "Wait……", "Wait…"),
        ("en-US", "3，000", "3, 000"),
        ("ar", "نعم，لا？", "نعم، لا؟"),
        ("th", "ดี，มาก。", "ดี มาก"),
        ("ja", "はい，“いいえ”。", "はい、「いいえ」。"),
        ("zh-Hant-TW", "“好”……", "「好」……"),
        ("zh-Hans", "“好”", "“好”"),
    ],
)
def test_marks_become_those_of_the_locale(locale, text, result):
    assert localise(text, locale)[0] == result


def test_each_changed_mark_is_recorded_once():
    edits = localise("a，b，c。", "en")[1]
    assert [(e.kind, e.before, e.after) for e in edits] == [
        (EditKind.PUNCTUATION, "，", ","),
        (EditKind.PUNCTUATION, "。", "."),
    ]
