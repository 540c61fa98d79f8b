"""The only place that looks at what stands beside an element that is to be made: indentation and prefix."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from localize.model import Document

_CLOSING = re.compile(r"</([\w.\-]+:)?[\w.\-]+\s*>")


def context_before(document: Document, position: int, name: str) -> tuple[str, str]:
    """Return what stands before the last start tag of a name (line break and indentation) and its prefix.

    For an element that is made beside it: the prefix is that of the end tag right before the position, if there is
    one. ('', '') if the tag is not within reach.
    """
    data, codec, pattern = document.data, document.encoding.name, _start_tag(name)
    for window in (2_048, 65_536):
        text = data[max(len(document.encoding.bom), position - window) : position].decode(codec, "ignore")
        closing = _CLOSING.fullmatch(text, max(text.rfind("</"), 0))
        at = text.rfind("<")
        while at >= 0:
            if match := pattern.match(text, at):
                return _indentation(text, at), (closing or match)[1] or ""
            at = text.rfind("<", 0, at)
    return "", ""


@functools.lru_cache(maxsize=64)
def _start_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"<([\w.\-]+:)?{name}(?=[\s>])")


def _indentation(text: str, at: int) -> str:
    """Return the line break and the blanks right before a position, '' if there is something else."""
    blanks = len(text[:at].rstrip(" \t"))
    for newline in ("\r\n", "\r", "\n"):
        if text.endswith(newline, 0, blanks):
            return text[blanks - len(newline) : at]
    return ""


def context_after(document: Document, position: int, name: str) -> tuple[str, str] | None:
    """Return the blanks before the start tag of a name that comes next and its prefix, None if another tag does."""
    text = document.data[position : position + 1_024].decode(document.encoding.name, "ignore")
    match = re.match(rf"([ \t\r\n]*+)(?><!--(?>.*?-->)\s*+)*+<([\w.\-]+:)?{name}(?=[\s/>])", text, re.DOTALL)
    return (match[1], match[2] or "") if match else None
