from __future__ import annotations

import pytest

from localize.errors import UsageError
from localize.layout import PROFILES, limits, override
from localize.layout.profiles import _load

LOCALES = [
    "ar",
    "de",
    "en-US",
    "es-419",
    "fr",
    "hi",
    "id",
    "ja",
    "ko",
    "pt-BR",
    "ru",
    "th",
    "tr",
    "vi",
    "zh-Hans",
]


def test_the_registered_profiles_are_those_of_the_data_file() -> None:
    assert sorted(_load()) == list(PROFILES)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_locale_has_usable_limits_with_a_source(profile: str, locale: str) -> None:
    found = limits(profile, locale)
    assert found.chars_per_line >= 8
    assert 1 <= found.lines <= 4
    assert 3 <= found.chars_per_second <= 25
    assert 0 <= found.min_gap_ms < found.min_ms < found.max_ms
    assert found.source


@pytest.mark.parametrize(
    ("locale", "characters", "speed"),
    [
        ("en-GB", 42, 20),
        ("es-MX", 42, 17),
        ("th", 35, 17),
        ("ja", 13, 4),
        ("ko", 16, 12),
        ("hi", 42, 22),
        ("zh-CN", 16, 9),
        ("zh-Hant-TW", 16, 9),
        ("zh-TW", 16, 9),
    ],
)
def test_netflix_numbers_are_those_of_the_guides(locale: str, characters: float, speed: float) -> None:
    found = limits("netflix", locale)
    assert (found.chars_per_line, found.chars_per_second) == (characters, speed)


def test_a_profile_answers_with_its_own_row_for_all_locales_before_the_one_it_extends() -> None:
    assert limits("vertical", "zh-Hant-TW").chars_per_line == 12
    assert limits("vertical", "en-US").chars_per_line == 25
    assert limits("vertical", "en-US").chars_per_second == 20
    assert limits("bbc", "ja").chars_per_line == 13


def test_an_editorial_number_says_so() -> None:
    assert "editorial" in limits("vertical", "ja").source
    assert "editorial" not in limits("netflix", "en-US").source


def test_an_unknown_profile_names_the_nearest_one() -> None:
    with pytest.raises(UsageError, match="did you mean netflix"):
        limits("netflx", "en")


def test_an_override_changes_its_number_and_names_its_source() -> None:
    changed = override(limits("netflix", "en"), {"chars_per_line": 37, "lines": 3}, source="localize.toml")
    assert (changed.chars_per_line, changed.lines, changed.chars_per_second) == (37, 3, 20)
    assert changed.source.startswith("localize.toml")


@pytest.mark.parametrize(
    ("numbers", "message"),
    [({"chars_per_lin": 3}, "did you mean chars_per_line"), ({"lines": 0}, "cannot be 0")],
)
def test_an_override_that_makes_no_sense_is_refused(numbers: dict[str, float], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        override(limits("netflix", "en"), numbers, source="x")
