"""The only place that knows the grammar of a Chinese numeral: one written number in, its exact value out.

Values follow the mainland reading of 兆 only where nothing else is possible: 兆 is 10**12 here (Taiwan, Japan, Korea);
mainland computing's 10**6 is a matter of context that a numeral does not carry.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from localize.culture.base import Approx, NumberForm

if TYPE_CHECKING:
    from localize.culture.base import Number

PLAIN = {
    c: n
    for n, group in enumerate(("〇零○", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for c in group
}
PAIRED = {"两": 2, "兩": 2, "俩": 2, "倆": 2, "仨": 3}
FINANCIAL = dict(
    zip("壹弌贰貳弍叁參叄肆伍陆陸柒捌玖", (1, 1, 2, 2, 2, 3, 3, 3, 4, 5, 6, 6, 7, 8, 9), strict=True)
)
TENS = {"廿": 20, "卅": 30, "卌": 40}
SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
BIG_UNITS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
LATIN_UNITS = {"w": 10**4, "W": 10**4, "k": 10**3, "K": 10**3}
DIGITS = {**PLAIN, **PAIRED, **FINANCIAL}
HAN = "".join(DIGITS) + "廿卅卌十拾百佰千仟万萬亿億兆幺"
"""Every Chinese character that a numeral is written with, but 几 and 数."""
_SPOKEN_ONE = {"幺": 1}
_ASCENDING = "一二三四五六七八九"

_ARABIC = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_UNITS = "十拾百佰千仟万萬亿億兆"
_RANGES = {(1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 7), (7, 8), (8, 9), (3, 5), (3, 2)}

Token = tuple[str, int | Decimal]
"""Kind (``digit``, ``arabic``, ``tens``, ``unit``) and value."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a numeral says, without knowing where it stands."""

    value: Number
    high: Number | None = None
    approx: Approx = Approx.EXACT
    form: NumberForm = NumberForm.HAN


@functools.lru_cache(maxsize=4096)  # the same few numerals stand in most lines
def read_numeral(text: str) -> Reading | None:
    """Return the reading of a string that is one numeral and nothing else; None if it is not one.

    >>> read_numeral("两万五").value, read_numeral("一百二").value, read_numeral("一万零三百").value
    (25000, 120, 10300)
    >>> read_numeral("三五百万")
    Reading(value=3000000, high=5000000, approx=<Approx.EXACT: 'exact'>, form=<NumberForm.HAN: 'han'>)
    >>> read_numeral("五十多万").approx, read_numeral("3.5亿").value
    (<Approx.OVER: 'over'>, 350000000)
    >>> read_numeral("两个亿").value, read_numeral("２.５w").value
    (200000000, 25000)
    """
    text = _fold(text)
    if signed := _SIGNED.fullmatch(text):
        found = read_numeral(signed.group(1))
        exact = found is not None and found.high is None and found.approx is Approx.EXACT and found.value > 0
        return replace(found, value=-found.value) if found is not None and exact else None
    for reader in (_read_digits, _read_loose, _read_pair, _read_exact):
        if (found := reader(text)) is not None:
            return found
    return None


def _fold(text: str) -> str:
    """Return the text with full-width digits, letters and signs made ASCII; Han characters are not touched."""
    return "".join(unicodedata.normalize("NFKC", c) if "！" <= c <= "～" else c for c in text)


def _read_digits(text: str) -> Reading | None:
    """Read 二〇二五 and 幺幺零: three or more plain digits without a unit."""
    if len(text) < 3 or not all(c in PLAIN or c in _SPOKEN_ONE for c in text):
        return None
    if len(text) == 3 and text in _ASCENDING:
        return Reading(PLAIN[text[0]], PLAIN[text[2]])  # 六七八个
    digits = "".join(str(PLAIN.get(c, _SPOKEN_ONE.get(c))) for c in text)
    return Reading(int(digits), form=NumberForm.DIGITS)


_SEVERAL = re.compile(r"好?[几幾数數](十|百|千|万|萬|亿|億|[十百千][万萬亿億]|[十百千]?[个個][亿億])")
_UP_TO = {"成百上千": 100, "成千上万": 1000, "成千上萬": 1000, "成千成万": 1000, "千千万万": 1000}
"""Phrases for hundreds and thousands: from twice the unit to nine times the next."""
_TENS_UP_TO = re.compile(r"[几幾](十上百|百上千|千上[万萬])(?:[个個]?([万萬亿億]))?")
_UPWARDS = re.compile(r"([上成过過逾超近])(百|千|万|萬|亿|億|[十百千][万萬亿億]|[十百千][个個][亿億])")
_MORE = re.compile(r"(.+?)([多余餘来來])([个個]?[万萬亿億]+)?")
_COUNTED_MORE = re.compile(r"(.+)[个個]多([亿億])")
_ODD = re.compile(r"(.*十|[1-9]0)好?[几幾数數]((?:[个個][亿億]|[万萬亿億])?)")
_ODD_TO_ROUND = re.compile(r"(.*十)[几幾]([二三四五六七八九]十)((?:[个個][亿億]|[万萬亿億])?)")
_OR_SO = re.compile(r"([百千万萬]|个)把")
_HUNDRED_EIGHTY = re.compile(r"(?:([百千万萬])(?:儿|十儿|二)?八[十百千]|百十)([个個][亿億])?")
_SIGNED = re.compile(r"[负負](.+)")


def _read_loose(text: str) -> Reading | None:
    """Read the forms that name no exact number: 几百万, 上百万, 五十多万, 十几个, 百八十."""
    if match := _SEVERAL.fullmatch(text):
        unit = _unit_product(match.group(1))
        return Reading(2 * unit, 9 * unit, Approx.SEVERAL)
    if power := _UP_TO.get(text):
        return Reading(2 * power, 90 * power, Approx.SEVERAL)
    if match := _TENS_UP_TO.fullmatch(text):
        low = SMALL_UNITS[match[1][0]] * BIG_UNITS.get(match[2], 1)
        return Reading(2 * low, 90 * low, Approx.SEVERAL)  # 几十上百个亿
    if match := _ODD_TO_ROUND.fullmatch(text):
        return _odd_to_round(*match.groups())
    if match := _OR_SO.fullmatch(text):
        return Reading(_unit_product(match.group(1)), approx=Approx.ABOUT)
    if match := _UPWARDS.fullmatch(text):
        approx = Approx.NEARLY if match.group(1) == "近" else Approx.OVER
        return Reading(_unit_product(match.group(2)), approx=approx, form=NumberForm.BARE)
    if match := _HUNDRED_EIGHTY.fullmatch(text):
        unit = _unit_product(match.group(1) or "百") * _unit_product(match.group(2) or "")
        return Reading(unit, approx=Approx.ABOUT)
    if match := _ODD.fullmatch(text):
        base, unit = _exact(match.group(1)), _unit_product(match.group(2))
        return None if base is None else Reading((base + 1) * unit, (base + 9) * unit, Approx.SEVERAL)
    if match := _COUNTED_MORE.fullmatch(text):
        count = _exact(match.group(1))
        return None if count is None else Reading(_whole(count * 10**8), approx=Approx.OVER)
    return _read_more(text)


def _odd_to_round(low: str, high: str, unit: str) -> Reading | None:
    """Read 十几二十亿: from the ten that is named to the next."""
    first, last, scale = _exact(low), _exact(high), _unit_product(unit)
    if first is None or last is None or last - first != 10:
        return None
    return Reading(_whole(first * scale), _whole(last * scale))


def _read_more(text: str) -> Reading | None:
    """Read 五十多万, 十来个, 三千余, 万余, 三四百来万: more than what is named, or about it."""
    match = _MORE.fullmatch(text)
    if match is None:
        return None
    head, mark, unit = match[1], match[2], match[3] or ""
    base = _LONE.get(head if mark in "余餘" or head == "百十" else "") or _exact(head)
    if base is None and mark in "来來" and head[-1] in _UNITS:
        return _read_pair(head + unit)
    named = head[-1] in _UNITS or head[-1] in TENS or head[-1].isdecimal()
    if base is None or not named or (base < 10 and not unit):
        return None
    approx = Approx.ABOUT if mark in "来來" else Approx.OVER
    return Reading(_whole(base * _unit_product(unit)), approx=approx)


_LONE = {"百十": 110, "万": 10**4, "萬": 10**4}
"""Heads that are no numerals by themselves; 万 is one before 余 alone (万余人)."""


def _read_pair(text: str) -> Reading | None:
    """Read two neighbouring digits as a range: 七八, 三五百万, 二十七八, 两三千."""
    spots = [
        i
        for i in range(len(text) - 1)
        if text[i] in DIGITS and text[i + 1] in DIGITS and (DIGITS[text[i]], DIGITS[text[i + 1]]) in _RANGES
    ]
    if len(spots) != 1:
        return None
    spot = spots[0]
    first, second = _exact(text[: spot + 1] + text[spot + 2 :]), _exact(text[:spot] + text[spot + 1 :])
    if first is None or second is None or first == second:
        return None
    return Reading(min(first, second), max(first, second))


def _read_exact(text: str) -> Reading | None:
    value = _exact(text)
    return None if value is None else Reading(value, form=_form(text))


def _form(text: str) -> NumberForm:
    if _ARABIC.fullmatch(text):
        return NumberForm.ARABIC
    if any(c.isdecimal() for c in text):
        return NumberForm.MIXED
    if text in PAIRED and text not in "两兩":
        return NumberForm.DUAL
    if any(c in FINANCIAL for c in text):
        return NumberForm.FINANCIAL
    bare = text.lstrip("个個")
    return NumberForm.BARE if bare[0] in "百佰千仟万萬亿億" else NumberForm.HAN


def _exact(text: str) -> int | Decimal | None:
    """Return the value of an exact numeral, None if it is not one."""
    if len(text) > 1 and text[-1] in "两兩":
        return None  # 五百两 is a weight or silver; the elliptic last digit is written 二
    if text[:2] in {"万亿", "萬億"}:
        text = "一" + text
    text = re.sub(r"[个個](?=[万萬亿億兆]$)", "", text) if len(text) > 2 else text.replace("个亿", "一亿")
    if "点" in text or "點" in text:
        return _decimal(text)
    tokens = _tokens(text)
    return None if not tokens else _long(tokens)


def _decimal(text: str) -> int | Decimal | None:
    match = re.fullmatch(r"([^点點]+)[点點]([〇零○一二三四五六七八九]+)([百佰千仟万萬亿億兆]*)", text)
    if match is None:
        return None
    whole = _exact(match.group(1))
    if whole is None:
        return None
    part = Decimal("0." + "".join(str(PLAIN[c]) for c in match.group(2)))
    return _whole((whole + part) * _unit_product(match.group(3)))


def _tokens(text: str) -> list[Token] | None:
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        char = text[at]
        if match := _ARABIC.match(text, at):
            tokens.append(("arabic", _whole(Decimal(match.group().replace(",", "")))))
            at = match.end()
            continue
        if char in DIGITS:
            tokens.append(("digit", DIGITS[char]))
        elif char in TENS:
            tokens.append(("tens", TENS[char]))
        elif char in SMALL_UNITS:
            tokens.append(("unit", SMALL_UNITS[char]))
        elif char in BIG_UNITS:
            tokens.append(("unit", BIG_UNITS[char]))
        elif char in LATIN_UNITS and len(tokens) == 1 and tokens[0][0] == "arabic" and at == len(text) - 1:
            tokens.append(("unit", LATIN_UNITS[char]))
        else:
            return None
        at += 1
    return tokens


def _long(tokens: list[Token]) -> int | Decimal | None:
    """Return the value of a numeral with 万, 亿, 兆: the part before the greatest unit, times it, plus the rest."""
    for unit in sorted({v for k, v in tokens if k == "unit" and v >= 10**4}, reverse=True):
        at = len(tokens) - 1 - tokens[::-1].index(("unit", unit))
        left = _long(tokens[:at]) if tokens[:at] else None
        if left is None or left == 0:
            return None
        rest = tokens[at + 1 :]
        if not rest:
            return _whole(left * unit)
        short = _short_digit(rest, unit)
        right = _long(rest) if short is None else short
        return None if right is None or right >= unit else _whole(left * unit + right)
    return _section(tokens)


def _short_digit(rest: list[Token], unit: int | Decimal) -> int | None:
    """Return the value of an elliptic last digit (两万五: 5 stands for 5,000), None where there is none."""
    if len(rest) == 1 and rest[0][0] in {"digit", "arabic"} and 0 < rest[0][1] < 10:
        return int(rest[0][1] * unit) // 10
    return None


def _section(tokens: list[Token]) -> int | Decimal | None:
    """Return the value of a numeral below 10,000, or of one Arabic number with a unit."""
    if tokens and tokens[0][0] == "arabic":
        return _arabic_section(tokens)
    total, last_unit, pending, zero = 0, 10**4, None, False
    for place, (kind, raw) in enumerate(tokens):
        value = int(raw)
        if kind == "unit":
            first_or_ten = place == 0 or (value == 10 and total > 0)
            if value >= last_unit or (pending is None and not first_or_ten):
                return None
            total, last_unit, pending, zero = total + (pending or 1) * value, value, None, False
        elif pending is not None or kind == "arabic" or (kind == "tens" and last_unit <= 10):
            return None
        elif kind == "tens":
            total, last_unit = total + value, 10
        elif value == 0 and len(tokens) > 1:
            zero = True
        else:
            pending = value
    return _finish(total, last_unit, pending, zero=zero)


def _finish(total: int, last_unit: int, pending: int | None, *, zero: bool) -> int | None:
    """Return the value of a section with its last digit, which is elliptic right after 百 or 千 (一百二: 120)."""
    if pending is None:
        return None if zero else total
    elliptic = last_unit in (100, 1000) and not zero
    return total + pending * (last_unit // 10 if elliptic else 1)


def _arabic_section(tokens: list[Token]) -> int | Decimal | None:
    value, last = tokens[0][1], 0
    for place, (kind, unit) in enumerate(tokens[1:], 2):
        if kind == "arabic" and last and place == len(tokens) and 0 < unit < 10:
            return _whole(value + unit * last // 10)  # 3千5
        if kind != "unit":
            return None
        value, last = value * unit, int(unit)
    return _whole(value)


def _unit_product(units: str) -> int:
    product = 1
    for char in units:
        product *= int({**SMALL_UNITS, **BIG_UNITS}.get(char, 1))
    return product


def _whole(value: int | Decimal) -> int | Decimal:
    """Return an int where a Decimal holds one."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value
