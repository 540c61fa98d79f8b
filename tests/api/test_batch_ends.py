"""How a batch ends: by Ctrl-C, by a kill, on a full disk, over a fault of ours; and what it says of that."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from localize.api import batch_work
from localize.api.batch import collect, make_order, run_batch
from localize.api.batch_base import BatchItem, BatchOrder, BatchOutput, BatchUnit
from localize.api.batch_log import BatchLog
from localize.cli import main
from localize.errors import OutputError
from localize.export import write_atomic

CUE = "1\n00:00:01,000 --> 00:00:02,000\n{}\n"


@pytest.fixture
def season(tmp_path: Path) -> Path:
    folder = tmp_path / "season"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.srt").write_text(CUE.format(f"他给了三千万{number}"), encoding="utf-8")
    return folder


def order(tmp_path: Path, **changes: object) -> BatchOrder:
    given = {
        "source": "zh-Hans",
        "targets": ["en-US"],
        "output": tmp_path / "out",
        "engine": "echo",
        **changes,
    }
    return make_order(**given)  # type: ignore[arg-type]


def children(process: int) -> list[int]:
    """Return the processes that a process started, resource tracker and all."""
    return [
        int(p) for p in Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    ]


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def running(tmp_path: Path) -> subprocess.Popen[str]:
    """Return a batch of two processes that has begun to write, of files that take it some seconds."""
    if not Path("/proc/self/task").is_dir():
        pytest.skip("the processes of a process are read from /proc")
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(400):
        cues = "\n".join(CUE.format("他说话").replace("1\n", f"{n}\n", 1) for n in range(1, 40))
        (folder / f"{number:03}.srt").write_text(cues, encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "localize", "batch", str(folder), "-o", str(out), "--to", "en-US"]
    process = subprocess.Popen(
        [*command, "--engine", "echo", "--jobs", "2", "-q"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not list(out.glob("en-US/*.srt")) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert process.poll() is None
    return process


@pytest.mark.parametrize(
    ("signals", "codes"),
    [
        ([signal.SIGKILL], [-signal.SIGKILL]),
        ([signal.SIGTERM, signal.SIGINT], [130, -signal.SIGINT]),  # the second may come when all is said
    ],
)
def test_no_process_outlives_the_run(
    running: subprocess.Popen[str], signals: list[signal.Signals], codes: list[int]
) -> None:
    workers = children(running.pid)
    assert len(workers) >= 2
    for number in signals:
        if running.poll() is None:
            os.kill(running.pid, number)  # the run alone, as a service or the kernel does it
            time.sleep(0.05)
    _, told = running.communicate(timeout=20)  # returns when nobody holds its pipes any more
    assert running.returncode in codes
    deadline = time.monotonic() + 5
    while any(map(alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(map(alive, workers))
    if signal.SIGKILL not in signals:
        assert "what was finished is saved" in told
        assert "Traceback" not in told


def test_a_full_disk_ends_the_run_with_advice(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no device that is always full")
    unit = BatchUnit(BatchItem(tmp_path / "a.srt", "a.srt"), "en-US")
    output = BatchOutput(unit.item, "en-US", tmp_path / "en-US" / "a.srt", 1, skipped=False, engine="echo")
    log = BatchLog(tmp_path, "x", _file=full.open("a", encoding="utf-8"))
    with log, pytest.raises(OutputError, match=r"batch.jsonl: OUT001 .*make room"):
        log.append(unit, output)


def test_a_fault_of_ours_costs_one_file(
    season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = batch_work.render_what_fits

    def render(document, targets):
        if document.name.endswith("1.srt"):
            raise ZeroDivisionError("division by zero")
        return whole(document, targets)

    monkeypatch.setattr(batch_work, "render_what_fits", render)
    report = run_batch([season], order(tmp_path))
    assert [output.item.name for output in report.outputs] == ["0.srt", "2.srt"]
    assert f"{season / '1.srt'}: BUG000 ZeroDivisionError: division by zero" in str(*report.problems)
    monkeypatch.setenv("LOCALIZE_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        run_batch([season], order(tmp_path))


def test_the_log_speaks_of_the_bytes_that_were_read(
    season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(path: Path, data: bytes, **options: object) -> bool:
        # Somebody delivers a new version while the old one is on its way.
        (season / path.name).write_text(CUE.format("新的"), encoding="utf-8")
        return write_atomic(path, data, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(batch_work, "write_atomic", write)
        run_batch([season / "0.srt"], order(tmp_path))
    again = run_batch([season / "0.srt"], order(tmp_path), resume=True)
    assert [output.skipped for output in again.outputs] == [False]
    assert "新的" in (tmp_path / "out" / "en-US" / "0.srt").read_text(encoding="utf-8")


def test_a_file_with_a_failed_line_is_done_again_and_is_still_known_as_ours(
    season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = batch_work.render_what_fits
    with monkeypatch.context() as patched:
        failed = [OutputError("a line cannot be written")]
        patched.setattr(
            batch_work, "render_what_fits", lambda document, _: (whole(document, {})[0] + b"\n", failed)
        )
        assert run_batch([season / "0.srt"], order(tmp_path)).problems
    again = run_batch([season / "0.srt"], order(tmp_path), resume=True)
    assert again.problems == []
    assert [output.skipped for output in again.outputs] == [False]
    last = (tmp_path / "out" / "batch.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    assert json.loads(last)["whole"] is True


def test_hidden_files_and_the_output_below_an_input_are_no_inputs(season: Path, tmp_path: Path) -> None:
    for name in (".git/notes.srt", ".hidden.srt", "out/en-US/0.srt"):
        path = season / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CUE.format("不要"), encoding="utf-8")
    items, problems, _ = collect([season], season / "out")
    assert [item.name for item in items] == ["0.srt", "1.srt", "2.srt"]
    assert problems == []
    assert collect([season])[0][-1].name == "out/en-US/0.srt"


def test_ctrl_c_while_the_processes_start_is_one_sentence(tmp_path: Path) -> None:
    if not Path("/proc/self/task").is_dir():
        pytest.skip("the processes of a process are read from /proc")
    for number in range(2):
        (tmp_path / f"{number}.srt").write_text(CUE.format("他说话"), encoding="utf-8")
    command = [sys.executable, "-m", "localize", "batch", *map(str, tmp_path.glob("*.srt"))]
    command += ["-o", str(tmp_path / "out"), "--to", "en-US", "--engine", "echo", "--jobs", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while len(children(process.pid)) < 3 and time.monotonic() < deadline:  # two and the tracker of resources
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    _, told = process.communicate(timeout=30)
    assert (process.returncode, told) == (130, "interrupted; what was finished is saved\n")


class _Torn:
    """A pipeline into whose lock Ctrl-C breaks: what is raised last is an error of the lock."""

    target = "en-US"

    def draft(self, tasks: object) -> object:
        try:
            raise KeyboardInterrupt
        finally:
            raise RuntimeError("release unlocked lock")


def test_ctrl_c_that_breaks_into_a_lock_is_no_fault_of_the_file(
    season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(batch_work.Worker, "_pipeline_of", lambda worker, locale: _Torn())
    with pytest.raises(KeyboardInterrupt):
        run_batch([season], order(tmp_path))
    monkeypatch.setattr(batch_work, "interrupted", lambda error: False)
    monkeypatch.setattr(batch_work, "_BUGS", (ValueError,))
    arguments = ["batch", str(season), "-o", str(tmp_path / "out"), "--to", "en-US", "--engine", "echo"]
    assert main(arguments) == 130
    assert capsys.readouterr().err == "interrupted; what was finished is saved\n"
