"""The output for people: one line a finding, then a line that counts them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from localize.model import Severity
from localize.report.base import clipped, encodable
from localize.text import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.api.waiving import Accepted
    from localize.model import LocatedFinding

_MOST_ENDS = 3
"""Last days of accepted findings that the summary names."""


def write(findings: Sequence[LocatedFinding], accepted: Sequence[Accepted] | None = None) -> str:
    """Return ``file:line:column: severity CODE [locale] segment: message``, a fix below it, and the counts.

    What is about no locale or no segment leaves that part out. What somebody accepts is counted only.
    """
    lines = []
    for located in findings:
        lines.append(_line(located))
        fix = located.finding.fix
        if fix is not None:
            lines.append(f"    fix ({_one_line(fix.why)}): {_one_line(fix.text)}")
    return "\n".join([*lines, _counts(findings) + _waived(accepted or ()), ""])


def _line(located: LocatedFinding) -> str:
    finding = located.finding
    segment = f" {_one_line(finding.segment)}" if finding.segment else ""
    where = _one_line(str(located.place))
    locale = f" [{located.locale}]" if located.locale else ""
    return f"{where}: {finding.severity} {finding.code}{locale}{segment}: {_one_line(finding.message)}"


def _one_line(text: str) -> str:
    """Return a text from a file so that a terminal cannot be steered by it and it stays on its line."""
    return safe(encodable(clipped(text))).replace("\n", " ⏎ ").replace("\t", " ")


def _counts(findings: Sequence[LocatedFinding]) -> str:
    if not findings:
        return "no findings"
    counts = Counter(located.finding.severity for located in findings)
    parts = [
        _number(counts[severity], str(severity))
        for severity in sorted(Severity, reverse=True)
        if counts[severity]
    ]
    return f"{_number(len(findings), 'finding')}: {', '.join(parts)}"


def _waived(accepted: Sequence[Accepted]) -> str:
    """Return how many findings are accepted, and when some of them are open again."""
    if not accepted:
        return ""
    ends = sorted(Counter(one.until for one in accepted if one.until is not None).items())
    shown = [
        f"{count}{'' if at else ' of them'} until {day}" for at, (day, count) in enumerate(ends[:_MOST_ENDS])
    ]
    if later := sum(count for _, count in ends[_MOST_ENDS:]):
        shown.append(f"{later} later")
    return "; " + ", ".join([f"{len(accepted)} waived", *shown])


def _number(count: int, what: str) -> str:
    plural = "" if count == 1 or what == "info" else "s"
    return f"{count} {what}{plural}"
