from __future__ import annotations

from pathlib import Path

import pytest

from localize.errors import UsageError
from localize.layout import PROFILES, Screen, limits, override
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


@pytest.mark.parametrize(
    ("profile", "locale", "speed"),
    [
        ("netflix/children", "en-US", 17),
        ("netflix/children", "es-419", 13),
        ("netflix/children", "zh-Hant-TW", 7),
        ("netflix/sdh", "th", 20),
        ("netflix/sdh", "ar", 23),
        ("netflix/sdh-children", "ko", 11),
    ],
)
def test_a_variant_has_the_speed_of_its_audience_and_the_rest_of_its_profile(
    profile: str, locale: str, speed: float
) -> None:
    found, adult = limits(profile, locale), limits("netflix", locale)
    assert found.chars_per_second == speed
    assert (found.chars_per_line, found.lines, found.screen) == (
        adult.chars_per_line,
        adult.lines,
        adult.screen,
    )


def screen_of(profile: str, locale: str = "en") -> Screen:
    found = limits(profile, locale).screen
    assert found is not None
    return found


def test_a_vertical_screen_leaves_the_controls_of_the_app_free() -> None:
    own, app = screen_of("vertical"), screen_of("vertical/tiktok")
    assert (own.frame_width, own.frame_height, own.room) == (1080, 1920, 885)
    assert [zone.title for zone in own.zones] == ["progress bar, episodes"]
    assert {zone.edge: zone.depth for zone in app.zones} == {
        "top": 130,
        "bottom": 350,
        "right": 164,
        "left": 60,
    }
    assert app.room == 1080 - 60 - 164


@pytest.mark.parametrize("profile", [name for name in PROFILES if name != "game"])
@pytest.mark.parametrize("locale", LOCALES)
def test_no_zone_reaches_into_the_safe_area_and_each_has_a_source(profile: str, locale: str) -> None:
    screen = screen_of(profile, locale)
    for zone in screen.zones:
        assert zone.source
        assert zone.depth <= getattr(screen, f"safe_{zone.edge}")
    assert screen.source


def test_nobody_knows_the_box_of_a_game() -> None:
    assert limits("game", "en").screen is None
    numbers = {"frame_width": 800, "frame_height": 200, "font_px": 32, "safe_left": 20}
    found = override(limits("game", "en"), numbers, source="localize.toml").screen
    assert found is not None
    assert found.room == 780


def test_a_smaller_frame_takes_type_margins_and_zones_along() -> None:
    numbers = {"frame_width": 540, "frame_height": 960, "safe_left": 0}
    found = override(limits("vertical", "en"), numbers, source="localize.toml").screen
    assert found is not None
    assert (found.font_px, found.safe_left, found.safe_right, found.zones[0].depth) == (26, 0, 65, 173)


@pytest.mark.parametrize(
    ("profile", "numbers", "message"),
    [
        ("game", {"font_px": 30}, "give frame_width, frame_height"),
        ("vertical", {"safe_left": 1080}, "no room for text"),
        ("vertical", {"font_px": 0}, "cannot be 0"),
        ("vertical", {"safe_top": 1900}, "no room for text"),
    ],
)
def test_a_screen_that_makes_no_sense_is_refused(
    profile: str, numbers: dict[str, float], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        override(limits(profile, "en"), numbers, source="x")


def test_a_project_sets_its_font(latin: str, tmp_path: Path) -> None:
    found = override(limits("vertical", "en"), {}, source="x", font=latin).screen
    assert found is not None
    assert found.font == latin
    (tmp_path / "notes.ttf").write_text("no font")
    for wrong, message in (
        (str(tmp_path / "missing.ttf"), "there is no font"),
        (str(tmp_path), "is no OpenType font"),
    ):
        with pytest.raises(UsageError, match=message):
            override(limits("vertical", "en"), {}, source="x", font=wrong)
    (tmp_path / "notes.ttf").unlink()
    with pytest.raises(UsageError, match="there is no font in"):
        override(limits("vertical", "en"), {}, source="x", font=str(tmp_path))
