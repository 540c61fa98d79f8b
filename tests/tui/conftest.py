"""Makes the in-memory room and the Pilot helpers importable, and keeps every pilot test fast and alike."""

from __future__ import annotations

import sys
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
