"""The only place that puts back what an engine dropped: a term's symbol, by where it stood in the source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.locales import parse_locale
from localize.model import EditKind
from localize.text import SYMBOL

if TYPE_CHECKING:
    from localize.adaptation.base import Obligation

_UNSPACED = {"zh", "ja", "th", "lo", "km", "my"}
_END_MARKS = re.compile(r"[\s.!?…。！？~～\"”’」』)\]]*$")
_CLAUSE = re.compile(r"[,;:.!?…，。！？；：、—]\s*")
_BREAKS = "，。！？；：、,.!?;:…"


def reinsert(text: str, obligation: Obligation, source: str, locale: str) -> str:
    """Return a target with a dropped symbol at the clause or word boundary nearest to its place in the source.

    Args:
        text: the engine's answer to one unit.
        obligation: what it dropped.
        source: the unit's text, with the symbol in it.
        locale: of the target.
    """
    symbol = obligation.symbol
    at = source.index(symbol)
    end = _END_MARKS.search(text)
    last = end.start() if end else len(text)
    if not source[:at].strip():
        clause = source[at + 1 : at + 2] in set(_BREAKS) or obligation.kind is EditKind.TIME
        comma = ", " if clause and parse_locale(locale).language != "th" else " "
        return symbol + (comma if text else "") + text
    if not source[at + 1 :].strip(_BREAKS + " \n"):
        return (
            text[:last] + ("" if parse_locale(locale).language in _UNSPACED else " ") + symbol + text[last:]
        )
    wanted = round(last * len(SYMBOL.sub("", source[:at])) / max(1, len(SYMBOL.sub("", source))))
    place = _nearest(text[:last], wanted, unspaced=parse_locale(locale).language in _UNSPACED)
    gap = "" if parse_locale(locale).language in _UNSPACED else " "
    before, after = text[:place].rstrip(), text[place:].lstrip()
    return f"{before}{gap}{symbol}{gap}{after}"


def _nearest(text: str, wanted: int, *, unspaced: bool) -> int:
    """Return the boundary nearest to an offset; a clause boundary counts from twice as far as a word's."""
    clauses = [place for m in _CLAUSE.finditer(text) for place in m.span()]
    words = list(range(len(text) + 1)) if unspaced else [m.end() for m in re.finditer(r"\s+", text)]
    ranked = [(abs(c - wanted), 0, c) for c in clauses] + [
        (2 * abs(w - wanted), 1, w) for w in [0, *words, len(text)]
    ]
    return min(ranked)[2]


def says(text: str, obligation: Obligation, locale: str) -> bool:
    """Return whether an answer already says what an obligation asks for, inflected or in an accepted form."""
    from localize.glossary import said

    return said((obligation.target, *obligation.accept), text, locale) is not None
