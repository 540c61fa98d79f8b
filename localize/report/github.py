"""The output for GitHub Actions: workflow commands that become annotations.

Source: docs.github.com, "Workflow commands for GitHub Actions"; the escapes are those of @actions/core.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.model import Severity
from localize.report.base import check_title, clipped, encodable, forward_slashes
from localize.text import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.model import LocatedFinding

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def write(findings: Sequence[LocatedFinding]) -> str:
    """Return one workflow command a finding; a text from a file cannot start a command of its own."""
    return "".join(_command(located) + "\n" for located in findings)


def _command(located: LocatedFinding) -> str:
    finding, place = located.finding, located.place
    properties = {"file": forward_slashes(place.file)}
    if place.line:
        properties["line"] = str(place.line)
        if place.column:
            properties["col"] = str(place.column)
    properties["title"] = f"{finding.code} {check_title(finding.code)}".rstrip()
    listed = ",".join(f"{key}={_clean(value).translate(_PROPERTY)}" for key, value in properties.items())
    segment = f" {finding.segment}" if finding.segment else ""
    message = f"[{located.locale}]{segment}: {clipped(finding.message)}"
    if finding.fix is not None:
        message += f"\nfix: {clipped(finding.fix.text)}"
    return f"::{_COMMANDS[finding.severity]} {listed}::{safe(encodable(message)).translate(_DATA)}"


def _clean(text: str) -> str:
    return safe(encodable(clipped(text)))
