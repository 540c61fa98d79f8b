"""The only place that writes docs/review.md, keys from the action table: `python -m tui.reference`."""

from __future__ import annotations

from tui.actions import COMMANDS, Group
from tui.command import key_name
from tui.views import Dimension, Weight
from tui.widgets.signs import SEVERITY_SIGNS, STATE_SIGNS, severity_name, state_name

PAGE = """\
# The review room

`localize review --to en-US` opens the queue of one locale in your terminal: what the machine drafted, why, and what
is wrong with it. You decide; what shows as decided is in the store. No project at hand? `localize demo try` makes one
to look around in, its lines decided by a script; `localize review --project try` opens it.

![The room](images/queue.svg)

| where | what stands there |
|---|---|
| left | the queue: every line with its time, speaker, state, worst finding, source and target |
| right, above | the line itself: neighbours in both languages, source, editor, and gauges for reading speed, \
characters and pixels against the project's profile |
| right, below | panels: findings, terms, what adaptation changed and why, who speaks, notes, other ways to say it, \
how the lines fall on the picture, what drafted it under which licence |
| last line | the keys that count now; {k[palette]} finds any command by name, {k[help]} explains the part that has \
the cursor |

Signs stand beside every colour: {states}; findings {severities}.
On 80×24 the three stand below each other and the panels show one at a time; {k[panel]} turns to the next.

## Five minutes

1. **Look around.** {k[down]} and {k[up]} walk through the queue, {k[next_open]} goes to the next line that still needs
   somebody. {k[home]} shows the whole work: locales, files, what is done, who is where.
2. **The draft is right.** {k[approve_next]} approves it and goes on to the next open line.
3. **It is not.** {k[edit]}, type, `F3`: recorded, approved, next. Tags and placeholders move as one character and are
   not deleted by accident. {k[insert_term]} inserts the term or takes the alternative with that number, {k[apply_fix]}
   applies the fix that a finding suggests, {k[break_lines]} breaks the lines where they fit.
4. **You cannot decide it.** {k[reject]} rejects with a reason (`Tab` says how bad it is), {k[discuss]} puts it up for
   discussion, {k[comment]} leaves a comment. {k[waive]} lets a finding stand, with a reason; end it with
   `until 2026-12-31` and the finding comes back after that day.
5. **It went wrong.** {k[undo]} takes back the latest thing you did, wherever it was, and {k[redo]} does it again.
   {k[history]} shows who did what to the line, and when, word by word.

That is all you need to clear an episode. `Esc` leaves every dialog without an answer, the mouse works everywhere.

## When you want more

**Many lines at once.** {k[bulk]} shows every exact repeat of the line and what would become of it: `Space` leaves one
out, `Enter` approves the rest, one {k[undo]} takes all of them back. {k[mark]} marks lines of your own choice first.

**Finding lines.** {k[search]} searches source and target, {k[filter]} filters (state, finding, speaker, a term in all
its written forms, engine, since when), {k[sort]} sorts, {k[views]} keeps a filter under a name, {k[show_all]} takes all
of it off. {k[go_to]} goes to a number, a cue (`#12`), a string's key or a time. {k[jump]} shows a letter on every line
in sight and a digit on every pane: press it and you are there.

**In the editor.** {k[copy_source]} takes the source, {k[copy_above]} the target above, {k[insert_placeholder]} the next
missing placeholder; {k[revert_change]} takes one change of adaptation back and {k[join_lines]} makes one line. While
you type, plain keys are text: the function keys in the last line do the same. What you type is kept when you move on,
marked as unsaved, and recorded by {k[save]} or by an approval.

**Terms.** {k[term]} shows the card of a term; words selected in the editor become its rendering. `condition` says when
it applies, as a term file has it (`speaker_gender: f, after: 们`); a rendering that the card has brings its own. Before
it counts you see which lines hold the term and which approved lines do not go with it. Accepted, it is written into the
project's own term file (`[glossary] files` in the project file), everything else there stays, and exactly those lines
go up for discussion.

**Who speaks to whom.** {k[who]} says who speaks, to whom, and whom a pronoun or a left-out subject means; the ledger in
the people file keeps it with your name and the day. {k[address]} shows who calls whom what, speakers by addressees:
`Enter` changes a form, `n` adds one. Comments and every other row of the file stay.

![Forms of address](images/address.svg)

**Room on the screen.** {k[queue_narrower]} {k[queue_wider]} and {k[panels_narrower]} {k[panels_wider]}, or the mouse on
the bars between the panes, give them other widths; {k[panes_reset]} gives the first ones back. {k[theme]} changes
between dark, light and high contrast. All of it is remembered.

## What you can rely on

- **Nothing decided is lost.** What shows as decided survives a kill. While another program writes, the room goes on
  and your decision waits for its turn. Unsaved text is recorded as an edit when the terminal goes away.
- **Nothing is overwritten silently.** Where the others are stands at the top and as `@` in the queue. If somebody
  changes the line in front of you, you see the new version; if you had typed into it, you see both and are asked.
- **Text is data.** Markup, control characters and direction marks from files are shown, never interpreted. Arabic is
  edited in the order in which it is read (`RTL<-` says so); your terminal may draw it from right to left.
- **The gate.** A line leaves with `localize export` once it is approved and has no open error. With `approvals = 2` two
  people must approve it, and who wrote it is none of them; `1 ✓ waits` marks a line that needs the second. {k[second]}
  asks for a second approval of one line.

## In a browser

`localize review --web --reviewer lin --reviewer mei` (extra `web`) serves the same room to browsers on this machine. It
prints one address for each reviewer; an address works once, and its window stays signed in until the server ends. Two
reviewers may share one browser: each has an address of their own.
Nothing is answered without it, nor to pages of other sites. Every window is a process of its own and ends with it. For
another machine use an SSH tunnel; `--host` with `--open-to-network` serves to others unencrypted.

## Keys of your own, and what the room remembers

`~/.config/localize/keys.toml` gives commands other keys, written as the room shows them (`Ctrl+N`, `PgDn`, `F11`, `/`);
footer, help, palette and messages follow:

```toml
approve_next = ["!", "ctrl+n"]
theme = "f11"
```

A command or key that does not exist, a key that means two things, and one that terminals do not tell from another
(`Ctrl+I` is `Tab`) are errors with their line. The names are those of the
tables below, in the order there: {commands}.

The room speaks English and Simplified Chinese (简体中文): {k[language]} changes that at once and is remembered;
until then the environment decides (`LANGUAGE`, `LC_ALL`, `LC_MESSAGES`, `LANG`). Findings, reasons, advice and errors
are said in Chinese too. What stands in your own files stays as written: notes of term and people files, comments,
reasons that people typed. Keys and what is recorded are the same in both languages. Words are translated in
`tui/locale/`; `python -m tui.catalogues` takes new ones over.

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
    words["commands"] = ", ".join(
        f"`{c.name}`" for group in Group for c in COMMANDS if c.group is group and not c.numbered
    )
    words["states"] = ", ".join(f"`{sign}` {state_name(state)}" for state, sign in STATE_SIGNS.items())
    words["severities"] = ", ".join(
        f"`{s}` {severity_name(severity)}" for severity, s in SEVERITY_SIGNS.items()
    )
    parts = [PAGE.format(k=_first_keys(), **words)]
    for group in Group:
        rows = [c for c in COMMANDS if c.group is group]
        parts.append(f"### {group.value}\n\n| keys | what |\n|---|---|")
        parts += [f"| {_code(c.shown_keys)} | {c.help} |" for c in rows]
        parts.append("")
    return "\n".join(parts)


def _first_keys() -> dict[str, str]:
    """Return command → the key that the page names, as it stands on a keyboard."""
    named = {"down": "Down", "up": "Up", "help": "F1"}
    return {c.name: _code(named.get(c.name, "1-9" if c.numbered else key_name(c.keys[0]))) for c in COMMANDS}


def _code(keys: str) -> str:
    return " ".join(f"`{key}`" if key != "|" else r"`\|`" for key in keys.split())


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201
