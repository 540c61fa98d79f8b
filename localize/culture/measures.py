"""The only place that converts Chinese measures: metric for most of the world, US customary for en-US, period words.

Legal modern values: 里 500 m, 丈 10/3 m, 尺 1/3 m, 寸 1/30 m, 斤 500 g, 两 50 g, 钱 5 g, 亩 2000/3 m², 顷 6.67 ha. A
converted value is rounded to two significant digits, as a speaker would: 一里 is a third of a mile and never 1,640 ft.
Period works keep the unit's name. Idioms (千里, 七尺男儿, 半斤八两) are stop words of the numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from localize.culture import english
from localize.culture.base import Approx, CultureHit, NumberForm, as_decimal
from localize.culture.degrees import below_zero, say_degrees, say_speed, with_tenth
from localize.culture.hedges import hedge_after
from localize.culture.large import hedged, render_number, say_value
from localize.culture.tables import entry, text_for
from localize.locales import parse_locale
from localize.model import EditKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.culture.base import NumberHit, Setting


@dataclass(frozen=True, slots=True)
class Unit:
    """A Chinese unit: the pattern after the number, its dimension, its value in SI units, its period row."""

    pattern: re.Pattern[str]
    dimension: str
    value: Fraction
    period: str = ""


def _unit(pattern: str, dimension: str, value: str, period: str = "") -> Unit:
    return Unit(re.compile(pattern), dimension, Fraction(value), period)


UNITS = (
    _unit(r"公里|千米", "distance", "1000"),
    _unit(r"里[地路]|里(?![面边頭头屋应程子斯氏])", "distance", "500", "li"),
    _unit(r"公尺|米(?![饭粉糊其线酒色黄粒缸汤八七九六五一二三四])", "length", "1"),
    _unit(r"厘米|公分", "length", "1/100"),
    _unit(r"丈(?![夫母人])", "length", "10/3", "zhang"),
    _unit(r"尺(?![子码寸度])", "length", "1/3", "chi"),
    _unit(r"寸(?!步)", "length", "1/30", "cun"),
    _unit(r"公斤|千克", "weight", "1"),
    _unit(r"斤", "weight", "1/2", "jin"),
    _unit(
        r"[两兩](?=(?:白|[黄黃]|米|[烧燒]|烈|女[儿兒])酒|(?:牛|羊|[猪豬]|[鸡雞]|狗)肉|[酒肉面茶药藥米饭飯菜重油盐鹽])",
        "weight",
        "1/20",
        "liang",
    ),
    _unit(r"吨|噸", "weight", "1000"),
    _unit(r"克(?!拉|隆|服|制)", "weight", "1/1000"),
    _unit(r"公顷|公頃", "area", "10000"),
    _unit(r"[顷頃]", "area", "200000/3"),
    _unit(r"[亩畝]地?", "area", "2000/3", "mu"),
    _unit(r"平方公里", "region", "1000000"),
    _unit(r"平方米|平米|平方(?![公分厘尺])|平(?=[的，。！？、…\s大]|$)", "floor", "1"),
    _unit(r"坪", "floor", "3.3058"),
    _unit(r"石(?=[粮糧米谷穀麦麥])", "grain", "1", "dan"),
    _unit(r"斗(?=[粮糧米谷穀麦麥酒])", "grain", "1", "dou"),
    _unit(r"[码碼]", "speed", "1"),
    _unit(r"度(?![假过過日])", "degree", "1"),
)

_METRIC = {
    "distance": ((Decimal(1000), "kilometer"), (Decimal(1), "meter")),
    "length": ((Decimal(1), "meter"), (Decimal("0.01"), "centimeter")),
    "weight": ((Decimal(1000), "tonne"), (Decimal(1), "kilogram"), (Decimal("0.001"), "gram")),
    "area": ((Decimal(10000), "hectare"), (Decimal(1), "square-meter")),
    "region": ((Decimal(1000000), "square-kilometer"),),
    "floor": ((Decimal(1), "square-meter"),),
}
_AMERICAN = {
    "distance": ((Decimal("1609.344"), "mile"),),
    "length": ((Decimal("0.3048"), "foot"), (Decimal("0.0254"), "inch")),
    "weight": (
        (Decimal(1000), "ton"),
        (Decimal("0.45359237"), "pound"),
        (Decimal("0.028349523"), "ounce"),
    ),
    "area": ((Decimal("4046.8564224"), "acre"),),
    "region": ((Decimal("2589988.11"), "square mile"),),
    "floor": ((Decimal("0.09290304"), "square foot"),),
}
_METRE = {"GB", "AU", "NZ", "IE", "IN", "ZA", "SG", "CA"}
"""Where English writes metre."""
_FAR = 800
"""Metres from which a length is said as a distance."""
_LEAST = Decimal("0.2")
"""The least part of a customary unit that is said in it."""
_PLURALS = {"foot": "feet", "inch": "inches", "square foot": "square feet"}
_SHORT = {"th", "vi", "ja", "ko", "hi", "ar"}
_CUSTOMARY = re.compile(r"英尺|英里|英寸|磅|盎司|摄氏|攝氏|华氏|華氏|加仑")
"""Words that show the line itself speaks of two systems: nothing is converted in it."""
_HEIGHT = re.compile(r"([一二两1２2])米([一二三四五六七八九0-9])([一二三四五六七八九0-9])?(?![0-9十百千米])")


def find_measures(text: str, numbers: Sequence[NumberHit], setting: Setting) -> Iterator[CultureHit]:
    """Yield the measures of a text.

    >>> from localize.culture import Setting, find
    >>> def say(text, locale, era="modern"):
    ...     return [hit.target for hit in find(text, Setting(locale, era=era))]
    >>> say("三斤", "en-US"), say("三斤", "en-GB"), say("三百里", "en-US", "historical")
    (['three pounds'], ['1.5 kilograms'], ['three hundred li'])
    >>> say("一米八", "en-US"), say("120平的房子", "en-US"), say("一里地", "en-US")
    (['five foot eleven'], ['1,300 square feet'], ['a third of a mile'])
    """
    if _CUSTOMARY.search(text):
        return
    yield from _heights(text, setting)
    for number in numbers:
        if number.ordinal or number.form in {NumberForm.PERCENT, NumberForm.FRACTION, NumberForm.SLANG}:
            continue
        for unit in UNITS:
            if match := unit.pattern.match(text, number.span.end):
                amount, end = _hedged(text, number, match.end())
                if unit.dimension == "degree":
                    amount, end = with_tenth(text, amount, end)
                target, rule = _render(text, amount, unit, setting)
                if target:
                    yield _hit(text, amount, end, target, rule)
                break


def _hedged(text: str, number: NumberHit, end: int) -> tuple[NumberHit, int]:
    """Return a number with what makes it inexact after its unit, and where that ends: 八尺有余, 一丈来高."""
    hedge = hedge_after(text, end)
    if hedge is None or number.approx is not Approx.EXACT or number.high is not None:
        return number, end
    return replace(number, approx=hedge[0]), hedge[1]


def _hit(text: str, number: NumberHit, end: int, target: str, rule: str) -> CultureHit:
    kept = rule == "measure.period"
    reason = (
        "period units keep their name" if kept else "the audience's own unit, at most two significant digits"
    )
    start = below_zero(text, number.span.start) if rule == "measure.degree" else number.span.start
    return CultureHit(
        Span(start, end), text[start:end], EditKind.MEASURE, target, rule, reason, number=number
    )


def _render(text: str, number: NumberHit, unit: Unit, setting: Setting) -> tuple[str | None, str]:
    if unit.dimension == "degree":
        return say_degrees(text, number, setting), "measure.degree"
    if unit.dimension == "speed":
        return say_speed(text, number, setting), "measure.speed"
    if unit.period and (setting.historical or unit.dimension == "grain"):
        return _period(number, unit.period, setting.locale), "measure.period"
    return _converted(number, unit, setting), f"measure.{unit.dimension}"


def _period(number: NumberHit, key: str, locale: str) -> str | None:
    """Return a measure with the period unit's name (三百里 → three hundred li); ten feet stand for one 丈."""
    words = text_for("measures.tsv", key, locale)
    row = entry("measures.tsv", key)
    if words is None or row is None:
        return None
    factor = int(row["factor"])
    high = None if number.high is None else number.high * factor
    scaled = replace(number, value=number.value * factor, high=high)
    forms = words.split("|")
    word = forms[0] if scaled.value == 1 and high is None else forms[-1]
    if scaled.value == Fraction(1, 2) and parse_locale(locale).language == "en":
        return f"half {_article(forms[0])} {forms[0]}"
    if isinstance(scaled.value, Fraction) and scaled.value.denominator != 1:
        return None
    return render_number(scaled, locale, unit=word)


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


def _converted(number: NumberHit, unit: Unit, setting: Setting) -> str | None:
    american = parse_locale(setting.locale).territory == "US"
    ends = [as_decimal(Fraction(str(v)) * unit.value) for v in (number.value, number.high) if v is not None]
    far = unit.dimension == "length" and ends[0] >= _FAR
    table = (_AMERICAN if american else _METRIC)["distance" if far else unit.dimension]
    if american and ends[0] < _LEAST * table[-1][0]:
        return None  # too little for a customary unit: the line keeps its grams
    size, name = next(((s, n) for s, n in table if ends[0] >= s), table[-1])
    rounded = [_natural(end / size) for end in ends]
    english_target = parse_locale(setting.locale).language == "en"
    said = _english(rounded, name) if english_target else _foreign(rounded, name, setting.locale)
    if said and english_target and parse_locale(setting.locale).territory in _METRE:
        said = re.sub(r"(met|lit)er(?=s?\b)", r"\1re", said)
    if said is None or number.approx in {Approx.EXACT, Approx.SEVERAL}:
        return said if number.approx is not Approx.SEVERAL else None
    return hedged(said, setting.locale, number.approx)


def _natural(value: Decimal) -> Decimal:
    """Return a value rounded as people say it: two significant digits; halves below three, and where they are exact or
    a whole number would be off by more than a tenth.

    >>> [str(_natural(Decimal(v))) for v in ("0.31", "2.6", "3.3", "3.5", "3.53", "132.2", "1291")]
    ['0.31', '2.5', '3', '3.5', '3.5', '130', '1300']
    """
    if value < 1:
        return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if value < 3 or (value < 10 and value * 2 == (value * 2).to_integral_value()):
        return _natural_half(value)
    if value < 10:
        whole = value.quantize(Decimal(1), ROUND_HALF_UP)
        return whole if abs(whole - value) * 10 <= value else _natural_half(value)
    place = Decimal(1).scaleb(value.adjusted() - 1)
    return ((value / place).quantize(Decimal(1), ROUND_HALF_UP) * place).quantize(Decimal(1))


def _natural_half(value: Decimal) -> Decimal:
    return (value * 2).quantize(Decimal(1), ROUND_HALF_UP) / 2


_SPOKEN_FRACTIONS = (
    (Fraction(1, 4), "a quarter of"),
    (Fraction(1, 3), "a third of"),
    (Fraction(1, 2), "half"),
    (Fraction(2, 3), "two thirds of"),
    (Fraction(3, 4), "three quarters of"),
    (Fraction(1), ""),
)


def _english(values: list[Decimal], unit: str) -> str:
    """Return one or two values with an English unit: "two and a half pounds", "a third of a mile"."""
    name = unit.replace("-", " ")
    plural = _PLURALS.get(name, name + "s")
    if len(values) == 2:
        low, high = (
            max(_natural(v), Decimal("0.5")) if v >= 1 else Decimal(round(v * 2) or 1) / 2 for v in values
        )
        spelled = low == int(low) and high == int(high)
        ends = [english.cardinal(v) if spelled else f"{v.normalize():f}" for v in (low, high)]
        return f"{ends[0]} to {ends[1]} {plural}"
    value = values[0]
    if value < 1:
        _, words = min(_SPOKEN_FRACTIONS, key=lambda item: abs(item[0] - Fraction(value)))
        return f"{words} {_article(name)} {name}".strip()
    whole, part = divmod(value, 1)
    if part and value < 10 and unit in {"mile", "pound", "ounce", "foot", "inch", "acre"}:
        if whole == 1:
            return f"{_article(name)} {name} and a half"
        return f"{english.cardinal(int(whole))} and a half {plural}"
    return f"{english.cardinal(value)} {name if value == 1 else plural}"


_CLDR = {
    "hectare": "area-hectare",
    "square-meter": "area-square-meter",
    "square-kilometer": "area-square-kilometer",
}


def _foreign(values: list[Decimal], unit: str, locale: str) -> str | None:
    """Return values with CLDR's unit name; None where CLDR has none (Babel then hands back the raw key)."""
    from babel.units import format_unit

    if spoken := text_for("units.tsv", unit, locale):
        high = spoken.format(n=say_value(values[-1], locale))
        return high if len(values) == 1 else _ranged(say_value(values[0], locale), high, locale)
    babel = parse_locale(locale).babel
    family = "mass" if unit in {"kilogram", "gram", "tonne"} else "length"
    key = _CLDR.get(unit, f"{family}-{unit}")
    length: Literal["short", "long"] = "short" if parse_locale(locale).language in _SHORT else "long"
    measured = str(format_unit(float(values[-1]), key, length=length, locale=babel))
    if "-" in measured:
        return None
    if len(values) == 1:
        return measured
    low = say_value(values[0], locale)
    return _ranged(low, measured, locale)


def _ranged(low: str, high: str, locale: str) -> str | None:
    from localize.culture.tables import locale_row

    row = locale_row("approx.tsv", locale)
    return row["range"].format(a=low, b=high) if row else None


def _height(centimetres: int, locale: str) -> str:
    """Return a body's height as a language says it (180センチ, 1m80); in CLDR's metres where no form is known."""
    form = text_for("heights.tsv", "height", locale)
    if form is None:
        return _foreign([Decimal(centimetres) / 100], "meter", locale) or ""
    metres, rest = divmod(centimetres, 100)
    return form.format(m=metres, c=f"{rest:02}", n=centimetres)


def _heights(text: str, setting: Setting) -> Iterator[CultureHit]:
    """Yield body heights: 一米八, 1米75."""
    from localize.culture.numerals import DIGITS

    for match in _HEIGHT.finditer(text):
        digits = [str(DIGITS.get(c, c)) for c in match.groups("")]
        centimetres = int(digits[0]) * 100 + int(digits[1]) * 10 + int(digits[2] or 0)
        tag = parse_locale(setting.locale)
        if tag.territory == "US":
            feet, inches = divmod(int((Decimal(centimetres) / Decimal("2.54")).quantize(Decimal(1))), 12)
            target = (
                f"{english.spell(feet)} foot {english.spell(inches)}"
                if inches
                else f"{english.spell(feet)} feet"
            )
        elif tag.language == "en":
            target = f"{Decimal(centimetres) / 100} meters"
        else:
            target = _height(centimetres, setting.locale)
        if target:
            yield CultureHit(
                Span(*match.span()),
                match.group(),
                EditKind.MEASURE,
                target,
                "measure.height",
                "body height in the audience's own unit",
            )
