"""The page about the room names the keys that the room has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.reference import reference

if TYPE_CHECKING:
    from pathlib import Path


def test_the_page_about_the_room_is_up_to_date(repository: Path) -> None:
    written = (repository / "docs" / "review.md").read_text(encoding="utf-8")
    assert written == reference(), "run: python -m tui.reference > docs/review.md"
