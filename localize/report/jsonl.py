"""The output for pipes: one JSON object a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from localize.report.base import row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.model import LocatedFinding

# Line separators that JSON allows inside strings, but that some readers of lines split at.
_SEPARATORS = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"}


def write(findings: Sequence[LocatedFinding]) -> str:
    """Return one object a line with the keys of `localize.report.base.Row`; nothing if there are no findings."""
    return "".join(_line(located) + "\n" for located in findings)


def _line(located: LocatedFinding) -> str:
    line = json.dumps(row(located), ensure_ascii=False)
    for separator, escaped in _SEPARATORS.items():
        line = line.replace(separator, escaped)
    return line
