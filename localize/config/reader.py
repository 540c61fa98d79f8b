"""The only place that takes values out of parsed TOML and says what is wrong with each, with its line."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

from localize.errors import ConfigError, LocalizeError, Place, UsageError
from localize.locales import parse_locale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def key_lines(text: str) -> dict[tuple[str, ...], int]:
    """Return the line of every table and of every key that starts a line.

    >>> key_lines('[a]\\nb = 1\\n')[("a", "b")]
    2
    """
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line):
            table = tuple(part.strip().strip("\"'") for part in header[1].split("."))
            found.setdefault(table, number)
        elif key := re.match(r"""\s*("[^"]*"|'[^']*'|[\w-]+)\s*=""", line):
            found.setdefault((*table, key[1].strip("\"'")), number)
    return found


class Reader:
    """Takes values out of parsed TOML and collects what is wrong with them."""

    def __init__(self, path: Path, lines: Mapping[tuple[str, ...], int]) -> None:
        self.path = path
        self.lines = lines
        self.problems: list[LocalizeError] = []

    def problem(self, key: tuple[str, ...], what: str, do: str = "") -> None:
        known = (self.lines.get(key[:length]) for length in range(len(key), 0, -1))
        line = next(filter(None, known), None) or self.lines.get(tuple(key[0].split(".")))
        self.problems.append(ConfigError(what, do=do, place=Place(str(self.path), line)))

    def table(
        self,
        data: Mapping[str, Any],
        name: str,
        known: Sequence[str],
        *,
        open_: bool = False,
        within: str = "",
    ) -> dict[str, Any]:
        """Return a table, one within another if that is named; reports unknown keys unless it is open (locale keys)."""
        value = data.get(name, {})
        path = (within, name) if within else (name,)
        if not isinstance(value, dict):
            self.problem(path, f"{'.'.join(path)} must be a table" if within else f"[{name}] must be a table")
            return {}
        if not open_:
            for key in value:
                if key not in known:
                    self.unknown((*path, key), known)
        return value

    def unknown(self, key: tuple[str, ...], known: Sequence[str]) -> None:
        near = difflib.get_close_matches(key[-1], known, 1, 0.5)
        hint = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(known)}"
        self.problem(key, f"unknown key {'.'.join(key)}", hint)

    def text(
        self, table: Mapping[str, Any], name: str, key: str, default: str, allowed: Sequence[str] = ()
    ) -> str:
        value = table.get(key, default)
        if not isinstance(value, str):
            self.problem((name, key), f"{name}.{key} must be text in quotes")
            return default
        if allowed and value not in allowed:
            self.problem(
                (name, key), f"{name}.{key} is {value!r}", f"one of: {', '.join(filter(None, allowed))}"
            )
            return default
        return value

    def texts(
        self, table: Mapping[str, Any], name: str, key: str, default: tuple[str, ...]
    ) -> tuple[str, ...]:
        value = table.get(key, default)
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
            self.problem((name, key), f"{name}.{key} must be a list of texts", 'write ["…", "…"]')
            return default
        return tuple(value)

    def number(self, table: Mapping[str, Any], name: str, key: str) -> int | None:
        """Return a whole number above zero, None where there is none."""
        value = table.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
            return value
        self.problem((name, key), f"{name}.{key} must be a whole number above 0")
        return None

    def named(self, table: Mapping[str, Any], name: str, key: str) -> dict[str, str]:
        """Return a table of texts by glob pattern."""
        given = table.get(key, {})
        if not isinstance(given, dict):
            self.problem((name, key), f"{name}.{key} must be a table", 'write { "items/*.csv" = "…" }')
            return {}
        return {inner: self.text(given, f"{name}.{key}", inner, "") for inner in given}

    def numbers(self, table: Mapping[str, Any], name: str, key: str) -> dict[str, int]:
        """Return a table of whole numbers above zero."""
        given = table.get(key, {})
        if not isinstance(given, dict):
            self.problem((name, key), f"{name}.{key} must be a table", 'write { "extras/*.srt" = 12 }')
            return {}
        found = {inner: self.number(given, f"{name}.{key}", inner) for inner in given}
        return {inner: number for inner, number in found.items() if number is not None}

    def locale(self, key: tuple[str, ...], tag: str) -> str:
        try:
            return parse_locale(tag).tag
        except UsageError as error:
            self.problem(key, error.what, error.do)
            return tag
