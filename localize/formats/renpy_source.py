"""The only place that reads Ren'Py source: statements with their indentation and strings, and what a string says.

Statements are logical lines: a string, a bracket or a backslash carries one over several lines of the file. Positions
are characters. Specification: https://www.renpy.org/doc/html/language_basics.html
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from localize.errors import ParseError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

# A string that is not closed is no token: the quote is then skipped as an odd character.
_TOKEN = re.compile(
    r"#[^\n]*"
    r"|(?P<long>\"\"\"|'''|```)"
    r"|\"(?:[^\"\\]|\\.)*+\""
    r"|'(?:[^'\\]|\\.)*+'"
    r"|`(?:[^`\\]|\\.)*+`"
    r"|\\\r*\n|\n|[()\[\]{}]|[^#\"'`\\\n()\[\]{}]+|.",
    re.DOTALL,
)
_LONG_END = {
    quote: re.compile(rf"(?:[^{quote}\\]|\\.|{quote}(?!{quote}{quote}))*+{quote * 3}", re.DOTALL)
    for quote in "\"'`"
}
_PREFIX = re.compile(r"[A-Za-z]{1,2}\Z")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{1,4})|(.))", re.DOTALL)
_BLANK_RUN = re.compile(r"[ \n]+")
_BLANKS = re.compile(r"[ \t\r\n\f\ufeff]*")
_DOUBLED = frozenset("[{%")
MARK = "\ue000"
"""Stands for a string in the code of a statement."""


class Literal(NamedTuple):
    """A string: the characters between its quotes, the quotes, the letters before them (``u``, ``f`` …)."""

    start: int
    end: int
    quote: str
    prefix: str


class Statement(NamedTuple):
    """A logical line.

    Attributes:
        line: 1-based line of the file.
        indent: its blanks at the start.
        code: without comments and blanks at the edges; each string is one `MARK`.
        strings: those strings.
        comment: what follows ``#`` if the line is only that.
    """

    line: int
    indent: int
    code: str
    strings: tuple[Literal, ...]
    comment: tuple[int, int] | None = None


def statements(text: str, name: str) -> Iterator[Statement]:
    """Yield the logical lines of a file, comment lines too.

    Raises:
        ParseError: a string is not closed.
    """
    breaks = [match.start() for match in re.finditer("\n", text)]
    at, begin, depth = 0, 0, 0
    code: list[str] = []
    strings: list[Literal] = []
    comment: tuple[int, int] | None = None
    while at < len(text):
        match = _TOKEN.match(text, at)
        assert match is not None  # the last alternative takes any character
        token = match[0]
        start, at = at, match.end()
        if match["long"] or (token[0] in "\"'`" and len(token) > 1):
            quote = match["long"] or token[0]
            if match["long"]:
                closing = _LONG_END[quote[0]].match(text, at)
                if closing is None:
                    raise _unclosed(name, breaks, start)
                at = closing.end()
            prefix = _prefix(code)
            strings.append(Literal(start + len(quote), at - len(quote), quote, prefix))
            code.append(MARK)
        elif token in ('"', "'", "`"):
            raise _unclosed(name, breaks, start)
        elif token[0] == "#":
            comment = (start + 1, at)
        elif token == "\n" and depth <= 0:
            yield from _statement(text, begin, code, strings, comment, breaks)
            begin, depth, code, strings, comment = at, 0, [], [], None
        else:
            depth += (token in "([{") - (token in ")]}") if len(token) == 1 else 0
            code.append(" " if token[0] == "\\" or token == "\n" else token.replace(MARK, " "))
    if depth > 0:
        line = bisect_right(breaks, begin - 1) + 1
        raise ParseError("a bracket is opened here and not closed", do="close it", place=Place(name, line))
    yield from _statement(text, begin, code, strings, comment, breaks)


def _unclosed(name: str, breaks: list[int], start: int) -> ParseError:
    place = Place(name, bisect_right(breaks, start - 1) + 1 if start else 1)
    return ParseError("a string begins here and does not end", do="close it with the same quote", place=place)


def _prefix(code: list[str]) -> str:
    """Take the letters directly before a string off the code and return them."""
    if not code:
        return ""
    match = _PREFIX.search(code[-1])
    if match is None or (match.start() and re.match(r"[\w.]", code[-1][match.start() - 1])):
        return ""
    if match[0].lower() not in {"r", "u", "b", "f", "br", "rb", "fr", "rf"}:
        return ""
    code[-1] = code[-1][: match.start()]
    return match[0].lower()


def _statement(
    text: str,
    begin: int,
    code: list[str],
    strings: list[Literal],
    comment: tuple[int, int] | None,
    breaks: list[int],
) -> Iterator[Statement]:
    joined = "".join(code)
    bare = joined.strip(" \t\r\n\f\ufeff")
    if not bare and comment is None:
        return
    first = _BLANKS.match(text, begin)
    start = first.end() if first else begin
    indent = start - (text.rfind("\n", begin, start) + 1 or begin)
    if text.startswith("\ufeff", begin):
        indent -= 1
    yield Statement(
        bisect_right(breaks, start - 1) + 1, indent, bare, tuple(strings), None if bare else comment
    )


def spoken(raw: str) -> str:
    r"""Return what a string of a say statement or menu says: blanks run together, escapes undone.

    >>> spoken(r"He said \"hi\".\n 50\% off")
    'He said "hi".\n 50%% off'
    """
    return _ESCAPE.sub(_undone, _BLANK_RUN.sub(" ", raw.replace("\r", "")))


def literal(raw: str) -> str:
    """Return what a string of Python says; unlike in `spoken`, blanks and line breaks count."""
    return _ESCAPE.sub(_python, raw.replace("\r", ""))


def _undone(match: re.Match[str]) -> str:
    if match[1]:
        return _char(match)
    char = match[2]
    return "\n" if char == "n" else char * 2 if char in _DOUBLED else char


def _python(match: re.Match[str]) -> str:
    if match[1]:
        return _char(match) if len(match[1]) == 4 else match[0]
    char = match[2]
    return {"n": "\n", "t": "\t", "\n": ""}.get(char, char if char in "\\\"'`" else match[0])


def _char(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code < 0xE000 or code < 0x20 else chr(code)


def written_spoken(target: str, quote: str) -> str:
    """Return a target for `spoken`: blanks that would run together keep their number by a backslash."""
    new = target.replace("\\", "\\\\").replace(quote[0], f"\\{quote[0]}").replace("\n", "\\n")
    return re.sub(r"(?<= ) ", r"\\ ", new)


def written_literal(target: str, quote: str) -> str:
    """Return a target for `literal`."""
    new = target.replace("\\", "\\\\").replace(quote[0], f"\\{quote[0]}").replace("\t", "\\t")
    return new if len(quote) == 3 else new.replace("\n", "\\n")
