"""The output for pipes: one JSON object a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from localize.report.base import row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.model import LocatedFinding

# Line separators that JSON allows inside strings, but that some readers of lines split at.
_SEPARATORS = str.maketrans({"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"})


def write(findings: Sequence[LocatedFinding]) -> str:
    """Return one object a line with the keys of `localize.report.base.Row`; nothing if there are no findings."""
    lines = (json.dumps(row(located), ensure_ascii=False).translate(_SEPARATORS) for located in findings)
    return "".join(line + "\n" for line in lines)
