"""The output for pipes: one JSON object a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from localize.report.base import rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from localize.api.waiving import Accepted
    from localize.model import LocatedFinding

# Line separators that JSON allows inside strings, but that some readers of lines split at.
_SEPARATORS = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"}


def write(findings: Sequence[LocatedFinding], accepted: Sequence[Accepted] | None = None) -> str:
    """Return one object a line with the keys of `localize.report.base.Row`; nothing if nothing was found.

    What is accepted comes after the findings.
    """
    return "".join(_line(row) + "\n" for row in rows(findings, accepted))


def _line(row: Mapping[str, object]) -> str:
    line = json.dumps(row, ensure_ascii=False)
    for separator, escaped in _SEPARATORS.items():
        line = line.replace(separator, escaped)
    return line
