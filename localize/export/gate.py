"""The only place that says what must be true of a line before it leaves the project: pure, no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.errors import GateClosedError, Place, ProblemsError, UsageError
from localize.model import SegmentId, Severity
from localize.review.base import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.model import Document
    from localize.review.base import Unit

POLICIES = ("approved", "checked", "any")
"""Strictest first. ``approved``: people approved exactly this text of exactly this source, and no error is open.
``checked``: there is a text for this source, nobody rejected it, the checks ran on it and no error is open.
``any``: everything; a line without a target keeps its source."""


_IN_SPITE = "PRO002"


@dataclass(frozen=True, slots=True)
class GateReason:
    """Why one line keeps the gate closed.

    Attributes:
        file, line: where the line stands in the source file, 1-based.
        segment: which one.
        state: of its unit, None if the store has none.
        message: what is missing, for a person.
        do: what to do about it.
    """

    file: str
    line: int
    segment: SegmentId
    state: State | None
    message: str
    do: str

    def error(self) -> GateClosedError:
        """Return the reason as an error, printed as ``file:line: GAT001 …``."""
        return GateClosedError(self.message, do=self.do, place=Place(self.file, self.line))

    def __str__(self) -> str:
        return str(self.error())


@dataclass(frozen=True, slots=True)
class GateResult:
    """Whether the gate is open; `reasons` is empty exactly when it is."""

    open: bool
    reasons: tuple[GateReason, ...] = ()

    def require(self) -> None:
        """Return if the gate is open.

        Raises:
            ProblemsError: it is closed; its problems are one GateClosedError a line, in file order.
        """
        if not self.open:
            raise ProblemsError(reason.error() for reason in self.reasons)


def evaluate(policy: str, units: Sequence[Unit]) -> GateResult:
    """Return whether the units may leave under a policy; one reason at most for each unit, the gravest.

    Raises:
        UsageError: there is no such policy.
    """
    _require_policy(policy)
    reasons = tuple(reason for unit in units for reason in _reasons(policy, unit))
    return GateResult(not reasons, reasons)


def evaluate_file(policy: str, units: Sequence[Unit], document: Document) -> GateResult:
    """Return whether a whole document may leave: `evaluate`, and every segment of it must have a unit.

    Raises:
        UsageError: there is no such policy.
    """
    _require_policy(policy)
    by_segment = {unit.segment.id: unit for unit in units}
    reasons: list[GateReason] = []
    for segment in document.segments:
        unit = by_segment.get(segment.id)
        if unit is not None:
            reasons += _reasons(policy, unit)
        elif policy != "any":
            reasons.append(
                GateReason(
                    document.name,
                    segment.line,
                    segment.id,
                    None,
                    "the store lacks the line",
                    "run localize sync",
                )
            )
    return GateResult(not reasons, tuple(reasons))


def _require_policy(policy: str) -> None:
    if policy not in POLICIES:
        raise UsageError(f"unknown gate {policy!r}", do=f"use {', '.join(POLICIES[:-1])} or {POLICIES[-1]}")


def _reasons(policy: str, unit: Unit) -> Iterator[GateReason]:
    if policy == "any":
        return
    found = _missing(unit) or _open_error(unit) or (_unapproved(unit) if policy == "approved" else None)
    if found is not None:
        message, do = found
        yield GateReason(unit.file, unit.segment.line, unit.segment.id, unit.state, message, do)


def _missing(unit: Unit) -> tuple[str, str] | None:
    if unit.state is State.OUTDATED:
        return "outdated: the source changed after the decision", "review it again"
    if unit.state is State.REJECTED:
        return "rejected", "edit it, or approve another draft"
    # A blank source is a blank in the game; there nothing is missing.
    if not (unit.target or "").strip() and unit.segment.source.strip():
        return "no target", "run localize translate, or write one in localize review"
    return None


def _open_error(unit: Unit) -> tuple[str, str] | None:
    # That a line was approved in spite of an error says less than the error.
    for finding in sorted(unit.findings, key=lambda f: f.code == _IN_SPITE):
        if finding.severity >= Severity.ERROR and finding.code not in unit.waived:
            return f"open error {finding.code}: {finding.message}", "correct it, or waive it with a reason"
    if not unit.checked and unit.target is not None:
        return "not checked since the text changed", "run localize check"
    return None


def _unapproved(unit: Unit) -> tuple[str, str] | None:
    if unit.state is State.APPROVED:
        return None
    if unit.target is None:
        return None  # a blank source: nothing to approve
    return f"not approved ({unit.state})", "approve it in localize review"
