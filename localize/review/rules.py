"""The only place that says which decisions a reviewer may make and what they do to a unit: pure, no store.

Approval and separation of duties. `approvals = n` asks for n different people. `self_approval` says whether the
person who wrote a text may be one of them:

==================  =============  ====================================================================
``self_approval``   ``approvals``  the writer of the text
==================  =============  ====================================================================
not in the file     1              may approve it: one person working alone must be able to finish
not in the file     2 or more      may not: two pairs of eyes are what was asked for
``false``           any            may not
``true``            any            may, and counts as one of the n
==================  =============  ====================================================================

Letters' case, width and outer spaces make no second person: `mei` and `MEI` are one reviewer.

Whoever asks for a second approval approves (where they may) and asks for one more: the line then needs two people
even where `approvals` is 1.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from localize.errors import StoreError
from localize.review.base import Action, State

if TYPE_CHECKING:
    from localize.review.base import Decision

REFUSED = "STO003"
"""Code of a decision that the rules do not allow."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the project file says of approval; see the table above.

    Attributes:
        approvals: how many different people must approve a text.
        self_approval: whether its writer may be one of them, None if the project file does not say.
    """

    approvals: int = 1
    self_approval: bool | None = None

    @property
    def separated(self) -> bool:
        """Return whether the writer of a text is kept from approving it."""
        if self.self_approval is None:
            return self.approvals > 1
        return not self.self_approval


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules need to know of a unit.

    Attributes:
        source, target, state: as they are now.
        author: the person who wrote the target, '' if a machine did or nobody knows.
        approvers: people whose approval of exactly this source and target stands.
        open_codes: codes of open findings.
        asked: somebody has asked for a second approval of exactly this source and target.
    """

    source: str
    target: str | None
    state: State
    author: str
    approvers: frozenset[str]
    open_codes: frozenset[str]
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision makes of a unit.

    Attributes:
        state, text: afterwards.
        settles: whether the decision is about the text itself, so that it now belongs to the current source.
    """

    state: State
    text: str | None
    settles: bool


def outcome(standing: Standing, decision: Decision, by: str, rules: Rules) -> Outcome:
    """Return what the decision makes of the unit.

    Raises:
        StoreError: the rules do not allow it; says why and what would.
    """
    _require_words(decision, by)
    if decision.action is Action.EDIT:
        return _edit(standing, decision)
    if decision.action is Action.APPROVE:
        return _approve(standing, by, rules)
    if decision.action is Action.SECOND:
        return _ask_second(standing, by, rules)
    if decision.action is Action.WAIVE and decision.code not in standing.open_codes:
        raise _refused(f"the line has no open finding {decision.code}", "waive a code that the line shows")
    if decision.action is Action.REJECT:
        return Outcome(State.REJECTED, standing.target, settles=True)
    if decision.action is Action.DISCUSS:
        return Outcome(State.DISCUSS, standing.target, settles=True)
    return Outcome(standing.state, standing.target, settles=False)


def _refused(what: str, do: str) -> StoreError:
    return StoreError(what, do=do, code=REFUSED)


def _require_words(decision: Decision, by: str) -> None:
    if not by.strip():
        raise _refused("a decision without a reviewer's name", "pass --reviewer NAME")
    if decision.action is Action.UNDO:
        raise _refused("undo is not a decision about one line", "use the undo of the store")
    if decision.action in (Action.REJECT, Action.WAIVE) and not decision.reason.strip():
        verb = "rejection" if decision.action is Action.REJECT else "waiver"
        raise _refused(f"a {verb} without a reason", "say why in a few words")
    if decision.action is Action.WAIVE and not decision.code:
        raise _refused("a waiver without the code of a finding", "name one, such as LEN001")
    if decision.action is Action.COMMENT and not decision.text.strip():
        raise _refused("an empty comment", "write something")
    if decision.until and not _is_day(decision.until):
        raise _refused(f"{decision.until!r} is not a day", "write it as 2026-12-31")


def _is_day(words: str) -> bool:
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


def _edit(standing: Standing, decision: Decision) -> Outcome:
    # A blank source is a blank in the game; there a blank target is right.
    if not decision.text.strip() and standing.source.strip():
        raise _refused("an empty target", "write a text, or reject the line with a reason")
    return Outcome(State.EDITED, decision.text, settles=True)


def person(name: str) -> str:
    """Return what two spellings of one reviewer's name have in common.

    >>> person("MEI ") == person("mei"), person("梅") == person("梅梅")
    (True, False)
    """
    return unicodedata.normalize("NFKC", name).strip().casefold()


def needed(approvals: int, *, asked: bool) -> int:
    """Return how many people must approve a text.

    >>> needed(1, asked=False), needed(1, asked=True), needed(3, asked=True)
    (1, 2, 3)
    """
    return max(approvals, 2) if asked else approvals


def _require_target(standing: Standing) -> None:
    target = standing.target
    if target is None or (not target.strip() and standing.source.strip()):
        raise _refused("a line without a target cannot be approved", "translate or edit it first")


def _approve(standing: Standing, by: str, rules: Rules) -> Outcome:
    _require_target(standing)
    if person(standing.author) == person(by) and (
        rules.separated or (standing.asked and rules.self_approval is None)
    ):
        raise _refused(
            f"{by} wrote this text and may not approve it",
            "ask another reviewer, or set self_approval = true under [review]",
        )
    wanted = needed(rules.approvals, asked=standing.asked)
    if person(by) in map(person, standing.approvers):
        left = wanted - len(standing.approvers)
        state = f"{left} more to go" if left > 0 else "it is approved"
        raise _refused(f"{by} has approved this text already, {state}", "another reviewer has to approve it")
    if len(standing.approvers) + 1 >= wanted:
        return Outcome(State.APPROVED, standing.target, settles=True)
    return _waiting(standing)


def _ask_second(standing: Standing, by: str, rules: Rules) -> Outcome:
    """Return what asking for a second approval does: the asker's own counts where the rules let it."""
    _require_target(standing)
    others = {name for name in standing.approvers if person(name) != person(by)}
    if standing.asked or (others and standing.state is not State.APPROVED and rules.approvals > 1):
        raise _refused("this line waits for a second approval already", "another reviewer has to approve it")
    return _waiting(standing)


def _waiting(standing: Standing) -> Outcome:
    return Outcome(State.EDITED if standing.author else State.DRAFTED, standing.target, settles=True)
