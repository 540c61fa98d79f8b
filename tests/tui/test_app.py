"""Starting and leaving: the terminal is restored and nothing typed is lost, however the room is left."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
CHILD = f"""
import sys
sys.path[:0] = [{str(HERE.parents[1])!r}, {str(HERE)!r}]
from fake_room import FakeRoom, make_units
from tui.app import run
from tui.session import Session
room = FakeRoom.of(make_units(8))
code = run(Session(room))
print("TARGET", room.unit(1).target, "CLOSED", room.closed)
sys.exit(code)
"""


def _read(fd: int, until: bytes, seconds: float) -> bytes:
    """Return what the terminal got, up to some bytes or a deadline."""
    got, deadline = b"", time.monotonic() + seconds
    while until not in got and time.monotonic() < deadline:
        if select.select([fd], [], [], 0.1)[0]:
            try:
                got += os.read(fd, 65536)
            except OSError:
                break
    return got


def _terminal() -> tuple[int, subprocess.Popen[bytes]]:
    """Open the room in a terminal of its own; return the near end of it and the process."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"}
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment,
        close_fds=True,
    )
    os.close(slave)
    return master, child


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_restores_the_terminal_and_records_what_was_typed(number: signal.Signals, code: int) -> None:
    master, child = _terminal()
    try:
        assert "老公".encode() in _read(master, b"cps", 20)
        os.write(master, b"e")
        assert b"editing" in _read(master, b"editing", 5)
        os.write(master, b"Z")
        assert b"unsaved" in _read(master, b"unsaved", 5)
        child.send_signal(number)
        rest = _read(master, b"CLOSED True", 10)
        assert child.wait(10) == code
    finally:
        child.kill()
        child.wait()
        os.close(master)
    assert b"\x1b[?1049l" in rest
    assert b"\x1b[?25h" in rest
    assert b"back.Z CLOSED True" in rest


def test_alt_and_a_digit_inserts_a_term_in_a_terminal_that_sends_escape_and_the_digit() -> None:
    master, child = _terminal()
    try:
        assert "老公".encode() in _read(master, b"cps", 20)
        os.write(master, b"e")
        assert b"editing" in _read(master, b"editing", 5)
        os.write(master, b"\x1b1")
        assert b"Inserted" in _read(master, b"Inserted", 5)
        os.write(master, b"\x1bOQ")
        _read(master, b"edited", 5)
        os.write(master, b"\x1b[21~")
        rest = _read(master, b"CLOSED True", 10)
    finally:
        child.kill()
        child.wait()
        os.close(master)
    assert b"back.honey CLOSED" in rest


def test_the_kitty_protocol_is_off_unless_somebody_asks_for_it() -> None:
    code = "import tui, textual.constants as c; print(c.DISABLE_KITTY_KEY)"
    root = HERE.parents[1]
    environment = {k: v for k, v in os.environ.items() if k != "TEXTUAL_DISABLE_KITTY_KEY"}

    def ask(**extra: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env=environment | extra,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    assert ask() == "True"
    assert ask(TEXTUAL_DISABLE_KITTY_KEY="0") == "False"


def test_every_screen_has_its_style_sheet() -> None:
    from textual.screen import Screen

    from tui.screens import ask, base, bulk, choose, filter, home, saved, term  # noqa: A004

    for module in (ask, base, bulk, choose, filter, home, saved, term):
        folder = Path(module.__file__ or "").parent
        for thing in vars(module).values():
            if isinstance(thing, type) and issubclass(thing, Screen) and thing.__module__ == module.__name__:
                assert (folder / str(thing.CSS_PATH)).is_file()
