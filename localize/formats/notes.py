"""The only place that reads the comments which developers write for translators: their words, and limits on length."""

from __future__ import annotations

import re
from typing import Final

_MARKS = re.compile(r"^[ \t]*(?:/{2,}|/\*+|\*+/|\*+(?!\S)|[#!;]+)[ \t]?|[ \t]*\*+/[ \t]*$", re.MULTILINE)
_ORNAMENT = re.compile(r"[-=*#/_~+\s]*")
_MOST_LINES = 40
_UNIT: Final = r"(?:characters?|chars?|letters?|symbols?|glyphs?)"
_LIMIT: Final = re.compile(
    r"\bmax(?:imum|imal)?\.?[ _\-]?(?:len(?:gth)?|chars?|characters?)\b\.?[\"']?(?:\s+(?:of|is))?\s*[:=\-]?\s*[\"']?"
    r"(\d{1,5})(?!\d|%)"
    # "max 3 players" limits something else.
    r"|\bmax(?:imum|imal)?\.?(?:[ _\-]?(?:size|width))?(?:\s+(?:of|is))?\s*[:=\-]?\s*(\d{1,5})(?!\d|%|\.\d)"
    rf"(?=\s*(?:{_UNIT}\b|[^\w\s%]|\n|\Z))"
    r"|\b(?:char(?:acter)?|length|text|string)[ _\-]?limit\b(?:\s+(?:is|of))?\s*[:=\-]?\s*(\d{1,5})(?!\d)"
    r"|\b(?:limit(?:ed)?(?:\s+(?:is|of|to))?|up to|at most|no more than|not more than|no longer than)\s*[:=]?\s*"
    rf"(\d{{1,5}})\s*{_UNIT}\b"
    rf"|(?<![\d.])(\d{{1,5}})\s*[\- ]?{_UNIT}\.?\s*(?:max(?:imum)?|limit|or (?:less|fewer))\b"
    rf"|(?:<=|≤|＜=)\s*(\d{{1,5}})\s*{_UNIT}\b"
    r"|(?:最多|不(?:能|可|得)?(?:超过|超過|多于|多於)|至多|限(?:制)?(?:在|为|為)?|上限(?:为|為|是)?[：:]?|控制在)\s*(\d{1,5})\s*"
    r"(?:个|個)?(?:汉|漢|英文|半角|全角)?(?:字符|字元|字母|字)"
    r"|(?:字数|字數|字符数|字元數|长度|長度)(?:上限|限制|不超过|不超過|最多)?(?:为|為|是)?\s*[：:=≤]?\s*(\d{1,5})(?!\d)"
    r"|(?<!\d)(\d{1,5})\s*(?:个|個)?(?:字符|字元|字)(?:以内|以內|之内|之內|以下)",
    re.IGNORECASE,
)
# Fluent's comments describe variables so: "$time (Number) - seconds left (max 20)" limits the variable, not the text.
_VARIABLE: Final = re.compile(rf"^[ \t]*\$[\w-]+[ \t]*\((?!.*\b{_UNIT}\b).*$", re.IGNORECASE | re.MULTILINE)
_DIGIT: Final = re.compile(r"\d")
# Each alternative above needs one of these. None holds "i", "k" or "s", which IGNORECASE finds in letters that
# `str.lower` leaves as they are: İ, ı, ſ.
_NEEDED: Final = re.compile("max|char|letter|ymbol|glyph|length|text|tr|字|度")


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


def max_length_in(comment: str | None) -> int | None:
    """Return the limit in characters that a comment sets, None if it sets none; the smallest of several.

    >>> max_length_in("按钮，最多 12 个字符"), max_length_in("Max. length: 20"), max_length_in("maximum 3 lines")
    (12, 20, None)
    >>> max_length_in("$time (Number) - Seconds left (max 20)"), max_length_in("$name (String) - max 20 characters")
    (None, 20)
    """
    if not comment or not _DIGIT.search(comment):
        return None
    comment = _VARIABLE.sub("", comment[:4_000])
    if not _NEEDED.search(comment.lower()):
        return None
    found = [int(next(filter(None, match.groups()))) for match in _LIMIT.finditer(comment)]
    return min((number for number in found if number > 0), default=None)
