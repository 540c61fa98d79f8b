"""The only place that reads JSON syntax: tokens and trees with exact spans, literals in and out.

Reads what localisation files are written in: JSON (RFC 8259), comments (JSONC), trailing commas, single quotes and bare
keys (JSON5), line breaks inside strings (Json.NET writes and reads them). Nothing here recurses.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from localize.errors import HostileInputError, ParseError, Place
from localize.formats.encoding import escape_missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

MAX_DEPTH = 256
"""Deeper nesting is refused; the deepest real files have about 20."""

_TOKEN = re.compile(
    r"""[ \t\r\n\f\v\u00a0\ufeff\u2028\u2029]*+(?:
    ("[^"\\]*+(?:\\.[^"\\]*+)*+"|'[^'\\]*+(?:\\.[^'\\]*+)*+')
    |([][{},:])
    |([^\s\[\]{},:"'/]++)
    |(//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/)
    |\Z)""",
    re.DOTALL | re.VERBOSE,
)
_STRING, _MARK, _WORD, _COMMENT = 1, 2, 3, 4
_LITERAL = re.compile(
    r"true|false|null|[+-]?(?:Infinity|NaN|0[xX][0-9a-fA-F]++|(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)"
)
# What may come next, and where that leads: the grammar. Trailing commas are let through.
_EXPECTED = {
    "value": "{[sw",
    "item": "{[sw]",
    "key": "sw}",
    "colon": ":",
    "next member": ",}",
    "next item": ",]",
    "end": "",
}
_WORDS = {
    "value": "a value",
    "item": "a value or ]",
    "key": "a key or }",
    "colon": "a colon after the key",
    "next member": "a comma or }",
    "next item": "a comma or ]",
    "end": "the end of the file",
}
_INSIDE = {"{": "key", "[": "item"}
_AFTER = {"{": "next member", "[": "next item"}
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_NUMBERED = re.compile(r"(?<!\\)(?:\\\\)*+\\u(?!00[01])[0-9a-fA-F]{4}")
_MARKUP_NUMBERS = re.compile(r"(?<!\\)(?:\\\\)*+\\u00(3[ceCE]|2[67])")
_HALF = re.compile("[\ud800-\udfff\0]")


class Token(NamedTuple):
    """One piece of syntax.

    Attributes:
        kind: ``{ } [ ]``, ``k`` key, ``s`` string, ``w`` number or word, ``c`` comment.
        start, end: characters of the text, quotes included.
    """

    kind: str
    start: int
    end: int


class Node:
    """A value with its place; `keys` and `nodes` are its members (objects) or items (arrays, without keys).

    Attributes:
        kind: ``{``, ``[``, ``s`` or ``w``.
        start, end: characters of the text, brackets and quotes included.
        keys: the key tokens of an object.
        nodes: what it contains.
    """

    __slots__ = ("end", "keys", "kind", "nodes", "start")

    def __init__(self, kind: str, start: int, end: int) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.keys: list[Token] = []
        self.nodes: list[Node] = []


def tokens(text: str, name: str, *, ahead: Callable[[int], int] | None = None) -> Iterator[Token]:
    """Yield the tokens of a JSON text whose grammar is right, without commas and colons.

    Args:
        text: with LF or CR LF line breaks only.
        name: path of the file, for errors.
        ahead: asked wherever a key may stand; it may read whole members by itself, each up to its comma or to the end
            of the object, and returns where the tokens go on.

    Raises:
        ParseError: with the line, where the grammar is broken.
        HostileInputError: it nests deeper than `MAX_DEPTH`.
    """
    stack: list[str] = []
    state, position, scan = "value", 0, _scanner(text, 0)
    while True:
        if state == "key" and ahead is not None and (after := ahead(position)) > position:
            position, scan = after, _scanner(text, after)
        match = scan()
        if match is None or (index := match.lastindex) is None:
            position = match.end() if match else position
            break
        start, position = match.start(index), match.end()
        if index == _COMMENT:
            yield Token("c", start, position)
            continue
        symbol = text[start] if index == _MARK else "s" if index == _STRING else "w"
        if symbol not in _EXPECTED[state]:
            raise _unexpected(text, name, start, state)
        if symbol in ",:":
            state = "value" if symbol == ":" else _INSIDE[stack[-1]]
            continue
        kind, state = _step(symbol, state, stack)
        if kind == "w" and not _LITERAL.fullmatch(text, start, position):
            raise _unexpected(text, name, start, "value")
        if len(stack) > MAX_DEPTH:
            raise _too_deep(text, name, start)
        yield Token(kind, start, position)
    if position < len(text) or state != "end":
        raise _unexpected(text, name, position, state)


def _scanner(text: str, position: int) -> Callable[[], re.Match[str] | None]:
    """Return what gives one token after the other from a place on."""
    scan: Callable[[], re.Match[str] | None] = _TOKEN.scanner(text, position).match  # type: ignore[attr-defined]
    return scan


def _step(symbol: str, state: str, stack: list[str]) -> tuple[str, str]:
    """Return the kind of a token and what is expected after it; keeps the stack of open brackets."""
    if symbol in _INSIDE:
        stack.append(symbol)
        return symbol, _INSIDE[symbol]
    if symbol in "}]":
        stack.pop()
    elif state == "key":
        return "k", "colon"
    return symbol, _AFTER[stack[-1]] if stack else "end"


def _too_deep(text: str, name: str, start: int) -> HostileInputError:
    place = Place(name, text.count("\n", 0, start) + 1)
    return HostileInputError(f"nests deeper than {MAX_DEPTH} levels", do="flatten it", place=place)


def _unexpected(text: str, name: str, position: int, state: str) -> ParseError:
    rest = re.compile(r"\s*").match(text, position)
    at = rest.end() if rest else position
    place = Place(name, text.count("\n", 0, min(at, len(text))) + 1)
    if at >= len(text):
        return ParseError(
            f"the file ends where {_WORDS[state]} should stand", do="is it cut off?", place=place
        )
    if text[at] in "\"'" and "s" in _EXPECTED[state]:
        return ParseError("a string begins here that is never closed", do="add the quote", place=place)
    if text.startswith("/*", at):
        return ParseError("a comment begins here that is never closed", do="add */", place=place)
    found = text[at : at + 12].split("\n")[0]
    return ParseError(f"{found!r} stands where {_WORDS[state]} should", do="mend the JSON here", place=place)


def tree(stream: Iterator[Token], first: Token) -> Node:
    """Return the value that begins with a token, taking the rest of it from the stream. Comments are dropped."""
    root = node = Node(*first)
    open_nodes = [root] if first.kind in "{[" else []
    while open_nodes:
        token = next(stream)
        kind = token.kind
        if kind == "k":
            node.keys.append(token)
        elif kind in "}]":
            open_nodes.pop().end = token.end
            node = open_nodes[-1] if open_nodes else node
        elif kind != "c":
            child = Node(*token)
            node.nodes.append(child)
            if kind in "{[":
                open_nodes.append(child)
                node = child
    return root


def skip(stream: Iterator[Token], first: Token) -> int:
    """Return where the value that begins with a token ends, taking the rest of it from the stream."""
    depth, end = 0, first.end
    if first.kind in "{[":
        depth = 1
        while depth:
            token = next(stream)
            end = token.end
            depth += (token.kind in "{[") - (token.kind in "}]")
    return end


def literal(text: str, start: int, end: int) -> str | None:
    """Return what a string literal or a bare key says, line breaks as LF; None if it cannot be read as text.

    That is so for unknown escapes, for half of a surrogate pair and for U+0000.

    >>> literal('"a\\\\u0041\\\\n"', 0, 11), literal("'it\\\\'s'", 0, 7), literal('"\\\\ud83d"', 0, 8)
    ('aA\\n', "it's", None)
    """
    quote = text[start]
    if quote not in "\"'":
        return text[start:end]
    raw = text[start + 1 : end - 1]
    if "\r" in raw:
        raw = raw.replace("\r\n", "\n")
    if "\\" not in raw:
        return None if "\0" in raw or _HALF.search(raw) else raw
    if quote == "'":
        raw = re.sub(
            r"\\(.)|\"", lambda m: m[0] if m[1] and m[1] != "'" else "'" if m[1] else '\\"', raw, flags=re.S
        )
    if _BAD_ESCAPE.search(raw.replace("\\\\", " ")):
        return None
    value: str = json.loads(f'"{raw}"', strict=False)
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    return None if _HALF.search(value) else value


def escaped_newline(was: str) -> str:
    """Return how a literal with this inside writes a line break: ``\\r\\n`` or ``\\r`` if it has them, else ``\\n``."""
    if "\\r" not in was:
        return "\n"
    return "\r\n" if "\\r\\n" in was else "\r"


def style_of(text: str) -> dict[str, str]:
    """Return which characters a file writes as escapes though it need not, in the shape of `Document.meta`.

    ``escapes`` is ``ascii`` if everything else than ASCII is, ``escaped`` lists single characters (``/`` as ``\\/``).
    """
    style: dict[str, str] = {}
    if "\\" not in text:
        return style
    if text.isascii() and _NUMBERED.search(text):
        style["escapes"] = "ascii"
    numbers = {chr(int(digits, 16)) for digits in _MARKUP_NUMBERS.findall(text)}
    escaped = "".join(char for char in "<>&'" if char in numbers and char not in text)
    if "\\/" in text and not re.search(r"(?<!\\)/", text):
        escaped += "/"
    if escaped:
        style["escaped"] = escaped
    return style


def written(target: str, style: Mapping[str, str], *, quote: str = '"', codec: str = "utf-8") -> str:
    """Return the inside of a string literal for a text.

    Args:
        target: the text.
        style: what `style_of` found.
        quote: which the literal has.
        codec: of the file; what it lacks is written as ``\\uXXXX``.

    >>> written('say "你"', {"escapes": "ascii"}), written("a/<b>", {"escaped": "/<"})
    ('say \\\\"\\\\u4f60\\\\"', 'a\\\\/\\\\u003cb>')
    """
    body = json.dumps(target, ensure_ascii=style.get("escapes") == "ascii")[1:-1]
    if quote == "'":
        body = body.replace('\\"', '"').replace("'", "\\'")
    return encodable(_in_style(body, style), codec)


def written_all(targets: Sequence[str], style: Mapping[str, str]) -> list[bytes] | None:
    """Return the insides of literals in double quotes in UTF-8 as `written` does; None if one has half a character.

    >>> written_all(['"a"', "b"], {})
    [b'\\\\"a\\\\"', b'b']
    """
    # U+0000 stands between the literals only: inside it is an escape. So they come apart again.
    whole = json.dumps(targets, ensure_ascii=style.get("escapes") == "ascii", separators=("\0", ":"))
    try:
        "".join(targets).encode()
        return _in_style(whole[2:-2], style).encode().split(b'"\0"')
    except UnicodeEncodeError:
        return None


def _in_style(body: str, style: Mapping[str, str]) -> str:
    for char in style.get("escaped", ""):
        body = body.replace(char, "\\/" if char == "/" else f"\\u{ord(char):04x}")
    return body


def encodable(text: str, codec: str) -> str:
    """Return JSON with what an encoding lacks as ``\\uXXXX``; half a surrogate pair stays, and is refused later."""
    return escape_missing(text, codec, lambda char: json.dumps(char)[1:-1])
