"""The reference page says what --help says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.cli.reference import reference

if TYPE_CHECKING:
    from pathlib import Path


def test_the_reference_page_is_up_to_date(repository: Path) -> None:
    written = (repository / "docs" / "cli.md").read_text(encoding="utf-8")
    assert written == reference(), "run: python -m localize.cli.reference > docs/cli.md"
