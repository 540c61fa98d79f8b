"""The only place that reads shares and multiples: 七成 (70 %), 八折 (20 % off), 一又二分之一, 百分之十几, 翻两番."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from fractions import Fraction

from localize.culture.base import Approx, NumberForm
from localize.culture.hedges import hedge_after
from localize.culture.numerals import DIGITS, HAN, Reading, read_numeral

_DIGIT = "一二两兩三四五六七八九"
_TENTHS = re.compile(
    rf"([{_DIGIT}十]|[{_DIGIT}]{{2}}|[1-9１-９])成([{_DIGIT}])?"
    r"(?!功(?!力)|[为爲了员員绩績立本长長就人语語熟果交亲親婚家双雙行群对對全灰片形天千百效型批])"
)
_PAID = re.compile(
    rf"(?:([{_DIGIT}])([{_DIGIT}])?|([1-9１-９][0-9０-９]?(?:[.．][0-9０-９])?)|对|對)折"
    r"(?![磨腾騰扣叠疊中断斷回返射子服戏戲花线線旧舊算合本寿壽损損价價半])"
)
_MIXED = re.compile(r"([^又\s]{1,6})又([^分\s]{1,4})分之([^\s]{1,4})")
_DOUBLED = re.compile(rf"翻了?([{_DIGIT}]|[1-9])番|翻了?一?倍")
_RANGES = 1
"""Neighbouring digits are two guesses (七八折), others two decimals (九五折)."""


def read_share(text: str, at: int) -> tuple[Reading, int] | None:
    """Return the share or multiple that begins at a place, with its end; None where there is none.

    >>> [str(read_share(text, 0)[0].value) for text in ("七成把握", "九五折", "对折", "一又二分之一", "翻了两番")]
    ['7/10', '19/20', '1/2', '3/2', '4']
    >>> read_share("三成交", 0) is None, read_share("七八成", 0)[0].high
    (True, Fraction(4, 5))
    """
    for reader in (_tenths, _discount, _mixed, _doubled, _part):
        if (found := reader(text, at)) is not None:
            return _hedged(text, *found) if found[0].form in _HEDGED else found
    return None


_HEDGED = {NumberForm.TENTHS, NumberForm.PERCENT}
_ODD = re.compile(r"(?<=[十百])(?:好?[几幾]|[余餘])")


def _hedged(text: str, reading: Reading, end: int) -> tuple[Reading, int]:
    """Return a share with the words that make it inexact: 三成多, 百分之三十左右, 百分之十几."""
    if reading.high is not None:
        return reading, end
    if odd := _ODD.match(text, end):
        return replace(reading, approx=Approx.OVER), odd.end()
    if hedge := hedge_after(text, end):
        return replace(reading, approx=hedge[0]), hedge[1]
    return reading, end


def _tenths(text: str, at: int) -> tuple[Reading, int] | None:
    match = _TENTHS.match(text, at)
    if match is None or (at and text[at - 1] in f"{_DIGIT}十百千万第"):
        return None
    count, more = match.groups()
    low, high = _pair(count)
    if more is not None:
        if high is not None:
            return None
        low += Fraction(DIGITS[more], 10)
    top = None if high is None else high / 10
    return Reading(low / 10, top, form=NumberForm.TENTHS), match.end()


def _pair(count: str) -> tuple[Fraction, Fraction | None]:
    """Return one digit, or the ends of a guess (七八)."""
    if len(count) == 2:
        return Fraction(DIGITS[count[0]]), Fraction(DIGITS[count[1]])
    return Fraction(10 if count == "十" else DIGITS.get(count) or int(count)), None


def _discount(text: str, at: int) -> tuple[Reading, int] | None:
    match = _PAID.match(text, at)
    if match is None or (at and text[at - 1] in f"{_DIGIT}十百千万第.0123456789"):
        return None
    first, second, digits = match.groups()
    high = None
    if digits:
        digits = unicodedata.normalize("NFKC", digits)
        value = Fraction(digits) / (100 if len(digits) == 2 else 10)
    elif first is None:
        value = Fraction(1, 2)
    elif second is None:
        value = Fraction(DIGITS[first], 10)
    elif DIGITS[second] - DIGITS[first] == _RANGES:
        value, high = Fraction(DIGITS[first], 10), Fraction(DIGITS[second], 10)
    else:
        value = Fraction(DIGITS[first] * 10 + DIGITS[second], 100)
    return Reading(value, high, form=NumberForm.DISCOUNT), match.end()


def _mixed(text: str, at: int) -> tuple[Reading, int] | None:
    match = _MIXED.match(text, at)
    if match is None:
        return None
    parts = [read_numeral(part) for part in match.groups()[:2]]
    end, top = match.end(), read_numeral(match.group(3))
    while top is None and end - 1 > match.start(3):
        end -= 1
        top = read_numeral(text[match.start(3) : end])
    whole, bottom = parts
    if whole is None or bottom is None or top is None or any(r.high for r in (whole, bottom, top)):
        return None
    if bottom.value == 0 or whole.form is NumberForm.BARE:
        return None
    value = Fraction(str(whole.value)) + Fraction(str(top.value)) / Fraction(str(bottom.value))
    return Reading(value, form=NumberForm.FRACTION), end


def _doubled(text: str, at: int) -> tuple[Reading, int] | None:
    """Read 翻一番 (twice), 翻两番 (four times): each 番 doubles."""
    match = _DOUBLED.match(text, at)
    if match is None:
        return None
    times = match.group(1)
    count = 1 if times is None else DIGITS.get(times) or int(times)
    return Reading(2**count, form=NumberForm.MULTIPLE), match.end()


_PART = re.compile(rf"([{HAN}]+|\d+)分之([{HAN}0-9.点點]+)|([0-9０-９]+(?:[.．][0-9０-９]+)?)\s?([%％‰])")
_LATIN_BEFORE = re.compile(r"[A-Za-z0-9０-９_@#]$")


def _part(text: str, at: int) -> tuple[Reading, int] | None:
    """Read 三分之一, 百分之五十, 万分之三 and 50%."""
    match = _PART.match(text, at)
    if match is None or _LATIN_BEFORE.search(text[:at]):
        return None
    if match.group(3):
        top, bottom = read_numeral(match.group(3)), Reading(1000 if match.group(4) == "‰" else 100)
    else:
        top = read_numeral(match.group(2))
        bottom = read_numeral(match.group(1).replace("万", "一万").replace("一一", "一")) or Reading(0)
    if top is None or top.high is not None or bottom.value == 0:
        return None
    value = Fraction(str(top.value)) / Fraction(str(bottom.value))
    form = NumberForm.PERCENT if bottom.value == 100 else NumberForm.FRACTION
    return replace(top, value=value, form=form), match.end()
