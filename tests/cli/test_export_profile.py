"""`localize export --profile`: the cues of a project broken for another screen."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from localize import api
from localize.review.base import Action, Decision, Query

Run = Any

LINES = [
    "Mr. Wang, thirty million for the bride. Not a cent less.",
    "<i>She's twenty-three, and she is nobody's fool.</i>",
    "- Five hundred taels?\n- Five hundred.",
]


@pytest.fixture
def approved(project: Path, localize: Callable[..., Run]) -> Path:
    localize("translate", "--project", project)
    with api.open_project(project) as opened:
        room = opened.review("en-US", "mei")
        for unit_id in room.unit_ids(Query("en-US")):
            unit = room.unit(unit_id)
            edit = Decision(Action.EDIT, LINES[unit.ordinal])
            room.decide(unit_id, [edit, Decision(Action.APPROVE)], unit.revision)
    return project


def export(project: Path, localize: Callable[..., Run], *more: str) -> Run:
    return localize("export", "--project", project, "-o", project / "out", "--to", "en-US", *more)


def test_a_vertical_export_keeps_words_tags_and_times(approved: Path, localize: Callable[..., Run]) -> None:
    run = export(approved, localize, "--profile", "vertical")
    assert (run.code, run.err) == (0, "")
    (written,) = (approved / "out").rglob("*.srt")
    assert written.read_text(encoding="utf-8") == (
        "1\n00:00:01,000 --> 00:00:03,000\nMr. Wang, thirty million\nfor the bride.\nNot a cent less.\n\n"
        "2\n00:00:03,500 --> 00:00:05,000\n<i>She's twenty-three,\nand she is nobody's fool.</i>\n\n"
        "3\n00:00:05,500 --> 00:00:07,000\n- Five hundred taels?\n- Five hundred.\n"
    )
    manifest = json.loads((approved / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["files"][0]["kind"] == "reflow:vertical"


def test_a_cue_that_cannot_fit_is_told_and_written(approved: Path, localize: Callable[..., Run]) -> None:
    run = export(approved, localize, "--profile", "netflix/children")
    assert (run.code, run.err) == (0, "")
    with api.open_project(approved) as opened:
        room = opened.review("en-US", "mei")
        last = list(room.unit_ids(Query("en-US")))[-1]
        room.decide(
            last, [Decision(Action.EDIT, "W" * 30), Decision(Action.APPROVE)], room.unit(last).revision
        )
    run = export(approved, localize, "--profile", "vertical")
    assert run.code == 0
    assert "episodes/ep01.srt:9: en-US: a line of 30 characters, at most 25 (vertical)" in run.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--profile", "vertikal"], "did you mean vertical"),
        (["--profile", "vertical", "--bilingual"], "one after the other"),
    ],
)
def test_a_wrong_profile_writes_nothing(
    approved: Path, localize: Callable[..., Run], arguments: list[str], message: str
) -> None:
    run = export(approved, localize, *arguments)
    assert run.code == 2
    assert message in run.err
    assert not (approved / "out").exists()
