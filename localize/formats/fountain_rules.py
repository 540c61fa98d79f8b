"""The only place that tells the elements of a Fountain screenplay apart. Positions are characters of folded text.

Specification: https://fountain.io/syntax
"""

from __future__ import annotations

import re
from enum import Enum, auto
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from localize.formats.cues import BLANKS
from localize.formats.lines import Line, Lines, blanked, trimmed

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence


class Element(Enum):
    """What a piece of text is."""

    TITLE = auto()
    HEADING = auto()
    ACTION = auto()
    CENTRED = auto()
    NAME = auto()
    PARENTHETICAL = auto()
    DIALOGUE = auto()
    LYRIC = auto()
    TRANSITION = auto()
    SECTION = auto()
    SYNOPSIS = auto()


class Part(NamedTuple):
    """A piece of text: its characters, the line where it begins, whether it belongs to a speech, its title page key."""

    element: Element
    start: int
    end: int
    line: int
    spoken: bool = False
    key: str | None = None


# A line of hidden text only is as good as blank.
_NOTHING = BLANKS + "\0"
_HEADING = re.compile(r"(?:INT|EXT|EST|INT\.?/EXT|I\.?/E)[. ]", re.IGNORECASE)
_SCENE_NUMBER = re.compile(r"#[^#\n]{1,30}#[ \t]*\Z")
_EXTENSION = re.compile(r"[ \t]*(?:\([^()\n]*\)[ \t]*)*\^?[ \t]*\Z")
_TITLE_KEY = re.compile(r"([A-Za-z][A-Za-z0-9 _\-]{0,40}):")
_TITLE_WORDS = frozenset(
    {"title", "credit", "author", "authors", "source", "draft date", "date", "contact", "copyright"}
)
_PAGE_BREAK = re.compile(r"={3,}")
# A note ends at a blank line without its closing brackets: then it is no note at all.
_BONEYARD, _NOTE, _EMPTY_LINE = re.compile(r"/\*"), re.compile(r"\[\["), re.compile(r"\n[ \t\r]?\n")
_VISIBLE = re.compile("[^\0]+")


def is_heading(text: str) -> bool:
    """Return whether a line is a scene heading without being forced."""
    return _HEADING.match(text) is not None


def is_transition(text: str) -> bool:
    """Return whether a line is a transition without being forced."""
    return text.endswith("TO:") and text == text.upper()


def is_name(text: str) -> bool:
    """Return whether a line is the name of a speaker without being forced: capitals, at least one letter.

    >>> is_name("R2D2"), is_name("McDUCK"), is_name("23"), is_name("林晚")
    (True, False, False, False)
    """
    bare = text[: _extension(text)].strip(BLANKS)
    return (
        bare == bare.upper() != bare.lower()
        and bare[:1].isalpha()
        and not _marked(bare)
        and not is_heading(bare)
        and not is_transition(bare)
    )


def needs_force_as_action(lines: Sequence[str]) -> bool:
    """Return whether lines of action would be read as something else without a mark."""
    first = lines[0]
    alone = len(lines) == 1
    return (
        any(_marked(line) for line in lines)
        or is_heading(first)
        or (is_transition(first) and alone)
        or (is_name(first) and not alone)
    )


def _marked(text: str) -> bool:
    """Return whether the first character of a line says what it is."""
    return text[:1] in ("@", "!", ">", "~", "#", "=") or (text[:1] == "." and text[1:2] not in ("", ".", " "))


def _extension(text: str) -> int:
    """Return where the extensions of a name, such as (V.O.) and ^, begin."""
    match = _EXTENSION.search(text[-200:])
    return len(text) - min(len(text), 200) + match.start() if match else len(text)


def _blanked(text: str) -> str:
    """Return the text with notes and boneyards as U+0000, line breaks kept."""
    return blanked(blanked(text, _BONEYARD, {"/*": "*/"}), _NOTE, {"[[": "]]"}, _EMPTY_LINE)


def elements(text: str) -> Iterator[Part]:
    """Yield the pieces of text of a screenplay, in file order."""
    shown = _blanked(text.replace("\0", " "))
    lines = Lines(shown)
    at, parts = _title_page(lines)
    for part in chain(parts, _body(lines, at)):
        if part.element in (Element.TITLE, Element.NAME) or "\0" not in shown[part.start : part.end]:
            pieces = [(part.start, part.end)]
        else:
            pieces = [(m.start(), m.end()) for m in _VISIBLE.finditer(shown, part.start, part.end)]
        line, counted = part.line, part.start
        for start, end in pieces:
            first, last = trimmed(shown, start, end)
            if shown[first:last].replace("\0", "").strip():
                line, counted = line + shown.count("\n", counted, first), first
                yield part._replace(start=first, end=last, line=line)


def _title_page(lines: Sequence[Line]) -> tuple[int, list[Part]]:
    """Return the index of the first line after the title page, and its values."""
    first = next((n for n, line in enumerate(lines) if line.text.strip(BLANKS + "\0\ufeff")), 0)
    head = lines[first].text.lstrip("\ufeff")
    key_match = _TITLE_KEY.match(head)
    known = key_match is not None and key_match[1].lower() in _TITLE_WORDS
    indented = (
        first + 1 < len(lines) and lines[first + 1].text[:1] in " \t" and lines[first + 1].text.strip(BLANKS)
    )
    if key_match is None or not (known or (indented and head.rstrip(BLANKS).endswith(":"))):
        return first, []
    parts, key, n = [], "", first
    while n < len(lines) and lines[n].text.strip(BLANKS):
        line = lines[n]
        match = None if line.text[:1] in (" ", "\t") else _TITLE_KEY.match(line.text.lstrip("\ufeff"))
        start = line.start
        if match is not None:
            key = match[1].lower()
            start += len(line.text) - len(line.text.lstrip("\ufeff")) + match.end()
        elif line.text[:1] not in (" ", "\t"):
            break
        parts.append(Part(Element.TITLE, start, line.end, line.number, key=key))
        n += 1
    return n, parts


def _body(lines: Sequence[Line], at: int) -> Iterator[Part]:
    blank = True
    while at < len(lines):
        line = lines[at]
        text = line.text.strip(_NOTHING)
        if not text:
            blank, at = True, at + 1
            continue
        following = lines[at + 1].text if at + 1 < len(lines) else ""
        single = _single(line, text, blank=blank, alone=not following.strip(_NOTHING))
        if single is not None:
            yield from single
            at += 1
        elif _opens_speech(text, following, blank=blank):
            yield _inside(Element.NAME, line, 1 if text[0] == "@" else 0, _extension(line.text), spoken=True)
            at = yield from _speech(lines, at + 1)
        else:
            end = at + 1
            while end < len(lines) and lines[end].text.strip(_NOTHING) and not _ends_action(lines[end]):
                end += 1
            start = line.start + line.text.index("!") + 1 if text[0] == "!" else line.start
            yield Part(Element.ACTION, start, lines[end - 1].end, line.number)
            at = end
        blank = False


def _opens_speech(text: str, following: str, *, blank: bool) -> bool:
    if not following or (not following.strip(BLANKS) and len(following) < 2):
        return False
    if text[0] == "@":
        return blank and bool(text[1:].strip(BLANKS))
    return blank and is_name(text)


def _ends_action(line: Line) -> bool:
    text = line.text.strip(_NOTHING)
    return text[0] in "~#=>" or text[0] == "!" or (text[0] == "." and _marked(text))


def _inside(
    element: Element, line: Line, marks: int, end: int | None = None, *, spoken: bool = False
) -> Part:
    """Return the text of a line after so many marks at its start."""
    indent = len(line.text) - len(line.text.lstrip(_NOTHING))
    return Part(
        element,
        line.start + indent + marks,
        line.start + (len(line.text) if end is None else end),
        line.number,
        spoken,
    )


def _single(line: Line, text: str, *, blank: bool, alone: bool) -> tuple[Part, ...] | None:
    """Return the parts of a line that is an element by itself, None if it is not."""
    mark = text[0]
    if _PAGE_BREAK.fullmatch(text):
        return ()
    if mark == "#":
        return (_inside(Element.SECTION, line, len(text) - len(text.lstrip("#"))),)
    if mark == "=":
        return (_inside(Element.SYNOPSIS, line, 1),)
    if mark == "~":
        return (_inside(Element.LYRIC, line, 1),)
    if mark == ">" and text.endswith("<") and len(text) > 1:
        return (_inside(Element.CENTRED, line, 1, len(line.text.rstrip(BLANKS)) - 1),)
    if mark == ">":
        return (_inside(Element.TRANSITION, line, 1),)
    if mark == "." and _marked(text):
        number = _SCENE_NUMBER.search(line.text)
        return (_inside(Element.HEADING, line, 1, number.start() if number else None),)
    if blank and is_heading(text):
        number = _SCENE_NUMBER.search(line.text)
        return (_inside(Element.HEADING, line, 0, number.start() if number else None),)
    # A blank after the colon tells the writer's program that it is no transition.
    if blank and alone and is_transition(line.text.lstrip(BLANKS)):
        return (_inside(Element.TRANSITION, line, 0),)
    return None


def _speech(lines: Sequence[Line], at: int) -> Generator[Part, None, int]:
    """Yield the parts of a speech and return the index of the first line after it."""
    block: list[Line] = []

    def spoken() -> Iterator[Part]:
        if block:
            yield Part(Element.DIALOGUE, block[0].start, block[-1].end, block[0].number, spoken=True)
            block.clear()

    while at < len(lines):
        line = lines[at]
        text = line.text.strip(BLANKS)
        if not text and len(line.text) < 2:
            break
        if text[:1] == "(" and text[-1:] == ")":
            yield from spoken()
            indent = len(line.text) - len(line.text.lstrip(BLANKS))
            end = line.start + len(line.text.rstrip(BLANKS)) - 1
            yield Part(Element.PARENTHETICAL, line.start + indent + 1, end, line.number, spoken=True)
        elif text[:1] == "~":
            yield from spoken()
            yield _inside(Element.LYRIC, line, 1, spoken=True)
        elif text:
            block.append(line)
        else:
            yield from spoken()  # two blanks keep a speech open over an empty line
        at += 1
    yield from spoken()
    return at
