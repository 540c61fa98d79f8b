"""The only place that recognises one of the library's English wordings in a sentence and takes its fields out."""

from __future__ import annotations

import functools
import string


@functools.lru_cache(maxsize=1024)
def understood(wordings: tuple[str, ...], sentence: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the wording of a sentence and (name, value) of its fields; '' for a wording that is not among them.

    Where several fit, the one with the most fixed words counts.

    >>> understood(("{text} is missing", "{text} is missing {count} times"), "<b> is missing 2 times")
    ('{text} is missing {count} times', (('text', '<b>'), ('count', '2')))
    """
    for wording, parts in _patterns(wordings):
        values = _values(parts, sentence)
        if values is not None:
            return wording, values
    return "", ()


@functools.cache
def _patterns(wordings: tuple[str, ...]) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Return every wording with its (fixed words, field after them), those with the most fixed words first."""
    patterns = [
        (wording, tuple((fixed, field or "") for fixed, field, *_ in string.Formatter().parse(wording)))
        for wording in wordings
    ]
    return sorted(patterns, key=lambda pattern: -sum(len(fixed) for fixed, _field in pattern[1]))


def _values(parts: tuple[tuple[str, str], ...], sentence: str) -> tuple[tuple[str, str], ...] | None:
    """Return what the fields of a wording hold in a sentence, None if it is another wording."""
    values: list[tuple[str, str]] = []
    at, field = 0, ""
    for number, (fixed, following) in enumerate(parts, 1):
        if not field:
            found = 0 if sentence.startswith(fixed) else -1
        elif number == len(parts) and not following:
            found = len(sentence) - len(fixed) if sentence.endswith(fixed) else -1
        else:
            found = sentence.find(fixed, at + 1)
        if found < at + bool(field):
            return None
        if field:
            values.append((field, sentence[at:found]))
        at, field = found + len(fixed), following
    if field:
        values.append((field, sentence[at:]))
        at = len(sentence)
    return tuple(values) if at == len(sentence) and all(value for _name, value in values) else None
