"""The only place that reads the tag soup of SAMI: paragraphs by time and class, languages of classes, their text.

SAMI is not XML: tags are left open, attributes unquoted, entities without semicolon. Positions are characters.
Specification: Microsoft, "Understanding SAMI 1.0".
"""

from __future__ import annotations

import re
from html.entities import name2codepoint
from typing import TYPE_CHECKING, NamedTuple

from localize.formats.cues import BLANKS
from localize.formats.lines import trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)([^<>]*)>")
_START = re.compile(r"""\bstart\s*=\s*["']?\s*(-?[0-9]{1,12})""", re.IGNORECASE)
_CLASS = re.compile(r"""\bclass\s*=\s*["']?\s*([\w\-]{1,60})""", re.IGNORECASE)
_RULE = re.compile(r"\.([A-Za-z][\w\-]{0,60})\s*\{([^{}]{0,2000})\}")
_LANGUAGE = re.compile(r"\blang\s*:\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)", re.IGNORECASE)
_ENDING = frozenset({("", "p"), ("/", "p"), ("", "sync"), ("/", "sync"), ("/", "body"), ("/", "sami")})
_COMMENT = re.compile(r"<!--(?:(?!-->)[^<]|(?!<!--)<)*+-->")
_BREAK = re.compile(r"[ \t\r\n]*<br\b[^<>]*>[ \t\r\n]*", re.IGNORECASE)
_BLANK_RUN = re.compile(r"[ \t\r\n]+")
_ENTITY = re.compile(r"&(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z][A-Za-z0-9]{1,10}));?")
_LOOKS_LIKE_TAG = re.compile(r"[A-Za-z/!]")
_TAG_OR_MARK = re.compile(r"</?[A-Za-z][^<>]*>|&lt;(?=[A-Za-z/!])|[&<>\u00a0]")
# Class names by custom: two letters of a language or country, then CC for closed captions.
_CUSTOM = {"KR": "ko", "JP": "ja", "CN": "zh", "CH": "zh", "TW": "zh-Hant"}


class Paragraph(NamedTuple):
    """What one class shows from one moment on.

    Attributes:
        start_ms: from when.
        language_class: as the file writes it, '' if it says none.
        begin: where its tag begins.
        start, end: the content without blank edges.
        after: where it ends with its tags, and where a further paragraph may be put in.
        line: of the SYNC tag.
    """

    start_ms: int
    language_class: str
    begin: int
    start: int
    end: int
    after: int
    line: int


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the paragraphs in file order; those without text too, for they end what is shown before."""
    hidden = _without_comments(text)
    time, line, counted, name = 0, 1, 0, ""
    begin: int | None = None
    opened = 0
    for match in _TAG.finditer(hidden):
        slash, tag = match[1], match[2].lower()
        if (slash, tag) not in _ENDING:
            continue
        if begin is not None:
            start, end = trimmed(text, opened, match.start())
            if name or end > start:
                closed = (slash, tag) == ("/", "p")
                yield Paragraph(time, name, begin, start, end, match.end() if closed else end, line)
            begin = None
        if not slash:
            found = (_START if tag == "sync" else _CLASS).search(match[3])
            if tag == "sync":
                line, counted = line + text.count("\n", counted, match.start()), match.start()
                time, name = int(found[1]) if found else time, ""
            else:
                name = found[1] if found else ""
            begin, opened = match.end() if tag == "sync" else match.start(), match.end()
    if begin is not None:
        start, end = trimmed(text, opened, len(text))
        if name or end > start:
            yield Paragraph(time, name, begin, start, end, end, line)


def class_languages(head: str) -> dict[str, str]:
    """Return class → language of the paragraphs at the start of a file and of the classes declared there."""
    declared = languages(head)
    used = {p.language_class: "" for p in paragraphs(head)}
    return {name: language_of_class(name, declared.get(name, "")) for name in declared | used if name}


def _without_comments(text: str) -> str:
    """Return the text with comments blanked, so that no tag is found in them."""
    if "<!--" not in text:
        return text
    return _COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)


def languages(text: str) -> dict[str, str]:
    """Return class → language tag, as the style sheet in the head declares it; '' where it declares none.

    >>> languages(".ENCC {Name: English; lang: en-US; SAMI_Type: CC;}")
    {'ENCC': 'en-US'}
    """
    body = re.search(r"<body\b", text[:200_000], re.IGNORECASE)
    found = {}
    for match in _RULE.finditer(text, 0, body.start() if body else min(len(text), 200_000)):
        language = _LANGUAGE.search(match[2])
        found[match[1]] = language[1] if language else ""
    return found


def language_of_class(name: str, declared: str) -> str:
    """Return the language of a class: what is declared, else what its name says by custom (``KRCC``).

    >>> language_of_class("KRCC", ""), language_of_class("ENUSCC", ""), language_of_class("Subtitle", "")
    ('ko', 'en', '')
    """
    if declared or not name.upper().endswith("CC"):
        return declared
    start = name[:2].upper()
    return _CUSTOM.get(start, start.lower())


def plain(content: str) -> str:
    """Return the text of a paragraph: ``<br>`` as a line break, entities undone, other tags as they are.

    ``&lt;`` stays where its undoing would look like a tag. '' for a paragraph that only clears the screen.
    """
    content = _COMMENT.sub("", content)
    value = "\n".join(_BLANK_RUN.sub(" ", part).strip(BLANKS) for part in _BREAK.split(content))
    value = _ENTITY.sub(_undone, value).strip(BLANKS)
    return "" if not value.replace("\u00a0", " ").strip() else value


def _undone(match: re.Match[str]) -> str:
    number, name = (match[1] and int(match[1])) or (match[2] and int(match[2], 16)), match[3]
    if name:
        code = name2codepoint.get(name) or name2codepoint.get(name.lower())
        if code is None or (
            not match[0].endswith(";") and name.lower() not in ("nbsp", "amp", "lt", "gt", "quot")
        ):
            return match[0]
        number = code
    if (
        not number
        or number <= 0x20
        or 0x7F <= number < 0xA0
        or 0xD800 <= number < 0xE000
        or number > 0x10FFFF
    ):
        return match[0]
    if number == 0x3C and _LOOKS_LIKE_TAG.match(match.string, match.end()):
        return "&lt;"
    return chr(number)


def written(target: str) -> str:
    """Return a target as content: line breaks as ``<br>``, tags as they are, other signs as entities."""
    marks = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\u00a0": "&nbsp;"}
    return _TAG_OR_MARK.sub(lambda m: marks.get(m[0], m[0]), target).replace("\n", "<br>")
