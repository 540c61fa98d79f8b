"""Fixtures that every room's tests may use."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


_CALM = 0.006
"""Seconds of CPU that the yardstick takes on a machine with nothing else to do."""


def _yardstick() -> float:
    began = time.process_time()
    sum(number * number for number in range(100_000))
    return time.process_time() - began


class Taken:
    """CPU seconds of hostile input, and how many times slower than a calm one the machine was meanwhile."""

    def __init__(self) -> None:
        self.seconds = float("inf")
        self.slower = 1.0

    def within(self, seconds: float) -> bool:
        """Return whether it took less than so many seconds of a calm machine."""
        return self.seconds < seconds * self.slower


@pytest.fixture(scope="session")
def timed() -> Callable[[], contextlib.AbstractContextManager[Taken]]:
    """Return what takes the CPU time of a block, and the machine's pace before and after it."""

    @contextlib.contextmanager
    def watch() -> Iterator[Taken]:
        taken, yard = Taken(), _yardstick()
        began = time.process_time()
        yield taken
        taken.seconds = time.process_time() - began
        taken.slower = max(1.0, max(yard, _yardstick()) / _CALM)

    return watch


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def examples() -> Path:
    """Return the folder of the example works."""
    return ROOT / "examples"


@pytest.fixture(scope="session")
def sample_data() -> Path:
    """Return the folder of real files from other projects; skips where it is not at hand."""
    folder = Path(os.environ.get("LOCALIZE_SAMPLE_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the sample corpus is not at hand (set LOCALIZE_SAMPLE_DATA)")
    return folder
