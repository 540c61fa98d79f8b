"""Reports: refused before the work where they cannot be written, whole or not at all, one lost costs no other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Localize = Callable[..., Any]
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "你好%s"\nmsgstr "Hello"\n'


@pytest.fixture
def check(tmp_path: Path) -> list[object]:
    (tmp_path / "a.po").write_text(PO, encoding="utf-8")
    return ["check", tmp_path / "a.po", "--bilingual", "--to", "en-US", "--select", "COD"]


def test_a_report_that_cannot_be_written_is_refused_before_the_work(
    tmp_path: Path, check: list[object], localize: Localize
) -> None:
    (tmp_path / "file").write_text("")
    for target, what in ((tmp_path, "is a folder"), (tmp_path / "file" / "x.json", "cannot be written")):
        for option in (["--report", f"json={target}"], ["--output-file", target]):
            run = localize("check", tmp_path / "missing.po", *check[2:], *option)
            assert (run.code, run.out) == (2, "")
            assert what in run.err
            assert "missing.po" not in run.err


def test_a_report_that_is_lost_costs_no_other(
    tmp_path: Path, check: list[object], localize: Localize
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no device that is always full here")
    run = localize(*check, "--report", "json=/dev/full", "--report", f"jsonl={tmp_path / 'ok.jsonl'}")
    assert run.code == 2
    assert "/dev/full: OUT001 cannot be written" in run.err
    assert "disk is full" in run.err
    assert "COD001" in run.out
    assert json.loads((tmp_path / "ok.jsonl").read_text("utf-8"))["code"] == "COD001"


def test_a_report_is_written_through_a_link_and_into_a_pipe(
    tmp_path: Path, check: list[object], localize: Localize
) -> None:
    (tmp_path / "there").mkdir()
    link, pipe = tmp_path / "link.json", tmp_path / "pipe.json"
    link.symlink_to(tmp_path / "there" / "real.json")
    localize(*check, "--report", f"json={link}")
    assert link.is_symlink()
    rows = json.loads((tmp_path / "there" / "real.json").read_text("utf-8"))
    assert [row["code"] for row in rows] == ["COD001"]
    if not hasattr(os, "mkfifo"):
        return
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text("utf-8")))
    reader.start()
    localize(*check, "--report", f"json={pipe}")
    reader.join(timeout=10)
    assert json.loads(read[0]) == rows


def test_the_old_report_stays_whole_when_the_new_one_cannot_be_written(
    tmp_path: Path, check: list[object]
) -> None:
    resource = pytest.importorskip("resource")
    report = tmp_path / "old.json"
    report.write_text("the old one", encoding="utf-8")
    code = (
        "import resource, signal, sys\nfrom localize.cli import main\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    assert hasattr(resource, "RLIMIT_FSIZE")
    arguments = [*map(str, check), "--report", f"json={report}"]
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert "old.json: OUT001 cannot be written" in run.stderr
    assert report.read_text("utf-8") == "the old one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.po", "old.json"]


_BREAKS_IN = """
import sys
class Finder:
    def find_spec(self, name, *rest):
        if name == {module!r}:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Finder())
from localize.cli import main
sys.exit(main(["check", "a.po"]))
"""


@pytest.mark.parametrize("module", ["localize.errors", "localize.cli.check", "localize.api"])
def test_ctrl_c_while_modules_are_loaded_is_no_traceback(module: str) -> None:
    command = [sys.executable, "-c", _BREAKS_IN.format(module=module)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, "Traceback" in run.stderr) == (130, False), run.stderr
