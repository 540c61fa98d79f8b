"""The output for programs: one JSON array of findings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from localize.report.base import row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.model import LocatedFinding


def write(findings: Sequence[LocatedFinding]) -> str:
    """Return an array of objects with the keys of `localize.report.base.Row`."""
    return json.dumps([row(located) for located in findings], ensure_ascii=False, indent=2) + "\n"
