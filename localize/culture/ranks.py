"""The only place that says ranks among brothers, sisters and consorts: 二小姐, 十四阿哥, 大皇子."""

from __future__ import annotations

import re

from localize.culture.numerals import read_numeral
from localize.culture.tables import entry
from localize.locales import parse_locale

_RANK = re.compile("(?<![一二三四五六七八九十百千万第几两0-9])(大|[二三四五六七八九]|十[一二三四五六]?)$")


def rank_before(text: str, end: int) -> tuple[int, int] | None:
    """Return the rank that ends at a place and where it begins; None where no rank stands there.

    >>> rank_before("十四阿哥", 2), rank_before("大皇子", 1), rank_before("两小姐", 1)
    ((14, 0), (1, 0), None)
    """
    match = _RANK.search(text[:end])
    if match is None:
        return None
    reading = None if match[1] == "大" else read_numeral(match[1])
    return (int(reading.value) if reading else 1), match.start()


def say_rank(rank: int, locale: str, *, feminine: bool) -> str | None:
    """Return the word of a rank in a locale; None where its table has none.

    >>> say_rank(2, "en-US", feminine=True), say_rank(3, "es-419", feminine=True), say_rank(3, "es-419", feminine=False)
    ('Second', 'Tercera', 'Tercer')
    """
    row = entry("ranks.tsv", str(rank))
    language = parse_locale(locale).language
    return (row.get(f"{language}f" if feminine else language) or None) if row else None
