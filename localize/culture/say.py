"""The only place that writes a value as a Chinese numeral, the inverse of reading one; for tests and round trips."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from localize.culture.base import Number

_DIGITS = "零一二三四五六七八九"
_SMALL = ("", "十", "百", "千")
_BIG = ((10**12, "兆"), (10**8, "亿"), (10**4, "万"))


def say_chinese(value: Number) -> str:
    """Return a value in simplified Chinese numerals, as one says it.

    Whole numbers between -10**16 and 10**16, decimals digit by digit after 点, fractions as X分之Y.

    Raises:
        ValueError: the number is too great.

    >>> say_chinese(30000000), say_chinese(10300), say_chinese(105000), say_chinese(15)
    ('三千万', '一万零三百', '十万五千', '十五')
    >>> say_chinese(Decimal("3.5")), say_chinese(Fraction(1, 3))
    ('三点五', '三分之一')
    """
    if value < 0:
        return "负" + say_chinese(-value)
    if value >= 10**16:
        raise ValueError(f"no Chinese numeral is written for {value}")
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"{say_chinese(value.denominator)}分之{say_chinese(value.numerator)}"
    if isinstance(value, Decimal) and value != value.to_integral_value():
        whole, _, part = format(value, "f").partition(".")
        return say_chinese(int(whole)) + "点" + "".join(_DIGITS[int(d)] for d in part.rstrip("0"))
    spoken = _whole(int(value))
    return spoken.removeprefix("一") if spoken.startswith("一十") else spoken


def _whole(value: int) -> str:
    if value < 10**4:
        return _section(value)
    for unit, name in _BIG:
        if value >= unit:
            rest = value % unit
            gap = "零" if rest and rest < unit // 10 else ""
            return _whole(value // unit) + name + gap + (_whole(rest) if rest else "")
    raise AssertionError(value)


def _section(value: int) -> str:
    """Return the numeral of a value below 10,000."""
    if value == 0:
        return _DIGITS[0]
    said, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit == 0:
            gap = bool(said)
            continue
        said += ("零" if gap else "") + _DIGITS[digit] + _SMALL[place]
        gap = False
    return said
