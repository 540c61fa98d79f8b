"""The walk-through of docs/ci.md is run command by command, in its order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_EXIT = re.compile(r"#\s*exits (\d)")


def _commands() -> list[str]:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def test_every_command_of_the_walk_through_does_what_it_says(tmp_path: Path) -> None:
    commands = _commands()
    assert len(commands) > 10, "the page has lost its commands"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "EXAMPLES": str(ROOT / "examples" / "heir-returns")}
    for command in commands:
        stated = _EXIT.search(command)
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == (int(stated[1]) if stated else 0), f"{command}\n{done.stdout}{done.stderr}"
    for name in ("findings.sarif", "findings.xml", "findings.html", "findings.json"):
        assert (tmp_path / "out" / name).stat().st_size > 0
    assert len(list((tmp_path / "delivery").rglob("ep*.*"))) >= 6
