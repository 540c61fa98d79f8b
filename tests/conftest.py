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


@pytest.fixture(scope="session")
def bounded() -> Callable[[float], contextlib.AbstractContextManager[None]]:
    """Return what bounds the CPU seconds of hostile input; on a machine that is slow just now, as many times more."""

    @contextlib.contextmanager
    def within(seconds: float) -> Iterator[None]:
        yard = _yardstick()
        began = time.process_time()
        yield
        spent = time.process_time() - began
        slower = max(1.0, max(yard, _yardstick()) / _CALM)
        assert spent < seconds * slower, f"{spent:.2f} s where {seconds * slower:.2f} s are allowed"

    return within


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
