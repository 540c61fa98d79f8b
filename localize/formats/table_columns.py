"""The only place that tells what the columns of a table hold by what stands in them, where no heading says it.

A column of text is told from keys, numbers and codes by its words, and its language by its script. Simplified and
Traditional Chinese are told apart by characters that only one of them writes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from localize.locales import parse_locale
from localize.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NUMBER = re.compile(r"[-+]?[\d.,:/ %]+")
_READING = re.compile(r"[A-Za-zü:]{1,7}[1-5](?:[\s,·]+(?:[A-Za-zü:]{1,7}[1-5]?|,))*", re.ASCII)
_CODE = re.compile(r"[!-~]+")
_WORDS = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]+|[^\W\d_]+[.!?…。！？]$")
_SIMPLIFIED: Final = frozenset(
    "们这说时个来对为国会过么开关还进没样问间门见现让给谁听话觉东车马鸟鱼龙气听学习写买卖"
)
_TRADITIONAL: Final = frozenset(
    "們這說時個來對為國會過麼開關還進沒樣問間門見現讓給誰聽話覺東車馬鳥魚龍氣學習寫買賣"
)
_NAMED: Final = {
    "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean", "CJK": "Chinese", "LATIN": "Latin letters",
    "CYRILLIC": "Cyrillic", "ARABIC": "Arabic", "THAI": "Thai", "DEVANAGARI": "Devanagari", "GREEK": "Greek",
}  # fmt: skip
_OF_LOCALE: Final = {
    "Jpan": "Japanese", "Kore": "Korean", "Hans": "Simplified Chinese", "Hant": "Traditional Chinese",
    "Latn": "Latin letters", "Cyrl": "Cyrillic", "Arab": "Arabic", "Thai": "Thai", "Deva": "Devanagari",
    "Grek": "Greek",
}  # fmt: skip


class Holds(StrEnum):
    """What a column holds."""

    NOTHING = "nothing"
    NUMBERS = "numbers"
    KEYS = "keys"
    CODES = "codes"
    READING = "a reading"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its cells show it.

    Attributes:
        number: 0 is the first.
        holds: what stands in it.
        writing: of a text, what it is written in (``Simplified Chinese``, ``Latin letters``), else ''.
        sample: one of its cells.
    """

    number: int
    holds: Holds
    writing: str
    sample: str

    def __str__(self) -> str:
        writing = f" in {self.writing}" if self.writing else ""
        sample = f" ({safe(self.sample[:20])!r})" if self.sample else ""
        return f"{self.number + 1}: {self.holds}{writing}{sample}"


def columns_of(rows: Sequence[Sequence[str]]) -> list[Column]:
    """Return what the columns of some rows hold; headings are not to be among them.

    >>> [str(column) for column in columns_of([["ui.ok", "确定吗", "7"], ["ui.no", "取消", "12"]])]
    ["1: keys ('ui.ok')", "2: text in Chinese ('确定吗')", "3: numbers ('7')"]
    """
    width = max((len(row) for row in rows), default=0)
    cells = [[row[n].strip() for row in rows if n < len(row) and row[n].strip()] for n in range(width)]
    return [_column(number, values) for number, values in enumerate(cells)]


def _column(number: int, cells: list[str]) -> Column:
    if not cells:
        return Column(number, Holds.NOTHING, "", "")
    most = 0.8 * len(cells)

    def are(pattern: re.Pattern[str]) -> bool:
        return sum(pattern.fullmatch(cell) is not None for cell in cells) >= most

    if are(_NUMBER):
        return Column(number, Holds.NUMBERS, "", cells[0])
    if are(_READING):
        return Column(number, Holds.READING, "", cells[0])
    script = _script(cells)
    is_prose = 2 * sum(_WORDS.search(cell) is not None for cell in cells) >= len(cells)
    if script and (is_prose or not are(_CODE)):
        return Column(number, Holds.TEXT, _writing(script, cells), cells[0])
    holds = Holds.KEYS if len(set(cells)) == len(cells) else Holds.CODES
    return Column(number, holds, "", cells[0])


def _script(cells: Sequence[str]) -> str:
    """Return the script that most letters have, '' if there are none; any kana makes it Japanese."""
    letters = Counter(_scripts("".join(cells)[:4_000]))
    if not letters:
        return ""
    kana = letters["HIRAGANA"] + letters["KATAKANA"]
    if kana > 0.1 * letters.total():
        return "HIRAGANA"
    # Among Chinese stand Latin names and codes; a few Chinese characters among Latin are a quotation.
    return "CJK" if letters["CJK"] > 0.2 * letters.total() else letters.most_common(1)[0][0]


def _scripts(text: str) -> Iterator[str]:
    for char in text:
        if char.isalpha():
            name = unicodedata.name(char, "").split(" ", 1)[0]
            if name in _NAMED:
                yield name


def _writing(script: str, cells: Sequence[str]) -> str:
    if script != "CJK":
        return _NAMED[script]
    text = "".join(cells)
    simplified = sum(char in _SIMPLIFIED and char not in _TRADITIONAL for char in text)
    traditional = sum(char in _TRADITIONAL and char not in _SIMPLIFIED for char in text)
    if simplified == traditional:
        return "Chinese"
    return "Simplified Chinese" if simplified > traditional else "Traditional Chinese"


def pair_of(columns: Sequence[Column], target_locale: str | None) -> tuple[int, int] | None:
    """Return the columns of source and translation, None if it does not show which they are.

    The source is Chinese, Simplified before Traditional; the translation is the only other text in the writing of the
    target language, or the only other text at all where the language is not known.
    """
    texts = [column for column in columns if column.holds is Holds.TEXT]
    chinese = [column for column in texts if column.writing.endswith("Chinese")]
    wanted = _OF_LOCALE.get(parse_locale(target_locale).script, "") if target_locale else ""
    sources = [column for column in chinese if column.writing != wanted] or chinese
    if len(sources) > 1:
        sources = [c for c in sources if c.writing == "Simplified Chinese"] or sources
    if len(sources) != 1:
        return None
    others = [
        c for c in texts if c is not sources[0] and (c.writing == wanted or (not wanted and c not in chinese))
    ]
    return (sources[0].number, others[0].number) if len(others) == 1 else None


def same_writing(columns: Sequence[Column]) -> tuple[int, ...]:
    """Return the columns of text if all are in one writing, else nothing."""
    texts = [column for column in columns if column.holds is Holds.TEXT]
    return tuple(column.number for column in texts) if len({column.writing for column in texts}) == 1 else ()
