"""Fixtures that every room's tests may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


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
