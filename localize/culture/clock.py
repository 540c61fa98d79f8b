"""The only place that says hours and spans of time: 三更, 午时, 半个时辰, 八点半, 一炷香.

A 时辰 is two hours; the twelve run from 子 (23:00-01:00) to 亥. The five watches (更) of the night run from 19:00,
two hours each, so 三更 is midnight. 一炷香 and 一盏茶 have no fixed length and are never computed on.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from localize.culture.base import Approx, CultureHit, NumberForm
from localize.culture.large import hedged, render_number, say_value
from localize.culture.numerals import DIGITS, read_numeral
from localize.culture.tables import locale_row, text_for
from localize.locales import parse_locale
from localize.model import EditKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.culture.base import Number, NumberHit, Setting

_WATCHES = {"一": 20, "初": 20, "二": 22, "两": 22, "三": 0, "四": 2, "五": 4}
_WATCH = re.compile(
    r"(?<![第一-九十加更日])([一初二三四五])更(?:天|时分|時分)?(?![新加改换換衣名年何好多深大高强])"
)
_BRANCHES = {b: (2 * i) % 24 for i, b in enumerate("子丑寅卯辰巳午未申酉戌亥")}
_BRANCH = re.compile(
    r"([子丑寅卯辰巳午未申酉戌亥])[时時](?:[一二三四]刻|正|初|末)?(?![候间間刻代常而尚装髦期光机節节])"
)
_BRANCH_BEFORE = re.compile(r"(?:^|[\s，。！？、；：“「\d]|[日夜晚今明昨每到在至等过過当當约約于於是了])$")
_DEEP_NIGHT = re.compile(r"三更半夜|半夜三更|深更半夜")
_INCENSE = re.compile(
    r"(?<![上点點烧燒敬供插拜])(?<![上点點烧燒敬供插]了)"
    r"(?:([一半])[炷柱]香的?(?:时间|時間|工夫|功夫|时辰|时分)?|([两兩二三四五六七八九])[炷柱]香的?(?:时间|時間|工夫|功夫))"
)
"""Incense as a measure of time, not as an offering (给祖先上三炷香)."""
_TEA = re.compile(r"[一半]?[盏盞]茶的?(?:时间|時間|工夫|功夫)|[一半][盏盞]茶(?=$|[，。！？])")
_PARTS = r"凌晨|清晨|早晨|早上|上午|中午|下午|午后|傍晚|晚上|夜里|夜裡|深夜|半夜"
_CLOCK = re.compile(
    rf"({_PARTS})?([一二两三四五六七八九十]{{1,3}}|[01]?\d|2[0-4])[点點]"
    r"(?:([钟鐘整])|(半)|([一三])刻|([零〇一二三四五六七八九十]{1,3}|[0-5]\d)分?)?(?![一-九十\d]|[多几左右心头子儿什么都也不])"
)
_AFTERNOON = (
    "中午",
    "下午",
    "午后",
    "傍晚",
    "晚上",
    "夜里",
    "夜裡",
    "深夜",
    "今晚",
    "明晚",
    "昨晚",
    "当晚",
    "當晚",
)


def find_times(text: str, numbers: Sequence[NumberHit], setting: Setting) -> Iterator[CultureHit]:
    """Yield hours of the day and spans of time of a text.

    >>> from localize.culture import Setting, find
    >>> [(h.source, h.target) for h in find("三更，半个时辰，八点半，午时三刻", Setting("en-US"))]
    [('三更', 'midnight'), ('半个时辰', 'an hour'), ('八点半', '8:30'), ('午时三刻', 'noon')]
    """
    yield from _phrases(text, setting)
    for match in _WATCH.finditer(text):
        said = say_hour(_WATCHES[match.group(1)], setting.locale)
        reason = "a watch of the night is two hours; the third is midnight"
        yield from _one(match, said, "time.watch", reason)
    for match in _BRANCH.finditer(text):
        if _BRANCH_BEFORE.search(text[: match.start()]):
            said = say_hour(_BRANCHES[match.group(1)], setting.locale)
            yield from _one(match, said, "time.branch", "a double-hour is said by its middle on the clock")
    for number in numbers:
        yield from _span_of_time(text, number, setting.locale)
    for match in _CLOCK.finditer(text):
        said = _clock(match, setting.locale)
        yield from _one(match, said, "time.clock", "clock time in the audience's way of saying it")


def _one(match: re.Match[str], said: str | None, rule: str, reason: str) -> Iterator[CultureHit]:
    if said:
        yield CultureHit(Span(*match.span()), match.group(), EditKind.TIME, said, rule, reason)


def _phrases(text: str, setting: Setting) -> Iterator[CultureHit]:
    reason = "no fixed length: said in round words, never computed"
    for match in _INCENSE.finditer(text):
        key = {"一": "incense", "半": "half_incense"}.get(match.group(1) or "", "incenses")
        said = text_for("phrases.tsv", key, setting.locale)
        count = DIGITS.get(match.group(2) or "")
        said = said and said.format(n=count and say_value(count, setting.locale))
        yield from _one(match, said, "time.incense", reason)
    for match in _TEA.finditer(text):
        key = "half_tea" if match.group()[0] == "半" else "tea"
        yield from _one(match, text_for("phrases.tsv", key, setting.locale), "time.tea", reason)
    for match in _DEEP_NIGHT.finditer(text):
        yield from _one(match, text_for("phrases.tsv", "deep_night", setting.locale), "time.watch", reason)


def say_hour(hour: int, locale: str, *, minute: int = 0) -> str | None:
    """Return an hour of the day (0 to 23) as dialogue says it.

    >>> [say_hour(0, tag) for tag in ("en-US", "es-419", "vi")], say_hour(22, "en-US"), say_hour(20, "th")
    (['midnight', 'medianoche', 'nửa đêm'], 'ten at night', '2 ทุ่ม')
    """
    row = locale_row("time.tsv", locale)
    if row is None:
        return None
    if minute == 0 and hour in (0, 12):
        return row["midnight" if hour == 0 else "noon"]
    column = next(name for name, end in _PARTS_OF_DAY if hour < end)
    return _written(row, column, hour, minute, locale)


_PARTS_OF_DAY = (("small", 5), ("morning", 12), ("afternoon", 18), ("evening", 21), ("night", 24))


_HOUR_WORDS = {
    "ja": ("時", "時{m}分"),
    "ko": ("시", "시 {m}분"),
    "vi": (" giờ", " giờ {m}"),
    "fr": (" heures", " h {m}"),
}
"""Languages that say the minutes after the word for the hour."""


def _written(row: dict[str, str], column: str, hour: int, minute: int, locale: str) -> str | None:
    twelve = hour % 12 or 12
    language = parse_locale(locale).language
    template = row[column]
    if minute and (hour_word := _HOUR_WORDS.get(language)):
        said = _written(row, column, hour, 0, locale)
        plain, full = hour_word
        return said.replace(plain, full.format(m=f"{minute:02d}"), 1) if said and plain in said else None
    if minute:
        if not row["minutes"]:
            return None
        shown = row["minutes"].format(h=twelve, m=f"{minute:02d}")
        return shown if column == "plain" and language in {"en", "pt"} else template.format(h=shown, t=shown)
    if language == "th" and hour == 18:
        return "6 โมงเย็น"
    if language == "es" and twelve == 1:
        template = template.replace("las ", "la ")
    spoken = language in {"en", "pt", "tr"}
    said = say_value(twelve, locale) if spoken else _native(twelve) if language == "ko" else str(twelve)
    return template.format(h=said, t=hour - 18) if template else None


def _native(number: int) -> str:
    """Return a Korean hour in native numerals."""
    return "한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 열한 열두".split()[number - 1] + " "  # noqa: SIM905


def _clock(match: re.Match[str], locale: str) -> str | None:
    part, hour_text, whole, half, quarter, minutes = match.groups()
    if not (part or whole or half or quarter or (minutes and match.group().endswith("分"))):
        return None  # 三点 may be three points of a speech
    reading = read_numeral(hour_text)
    if reading is None or reading.high is not None or not 0 <= reading.value <= 24:
        return None
    hour = int(reading.value) % 24
    minute = 30 if half else {"一": 15, "三": 45}.get(quarter or "", 0)
    if minutes and (read := read_numeral(minutes.lstrip("零〇") or "零")):
        minute = int(read.value)
    if part is None and hour <= 12:
        row = locale_row("time.tsv", locale)
        return _written(row, "plain", hour, minute, locale) if row else None
    if part in _AFTERNOON and hour < 12 and not (part in {"夜里", "夜裡", "深夜"} and hour < 6):
        hour += 12
    if part in {"晚上", "半夜", "深夜", "夜里"} and int(reading.value) == 12:
        hour = 0
    return say_hour(hour, locale, minute=minute)


_NAMED_SPANS = {
    ("minute", Fraction(15)): "quarter",
    ("hour", Fraction(1, 2)): "half_hour",
    ("hour", Fraction(3, 2)): "hour_and_half",
}
"""Spans that languages have a phrase for."""
_SPANS = (
    (re.compile(r"个?时辰|個?時辰"), "hour", Fraction(2)),
    (re.compile(r"个?(?:小时|钟头)|個?(?:小時|鐘頭)"), "hour", Fraction(1)),
    (re.compile(r"刻[钟鐘]"), "minute", Fraction(15)),
)


def _span_of_time(text: str, number: NumberHit, locale: str) -> Iterator[CultureHit]:
    for pattern, column, factor in _SPANS:
        match = pattern.match(text, number.span.end)
        if match is None or number.ordinal or number.form in {NumberForm.PERCENT, NumberForm.FRACTION}:
            continue
        plain_hours = factor == 1
        inexact = number.form is NumberForm.HALF or number.approx is Approx.OVER
        if plain_hours and not inexact and number.value <= 10:
            return  # engines know hours; small counts are left to them
        said = _duration(number, column, factor, locale)
        if said:
            span = Span(number.span.start, match.end())
            reason = "a 时辰 is two hours" if factor == 2 else "a span of time in the audience's units"
            source = text[span.start : span.end]
            yield CultureHit(span, source, EditKind.TIME, said, f"time.{column}", reason, number=number)
        return


def _duration(number: NumberHit, column: str, factor: Fraction, locale: str) -> str | None:
    if number.approx is Approx.SEVERAL and number.value == 2:
        factor = Fraction(1)  # 几个时辰 is as vague in hours
    value = Fraction(str(number.value)) * factor
    high = None if number.high is None else Fraction(str(number.high)) * factor
    exact = high is None and number.approx is Approx.EXACT
    if exact and (key := _NAMED_SPANS.get((column, value))):
        return text_for("phrases.tsv", key, locale)
    row = locale_row("time.tsv", locale)
    if row is None:
        return None
    whole: Number = int(value) if value.denominator == 1 else value
    top: Number | None = None if high is None else int(high)
    several = number.approx is Approx.SEVERAL
    approx = Approx.SEVERAL if several else Approx.EXACT
    scaled = replace(number, value=whole, high=top, form=NumberForm.HAN, approx=approx)
    said = render_number(scaled, locale)
    if said is None:
        return None
    phrase = plural_form(row[column].split("|"), whole if top is None else top, said, locale)
    return phrase if several else hedged(phrase, locale, number.approx)


def plural_form(forms: list[str], value: Number, said: str, locale: str) -> str:
    """Return the form of a unit that a count takes; four forms are one, two, few and many (Arabic)."""
    from babel.core import Locale

    if value == 1:
        return forms[0]
    if len(forms) == 4:
        few = 3 <= value <= 10
        return forms[1] if value == 2 else forms[2 if few else 3].format(n=said)
    if len(forms) == 3:
        category = Locale.parse(parse_locale(locale).babel).plural_form(float(value))
        return forms[1 if category == "few" else 2].format(n=said)
    return forms[-1].format(n=said)
