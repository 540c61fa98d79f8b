"""The only place that converts between the Chinese lunisolar calendar and the Gregorian one, 1901 to 2099.

A line rarely says its year, so nothing is converted by itself: a caller who knows the year asks. The table is
`data/lunar_years.tsv`.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

from localize.culture.tables import entry, keys

ANIMALS = "鼠牛虎兔龙蛇马羊猴鸡狗猪"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_NEW_YEAR = "除夕"
_TERMS = {"清明": ("qingming", 4), "清明节": ("qingming", 4), "冬至": ("dongzhi", 12), "立春": ("lichun", 2)}
"""Festivals of the sun, not the moon: column of the table and Gregorian month."""
_FESTIVALS = {
    "春节": (1, 1),
    "大年初一": (1, 1),
    "元宵节": (1, 15),
    "元宵": (1, 15),
    "上元节": (1, 15),
    "龙抬头": (2, 2),
    "上巳节": (3, 3),
    "端午节": (5, 5),
    "端午": (5, 5),
    "七夕": (7, 7),
    "七夕节": (7, 7),
    "乞巧节": (7, 7),
    "中元节": (7, 15),
    "鬼节": (7, 15),
    "中秋节": (8, 15),
    "中秋": (8, 15),
    "重阳节": (9, 9),
    "重阳": (9, 9),
    "下元节": (10, 15),
    "腊八节": (12, 8),
    "腊八": (12, 8),
    "小年": (12, 23),
}


@dataclass(frozen=True, slots=True, order=True)
class LunarDate:
    """A day of the lunisolar calendar.

    Attributes:
        year: Gregorian year in which the lunar year begins.
        month: 1 to 12.
        day: 1 to 30.
        leap: True in the second of two months with one number.
    """

    year: int
    month: int
    day: int
    leap: bool = False


@dataclass(frozen=True, slots=True)
class _Year:
    first: dt.date
    months: tuple[tuple[int, bool, int], ...]
    """Number, leap, length in days."""
    days: dict[str, int]


@functools.lru_cache(maxsize=256)
def _year(year: int) -> _Year | None:
    row = entry("lunar_years.tsv", str(year))
    if row is None:
        return None
    leap, numbers = int(row["leap"]), list(range(1, 13))
    if leap:
        numbers.insert(leap, leap)
    lengths = [30 if size == "l" else 29 for size in row["months"]]
    marked = [
        (n, bool(leap) and i == leap, days) for i, (n, days) in enumerate(zip(numbers, lengths, strict=True))
    ]
    terms = {name: int(row[name]) for name in ("lichun", "qingming", "dongzhi")}
    return _Year(dt.date.fromisoformat(row["first"]), tuple(marked), terms)


def to_gregorian(date: LunarDate) -> dt.date | None:
    """Return the Gregorian date of a lunar one; None where there is no such day or the year is not in the table.

    >>> to_gregorian(LunarDate(2025, 1, 1)), to_gregorian(LunarDate(2025, 6, 1, leap=True))
    (datetime.date(2025, 1, 29), datetime.date(2025, 7, 25))
    >>> to_gregorian(LunarDate(2025, 5, 1, leap=True)), to_gregorian(LunarDate(1644, 3, 19))
    (None, None)
    """
    table = _year(date.year)
    if table is None:
        return None
    before = 0
    for month, leap, days in table.months:
        if (month, leap) == (date.month, date.leap):
            return table.first + dt.timedelta(days=before + date.day - 1) if 1 <= date.day <= days else None
        before += days
    return None


def from_gregorian(date: dt.date) -> LunarDate | None:
    """Return the lunar date of a Gregorian one; None outside the table.

    >>> from_gregorian(dt.date(2026, 2, 17)), from_gregorian(dt.date(2025, 7, 25))
    (LunarDate(year=2026, month=1, day=1, leap=False), LunarDate(year=2025, month=6, day=1, leap=True))
    """
    table = _year(date.year)
    if table is None or date < table.first:
        table = _year(date.year - 1)
        if table is None:
            return None
        year = date.year - 1
    else:
        year = date.year
    left = (date - table.first).days
    for month, leap, days in table.months:
        if left < days:
            return LunarDate(year, month, left + 1, leap)
        left -= days
    return None


def festival(name: str, year: int) -> dt.date | None:
    """Return the day of a traditional festival in a Gregorian year; None for a name or year that is not known.

    除夕 is the eve of the New Year that falls in that year.

    >>> [str(festival(name, 2025)) for name in ("春节", "除夕", "七夕", "中秋节", "清明节", "冬至")]
    ['2025-01-29', '2025-01-28', '2025-08-29', '2025-10-06', '2025-04-04', '2025-12-21']
    """
    if name in _TERMS and (table := _year(year)) is not None:
        column, month = _TERMS[name]
        return dt.date(year, month, table.days[column])
    if name == _NEW_YEAR:
        new_year = festival("春节", year)
        return None if new_year is None else new_year - dt.timedelta(days=1)
    if name not in _FESTIVALS:
        return None
    month, day = _FESTIVALS[name]
    # The eighth and the twenty-third of the twelfth month may fall in the next January.
    found = (to_gregorian(LunarDate(lunar_year, month, day)) for lunar_year in (year, year - 1))
    return next((date for date in found if date is not None and date.year == year), None)


def known_years() -> tuple[int, int]:
    """Return the first and the last year of the table."""
    years = keys("lunar_years.tsv")
    return int(years[0]), int(years[-1])


def animal(year: int) -> str:
    """Return the zodiac animal of a lunar year, by its key in ``zodiac.tsv``.

    >>> animal(2025), animal(2023), animal(1900)
    ('蛇', '兔', '鼠')
    """
    return ANIMALS[(year - 4) % 12]


def sexagenary(year: int) -> str:
    """Return the stem and branch of a lunar year.

    >>> sexagenary(2024), sexagenary(1911), sexagenary(1894)
    ('甲辰', '辛亥', '甲午')
    """
    return STEMS[(year - 4) % 10] + BRANCHES[(year - 4) % 12]
