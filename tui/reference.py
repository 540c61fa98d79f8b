"""The only place that writes docs/review.md, keys from the action table: `python -m tui.reference`."""

from __future__ import annotations

from tui.actions import COMMANDS, Group
from tui.views import Dimension, Weight

PAGE = """\
# The review room

`localize review --to en-US` opens the queue of one locale. It shows what the machine drafted, why, and what
is wrong with it; you decide.

![The room](images/queue.svg)

On the left stands every line of the work with its time, state, worst finding, source and target. On the
right stand the chosen line with its neighbours in both languages, its terms with their renderings, what
adaptation changed and why, the findings, other ways to say it, how its lines fall on the frame, and who drafted
it under which licence. Under the editor, gauges show reading speed and line lengths against the limits of the
project's profile while you type.

Five minutes are enough:

1. `i` shows the whole work: locales, files, what is done, who is where. `n` there opens what is worth doing
   next. In the queue, `Down` and `Up` walk, and `n` goes to the next line that still needs somebody.
2. Read source and draft. If the draft is right: `a` approves it and goes on.
3. If not: `e`, write, `F3`. Tags and placeholders move as one character and do not break. `1` to `9` insert a
   term's rendering or take an alternative: the same source elsewhere, the memory, the engine's other ideas.
   `R` takes one change of adaptation back, `l` breaks the lines where they fit, `\\` joins them, `"` takes the
   line above. Reading speed, characters and pixels of each line stand under the text and follow every key.
4. `r` rejects with a reason (`Tab` says how bad it is), `d` puts a line up for discussion, `c` leaves a note,
   `w` waives a finding with a reason; end it with `until 2026-12-31` and the finding comes back after that day.
   `A` approves and asks for somebody else's approval too.
5. `u` takes back your last decision. `h` shows who did what to the line, and when, word by word.

The same source stands in many places? `b` shows every exact repeat and what would become of it; `Space` leaves
one out, `Enter` approves the rest, and one `u` takes all of them back. `m` marks lines of your own choice first.

`f` filters (states, findings, speakers, a term in all its written forms, engine, since when), `/` searches source
and target, `S` sorts, `,` keeps a filter under a name. `g` goes to a number, a cue (`#12`), a string's key or a
time.

`;` shows a letter on every line in sight and a digit on every pane: press it and you are there. `F1` says what
the part under the cursor is and names its keys, also over a dialog. `<` `>` and `(` `)` or the mouse on the bars
between the panes give them other widths, `*` the first ones; they are remembered.

`W` says who is meant: who speaks, to whom, and whom a pronoun or a left-out subject means. The decision goes into
the ledger of the project's people file with your name and the day. `M` shows who calls whom what in this episode,
speakers by addressees: `Enter` changes a form, `n` adds one. Comments and every other row of the file stay.

![Forms of address](images/address.svg)

`T` shows the card of a term and takes a proposal: words selected in the editor are its rendering. Before it counts
you see which lines hold the term and which approved lines do not go with it. Accepted, it is written into the
project's own term file (`[glossary] files` in the project file), everything else there stays as it is, and exactly
those lines go up for discussion. `u` takes that last act back, not the term.

What the room shows as decided is in the store already: it may be killed at any moment. While another program
writes, the room goes on and your decision waits. Unsaved text is recorded as an edit when the terminal goes away.
Where the other reviewers are stands at the top and as `@` in the queue. If somebody changes the line in front of
you, you see the new version; if you had typed into it, both versions are shown and you are asked. Text from files
is never interpreted: control characters, direction marks and markup are shown as they are. Arabic is edited in the
order in which it is read (`RTL<-` says so); your terminal may draw it from right to left.

A line leaves with `localize export` once it is approved and has no open error. With `approvals = 2` two people must
approve it, and who wrote it is none of them; `1 ✓ waits` marks a line that still needs the second.

## In a browser

`localize review --web --reviewer lin --reviewer mei` (extra `web`) serves the same room to browsers on this machine. It
prints one address for each reviewer; an address works once, and its window stays signed in until the server ends.
Nothing is answered without it, nor to pages of other sites. Every window is a process of its own and ends with it. For
another machine use an SSH tunnel; `--host` with `--open-to-network` serves to others unencrypted.

## Keys of your own, and what the room remembers

`~/.config/localize/keys.toml` gives commands other keys; footer, help and palette follow:

```toml
approve_next = ["!", "ctrl+n"]
theme = "f11"
```

A command that does not exist and a key that means two things are errors with their line. The names are those of the
tables below, in the order there: {commands}.

The room speaks English and Simplified Chinese (简体中文): `L` changes that at once, findings included, and it is
remembered; until then the environment decides (`LANGUAGE`, `LC_ALL`, `LC_MESSAGES`, `LANG`). Keys and what is recorded
are the same in both. Words are translated in `tui/locale/`; `python -m tui.catalogues` takes new ones over.

Theme, language, panes and last line are remembered in `~/.local/state/localize/review-NAME.json`, a file for each
reviewer, in a browser too; a damaged one is set aside with `.bad` at its end. `XDG_CONFIG_HOME` and `XDG_STATE_HOME`
move both.

## What a rejection records

For scores of quality the log keeps, with the words of a rejection, its MQM dimension and weight: `Decision.dimension`
({dimensions}) and `Decision.weight` ({weights}), columns `dimension` and `weight` of table `revision`, '' where
nobody said. A waiver keeps its last day in `until`.

## Keys

Every key, from the table that feeds the room itself. No chord is needed: each has a plain twin.
"""


def reference() -> str:
    """Return the page."""
    names = {"dimensions": Dimension, "weights": Weight}
    words = {name: ", ".join(f"`{word}`" for word in listed) for name, listed in names.items()}
    commands = ", ".join(
        f"`{c.name}`" for group in Group for c in COMMANDS if c.group is group and not c.numbered
    )
    parts = [PAGE.format(**words, commands=commands)]
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
