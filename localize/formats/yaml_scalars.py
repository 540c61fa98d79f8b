"""The only place that knows how YAML writes a text: plain, quoted, in a block; and which plain scalars are text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from localize.formats.encoding import escape_missing, has_all

if TYPE_CHECKING:
    from localize.formats.yaml_events import Event
    from localize.model import Document, Segment

BLOCK: Final = frozenset({"|", ">"})
"""The styles that stand on lines of their own below a header."""

_STRING: Final = "tag:yaml.org,2002:str"
# What YAML 1.1 or 1.2 reads as something else than text: https://yaml.org/type/
_TYPED = re.compile(
    r"|~|null|Null|NULL|<<|="
    r"|(?:yes|no|on|off|true|false)|(?:Yes|No|On|Off|True|False)|(?:YES|NO|ON|OFF|TRUE|FALSE)"
    r"|[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*(?::[0-5]?[0-9])*)"
    r"|[-+]?(?:[0-9][0-9_]*(?::[0-5]?[0-9])*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
    r"(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?)?"
)
_SYMBOL = re.compile(r":[A-Za-z_]\w*")
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=~.<\\][^\n\t]*")
_NOT_PLAIN = re.compile(r":(?:\s|$)|\s#|\s$|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_FLOW = re.compile(r"[,\[\]{}?:]")
_UNQUOTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_BLANK_EDGE = re.compile(r"\A(?:[ \t]*\n)+")
_SPECIAL = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]')
_NAMED: Final = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\t": "\\t",
    "\x85": "\\N",
    "\u2028": "\\L",
    "\u2029": "\\P",
}


def is_text(event: Event) -> bool:
    """Return whether a scalar is text: quoted or in a block; plain only if no number, truth value, date or symbol."""
    if event.tag is not None and event.tag not in ("!", _STRING):
        return False
    if event.style or event.tag:
        return True
    return not _TYPED.fullmatch(event.value) and not _SYMBOL.fullmatch(event.value)


def is_plain(target: str, *, in_flow: bool = False) -> bool:
    """Return whether a text may stand as a plain scalar and is read back as the same text.

    >>> is_plain("你好，世界"), is_plain("yes"), is_plain("a: b"), is_plain("- a"), is_plain("12:30")
    (True, False, False, False, False)
    """
    if not _PLAIN.fullmatch(target) or _NOT_PLAIN.search(target) or (in_flow and _FLOW.search(target)):
        return False
    return not _TYPED.fullmatch(target) and target not in {
        "y",
        "Y",
        "n",
        "N",
    }  # truth values by the letter of 1.1


def double_quoted(target: str, *, ascii_only: bool = False, codec: str = "utf-8") -> str:
    """Return a double-quoted scalar on one line.

    >>> double_quoted('say "a"\\n\\x07')
    '"say \\\\"a\\\\"\\\\n\\\\x07"'
    """
    body = _SPECIAL.sub(lambda m: _NAMED.get(m[0]) or _numbered(m[0]), target)
    if ascii_only:
        body = re.sub(r"[^\x00-\x7f]", lambda m: _numbered(m[0]), body)
    else:
        body = escape_missing(body, codec, _numbered)
    return f'"{body}"'


def _numbered(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def block_text(value: str) -> str:
    """Return what a block scalar says without blank lines at its edges: those belong to its header's chomping."""
    return _BLANK_EDGE.sub("", value).rstrip(" \t\r\n")


def block_inside(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the first line of a block scalar begins (with its indentation) and the last one ends."""
    begin = text.index("\n", start) + 1
    content = text[begin:end].rstrip(" \t\r\n")
    lead = len(content) - len(content.lstrip(" \t\r\n"))
    return begin + content.rfind("\n", 0, lead) + 1, begin + len(content)


def rewritten(target: str, segment: Segment, document: Document, *, ascii_only: bool) -> str:
    """Return a text as a scalar in the style that its slot has; in double quotes where that style cannot hold it."""
    codec, style = document.encoding.name, segment.style
    if style in BLOCK:
        return _block(target, segment, document)
    if has_all(codec, target) and not (ascii_only and not target.isascii()):
        if style == "'" and not _UNQUOTABLE.search(target):
            return "'" + target.replace("'", "''") + "'"
        if style in (None, "flow") and is_plain(target, in_flow=style == "flow"):
            return target
    return double_quoted(target, ascii_only=ascii_only, codec=codec)


def _block(target: str, segment: Segment, document: Document) -> str:
    span = segment.spans[0]
    was = document.data[span.start : span.end].decode(document.encoding.name)
    blanks = len(was) - len(was.lstrip(" "))
    own = len(segment.source) - len(segment.source.lstrip(" "))  # a header with an indentation indicator
    indent = was[: blanks - own]
    if segment.style == ">":  # a single line break would be read as a blank
        target = re.sub(r"\n+", lambda m: m[0] + "\n", target)
    return document.newline.join(f"{indent}{line}" if line else "" for line in target.split("\n"))
