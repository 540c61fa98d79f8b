"""The only place that knows which arguments the conversions of printf take, and of what type each one is.

Sources: C99 7.19.6.1; POSIX fprintf for the numbers (``%2$s``), also of width and precision (``%2$.*1$s``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_STAR = r"\*(?:\d{1,2}\$)?"
CONVERSION = re.compile(
    rf"%(?:(?P<number>\d{{1,2}})\$)?[#0\-+'I]{{0,3}}(?:\d{{1,3}}|(?P<width>{_STAR}))?"
    rf"(?:\.(?:\d{{1,3}}|(?P<digits>{_STAR})))?(?P<type>[A-Za-z@]{{1,3}})"
)
"""A conversion; its width and its digits may be arguments of their own."""
_SAME_TYPE = str.maketrans({"i": "d", "u": "d", "X": "x", "E": "e", "G": "g", "F": "f"})
_NAMED = re.compile(r"%(\(\w[\w.]*\))(.+)")
"""A conversion of Python that takes its argument by name."""
_LENGTH = re.compile(r"^(?:hh|h|ll|l|q|j|z|t|L)")


def typed(text: str) -> str:
    """Return a conversion without what does not change its type.

    >>> typed("%i"), typed("%Id"), typed("%2$lu"), typed("%%"), typed("%(count)i")
    ('%d', '%d', '%2$d', '%%', '%(count)d')
    """
    named = _NAMED.fullmatch(text) if text[1:2] == "(" else None
    if named is not None:
        return f"%{named[1]}{typed('%' + named[2])[1:]}"
    match = CONVERSION.fullmatch(text)
    # The flag I of the C library asks for the digits of the locale.
    return text if match is None else text[: match.start("type")].replace("I", "") + _kind(match["type"])


def _kind(conversion: str) -> str:
    return _LENGTH.sub("", conversion).translate(_SAME_TYPE) or conversion


def kind_of(text: str) -> str:
    """Return the type of a conversion, '' for another text.

    >>> kind_of("%2$lu"), kind_of("{0}")
    ('d', '')
    """
    match = CONVERSION.fullmatch(text)
    return _kind(match["type"]) if match else ""


def is_unnumbered(text: str) -> bool:
    """Return whether a text is a conversion that takes the arguments in their order.

    >>> is_unnumbered("%.*s"), is_unnumbered("%2$s"), is_unnumbered("%%")
    (True, False, False)
    """
    match = CONVERSION.fullmatch(text)
    return match is not None and match["number"] is None


def arguments(texts: Iterable[str]) -> dict[int, str] | None:
    """Return argument number → type of the conversions among texts, None where numbered and unnumbered ones mix.

    A width or precision that is an argument has the type ``*``.

    >>> arguments(["%s", "%d"]), arguments(["%2$d", "%1$s"])
    ({1: 's', 2: 'd'}, {2: 'd', 1: 's'})
    >>> arguments(["%.*s"]), arguments(["%2$.*1$s"])
    ({1: '*', 2: 's'}, {1: '*', 2: 's'})
    """
    found: dict[int, str] = {}
    numbered: set[bool] = set()
    for text in texts:
        match = CONVERSION.fullmatch(text)
        if match is None:
            continue
        numbered.add(match["number"] is not None)
        numbered.update(len(star) > 1 for star in match.group("width", "digits") if star)
        found.update(taken(match, len(found)))
    return found if len(numbered) == 1 else None


def taken(match: re.Match[str], before: int) -> list[tuple[int, str]]:
    """Return number and type of the arguments that a match of `CONVERSION` takes, after as many unnumbered ones."""
    stars = [(star.strip("*$"), "*") for star in match.group("width", "digits") if star]
    found = [*stars, (match["number"], _kind(match["type"]))]
    return [(int(number) if number else before + at, kind) for at, (number, kind) in enumerate(found, 1)]
