"""The only place that says which source texts the memory takes for the same, and how it cuts them into bigrams."""

from __future__ import annotations

import re
import unicodedata

# What NFKC leaves apart although a subtitler means the same by it.
_PUNCTUATION = str.maketrans({
    "。": ".", "、": ",", "“": '"', "”": '"', "‘": "'", "’": "'", "「": '"', "」": '"', "『": '"', "』": '"',
    "《": '"', "》": '"', "—": "-", "–": "-", "～": "~", "・": "·",
})  # fmt: skip
_BLANKS = re.compile(r"\s+")
_DOTS = re.compile(r"\.{2,}|(?:·\s?){3,}")


def fold(text: str) -> str:
    """Return a text with width, case, quotation marks, ellipses and blanks made alike.

    ``！`` and ``!`` are alike, ``！`` and ``？`` are not: a question has another translation.

    >>> fold("你好！"), fold("你  好!"), fold("走……")
    ('你好!', '你 好!', '走...')
    """
    folded = unicodedata.normalize("NFKC", text.translate(_PUNCTUATION)).translate(_PUNCTUATION).casefold()
    return _BLANKS.sub(" ", _DOTS.sub("...", folded)).strip()


def bigrams(folded: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a folded text, its two edges included.

    The edges give a text of one character something to be found by.

    >>> sorted(bigrams("好"))
    ['\\x02好', '好\\x03']
    """
    edged = f"\x02{folded}\x03"
    return frozenset(edged[i : i + 2] for i in range(len(edged) - 1)) if folded else frozenset()
