"""The only place that turns the table of commands into keys, footer and help, with a reviewer's own keys in place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.binding import Binding

from tui.command import Command, Group, key_name, reaches_over_text
from tui.table import COMMANDS

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
    "hints",
    "use_keys",
]

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

    None takes priority, as that would overtake what was typed before it; the editor itself asks for function keys and
    chords of the room before its own.
    """
    return [
        Binding(key, command.call(key), command.title, show=False)
        for command in commands()
        for key in command.keys
    ]


def footer(*, editing: bool) -> Iterator[Command]:
    """Yield the commands of the footer in order of rank."""
    ranked = [(c.editing if editing else c.browse, c) for c in commands()]
    for rank, command in sorted(ranked, key=lambda pair: pair[0]):
        if rank:
            yield command


def hints() -> dict[str, str]:
    """Return command → its first key, for sentences that name keys: ``({undo} takes it back)``."""
    return {command.name: key_name(command.keys[0]) for command in commands()}


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
