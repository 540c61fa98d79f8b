"""The only place that says what a command of the room is, and how its keys are named to a person."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from tui.i18n import N_


class Group(StrEnum):
    """The headings of the help screen, in its order."""

    DECIDE = N_("Decide")
    EDIT = N_("Edit")
    MOVE = N_("Move")
    FIND = N_("Find")
    LOOK = N_("Look")
    APP = N_("The room")


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a reviewer can do.

    Attributes:
        name: the review screen handles it in ``action_<name>``.
        keys: Textual key names; the plain ones first.
        title: two or three words, for the footer and the palette.
        help: one sentence, for the palette and the help screen.
        group: heading in the help screen.
        browse, editing: rank in the footer while the queue or the editor has the focus, 0 for not there.
        numbered: the keys are digits, and the digit is handed to the handler.
    """

    name: str
    keys: tuple[str, ...]
    title: str
    help: str
    group: Group
    browse: int = 0
    editing: int = 0
    numbered: bool = False

    @property
    def shown_keys(self) -> str:
        """Return the keys as a person reads them: ``F3  Ctrl+S``."""
        if self.numbered:
            plain, chord = self.keys[0], self.keys[9]
            return f"{key_name(plain)}-9  {key_name(chord)}-9"
        return "  ".join(key_name(key) for key in self.keys)

    def call(self, key: str) -> str:
        """Return the Textual action string of one of the keys."""
        return f"{self.name}('{key[-1]}')" if self.numbered else self.name


_KEY_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "equals_sign": "=",
    "left_curly_bracket": "{",
    "full_stop": ".",
    "escape": "Esc",
    "enter": "Enter",
    "down": "Down",
    "up": "Up",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "tab": "Tab",
    "space": "Space",
    "comma": ",",
    "quotation_mark": '"',
    "backslash": "\\",
    "semicolon": ";",
    "asterisk": "*",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
}


def key_name(key: str) -> str:
    """Return a key as a person reads it.

    >>> key_name("ctrl+s"), key_name("f3"), key_name("slash"), key_name("a"), key_name("exclamation_mark")
    ('Ctrl+S', 'F3', '/', 'a', '!')
    """
    *modifiers, last = key.split("+")
    if modifiers:
        return "+".join([*(m.title() for m in modifiers), _KEY_NAMES.get(last) or sign(last).upper()])
    if len(last) > 1 and last[0] == "f" and last[1:].isdigit():
        return last.upper()
    return _KEY_NAMES.get(last) or sign(last)


def sign(key: str) -> str:
    """Return the sign whose Unicode name a key has, as Textual names keys; the key itself where it is none."""
    try:
        return unicodedata.lookup(key.replace("_", " ")) if len(key) > 1 else key
    except KeyError:
        return key


def key_called(name: str) -> str:
    """Return the key that a hint calls so, '' for words that name none.

    >>> key_called("Enter"), key_called("Space"), key_called("n"), key_called("F3"), key_called("Up/Down")
    ('enter', 'space', 'n', 'f3', '')
    """
    known = {shown: key for key, shown in _KEY_NAMES.items()}
    if name in known:
        return known[name]
    if len(name) == 1 and name.isascii() and name.isalnum():
        return name
    return name.lower() if reaches_over_text(name.lower()) and "+" not in name else ""


def is_chord(key: str) -> bool:
    """Return whether a key needs a modifier held."""
    return "+" in key


def reaches_over_text(key: str) -> bool:
    """Return whether a key is none that could be typed: a chord or a function key."""
    return is_chord(key) or (len(key) > 1 and key[0] == "f" and key[1:].isdigit())
