"""The only place that words the help screen; its keys come from the action table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.actions import Group, commands
from tui.i18n import N_, _
from tui.views import State
from tui.widgets.cells import left
from tui.widgets.prose import Look, Paragraph, Run, para
from tui.widgets.signs import STATE_LOOKS, state_words

if TYPE_CHECKING:
    from tui.actions import Command

KEY_CELLS = 19
"""Cells of the column of keys."""

_IN_THE_EDITOR = N_(
    "While you edit, plain keys are text: use the function keys, or Esc and the plain keys. A placeholder is one "
    "step for the cursor; a deletion selects it first. Ctrl+W deletes a word, Ctrl+X, Ctrl+C and Ctrl+V cut, copy "
    "and paste; Shift and the arrow keys select. What you type is kept when you move on, and marked as unsaved."
)
_STATES = {
    State.NEW: N_("no target yet"),
    State.DRAFTED: N_("a machine or the memory wrote it"),
    State.EDITED: N_("a person wrote it, not approved yet"),
    State.APPROVED: N_("done"),
    State.REJECTED: N_("sent back"),
    State.DISCUSS: N_("needs discussion"),
    State.OUTDATED: N_("the source changed after a decision"),
}


def command_lines(command: Command) -> tuple[Paragraph, ...]:
    """Return what help says of a command: its keys and what it does."""
    keys = command.shown_keys
    gap = " " * max(KEY_CELLS - cell_len(keys), 2)
    return (para(Run(keys, Look.KEY), gap, _(command.help), indent=KEY_CELLS),)


def manual() -> tuple[Paragraph, ...]:
    """Return every key with what it does, then the editor's ways and the signs of the queue."""
    lines: list[Paragraph] = []
    for group in Group:
        lines.append(para(Run(_(group), Look.HEAD)))
        for command in commands():
            if command.group is group:
                lines += command_lines(command)
        lines.append(para(""))
    lines += [para(Run(_("In the editor"), Look.HEAD)), para(_(_IN_THE_EDITOR)), para("")]
    lines.append(para(Run(_("Signs"), Look.HEAD)))
    for state, meaning in _STATES.items():
        lines.append(para(Run(left(state_words(state), KEY_CELLS), STATE_LOOKS[state]), _(meaning)))
    worst = _("worst open finding: error, warning, information")
    lines.append(para(Run(left("E  W  i", KEY_CELLS), Look.BAD), worst))
    tab = _("Tab moves between queue, editor and panels; the arrow keys scroll a panel that has the focus.")
    lines.append(para(tab))
    return tuple(lines)
