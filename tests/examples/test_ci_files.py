"""The files that CI services read by name: each is run as far as it can be without the service."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
BAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "你好%s"\nmsgstr "Hello"\n'
GOOD = BAD.replace('"Hello"', '"Hello, %s"')


def _environment(**more: str) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "HOME": os.environ.get("HOME", "/"), **more}


def _bash(script: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env=_environment(**more),
        capture_output=True,
        text=True,
        check=False,
    )


def _loaded(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bad.po").write_text(BAD, encoding="utf-8")
    (tmp_path / "good.po").write_text(GOOD, encoding="utf-8")
    return tmp_path


def test_pre_commit_accepts_the_hooks() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_pre_commit_runs_the_check_and_stops_a_bad_commit(folder: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    (hook,) = (h for h in _loaded(".pre-commit-hooks.yaml") if h["id"] == "localize-check")
    # What the service would install is installed already, so the hook runs from here.
    hook |= {"language": "system", "args": ["--to", "en-US"]}
    config = {"repos": [{"repo": "local", "hooks": [hook]}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    run = "git init -q . && git add -A && python -m pre_commit run --all-files"
    home = {"PRE_COMMIT_HOME": str(folder / ".cache")}
    done = _bash(run, folder, **home)
    assert done.returncode == 1, done.stderr
    assert "bad.po:4:1: error COD001" in done.stdout
    (folder / "bad.po").write_text(GOOD, encoding="utf-8")
    done = _bash(run, folder, **home)
    assert done.returncode == 0, done.stdout


def _step(name: str) -> dict[str, Any]:
    steps = _loaded("action.yml")["runs"]["steps"]
    return next(step for step in steps if step.get("name") == name)


def _inputs(step: dict[str, Any], **given: str) -> dict[str, str]:
    """Return the environment of a step, with what the service would put in."""
    inputs = {name: str(rule.get("default", "")) for name, rule in _loaded("action.yml")["inputs"].items()}
    known = {f"${{{{ inputs.{name} }}}}": value for name, value in (inputs | given).items()}
    return {name: known[value] for name, value in step["env"].items()}


@pytest.mark.parametrize(("file", "code"), [("bad.po", 1), ("good.po", 0)])
def test_the_github_action_checks_and_leaves_a_sarif_report(folder: Path, file: str, code: int) -> None:
    step = _step("Check")
    output = folder / "output"
    done = _bash(
        step["run"],
        folder,
        GITHUB_OUTPUT=str(output),
        **_inputs(step, arguments=f"{file} --bilingual --to en-US"),
    )
    assert done.returncode == code, done.stderr
    assert ("::error file=bad.po,line=4" in done.stdout) is (code == 1)
    assert output.read_text(encoding="utf-8") == "sarif=localize.sarif\n"
    results = json.loads((folder / "localize.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert len(results) == code


@pytest.mark.parametrize(
    "arguments", ["good.po --bilingual --to xx-YY-ZZ", "nothere.po --bilingual --to en-US"]
)
def test_wrong_use_is_told_apart_from_findings(folder: Path, arguments: str) -> None:
    step = _step("Check")
    output = str(folder / "output")
    done = _bash(step["run"], folder, GITHUB_OUTPUT=output, **_inputs(step, arguments=arguments))
    assert done.returncode == 2, done.stderr
    job = _loaded("docs/ci/gitlab.yml")["localize-check"]
    variables = {k: v for k, v in job["variables"].items() if k.startswith("LOCALIZE")}
    done = _bash("\n".join(job["script"]), folder, **variables | {"LOCALIZE_ARGUMENTS": arguments})
    assert done.returncode == 2, done.stderr


def test_the_github_action_runs_nothing_that_stands_in_its_arguments(folder: Path) -> None:
    step = _step("Check")
    inputs = _inputs(step, arguments='good.po --bilingual --to en-US "$(touch hacked)" ; touch hacked')
    _bash(step["run"], folder, GITHUB_OUTPUT=str(folder / "output"), **inputs)
    assert not (folder / "hacked").exists()


def test_no_step_of_the_github_action_pastes_an_input_into_a_script() -> None:
    for step in _loaded("action.yml")["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize(("file", "code"), [("bad.po", 1), ("good.po", 0)])
def test_the_gitlab_job_checks_and_leaves_its_reports(folder: Path, file: str, code: int) -> None:
    job = _loaded("docs/ci/gitlab.yml")["localize-check"]
    variables = {k: v for k, v in job["variables"].items() if k.startswith("LOCALIZE")}
    variables["LOCALIZE_ARGUMENTS"] = f"{file} --bilingual --to en-US"
    done = _bash("\n".join(job["script"]), folder, **variables)
    assert done.returncode == code, done.stderr
    reports = job["artifacts"]["reports"]
    quality = json.loads((folder / reports["codequality"]).read_text(encoding="utf-8"))
    assert len(quality) == (1 if code else 0)
    assert (folder / reports["junit"]).read_text(encoding="utf-8").startswith("<?xml")
