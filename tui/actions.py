"""The only place that names what a reviewer can do: one table feeds the keys, the palette, the footer and help."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.binding import Binding

from tui.command import Command, Group, key_name, reaches_over_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "COMMANDS",
    "Command",
    "Group",
    "bindings",
    "commands",
    "footer",
    "footer_key",
    "help_key",
    "use_keys",
]

_DIGITS = tuple("123456789")

COMMANDS: tuple[Command, ...] = (
    Command(
        "approve_next",
        ("a", "f3"),
        "approve, next",
        "Approve the line as it stands, an unsaved edit included, and go to the next open line.",
        Group.DECIDE,
        browse=1,
        editing=2,
    ),
    Command("approve", ("y",), "approve, stay", "Approve the line and stay on it.", Group.DECIDE),
    Command(
        "reject",
        ("r",),
        "reject",
        "Send the line back, with a reason, what the fault is about and how bad it is.",
        Group.DECIDE,
        browse=3,
    ),
    Command(
        "discuss",
        ("d",),
        "discuss",
        "Mark the line as one that needs discussion.",
        Group.DECIDE,
        browse=7,
    ),
    Command(
        "comment",
        ("c",),
        "comment",
        "Write a comment on the line; its state stays.",
        Group.DECIDE,
        browse=8,
    ),
    Command(
        "waive",
        ("w",),
        "waive finding",
        "Let one finding of the line stand, with a reason and, if you like, a last day.",
        Group.DECIDE,
        browse=9,
    ),
    Command(
        "second",
        ("A",),
        "ask for a second",
        "Approve the line, and ask for somebody else's approval too.",
        Group.DECIDE,
    ),
    Command(
        "mark",
        ("m",),
        "mark",
        "Mark the line for a bulk approval, or take the mark off, and go one line down.",
        Group.DECIDE,
    ),
    Command(
        "bulk",
        ("b",),
        "bulk approve",
        "Approve the marked lines; with none marked, every exact repeat of this line with this line's text.",
        Group.DECIDE,
    ),
    Command(
        "undo",
        ("u",),
        "undo",
        "Take back your latest decision, wherever it was; a bulk approval as a whole.",
        Group.DECIDE,
        browse=4,
    ),
    Command(
        "edit",
        ("e", "enter"),
        "edit",
        "Put the cursor into the target text.",
        Group.EDIT,
        browse=2,
    ),
    Command(
        "leave_editor",
        ("escape",),
        "leave editor",
        "Go back to the queue; what you typed is kept, marked as unsaved.",
        Group.EDIT,
        editing=3,
    ),
    Command(
        "save",
        ("s", "f2", "ctrl+s"),
        "save",
        "Record the edited text without approving it.",
        Group.EDIT,
        editing=1,
    ),
    Command(
        "drop_edit",
        ("z",),
        "drop the edit",
        "Put the recorded text back into the editor (F5 there brings your text back).",
        Group.EDIT,
    ),
    Command(
        "undo_typing",
        ("f5", "ctrl+z"),
        "undo typing",
        "Take back the latest change in the editor.",
        Group.EDIT,
        editing=6,
    ),
    Command(
        "redo_typing",
        ("f6", "ctrl+y"),
        "redo typing",
        "Do again what undo typing took back.",
        Group.EDIT,
        editing=7,
    ),
    Command(
        "copy_source",
        ("equals_sign", "f4"),
        "copy source",
        "Replace the text in the editor by the source, placeholders included.",
        Group.EDIT,
        editing=5,
    ),
    Command(
        "insert_placeholder",
        ("left_curly_bracket", "f8"),
        "placeholder",
        "Insert the next placeholder that the target still lacks.",
        Group.EDIT,
        editing=4,
    ),
    Command(
        "insert_term",
        (*_DIGITS, *(f"alt+{digit}" for digit in _DIGITS)),
        "insert term",
        "Insert the rendering with this number at the cursor of the editor, or take the alternative with it.",
        Group.EDIT,
        browse=10,
        editing=8,
        numbered=True,
    ),
    Command(
        "apply_fix",
        ("x",),
        "apply fix",
        "Put the first suggested fix of a finding into the editor.",
        Group.EDIT,
        browse=11,
    ),
    Command(
        "term",
        ("T",),
        "term card",
        "See the card of a term, and propose a rendering for it, from the words selected in the editor if any.",
        Group.EDIT,
    ),
    Command(
        "revert_change",
        ("R",),
        "revert a change",
        "Take one change of adaptation back in the editor, and leave the others.",
        Group.EDIT,
    ),
    Command(
        "copy_above",
        ("quotation_mark", "f7"),
        "copy from above",
        "Replace the text in the editor by the target of the line above.",
        Group.EDIT,
    ),
    Command(
        "break_lines",
        ("l", "alt+l"),
        "break lines",
        "Split the text in the editor into lines that fit, balanced and at good places.",
        Group.EDIT,
    ),
    Command(
        "join_lines",
        ("backslash", "alt+j"),
        "join lines",
        "Merge the lines of the text in the editor into one.",
        Group.EDIT,
    ),
    Command("down", ("j", "down"), "next line", "Go one line down in the queue.", Group.MOVE),
    Command("up", ("k", "up"), "previous line", "Go one line up in the queue.", Group.MOVE),
    Command("page_down", ("pagedown",), "page down", "Go one page down.", Group.MOVE),
    Command("page_up", ("pageup",), "page up", "Go one page up.", Group.MOVE),
    Command("first", ("home",), "first line", "Go to the first line of the queue.", Group.MOVE),
    Command("last", ("end",), "last line", "Go to the last line of the queue.", Group.MOVE),
    Command(
        "next_open",
        ("n",),
        "next open",
        "Go to the next line that still needs a person.",
        Group.MOVE,
        browse=5,
    ),
    Command(
        "previous_open",
        ("p",),
        "previous open",
        "Go to the line before that still needs a person.",
        Group.MOVE,
    ),
    Command(
        "go_to",
        ("g",),
        "go to",
        "Go to a line by its number in the queue, to a cue (#12), to a string's key, or to a time such as 1:02:30.",
        Group.MOVE,
        browse=13,
    ),
    Command(
        "home",
        ("i",),
        "home",
        "See every locale and file with its progress and who is where, and open what is worth doing next.",
        Group.MOVE,
        browse=14,
    ),
    Command(
        "search",
        ("slash",),
        "search",
        "Show only lines whose source or target holds some words.",
        Group.FIND,
        browse=6,
    ),
    Command(
        "filter",
        ("f",),
        "filter",
        "Choose which lines the queue shows: states, finding, speaker, term, text, file, engine, since when.",
        Group.FIND,
        browse=12,
    ),
    Command(
        "sort",
        ("S",),
        "sort",
        "Sort the queue: as in the files, worst finding first, repeats together, or otherwise.",
        Group.FIND,
    ),
    Command(
        "views",
        ("comma",),
        "saved views",
        "Open a saved filter, or save the present one under a name.",
        Group.FIND,
    ),
    Command(
        "open_only",
        ("o",),
        "only open",
        "Show only lines that still need a person, or all again.",
        Group.FIND,
    ),
    Command("show_all", ("0",), "show all", "Take every filter off.", Group.FIND),
    Command(
        "reload",
        ("full_stop",),
        "reload",
        "Read the queue again: what others decided, and lines that no longer fit the filter.",
        Group.FIND,
    ),
    Command(
        "history",
        ("h",),
        "history",
        "See who did what to the line, and when.",
        Group.LOOK,
        browse=15,
    ),
    Command(
        "panel",
        ("v",),
        "next panel",
        "Turn to the next panel: findings, terms, changes, notes, other ways, frame, draft.",
        Group.LOOK,
        browse=16,
    ),
    Command(
        "theme",
        ("t",),
        "theme",
        "Change between dark, light and high contrast.",
        Group.LOOK,
    ),
    Command(
        "help",
        ("question_mark", "f1"),
        "help",
        "See every key.",
        Group.APP,
    ),
    Command(
        "palette",
        ("colon", "f9", "ctrl+p"),
        "commands",
        "Find a command by its name.",
        Group.APP,
    ),
    Command(
        "quit",
        ("q", "f10", "ctrl+q"),
        "quit",
        "Leave the room; asks about unsaved edits.",
        Group.APP,
        browse=17,
    ),
)


_own_keys: dict[str, tuple[str, ...]] = {}


def use_keys(own: Mapping[str, tuple[str, ...]]) -> None:
    """Take a reviewer's own keys, command → keys, in place of the table's, for rooms opened from now on."""
    _own_keys.clear()
    _own_keys.update(own)


def commands() -> tuple[Command, ...]:
    """Return every command with the keys that it has for this reviewer."""
    return tuple(replace(c, keys=_own_keys[c.name]) if c.name in _own_keys else c for c in COMMANDS)


def bindings() -> list[Binding]:
    """Return the review screen's bindings.

    Function keys and chords take priority over the editor's own keys; plain keys never do, so they can be typed.
    """
    return [
        Binding(key, command.call(key), command.title, show=False, priority=reaches_over_text(key))
        for command in commands()
        for key in command.keys
    ]


def footer(*, editing: bool) -> Iterator[Command]:
    """Yield the commands of the footer in order of rank."""
    ranked = [(c.editing if editing else c.browse, c) for c in commands()]
    for rank, command in sorted(ranked, key=lambda pair: pair[0]):
        if rank:
            yield command


def help_key() -> str:
    """Return the key of help that also works over text."""
    keys = next(c.keys for c in commands() if c.name == "help")
    return key_name(next((key for key in keys if reaches_over_text(key)), keys[0]))


def footer_key(command: Command, *, editing: bool) -> str:
    """Return the one key that the footer names: a key that can be typed over text while editing."""
    if command.numbered:
        return "Alt+1-9" if editing else "1-9"
    if editing:
        for key in command.keys:
            if reaches_over_text(key) or key == "escape":
                return key_name(key)
    return key_name(command.keys[0])
