"""The only place that decides which plain numbers are rendered here and which are left to the engine.

Left to it: small exact counts (两个人), which engines handle well and which agreement would only disturb. Rendered:
numbers above ten, myriads, ranges, inexact numbers and slang. Arabic numbers keep their digits: small models
garble them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from localize.culture.base import Approx, CultureHit, NumberForm, as_decimal
from localize.culture.large import just_over, other_spellings, render_number
from localize.culture.tables import text_for
from localize.locales import parse_locale
from localize.model import EditKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.culture.base import NumberHit, Setting

_COUNTERS = {"ja", "ko", "vi", "th"}
"""Languages with measure words of their own: 个 stays in the line for the engine to choose one."""
_CLASSIFIER = re.compile(r"[个個名位](?![字称义体性人])|[个個名位](?=人)|多[个個]|号人")
_DIGITS = re.compile(r"\d+(?:[.．]\d+)?[%％]?")
_FIRST_DIGITS = 10
_FIRST_SPOKEN = 11
_FIRST_WRITTEN = 10**6


def find_counts(text: str, numbers: Sequence[NumberHit], setting: Setting) -> Iterator[CultureHit]:
    """Yield the plain numbers of a text that are not left to the engine.

    >>> from localize.culture import Setting, find
    >>> [h.target for h in find("两个亿，十来个人，三五个，两个人，二〇二五", Setting("en-US"))]
    ['two hundred million', 'around ten', 'three to five', '2025']
    """
    for number in numbers:
        if not _rendered_here(number) or _left_to_others(text, number):
            continue
        if _short_digits(number) and _JOINED.search(
            text[: number.span.start][-1:] + text[number.span.end :][:1]
        ):
            continue
        said, end = _said(number, text, setting.locale)
        if said is None:
            continue
        if parse_locale(setting.locale).language not in _COUNTERS and number.form is not NumberForm.DIGITS:
            counter = _CLASSIFIER.match(text, end)
            end = counter.end() if counter and not counter.group().endswith("人") else end
        start = _discounted(text, number)
        advice = ""
        if number.form is NumberForm.SLANG:
            advice = "小目标 is a property developer's “small goal” of 100 million yuan: gloss it if the plot needs it"
        yield CultureHit(
            span=Span(start, end),
            source=text[start:end],
            kind=EditKind.NUMBER,
            target=said,
            rule=_rule(number),
            reason=_REASONS.get(
                number.form, "Chinese counts in myriads: the value is exact and said in the locale's words"
            ),
            accept=() if number.form is NumberForm.DIGITS else other_spellings(number, setting.locale),
            advice=advice,
            number=number,
        )


_REASONS = {
    NumberForm.TENTHS: "成 is a tenth of the whole",
    NumberForm.DISCOUNT: "折 names the share that is paid, so what comes off is the rest",
    NumberForm.MULTIPLE: "each 番 doubles",
}
_OFFERED = re.compile(r"打(?:了|个|個)?$")


def _discounted(text: str, number: NumberHit) -> int:
    """Return where a number begins in the source; 打 belongs to a discount."""
    start = number.span.start
    offered = _OFFERED.search(text[:start]) if number.form is NumberForm.DISCOUNT else None
    return offered.start() if offered else start


def _rule(number: NumberHit) -> str:
    if number.form in {*_REASONS, NumberForm.PERCENT}:
        return f"number.{number.form}"
    return "number.large" if number.value >= 10**4 else "number.count"


_JOINED = re.compile(r"[A-Za-z\d:：/.\-_+#@$¥￥€£°~～]")
"""What stands beside digits that are part of a name, a time, a date, a price or a code; the engine keeps those."""
_LEFT_AFTER = re.compile(r"世[纪紀]|[个個]?(?:小时|小時|星期|礼拜|禮拜)|[岁歲]|月(?![饼餅亮光])")
"""What follows numbers that belong to another topic or to the engine: centuries, hours, weeks."""
_OCLOCK = re.compile(r"[点點](?!五|儿)")
_HOURS = 24


def _left_to_others(text: str, number: NumberHit) -> bool:
    """Return whether a number is the hour of a clock or counts what others say; 三千多点 are points of a game."""
    if number.value <= _HOURS and _OCLOCK.match(text, number.span.end):
        return True
    return _LEFT_AFTER.match(text, number.span.end) is not None


def _said(number: NumberHit, text: str, locale: str) -> tuple[str | None, int]:
    """Return a number's words and where they end in the source."""
    end = number.span.end
    if decades := _decades(number, text, locale):
        return decades, end + 1
    if number.form is NumberForm.DIGITS:
        return str(number.value), end
    if number.form is NumberForm.FRACTION:
        return _part_of(number, text, locale)
    if _short_digits(number):
        return _copied(number.text, locale), end
    said = render_number(number, locale)
    return said and just_over(said, number.text, locale), end


_OF = {"en": "of", "es": "de", "pt": "de"}
_SMALLEST_PART = 100
"""Of less than a hundredth one says "one in ten thousand", with nothing after it."""
_WHOLE = re.compile("的(?=[\u4e00-\u9fff])")


def _part_of(number: NumberHit, text: str, locale: str) -> tuple[str | None, int]:
    """Return a fraction and where it ends, with its preposition where the whole follows: 四分之一的股份."""
    said, end = render_number(number, locale), number.span.end
    of, whole = _OF.get(parse_locale(locale).language), _WHOLE.match(text, end)
    named = as_decimal(number.value) * _SMALLEST_PART >= 1
    return (f"{said} {of}", whole.end()) if said and of and whole and named else (said, end)


def _short_digits(number: NumberHit) -> bool:
    """Return whether a number is written in digits alone, up to six of them, with or without a percent sign."""
    return _DIGITS.fullmatch(number.text) is not None and number.value < _FIRST_WRITTEN


def _copied(text: str, locale: str) -> str:
    """Return digits with the decimal mark of the locale.

    >>> _copied("９９．５%", "es-419"), _copied("99.5%", "pt-BR"), _copied("250", "de")
    ('99.5%', '99,5%', '250')
    """
    from babel.numbers import get_decimal_symbol

    plain = unicodedata.normalize("NFKC", text)
    return plain.replace(".", get_decimal_symbol(parse_locale(locale).babel))


def _decades(number: NumberHit, text: str, locale: str) -> str | None:
    """Return 几十年 and 数百年 as one word where the language has it."""
    if number.approx is not Approx.SEVERAL or text[number.span.end : number.span.end + 1] != "年":
        return None
    key = {20: "decades", 200: "centuries"}.get(int(number.value))
    return text_for("phrases.tsv", key, locale) if key else None


def _rendered_here(number: NumberHit) -> bool:
    if number.form in {NumberForm.HALF, NumberForm.DUAL}:
        return False
    if number.form is NumberForm.FRACTION:
        return 0 < number.value < 1
    if number.form in _REASONS:
        return True
    if number.form is NumberForm.PERCENT and not _short_digits(number):
        return number.value != 1  # 百分之百 is rather "absolutely"
    if _short_digits(number):
        return number.value >= _FIRST_DIGITS or number.form is NumberForm.PERCENT
    if number.form is NumberForm.ARABIC:
        return number.value >= _FIRST_WRITTEN or number.approx is not Approx.EXACT
    if number.approx is Approx.SEVERAL and number.value == 2:
        return False
    inexact = number.approx is not Approx.EXACT or number.high is not None
    return (
        number.value >= _FIRST_SPOKEN or (inexact and not number.ordinal) or number.form is NumberForm.DIGITS
    )
