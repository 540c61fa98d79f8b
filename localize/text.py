"""The only place that knows what characters are: script, cells, graphemes, symbols, safe display."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Character-class body of Han ideographs, with 々 and 〇."""

_HAN_CHAR = re.compile(f"[{HAN}]")
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)

# Symbols stand for what an engine must carry through untouched. They are private-use characters, one a
# placeholder or term, so that every stage sees one indivisible character; engines map them to their own form.
PLACEHOLDER_SYMBOLS = range(0xE000, 0xF000)
"""Code points that `localize.masking` uses for placeholders."""
TERM_SYMBOLS = range(0xF000, 0xF900)
"""Code points that `localize.adaptation` uses for terms and numbers."""
SYMBOL = re.compile("[\ue000-\uf8ff]")
"""One protected symbol of either kind."""


def symbols(text: str) -> tuple[str, ...]:
    """Return the protected symbols of a text, in order.

    >>> symbols("a\\ue000b\\uf000")
    ('\\ue000', '\\uf000')
    """
    return tuple(SYMBOL.findall(text))


def has_han(text: str) -> bool:
    """Return whether the text holds a Han ideograph."""
    return _HAN_CHAR.search(text) is not None


def han_count(text: str) -> int:
    """Return the number of Han ideographs."""
    return len(_HAN_CHAR.findall(text))


def graphemes(text: str) -> list[str]:
    """Return the user-perceived characters (Unicode UAX #29 extended grapheme clusters)."""
    import regex

    return [str(cluster) for cluster in regex.findall(r"\X", text)]


def cells(text: str) -> int:
    """Return the width in terminal cells: East Asian wide and fullwidth 2, combining marks 0, else 1."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_cell, text))


@functools.lru_cache(maxsize=65536)
def _cell(ch: str) -> int:
    if unicodedata.combining(ch) or unicodedata.category(ch) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(ch) in "WF" else 1


def safe(text: str) -> str:
    """Return the text with control, bidi and zero-width characters made visible, for messages and terminals.

    Lone surrogates, too: a file name that is not UTF-8 has some.

    >>> safe("a\\x1b[31m")
    'a\\u241b[31m'
    """
    return _UNSAFE.sub(lambda m: _visible(m.group()), text)


def _visible(ch: str) -> str:
    code = ord(ch)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"<U+{code:04X}>"


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, line) for the lines of a text, split at CR LF, LF and CR only."""
    start = 0
    for match in re.finditer(r"\r\n|\n|\r", text):
        yield start, text[start : match.start()]
        start = match.end()
    yield start, text[start:]
