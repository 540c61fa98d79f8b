"""The only place that knows how the two languages of an engine are written: what needs a model, blanks, end marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.text import has_han

if TYPE_CHECKING:
    from localize.locales import LocaleTag

_UNSPACED = frozenset(["zh", "ja", "th", "lo", "km", "my"])
_OWN_SCRIPT = frozenset(
    [
        "ar",
        "bg",
        "bn",
        "el",
        "fa",
        "he",
        "hi",
        "ja",
        "km",
        "ko",
        "lo",
        "mn",
        "my",
        "ru",
        "ta",
        "te",
        "th",
        "uk",
        "ur",
    ]
)
_KANA = re.compile("[\u3040-\u30ff]")
_WIDE = frozenset(["zh", "ja"])
_JOINS_ENDINGS = frozenset(["ar", "fa", "fi", "he", "hu", "ko", "mn", "ta", "te", "tr", "ur"])
_ENDS = {
    "zh": {"?": "？", "!": "！", ".": "。"},
    "ja": {"?": "？", "!": "！", ".": "。"},
    "ar": {"?": "؟"},
    "fa": {"?": "؟"},
    "ur": {"?": "؟", ".": "۔"},
    "hi": {".": "।"},
    "bn": {".": "।"},
    "my": {"?": "။", "!": "။", ".": "။"},
}
_BARE_ENDS = frozenset(["th", "lo", "km"])
"""Languages whose sentences end in nothing; a mark from the source would be foreign."""
_KIND = {"？": "?", "؟": "?", "?": "?", "！": "!", "!": "!", "。": ".", "।": ".", "۔": ".", ".": "."}
_HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3002: 0x2E, 0x3001: 0x2C, 0x3000: 0x20}


@dataclass(frozen=True, slots=True)
class Pair:
    """The languages at both ends of an engine, as ISO 639 codes."""

    source: str = "zh"
    target: str = "en"

    @property
    def reads_blanks(self) -> bool:
        """Return whether the source puts blanks between words."""
        return self.source not in _UNSPACED

    @property
    def joint(self) -> str:
        """Return what stands between two sentences of the target: a blank (also in Thai), or nothing."""
        return "" if self.target in _WIDE else " "

    @property
    def parts_words(self) -> bool:
        """Return whether a name in the target stands between blanks, and takes no ending or particle of its own."""
        return self.target not in _UNSPACED and self.target not in _JOINS_ENDINGS

    def needs_model(self, text: str) -> bool:
        """Return whether a text holds words of the source language; names in Latin letters in a Chinese line do not.

        >>> Pair("zh", "en").needs_model("OK!"), Pair("en", "es").needs_model("OK!")
        (False, True)
        """
        if self.source == "zh":
            return has_han(text)
        if self.source == "ja":
            return has_han(text) or _KANA.search(text) is not None
        if self.source in _OWN_SCRIPT:
            return any(ch.isalpha() and not ch.isascii() for ch in text)
        return any(ch.isalpha() for ch in text)

    def copied(self, text: str) -> str:
        """Return a text that no model need see as the target writes it: full-width forms become plain ones."""
        return text if self.target in _WIDE else text.translate(_HALF_WIDTH)

    def end_mark(self, source: str) -> str:
        """Return the mark that ends the target of a source, '' if its source ends in none.

        >>> Pair("zh", "ar").end_mark("你是谁？"), Pair("zh", "th").end_mark("好。"), Pair().end_mark("等等……")
        ('؟', '', '')
        """
        bare = source.rstrip("”’」』）)》\"' ")
        kind = _KIND.get(bare[-1:], "")
        if not kind or self.target in _BARE_ENDS or bare.endswith(".."):
            return ""
        return _ENDS.get(self.target, {}).get(kind, kind)


def pair_of(source: LocaleTag, target: LocaleTag) -> Pair:
    """Return the languages of two locales."""
    return Pair(source.language, target.language)
