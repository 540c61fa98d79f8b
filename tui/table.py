"""The only place that names what a reviewer can do: one table feeds the keys, the palette, the footer and help."""

from __future__ import annotations

from tui.command import Command, Group
from tui.i18n import N_

_DIGITS = tuple("123456789")

COMMANDS: tuple[Command, ...] = (
    Command(
        "approve_next",
        ("a", "f3"),
        N_("approve, next"),
        N_("Approve the line as it stands, an unsaved edit included, and go to the next open line."),
        Group.DECIDE,
        browse=1,
        editing=2,
    ),
    Command("approve", ("y",), N_("approve, stay"), N_("Approve the line and stay on it."), Group.DECIDE),
    Command(
        "reject",
        ("r",),
        N_("reject"),
        N_("Send the line back, with a reason, what the fault is about and how bad it is."),
        Group.DECIDE,
        browse=3,
    ),
    Command(
        "discuss",
        ("d",),
        N_("discuss"),
        N_("Mark the line as one that needs discussion."),
        Group.DECIDE,
        browse=7,
    ),
    Command(
        "comment",
        ("c",),
        N_("comment"),
        N_("Write a comment on the line; its state stays."),
        Group.DECIDE,
        browse=8,
    ),
    Command(
        "waive",
        ("w",),
        N_("waive finding"),
        N_("Let one finding of the line stand, with a reason and, if you like, a last day."),
        Group.DECIDE,
        browse=9,
    ),
    Command(
        "second",
        ("A",),
        N_("ask for a second"),
        N_("Approve the line, and ask for somebody else's approval too."),
        Group.DECIDE,
    ),
    Command(
        "mark",
        ("m",),
        N_("mark"),
        N_("Mark the line for a bulk approval, or take the mark off, and go one line down."),
        Group.DECIDE,
    ),
    Command(
        "bulk",
        ("b",),
        N_("bulk approve"),
        N_(
            "Approve the marked lines; with none marked, every exact repeat of this line with this line's text."
        ),
        Group.DECIDE,
    ),
    Command(
        "undo",
        ("u",),
        N_("undo"),
        N_(
            "Take back the latest thing you did: a decision anywhere, a bulk approval as a whole, a term, a form."
        ),
        Group.DECIDE,
        browse=4,
    ),
    Command(
        "redo",
        ("U",),
        N_("redo"),
        N_("Do again what undo took back, as long as you have done nothing else since."),
        Group.DECIDE,
    ),
    Command(
        "edit", ("e", "enter"), N_("edit"), N_("Put the cursor into the target text."), Group.EDIT, browse=2
    ),
    Command(
        "leave_editor",
        ("escape",),
        N_("leave editor"),
        N_("Go back to the queue; what you typed is kept, marked as unsaved."),
        Group.EDIT,
        editing=3,
    ),
    Command(
        "save",
        ("s", "f2", "ctrl+s"),
        N_("save"),
        N_("Record the edited text without approving it."),
        Group.EDIT,
        editing=1,
    ),
    Command(
        "drop_edit",
        ("z",),
        N_("drop the edit"),
        N_("Put the recorded text back into the editor (undo typing there brings your text back)."),
        Group.EDIT,
    ),
    Command(
        "undo_typing",
        ("f5", "ctrl+z"),
        N_("undo typing"),
        N_("Take back the latest change in the editor."),
        Group.EDIT,
        editing=6,
    ),
    Command(
        "redo_typing",
        ("f6", "ctrl+y"),
        N_("redo typing"),
        N_("Do again what undo typing took back."),
        Group.EDIT,
        editing=7,
    ),
    Command(
        "copy_source",
        ("equals_sign", "f4"),
        N_("copy source"),
        N_("Replace the text in the editor by the source, placeholders included."),
        Group.EDIT,
        editing=5,
    ),
    Command(
        "insert_placeholder",
        ("left_curly_bracket", "f8"),
        N_("placeholder"),
        N_("Insert the next placeholder that the target still lacks."),
        Group.EDIT,
        editing=4,
    ),
    Command(
        "insert_term",
        (*_DIGITS, *(f"alt+{digit}" for digit in _DIGITS)),
        N_("insert term"),
        N_(
            "Insert the rendering with this number at the cursor of the editor, or take the alternative with it."
        ),
        Group.EDIT,
        browse=10,
        editing=8,
        numbered=True,
    ),
    Command(
        "apply_fix",
        ("x",),
        N_("apply fix"),
        N_("Put the first suggested fix of a finding into the editor."),
        Group.EDIT,
        browse=11,
    ),
    Command(
        "term",
        ("T",),
        N_("term card"),
        N_(
            "See the card of a term, and propose a rendering for it, from the words selected in the editor if any."
        ),
        Group.EDIT,
    ),
    Command(
        "who",
        ("W",),
        N_("who is meant"),
        N_(
            "Say who speaks, to whom, and who is meant by a pronoun or a left-out subject; the ledger keeps it."
        ),
        Group.EDIT,
        browse=19,
    ),
    Command(
        "address",
        ("M",),
        N_("forms of address"),
        N_("See who calls whom what in this episode, as a table, and agree on a form."),
        Group.EDIT,
    ),
    Command(
        "revert_change",
        ("R",),
        N_("revert a change"),
        N_("Take one change of adaptation back in the editor, and leave the others."),
        Group.EDIT,
    ),
    Command(
        "copy_above",
        ("quotation_mark", "f7"),
        N_("copy from above"),
        N_("Replace the text in the editor by the target of the line above."),
        Group.EDIT,
    ),
    Command(
        "break_lines",
        ("l", "alt+l"),
        N_("break lines"),
        N_("Split the text in the editor into lines that fit, balanced and at good places."),
        Group.EDIT,
    ),
    Command(
        "join_lines",
        ("backslash", "alt+j"),
        N_("join lines"),
        N_("Merge the lines of the text in the editor into one."),
        Group.EDIT,
    ),
    Command(
        "direction_mark",
        ("D", "alt+d"),
        N_("direction mark"),
        N_(
            "Insert a mark that tells players the direction: right to left in Arabic, left to right elsewhere."
        ),
        Group.EDIT,
    ),
    Command("down", ("j", "down"), N_("next line"), N_("Go one line down in the queue."), Group.MOVE),
    Command("up", ("k", "up"), N_("previous line"), N_("Go one line up in the queue."), Group.MOVE),
    Command("page_down", ("pagedown",), N_("page down"), N_("Go one page down."), Group.MOVE),
    Command("page_up", ("pageup",), N_("page up"), N_("Go one page up."), Group.MOVE),
    Command("first", ("home",), N_("first line"), N_("Go to the first line of the queue."), Group.MOVE),
    Command("last", ("end",), N_("last line"), N_("Go to the last line of the queue."), Group.MOVE),
    Command(
        "next_open",
        ("n",),
        N_("next open"),
        N_("Go to the next line that still needs a person."),
        Group.MOVE,
        browse=5,
    ),
    Command(
        "previous_open",
        ("p",),
        N_("previous open"),
        N_("Go to the line before that still needs a person."),
        Group.MOVE,
    ),
    Command(
        "go_to",
        ("g",),
        N_("go to"),
        N_(
            "Go to a line by its number in the queue, to a cue (#12), to a string's key, or to a time such as 1:02:30."
        ),
        Group.MOVE,
        browse=13,
    ),
    Command(
        "jump",
        ("semicolon", "f12", "ctrl+o"),
        N_("jump"),
        N_("Show a key on every pane and every line in sight; pressing it goes there."),
        Group.MOVE,
        browse=18,
    ),
    Command(
        "home",
        ("i",),
        N_("home"),
        N_(
            "See every locale and file with its progress and who is where, and open what is worth doing next."
        ),
        Group.MOVE,
        browse=14,
    ),
    Command(
        "search",
        ("slash",),
        N_("search"),
        N_("Show only lines whose source or target holds some words."),
        Group.FIND,
        browse=6,
    ),
    Command(
        "filter",
        ("f",),
        N_("filter"),
        N_(
            "Choose which lines the queue shows: states, finding, speaker, term, text, file, engine, since when."
        ),
        Group.FIND,
        browse=12,
    ),
    Command(
        "sort",
        ("S",),
        N_("sort"),
        N_("Sort the queue: as in the files, worst finding first, repeats together, or otherwise."),
        Group.FIND,
    ),
    Command(
        "views",
        ("comma",),
        N_("saved views"),
        N_("Open a saved filter, or save the present one under a name."),
        Group.FIND,
    ),
    Command(
        "open_only",
        ("o",),
        N_("only open"),
        N_("Show only lines that still need a person, or all again."),
        Group.FIND,
    ),
    Command("show_all", ("0",), N_("show all"), N_("Take every filter off."), Group.FIND),
    Command(
        "reload",
        ("full_stop",),
        N_("reload"),
        N_("Read the queue again: what others decided, and lines that no longer fit the filter."),
        Group.FIND,
    ),
    Command(
        "history", ("h",), N_("history"), N_("See who did what to the line, and when."), Group.LOOK, browse=15
    ),
    Command(
        "panel",
        ("v",),
        N_("next panel"),
        N_("Turn to the next panel: findings, terms, changes, who speaks, notes, other ways, frame, draft."),
        Group.LOOK,
        browse=16,
    ),
    Command(
        "queue_wider", ("greater_than_sign",), N_("wider queue"), N_("Give the queue more room."), Group.LOOK
    ),
    Command(
        "queue_narrower",
        ("less_than_sign",),
        N_("narrower queue"),
        N_("Give the queue less room."),
        Group.LOOK,
    ),
    Command(
        "panels_wider",
        ("right_parenthesis",),
        N_("wider panels"),
        N_("Give the panels more room."),
        Group.LOOK,
    ),
    Command(
        "panels_narrower",
        ("left_parenthesis",),
        N_("narrower panels"),
        N_("Give the panels less room."),
        Group.LOOK,
    ),
    Command(
        "panes_reset",
        ("asterisk",),
        N_("reset panes"),
        N_("Share the room among the panes as it was at first."),
        Group.LOOK,
    ),
    Command("theme", ("t",), N_("theme"), N_("Change between dark, light and high contrast."), Group.LOOK),
    Command("language", ("L",), N_("language 语言"), N_("Change between English and 简体中文."), Group.LOOK),
    Command(
        "help",
        ("question_mark", "f1"),
        N_("help"),
        N_("See what has the focus, its keys, and every key."),
        Group.APP,
    ),
    Command(
        "palette", ("colon", "f9", "ctrl+p"), N_("commands"), N_("Find a command by its name."), Group.APP
    ),
    Command(
        "quit",
        ("q", "f10", "ctrl+q"),
        N_("quit"),
        N_("Leave the room; asks about unsaved edits."),
        Group.APP,
        browse=17,
    ),
)
