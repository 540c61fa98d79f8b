"""The only place that says how findings and facts of a file stand in the log of a batch, and reads them back."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import TYPE_CHECKING, Any

from localize.api.facts import Coverage, Facts, Line
from localize.api.waiving import Accepted
from localize.errors import Place
from localize.model import Finding, Fix, LocatedFinding, Severity, Span

if TYPE_CHECKING:
    from localize.layout import Limits


def finding_record(located: LocatedFinding) -> list[object]:
    """Return a finding as a list; one about a comment or a setting is of no locale."""
    finding, place = located.finding, located.place
    return [
        [place.file, place.line, place.column],
        [finding.code, int(finding.severity), finding.segment, finding.message],
        [finding.span.start, finding.span.end] if finding.span else None,
        [finding.fix.text, finding.fix.why] if finding.fix else None,
        *([] if located.locale else [""]),
    ]


def finding_of(record: list[Any], locale: str) -> LocatedFinding:
    """Return the finding that a record says, of a file in a locale."""
    place, (code, severity, segment, message), span, fix, *none = record
    finding = Finding(
        code,
        Severity(severity),
        segment,
        Span(*span) if span else None,
        message,
        Fix(*fix) if fix else None,
    )
    return LocatedFinding(finding, Place(*place), "" if none else locale)


def accepted_record(accepted: Accepted) -> list[object]:
    """Return an accepted finding with the reason, the last day and where that stands."""
    until = accepted.until.isoformat() if accepted.until else None
    return [finding_record(accepted.located), accepted.reason, until, accepted.in_file]


def accepted_of(record: list[Any], locale: str) -> Accepted:
    """Return the accepted finding that a record says."""
    located, reason, until, in_file = record
    day = datetime.date.fromisoformat(until) if until else None
    return Accepted(finding_of(located, locale), reason, day, in_file=in_file)


def facts_record(facts: Facts) -> dict[str, object]:
    """Return what a report shows of one file in one locale, without the limits, which the settings say."""
    return {
        "segments": facts.segments,
        "lines": [
            [file, segment, line.source, line.target, line.before, line.after, line.speaker, line.time]
            + ([line.visible] if line.visible != line.target else [])
            for (file, _, segment), line in facts.lines.items()
        ],
        "speeds": {locale: sorted(counts.items()) for locale, counts in facts.speeds.items()},
        "terms": [[row.file, row.terms, row.right] for row in facts.coverage],
    }


def facts_of(record: dict[str, Any], locale: str, limits: Limits) -> Facts:
    """Return the facts that a record says.

    Args:
        record: of `facts_record`.
        locale: of the file.
        limits: of the locale under today's settings; a batch is resumed under the same ones only.
    """
    lines = {}
    for file, segment, source, target, *rest in record["lines"]:
        before, after, speaker, time, *visible = rest
        shown = visible[0] if visible else target
        lines[file, locale, segment] = Line(source, target, before, after, speaker, time, shown)
    speeds = {
        tag: Counter({int(speed): count for speed, count in rows}) for tag, rows in record["speeds"].items()
    }
    return Facts(
        segments=record["segments"],
        lines=lines,
        speeds=speeds,
        limits=dict.fromkeys(speeds, limits),
        coverage=[Coverage(file, locale, terms, right) for file, terms, right in record["terms"]],
    )
