"""The only place that takes MessageFormat 2 messages apart: the texts of their patterns, with exact offsets.

https://unicode.org/reports/tr35/tr35-messageFormat.html. The syntax is checked whole; what the data model adds (each
variable declared once, a fallback variant …) is not. Positions are characters of the message.
"""

from __future__ import annotations

import re
from typing import Final

from localize.errors import ParseError
from localize.formats.messageformat import Part, PartKind, Pattern, Selector

# The names of the rules of the grammar, in capitals.
_BIDI: Final = "\u061c\u200e\u200f\u2066-\u2069"
_O: Final = rf"[ \t\r\n\u3000{_BIDI}]*+"
_S: Final = rf"[{_BIDI}]*+[ \t\r\n\u3000]{_O}"
_NAME_START: Final = (
    r"A-Za-z+_\u00a1-\u061b\u061d-\u167f\u1681-\u1fff\u200b-\u200d\u2010-\u2027\u2030-\u205e\u2060-\u2065\u206a-\u2fff"
    r"\u3001-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd"
    + "".join(f"\\U{plane:04x}0000-\\U{plane:04x}fffd" for plane in range(1, 17))
)
_NAME: Final = rf"[{_BIDI}]?[{_NAME_START}][{_NAME_START}0-9.\-]*+[{_BIDI}]?"
_IDENTIFIER: Final = rf"(?:{_NAME}:)?{_NAME}"
_QUOTED: Final = r"\|(?:[^\x00\\|]|\\[\\{}|])*+\|"
_LITERAL: Final = rf"(?:{_QUOTED}|[{_NAME_START}0-9.\-]++)"
_VARIABLE: Final = rf"\${_NAME}"
_OPTIONS: Final = rf"(?:{_S}{_IDENTIFIER}{_O}={_O}(?:{_LITERAL}|{_VARIABLE}))*+"
_ATTRIBUTES: Final = rf"(?:{_S}@{_IDENTIFIER}(?:{_O}={_O}{_LITERAL})?+)*+"

_EXPRESSION = re.compile(
    rf"\{{{_O}(?:(?:(?P<literal>{_LITERAL})|(?P<variable>{_VARIABLE}))(?:{_S}:(?P<format>{_IDENTIFIER}){_OPTIONS})?+"
    rf"|:(?P<function>{_IDENTIFIER}){_OPTIONS}){_ATTRIBUTES}{_O}\}}"
)
_MARKUP = re.compile(
    rf"\{{{_O}(?P<sign>[#/])(?P<name>{_IDENTIFIER}){_OPTIONS}{_ATTRIBUTES}{_O}(?P<empty>/?)\}}"
)
_INPUT = re.compile(rf"{_O}\.input{_O}(?P<local>(?!))?")
_LOCAL = re.compile(rf"{_O}\.local{_S}(?P<local>{_VARIABLE}){_O}={_O}")
_MATCH = re.compile(rf"{_O}\.match(?={_S}\$)")
_SELECTOR = re.compile(rf"{_S}\$({_NAME})")
_KEY = re.compile(rf"\*|{_LITERAL}")
_SPACE, _REQUIRED = re.compile(_O), re.compile(_S)
_TEXT = re.compile(r"(?:[^\x00\\{}]|\\[\\{}|])++")
_ESCAPE = re.compile(r"\\([\\{}|])")
_MARKS = re.compile(f"[{_BIDI}]")
_NUMERIC: Final = frozenset({"number", "integer", "percent", "offset", "currency", "unit"})
"""Functions of the default registry whose values are matched by plural category."""
_WAY = re.compile(r"\sselect\s*=\s*\|?(\w+)")


def scan_mf2(message: str) -> tuple[Pattern, ...]:
    """Return all patterns of a MessageFormat 2 message: one, or one for each variant of a matcher.

    The path of a variant has one step for each variable that the matcher asks; its type is ``plural`` or
    ``selectordinal`` where the function of the variable matches numbers by category, else ``select``.

    Raises:
        ParseError: the message is not what the syntax allows; the column is that of the fault.

    >>> [pattern.path for pattern in scan_mf2(".input {$n :number} .match $n one {{a}} * {{b}}")]
    [(Selector(argument='n', type='plural', key='one'),), (Selector(argument='n', type='plural', key='*'),)]
    """
    return _Scan(message).patterns()


def escape_mf2(text: str) -> str:
    r"""Return text as a MessageFormat 2 pattern writes it.

    >>> print(escape_mf2("a {b} \\"))
    a \{b\} \\
    """
    return re.sub(r"[\\{}]", lambda match: f"\\{match[0]}", text)


class _Scan:
    """One pass over a message."""

    def __init__(self, message: str) -> None:
        self.message = message
        self.at = 0
        self.kinds: dict[str, str] = {}  # of the variables that are declared: how they are matched

    def patterns(self) -> tuple[Pattern, ...]:
        begin = self._behind(_SPACE, 0)
        if not self.message.startswith((".", "{{"), begin):
            pattern = self._pattern(())
            if self.at != len(self.message):
                raise self._wrong("a } closes nothing")
            return (pattern,)
        while (
            match := _INPUT.match(self.message, self.at) or _LOCAL.match(self.message, self.at)
        ) is not None:
            self.at = match.end()
            self._declared(match["local"])
        matcher = _MATCH.match(self.message, self.at)
        self.at = matcher.end() if matcher else self._behind(_SPACE, self.at)
        found = self._variants() if matcher else [self._quoted(())]
        self.at = self._behind(_SPACE, self.at)
        if self.at != len(self.message):
            raise self._wrong("something stands behind the message")
        return tuple(found)

    def _wrong(self, what: str) -> ParseError:
        what = f"{what}, at character {self.at + 1} of the message"
        return ParseError(what, do=r"see MessageFormat 2; a brace as text is written \{")

    def _behind(self, pattern: re.Pattern[str], at: int) -> int:
        match = pattern.match(self.message, at)
        return match.end() if match else at

    def _declared(self, name: str | None) -> None:
        match = _EXPRESSION.match(self.message, self.at)
        if match is None or (name is None and match["variable"] is None):
            raise self._wrong("a declaration has no expression")
        self.at = match.end()
        function, variable = match["format"] or match["function"], _bare(match["variable"] or "")
        kind = self.kinds.get(variable, "select")
        if function is not None:
            way = _WAY.search(match[0])
            numeric = {"ordinal": "selectordinal", "exact": "select"}.get(way[1] if way else "", "plural")
            kind = numeric if _bare(function) in _NUMERIC else "select"
        self.kinds[_bare(name) if name is not None else variable] = kind

    def _variants(self) -> list[Pattern]:
        names: list[str] = []
        while (match := _SELECTOR.match(self.message, self.at)) is not None:
            names.append(_bare(match[1]))
            self.at = match.end()
        found: list[Pattern] = []
        space = _REQUIRED.match(self.message, self.at)
        while space is not None and space.end() < len(self.message):
            self.at = label = space.end()
            keys = self._keys()
            if len(keys) != len(names):
                raise self._wrong(f"a variant has {len(keys)} keys for {len(names)} variables")
            path = tuple(
                Selector(name, self.kinds.get(name, "select"), key)
                for name, key in zip(names, keys, strict=True)
            )
            found.append(self._quoted(path, label))
            space = _SPACE.match(self.message, self.at)
        if not found:
            raise self._wrong("a .match has no variants")
        return found

    def _keys(self) -> list[str]:
        keys: list[str] = []
        while (match := _KEY.match(self.message, self.at)) is not None:
            keys.append(_unquoted(match[0]))
            self.at = match.end()
            space = _REQUIRED.match(self.message, self.at)
            if space is None:
                break
            self.at = space.end()
        self.at = self._behind(_SPACE, self.at)
        return keys

    def _quoted(self, path: tuple[Selector, ...], label: int = -1) -> Pattern:
        if not self.message.startswith("{{", self.at):
            raise self._wrong("a pattern in {{ }} was expected")
        self.at += 2
        pattern = self._pattern(path, label)
        if not self.message.startswith("}}", self.at):
            raise self._wrong("a {{ is not closed")
        self.at += 2
        return pattern

    def _pattern(self, path: tuple[Selector, ...], label: int = -1) -> Pattern:
        """Read text and placeholders up to a closing brace or the end."""
        start, parts = self.at, list[Part]()
        while self.at < len(self.message) and self.message[self.at] != "}":
            parts.append(self.placeholder() if self.message[self.at] == "{" else self._text())
        return Pattern(start, self.at, path, tuple(parts), label)

    def _text(self) -> Part:
        match = _TEXT.match(self.message, self.at)
        if match is None:
            raise self._wrong("a backslash escapes nothing, or a character is not allowed")
        self.at = match.end()
        return Part(PartKind.TEXT, match.start(), match.end(), _ESCAPE.sub(r"\1", match[0]))

    def placeholder(self) -> Part:
        match = _MARKUP.match(self.message, self.at)
        if match is not None and not (match["sign"] == "/" and match["empty"]):
            self.at = match.end()
            name = match["sign"] + _MARKS.sub("", match["name"]) + match["empty"]
            return Part(PartKind.MARKUP, match.start(), match.end(), name)
        match = _EXPRESSION.match(self.message, self.at)
        if match is None:
            raise self._wrong("a placeholder is not what the syntax allows")
        self.at = match.end()
        literal, variable, function = (
            match["literal"],
            match["variable"],
            match["format"] or match["function"] or "",
        )
        value = _unquoted(literal) if literal is not None else _MARKS.sub("", variable or "")
        return Part(PartKind.ARGUMENT, match.start(), match.end(), value, _MARKS.sub("", function))


def placeholder_end(text: str, at: int) -> int:
    """Return where the placeholder ends that begins at a character.

    Raises:
        ParseError: it is none.
    """
    scanner = _Scan(text)
    scanner.at = at
    scanner.placeholder()
    return scanner.at


def keys_of(raw: str) -> list[str]:
    """Return the keys of a variant as they are written.

    >>> keys_of("one |a b| * ")
    ['one', '|a b|', '*']
    """
    return _KEY.findall(raw)


def _bare(name: str) -> str:
    return _MARKS.sub("", name).removeprefix("$")


def _unquoted(literal: str) -> str:
    return _ESCAPE.sub(r"\1", literal[1:-1]) if literal.startswith("|") else literal
