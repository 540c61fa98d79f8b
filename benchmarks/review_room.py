"""Measures the review room over a store of 100,000 lines: start, keys, search, filter, memory.

    python benchmarks/review_room.py [--rows 100000] [--keys 60] [--against 1000] [--project DIR]

Builds a project (kept where `--project` says), opens `localize review` in a terminal of 120x40 as a reviewer would, and
times from the bytes of a key to the bytes that answer it. Prints MISSED beside each figure that is over its budget, and
exits with 1 if there is one. `--against` measures a small store too, so that growth with size shows.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from localize import api  # noqa: E402
from localize.model import Draft, Finding, Origin, Severity  # noqa: E402
from localize.review.base import Query  # noqa: E402

SIZE = (40, 120)
EPISODE = 1000
BUDGETS = {
    "first paint": 1000.0,
    "move": 30.0,
    "page down": 30.0,
    "typing": 30.0,
    "approve": 30.0,
    "search: common word": 60.0,
    "search: two characters": 60.0,
    "search: rare word": 60.0,
    "filter: open only": 60.0,
    "filter: all again": 60.0,
    "memory": 200.0,
}
"""Milliseconds from the key to the answer (95th percentile), and MiB."""
_PLACES = ("京城", "江南", "王府", "医馆", "总裁办公室")
_NAMES = ("顾沉舟", "林晚", "陆总", "苏苗", "老爷")
_ESCAPES = re.compile(rb"\x1b(?:\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07]*\x07|[=>78])")


def build(folder: Path, rows: int) -> None:
    """Write a project of so many drafted lines."""
    api.init_project(folder, source="zh-Hans", targets=["en-US"])
    (folder / "episodes").mkdir()
    for start in range(0, rows, EPISODE):
        cues = (
            f"{n - start + 1}\n00:{(n - start) // 60:02}:{(n - start) % 60:02},000 --> "
            f"00:{(n - start) // 60:02}:{(n - start) % 60:02},900\n"
            f"{_NAMES[n % 5]}，第{n}次了，我不会回{_PLACES[n // 7 % 5]}的。\n"
            for n in range(start, min(start + EPISODE, rows))
        )
        (folder / "episodes" / f"ep{start // EPISODE + 1:03}.srt").write_text(
            "\n".join(cues), encoding="utf-8"
        )
    with api.open_project(folder) as project:
        project.sync()
        ids = project.store.unit_ids(Query("en-US"))
        for start in range(0, len(ids), EPISODE):
            project.store.save_drafts(
                (
                    unit,
                    Draft(f"That is time {n}, I will never go back there.", Origin.ENGINE, "test 1"),
                    _found(n),
                )
                for n, unit in enumerate(ids[start : start + EPISODE], start)
            )


def _found(number: int) -> tuple[Finding, ...]:
    if number % 9:
        return ()
    return (Finding("LEN001", Severity.WARNING, None, None, "too long"),)


class Terminal:
    """The review app in a terminal of its own."""

    def __init__(self, project: Path) -> None:
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", TEXTUAL_ANIMATIONS="none", LOCALIZE_REVIEWER="lin")
            os.environ["XDG_STATE_HOME"] = os.environ["XDG_CONFIG_HOME"] = str(project / "home")
            os.chdir(ROOT)
            words = ["-m", "localize", "review", "--project", str(project), "--to", "en-US"]
            os.execv(sys.executable, [sys.executable, *words])
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))

    def send(self, keys: str) -> None:
        """Press keys."""
        os.write(self._fd, keys.encode())

    def until(self, words: str, seconds: float = 60) -> float:
        """Read until the app has written what a pattern matches; returns when that had come."""
        got, end = b"", time.perf_counter() + seconds
        while time.perf_counter() < end:
            got += self._read(0.5)
            if re.search(words.encode(), _ESCAPES.sub(b"", got)):
                return time.perf_counter()
        raise SystemExit(
            f"{words!r} did not come; got {_ESCAPES.sub(b'', got)[-600:].decode('utf-8', 'replace')}"
        )

    def quiet(self, seconds: float = 0.25) -> None:
        """Read until nothing has come for a while."""
        while self._read(seconds):
            pass

    def _read(self, seconds: float) -> bytes:
        if not select.select([self._fd], [], [], seconds)[0]:
            return b""
        return os.read(self._fd, 1 << 16)

    def key(self, key: str, words: str = "") -> float:
        """Press a key and return milliseconds until the app answers, with some words if they are given."""
        started = time.perf_counter()
        self.send(key)
        if words:
            taken = self.until(words)
        else:
            self._read(5)
            taken = time.perf_counter()
        return (taken - started) * 1000

    def memory(self) -> float:
        """Return the resident memory in MiB at its highest."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        assert found
        return int(found[1]) / 1024

    def close(self) -> None:
        """End the app."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)


def measure(project: Path, rows: int, keys: int) -> dict[str, list[float]]:
    """Return every figure of one store."""
    terminal = Terminal(project)
    try:
        figures = {"first paint": [(terminal.until("我不会回") - terminal.started) * 1000]}
        terminal.quiet(1.0)
        figures["move"] = [_calm(terminal, "\x1b[B") for _ in range(keys)]
        figures["page down"] = [_calm(terminal, "\x1b[6~") for _ in range(keys)]
        terminal.send("\x1b[H")
        terminal.quiet(0.5)
        figures.update(_typed(terminal, keys))
        terminal.send("n")  # a project that is used again has approved lines at its top
        terminal.quiet(0.5)
        figures["approve"] = [_calm(terminal, "a", words="approved episodes") for _ in range(keys)]
        figures.update(_found_lines(terminal, rows, max(keys // 6, 5)))
        figures["memory"] = [terminal.memory()]
    finally:
        terminal.close()
    return figures


def _calm(terminal: Terminal, key: str, *, words: str = "") -> float:
    taken = terminal.key(key, words)
    terminal.quiet(0.12)
    return taken


def _typed(terminal: Terminal, keys: int) -> dict[str, list[float]]:
    terminal.send("e")
    terminal.quiet(0.3)
    typed = [_calm(terminal, "x") for _ in range(keys)]
    terminal.send("\x1b")
    terminal.quiet(0.5)
    terminal.send("z")
    terminal.quiet(0.5)
    return {"typing": typed}


def _found_lines(terminal: Terminal, rows: int, times: int) -> dict[str, list[float]]:
    """Return the time of searches and filters: from Enter to the first rows that answer them."""
    figures: dict[str, list[float]] = {}
    searches = {"common word": "第", "two characters": "京城", "rare word": f"第{rows // 2}次"}
    for name, words in searches.items():
        figures[f"search: {name}"] = []
        for _ in range(times):
            terminal.key("/", "none shows all lines")
            terminal.quiet()
            terminal.send(words)
            terminal.quiet()
            figures[f"search: {name}"].append(terminal.key("\r", "showing"))
            terminal.quiet(0.4)
            terminal.key("0", f"/(?:…|{rows}) ")
            terminal.quiet(0.4)
    opened, shown = [], []
    for _ in range(times):
        opened.append(terminal.key("o", "showing"))
        terminal.quiet(0.4)
        shown.append(terminal.key("o", f"/(?:…|{rows}) "))
        terminal.quiet(0.4)
    return {**figures, "filter: open only": opened, "filter: all again": shown}


def report(figures: dict[str, list[float]], small: dict[str, list[float]] | None) -> int:
    """Print the figures with their budgets and return how many are missed."""
    missed = 0
    for name, values in figures.items():
        worst, budget, unit = _p95(values), BUDGETS[name], "MiB" if name == "memory" else "ms"
        over = worst > budget
        missed += over
        grown = f"  {worst / _p95(small[name]):4.1f} x the small store" if small else ""
        print(
            f"{name:<24} median {statistics.median(values):6.1f}  p95 {worst:6.1f} / {budget:6.1f} {unit:<3}"
            f"{grown}{'  MISSED' if over else ''}"
        )
    return missed


def _p95(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[max(-(-len(ordered) * 95 // 100) - 1, 0)]


def main() -> int:
    """Build what is not there, measure and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--against", type=int, default=1_000, help="rows of the small store; 0 for none")
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--project", type=Path, help="keep the projects here and use them again")
    chosen = parser.parse_args()
    home = Path(tempfile.mkdtemp()) if chosen.project is None else chosen.project
    taken = {}
    try:
        for rows in filter(None, (chosen.against, chosen.rows)):
            if not (home / str(rows)).is_dir():
                build(home / str(rows), rows)
            taken[rows] = measure(home / str(rows), rows, chosen.keys)
    finally:
        if chosen.project is None:
            shutil.rmtree(home)
    print(f"{chosen.rows} lines, {chosen.keys} keys a figure, {SIZE[1]}x{SIZE[0]}")
    return int(report(taken[chosen.rows], taken.get(chosen.against)) > 0)


if __name__ == "__main__":
    raise SystemExit(main())
