"""Locale tags: checked, canonical, and falling back the way CLDR says."""

from __future__ import annotations

import pytest

from localize.errors import UsageError
from localize.locales import fallback_chain, parse_locale, same_language


@pytest.mark.parametrize(
    "given, tag, script",
    [
        ("en-US", "en-US", "Latn"),
        ("zh_Hant_TW", "zh-Hant-TW", "Hant"),
        ("zh-tw", "zh-TW", "Hant"),
        ("zh-CN", "zh-CN", "Hans"),
        ("es-419", "es-419", "Latn"),
        ("AR", "ar", "Arab"),
        ("th", "th", "Thai"),
    ],
)
def test_a_known_tag_is_made_canonical(given: str, tag: str, script: str) -> None:
    locale = parse_locale(given)
    assert (locale.tag, locale.script) == (tag, script)


@pytest.mark.parametrize("tag", ["", "klingon", "zz-ZZ", "en US", "../x", "e" * 300])
def test_an_unknown_tag_is_an_error(tag: str) -> None:
    with pytest.raises(UsageError, match="USE002 unknown locale"):
        parse_locale(tag)


def test_a_near_tag_is_suggested() -> None:
    with pytest.raises(UsageError, match=r"did you mean zh-Hant\?"):
        parse_locale("zh-Hantt")


@pytest.mark.parametrize(
    "tag, chain",
    [
        ("es-MX", ("es-MX", "es-419", "es")),
        ("pt-BR", ("pt-BR", "pt")),
        ("zh-Hant-TW", ("zh-Hant-TW", "zh-Hant")),
        ("zh-TW", ("zh-TW", "zh-Hant-TW", "zh-Hant")),
        ("en-US", ("en-US", "en")),
        ("ja", ("ja",)),
    ],
)
def test_fallback_follows_cldr_and_never_crosses_scripts(tag: str, chain: tuple[str, ...]) -> None:
    assert fallback_chain(tag) == chain


def test_simplified_and_traditional_are_not_the_same_language() -> None:
    assert same_language("zh-Hans", "zh-CN")
    assert not same_language("zh-Hans", "zh-Hant-TW")
