"""The only place that says which lines are so plain that whole families of checks cannot find fault with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.qa.shown import language_of

if TYPE_CHECKING:
    from localize.qa.base import Context

_SOURCE = re.compile("(?! )[\u3400-\u9fff0-9A-EG-Za-z，。！？、；：…—·（）《》「」“”‘’ ,.!?():'\"-]*(?<! )")
"""Han characters, letters but F (of F1), digits and marks of speech; no mark that code begins with."""
_TARGET = re.compile("(?! )[A-Za-z0-9 ,.:;'’!?…–—-]+(?<! )")
_OWN_MARKS = frozenset({"es", "fr"})
"""Languages that ask for marks or blanks of their own beside ``!`` and ``?``."""


def is_everyday(source: str, target: str, context: Context) -> bool:
    """Return whether a line holds words and the marks of speech only, on both sides; quick, and most lines do.

    Nothing can then be wrong with placeholders, escapes, braces, keys, page breaks, the blanks at the edges, brackets,
    quotation marks or the punctuation of another script, and a question has its mark.

    Args:
        source: as the file has it.
        target: its translation.
        context: of the line.
    """
    return (
        _TARGET.fullmatch(target) is not None
        and _SOURCE.fullmatch(source) is not None
        and not context.masked.placeholders
        and "  " not in target
        and ".." not in target
        and "www." not in target
        and ("?" in target or not ("？" in source or "?" in source))
        and language_of(context.target_locale) not in _OWN_MARKS
    )
