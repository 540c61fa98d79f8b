"""The command line run in this process: arguments in, exit code, stdout and stderr out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from localize.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EPISODE = """\
1
00:00:01,000 --> 00:00:03,000
王总，三千万的彩礼，一分不能少。

2
00:00:03,500 --> 00:00:05,000
<i>她二十三岁。</i>

3
00:00:05,500 --> 00:00:07,000
五百两银子？
"""


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str


@pytest.fixture
def localize(capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    def run(*arguments: object) -> Run:
        capsys.readouterr()
        try:
            code = main([str(a) for a in arguments])
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        assert "BUG000" not in captured.err
        return Run(code, captured.out, captured.err)

    return run


@pytest.fixture
def episode(tmp_path: Path) -> Path:
    path = tmp_path / "episodes" / "ep01.srt"
    path.parent.mkdir()
    path.write_text(EPISODE, encoding="utf-8")
    return path


@pytest.fixture
def project(tmp_path: Path, episode: Path, localize: Callable[..., Run]) -> Path:
    assert localize("init", tmp_path, "--to", "en-US", "--to", "zh-Hant-TW", "--genre", "ceo").code == 0
    assert localize("sync", "--project", tmp_path).code == 0
    return tmp_path
