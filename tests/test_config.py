"""The project file: what it says is what the library sees, and every mistake has its line."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from localize import layout
from localize.config import (
    PROFILES,
    ROMANISATIONS,
    Approach,
    Config,
    EngineChoice,
    Exemption,
    find_project,
    key_lines,
    load_config,
)
from localize.culture.fullnames import Scheme
from localize.errors import ConfigError, ProblemsError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

FULL = """\
[project]
name    = "The Heir Returns"
work    = "heir-returns"
universe = "linfamily"
source  = "zh-Hans"
targets = ["en-US", "es-419", "zh-Hant-TW"]
medium  = "drama"
genre   = ["ceo", "rebirth"]
season  = 2

[files]
include = ["episodes/*.srt", "scripts/*.fountain"]
output  = "{locale}/{path}"
episodes = { "extras/*.srt" = 24 }
cuts = "cuts/{stem}.txt"

[engine]
default  = "starter"
"es-419" = { name = "ctranslate2", model = "models/nllb" }

[glossary]
packs  = ["zh-Hans/*"]
files  = ["glossary/*.yaml"]
people = ["people.yaml"]

[adaptation]
mode  = "neutral"
romanisation = "wade-giles"
lunar_year = 2025
"ar"  = { mode = "domesticating" }
"en-HK" = { romanisation = "hong-kong" }

[layout]
profile = "netflix"
chars_per_line = 30
fps = 23.976

[review]
store     = "sqlite:///.localize/project.db"
approvals = 2
self_approval = false

[export]
gate = "checked"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "localize.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(ProblemsError, match="CFG001") as caught:
        load_config(written(folder, text))
    return [str(p) for p in caught.value.problems]


def test_a_full_project_file_is_read_whole(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, FULL))
    assert config.project.targets == ("en-US", "es-419", "zh-Hant-TW")
    assert config.project.genre == ("ceo", "rebirth")
    assert config.engine.for_locale("en-US") == EngineChoice("starter")
    assert config.engine.for_locale("es-419") == EngineChoice("ctranslate2", {"model": "models/nllb"})
    assert config.engine.for_locale("es-MX").name == "ctranslate2"
    assert config.adaptation.for_locale("ar") == Approach("domesticating", "wade-giles")
    assert config.adaptation.for_locale("en-HK") == Approach("neutral", "hong-kong")
    assert config.adaptation.for_locale("en-US") == Approach("neutral", "wade-giles")
    assert config.adaptation.lunar_year == 2025
    assert config.layout.overrides == {"chars_per_line": 30.0}
    assert (config.layout.fps, config.files.cuts) == (23.976, "cuts/{stem}.txt")
    assert (config.review.approvals, config.review.self_approval) == (2, False)
    assert config.export.gate == "checked"
    assert config.root == tmp_path


def test_problems_of_the_approach_to_an_audience_are_named_by_key_and_line(tmp_path: Path) -> None:
    found = problems_of(
        tmp_path,
        '[project]\ntargets = ["en-US"]\n[adaptation]\nlunar_year = "2025"\n'
        'en = { mood = "neutral" }\nar = "neutral"\nvi = { romanisation = "wade" }\n',
    )
    assert sorted(p.partition(":")[2] for p in (p.partition("localize.toml")[2] for p in found)) == [
        "4: CFG001 adaptation.lunar_year must be a whole number above 0",
        "5: CFG001 unknown key adaptation.en.mood (did you mean mode?)",
        "6: CFG001 adaptation.ar must be a table",
        "7: CFG001 adaptation.vi.romanisation is 'wade' (one of: pinyin, wade-giles, tongyong, hong-kong)",
    ]


def test_a_frame_rate_and_the_place_of_the_cuts_must_make_sense(tmp_path: Path) -> None:
    found = problems_of(
        tmp_path,
        '[project]\ntargets = ["ar"]\n[files]\ncuts = "{episode}.cuts"\n[layout]\nfps = "25"\n',
    )
    assert [p.partition("localize.toml")[2] for p in found] == [
        ":4: CFG001 files.cuts has the unknown field {episode} (use {locale}, {path}, {folder}, {stem})",
        ":6: CFG001 layout.fps is no frame rate (for example 23.976 or 25)",
    ]


def test_the_romanisations_are_those_of_the_culture_rules() -> None:
    assert set(ROMANISATIONS) == set(Scheme)


def test_a_minimal_file_gets_the_defaults(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, '[project]\ntargets = ["en-US"]\n'))
    assert config.project.source == "zh-Hans"
    assert config.export.gate == "approved"
    assert config.review.approvals == 1


def test_every_problem_is_reported_with_its_line(tmp_path: Path) -> None:
    found = problems_of(
        tmp_path,
        '[project]\ntargets = ["en-US", "zz"]\nmedum = "drama"\n[review]\napprovals = "two"\n[export]\ngate = "open"\n',
    )
    assert len(found) == 4
    assert any("localize.toml:2: CFG001 unknown locale 'zz'" in p for p in found)
    assert any(":3: CFG001 unknown key project.medum (did you mean medium?)" in p for p in found)
    assert any(":5: CFG001 review.approvals must be a whole number" in p for p in found)
    assert any(":7: CFG001 export.gate is 'open' (one of: approved, checked, any)" in p for p in found)


def test_an_unknown_table_names_the_nearest(tmp_path: Path) -> None:
    (found,) = problems_of(tmp_path, '[project]\ntargets = ["en-US"]\n[glosary]\nfiles = []\n')
    assert "unknown key glosary (did you mean glossary?)" in found


def test_a_missing_target_list_is_a_problem_except_for_a_batch(tmp_path: Path) -> None:
    (found,) = problems_of(tmp_path, '[project]\nname = "x"\n')
    assert "project.targets is missing" in found
    assert load_config(tmp_path / "localize.toml", needs_targets=False).project.targets == ()


def test_a_secret_in_the_file_is_refused(tmp_path: Path) -> None:
    text = '[project]\ntargets = ["en-US"]\n[engine]\n"en-US" = { name = "chat", api_key = "sk-123" }\n'
    (found,) = problems_of(tmp_path, text)
    assert "holds a secret" in found
    assert "sk-123" not in found


def test_broken_toml_is_one_error_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"localize\.toml(:\d+)?: CFG001 not valid TOML"):
        load_config(written(tmp_path, "[project]\ntargets = [\n"))


def test_a_missing_file_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot read the project file"):
        load_config(tmp_path / "localize.toml")


def test_the_project_is_found_from_a_folder_below_it(tmp_path: Path) -> None:
    path = written(tmp_path, FULL)
    below = tmp_path / "episodes" / "one"
    below.mkdir(parents=True)
    assert find_project(below) == path.resolve()


def test_no_project_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="localize init"):
        find_project(tmp_path)


def test_lines_of_keys_are_found_under_their_table() -> None:
    lines = key_lines('a = 1\n[t]\n"es-419" = 2\n  b= 3\n[t.u]\nb = 4\n')
    assert lines[("a",)] == 1
    assert lines[("t", "es-419")] == 3
    assert lines[("t", "b")] == 4
    assert lines[("t", "u", "b")] == 6


def test_a_config_without_a_file_has_no_root_but_works() -> None:
    assert str(Config().place("engine")) == "localize.toml"


def test_seasons_episodes_and_people_are_read(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, FULL))
    assert config.project.season == 2
    assert config.files.episodes == {"extras/*.srt": 24}
    assert config.glossary.people == ("people.yaml",)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            "season  = 2",
            'season  = "two"',
            r"localize\.toml:9: CFG001 project\.season must be a whole number",
        ),
        (
            "= 24 }",
            "= 0 }",
            r"localize\.toml:14: CFG001 files\.episodes\.extras/\*\.srt must be a whole number",
        ),
        ('{ "extras/*.srt" = 24 }', "12", r"localize\.toml:14: CFG001 files\.episodes must be a table"),
    ],
)
def test_a_wrong_season_or_episode_has_its_line(tmp_path: Path, old: str, new: str, what: str) -> None:
    with pytest.raises((ConfigError, ProblemsError), match=what):
        load_config(written(tmp_path, FULL.replace(old, new)))


def _loaded(tmp_path: Path, more: str) -> Config:
    path = tmp_path / "localize.toml"
    path.write_text(f'[project]\ntargets = ["en-US"]\n{more}', encoding="utf-8")
    return load_config(path)


def test_the_profiles_are_those_that_ship() -> None:
    assert PROFILES == layout.PROFILES


def test_a_project_says_what_it_accepts_and_why(tmp_path: Path) -> None:
    entry = '{ codes = ["TXT007"], reason = "house style", until = 2027-01-31, files = ["a/*"], locales = ["en-*"] }'
    config = _loaded(tmp_path, f"[check]\nignore = [{entry}]\n")
    day = datetime.date(2027, 1, 31)
    assert config.check.ignore == (Exemption(("TXT007",), "house style", day, ("a/*",), ("en-*",)),)


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ('{ reason = "x" }', "names no codes"),
        ('{ codes = ["TXT07"], reason = "x" }', "names 'TXT07'"),
        ('{ codes = ["TXT007"] }', "does not say why"),
        ('{ codes = ["TXT007"], reason = "x", until = "2027-01-31" }', "must be a date"),
        ('{ codes = ["TXT007"], reason = "x", untill = 2027-01-31 }', "did you mean until"),
        ('"TXT007"', "must be a list of tables"),
    ],
)
def test_an_exception_that_is_wrong_names_its_line(tmp_path: Path, entry: str, what: str) -> None:
    with pytest.raises(ProblemsError, match=rf"localize\.toml:4: CFG001.*{what}"):
        _loaded(tmp_path, f"[check]\nignore = [{entry}]\n")


def test_the_font_of_a_project_stands_beside_its_file(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    config = _loaded(tmp_path, '[layout]\nprofile = "vertical/tiktok"\nfont = "fonts"\nsafe_left = 0\n')
    assert config.layout.font == str(tmp_path / "fonts")
    assert config.layout.overrides == {"safe_left": 0.0}
    with pytest.raises(
        ProblemsError, match=r"localize\.toml:4: CFG001 layout\.font 'none\.ttf' is not there"
    ):
        _loaded(tmp_path, '[layout]\nfont = "none.ttf"\n')
