"""The only place that says which lines are so plain that whole families of checks cannot find fault with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.qa.shown import language_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.masking import Placeholder
    from localize.qa.base import Context

SOURCE_MARKS = "，。！？、；：…—·‧•─～~（）《》「」『』“”‘’ ,.!?():;'\"/-"
"""Marks of speech in a source, none of which code begins with; a hyphen last, for a class of a pattern."""
_VALUE = r"(?<![0-9A-Za-z])%(?:[1-9]\$)?[sdi](?![0-9A-Za-z$])"
"""The commonest values, standing apart, so that they are read alike on both sides."""
_SOURCE = re.compile(f"(?! )(?:[\u3400-\u9fff0-9A-EG-Za-z{SOURCE_MARKS}]++|F(?![0-9]))*+(?<! )")
"""Han characters, letters and digits but F1, marks of speech; no mark that code begins with."""
_TARGET = re.compile("(?! )[A-Za-z0-9 ,.:;'’!?…–—-]+(?<! )")
_BRACKETED = re.compile("(?! )[A-Za-z0-9 ,.:;'‘’!?…–—()\"“”-]+(?<! )")
_SOURCE_WITH_VALUES = re.compile(
    f"(?! )(?:[\u3400-\u9fff0-9A-EG-Za-z{SOURCE_MARKS}]++|F(?![0-9])|{_VALUE})*+(?<! )"
)
_TARGET_WITH_VALUES = re.compile(f"(?! )(?:[A-Za-z0-9 ,.:;'‘’!?…–—()\"“”-]++|{_VALUE})*+(?<! )")
VALUES = re.compile(_VALUE)
_ODD_BRACKET = re.compile(r"[:;=]-?[()]|^[ \t]*(?:\d{1,2}|[a-z])\)")
"""A bracket that is half of a face, or numbers a list."""
OWN_MARKS = frozenset({"es", "fr"})
"""Languages that ask for marks or blanks of their own beside ``!`` and ``?``."""
_ENGLISH_QUOTES = frozenset({"en", "id", "it", "pt", "tr", "vi"})
"""Languages whose lines may have straight or English quotation marks; others are asked for their own."""


def is_everyday(source: str, target: str, context: Context) -> bool:
    """Return whether a line holds words and the marks of speech only, on both sides; quick, and most lines do.

    Nothing can then be wrong with placeholders, escapes, braces, keys, page breaks, the blanks at the edges, brackets,
    quotation marks or the punctuation of another script, and a question has its mark. Plain values (``%s``) may stand
    among the words where both sides have the same ones in the same order, and brackets in pairs.

    Args:
        source: as the file has it.
        target: its translation.
        context: of the line.
    """
    values = context.masked.placeholders
    if values:
        plain = _keeps(source, target, values) and _closes(target, context.target_locale)
    else:
        plain = _SOURCE.fullmatch(source) is not None and (
            _TARGET.fullmatch(target) is not None
            or (_BRACKETED.fullmatch(target) is not None and _closes(target, context.target_locale))
        )
    return (
        plain
        and "  " not in target
        and (".." not in target or context.medium != "drama")
        and "www." not in target
        and ("?" in target or not ("？" in source or "?" in source))
        and language_of(context.target_locale) not in OWN_MARKS
    )


def _closes(target: str, locale: str) -> bool:
    """Return whether the brackets and quotation marks of a target stand in pairs, and are those of its locale."""
    return (
        target.count("(") == target.count(")")
        and target.count('"') % 2 == 0
        and target.count("“") == target.count("”")
        and (language_of(locale) in _ENGLISH_QUOTES or not ('"' in target or "“" in target))
        and _ODD_BRACKET.search(target) is None
    )


def _keeps(source: str, target: str, values: Sequence[Placeholder]) -> bool:
    """Return whether two texts are plain but for the values of the source, which the target has in their order."""
    return (
        _TARGET_WITH_VALUES.fullmatch(target) is not None
        and _SOURCE_WITH_VALUES.fullmatch(source) is not None
        and [value.text for value in values] == VALUES.findall(target)
    )
