"""The only place that says what the part of the room under the cursor is: F1 on it shows that, and its keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.binding import Binding

from tui.actions import commands
from tui.command import key_name, reaches_over_text
from tui.i18n import N_, _
from tui.screens.choose import CLOSE, ChooseScreen
from tui.screens.manual import KEY_CELLS, command_lines, manual
from tui.widgets.prose import Look, Run, para

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.screen import Screen
    from textual.widget import Widget

    from tui.widgets.prose import Paragraph


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of the room is.

    Attributes:
        title: its name.
        words: what it shows and what is done in it.
        commands: names in the action table, the most used first.
    """

    title: str
    words: str
    commands: tuple[str, ...] = ()


_QUEUE = Part(
    N_("The queue"),
    N_(
        "Every line that the filter selects: time, speaker, state, worst finding, source and target. The arrow keys "
        "and a click choose the line that the desk shows; a second click or Enter edits it. The sign before a line "
        "says where you are, * what you have marked, @ where somebody else is."
    ),
    (
        "approve_next",
        "edit",
        "reject",
        "discuss",
        "comment",
        "waive",
        "undo",
        "next_open",
        "previous_open",
        "go_to",
        "jump",
        "search",
        "filter",
        "sort",
        "views",
        "mark",
        "bulk",
        "queue_wider",
        "queue_narrower",
    ),
)
PARTS: dict[str, Part] = {
    "queue": _QUEUE,
    "target": Part(
        N_("The editor"),
        N_(
            "The target of the line. What you type is kept when you move on and marked as unsaved; it is recorded when "
            "you save or approve. A placeholder is one step for the cursor and is selected before it is deleted. Under "
            "the text stand reading speed, characters and pixels of each line against the profile; findings follow "
            "when you pause. Arabic is edited in the order in which it is read; RTL<- says so."
        ),
        (
            "save",
            "approve_next",
            "leave_editor",
            "undo_typing",
            "redo_typing",
            "insert_term",
            "insert_placeholder",
            "copy_source",
            "copy_above",
            "break_lines",
            "join_lines",
            "direction_mark",
            "revert_change",
            "apply_fix",
            "drop_edit",
            "jump",
        ),
    ),
    "panel-text": Part(
        N_("The panels"),
        N_(
            "What is known of the line: findings, terms with their renderings, who speaks to whom, what adaptation "
            "changed and why, notes and comments, other ways to say it, how its lines fall on the picture, and what "
            "drafted it. The arrow keys scroll; Tab goes on. A click on a rendering, another way, a change or a "
            "finding does what its key does."
        ),
        (
            "panel",
            "insert_term",
            "apply_fix",
            "waive",
            "revert_change",
            "term",
            "who",
            "address",
            "comment",
            "history",
            "panels_wider",
            "panels_narrower",
        ),
    ),
    "source": Part(
        N_("The source"),
        N_(
            "The source of the line, with its placeholders and terms in place. Drag over words to look them up, or to "
            "propose them as a term. It takes the cursor only while there is something to scroll."
        ),
        ("term", "copy_source", "insert_placeholder"),
    ),
}
SCREENS: dict[str, Part] = {
    "AskScreen": Part(
        N_("A question"), N_("Type the words or choose one of the lines; Enter answers, Esc goes back.")
    ),
    "ChooseScreen": Part(
        N_("A choice"), N_("The bar at the bottom names the keys that go on; the arrow keys scroll.")
    ),
    "HomeScreen": Part(
        N_("Home"),
        N_(
            "Every locale and file of the work, how far it is, and who is where. Enter opens a file at its first open "
            "line."
        ),
    ),
    "FilterScreen": Part(
        N_("The filter"),
        N_("What the queue shows: all fields that are filled in hold together; Enter applies them."),
    ),
    "SearchScreen": Part(
        N_("Search in source and target"),
        N_(
            "The queue shows the lines that hold the words while you type them; Enter stays with these lines, Esc goes "
            "back to those of before."
        ),
    ),
    "BulkScreen": Part(
        N_("Bulk approval"),
        N_(
            "The lines that would be approved as one act, and their text afterwards. One undo takes all of them back."
        ),
    ),
    "SavedScreen": Part(
        N_("Saved views"), N_("Filters kept under a name, and the one that the queue shows now.")
    ),
    "TermScreen": Part(
        N_("The term card"),
        N_(
            "What the glossary says of a term. A proposal is first shown with the lines that it touches and those that "
            "it would open again; only then is it written into the project's own term file."
        ),
    ),
    "AddressScreen": Part(
        N_("Forms of address"),
        N_(
            "Who calls whom what in this locale and episode: each row is who speaks, each column to whom. An agreed "
            "form is written into the project's people file, its comments and its other rows stay."
        ),
    ),
    "FormScreen": Part(
        N_("A form"),
        N_("Fill in what you know and press Enter; Tab goes on, the right arrow takes a suggestion."),
    ),
}


def guide_bindings() -> list[Binding]:
    """Return the keys of help that count over everything, dialogs and fields included."""
    keys = next(command.keys for command in commands() if command.name == "help")
    return [
        Binding(key, "explain", N_("help"), show=False, priority=True)
        for key in keys
        if reaches_over_text(key)
    ]


def explained(focused: Widget | None) -> tuple[str, tuple[Paragraph, ...]]:
    """Return the title and the words for the focused part of the room: what it is, its keys, then every key."""
    part = PARTS.get(focused.id or "" if focused else "", _QUEUE)
    named = {command.name: command for command in commands()}
    lines = [para(_(part.words)), para("")]
    lines += [line for name in part.commands for line in command_lines(named[name])]
    lines += [para(""), para(Run(_("Every key"), Look.HEAD)), para("")]
    return _(part.title), (*lines, *manual())


def explain_screen(screen: Screen[object]) -> ChooseScreen:
    """Return what F1 shows over a screen that is not the room itself: what it is and its keys."""
    part = SCREENS.get(type(screen).__name__, SCREENS["ChooseScreen"])
    lines = [para(_(part.words)), para(""), *_keys_of(screen)]
    opened = ChooseScreen(_(part.title), tuple(lines), (CLOSE,))
    opened.add_class("-help")
    return opened


def _keys_of(screen: Screen[object]) -> Iterator[Paragraph]:
    """Yield the keys that count on a screen, those of its focused widget first; one line for each thing to do."""
    found: dict[str, list[str]] = {}
    focused = [screen.focused] if screen.focused is not None else []
    for source in (screen, *focused):
        own = vars(type(source)).get("BINDINGS", ()) if type(source).__module__.startswith("tui.") else ()
        for binding in Binding.make_bindings(own):
            if not screen.check_action(binding.action.partition("(")[0], ()):
                continue
            found.setdefault(binding.description, []).append(key_name(binding.key))
    for words, keys in found.items():
        shown = "  ".join(keys)
        gap = " " * max(KEY_CELLS - cell_len(shown), 2)
        yield para(Run(shown, Look.KEY), gap, _(words), indent=KEY_CELLS)
