"""The only place that takes the words out of the comments that developers write for translators."""

from __future__ import annotations

import re

_MARKS = re.compile(r"^[ \t]*(?:/{2,}|/\*+|\*+/|\*+(?!\S)|[#!;]+)[ \t]?|[ \t]*\*+/[ \t]*$", re.MULTILINE)
_ORNAMENT = re.compile(r"[-=*#/_~+\s]*")
_MOST_LINES = 40


def note_of(comments: list[str]) -> str | None:
    """Return the words of comments without their marks and ornaments, None if nothing is left.

    >>> note_of(["/*** Title ***/", "// of the shop"])
    'Title\\nof the shop'
    >>> note_of(["/*********", "*********/"]) is None
    True
    """
    lines: list[str] = []
    for comment in comments[-_MOST_LINES:]:
        lines += (_MARKS.sub("", line).strip().rstrip("*").strip() for line in comment.splitlines())
    words = [line for line in lines if line and not _ORNAMENT.fullmatch(line)]
    return "\n".join(words) or None
