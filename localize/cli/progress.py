"""The only place that shows progress: a bar on a terminal, one plain line every ten seconds elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import argparse

    from rich.progress import Progress, TaskID

PLAIN_EVERY = 10.0
"""Seconds between two plain lines."""
FIRST = 3
"""So many must be finished before the time left is told: the first one loads models and tables."""


class ProgressMeter:
    """Progress of counted work on stderr. Use as a context manager."""

    def __init__(self, args: argparse.Namespace, unit: str = "segments") -> None:
        self._quiet = args.quiet
        self._unit = unit
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._began: dict[str, float] = {}
        self._entered = self._last = time.monotonic()

    def __enter__(self) -> Self:
        if not self._quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self._bar = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[rate]}", markup=False),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def update(self, label: str, done: int, total: int) -> None:
        """Show that `done` of `total` are finished under a label (a locale, a file)."""
        now = time.monotonic()
        began = self._began.setdefault(label, now if self._began else self._entered)
        rate = done / max(now - began, 1e-6)
        if self._bar:
            if label not in self._tasks:
                self._tasks[label] = self._bar.add_task(label, total=total, rate="")
            self._bar.update(
                self._tasks[label], completed=done, total=total, rate=f"{_rate(rate)} {self._unit}"
            )
        elif not self._quiet and now - self._last >= PLAIN_EVERY:
            self._last = now
            left = f", {time_left((total - done) / rate)} left" if done >= FIRST else ""
            print(  # noqa: T201
                f"{label}: {done} of {total} {self._unit}, {_rate(rate)}{left}",
                file=sys.stderr,
                flush=True,
            )


def _rate(each_second: float) -> str:
    return f"{each_second:.0f}/s" if each_second >= 1 else f"{each_second * 60:.1f}/min"


def time_left(seconds: float) -> str:
    """Return a duration no finer than it can be known.

    >>> [time_left(s) for s in (42, 100, 4532, 9000)]
    ['42 s', '2 min', '76 min', '2 h 30 min']
    """
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"
