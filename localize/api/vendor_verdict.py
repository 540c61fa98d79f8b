"""The only place that says what becomes of one line of a vendor's file: decisions, or why it is held back. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize import masking
from localize.api.vendor_lines import (
    MOVED_ON,
    NOT_APPROVED,
    PLACEHOLDER_LOST,
    SOURCE_CHANGED,
    TORN,
    TWICE,
    UNKNOWN,
    UNUSABLE,
    HeldBackError,
    Stamp,
    digest,
    plain,
)
from localize.errors import StoreError
from localize.review.base import Action, Decision, State
from localize.review.rules import Standing, outcome, person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.api.vendor_lines import Returned, ReturnedLine
    from localize.review.base import Revision, Unit
    from localize.review.rules import Rules

_HALF = re.compile("[\ud800-\udfff]")  # half of a surrogate pair: escapes can spell it, no store holds it
_ABOUT_TEXT = frozenset({Action.EDIT, Action.APPROVE, Action.REJECT, Action.DISCUSS})


@dataclass(frozen=True, slots=True)
class Present:
    """A unit as it stands when its line comes back.

    Attributes:
        unit: in the store.
        format: name of its file's format.
        history: its log, oldest first.
    """

    unit: Unit
    format: str
    history: Sequence[Revision]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a line makes of its unit: decisions to record as one, and what is held back; both may be empty."""

    decisions: tuple[Decision, ...] = ()
    problems: tuple[HeldBackError, ...] = ()


class Judge:
    """Decides on the lines of one file in the name of one reviewer."""

    def __init__(self, returned: Returned, *, by: str, approve: bool, rules: Rules) -> None:
        self.returned = returned
        self.by = by
        self.approve = approve
        self.rules = rules

    def held(self, line: ReturnedLine, code: str, what: str, do: str) -> HeldBackError:
        """Return the one line that says why a line is held back."""
        return HeldBackError(what, do=do, code=code, place=self.returned.place(line.line))

    def unknown(self, line: ReturnedLine) -> Verdict:
        """Return the verdict on a line that names no unit of the project and locale."""
        if line.stamp is None:
            what, do = (
                "the line does not say which one it is",
                "its check mark or unit id must be as it was sent",
            )
        else:
            what = f"there is no such line in {self.returned.locale or 'the project'} (any more)"
            do = "run localize sync, or look whether the file belongs to this project"
        return Verdict(problems=(self.held(line, UNKNOWN, what, do),))

    def twice(self, line: ReturnedLine, unit: Unit) -> Verdict:
        """Return the verdict on a line that comes back more than once with different texts."""
        what = f"{_name(unit)} comes back more than once, with different texts"
        return Verdict(problems=(self.held(line, TWICE, what, "leave one of them in the file"),))

    def judge(self, line: ReturnedLine, stamp: Stamp, present: Present) -> Verdict:
        """Return what a line makes of its unit."""
        unit = present.unit
        if not line.fault and digest(line.source) != stamp.source:
            what = f"the source beside it is not that of {_name(unit)}"
            do = "columns were sorted apart or the source was edited: put it back"
            return Verdict(problems=(self.held(line, TORN, what, do),))
        decisions: list[Decision] = []
        problems: list[HeldBackError] = []
        try:
            decisions = self._text(line, stamp, present)
        except HeldBackError as error:
            problems.append(error)
        else:
            try:
                decisions += self._approval(line, stamp, present, is_new=bool(decisions))
            except HeldBackError as error:
                problems.append(error)
        known = {
            r.decision.text for r in _standing_rows(present.history) if r.decision.action is Action.COMMENT
        }
        comments = [_HALF.sub("\ufffd", text) for text in line.comments]
        decisions += [Decision(Action.COMMENT, text) for text in comments if text not in known]
        return Verdict(tuple(decisions), tuple(problems))

    def _text(self, line: ReturnedLine, stamp: Stamp, present: Present) -> list[Decision]:
        """Return the edit that a line asks for, [] for none.

        Raises:
            HeldBackError: its text cannot be taken over.
        """
        unit, text = present.unit, plain(line.target)
        fault = line.fault or ("it holds half of a character" if _HALF.search(text) else "")
        if fault:
            do = "take it over by hand: localize review"
            raise self.held(line, UNUSABLE, f"the target of {_name(unit)} cannot be read: {fault}", do)
        if digest(text) in (stamp.target, digest(unit.target)):
            return []
        self._require_same(line, stamp, unit)
        if not text.strip() and unit.segment.source.strip():
            do = "write a text, or reject the line in the review room"
            raise self.held(line, UNUSABLE, f"the target of {_name(unit)} was emptied", do)
        lost, _ = masking.compare(masking.mask(unit.segment, format=present.format), text)
        if lost:
            names = ", ".join(dict.fromkeys(p.text for p in lost))
            what = f"the target of {_name(unit)} has lost {names}"
            raise self.held(line, PLACEHOLDER_LOST, what, "put it back as it stands in the source")
        return [Decision(Action.EDIT, text)]

    def _require_same(self, line: ReturnedLine, stamp: Stamp, unit: Unit) -> None:
        """Raise HeldBackError if source or target is no longer what was sent."""
        if digest(unit.segment.source) != stamp.source:
            what = f"the source of {_name(unit)} has changed since it was sent"
            raise self.held(line, SOURCE_CHANGED, what, "send the line again")
        if digest(unit.target) != stamp.target:
            who = f" by {unit.decided_by}" if unit.decided_by else ""
            what = (
                f"{_name(unit)} has another text{who} since it was sent"
                f" (revision {stamp.revision} sent, {unit.revision} now)"
            )
            raise self.held(line, MOVED_ON, what, "compare both in the review room: localize review")

    def _approval(
        self, line: ReturnedLine, stamp: Stamp, present: Present, *, is_new: bool
    ) -> list[Decision]:
        """Return the approval that a line asks for, [] for none.

        Raises:
            HeldBackError: the line has moved on, or the rules of the project do not allow it.
        """
        unit = present.unit
        if not (self.approve and line.final) or (unit.state is State.APPROVED and not is_new):
            return []
        if not is_new and digest(line.target) != digest(unit.target):
            self._require_same(line, stamp, unit)
        if digest(unit.segment.source) != stamp.source:
            self._require_same(line, stamp, unit)
        standing = _standing(present, edited_by=self.by, text=line.target if is_new else None)
        if not is_new and person(self.by) in standing.approvers:
            return []  # the same file taken back twice
        try:
            outcome(standing, Decision(Action.APPROVE), self.by, self.rules)
        except StoreError as error:
            raise self.held(
                line, NOT_APPROVED, f"{_name(unit)} is not approved: {error.what}", error.do
            ) from None
        return [Decision(Action.APPROVE)]


def _name(unit: Unit) -> str:
    return f"{unit.file}:{unit.segment.line}"


def _standing_rows(history: Sequence[Revision]) -> list[Revision]:
    undone = {row.undoes for row in history}
    return [row for row in history if row.number not in undone and row.decision.action is not Action.UNDO]


def _standing(present: Present, *, edited_by: str, text: str | None) -> Standing:
    """Return what the rules of approval need to know; with a text, as it will be once that is recorded."""
    unit = present.unit
    author, approvers = "", set[str]()
    for row in _standing_rows(present.history):
        if row.decision.action not in _ABOUT_TEXT:
            continue
        if row.decision.action is Action.EDIT:
            author = row.by
        if row.decision.action is not Action.APPROVE:
            approvers.clear()
        elif row.after_text == unit.target:
            approvers.add(person(row.by))
    if text is not None:
        author, approvers = edited_by, set()
    if unit.previous_source is not None:
        approvers.clear()
    return Standing(
        source=unit.segment.source,
        target=unit.target if text is None else text,
        state=unit.state,
        author=author,
        approvers=frozenset(approvers),
        open_codes=frozenset(f.code for f in unit.findings),
    )
