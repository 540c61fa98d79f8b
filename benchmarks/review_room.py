"""Measures the review room over a store of 100,000 lines: start, keys, search, filter, memory, longest hold.

    python benchmarks/review_room.py [--rows 1000 100000] [--keys 60] [--project DIR] [--app DIR]

Builds projects (kept where `--project` says), opens `localize review` in a terminal of 120x40 as a reviewer would, and
times from the bytes of a key to the end of the frame that answers it. The app is compiled first, as an installation
does. Beside the wall time stands the processor time that the app spent meanwhile: where the wall time is over a budget
and the processor time is far below it, the machine was busy, not the program slow. A second sitting of the same keys
measures how long the interface is held at a stretch. The last size is judged: exit code 1 if a figure is MISSED.
"""

from __future__ import annotations

import argparse
import compileall
import contextlib
import fcntl
import json
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
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.model import Finding

SIZE = (40, 120)
EPISODE = 1000
BUDGETS = {
    "first paint": 1000.0,
    "move: just opened": 30.0,
    "move": 30.0,
    "move: line follows": 100.0,
    "page down": 30.0,
    "typing": 30.0,
    "approve": 30.0,
    "search: common word": 60.0,
    "search: two characters": 60.0,
    "search: rare word": 60.0,
    "last letter to rows": 150.0,
    "filter: open only": 60.0,
    "filter: all again": 60.0,
    "longest hold": 50.0,
    "memory": 200.0,
}
"""Milliseconds from the key to the end of the frame that answers it (95th percentile), and MB (millions of bytes).

A search is typed as a person types, and timed from Enter, or from its last letter, to the end of a frame with its rows;
with 40 keys a figure twenty times each, so that the 95th percentile is not the slowest of a few.
"""
_BETWEEN_LETTERS = 0.08
"""Seconds between two letters of a quick typist."""
_PLACES = ("京城", "江南", "王府", "医馆", "总裁办公室")
_NAMES = ("顾沉舟", "林晚", "陆总", "苏苗", "老爷")
_ESCAPES = re.compile(rb"\x1b(?:\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07]*\x07|[=>78])")
_ASKS_FOR_FRAMES, _TELLS_FRAMES, _FRAME_ENDS = b"\x1b[?2026$p", b"\x1b[?2026;2$y", b"\x1b[?2026l"
_RESTS = 0.01
"""Seconds of processor time in half a second below which the app rests."""
_HOLDS_FROM = 0.02
"""Seconds from which a hold of the interface is noted."""


def build(folder: Path, rows: int) -> None:
    """Write a project of so many drafted lines."""
    from localize import api
    from localize.model import Draft, Origin
    from localize.review.base import Query

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
    from localize.model import Finding, Severity

    if number % 9:
        return ()
    return (Finding("LEN001", Severity.WARNING, None, None, "too long"),)


@dataclass(frozen=True, slots=True)
class Taken:
    """What an answer took, in milliseconds; MB where it is memory.

    Attributes:
        wall: as the reviewer sees it.
        cpu: processor time of the app, all threads, until the answer.
    """

    wall: float
    cpu: float


class Terminal:
    """The review app in a terminal of its own."""

    def __init__(self, project: Path, app: Path, holds: Path | None = None) -> None:
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", TEXTUAL_ANIMATIONS="none", LOCALIZE_REVIEWER="lin")
            os.environ["XDG_STATE_HOME"] = os.environ["XDG_CONFIG_HOME"] = str(project / "home")
            os.chdir(app)
            words = ["review", "--project", str(project), "--to", "en-US"]
            start = [str(Path(__file__).resolve()), "--inside", str(holds)] if holds else ["-m", "localize"]
            os.execv(sys.executable, [sys.executable, *start, *words])
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        # CPUCLOCK_SCHED of another process, as clock_getcpuclockid(3) makes it
        self._clock = ~self.pid << 3 | 2
        self._framed, self._rest = False, b""

    def cpu(self) -> float:
        """Return the processor time of the app's own process so far, in seconds."""
        return time.clock_gettime(self._clock)

    def send(self, keys: str) -> None:
        """Press keys."""
        os.write(self._fd, keys.encode())

    def until(self, words: str, seconds: float = 60) -> float:
        """Read until the app has ended the frame in which a pattern stands; returns when that had come."""
        got, end = self._rest, time.perf_counter() + seconds
        while time.perf_counter() < end:
            found = re.search(
                words.encode(), _ESCAPES.sub(lambda m: b"" if m[0] != _FRAME_ENDS else b"\0", got)
            )
            if found and (not self._framed or b"\0" in found.string[found.end() :]):
                self._rest = b""
                return time.perf_counter()
            got += self._read(0.5)
        seen = _ESCAPES.sub(b"", got)[-600:].decode("utf-8", "replace")
        raise SystemExit(f"{words!r} did not come; got {seen!r}")

    def quiet(self, seconds: float = 0.25) -> None:
        """Read until nothing has come for a while."""
        while self._read(seconds):
            pass

    def pause(self, seconds: float) -> None:
        """Read for so long, whatever comes."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(left)

    def rest(self) -> None:
        """Read until the app has loaded what it loads beside the first keys."""
        for _ in range(40):
            spent = self.cpu()
            self.quiet(0.5)
            if self.cpu() - spent < _RESTS:
                return

    def _read(self, seconds: float) -> bytes:
        if not select.select([self._fd], [], [], seconds)[0]:
            return b""
        got = os.read(self._fd, 1 << 16)
        if _ASKS_FOR_FRAMES in got:
            os.write(self._fd, _TELLS_FRAMES)
            self._framed = True
        return got

    def key(self, key: str, words: str) -> Taken:
        """Press a key and return what it takes until a frame with some words is complete."""
        started, spent = time.perf_counter(), self.cpu()
        self.send(key)
        ended = self.until(words)
        return Taken((ended - started) * 1000, (self.cpu() - spent) * 1000)

    def memory(self) -> float:
        """Return the resident memory in MB at its highest, of the app and the processes that it started."""
        known = Path(f"/proc/{self.pid}/task").glob("*/children")
        pids = [str(self.pid), *" ".join(path.read_text(encoding="ascii") for path in known).split()]
        states = [Path(f"/proc/{pid}/status").read_text(encoding="ascii") for pid in pids]
        return sum(int(state.split("VmHWM:")[1].split()[0]) for state in states) * 1024 / 1_000_000

    def close(self) -> None:
        """End the app, which writes what it noted."""
        os.kill(self.pid, signal.SIGTERM)
        with contextlib.suppress(OSError):  # the terminal has gone with the app
            self.quiet(5.0)
        os.waitpid(self.pid, 0)
        os.close(self._fd)


@dataclass(slots=True)
class Sitting:
    """One sitting's figures, and when each key was pressed."""

    terminal: Terminal
    keys: int
    rows: int
    figures: dict[str, list[Taken]] = field(default_factory=dict)
    painted: float = 0.0

    def run(self) -> None:
        """Press every key that is measured."""
        self.painted = self.terminal.until("我不会回")
        start = (self.painted - self.terminal.started) * 1000
        self.figures["first paint"] = [Taken(start, self.terminal.cpu() * 1000)]
        self.terminal.quiet()
        self._press("move: just opened", "\x1b[B", "▸")
        self.terminal.rest()
        self._press("move", "\x1b[B", "▸")
        self._press("move: line follows", "\x1b[B", r"ep\d+\.srt \d+ ")
        self._press("page down", "\x1b[6~", "▸", most=self.rows // 40)
        self.terminal.send("\x1b[H")
        self.terminal.quiet(0.5)
        self.terminal.send("e")
        self.terminal.quiet(0.3)
        self._press("typing", "x", "x")
        for key in ("\x1b", "z", "n"):  # a project that is used again has approved lines at its top
            self.terminal.send(key)
            self.terminal.quiet(0.5)
        self._press("approve", "a", "approved episodes")
        self._find(max(self.keys * 3 // 4, 6))
        self.figures["memory"] = [Taken(self.terminal.memory(), 0)]

    def _press(self, name: str, key: str, words: str, most: int | None = None) -> None:
        taken = self.figures.setdefault(name, [])
        for _ in range(self.keys if most is None else min(self.keys, most)):
            taken.append(self.terminal.key(key, words))
            self.terminal.quiet(0.12)

    def _find(self, times: int) -> None:
        """Search and filter: from Enter, or from the last letter, to the first rows that answer."""
        terminal, every = self.terminal, f"/(?:…|{self.rows})"
        typed = self.figures.setdefault("last letter to rows", [])
        searches = {"common word": "第", "two characters": "京城", "rare word": f"第{self.rows // 2}次"}
        for name, words in searches.items():
            taken = self.figures.setdefault(f"search: {name}", [])
            for turn in range(times):
                terminal.key("/", "none shows all lines")
                terminal.quiet()
                for letter in words[:-1]:
                    terminal.send(letter)
                    terminal.pause(_BETWEEN_LETTERS)
                if turn % 3 == 2:  # of the head, only what changed is drawn
                    typed.append(terminal.key(words[-1], f"{words[-1]}'"))
                    terminal.key("\r", "showing")
                else:
                    terminal.send(words[-1])
                    terminal.pause(_BETWEEN_LETTERS)
                    taken.append(terminal.key("\r", f"showing '{words}'"))
                terminal.quiet(0.4)
                terminal.key("0", every)
                terminal.quiet(0.4)
        opened = self.figures.setdefault("filter: open only", [])
        again = self.figures.setdefault("filter: all again", [])
        for _ in range(times):
            opened.append(terminal.key("o", "showing"))
            terminal.quiet(0.4)
            again.append(terminal.key("o", every))
            terminal.quiet(0.4)


def measure(project: Path, app: Path, rows: int, keys: int) -> dict[str, list[Taken]]:
    """Return every figure of one store, from two sittings."""
    for part in ("localize", "tui"):  # with PYTHONDONTWRITEBYTECODE no start would do it for the next
        compileall.compile_dir(app / part, quiet=1)
    first = Sitting(Terminal(project, app), keys, rows)
    first.run()
    first.terminal.close()
    notes = project / "holds.json"
    second = Sitting(Terminal(project, app, notes), max(keys // 4, 5), rows)
    second.run()
    done = time.perf_counter()  # once it has left, threads are joined
    second.terminal.close()
    noted = json.loads(notes.read_text(encoding="utf-8"))
    holds = sorted(((w, c, what) for at, w, c, what in noted if second.painted < at < done), reverse=True)
    for wall, cpu, what in holds[:3]:
        print(f"  held {wall * 1000:.0f} ms (cpu {cpu * 1000:.0f}): {what}")
    return {
        **first.figures,
        "longest hold": [Taken(w * 1000, c * 1000) for w, c, _ in holds[:1]] or [Taken(0, 0)],
    }


def run_inside(notes: Path, words: Sequence[str]) -> int:
    """Run the command line and note how long each step of the event loop held the interface."""
    import asyncio

    held: list[tuple[float, float, float, str]] = []
    step = asyncio.Handle._run

    def watched(handle: asyncio.Handle) -> None:
        at, spent = time.perf_counter(), time.thread_time()
        step(handle)
        if (wall := time.perf_counter() - at) > _HOLDS_FROM:
            held.append((at, wall, time.thread_time() - spent, repr(handle)[:160]))

    asyncio.Handle._run = watched  # type: ignore[method-assign, assignment]
    sys.path.insert(0, str(Path.cwd()))
    from localize.cli import main as localize

    try:
        return localize(list(words))
    finally:
        notes.write_text(json.dumps(held), encoding="utf-8")


def report(figures: dict[str, list[Taken]], small: dict[str, list[Taken]]) -> int:
    """Print the figures of a store with their budgets, and against a small one; return how many are missed."""
    missed = 0
    head = "median     p95     max |       budget     | cpu median p95 | p95 against the smallest"
    print(f"{'ms':<23}  {head}")
    for name, budget in BUDGETS.items():
        unit = "MB" if name == "memory" else "ms"
        wall, cpu = [t.wall for t in figures[name]], [t.cpu for t in figures[name]]
        missed += _p95(wall) > budget
        judged = "MET" if _p95(wall) <= budget else "MISSED"
        grown = _p95(wall) / max(_p95([t.wall for t in small[name]]), 0.1)
        shown = " ".join(f"{figure:7.1f}" for figure in (statistics.median(wall), _p95(wall), max(wall)))
        spent = f"cpu {statistics.median(cpu):6.1f} {_p95(cpu):6.1f}"
        print(f"{name:<23} {shown} | {budget:6.0f} {unit:<3} {judged:<6} | {spent} | x{grown:4.1f}")
    return missed


def _p95(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[max(-(-len(ordered) * 95 // 100) - 1, 0)]


def main() -> int:
    """Build what is not there, measure and report."""
    if sys.argv[1:2] == ["--inside"]:
        return run_inside(Path(sys.argv[2]), sys.argv[3:])
    as_written = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=as_written)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 100_000], help="smallest first")
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--project", type=Path, help="keep the projects here and use them again")
    parser.add_argument("--app", type=Path, default=ROOT, help="checkout whose app is measured")
    chosen = parser.parse_args()
    home = Path(tempfile.mkdtemp()) if chosen.project is None else chosen.project
    small: dict[str, list[Taken]] = {}
    missed = 0
    try:
        for rows in chosen.rows:
            if not (home / str(rows)).is_dir():
                build(home / str(rows), rows)
            print(f"{rows} lines, {chosen.keys} keys a figure, {SIZE[1]}x{SIZE[0]}; {_machine()}")
            figures = measure(home / str(rows), chosen.app.resolve(), rows, chosen.keys)
            small = small or figures
            missed = report(figures, small)
            print(f"afterwards {_machine()}\n", flush=True)
    finally:
        if chosen.project is None:
            shutil.rmtree(home)
    return int(missed > 0)


def _machine() -> str:
    """Return how busy and how fast the machine is: others slow the processor down as well as hold it."""
    spent = time.process_time()
    sum(number * number for number in range(1_000_000))
    spent = (time.process_time() - spent) * 1000
    busy = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    return f"{busy}, a million squares take {spent:.0f} ms cpu"


if __name__ == "__main__":
    raise SystemExit(main())
