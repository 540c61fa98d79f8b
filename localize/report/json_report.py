"""The output for programs: one JSON array of findings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from localize.report.base import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.api.waiving import Accepted
    from localize.model import LocatedFinding


def write(findings: Sequence[LocatedFinding], accepted: Sequence[Accepted] | None = None) -> str:
    """Return an array of objects with the keys of `localize.report.base.Row`, what is accepted after the findings."""
    return json.dumps(list(rows(findings, accepted)), ensure_ascii=False, indent=2) + "\n"
