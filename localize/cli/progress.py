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


class ProgressMeter:
    """Progress of counted work on stderr. Use as a context manager."""

    def __init__(self, args: argparse.Namespace, unit: str = "segments") -> None:
        self._quiet = args.quiet
        self._unit = unit
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._began = self._last = time.monotonic()

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
        rate = done / max(now - self._began, 1e-6)
        if self._bar:
            if label not in self._tasks:
                self._began = now
                self._tasks[label] = self._bar.add_task(label, total=total, rate="")
            self._bar.update(
                self._tasks[label], completed=done, total=total, rate=f"{rate:.0f} {self._unit}/s"
            )
        elif not self._quiet and now - self._last >= PLAIN_EVERY:
            self._last = now
            left = (total - done) / rate if rate else 0
            print(  # noqa: T201
                f"{label}: {done} of {total} {self._unit}, {rate:.0f}/s, {left:.0f} s left",
                file=sys.stderr,
                flush=True,
            )
