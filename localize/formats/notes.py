"""The only place that reads what developers tell translators in comments: the words, and a limit on length."""

from __future__ import annotations

import re

_MARKS = re.compile(r"^[ \t]*(?:/{2,}|/\*+|\*+/|\*+(?!\S)|[#!;]+)[ \t]?|[ \t]*\*+/[ \t]*$", re.MULTILINE)
_ORNAMENT = re.compile(r"[-=*#/_~+\s]*")
_LIMIT = re.compile(
    r"\bmax(?:imum)?[ ._-]?(?:length|len|chars?|characters?|size)?\b[ \t]*(?:is|of|[:=])?[ \t]*"
    r"([0-9]{1,5})\b(?!\.[0-9])"
    r"|\b(?:limit(?:ed)?(?: to)?|at most|no more than|up to)[ \t]*[:=]?[ \t]*([0-9]{1,5})[ \t]+(?:chars?|characters)\b"
    r"|(?:最多|不超过|不超過|上限)[ \t]*(?:为|為)?[ \t]*([0-9]{1,5})[ \t]*(?:个|個)?(?:字|汉字|漢字|字符|字元)",
    re.IGNORECASE,
)
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


def max_length_of(note: str | None) -> int | None:
    """Return the limit in characters that a comment sets, None if it sets none.

    >>> max_length_of("Button. Max length: 12"), max_length_of("最多20个字"), max_length_of("max of 3 players")
    (12, 20, None)
    """
    if note is None:
        return None
    match = _LIMIT.search(note)
    if match is None:
        return None
    after = note[match.end() :].lstrip()
    # "max 3 players" limits something else.
    if (
        match[1]
        and re.match(r"(?!chars?\b|characters?\b|letters?\b)[^\W\d_]", after)
        and "len" not in match[0].lower()
    ):
        return None
    return int(next(number for number in match.groups() if number)) or None
