"""The only place that says what an angle-bracket tag does: stress, looks, a word to fill in, or work for a program.

What HTML and rich text use to lay a text out (paragraphs, lists, spans) differs between translations by right: one
parts its text otherwise, or has no italics. Whether it is opened and closed is COD003's affair.
Source of the names: the HTML Living Standard; Qt's rich text subset; TextMeshPro.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from localize.masking import Placeholder

_EMPHASIS = re.compile(
    r"</?(?:i|b|u|em|emphasis|strong|s|small|big|su[bp]|bold|italics?|underline|strike(?:through)?)\s*>"
    r"|<it>[^<>]*</it>"  # without the id that XLIFF asks for, italic type
    r"|\{\\[ibus][01]?\}|\[/?[ibus]\]|\{/?[ibus]\}|<\d\d:.*",
    re.IGNORECASE,
)
_NAME = re.compile(r"</?([A-Za-z][\w:]*)")
_WORDS = re.compile(r"<[^\W\d]+(?: [^\W\d]+)+(?:\.{3}|…)?>")
"""Words between brackets (``<a first word>``): a tag with attributes has a sign between name and value."""
_SPACED = re.compile(r"\s+")
_AROUND_SIGNS = re.compile(r"\s*([=:;\"'/])\s*")
_OPENING_OF_LINK = re.compile(
    r"\s(?:rel|target|title|alt|aria-[a-z]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE
)
"""How a link opens, which is not where it goes; and words for the reader, which are translated."""
_LOOKS = frozenset(
    re.findall(
        r"\S+",
        """
        html head meta style body p div center span h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tr td th
        caption hr br nl wbr nobr qt pre tt code kbd samp var cite dfn abbr mark ins del strike blockquote
        """,
    )
)
"""Elements of HTML that only say how a text looks and where its paragraphs end; KDE's KUIT has <nl/> for <br/>."""
_KNOWN = _LOOKS | frozenset(
    re.findall(
        r"\S+",
        """
        a b i u s em strong small big sub sup font img ruby rt rp v c lang material quad sprite
        cspace noparse mspace g x ph bx ex bpt ept it mrk sc ec pc xliff:g
        """,
    )
)
_WITH_VALUE = frozenset(
    {"color", "size", "space", "pos", "page", "alpha", "style", "link", "align", "indent"}
)
"""Tags of games that always have a value: without one they are words (``press <space>``)."""


def is_emphasis(text: str) -> bool:
    """Return whether a placeholder only stresses words: translations stress other ones, or none.

    >>> is_emphasis("<i>"), is_emphasis("<color=red>")
    (True, False)
    """
    return _EMPHASIS.fullmatch(text) is not None


def is_known(name: str) -> bool:
    """Return whether a tag has the name of one of HTML, XLIFF or rich text.

    >>> is_known("B"), is_known("player")
    (True, False)
    """
    return name.lower() in _KNOWN


def is_looks(text: str) -> bool:
    """Return whether a tag only lays its text out, or is a link to an address that stands in it, or the end of one.

    >>> is_looks("<p align='center'>"), is_looks("</li>"), is_looks("<a href='%1'>"), is_looks("<docs>")
    (True, True, False, False)
    """
    name = _NAME.match(text)
    if name is None:
        return False
    word = name.group(1).lower()
    if word == "a":  # teams add the addresses of their own lists and pages
        return text.startswith("</") or "mailto:" in text or "://" in text
    return word in _LOOKS


def is_usage(placeholder: Placeholder, source: str) -> bool:
    """Return whether an angle-bracket tag is rather a word to fill in: ``/tp <player>``; it has no closing tag."""
    if placeholder.rule not in {"tag-open", "tag-icon", "tag-single"}:
        return False
    name = _NAME.match(placeholder.text)
    if name is None or f"</{name.group(1)}" in source or placeholder.text.endswith("/>"):
        return False
    if _WORDS.fullmatch(placeholder.text) or placeholder.text == "<a>":  # a link goes somewhere
        return True
    if f"</{name.group(1).partition('_')[0]}>" in source:
        return False  # <color_red> … </color>
    word = name.group(1).lower()
    return word not in _KNOWN and not (word in _WITH_VALUE and "=" in placeholder.text)


def tag_key(text: str) -> str:
    """Return a tag without what may be written in several ways: blanks, quotes, capitals.

    >>> tag_key("<br />"), tag_key("</br>"), tag_key("<span style = ' color:%1; '>"), tag_key('<a HREF="x">')
    ('<br>', '<br>', '<span style="color:%1;">', '<a href="x">')
    """
    folded = (
        _AROUND_SIGNS.sub(r"\1", _SPACED.sub(" ", _OPENING_OF_LINK.sub("", text)))
        .replace("'", '"')
        .replace("/>", ">")
        .replace(" >", ">")
    )
    return folded.lower().replace("</br>", "<br>").replace("…", "...")
