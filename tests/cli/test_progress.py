"""Progress for people who read a log: a line now and then, and the time left once it can be known."""

from __future__ import annotations

import argparse

import pytest

from localize.cli import progress
from localize.cli.progress import ProgressMeter, time_left


class Clock:
    """A clock that is set by hand."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress, "time", clock)
    return clock


def said(clock: Clock, capsys: pytest.CaptureFixture[str], *steps: tuple[float, str, int]) -> list[str]:
    with ProgressMeter(argparse.Namespace(quiet=False), "files") as meter:
        for seconds, label, done in steps:
            clock.now = 1000 + seconds
            meter.update(label, done, 100)
    return capsys.readouterr().err.splitlines()


def test_the_time_left_waits_for_a_few_and_is_told_in_minutes(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = said(clock, capsys, (46, "files", 1), (60, "files", 10), (65, "files", 11))
    assert lines == ["files: 1 of 100 files, 1.3/min", "files: 10 of 100 files, 10.0/min, 9 min left"]


def test_every_label_has_a_pace_of_its_own(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(clock, capsys, (100, "ar", 100), (101, "th", 1), (121, "th", 41))
    assert lines == ["ar: 100 of 100 files, 1/s, 0 s left", "th: 41 of 100 files, 2/s, 29 s left"]


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 s"), (89, "89 s"), (91, "2 min"), (5940, "99 min"), (6000, "1 h 40 min")]
)
def test_a_duration_is_no_finer_than_it_can_be_known(seconds: float, words: str) -> None:
    assert time_left(seconds) == words
