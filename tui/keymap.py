"""The only place that reads a reviewer's own keys from `keys.toml`, and says what is wrong with them."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.keys import Keys

from localize.errors import ConfigError, LocalizeError, Place, ProblemsError
from tui.actions import COMMANDS
from tui.command import key_name, sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_EDITORS_OWN = frozenset(
    (
        "tab",
        "shift+tab",
        "backspace",
        "delete",
        "left",
        "right",
        "space",
        "ctrl+c",
        "ctrl+v",
        "ctrl+x",
        "ctrl+w",
    )
)
"""Keys without which nobody could write or leave a field."""
_MODIFIERS = ("alt", "ctrl", "shift")  # in the order of Textual's names
_SAME_BYTES = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+left_square_bracket": "escape",
}
"""Chords for which terminals send what they send for a plain key."""
_PLAIN = frozenset(key.value for key in Keys if "+" not in key.value and key.value not in ("<any>", "return"))
_SHOWN = {key_name(key).lower(): key for key in _PLAIN}
_SEE = "the names stand in docs/review.md"


def keys_file() -> Path:
    """Return where a reviewer's own keys are kept."""
    home = os.environ.get("XDG_CONFIG_HOME", "")
    return (Path(home) if home else Path.home() / ".config") / "localize" / "keys.toml"


def read_keys(path: Path) -> dict[str, tuple[str, ...]]:
    """Return command → keys as the file has them; {} if there is no file.

    Raises:
        ProblemsError: every line that names no command or no key, or a key that means something else already.
        ConfigError: the file cannot be read as TOML.
    """
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(
            f"cannot be read: {error}", place=Place(str(path)), do="mend or remove it"
        ) from error
    lines = {name: _line_of(text, name) for name in table}
    places = {name: Place(str(path), line) for name, line in lines.items()}
    own: dict[str, tuple[str, ...]] = {}
    problems: list[LocalizeError] = []
    for name, value in table.items():
        try:
            own[name] = _keys(name, value)
        except ValueError as error:
            problems.append(ConfigError(str(error), place=places[name], do=_advice(name)))
    problems += _conflicts(own, places)
    if problems:
        raise ProblemsError(problems)
    return own


def _line_of(text: str, name: str) -> int:
    pattern = re.compile(rf"""\s*["']?{re.escape(name)}["']?\s*[=.\]]""")
    return next((n for n, line in enumerate(text.splitlines(), 1) if pattern.match(line.lstrip("["))), 1)


def _keys(name: str, value: object) -> tuple[str, ...]:
    """Return Textual's names of the keys.

    Raises:
        ValueError: no command, or no keys for it.
    """
    command = next((c for c in COMMANDS if c.name == name), None)
    if command is None:
        raise ValueError(f"no command is called {name}")
    if command.numbered:
        raise ValueError(f"the keys of {name} are the digits and stay so")
    words = [value] if isinstance(value, str) else value
    if not (isinstance(words, list) and words and all(isinstance(w, str) and w for w in words)):
        raise ValueError(f"{name} needs a key or a list of keys")
    keys = tuple(_key(word) for word in words)
    for key in keys:
        if key in _EDITORS_OWN:
            raise ValueError(f"{name}: {key_name(key)} is needed for writing")
    return keys


def _advice(name: str) -> str:
    names = [command.name for command in COMMANDS]
    near = [] if name in names else difflib.get_close_matches(name, names, 1, 0.5)
    return f"did you mean {near[0]}?" if near else _SEE


def _key(word: str) -> str:
    """Return Textual's name of a key, given as that, as the sign on it, or as the room shows it.

    >>> _key("Ctrl+S"), _key("PgDn"), _key("F3"), _key("/"), _key("A"), _key("ж")
    ('ctrl+s', 'pagedown', 'f3', 'slash', 'A', 'ж')

    Raises:
        ValueError: it is none, or one that terminals do not tell from another.
    """
    before, plus, last = word[:-1].rpartition("+")  # the last sign may be a plus itself
    modifiers = before.lower().split("+") if plus else []
    last = _plain((last + word[-1:]).lower() if modifiers else last + word[-1:])
    if not last or any(m not in _MODIFIERS for m in modifiers):
        raise ValueError(f"{word!r} is no key")
    if modifiers == ["shift"] and len(last) == 1:
        raise ValueError(f"{word!r} is written {last.upper()!r}")
    key = "+".join([*(m for m in _MODIFIERS if m in modifiers), last])
    if key in _SAME_BYTES:
        raise ValueError(f"{word!r} reaches no program: terminals send {_SAME_BYTES[key]} for it")
    return key


def _plain(word: str) -> str:
    """Return Textual's name of a key without modifiers, '' for none."""
    if word == " ":
        return "space"
    if len(word) == 1:
        # A comma would part two keys in a binding.
        named = "comma" if word == "," else next(iter(Binding.make_bindings([Binding(word, "none")]))).key
        return named if word.isprintable() else ""
    known = _SHOWN.get(word.lower(), word.lower())
    return known if known in _PLAIN or (sign(known) != known and sign(known).isprintable()) else ""


def _conflicts(own: Mapping[str, tuple[str, ...]], places: Mapping[str, Place]) -> Iterator[ConfigError]:
    taken: dict[str, str] = {}
    for command in sorted(COMMANDS, key=lambda c: places[c.name].line or 0 if c.name in own else -1):
        for key in own.get(command.name, command.keys):
            other = taken.setdefault(key, command.name)
            if other != command.name:
                what = f"{command.name}: the key {key_name(key)} means {other} already"
                yield ConfigError(
                    what, place=places[command.name], do=f"give {other} another key too, or choose another"
                )
