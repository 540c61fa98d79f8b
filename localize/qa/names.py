"""TRM, second part: whether Latin names that a Chinese, Japanese or Korean line holds came through as they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.model import Severity
from localize.qa.emit import fault
from localize.qa.shown import language_of, script_of, show_source
from localize.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.model import Finding, Segment
    from localize.qa.base import Context

_SOURCES = frozenset({"zh", "ja", "ko"})
_KEEPING_SCRIPTS = frozenset({"Latn", "Hans", "Hant"})
_NAME = re.compile(
    r"(?<![A-Za-z0-9_./\\@-])[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*(?:[ -][A-Z][A-Za-z0-9]+)*(?![A-Za-z0-9_/\\@-])"
)
"""A capital, and a small letter somewhere: abbreviations (VIP, KTV, DNA) have names of their own in many languages."""
# Words that Chinese lines write in Latin letters and that are no names.
_WORDS = frozenset(
    re.findall(
        r"\S+",
        """
        Boss Ok Okay Hi Hello Bye Baby Sorry No Yes Vip Cool Happy Birthday Party Bug Hey Oh Wow Out High Low Man App
        Ctrl Shift Alt Tab Enter Esc Space Delete Home End Page Up Down Left Right Mod Buff Combo Level Game Over Start
        Menu Mr Mrs Miss Ms Dr Sir Madam Lady True False None Null Error Debug Default
        """,
    )
)
_LEAST_LENGTH = 3
_LONG = 7
_LATIN_WORD = re.compile("[A-Z][A-Za-z0-9]{2,}")


def check(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    """Yield the TRM finding about names that are not translated; a glossary term decides for itself."""
    if language_of(context.source_locale) not in _SOURCES or "://" in segment.source:
        return
    if script_of(context.target_locale) not in _KEEPING_SCRIPTS:
        return  # Korean, Thai, Arabic and Japanese texts write such names in their own letters
    if segment.source.isascii():
        return  # the whole line is in Latin letters: a foreign sentence, not a name
    words = show_source(context.masked).words
    agreed = " ".join(hit.surface for hit in context.hits).casefold()
    folded = _folded(target)
    for match in _NAME.finditer(words):
        name = match.group()
        if len(name) < _LEAST_LENGTH or name in _WORDS or name.casefold() in agreed:
            continue
        if all(_folded(part) in folded for part in re.split(r"[ -]", name)):
            continue
        near = _misspelt(name, target)
        if near is not None:
            yield fault("TRM007", segment, f"{safe(near.group())} in place of {safe(name)}", span=near.span())
        else:  # said again by “it”, or in the next line: worth a look, rarely a fault
            yield fault("TRM007", segment, f"{safe(name)} is missing", severity=Severity.INFO)


def _folded(text: str) -> str:
    """Return a text without what is written in several ways: WiFi, Wi-Fi and wifi are one name."""
    return text.casefold().replace("-", "").replace("\u2011", "")


def _misspelt(name: str, target: str) -> re.Match[str] | None:
    """Return the word of a target that is the name but for a letter or two."""
    from rapidfuzz.distance import DamerauLevenshtein

    most = 1 if len(name) < _LONG else 2
    for word in _LATIN_WORD.finditer(target):
        found = word.group()
        if found[0] == name[0] and 0 < DamerauLevenshtein.distance(found, name, score_cutoff=most) <= most:
            return word
    return None
