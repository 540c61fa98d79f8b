"""The only place that gives states, severities and times their signs and words; every sign is one cell everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.model import Severity
from tui.views import Action, State
from tui.widgets.prose import Look

if TYPE_CHECKING:
    from tui.views import Decision, Row

STATE_SIGNS: dict[State, str] = {
    State.NEW: "+",
    State.DRAFTED: "~",
    State.EDITED: "✎",
    State.APPROVED: "✓",
    State.REJECTED: "✗",
    State.DISCUSS: "?",
    State.OUTDATED: "!",
}
UNSAVED = "✎ unsaved"
STATE_LOOKS: dict[State, Look] = {
    State.NEW: Look.PLAIN,
    State.DRAFTED: Look.PLAIN,
    State.EDITED: Look.KEY,
    State.APPROVED: Look.GOOD,
    State.REJECTED: Look.BAD,
    State.DISCUSS: Look.WARN,
    State.OUTDATED: Look.WARN,
}
SEVERITY_SIGNS: dict[Severity, str] = {Severity.ERROR: "E", Severity.WARNING: "W", Severity.INFO: "i"}
SEVERITY_LOOKS: dict[Severity, Look] = {
    Severity.ERROR: Look.BAD,
    Severity.WARNING: Look.WARN,
    Severity.INFO: Look.MUTED,
}
_DONE: dict[Action, str] = {
    Action.APPROVE: "approved",
    Action.EDIT: "edited",
    Action.REJECT: "rejected",
    Action.DISCUSS: "put up for discussion",
    Action.COMMENT: "commented",
    Action.WAIVE: "waived",
    Action.SECOND: "asked for a second approval of",
    Action.UNDO: "undid",
}


def state_words(state: State) -> str:
    """Return the sign and the word of a state."""
    return f"{STATE_SIGNS[state]} {state}"


def waiting_words(row: Row) -> str:
    """Return what a line says that some, but not enough people approved; '' for any other."""
    return f"{row.approvals} {STATE_SIGNS[State.APPROVED]} waits" if row.approvals else ""


def done_words(decision: Decision) -> str:
    """Return what a decision was, in the past tense."""
    parts = [decision.code, decision.weight or "", decision.dimension or ""]
    until = f"until {decision.until}" if decision.until else ""
    return " ".join(filter(None, (_DONE[decision.action], *parts, until)))


def clock(ms: int | None, *, exact: bool = False) -> str:
    """Return a cue time, '' for none.

    >>> clock(3_723_450), clock(62_300), clock(62_345, exact=True)
    ('1:02:03', '01:02.3', '00:01:02.345')
    """
    if ms is None:
        return ""
    seconds, rest = divmod(ms, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    if exact:
        return f"{hour:02}:{minute:02}:{second:02}.{rest:03}"
    if hour:
        return f"{hour}:{minute:02}:{second:02}"
    return f"{minute:02}:{second:02}.{rest // 100}"
