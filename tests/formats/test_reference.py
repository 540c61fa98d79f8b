"""The page about the formats says what the registry says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.formats import FORMATS
from localize.formats.reference import reference

if TYPE_CHECKING:
    from pathlib import Path


def test_the_page_about_the_formats_is_up_to_date(repository: Path) -> None:
    written = (repository / "docs" / "formats.md").read_text(encoding="utf-8")
    assert written == reference(), "run: python -m localize.formats.reference > docs/formats.md"


def test_the_page_has_a_section_with_prose_for_every_format() -> None:
    sections = reference().split("\n## ")[1:]
    assert len(sections) == len(FORMATS)
    assert all(len(section) > 150 for section in sections)
