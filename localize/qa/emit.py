"""The only place that makes findings: a registered code, its default severity, a span, a message, a fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.model import Finding, Fix, Span

if TYPE_CHECKING:
    from localize.model import Segment, Severity


def fault(
    code: str,
    segment: Segment,
    message: str,
    *,
    span: tuple[int, int] | None = None,
    fixed: str | None = None,
    why: str = "",
    severity: Severity | None = None,
    subject: str = "",
) -> Finding:
    """Return a finding of a registered code.

    Args:
        code: a code of `localize.qa.CHECKS`.
        segment: what it is about.
        message: what is wrong, for a person.
        span: start and end in characters of the target, None for all of it.
        fixed: the whole target repaired, where the repair is safe.
        why: the reason for the repair.
        severity: where it differs from the default.
        subject: what of the text it is about (`Finding.subject`).
    """
    from localize.qa import spec

    where = Span(*span) if span else None
    fix = Fix(fixed, why) if fixed is not None else None
    return Finding(code, severity or spec(code).severity, segment.id, where, message, fix, subject)
