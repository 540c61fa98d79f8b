"""Parsing takes no more than twelve times the size of a file, and of one with very short lines least of all."""

from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING

import pytest

from localize.formats import FORMATS

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

ROWS, BYTES = 1_100, 25_000
"""At the least: a batch of cues and a piece of lines are whole then."""
CONTAINERS_AND_RELATIVES = {
    "docx", "xlsx", "stl", "scc", "renpy_tl", "sami_bilingual", "xliff2", "stringsdict",
}  # fmt: skip
"""Formats without a file of short lines: zip and binary ones, and those read by the same code as another one here."""


@pytest.fixture(scope="module")
def short_lines(repository: Path) -> ModuleType:
    """Return the module of the benchmarks that makes the files."""
    spec = importlib.util.spec_from_file_location("short_lines", repository / "benchmarks" / "short_lines.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["short_lines"] = module  # its classes look there for their names
    spec.loader.exec_module(module)
    return module


def test_every_format_made_of_text_has_a_file_of_short_lines(short_lines: ModuleType) -> None:
    assert set(short_lines.SHORT) == {spec.name for spec in FORMATS} - CONTAINERS_AND_RELATIVES


@pytest.mark.parametrize("name", sorted({spec.name for spec in FORMATS} - CONTAINERS_AND_RELATIVES))
def test_memory_of_a_parse_is_bounded_in_short_lines(short_lines: ModuleType, name: str) -> None:
    # What a parse takes whatever the size of the file would count for much in so short a one: compare two.
    rows = max(ROWS, int(BYTES * 1_000 / len(short_lines.short_file(name, 1_000))))
    small, large = short_lines.short_file(name, rows), short_lines.short_file(name, 2 * rows)
    file_name = short_lines.SHORT[name].name
    short_lines.load(name)
    taken = [short_lines.memory_ratio(name, data, file_name) * len(data) for data in (small, large)]
    assert (taken[1] - taken[0]) / (len(large) - len(small)) <= short_lines.MOST
