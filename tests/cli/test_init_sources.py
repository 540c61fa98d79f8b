"""A new project works from its first command on, whatever language its sources are in."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CUE = "1\n00:00:01,000 --> 00:00:02,000\n{}\n"


@pytest.mark.parametrize(
    ("source", "text", "packs"),
    [
        ("en", "Hello.", []),
        ("ja", "はい。", []),
        ("zh-Hant-TW", "你好。", ["zh-Hans/*"]),
        ("zh-Hans", "你好。", ["zh-Hans/*"]),
    ],
)
def test_init_names_the_packs_that_there_are(
    tmp_path: Path, localize: Callable[..., Any], source: str, text: str, packs: list[str]
) -> None:
    import tomllib

    assert localize("init", tmp_path, "--source", source, "--to", "es-419").code == 0
    assert tomllib.loads((tmp_path / "localize.toml").read_text("utf-8"))["glossary"]["packs"] == packs
    (tmp_path / "episodes").mkdir(exist_ok=True)
    (tmp_path / "episodes" / "a.srt").write_text(CUE.format(text), encoding="utf-8")
    for verb in ("sync", "translate", "check", "status"):
        more = ["--engine", "echo"] if verb == "translate" else ["--exit-zero"] if verb == "check" else []
        run = localize(verb, "--project", tmp_path, *more)
        assert (verb, run.code) == (verb, 0), run.err


def test_a_pipe_among_the_files_of_a_project_is_told(tmp_path: Path, localize: Callable[..., Any]) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with names here")
    localize("init", tmp_path, "--to", "es-419")
    (tmp_path / "episodes").mkdir(exist_ok=True)
    os.mkfifo(tmp_path / "episodes" / "a.srt")
    run = localize("sync", "--project", tmp_path)
    assert (run.code, "episodes/a.srt: INP001 is a pipe" in run.err) == (2, True)


def test_a_new_project_awaits_terms_of_its_own(tmp_path: Path, localize: Callable[..., Any]) -> None:
    assert localize("init", tmp_path, "--to", "en-US").code == 0
    assert localize("glossary", "lint", "--project", tmp_path).code == 0, "no folder yet"
    added = localize("glossary", "add", "林默", "--say", "en-US=Lin Mo", "--project", tmp_path)
    assert added.code == 0, added.err
    assert (tmp_path / "glossary").is_dir()
    found = localize("glossary", "find", "林默", "--project", tmp_path)
    assert "Lin Mo" in found.out
    file = tmp_path / "localize.toml"
    file.write_text(file.read_text("utf-8").replace('"glossary/*.yaml"', ""), "utf-8")
    refused = localize("glossary", "add", "赘婿", "--project", tmp_path)
    assert (refused.code, "the project has no term file (name one with -o" in refused.err) == (2, True)


@pytest.mark.parametrize("pattern", ["glosary/*.yaml", "glossary/*.yml", "terms.yaml"])
def test_a_pattern_that_looks_misspelt_is_an_error(
    pattern: str, tmp_path: Path, localize: Callable[..., Any]
) -> None:
    assert localize("init", tmp_path, "--to", "en-US").code == 0
    (tmp_path / "glossary").mkdir()
    (tmp_path / "glossary" / "people.yaml").write_text("category: people\nconcepts: []\n", encoding="utf-8")
    file = tmp_path / "localize.toml"
    file.write_text(file.read_text("utf-8").replace("glossary/*.yaml", pattern), "utf-8")
    refused = localize("glossary", "stats", "--project", tmp_path)
    assert refused.code == 2
    assert f"GLO001 no term file matches '{pattern}'" in refused.err


def test_a_game_is_looked_for_among_strings_and_scripts(tmp_path: Path, localize: Callable[..., Any]) -> None:
    assert localize("init", tmp_path, "--to", "en-US", "--medium", "game").code == 0
    (tmp_path / "strings").mkdir()
    (tmp_path / "strings" / "menu.json").write_text('{"start": "开始游戏"}', encoding="utf-8")
    synced = localize("sync", "--project", tmp_path)
    assert synced.code == 0
    assert "strings/menu.json" in synced.out
