"""TXT, seventh part: whether a measure of a Chinese source still has its value after the change of unit."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from localize.qa.emit import fault
from localize.qa.shown import language_of, show, show_source
from localize.qa.target_numbers import written_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from localize.culture.base import NumberHit
    from localize.model import Finding, Segment
    from localize.qa.base import Context

# Unit words of targets: dimension, value in metres or kilograms, pattern. Sources: SI; the international foot,
# mile and pound of 1959; the Chinese market units as in localize.culture.measures.
_UNITS: tuple[tuple[str, Fraction, re.Pattern[str]], ...] = tuple(
    (dimension, Fraction(value), re.compile(rf"[\s\u00a0\u202f-]?(?:{pattern})(?![^\W\d_])", re.IGNORECASE))
    for dimension, value, pattern in (
        ("length", "1000", r"km|kms|kilomet(?:er|re)s?|kilometern?|kilómetros?|quil[óô]metros?|kilomètres?"),
        ("length", "1000", r"chilometr[io]|километр\w*|км|กิโลเมตร|กม\.?|cây số|킬로미터|キロ(?:メートル)?|公里"),
        ("length", "1", r"m|met(?:er|re)s?|metros?|mètres?|metr[io]|metern?|метр\w*|м|เมตร|mét|미터|メートル|公尺|米"),
        ("length", "1/100", r"cm|centimet(?:er|re)s?|centímetros?|centimètres?|centimetr[io]|сантиметр\w*|см|เซนติเมตร"),
        ("length", "1609344/1000", r"mi|miles?|millas?|milhas?|milles?"),
        ("length", "3048/10000", r"ft|feet|foot|pies?|pés?|pieds?"),
        ("length", "254/10000", r"in|inch(?:es)?|pulgadas?|polegadas?|pouces?"),
        ("length", "500", r"li"),
        ("weight", "1", r"kg|kgs|kilos?|kilogramo?s?|kilogrammes?|quilos?|quilogramas?|chilogramm[io]"),
        ("weight", "1", r"кг|килограмм\w*|กิโลกรัม|กิโล|cân|ký|킬로(?:그램)?|キロ(?:グラム)?|公斤"),
        ("weight", "1/1000", r"g|gr|grams?|gramos?|grammes?|gramas?|gramm[io]?|г|грамм\w*|กรัม|그램|グラム"),
        ("weight", "45359237/100000000", r"lbs?|pounds?|libras?|livres?"),
        ("weight", "28349523/1000000000", r"oz|ounces?|onzas?|onças?|onces?"),
        ("weight", "1/2", r"jin|catty|catties"),
        ("weight", "1000", r"tons?|tonnes?|toneladas?|tonnes?|tonnen|тонн\w*"),
    )
)  # fmt: skip
_DIMENSIONS = {"distance": "length", "length": "length", "weight": "weight"}
UNIT_ENDS = "里丈尺寸米斤克吨噸两兩"
"""The last characters of Chinese units."""
VAGUE = "几幾数數半"
"""Numerals that say no number."""
_NUMERAL = f"0-9０-９〇零一二三四五六七八九十百千万萬亿億两兩{VAGUE}廿卅壹贰叁肆伍陆柒捌玖拾佰仟貳參陸"
# A unit within three characters of a numeral: 三百多公里. Without that look 这里 would cost a reading of every number.
_HINT = re.compile(f"[{_NUMERAL}][^，。！？]{{0,2}}[{UNIT_ENDS}]")
_SPARE = Fraction(5, 4)
"""Two significant digits, and “about”, move a value by less than this."""


def check(segment: Segment, target: str, context: Context) -> Iterable[Finding]:
    """Return the TXT finding about measures; Chinese sources, and numbers that stand in the text."""
    if not may_have_measure(segment.source) or language_of(context.source_locale) != "zh":
        return ()
    language = language_of(context.target_locale)
    return () if language == "zh" else _converted(segment, target, context, language)


def may_have_measure(source: str) -> bool:
    """Return whether a numeral stands before what may be a unit; quick."""
    return _HINT.search(source) is not None


def _converted(segment: Segment, target: str, context: Context, language: str) -> Iterator[Finding]:
    from localize.culture.numbers import find_numbers

    source = show_source(context.masked).words
    wanted = [m for hit in find_numbers(source) if (m := _measure(hit, source)) is not None]
    if not wanted:
        return
    words = show(target, context.format).words.replace("\n", " ")
    folded = words.casefold()
    if any(text and text.casefold() in folded for text in context.rendered):
        return  # the culture rules wrote it
    written = list(_written(words, language))
    for text, dimension, low, high in wanted:
        same = [w for w in written if w[0] == dimension]
        if same and not any(low / _SPARE <= value <= high * _SPARE for _, value, _, _ in same):
            _, _, start, end = same[0]
            message = f"the source says {text}, the text {words[start:end].strip()}"
            yield fault("TXT026", segment, message, span=(start, end))


def _measure(hit: NumberHit, source: str) -> tuple[str, str, Fraction, Fraction] | None:
    """Return text, dimension, least and greatest value of a number with a unit; None if it has none."""
    from localize.culture.measures import UNITS

    if hit.ordinal or hit.approx == "several" or hit.form in {"percent", "fraction", "slang", "bare"}:
        return None
    for unit in UNITS:
        match = unit.pattern.match(source, hit.span.end)
        if match is None:
            continue
        dimension = _DIMENSIONS.get(unit.dimension)
        if dimension is None or source[match.end() : match.end() + 1] in set("一二三四五六七八九半多来"):
            return None  # 一米八: the rest of the height follows
        low = Fraction(hit.value) * unit.value
        high = Fraction(hit.high if hit.high is not None else hit.value) * unit.value
        if hit.approx != "exact":
            high *= 2 if hit.approx == "over" else _SPARE
        return source[hit.span.start : match.end()], dimension, low, high
    return None


def _written(words: str, language: str) -> Iterator[tuple[str, Fraction, int, int]]:
    """Yield dimension, value, start and end of every number with a unit in a target."""
    for number in written_numbers(words, language):
        for dimension, value, pattern in _UNITS:
            if match := pattern.match(words, number.end):
                for said in number.values:
                    yield dimension, said * value, number.start, match.end()
                break
