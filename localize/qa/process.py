"""PRO: whether what a person decided still stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.model import Severity
from localize.qa.emit import fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.model import Finding, Segment
    from localize.qa.base import Context


def check(segment: Segment, context: Context, worst: Severity | None) -> Iterator[Finding]:
    """Yield the PRO findings of one segment.

    Args:
        segment: the source as it is now.
        context: knows the decision.
        worst: severity of the worst finding of the other families, None if there is none.
    """
    if context.decided_source is not None and context.decided_source != segment.source:
        yield fault("PRO001", segment, "the source changed after the decision")
    if context.approved and worst is Severity.ERROR:
        yield fault("PRO002", segment, "approved, although errors are open")
    for code in context.expired_waivers:
        yield fault("PRO006", segment, f"the waiver of {code} has run out")
