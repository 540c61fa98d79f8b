"""Fonts of the tests: the bundled ones are always there, those of Debian only where its packages are installed."""

from __future__ import annotations

from pathlib import Path

import pytest

FONTS = Path(__file__).resolve().parent.parent / "corpus" / "fonts"


@pytest.fixture
def latin() -> str:
    """Return the path of a font of Basic Latin."""
    return str(FONTS / "latin.ttf")


@pytest.fixture
def damaged() -> str:
    """Return the path of a file that begins as a font and is none."""
    return str(FONTS / "damaged.ttf")
