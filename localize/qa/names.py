"""TRM, second part: whether Latin names that a Chinese, Japanese or Korean line holds came through as they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
    folded = target.casefold()
    for match in _NAME.finditer(words):
        name = match.group()
        if len(name) < _LEAST_LENGTH or name in _WORDS or name.casefold() in agreed:
            continue
        if all(part.casefold() in folded for part in re.split(r"[ -]", name)):
            continue
        yield fault("TRM007", segment, f"{safe(name)} is missing")
