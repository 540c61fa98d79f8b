"""The log of a batch holds one row a file and locale, however often it runs, and loses none of another run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from localize.api import run_batch
from localize.api.batch import make_order
from localize.api.batch_compact import FolderLock, compact
from localize.api.batch_log import BatchLog

if TYPE_CHECKING:
    from localize.api.batch_base import BatchReport

CUE = "1\n00:00:01,000 --> 00:00:03,000\n{}\n"
pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="no such locks there: the log is left as it is"
)


@pytest.fixture
def season(tmp_path: Path) -> Path:
    folder = tmp_path / "season"
    folder.mkdir()
    for number in range(4):
        (folder / f"ep{number}.srt").write_text(CUE.format(f"走吧{number}。"), encoding="utf-8")
    return folder


def run(season: Path, *targets: str, resume: bool = False) -> BatchReport:
    order = make_order(
        source="zh-Hans", targets=targets or ("en-US",), output=season.parent / "out", engine="echo"
    )
    return run_batch([season], order, resume=resume)


def log_of(season: Path) -> Path:
    return season.parent / "out" / "batch.jsonl"


def keys(log: Path) -> list[tuple[str, str]]:
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    return [(row["name"], row["locale"]) for row in rows]


def test_the_log_does_not_grow_with_every_run(season: Path) -> None:
    run(season)
    once = log_of(season).stat().st_size
    for _ in range(4):
        run(season)
    assert log_of(season).stat().st_size <= 2 * once
    run(season, resume=True)
    assert sorted(keys(log_of(season))) == [(f"ep{n}.srt", "en-US") for n in range(4)]
    assert log_of(season).stat().st_size == once


def test_rows_of_other_locales_and_other_files_stay(season: Path) -> None:
    run(season, "en-US", "th-TH")
    (season / "ep3.srt").unlink()
    run(season)
    run(season, resume=True)
    assert len(keys(log_of(season))) == 8
    assert all(output.skipped for output in run(season, "en-US", "th-TH", resume=True).outputs)


def test_what_a_killed_run_left_half_written_goes_and_what_nobody_knows_stays(season: Path) -> None:
    run(season)
    log = log_of(season)
    with log.open("a", encoding="utf-8") as lines:
        lines.write('{"kind": "of a version to come"}\n{"name": "ep0.srt", "loc')
    assert all(output.skipped for output in run(season, resume=True).outputs)
    assert log.read_text(encoding="utf-8").splitlines()[4:] == ['{"kind": "of a version to come"}']


def test_a_run_beside_another_one_takes_nothing_out(season: Path) -> None:
    run(season)
    run(season)
    before = log_of(season).read_bytes()
    out = season.parent / "out"
    with BatchLog.open(out, "another order", resume=False):
        pass  # alone again from here on: it has shortened the log
    assert len(log_of(season).read_bytes()) < len(before)
    log_of(season).write_bytes(before)
    program = (
        "import sys; from pathlib import Path; from localize.api.batch_log import BatchLog\n"
        "with BatchLog.open(Path(sys.argv[1]), 'x', resume=False):\n    print('on', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, out], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdin is not None
    assert other.stdout is not None
    with other:
        assert other.stdout.readline() == b"on\n"
        log_of(season).write_bytes(before)
        with BatchLog.open(out, "another order", resume=False):
            assert log_of(season).read_bytes() == before
        other.stdin.close()
    with BatchLog.open(out, "another order", resume=False):
        assert len(log_of(season).read_bytes()) < len(before)


OTHER = """
import sys
from pathlib import Path
from localize.api.batch_log import BatchLog
out, name = sys.argv[1:]
for number in range(60):
    with BatchLog.open(Path(out), "order", resume=False) as log:
        log._write({"name": f"{name}{number}", "locale": "en-US", "sha256": "0"})
        log._write({"name": name, "locale": "en-US", "sha256": str(number)})
"""
"""Begins and ends a run again and again, each with a row of its own and one that the next makes void."""


def test_runs_that_begin_and_end_at_random_lose_no_row_of_each_other(tmp_path: Path) -> None:
    jobs = [subprocess.Popen([sys.executable, "-c", OTHER, tmp_path, name]) for name in "abc"]
    assert [job.wait(60) for job in jobs] == [0, 0, 0]
    with BatchLog.open(tmp_path, "order", resume=False) as log:
        assert {key for key, _ in log.hashes} >= {f"{name}{n}" for name in "abc" for n in range(60)}
        assert [log.hashes[name, "en-US"] for name in "abc"] == ["59"] * 3
    assert len(keys(tmp_path / "batch.jsonl")) == 183


def test_a_disk_that_refuses_leaves_the_log_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "batch.jsonl"
    log.write_text("1\n2\n3\n", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        assert not compact(log, {0})
    assert [path.name for path in tmp_path.iterdir()] == ["batch.jsonl"]
    assert log.read_text(encoding="utf-8") == "1\n2\n3\n"
    assert compact(log, {0, 2})
    assert log.read_text(encoding="utf-8") == "2\n"


def test_two_runs_share_a_folder_and_the_second_is_not_alone(tmp_path: Path) -> None:
    with FolderLock(tmp_path) as first, FolderLock(tmp_path) as second:
        assert first.take_alone()
        first.share()
        assert not second.take_alone()
        assert second.taken
        first.release()
        with FolderLock(tmp_path) as third:
            assert not third.take_alone()
