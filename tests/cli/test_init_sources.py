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
