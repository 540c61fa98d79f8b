"""Makes the work for vendors importable, and opens one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from localize import api

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.api.project import Project

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    from vendor_work import make

    with make(tmp_path / "work") as opened:
        yield opened


@pytest.fixture(params=[".xlf", ".xlsx"])
def sent(request: pytest.FixtureRequest, project: Project, tmp_path: Path) -> Path:
    path = tmp_path / f"out{request.param}"
    api.send_to_vendor(project, path, locale="en-US", recipient="acme")
    return path
