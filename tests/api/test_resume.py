"""A run that is killed and goes on: the same bytes as an unbroken one, and no finished line is asked for again."""

from __future__ import annotations

import dataclasses
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from localize.api.batch import make_order, run_batch
from localize.api.batch_base import BatchOrder
from localize.api.project import open_project
from localize.review.base import Query

KILLS = 20
CUES = 280
_RUN = (
    "import sys\n"
    "from localize.api.project import open_project\n"
    "with open_project(sys.argv[1]) as project:\n"
    "    print('ready', flush=True)\n"
    "    project.translate()\n"
)
_PROJECT = """\
[project]
targets = ["en-US"]
[files]
include = ["episodes/*.srt"]
[engine]
default = "slow"
[glossary]
packs = []
[export]
gate = "any"
"""


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment in which the slow engine is installed as another package's entry point."""
    home = tmp_path_factory.mktemp("installed")
    (home / "slow_engine.py").write_text(
        (Path(__file__).parent / "slow_engine.py").read_text(encoding="utf-8"), encoding="utf-8"
    )
    facts = home / "slow_engine-1.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: slow-engine\nVersion: 1\n")
    (facts / "entry_points.txt").write_text("[localize.engines]\nslow = slow_engine:SlowEngine\n")
    root = Path(__file__).resolve().parents[2]
    return {**os.environ, "PYTHONPATH": f"{home}{os.pathsep}{root}", "INSTALLED": str(home)}


@pytest.fixture
def here(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Install the slow engine for this process too."""
    monkeypatch.syspath_prepend(environment["INSTALLED"])


def make_project(folder: Path) -> Path:
    (folder / "episodes").mkdir(parents=True)
    (folder / "localize.toml").write_text(_PROJECT, encoding="utf-8")
    for episode in (1, 2):
        cues = []
        for n in range(CUES // 2):
            # Every fifth line is said in both episodes, every seventh runs on into the next cue.
            word = chr(97 + n // 26) + chr(97 + n % 26)  # letters, since numbers would become symbols
            name = f"兩集都說{word}" if n % 5 == 0 else f"只在{'xyz'[episode]}說{word}"
            text = name + ("，" if n % 7 == 0 else "話" * (n % 11) + "。")
            cues.append(
                f"{n + 1}\n00:0{n // 30}:{2 * n % 60:02},000 --> 00:0{n // 30}:{2 * n % 60 + 1:02},500\n{text}\n"
            )
        (folder / "episodes" / f"ep{episode}.srt").write_text("\n".join(cues), encoding="utf-8")
    with open_project(folder) as project:
        assert not project.sync().problems
    return folder


def start(project: Path, environment: dict[str, str], log: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _RUN, str(project)],
        env={**environment, "SLOW_ENGINE_LOG": str(log)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def calls(log: Path) -> list[list[str]]:
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return [json.loads(line) for line in lines]


def state(folder: Path) -> tuple[object, ...]:
    """Return the drafts of a project with their findings, and the bytes of its export."""
    with open_project(folder) as project:
        units = project.store.units(project.store.unit_ids(Query("en-US")))
        report = project.export(folder / "out")
        assert not report.problems
        files = {f.path.name: f.path.read_bytes() for f in report.files}
    return [(u.file, u.ordinal, u.state, u.target, u.draft, u.findings) for u in units], files


@pytest.fixture(scope="session")
def unbroken(
    tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]
) -> tuple[tuple[object, ...], list[list[str]], float]:
    folder = make_project(tmp_path_factory.mktemp("unbroken") / "p")
    log = folder / "log"
    process = start(folder, environment, log)
    began = time.monotonic()
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    return state(folder), calls(log), time.monotonic() - began


def test_an_unbroken_run_asks_for_every_line_once(unbroken) -> None:
    _, asked, _ = unbroken
    lines = [text for call in asked for text in call]
    assert len(lines) == len(set(lines))
    assert len(asked) >= 5


@pytest.mark.parametrize("number", range(KILLS))
def test_a_killed_run_goes_on_to_the_same_bytes(
    tmp_path: Path, environment: dict[str, str], unbroken, here: None, monkeypatch, number: int
) -> None:
    wanted, asked, seconds = unbroken
    folder = make_project(tmp_path / "p")
    killed_log, resumed_log = tmp_path / "killed", tmp_path / "resumed"
    process = start(folder, environment, killed_log)
    time.sleep(random.Random(number).uniform(0, seconds))
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    monkeypatch.setenv("SLOW_ENGINE_LOG", str(resumed_log))
    with open_project(folder) as project:
        project.translate()
    before, after = calls(killed_log), calls(resumed_log)
    finished = {text for call in before[:-1] for text in call}
    if process.returncode == 0:
        finished |= set(before[-1])
    assert not finished & {text for call in after for text in call}
    assert {text for call in before + after for text in call} == {text for call in asked for text in call}
    assert state(folder) == wanted


def test_ctrl_c_keeps_every_finished_line_without_a_cache(
    tmp_path: Path, environment: dict[str, str], here: None, monkeypatch
) -> None:
    monkeypatch.setenv("SLOW_ENGINE_LOG", str(tmp_path / "log"))
    folder = make_project(tmp_path / "p")
    import slow_engine

    whole = slow_engine.SlowEngine.translate

    def broken(self, requests, *, progress=None):
        if len(calls(tmp_path / "log")) == 2:
            raise KeyboardInterrupt
        return whole(self, requests)

    with open_project(folder) as project:
        monkeypatch.setattr(slow_engine.SlowEngine, "translate", broken)
        with pytest.raises(KeyboardInterrupt):
            project.translate(cache=False)
        monkeypatch.setattr(slow_engine.SlowEngine, "translate", whole)
        units = project.store.units(project.store.unit_ids(Query("en-US")))
        drafted = [u for u in units if u.draft]
        asked = [text for call in calls(tmp_path / "log") for text in call]
        assert len(drafted) >= len(asked) > 0
        (tmp_path / "log").unlink()
        project.translate(cache=False)
    again = [text for call in calls(tmp_path / "log") for text in call]
    # Lines that are said in both episodes were finished in one of them only.
    assert not {t for t in asked if "兩集" not in t} & set(again)


def test_an_engine_that_can_stop_gives_what_it_had_finished(tmp_path: Path, here: None, monkeypatch) -> None:
    monkeypatch.setenv("SLOW_ENGINE_LOG", str(tmp_path / "log"))
    folder = make_project(tmp_path / "p")
    import slow_engine

    from localize.engines.base import EngineFailure

    whole = slow_engine.SlowEngine.translate
    stopped = []

    def half(self, requests, *, progress=None):
        if stopped:
            answers = list(whole(self, requests))
            return [*answers[:3], *(EngineFailure(a.id, "stopped") for a in answers[3:])]
        raise KeyboardInterrupt

    monkeypatch.setattr(slow_engine.SlowEngine, "translate", half)
    monkeypatch.setattr(slow_engine.SlowEngine, "stop", lambda self: stopped.append(1), raising=False)
    with open_project(folder) as project:
        with pytest.raises(KeyboardInterrupt):
            project.translate()
        units = project.store.units(project.store.unit_ids(Query("en-US")))
        assert sum(u.draft is not None and bool(u.draft.text) for u in units) >= 3
        assert project.cache.stats().answers == 3
        monkeypatch.delattr(slow_engine.SlowEngine, "stop")
        monkeypatch.setattr(slow_engine.SlowEngine, "translate", whole)
        rescued = calls(tmp_path / "log")[0][:3]
        (tmp_path / "log").unlink()
        project.translate()
    assert not set(rescued) & {text for call in calls(tmp_path / "log") for text in call}


def test_a_changed_term_asks_only_for_its_lines(tmp_path: Path, here: None, monkeypatch) -> None:
    monkeypatch.setenv("SLOW_ENGINE_LOG", str(tmp_path / "log"))
    folder = make_project(tmp_path / "p")
    lines = ["红包呢？", "我不去。", "红包给我。", "好的。"]
    cues = [f"{n}\n00:00:{9 * n:02},000 --> 00:00:{9 * n:02},900\n{t}\n" for n, t in enumerate(lines, 1)]
    (folder / "episodes" / "ep2.srt").unlink()
    (folder / "episodes" / "ep1.srt").write_text("\n".join(cues), encoding="utf-8")
    terms = folder / "terms.csv"
    config = (folder / "localize.toml").read_text(encoding="utf-8")
    (folder / "localize.toml").write_text(
        config.replace("packs = []", 'packs = []\nfiles = ["*.yaml"]'), encoding="utf-8"
    )
    from localize.api.terms import import_terms

    texts = []
    for word in ("red envelope", "cash gift"):
        terms.write_text(f"zh-Hans,en-US\n红包,{word}\n", encoding="utf-8")
        (folder / "terms.yaml").unlink(missing_ok=True)
        import_terms(terms, folder / "terms.yaml")
        with open_project(folder) as project:
            project.sync()
            project.translate()
            units = project.store.units(project.store.unit_ids(Query("en-US")))
            texts.append([u.target for u in units])
    asked = [len(call) for call in calls(tmp_path / "log")]
    assert asked == [4, 2]
    assert all("ash gift" in texts[1][n] for n in (0, 2))
    assert [texts[0][n] for n in (1, 3)] == [texts[1][n] for n in (1, 3)]


def test_a_second_project_run_without_its_store_is_answered_by_the_cache(
    tmp_path: Path, here: None, monkeypatch
) -> None:
    monkeypatch.setenv("SLOW_ENGINE_LOG", str(tmp_path / "log"))
    folder = make_project(tmp_path / "p")
    with open_project(folder) as project:
        project.translate()
    first = state(folder)
    count = len(calls(tmp_path / "log"))
    for name in (folder / ".localize").glob("project.db*"):
        name.unlink()
    with open_project(folder) as project:
        project.sync()
        project.translate()
    assert len(calls(tmp_path / "log")) == count
    assert [dataclasses.astuple(x[4]) for x in state(folder)[0]] == [
        dataclasses.astuple(x[4]) for x in first[0]
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_batch_asks_for_nothing_twice_unless_it_is_told_to(
    tmp_path: Path, here: None, monkeypatch, jobs: int
) -> None:
    log = tmp_path / "log"
    monkeypatch.setenv("SLOW_ENGINE_LOG", str(log))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    episodes = make_project(tmp_path / "p") / "episodes"
    runs = [(True, False), (True, False), (False, True)]
    for cache, more in runs[: 3 if jobs == 1 else 2]:  # each run of two jobs starts two processes
        before = sum(map(len, calls(log)))
        order = make_order(
            source="zh-Hans",
            targets=["en-US"],
            output=tmp_path / "out",
            engine="slow",
            jobs=jobs,
            cache=cache,
            force=True,
            config=episodes.parent / "localize.toml",
        )
        report = run_batch([episodes], order)
        assert not report.problems
        written = [o.path.read_bytes() for o in report.outputs]
        asked = sum(map(len, calls(log))) - before
        assert (asked > 0) == (more or before == 0)
    assert len(written) == 2


_BATCH = [sys.executable, "-m", "localize", "batch", "-q", "--engine", "slow", "--to", "en-US"]


def _batch_folder(tmp_path: Path, files: int) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(files):
        word = chr(97 + number // 26) + chr(97 + number % 26)
        cues = [f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n他說{word}{'話' * n}。\n" for n in range(1, 4)]
        (folder / f"{number:03}.srt").write_text("\n".join(cues), encoding="utf-8")
    return folder


def _tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*.srt"))}


def test_a_killed_batch_goes_on_to_the_same_bytes_and_the_same_report(
    tmp_path: Path, environment: dict[str, str], here: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, killed, whole = _batch_folder(tmp_path, 80), tmp_path / "killed", tmp_path / "whole"
    monkeypatch.setenv("SLOW_ENGINE_LOG", str(tmp_path / "log"))
    process = subprocess.Popen(
        [*_BATCH, str(folder), "-o", str(killed), "--jobs", "2", "--check", "--exit-zero"],
        env={**environment, "SLOW_ENGINE_LOG": str(tmp_path / "log")},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    log = killed / "batch.jsonl"
    deadline = time.monotonic() + 60
    while not (log.exists() and log.read_bytes().count(b"\n") >= 10) and time.monotonic() < deadline:
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)  # the run and its worker processes, which this test started
    process.communicate(timeout=30)
    finished = log.read_bytes().count(b"\n")
    assert 10 <= finished < 80
    reports = [run_batch([folder], _slow_order(out), resume=True) for out in (killed, whole)]
    assert sum(output.skipped for output in reports[0].outputs) == finished
    assert _tree(killed) == _tree(whole)
    assert len(_tree(whole)) == 80
    found = [[(f.finding, f.place.line) for f in report.findings] for report in reports]
    assert found[0] == found[1] != []


def _slow_order(output: Path) -> BatchOrder:
    return make_order(source="", targets=["en-US"], output=output, engine="slow", check=True)


def test_a_file_that_kills_its_process_is_named_and_the_rest_is_written(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    folder = _batch_folder(tmp_path, 9)
    poison = folder / "005.srt"
    poison.write_text("1\n00:00:01,000 --> 00:00:01,900\n死機。\n", encoding="utf-8")
    run = subprocess.run(
        [*_BATCH, str(folder), "-o", str(tmp_path / "out"), "--jobs", "2"],
        env={**environment, "SLOW_ENGINE_LOG": str(tmp_path / "log"), "SLOW_ENGINE_DIES_OF": "死機"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 2
    assert run.stderr.count("the process that worked on it died") == 1
    assert "005.srt" in run.stderr
    assert len(_tree(tmp_path / "out")) == 8
