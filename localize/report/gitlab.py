"""The output for GitLab: a Code Quality report.

Source: docs.gitlab.com/ci/testing/code_quality, "Code Quality report format".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from localize.model import Severity
from localize.report.base import clipped, encodable, fingerprints, forward_slashes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.model import LocatedFinding

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def write(findings: Sequence[LocatedFinding]) -> str:
    """Return an array of issues; a fingerprint stays the same when the cue moves in its file."""
    issues = [
        {
            "description": encodable(clipped(_description(located))),
            "check_name": located.finding.code,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[located.finding.severity],
            # GitLab wants a line; a finding about a whole file stands at its first one.
            "location": {
                "path": forward_slashes(located.place.file),
                "lines": {"begin": located.place.line or 1},
            },
        }
        for located, fingerprint in fingerprints(findings)
    ]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _description(located: LocatedFinding) -> str:
    finding = located.finding
    segment = f" {finding.segment}" if finding.segment else ""
    return f"[{located.locale}]{segment}: {finding.message}"
