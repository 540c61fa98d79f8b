"""The only place that takes an English word's capital away where its sentence no longer begins with it."""

from __future__ import annotations

import functools
import re

from localize.adaptation.function_words import AFTER_ADDRESS, PROPER, TITLES
from localize.adaptation.verbs import VERBS

_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    r"(?:[aeou]|ai|ei|ao|ou|[ae]ng?|ong|i[aeu]?|iao|ian|ing?|iang|iong|u[aoie]|uai|uang?|un|uan)"
)
"""A syllable of Pinyin: it may be a surname."""
_FIRST = re.compile(r"([A-Z][a-z]*)(?:['’][a-z]+)?(?!\w)")


def uncapital(text: str, *, sure: bool = False) -> str:
    """Return a text without the capital of its first word, if that word is no name.

    Args:
        text: an English sentence, or the rest of one.
        sure: only where the word is one of the small words and verbs that are listed here.

    >>> uncapital("Welcome home."), uncapital("What's wrong?"), uncapital("I'm here."), uncapital("Xuerou is here.")
    ('welcome home.', "what's wrong?", "I'm here.", 'Xuerou is here.')
    """
    first = _FIRST.match(text)
    if first is None or not _common(first.group(1).casefold(), sure=sure):
        return text
    return text[0].lower() + text[1:]


@functools.lru_cache(maxsize=4096)
def _common(word: str, *, sure: bool) -> bool:
    """Return whether an English word is written small inside a sentence."""
    if word in PROPER or word in TITLES:
        return False
    if word in AFTER_ADDRESS or word in VERBS or word.removesuffix("s") in VERBS:
        return True
    if sure or _SYLLABLE.fullmatch(word):
        return False
    import simplemma

    return simplemma.is_known(word, lang="en")
