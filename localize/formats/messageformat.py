"""The only place that takes ICU messages apart: the texts inside plural and select options, with exact offsets.

https://unicode-org.github.io/icu/userguide/format_parse/messages/; apostrophes as ICU treats them since 4.8: optional,
unless they would quote. MessageFormat 2 is in `localize.formats.messageformat2`, with the same result. Positions are
characters of the message. The scanner does not recurse, and skips the formats of arguments without checking them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from localize.errors import HostileInputError, ParseError
from localize.formats.plurals import plural_categories

__all__ = [
    "Part",
    "PartKind",
    "Pattern",
    "Selector",
    "escape_icu",
    "plural_categories",
    "scan_icu",
]

MAX_DEPTH: Final = 50
"""Messages within options of messages; real ones stay under 4."""

_ARGUMENT = re.compile(r"\{\s*([^\s{}',#]+)\s*(?:(\})|,\s*([^\s{}',]+)\s*)")
_CHOICES: Final = frozenset({"plural", "select", "selectordinal"})
_OFFSET = re.compile(r"\s*offset:\s*-?\d+")
_OPTION = re.compile(r"\s*([^\s{}']+)\s*\{")
_BLANK = re.compile(r"\s*")


class PartKind(StrEnum):
    """What a part of a pattern is."""

    TEXT = "text"
    ARGUMENT = "argument"
    NUMBER = "number"  # the # of a plural option
    CHOICE = "choice"
    MARKUP = "markup"


class Selector(NamedTuple):
    """One step to a pattern: the argument asked, how, and the answer that leads there (``one``, ``=0``, ``other``)."""

    argument: str
    type: str
    key: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a pattern.

    Attributes:
        kind: what it is.
        start, end: characters of the message.
        value: of a text what it says, of an argument its name, of markup its name.
        type: of an argument its format (``number``, ``date``), of a choice its kind, else ''.
    """

    kind: PartKind
    start: int
    end: int
    value: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text with its placeholders: the whole message, or what an option holds.

    Attributes:
        start, end: characters of the message, braces around it not counted.
        path: the options that lead there; empty for a message without options.
        parts: what it is made of, in order and without gaps.
        label: where the keys of its option or variant begin, -1 for a whole message.
        block: where the choice begins that it is an option of, -1 for a whole message.
    """

    start: int
    end: int
    path: tuple[Selector, ...] = ()
    parts: tuple[Part, ...] = ()
    label: int = -1
    block: int = -1

    @property
    def has_choice(self) -> bool:
        """Whether it holds options itself, so that its own text is only what stands around them."""
        return any(part.kind is PartKind.CHOICE for part in self.parts)


@dataclass(slots=True)
class _Open:
    """A pattern that is being read, and the choice that it stands in."""

    start: int
    path: tuple[Selector, ...] = ()
    parts: list[Part] = field(default_factory=list)
    choice: tuple[int, str, str] | None = None  # where it begins, argument, kind
    keys: list[str] = field(default_factory=list)
    label: int = -1
    block: int = -1

    @property
    def has_number(self) -> bool:
        return bool(self.path) and self.path[-1].type != "select"


def scan_icu(message: str) -> tuple[Pattern, ...]:
    """Return all patterns of a MessageFormat 1 message, the whole first, then those of options as they come.

    Raises:
        ParseError: braces or options are not what the syntax allows; the column is that of the fault.
        HostileInputError: options are nested too deep.

    >>> [message for message in scan_icu("{n, plural, one {# item} other {# items}}")][1].parts
    (Part(kind=<PartKind.NUMBER: 'number'>, start=17, end=18, value='', type=''), \
Part(kind=<PartKind.TEXT: 'text'>, start=18, end=23, value=' item', type=''))
    """
    return _Icu(message).patterns()


class _Icu:
    """One pass over a MessageFormat 1 message."""

    def __init__(self, message: str) -> None:
        self.message = message
        self.found: list[Pattern] = []
        self.stack = [_Open(0)]
        self.at = 0

    def patterns(self) -> tuple[Pattern, ...]:
        message = self.message
        while self.at < len(message):
            current = self.stack[-1]
            char = message[self.at]
            if current.choice is not None:
                self._option(current)
            elif char == "{":
                self.argument(current)
            elif char == "}":
                if len(self.stack) == 1:
                    raise self._wrong("a } closes nothing")
                self._close()
            elif char == "#" and current.has_number:
                current.parts.append(Part(PartKind.NUMBER, self.at, self.at + 1))
                self.at += 1
            else:
                self._text(current)
        if len(self.stack) > 1 or self.stack[0].choice is not None:
            raise self._wrong("a { is not closed")
        self.found.append(Pattern(0, len(message), (), tuple(self.stack[0].parts)))
        return tuple(sorted(self.found, key=lambda pattern: (pattern.start, -pattern.end)))

    def _wrong(self, what: str) -> ParseError:
        what = f"{what}, at character {self.at + 1} of the message"
        return ParseError(what, do="see MessageFormat; a brace as text is written '{'")

    def _text(self, current: _Open) -> None:
        """Read up to the next syntax; apostrophes quote only before what would be syntax."""
        message, start, pieces = self.message, self.at, list[str]()
        special = "{}#" if current.has_number else "{}"
        at = start
        while at < len(message) and message[at] not in special:
            if message[at] != "'":
                pieces.append(message[at])
                at += 1
            elif message.startswith("''", at):
                pieces.append("'")
                at += 2
            elif at + 1 < len(message) and message[at + 1] in special:
                at += 1
                while at < len(message) and (message[at] != "'" or message.startswith("''", at)):
                    pieces.append(message[at])
                    at += 2 if message[at] == "'" else 1
                at += 1
            else:
                pieces.append("'")
                at += 1
        self.at = min(at, len(message))
        current.parts.append(Part(PartKind.TEXT, start, self.at, "".join(pieces)))

    def argument(self, current: _Open) -> None:
        match = _ARGUMENT.match(self.message, self.at)
        if match is None:
            raise self._wrong("an argument has no name")
        start, name, kind = self.at, match[1], match[3] or ""
        self.at = match.end()
        if match[2]:
            current.parts.append(Part(PartKind.ARGUMENT, start, self.at, name))
        elif kind in _CHOICES:
            if not self.message.startswith(",", self.at):
                raise self._wrong(f"the {kind} of {name!r} has no options")
            self.at += 1
            offset = _OFFSET.match(self.message, self.at) if kind != "select" else None
            self.at = offset.end() if offset else self.at
            current.choice, current.keys = (start, name, kind), []
        else:
            self._style()
            current.parts.append(Part(PartKind.ARGUMENT, start, self.at, name, kind))

    def _style(self) -> None:
        """Skip the format of an argument up to behind its closing brace."""
        depth, quoted = 1, False
        while self.at < len(self.message):
            char = self.message[self.at]
            self.at += 1
            if char == "'":
                quoted = not quoted
            elif not quoted:
                depth += (char == "{") - (char == "}")
                if depth == 0:
                    return
        raise self._wrong("a { is not closed")

    def _option(self, current: _Open) -> None:
        assert current.choice is not None
        start, name, kind = current.choice
        match = _OPTION.match(self.message, self.at)
        if match is not None:
            if len(self.stack) > MAX_DEPTH:
                raise HostileInputError(
                    f"options are nested more than {MAX_DEPTH} deep", do="flatten the message"
                )
            if match[1] in current.keys:
                raise self._wrong(f"the option {match[1]!r} is there twice")
            current.keys.append(match[1])
            self.at = match.end()
            path = (*current.path, Selector(name, kind, match[1]))
            self.stack.append(_Open(self.at, path, label=match.start(1), block=start))
            return
        blank = _BLANK.match(self.message, self.at)
        self.at = blank.end() if blank else self.at
        if not self.message.startswith("}", self.at):
            raise self._wrong(f"an option of {name!r} was expected")
        if "other" not in current.keys:
            raise self._wrong(f"the {kind} of {name!r} has no option other")
        self.at += 1
        current.parts.append(Part(PartKind.CHOICE, start, self.at, name, kind))
        current.choice = None

    def _close(self) -> None:
        done = self.stack.pop()
        self.found.append(Pattern(done.start, self.at, done.path, tuple(done.parts), done.label, done.block))
        self.at += 1


def argument_end(text: str, at: int) -> int:
    """Return where the argument ends that begins at a character.

    Raises:
        ParseError: it is none, or holds options.
    """
    scanner, holder = _Icu(text), _Open(0)
    scanner.at = at
    scanner.argument(holder)
    if holder.choice is not None:
        raise ParseError("options stand inside a text", do="translate each option in its own segment")
    return scanner.at


def escape_icu(text: str, *, in_plural: bool = False) -> str:
    """Return text as MessageFormat 1 writes it.

    Args:
        text: what is to be shown.
        in_plural: whether it stands in an option of a plural, where # is syntax.

    >>> escape_icu("it's {x}"), escape_icu("#1", in_plural=True)
    ("it''s '{'x'}'", "'#'1")
    """
    special = "{}#" if in_plural else "{}"
    # Apostrophes between two such characters are quoted with them: a closing one beside an opening one would be text.
    return re.sub(
        rf"[{special}](?:['{special}]*[{special}])?|'",
        lambda match: "''" if match[0] == "'" else f"""'{match[0].replace("'", "''")}'""",
        text,
    )
