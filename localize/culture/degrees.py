"""The only place that says 度 and 码 by what the line speaks of: fever, short sight, liquor, a car's speed."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal

from localize.culture import english
from localize.culture.base import Approx, as_decimal
from localize.culture.large import Style, say_value
from localize.culture.numerals import PLAIN
from localize.culture.tables import locale_row, text_for
from localize.locales import parse_locale

if TYPE_CHECKING:
    from localize.culture.base import NumberHit, Setting

_TEMPERATURE = re.compile(r"[烧燒热熱冷]|体温|體溫|气温|氣溫|温度|溫度|零下|零上|天气|天氣|退烧|摄氏")
_SIGHT = re.compile(r"近视|近視|眼镜|眼鏡|散光|老花|远视|遠視|镜片|鏡片|度数|度數")
_FAR_SIGHT = re.compile(r"老花|远视|遠視")
_LIQUOR = re.compile(r"酒|茅台|二锅头|二鍋頭|伏特加|威士忌|高粱|汾酒")
_SPEED = re.compile(r"[开開飙飆跑]|时速|時速|车速|車速|高速|油门")
_BELOW_ZERO = re.compile(r"零下$")
_LEAST_SIGHT = 50
"""Hundredths of a dioptre from which 度 can mean glasses."""


def below_zero(text: str, at: int) -> int:
    """Return where 零下 before a number begins; the place itself where there is none."""
    match = _BELOW_ZERO.search(text[:at])
    return match.start() if match else at


_TENTH = re.compile("([一二三四五六七八九1-9])(?![十百千万萬度次个個级級0-9])")


def with_tenth(text: str, number: NumberHit, end: int) -> tuple[NumberHit, int]:
    """Return 三十七度二 as 37.2 with where it ends; the number as it is where no tenth follows the 度.

    >>> from localize.culture.numbers import find_numbers
    >>> number, end = with_tenth("三十七度二，发烧", find_numbers("三十七度二")[0], 4)
    >>> str(number.value), end
    ('37.2', 5)
    """
    match = _TENTH.match(text, end)
    whole = number.approx is Approx.EXACT and number.high is None and number.value == int(number.value)
    if match is None or not whole:
        return number, end
    digit = match[1] if match[1].isdecimal() else str(PLAIN[match[1]])
    return replace(number, value=Decimal(f"{int(number.value)}.{digit}")), match.end()


def say_degrees(text: str, number: NumberHit, setting: Setting) -> str | None:
    """Return 度 by what the line speaks of; None where that cannot be told.

    500度 of glasses are −5.00 dioptres, 52度 of liquor 52 % alcohol; Fahrenheit is for the United States only.

    >>> from localize.culture import Setting, find
    >>> [find("近视三百度", Setting(tag))[0].target for tag in ("en-US", "es-419", "de", "ja")]
    ['minus three', '-3.00', '-3,00', '-3.00']
    >>> [find("今天零下二十度", Setting(tag))[0].target for tag in ("en-US", "en-GB", "ja")]
    ['four below zero', 'minus twenty degrees', '氷点下20度']
    """
    if number.high is not None:
        return None
    value = as_decimal(number.value)
    if _SIGHT.search(text) and value >= _LEAST_SIGHT:
        return _sight(value if _FAR_SIGHT.search(text) else -value, setting.locale)
    if _TEMPERATURE.search(text):
        cold = below_zero(text, number.span.start) < number.span.start
        return _temperature(-value if cold else value, setting.locale)
    if _LIQUOR.search(text) and 10 <= value <= 75:
        if parse_locale(setting.locale).language == "en":
            return f"{value} percent"
        row = locale_row("approx.tsv", setting.locale)
        return row["percent"].format(n=value) if row else None
    return None


def _sight(hundredths: Decimal, locale: str) -> str:
    from babel.numbers import format_decimal

    dioptres = hundredths / 100
    tag = parse_locale(locale)
    if tag.language == "en":
        return f"{'minus' if dioptres < 0 else 'plus'} {english.cardinal(abs(dioptres))}"
    shown = str(format_decimal(dioptres, format="0.00", locale=tag.babel))
    return shown if dioptres < 0 else f"+{shown}"


def _temperature(celsius: Decimal, locale: str) -> str | None:
    from babel.units import format_unit

    tag = parse_locale(locale)
    if spoken := text_for("degrees.tsv", "minus" if celsius < 0 else "plus", locale):
        return spoken.format(n=say_value(abs(celsius), locale, style=Style.DIGITS))
    if tag.language != "en":
        short: Literal["short"] = "short"
        return str(format_unit(float(celsius), "temperature-celsius", length=short, locale=tag.babel))
    if tag.territory == "US":
        shown = (celsius * 9 / 5 + 32).quantize(Decimal(1), ROUND_HALF_UP)
        if shown < 0:
            return f"{english.cardinal(-shown)} below zero"
        return f"{int(shown)} degrees"
    if celsius < 0:
        return f"minus {english.cardinal(-celsius)} degrees"
    return f"{int(celsius) if celsius == int(celsius) else celsius} degrees"


def say_speed(text: str, number: NumberHit, setting: Setting) -> str | None:
    """Return 码 of a car: slang for km/h, although the word means yards; None where nobody drives.

    >>> from localize.culture import Setting, find
    >>> [find("开到80码", Setting(tag))[0].target for tag in ("en-US", "en-GB", "ja")]
    ['50 miles an hour', '80 kilometers an hour', '80 km/h']
    """
    from babel.units import format_unit

    if not _SPEED.search(text) or number.high is not None or number.value < 10:
        return None
    tag = parse_locale(setting.locale)
    if tag.territory == "US":
        miles = as_decimal(number.value) / Decimal("1.609344")
        place = Decimal(1).scaleb(miles.adjusted() - 1)
        return f"{int((miles / place).quantize(Decimal(1), ROUND_HALF_UP) * place)} miles an hour"
    if tag.language == "en":
        return f"{number.value} kilometers an hour"
    said = str(format_unit(float(number.value), "speed-kilometer-per-hour", length="short", locale=tag.babel))
    return said if "speed-" not in said else None
