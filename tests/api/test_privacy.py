"""What a project allows its engines: refused before anything is sent, held at the gate, told in doctor and manifest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from localize.api.batch import make_order, run_batch
from localize.api.privacy import engine_uses
from localize.api.project import Project, open_project
from localize.cli.main import main
from localize.engines import echo
from localize.engines.base import EngineInfo, Reach
from localize.errors import ConfigError, GateClosedError, ProblemsError
from localize.review.base import Action, Decision, Query

_PROJECT = """\
[project]
targets = ["en-US"]
[engine]
default = "echo"
{rules}
[glossary]
packs = []
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "episodes").mkdir()
    (tmp_path / "episodes" / "ep1.srt").write_text(
        "1\n00:00:01,000 --> 00:00:03,000\n走吧。\n", encoding="utf-8"
    )
    return tmp_path


def ruled(folder: Path, rules: str) -> Project:
    (folder / "localize.toml").write_text(_PROJECT.format(rules=rules), encoding="utf-8")
    project = open_project(folder)
    project.sync()
    return project


def become(monkeypatch, **changes: object) -> None:
    facts = {
        "name": "echo",
        "title": "Echo",
        "reach": Reach.PROCESS,
        "licence": "CC-BY-NC-4.0",
        "quality": "test",
    }
    monkeypatch.setattr(echo, "INFO", EngineInfo(**{**facts, **changes}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "rules,reach,word",
    [
        ('allow = ["process"]', Reach.HOST, "host"),
        ('allow = ["local"]', Reach.ELSEWHERE, "elsewhere"),
        ('allow = ["process", "host"]', Reach.ELSEWHERE, "elsewhere"),
        ('allow = ["elsewhere"]', Reach.PROCESS, "process"),
    ],
)
def test_an_engine_that_reaches_too_far_is_refused_with_its_line(
    folder, monkeypatch, rules, reach, word
) -> None:
    become(monkeypatch, reach=reach)
    monkeypatch.setattr(echo.EchoEngine, "translate", lambda *_, **__: pytest.fail("something was sent"))
    with (
        ruled(folder, rules) as project,
        pytest.raises(
            ConfigError, match=rf"localize\.toml:5: ENG004 the engine echo is not allowed.*\"{word}\""
        ),
    ):
        project.translate()


@pytest.mark.parametrize("reach", [Reach.PROCESS, Reach.HOST])
def test_local_is_this_process_and_this_host(folder, monkeypatch, reach) -> None:
    become(monkeypatch, reach=reach)
    with ruled(folder, 'allow = "local"') as project:
        assert project.translate().drafted


def test_a_licence_that_forbids_selling_is_refused_with_its_line(folder, monkeypatch) -> None:
    become(monkeypatch, commercial=False)
    with (
        ruled(folder, "commercial = true") as project,
        pytest.raises(
            ConfigError, match=r"localize\.toml:5: ENG005 .*CC-BY-NC-4\.0.*commercial = \"edited\""
        ),
    ):
        project.translate()


def open_codes(project: Project) -> list[str]:
    (unit,) = project.store.units(project.store.unit_ids(Query("en-US")))
    return [f.code for f in unit.findings]


@pytest.mark.parametrize("late", ['commercial = "edited"', "commercial = true"])
def test_such_a_draft_needs_a_persons_words_before_the_gate_opens(folder, monkeypatch, late) -> None:
    become(monkeypatch, commercial=False)
    with ruled(folder, 'commercial = "edited"') as project:
        project.translate()
    become(monkeypatch, commercial=True)  # what it said when it drafted is what counts
    with ruled(folder, late) as project:
        project.check()
        assert "PRO005" in open_codes(project)
        room = project.review("en-US", "me")
        (unit_id,) = room.unit_ids(Query("en-US"))
        unit = room.decide(unit_id, [Decision(Action.APPROVE)], room.unit(unit_id).revision)
        held = project.export(folder / "out")
        assert not held.files
        assert any("PRO005" in p.what for p in held.problems)
        unit = room.decide(
            unit_id, [Decision(Action.EDIT, "Let's go."), Decision(Action.APPROVE)], unit.revision
        )
        project.check()
        report = project.export(folder / "out")
        assert not report.problems
        assert report.files[0].path.read_text(encoding="utf-8").endswith("Let's go.\n")


def test_a_draft_from_before_the_rule_is_held_without_a_new_check(folder, monkeypatch) -> None:
    become(monkeypatch, commercial=False)
    monkeypatch.setattr(echo.EchoEngine, "_echo", lambda *_: "Let us go.")
    with ruled(folder, "") as project:
        project.translate()
        room = project.review("en-US", "me")
        (unit_id,) = room.unit_ids(Query("en-US"))
        room.decide(unit_id, [Decision(Action.APPROVE)], room.unit(unit_id).revision)
        assert project.export(folder / "first").files
    with ruled(folder, "commercial = true") as project:
        assert [p.what for p in project.export(folder / "second").problems if "PRO005" in p.what]


def test_the_manifest_names_the_engine_its_licence_and_its_reach(folder, monkeypatch) -> None:
    become(monkeypatch, reach=Reach.HOST, attribution="By somebody.")
    with ruled(folder, '[export]\ngate = "any"') as project:
        project.translate()
        project.export(folder / "out")
        assert not project.export(folder / "out").files[0].written
    (entry,) = json.loads((folder / "out" / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert entry["machines"] == [
        {
            "name": "echo",
            "licence": "CC-BY-NC-4.0",
            "reach": "this host",
            "attribution": "By somebody.",
            "commercial": True,
            "segments": 1,
        }
    ]


@pytest.mark.parametrize(
    "rules,what",
    [
        ('allow = ["mars"]', "engine.allow names 'mars' (any of: process, host, elsewhere, local)"),
        ("allow = []", "engine.allow allows nothing"),
        ("commercial = 1", 'engine.commercial must be true, false or "edited"'),
    ],
)
def test_a_wrong_rule_is_an_error_with_its_line(folder, rules, what) -> None:
    with pytest.raises(ProblemsError, match=r"localize\.toml:5: CFG001") as caught:
        ruled(folder, rules)
    assert what in str(caught.value)


def test_the_doctor_says_what_leaves_the_machine_and_what_is_allowed(folder, monkeypatch, capsys) -> None:
    become(monkeypatch, reach=Reach.ELSEWHERE)
    with ruled(folder, 'allow = ["local"]') as project:
        (use,) = engine_uses(project)
    assert "another machine" in use.leaves
    assert "not allowed" in use.problem
    assert main(["doctor", "--project", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert "This project allows: process, host; sold: no" in shown
    assert "go to another machine" in shown


def test_the_cache_is_shown_and_shortened(folder, capsys) -> None:
    with ruled(folder, "") as project:
        project.translate()
    assert main(["memory", "stats", "--project", str(folder)]) == 0
    assert "cached answers" in capsys.readouterr().out
    assert main(["memory", "prune", "--project", str(folder)]) == 0
    assert "1 answers dropped, 0 left" in capsys.readouterr().out


def test_a_batch_has_nobody_to_write_such_drafts_anew(folder, monkeypatch) -> None:
    become(monkeypatch, commercial=False)
    rules = 'commercial = "edited"\n[export]\ngate = "any"'
    (folder / "localize.toml").write_text(_PROJECT.format(rules=rules), encoding="utf-8")
    order = make_order(
        source="zh-Hans",
        targets=["en-US"],
        output=folder / "out",
        config=folder / "localize.toml",
        engine="echo",
    )
    with pytest.raises(GateClosedError, match=r"localize\.toml:5: GAT001 drafts of echo"):
        run_batch([folder / "episodes"], order)
