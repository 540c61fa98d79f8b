"""Makes the in-memory room and the Pilot helpers importable, and keeps every pilot test fast and alike."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def still_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """No animation, no smooth scrolling, and no naps between keys: `driving` waits for what it needs instead."""
    import asyncio

    from textual import app, constants

    async def no_nap(*_: float) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(app, "wait_for_idle", no_nap)
    monkeypatch.setattr(constants, "TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr(constants, "SMOOTH_SCROLL", False)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The room speaks English, whatever this machine speaks, unless a test says otherwise."""
    from tui import i18n

    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(i18n.ENGLISH)
