"""The only place that reads a reviewer's own keys from `keys.toml`, and says what is wrong with them."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from textual.binding import Binding

from localize.errors import ConfigError, LocalizeError, Place, ProblemsError
from tui.actions import COMMANDS

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
_KEY = re.compile(r"(?:(?:ctrl|alt|shift)\+)*[a-z0-9_]+|[A-Z]")


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
            problems.append(
                ConfigError(str(error), place=places[name], do="see F1 in the room for the names")
            )
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
            raise ValueError(f"{name}: {key} is needed for writing")
    return keys


def _key(word: str) -> str:
    # Textual turns a sign such as "/" into the name it reports for it; a comma would part two keys there.
    key = "comma" if word == "," else next(iter(Binding.make_bindings([Binding(word, "none")]))).key
    if not _KEY.fullmatch(key):
        raise ValueError(f"{word!r} is no key")
    return key


def _conflicts(own: Mapping[str, tuple[str, ...]], places: Mapping[str, Place]) -> Iterator[ConfigError]:
    taken: dict[str, str] = {}
    for command in sorted(COMMANDS, key=lambda c: places[c.name].line or 0 if c.name in own else -1):
        for key in own.get(command.name, command.keys):
            other = taken.setdefault(key, command.name)
            if other != command.name:
                what = f"{command.name}: the key {key} means {other} already"
                yield ConfigError(
                    what, place=places[command.name], do=f"give {other} another key too, or choose another"
                )
