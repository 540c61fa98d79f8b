"""The only place that gives states, severities and times their signs and words; every sign is one cell everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.model import Severity
from tui.i18n import N_, _
from tui.views import Action, Dimension, Order, State, Weight
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
_STATES: dict[State, str] = {
    State.NEW: N_("new"),
    State.DRAFTED: N_("drafted"),
    State.EDITED: N_("edited"),
    State.APPROVED: N_("approved"),
    State.REJECTED: N_("rejected"),
    State.DISCUSS: N_("discuss"),
    State.OUTDATED: N_("outdated"),
}
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
_SEVERITIES: dict[Severity, str] = {
    Severity.ERROR: N_("error"),
    Severity.WARNING: N_("warning"),
    Severity.INFO: N_("info"),
}
SEVERITY_LOOKS: dict[Severity, Look] = {
    Severity.ERROR: Look.BAD,
    Severity.WARNING: Look.WARN,
    Severity.INFO: Look.MUTED,
}
_DONE: dict[Action, str] = {
    Action.APPROVE: N_("approved"),
    Action.EDIT: N_("edited"),
    Action.REJECT: N_("rejected"),
    Action.DISCUSS: N_("put up for discussion"),
    Action.COMMENT: N_("commented"),
    Action.WAIVE: N_("waived"),
    Action.SECOND: N_("asked for a second approval of"),
    Action.UNDO: N_("undid"),
}
_ORDERS: dict[Order, str] = {
    Order.PLACE: N_("place"),
    Order.WORST: N_("worst"),
    Order.STATE: N_("state"),
    Order.SPEAKER: N_("speaker"),
    Order.SOURCE: N_("source"),
    Order.LENGTH: N_("length"),
    Order.RECENT: N_("recent"),
}
_DIMENSIONS: dict[Dimension, str] = {
    Dimension.ACCURACY: N_("accuracy"),
    Dimension.TERMINOLOGY: N_("terminology"),
    Dimension.LINGUISTIC: N_("linguistic-conventions"),
    Dimension.STYLE: N_("style"),
    Dimension.AUDIENCE: N_("audience-appropriateness"),
    Dimension.LOCALE: N_("locale-conventions"),
    Dimension.DESIGN: N_("design-and-markup"),
    Dimension.OTHER: N_("other"),
}
_WEIGHTS: dict[Weight, str] = {
    Weight.NEUTRAL: N_("neutral"),
    Weight.MINOR: N_("minor"),
    Weight.MAJOR: N_("major"),
    Weight.CRITICAL: N_("critical"),
}


def state_name(state: State) -> str:
    """Return the word of a state."""
    return _(_STATES[state])


def state_words(state: State) -> str:
    """Return the sign and the word of a state."""
    return f"{STATE_SIGNS[state]} {state_name(state)}"


def unsaved_words() -> str:
    """Return what a line says whose edit is not recorded."""
    return f"{STATE_SIGNS[State.EDITED]} " + _("unsaved")


def severity_name(severity: Severity) -> str:
    """Return the word of a severity."""
    return _(_SEVERITIES[severity])


def order_name(order: Order) -> str:
    """Return the word of an order of the queue."""
    return _(_ORDERS[order])


def dimension_name(dimension: Dimension) -> str:
    """Return the words of what a fault is about."""
    return _(_DIMENSIONS[dimension])


def weight_name(weight: Weight) -> str:
    """Return the word of how bad a fault is."""
    return _(_WEIGHTS[weight])


def waiting_words(row: Row) -> str:
    """Return what a line says that some, but not enough people approved; '' for any other."""
    sign = STATE_SIGNS[State.APPROVED]
    return _("{count} {sign} waits").format(count=row.approvals, sign=sign) if row.approvals else ""


def done_words(decision: Decision) -> str:
    """Return what a decision was, in the past tense."""
    weight = weight_name(decision.weight) if decision.weight else ""
    dimension = dimension_name(decision.dimension) if decision.dimension else ""
    until = _("until {day}").format(day=decision.until) if decision.until else ""
    parts = (_(_DONE[decision.action]), decision.code, weight, dimension, until)
    return " ".join(filter(None, parts))


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
