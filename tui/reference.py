"""The only place that writes docs/review.md, keys from the action table: `python -m tui.reference`."""

from __future__ import annotations

from tui.actions import COMMANDS, Group

PAGE = """\
# The review room

`localize review --to en-US` opens the queue of one locale. It shows what the machine drafted, why, and what
is wrong with it; you decide.

![The room](review-room.svg)

On the left stands every line of the work with its time, state, worst finding, source and target. On the
right stand the chosen line with its neighbours in both languages, its terms with their renderings, what
adaptation changed and why, the findings, and who drafted it under which licence. Under the editor, gauges
show reading speed and line lengths against the limits of the project's profile while you type.

Five minutes are enough:

1. `Down` and `Up` walk the queue; `n` goes to the next line that still needs somebody.
2. Read source and draft. If the draft is right: `a` approves it and goes on.
3. If not: `e`, write, `a`. Tags and placeholders move as one character and do not break; `1` to `9` insert
   a term's rendering.
4. `r` rejects with a reason, `d` puts a line up for discussion, `c` leaves a note, `w` waives a finding
   with a reason.
5. `u` takes back your last decision. `h` shows who did what to the line, and when.

What the room shows as decided is in the store already: it may be killed at any moment. Unsaved text is
recorded as an edit when the terminal goes away. If somebody else changed the line meanwhile, both versions
are shown and you are asked. Text from files is never interpreted: control characters, direction marks and
markup are shown as they are.

A line leaves with `localize export` once it is approved and has no open error.

## Keys

Every key, from the table that feeds the room itself. No chord is needed: each has a plain twin.
"""


def reference() -> str:
    """Return the page."""
    parts = [PAGE]
    for group in Group:
        rows = [c for c in COMMANDS if c.group is group]
        parts.append(f"### {group.value}\n\n| keys | what |\n|---|---|")
        parts += [f"| {_code(c.shown_keys)} | {c.help} |" for c in rows]
        parts.append("")
    return "\n".join(parts)


def _code(keys: str) -> str:
    return " ".join(f"`{key}`" if key != "|" else r"`\|`" for key in keys.split())


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201
