"""The only place that says where an editor's cursor may stand: between graphemes, never inside a placeholder."""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING

from localize.text import graphemes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.model import Span

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_STAND_IN_BASE = 0x100000
_STAND_IN = re.compile("[\U00100000-\U0010ffff]")


def veil(text: str) -> str:
    """Return the text with each control, bidi and zero-width character as one private-use character.

    Textual's documents split lines at every character that Python calls a line break, and join them with one; its
    cursor cannot stand on what has no width. A stand-in keeps the text exact and the cursor visible.

    >>> unveil(veil("a\\u2028b\\x1b")) == "a\\u2028b\\x1b"
    True
    """
    return _HIDDEN.sub(lambda m: chr(_STAND_IN_BASE + ord(m.group())), text)


def unveil(text: str) -> str:
    """Return the text that `veil` was given."""
    return _STAND_IN.sub(lambda m: _restored(m.group()), text)


def can_veil(text: str) -> bool:
    """Return whether a text comes back unchanged, which only text full of stand-ins of its own does not."""
    return unveil(veil(text)) == text


def picture(text: str) -> str:
    """Return a veiled line with a visible one-cell picture for each stand-in."""
    return _STAND_IN.sub(lambda m: _pictured(m.group()), text)


def _restored(stand_in: str) -> str:
    hidden = chr(ord(stand_in) - _STAND_IN_BASE)
    return hidden if _HIDDEN.match(hidden) else stand_in


def _pictured(stand_in: str) -> str:
    code = ord(stand_in) - _STAND_IN_BASE
    if code < 0x20:
        return chr(0x2400 + code)
    if code in (0x200B, 0x2060, 0xFEFF):
        return "⍽"
    if 0x2028 <= code <= 0x2029:
        return "⏎"
    return "⇄" if code >= 0x2000 else "␦"


def stops(line: str, tokens: Sequence[Span]) -> list[int]:
    """Return the columns of a line where the cursor may stand, ascending.

    Args:
        line: one line of the document.
        tokens: placeholders in it, as columns.
    """
    columns, at = [0], 0
    for cluster in graphemes(line) if line else ():  # what tells them is loaded with the first text
        at += len(cluster)
        columns.append(at)
    edges = {edge for token in tokens for edge in (token.start, token.end)}
    inside = [c for c in columns if not any(t.start < c < t.end for t in tokens)]
    return sorted({*inside, *edges})


def nearest(columns: Sequence[int], column: int, side: int) -> int:
    """Return the stop at a column, else the one to its left (-1), to its right (1), or the closer one (0)."""
    at = bisect.bisect_left(columns, column)
    if at >= len(columns):
        return columns[-1]
    if columns[at] == column or at == 0:
        return columns[at]
    left, right = columns[at - 1], columns[at]
    if side:
        return left if side < 0 else right
    return left if column - left <= right - column else right
