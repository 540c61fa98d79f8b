"""The app over a real project and store: what the screen showed as decided is there, also after SIGKILL."""

from __future__ import annotations

import fcntl
import os
import pty
import random
import re
import select
import signal
import sqlite3
import struct
import sys
import termios
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from driving import Desk

from localize import api
from localize.review.base import Action, Query, State
from tui.app import ReviewApp
from tui.session import Session

if TYPE_CHECKING:
    from pathlib import Path

CUES = 30
KILLS = 4


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one drafted episode."""
    api.init_project(tmp_path, source="zh-Hans", targets=["en-US"])
    cues = (
        f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n第{n}句台词，我不同意。\n" for n in range(1, CUES + 1)
    )
    (tmp_path / "episodes").mkdir()
    (tmp_path / "episodes" / "ep01.srt").write_text("\n".join(cues), encoding="utf-8")
    with api.open_project(tmp_path) as opened:
        opened.sync()
        opened.translate(engine="echo")
    return tmp_path


async def test_the_room_goes_on_while_another_process_writes_and_the_decision_follows(project: Path) -> None:
    with api.open_project(project) as opened:
        app = ReviewApp(Session(opened.review("en-US", "lin")))
        async with app.run_test(size=(120, 40)) as pilot:
            desk = Desk(app, pilot, None)  # type: ignore[arg-type]
            await desk.settle()
            with closing(
                sqlite3.connect(project / ".localize" / "project.db", isolation_level=None)
            ) as other:
                other.execute("BEGIN IMMEDIATE")
                await pilot.press("a")
                await desk.until("this decision waits for it")
                await pilot.press("end")
                await desk.until("第30句台词")
                assert desk.screen.queue.cursor == CUES - 1
                assert opened.store.units(opened.store.unit_ids(Query("en-US")))[0].state is State.DRAFTED
                other.execute("ROLLBACK")
            await desk.until("approved episodes")
            assert opened.store.units(opened.store.unit_ids(Query("en-US")))[0].state is State.APPROVED


async def test_approve_edit_reject_undo_and_quit_are_in_the_store(project: Path) -> None:
    with api.open_project(project) as opened:
        app = ReviewApp(Session(opened.review("en-US", "lin")))
        async with app.run_test(size=(120, 40)) as pilot:
            desk = Desk(app, pilot, None)  # type: ignore[arg-type]
            await desk.settle()
            await desk.press("a")
            await desk.press("e")
            await desk.type("!")
            await desk.press("f2")
            await desk.press("escape")
            await desk.press("down", "r")
            await desk.type("wrong tone")
            await desk.press("enter")
            await desk.press("down", "a", "u")
            await desk.press("q")
        room = opened.review("en-US", "lin")
        ids = room.unit_ids(Query("en-US"))
        units = [room.unit(i) for i in ids]
        assert units[0].state is State.APPROVED
        assert units[1].state is State.EDITED
        assert (units[1].target or "").endswith("!")
        assert State.REJECTED in {u.state for u in units}
        log = [r for i in ids for r in room.history(i)]
        assert {r.decision.action for r in log} == {Action.APPROVE, Action.EDIT, Action.REJECT, Action.UNDO}
        assert opened.store.verify_log() == len(log)


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_app_has_lost_no_decision_that_it_showed(project: Path, seed: int) -> None:
    generator = random.Random(seed)
    wanted = generator.randint(3, CUES - 4)
    shown = _approve_and_kill(project, wanted, generator)
    assert shown >= wanted
    with api.open_project(project) as opened:
        states = [u.state for u in opened.units("en-US", "episodes/ep01.srt")]
        assert states[:shown] == [State.APPROVED] * shown
        assert opened.store.verify_log() == states.count(State.APPROVED)


def _approve_and_kill(project: Path, wanted: int, generator: random.Random) -> int:
    """Run the app in a terminal, approve until it has shown `wanted` lines as approved, press on and kill it.

    Returns the number of the last line that it showed as approved.
    """
    command = [sys.executable, "-m", "localize", "review", "--project", str(project), "--to", "en-US"]
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", TEXTUAL_ANIMATIONS="none", LOCALIZE_REVIEWER="lin")
        os.execv(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    screen = b""
    try:
        deadline = time.monotonic() + 60
        while b"30 open" not in screen and time.monotonic() < deadline:
            screen += _read(terminal, 0.1)
        while _last_shown(screen) < wanted and time.monotonic() < deadline:
            os.write(terminal, b"a")
            screen += _read(terminal, generator.uniform(0.01, 0.08))
        os.write(terminal, b"aa")
        time.sleep(generator.uniform(0.0, 0.05))
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    screen += _read(terminal, 0.05)
    os.close(terminal)
    return _last_shown(screen)


def _last_shown(screen: bytes) -> int:
    text = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", screen).decode("utf-8", "replace")
    return max([0, *(int(n) for n in re.findall(r"approved episodes/ep01\.srt (\d+)", text))])


def _read(terminal: int, seconds: float) -> bytes:
    """Return what the app writes until it has been silent for a while."""
    read = b""
    while select.select([terminal], [], [], seconds)[0]:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # the other end is gone
            break
        if not piece:
            break
        read += piece
    return read
