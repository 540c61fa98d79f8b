from __future__ import annotations

import pytest

from localize.engines.families import (
    FAMILIES,
    M2M100,
    MADLAD,
    MARIAN,
    MBART,
    NLLB,
    PAIR,
    Family,
    Spoken,
    codes,
    names_language,
    recognise,
    speak,
)
from localize.locales import parse_locale

MARKETS = [
    "ar", "de", "en", "en-US", "es", "es-419", "es-ES", "fil", "fr", "hi", "id", "it", "ja", "ko", "ms", "pl", "pt",
    "pt-BR", "ru", "th", "tr", "vi", "zh-Hans", "zh-Hant", "zh-Hant-TW",
]  # fmt: skip
MANY = [family for family in FAMILIES if family.column >= 0]


def vocabulary(family: Family, *locales: str) -> frozenset[str]:
    return frozenset(family.token.format(codes(family, parse_locale(tag))[0]) for tag in locales)


def test_nllb_and_the_opus_models_name_every_market() -> None:
    assert [tag for family in (NLLB, MARIAN) for tag in MARKETS if not codes(family, parse_locale(tag))] == []


@pytest.mark.parametrize("family", [M2M100, MBART, MADLAD], ids=lambda family: family.name)
def test_the_others_name_every_market_but_those_they_never_learnt(family: Family) -> None:
    unnamed = {tag for tag in MARKETS if not codes(family, parse_locale(tag))}
    assert unnamed == {"zh-Hant", "zh-Hant-TW"} | ({"ms"} if family is MBART else set())


@pytest.mark.parametrize("family", MANY, ids=lambda family: family.name)
def test_a_vocabulary_tells_its_family_and_each_of_its_tokens_names_a_language(family: Family) -> None:
    tokens = vocabulary(family, "en", "zh-Hans")
    assert recognise(tokens.__contains__) is family
    assert all(names_language(token) for token in tokens)


def test_a_vocabulary_without_languages_is_that_of_one_pair() -> None:
    assert recognise(frozenset(["hello", "▁zh"]).__contains__) is PAIR


@pytest.mark.parametrize(
    ("family", "source", "target"),
    [
        (NLLB, "zho_Hans", "spa_Latn"),
        (M2M100, "__zh__", "__es__"),
        (MBART, "zh_CN", "es_XX"),
        (MADLAD, "<2es>", ""),
        (MARIAN, ">>spa<<", ""),
    ],
    ids=lambda value: value.name if isinstance(value, Family) else "",
)
def test_each_family_is_told_the_pair_in_its_own_way(family: Family, source: str, target: str) -> None:
    knows = vocabulary(family, "zh-Hans", "es").__contains__
    spoken = speak(family, knows, parse_locale("zh-Hans"), parse_locale("es-419"))
    assert spoken == Spoken(family, source, target)


@pytest.mark.parametrize("family", MANY, ids=lambda family: family.name)
def test_a_language_that_is_not_in_the_vocabulary_is_not_spoken(family: Family) -> None:
    knows = vocabulary(family, "zh-Hans", "en").__contains__
    assert speak(family, knows, parse_locale("zh-Hans"), parse_locale("th")) is None


def test_traditional_is_read_as_simplified_where_a_model_knows_no_other_but_never_written_for_it() -> None:
    knows = vocabulary(M2M100, "zh-Hans", "en").__contains__
    assert speak(M2M100, knows, parse_locale("zh-TW"), parse_locale("en")) == Spoken(
        M2M100, "__zh__", "__en__", simplify=True
    )
    assert speak(M2M100, knows, parse_locale("en"), parse_locale("zh-TW")) is None
    both = vocabulary(NLLB, "zh-Hans", "zh-Hant", "en").__contains__
    assert speak(NLLB, both, parse_locale("zh-TW"), parse_locale("en")) == Spoken(
        NLLB, "zho_Hant", "eng_Latn"
    )


def test_older_opus_models_spell_languages_with_two_letters_and_territories() -> None:
    romance = frozenset([">>pt_br<<", ">>pt<<", ">>es<<"]).__contains__
    brazil = speak(MARIAN, romance, parse_locale("en"), parse_locale("pt-BR"))
    portugal = speak(MARIAN, romance, parse_locale("en"), parse_locale("pt-PT"))
    assert (brazil and brazil.source, portugal and portugal.source) == (">>pt_br<<", ">>pt<<")


def test_another_script_of_a_language_has_no_code() -> None:
    assert codes(NLLB, parse_locale("uk-Latn")) == ()
