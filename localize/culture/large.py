"""The only place that writes a number in the large-number words of a locale: million, mil millones, triệu, 万, लाख.

CLDR's compact patterns come through Babel. Its holes are filled here: the long form is missing for Japanese and
Korean (they keep myriads: 3億5000万), and German and French do not say thousands in words.
"""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from localize.culture import english
from localize.culture.base import Approx, NumberForm, as_decimal
from localize.culture.tables import is_chinese, locale_row, text_for
from localize.locales import parse_locale

if TYPE_CHECKING:
    from localize.culture.base import Number, NumberHit


class Style(StrEnum):
    """How a number is written."""

    DIALOGUE = "dialogue"  # thirty million
    COMPACT = "compact"  # 30 million
    DIGITS = "digits"  # 30,000,000


_MYRIADS = {
    "ja": ("", "万", "億", "兆"),
    "ko": ("", "만", "억", "조"),
}
_SMALLEST_WORD = {"de": 10**6, "fr": 10**6, "it": 10**6, "pl": 10**6}
_SMALL_WORDS = {
    "es": "cero _ dos tres cuatro cinco seis siete ocho nueve diez",
    "pt": "zero _ _ três quatro cinco seis sete oito nove dez",
    "fr": "zéro _ deux trois quatre cinq six sept huit neuf dix",
    "de": "null _ zwei drei vier fünf sechs sieben acht neun zehn",
    "id": "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh",
    "tr": "sıfır bir iki üç dört beş altı yedi sekiz dokuz on",
    "vi": "không một hai ba bốn năm sáu bảy tám chín mười",
}
"""Zero to ten where the word has one form; `_` where gender would have to be known."""
_THOUSAND = {
    "es": "mil",
    "pt": "mil",
    "id": "seribu",
    "vi": "một nghìn",
    "th": "หนึ่งพัน",
    "tr": "bin",
    "ru": "тысяча",
    "ar": "ألف",
    "hi": "एक हज़ार",
}
"""A thousand said without "one", or with the word for it."""
_HALF_TENS = {"th", "hi"}
"""Languages with words for 10^4 and 10^5, which they also say with a half."""
_ORDINALS = {
    "es": "{n}.º",
    "pt": "{n}º",
    "id": "ke-{n}",
    "vi": "thứ {n}",
    "th": "ที่ {n}",
    "ja": "第{n}",
    "ko": "제{n}",
    "ru": "{n}-й",
    "de": "{n}.",
    "fr": "{n}e",
    "tr": "{n}.",
}


def render_number(
    hit: NumberHit, locale: str, *, style: Style = Style.DIALOGUE, unit: str = ""
) -> str | None:
    """Return a number in the words of a locale; None for Chinese, or where the locale has no words for it here.

    Args:
        hit: the number.
        locale: BCP 47 tag of the target.
        style: dialogue spells what a person would say.
        unit: a unit word that the number counts, put where the language wants it (50万元以上).

    >>> from localize.culture.numbers import find_numbers
    >>> hit = find_numbers("三千万")[0]
    >>> [render_number(hit, tag) for tag in ("en-US", "es-419", "ja", "hi", "th")]
    ['thirty million', '30 millones', '3000万', '3 करोड़', '30 ล้าน']
    >>> render_number(find_numbers("五十多万")[0], "en-US"), render_number(find_numbers("三五百万")[0], "es-419")
    ('more than five hundred thousand', 'de 3 a 5 millones')
    """
    if is_chinese(locale):
        return None
    if hit.ordinal:
        return _ordinal(hit, locale)
    if hit.form in {NumberForm.PERCENT, NumberForm.TENTHS, NumberForm.DISCOUNT}:
        return _share(hit, locale, style)
    if hit.form is NumberForm.MULTIPLE:
        return _multiple(hit, locale)
    if hit.approx is Approx.SEVERAL:
        return _several(hit, locale, style, unit)
    if isinstance(hit.value, Fraction) and hit.value.denominator != 1:
        return _fraction(hit.value, locale)
    if hit.high is not None:
        return _between(hit.value, hit.high, locale, style, unit)
    said = say_value(hit.value, locale, style=style)
    if hit.approx is Approx.EXACT:
        return with_unit(said, unit, locale)
    return _template(locale, str(hit.approx), n=with_unit(_inexact(said, locale, hit.approx), unit, locale))


def hedged(said: str, locale: str, approx: Approx) -> str | None:
    """Return a whole phrase as about, more than or nearly what it says.

    >>> hedged("two hours", "en-US", Approx.OVER), hedged("2時間", "ja", Approx.OVER)
    ('more than two hours', '2時間以上')
    """
    return said if approx is Approx.EXACT else _template(locale, str(approx), n=said)


_JUST_OVER = {
    "en": ("more than", "just over"),
    "es": ("más de", "poco más de"),
    "pt": ("mais de", "pouco mais de"),
    "id": ("lebih dari", "sedikit lebih dari"),
}


def just_over(said: str, source: str, locale: str) -> str:
    """Return words for more than a number as a little more, where the source says 出头 and the language can.

    >>> just_over("more than twenty", "二十出头", "en-US"), just_over("more than twenty", "二十多", "en-US")
    ('just over twenty', 'more than twenty')
    """
    plain, less = _JUST_OVER.get(parse_locale(locale).language, ("", ""))
    return re.sub(rf"^{plain}", less, said) if plain and re.search("出[头頭]$", source) else said


_NEEDS_OF = {
    "en": (r"(?:dozens|hundreds|thousands|millions|billions)$", "of "),
    "es": (r"(?:ill[oó]n|illones|decenas|cientos|miles)$", "de "),
    "pt": (r"(?:lhão|lhões|dezenas|centenas|milhares)$", "de "),
    "fr": (r"(?:illions?|illiards?|dizaines|centaines|milliers|moitié|douzaine)$", "de "),
    "it": (r"(?:ilion[ei]|iliard[oi])$", "di "),
}
"""Number words that are nouns: what they count follows with a preposition (30 millones de yuanes)."""


def of_word(said: str, locale: str) -> str:
    """Return the preposition that a number word wants before a noun, with its space; '' where it wants none.

    >>> of_word("30 millones", "es-419"), of_word("500 mil", "es-419"), of_word("dozens", "en")
    ('de ', '', 'of ')
    """
    pattern, word = _NEEDS_OF.get(parse_locale(locale).language, ("$^", ""))
    return word if re.search(pattern, said) else ""


def with_unit(said: str, unit: str, locale: str) -> str:
    """Return a number with its unit word, spaced as the language does.

    >>> with_unit("3000万", "元", "ja"), with_unit("30 millones", "yuanes", "es-419")
    ('3000万元', '30 millones de yuanes')
    """
    if not unit:
        return said
    of = of_word(said, locale)
    if of == "de " and unit[0] in "aeiouyé" and parse_locale(locale).language == "fr" and unit[:2] != "yu":
        of = "d'"
    language = parse_locale(locale).language
    joined = language == "ja" or (language == "th" and not said[-1].isdecimal())
    return f"{said}{'' if joined else ' '}{of}{unit}"


def _inexact(said: str, locale: str, approx: Approx) -> str:
    """Return a number as it follows "more than": English "a million", Russian genitive."""
    language = parse_locale(locale).language
    if language == "en":
        return re.sub(r"^one (?=[a-z])", "a ", said)
    if language == "ru" and approx is not Approx.NEARLY:
        one = re.match(r"1\s", said)
        said = re.sub(r"(миллион|миллиард|триллион)\w*$", r"\1а" if one else r"\1ов", said)
        return re.sub(r"тысяч\w*$", "тысячи" if one else "тысяч", said)
    return said


def other_spellings(hit: NumberHit, locale: str) -> tuple[str, ...]:
    """Return the ways to write a number that say the same as its dialogue form, without that form."""
    chosen = render_number(hit, locale)
    found = [render_number(hit, locale, style=style) for style in (Style.COMPACT, Style.DIGITS)]
    if parse_locale(locale).language == "en" and hit.approx is Approx.ABOUT:
        found += [text.replace("around ", "about ") for text in (chosen, *found) if text]
    return tuple(dict.fromkeys(text for text in found if text and text != chosen))


def say_value(value: Number, locale: str, *, style: Style = Style.DIALOGUE) -> str:
    """Return an exact value in a locale's numerals and number words.

    >>> [say_value(5 * 10**9, tag) for tag in ("es-419", "de", "ko", "ar")]
    ['5 mil millones', '5 Milliarden', '50억', '5 مليار']
    """
    from babel.numbers import format_decimal

    exact = as_decimal(value)
    tag = parse_locale(locale)
    if exact < 0:
        sign = "minus " if tag.language == "en" and style is not Style.DIGITS else "-"
        return sign + say_value(-exact, locale, style=style)
    if style is Style.DIGITS or exact != exact.to_integral_value():
        return str(format_decimal(round(exact, 2), locale=tag.babel))
    whole = int(exact)
    if tag.language == "en" and tag.territory == "IN" and style is Style.DIALOGUE:
        return english.indian(whole)
    if tag.language == "en":
        return english.cardinal(whole) if style is Style.DIALOGUE else english.compact(whole)
    if tag.language in _MYRIADS:
        return _myriads(whole, tag.language)
    if style is Style.DIALOGUE and whole <= 10 and tag.language in _SMALL_WORDS:
        word = _SMALL_WORDS[tag.language].split()[whole]
        if word != "_":
            return word
    if whole == 1000 and style is Style.DIALOGUE and tag.language in _THOUSAND:
        return _THOUSAND[tag.language]
    compact = _compact(whole, tag.babel) if whole >= _SMALLEST_WORD.get(tag.language, 1000) else None
    return compact or str(format_decimal(whole, locale=tag.babel))


def _myriads(value: int, language: str) -> str:
    """Return a number in groups of four digits, as Japanese and Korean say it.

    >>> _myriads(350000000, "ja"), _myriads(25000, "ko"), _myriads(9999, "ja")
    ('3億5000万', '2만 5000', '9999')
    """
    groups, rest, names = [], value, _MYRIADS[language]
    for name in names[:-1]:
        rest, group = divmod(rest, 10**4)
        if group:
            groups.append(f"{group}{name}")
    if rest:
        groups.append(f"{rest}{names[-1]}")
    return (" " if language == "ko" else "").join(reversed(groups)) or "0"


_ONE_MILLION = {"es": "un ", "pt": "um ", "fr": "un ", "it": "un ", "de": "eine ", "ar": ""}
"""How a language says one of its great powers: un millón, and مليون alone."""


def _compact(value: int, babel: str) -> str | None:
    """Return a round number with CLDR's power word; None where that would need more than two decimals."""
    from babel.numbers import format_compact_decimal

    unit = _unit(len(str(value)), babel)
    if unit == 1:
        return None
    head = Decimal(value) / unit
    places = 100 if value >= 10**6 else 2 if value >= 10**4 and babel[:2] in _HALF_TENS else 1
    if head * places != (head * places).to_integral_value():
        return None
    text = str(format_compact_decimal(value, format_type="long", locale=babel, fraction_digits=2))
    if babel[:2] == "es" and text.startswith("1 mil "):
        return text.removeprefix("1 ")  # mil millones, as one says mil
    if (one := _ONE_MILLION.get(babel[:2])) is not None:
        text = re.sub(r"^1\s(?=\D)", one, text)
    if babel[:2] == "fr" and head < 2:
        return text.removesuffix("s")  # French counts from two; Babel takes the plural pattern
    return text


@functools.lru_cache(maxsize=1024)
def _unit(digits: int, babel: str) -> int:
    """Return what CLDR's long pattern divides a number of so many digits by; 1 where it has no power word."""
    from babel.core import Locale

    formats = Locale.parse(babel).compact_decimal_formats
    patterns = formats.get("long", formats["short"])["other"]
    pattern = patterns.get(str(10 ** (digits - 1)))
    if pattern is None or not pattern.pattern.strip("0 "):
        return 1
    return int(10 ** (digits - pattern.pattern.count("0")))


def _template(locale: str, column: str, **parts: str) -> str | None:
    row = locale_row("approx.tsv", locale)
    return row[column].format(**parts) if row and row.get(column) else None


def _share(hit: NumberHit, locale: str, style: Style) -> str | None:
    """Return a percentage; 八折 leaves four fifths to pay, so it is 20 percent off."""
    ends = [hit.value] if hit.high is None else [hit.value, hit.high]
    off = hit.form is NumberForm.DISCOUNT
    if parse_locale(locale).language != "en" and style is Style.DIALOGUE:
        style = Style.COMPACT  # five percent, but 5 %
    parts = [say_value((1 - v if off else v) * 100, locale, style=style) for v in ends]
    if off:
        parts.reverse()
    said = parts[0] if len(parts) == 1 else _template(locale, "range", a=parts[0], b=parts[1])
    if said is None:
        return None
    if off:
        template = text_for("phrases.tsv", "discount", locale)
        return template.format(n=said) if template else None
    percent = _template(locale, "percent", n=said)
    return percent and hedged(percent, locale, hit.approx)


def _multiple(hit: NumberHit, locale: str) -> str | None:
    """Return 翻两番 as a verb, where the language needs no ending on it (quadrupled, gấp 4 lần)."""
    times = int(hit.value)
    if parse_locale(locale).language == "en":
        return english.multiplied(times, past="了" in hit.text)
    template = text_for("phrases.tsv", "fold", locale)
    return template.format(n=times) if template else None


def _between(low: Number, high: Number, locale: str, style: Style, unit: str) -> str | None:
    near = as_decimal(high) - as_decimal(low) == 1
    ends = [say_value(value, locale, style=style) for value in (low, high)]
    ranged = _range(ends[0], ends[1], locale, near=near)
    return ranged and with_unit(ranged, unit, locale)


def _range(low: str, high: str, locale: str, *, near: bool) -> str | None:
    """Return "three to five million": a unit word that both ends share is said once; neighbours have an "or"."""
    head, _, unit = low.partition(" ")
    other = high.partition(" ")[2]
    if unit and unit[:4] == other[:4] and unit.count(" ") == other.count(" "):
        low = head
    if near and parse_locale(locale).language == "en":
        return f"{low} or {high}"
    return _template(locale, "range", a=low, b=high)


def _several(hit: NumberHit, locale: str, style: Style, unit_word: str) -> str | None:
    """Return 几百万, 十几个: by the power of ten of the unit, or as more than the number below."""
    low = int(hit.value)
    if hit.high is not None and hit.value * 9 == hit.high * 2:
        unit = low // 2
        words = _template(locale, "few" if unit == 1 else f"e{min(len(str(unit)) - 1, 9)}")
        return words and with_unit(words, unit_word, locale)
    if hit.high is not None and hit.value * 45 == hit.high:
        words = text_for("phrases.tsv", f"by_{low // 2}", locale)
        words = words or _template(locale, f"e{min(len(str(low // 2)) - 1, 9)}")
        return words and with_unit(words, unit_word, locale)
    if low == 11:
        teens = _template(locale, "teens")
        return teens and with_unit(teens, unit_word, locale)
    step = int((hit.high or low) - low) // 8
    said = say_value(low - step, locale, style=style)
    return _template(locale, "over", n=with_unit(_inexact(said, locale, Approx.OVER), unit_word, locale))


_PARTS_OF = {"ja": "{d}分の{n}", "ko": "{d}분의 {n}"}


def _fraction(value: Fraction, locale: str) -> str | None:
    if value == Fraction(1, 2):
        return _template(locale, "half")
    language = parse_locale(locale).language
    if language in _PARTS_OF and 0 < value < 1:
        return _PARTS_OF[language].format(n=value.numerator, d=value.denominator)
    if language != "en":
        return text_for("fractions.tsv", str(value), locale)
    whole, part = divmod(value, 1)
    if whole and part == Fraction(1, 2):
        return f"{english.cardinal(int(whole))} and a half"
    if value.denominator >= 100 and value < 1:
        return f"{english.cardinal(value.numerator)} in {english.cardinal(value.denominator)}"
    if value < 1 and value.denominator <= 10:
        names = {4: "quarter"}
        name = names.get(value.denominator, english.ordinal(value.denominator))
        return f"a {name}" if value.numerator == 1 else f"{english.cardinal(value.numerator)} {name}s"
    return None


def _ordinal(hit: NumberHit, locale: str) -> str | None:
    language = parse_locale(locale).language
    if language == "en":
        return english.ordinal(int(hit.value))
    template = _ORDINALS.get(language)
    return template.format(n=int(hit.value)) if template else None
