"""The only place that words the help screen; its keys come from the action table."""

from __future__ import annotations

from rich.cells import cell_len

from tui.actions import Group, commands
from tui.views import State
from tui.widgets.prose import Look, Paragraph, Run, para
from tui.widgets.signs import STATE_LOOKS, state_words

_KEY_CELLS = 19

_IN_THE_EDITOR = (
    "While you edit, plain keys are text: use the function keys, or Esc and the plain keys. A placeholder is one "
    "step for the cursor; a deletion selects it first. Ctrl+W deletes a word, Ctrl+X, Ctrl+C and Ctrl+V cut, copy "
    "and paste, F7 selects all. What you type is kept when you move on, and marked as unsaved."
)
_STATES = {
    State.NEW: "no target yet",
    State.DRAFTED: "a machine or the memory wrote it",
    State.EDITED: "a person wrote it, not approved yet",
    State.APPROVED: "done",
    State.REJECTED: "sent back",
    State.DISCUSS: "needs discussion",
    State.OUTDATED: "the source changed after a decision",
}


def manual() -> tuple[Paragraph, ...]:
    """Return every key with what it does, then the editor's ways and the signs of the queue."""
    lines: list[Paragraph] = []
    for group in Group:
        lines.append(para(Run(group, Look.HEAD)))
        for command in commands():
            if command.group is group:
                keys = command.shown_keys
                gap = " " * max(_KEY_CELLS - cell_len(keys), 2)
                lines.append(para(Run(keys, Look.KEY), gap, command.help, indent=_KEY_CELLS))
        lines.append(para(""))
    lines += [para(Run("In the editor", Look.HEAD)), para(_IN_THE_EDITOR), para("")]
    lines.append(para(Run("Signs", Look.HEAD)))
    for state, meaning in _STATES.items():
        lines.append(para(Run(f"{state_words(state):<{_KEY_CELLS}}", STATE_LOOKS[state]), meaning))
    lines.append(
        para(Run(f"{'E  W  i':<{_KEY_CELLS}}", Look.BAD), "worst open finding: error, warning, information")
    )
    lines.append(
        para("Tab moves between queue, editor and panels; the arrow keys scroll a panel that has the focus.")
    )
    return tuple(lines)
