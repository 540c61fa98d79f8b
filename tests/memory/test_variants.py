"""Which locale of a project a foreign language serves."""

from __future__ import annotations

import pytest

from localize.memory.variants import served


@pytest.mark.parametrize(
    ("language", "locales", "expected"),
    [
        ("zh-CN", ["zh-Hans"], ("zh-Hans",)),
        ("zh-CHS", ["zh-Hans", "zh-Hant-TW"], ("zh-Hans",)),
        ("zh-TW", ["zh-Hans", "zh-Hant-TW"], ("zh-Hant-TW",)),
        ("zh-TW", ["zh-Hans"], ()),
        ("ES", ["es-419", "es-ES"], ("es-419", "es-ES")),
        ("es-MX", ["es-419", "es-ES"], ("es-419",)),
        ("en_us", ["en-GB", "en-US"], ("en-US",)),
        ("pt-PT", ["pt-BR"], ()),
        ("", ["en-US"], ()),
        ("x-none", ["en-US"], ()),
    ],
)
def test_regions_serve_what_is_above_and_below_them(
    language: str, locales: list[str], expected: tuple[str, ...]
) -> None:
    found, why = served(language, locales, {})
    assert found == expected
    assert bool(why) is not bool(expected)


def test_another_region_serves_when_the_user_says_so() -> None:
    assert served("en-GB", ["en-US"], {})[1] == "another region than en-US: --map en-GB=en-US takes it"
    assert served("EN_GB", ["en-US"], {"en-gb": "en-US"}) == (("en-US",), "")
