"""The only place that knows aapt's escapes: what Android makes of the text of a string resource, and back.

https://developer.android.com/guide/topics/resources/string-resource#FormattingAndStyling and the resource compiler's
own reading (aapt2): a backslash escapes, double quotes keep blanks, other blanks collapse.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.formats.xml_inline import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOKENS = re.compile(
    r"(?P<pair>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u(?P<unit>[0-9a-fA-F]{4})"
    r"|\\(?P<escaped>.)|(?P<quote>\")|(?P<blank>[ \t\r\n]+)|(?P<plain>[^\\\" \t\r\n]+)|(?P<rest>\\)",
    re.DOTALL,
)
_NAMED = {"n": "\n", "t": "\t", "r": "\r"}
_SPECIAL = re.compile(r"[\\'\"\n\t\r]")
_WRITTEN = {"\\": r"\\", "'": r"\'", '"': r"\"", "\n": r"\n", "\t": r"\t", "\r": r"\r"}
_SPACES = re.compile(r"  +")


def decoded(pieces: Sequence[Piece]) -> list[Piece]:
    r"""Return the pieces as an app shows them: escapes undone, blanks collapsed and trimmed.

    >>> decoded([Piece(is_markup=False, text=r' say \"a\"  "b  c"\n ')])[0].text
    'say "a" b  c\n'
    """
    made: list[Piece] = []
    in_quotes, was_blank = False, True
    for piece in pieces:
        if piece.is_markup:
            made.append(piece)
            was_blank = was_blank and not holds_text(piece)
            continue
        out: list[str] = []
        for match in _TOKENS.finditer(piece.text):
            kind = match.lastgroup
            if kind == "quote":
                in_quotes = not in_quotes
                continue
            if kind == "blank" and not in_quotes:
                if not was_blank:
                    out.append(" ")
                was_blank = True
                continue
            out.append(_value(match))
            was_blank = False
        made.append(Piece(is_markup=False, text="".join(out)))
    return _trimmed(made) if was_blank else made


def holds_text(piece: Piece) -> bool:
    """Return whether a piece of markup shows something: the reference of an entity, or an element with its content."""
    return piece.text.startswith("&") or (not piece.text.startswith("<!") and "</" in piece.text[1:])


def _value(match: re.Match[str]) -> str:
    if match["pair"]:
        pair = match["pair"]
        return bytes.fromhex(pair[2:6] + pair[8:12]).decode("utf-16-be")
    if match["unit"]:
        unit = int(match["unit"], 16)
        return match[0] if 0xD800 <= unit < 0xE000 else chr(unit)  # half a character stays as it is written
    if match["escaped"]:
        return _NAMED.get(match["escaped"], match["escaped"])
    return match[0]


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without the collapsed blank that ends them."""
    for i in range(len(pieces) - 1, -1, -1):
        piece = pieces[i]
        if not piece.is_markup and piece.text:
            pieces[i] = Piece(is_markup=False, text=piece.text.removesuffix(" "))
            break
    return pieces


def encoded(pieces: Sequence[Piece]) -> list[Piece]:
    r"""Return the pieces with escapes, so that `decoded` gives them back.

    >>> print(encoded([Piece(is_markup=False, text="@me  it's")])[0].text)
    \@me \u0020it\'s
    """
    made: list[Piece] = []
    was_blank = is_start = True
    for piece in pieces:
        if piece.is_markup or not piece.text:
            made.append(piece)
            if piece.is_markup and holds_text(piece):
                was_blank = is_start = False
            continue
        text = _SPECIAL.sub(lambda match: _WRITTEN[match[0]], piece.text)
        text = _SPACES.sub(lambda match: " " + r"\u0020" * (len(match[0]) - 1), text)
        if was_blank and text.startswith(" "):
            text = r"\u0020" + text[1:]
        if is_start and text[0] in "@?":
            text = f"\\{text}"
        is_start = False
        was_blank = text.endswith(" ")
        made.append(Piece(is_markup=False, text=text))
    if was_blank:
        for i in range(len(made) - 1, -1, -1):
            if not made[i].is_markup and made[i].text:
                made[i] = Piece(is_markup=False, text=made[i].text.removesuffix(" ") + r"\u0020")
                break
    return made
