"""The only place that says which part of a target the audience reads, and which is code."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from localize.locales import parse_locale
from localize.masking import is_formatting, placeholders

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.masking import Masked, Placeholder
    from localize.model import Span

BLANK = "\ufffc"
"""Stands for each character of a placeholder (U+FFFC OBJECT REPLACEMENT CHARACTER), so that offsets stay."""

CREDITS = frozenset({"translator-credits", "translator_credits", "Your names", "Your emails"})
"""Entries of GNOME and KDE in which translators write their own names and addresses."""

HAN_SCRIPTS = frozenset({"Hans", "Hant", "Jpan", "Hani"})
"""Scripts whose texts hold Han characters by right."""
CJK_SCRIPTS = HAN_SCRIPTS | {"Kore"}
RTL_SCRIPTS = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm"})
JOINING_SCRIPTS = frozenset(
    {
        "Arab",
        "Syrc",
        "Mong",
        "Deva",
        "Beng",
        "Gujr",
        "Guru",
        "Knda",
        "Mlym",
        "Orya",
        "Sinh",
        "Taml",
        "Telu",
        "Khmr",
    }
)
"""Scripts that need the zero-width joiner or non-joiner."""
SPACELESS_LANGUAGES = frozenset({"zh", "ja", "th", "lo", "km", "my"})


class Shown(NamedTuple):
    """A target seen by its audience; a plain tuple, because there are two for every line that is checked.

    Attributes:
        text: as it stands in the file.
        words: the same length, every character of a placeholder replaced by `BLANK`.
        hidden: placeholders that show nothing (tags, overrides), as character spans.
        protected: placeholders that stand for words.
        found: the placeholders of both kinds.
        plain: the text without what shows nothing.
    """

    text: str
    words: str
    hidden: tuple[Span, ...]
    protected: tuple[Span, ...]
    found: tuple[Placeholder, ...]
    plain: str


def cut(text: str, spans: tuple[Span, ...]) -> str:
    """Return a text without some of its spans, which ascend."""
    pieces, done = [], 0
    for span in spans:
        pieces.append(text[done : span.start])
        done = span.end
    return "".join([*pieces, text[done:]])


@functools.lru_cache(maxsize=512)
def show(text: str, format: str) -> Shown:  # noqa: A002 - the field's word
    """Return what the audience reads of a text in a format."""
    found = placeholders(text, format)
    return _shown(text, found) if found else _bare(text)


def show_source(masked: Masked) -> Shown:
    """Return what the audience reads of a source whose placeholders masking has found already."""
    if not masked.placeholders:
        return _bare(masked.source)
    latest = _latest[0]
    if latest is None or latest[0] is not masked:
        latest = _latest[0] = (masked, _shown(masked.source, masked.placeholders))
    return latest[1]


_latest: list[tuple[Masked, Shown] | None] = [None]
"""The source that was shown last: several checks ask for it in turn, and to compare placeholders costs more."""


def _bare(text: str) -> Shown:
    return Shown(text, text, (), (), (), text)


def _shown(text: str, found: tuple[Placeholder, ...]) -> Shown:
    hidden: list[Span] = []
    protected: list[Span] = []
    words: list[str] = []
    done = 0
    for placeholder in found:
        span = placeholder.span
        (hidden if is_formatting(placeholder) else protected).append(span)
        words += (text[done : span.start], BLANK * (span.end - span.start))
        done = span.end
    words.append(text[done:])
    plain = cut(text, tuple(hidden)) if hidden else text
    return Shown(text, "".join(words), tuple(hidden), tuple(protected), found, plain)


_MOST_LINES = 8
"""Lines of a cue in two languages; longer texts are no cues."""


def source_lines(lines: Sequence[str], source: str) -> range:
    """Return which lines of a target are its source again: a cue in two languages, of which each is read by others.

    >>> source_lines(["你好，世界", "Hello,", "world"], "Hello, world"), source_lines(["Hello"], "Hello")
    (range(1, 3), range(0, 0))
    """
    wanted = _letters(source)
    if 1 < len(lines) <= _MOST_LINES and wanted:
        letters = [_letters(line) for line in lines]
        for start in range(len(lines)):
            for end in range(start + 1, len(lines) + 1):
                if end - start < len(lines) and "".join(letters[start:end]) == wanted:
                    return range(start, end)
    return range(0)


def without_source(plain: str, source: str) -> str:
    """Return a target without the lines that are its source again."""
    if "\n" not in plain:
        return plain
    lines = plain.split("\n")
    again = source_lines(lines, source)
    return "\n".join(line for number, line in enumerate(lines) if number not in again) if again else plain


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


@functools.lru_cache(maxsize=64)
def small_words(text: str) -> tuple[str, ...]:
    """Return what blanks part in a text, in small letters: a rough look that several checks begin with."""
    return tuple(text.lower().split())


@functools.lru_cache(maxsize=512)
def script_of(locale: str) -> str:
    """Return the ISO 15924 code of a locale's script."""
    return parse_locale(locale).script


@functools.lru_cache(maxsize=512)
def language_of(locale: str) -> str:
    """Return the ISO 639 code of a locale's language."""
    return parse_locale(locale).language
