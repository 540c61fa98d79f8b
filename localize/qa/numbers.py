"""TXT, third part: whether the numbers of the source came through with their value."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from localize.model import Severity
from localize.qa.emit import fault
from localize.qa.shown import BLANK, language_of, show, show_source
from localize.qa.target_numbers import WORD_LANGUAGES, Written, bare_point, digit_numbers, written_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from localize.culture.base import NumberHit
    from localize.model import Finding, Segment
    from localize.qa.base import Context

# What is converted, rounded or said in another way on purpose: measures, ages, clock times, dates, shares. The
# culture rules know them; without their word a difference is no fault.
_CONVERTED = (
    "里", "步", "丈", "尺", "寸", "斤", "两", "兩", "钱", "錢", "亩", "畝", "顷", "頃", "石", "斗", "升",
    "时辰", "時辰", "更", "刻", "炷", "盏", "盞", "柱", "度", "平", "岁", "歲", "点", "點", "成", "折",
    "代", "月", "周", "週", "旬", "进", "世纪", "世紀", "层", "層", "楼", "樓", "分", "進", "小时", "小時",
    "秒", "倍", "号", "號", "日", "比", "公里", "米", "年代", "°", "℃", "万", "萬",
    "亿", "億",
)  # fmt: skip
_DIGIT_LANGUAGES = frozenset(
    {"ja", "ko", "th", "vi", "id", "ru", "es", "pt", "fr", "de", "it", "tr", "ar", "hi"}
)
_KILO = ("卡", "克", "米", "瓦", "伏", "赫", "焦", "帕", "字", "兆")
"""Units that 千 belongs to: 2500千卡 are 2,500 kilocalories."""
_SMALL = 10
TEN = "十拾百佰千仟万萬亿億兆廿卅卌"
POWERS = "kKwWmM"
"""Smaller numbers are said in too many ways to be compared; every numeral from ten on holds one of these."""
_HAN_DIGIT = "〇零一二三四五六七八九两兩壹贰叁肆伍陆柒捌玖貳參陸"
DIGITS = f"0-9０-９{_HAN_DIGIT}"
"""Figures of a Chinese source, for a class of characters."""
# One class in front lets the search skip to it; the look-behind then asks which kind it was.
_TEN_OR_MORE = re.compile(f"[{TEN}{POWERS}{DIGITS}](?:(?<=[{TEN}{POWERS}])|[.．,，]?[{DIGITS}])")
# The same where a Han character, or a letter that stands for a power, takes part.
_BEYOND_DIGITS = re.compile(
    f"[{TEN}]|[0-9０-９][.．,，]?(?:[{POWERS}](?![A-Za-z])|[{_HAN_DIGIT}])|[{_HAN_DIGIT}][.．,，]?[{DIGITS}]"
)
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
_SPELLED_UP_TO = 12
_MOST_DIGITS = 16  # beyond them it is a scream, or data
_BUDDHIST_ERA = 543
"""Years by which the calendar of Thailand is ahead (CLDR, calendar buddhist)."""
_TWO_DIGITS = re.compile(r"\d\d")
# Clock times, sizes and temperatures are said in another system elsewhere; a digit beside a letter is a name.
_OTHER_SYSTEM = re.compile(
    r"\s?(?:[ap]\.?m\b|o'clock|ft\b|feet|foot|in\b|inch|mi\b|miles?|yards?|lbs?\b|pounds?|oz\b|ounces?|°|º|[:/.,\-–]\d|%"
    r"|[A-Za-zА-я])",
    re.IGNORECASE,
)
_OTHER_SYSTEM_WORDS = re.compile(
    r"\b(?:feet|foot|inch(?:es)?|miles?|pounds|ounces|Fahrenheit|o'clock)\b", re.IGNORECASE
)

_OF_PHONES = re.compile(r"\b(?:tele)?phones?\b|\bcountry codes?\b|\bdial", re.IGNORECASE)
"""A text about phone numbers: the code of a country behind its plus is an example, of the reader's own country."""


def check(segment: Segment, target: str, context: Context) -> Iterable[Finding]:
    """Return the TXT findings about numbers."""
    if language_of(context.source_locale) == "zh":
        if _TEN_OR_MORE.search(segment.source):
            return _from_chinese(segment, target, context)
    elif _TWO_DIGITS.search(segment.source):
        return _between(segment, target, context)
    return ()


def _from_chinese(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    """Yield the numbers of a Chinese source that the target has otherwise, or not at all."""
    from localize.culture.numbers import find_numbers

    source = show_source(context.masked).words
    if not _TEN_OR_MORE.search(source):
        return
    words = show(target, context.format).words.replace("\n", " ")  # a rendering may run over a line break
    hits = () if same_figures(source, words) else find_numbers(source)
    language = language_of(context.target_locale)
    missing, written = _compared([hit for hit in hits if _hard(hit, source)], words, language)
    if not missing or _rendered(words, missing, context.rendered):
        return
    strangers = [
        number
        for number in written
        if number.firm
        and not any(_same(hit, number) for hit in hits)
        and not _inside(number, words, context.rendered)
    ]
    if strangers:
        yield _wrong(segment, missing, strangers)
    elif language in WORD_LANGUAGES | _DIGIT_LANGUAGES:
        for hit in missing:
            if _must_show(hit, language):
                yield fault("TXT013", segment, f"{hit.text} is missing")


def same_figures(source: str, words: str) -> bool:
    """Return whether the numbers of a source are all in digits, and stand in the target in the same digits."""
    if _BEYOND_DIGITS.search(source):
        return False
    return set(_FIGURES.findall(source)) <= set(_FIGURES.findall(words))


def _compared(hits: list[NumberHit], words: str, language: str) -> tuple[list[NumberHit], Sequence[Written]]:
    """Return the numbers that the target lacks, and those that it has; words are read only where digits do not do."""
    written: Sequence[Written] = ()
    for read in (digit_numbers, written_numbers):
        if hits:
            written = read(words, language)
            hits = [hit for hit in hits if not any(_same(hit, number) for number in written)]
    return hits, written


def _between(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    """Yield the numbers in digits of a source that is not Chinese, where the target has others or none."""
    source = show_source(context.masked).words
    words = show(target, context.format).words.replace("\n", " ")
    theirs = written_numbers(source, language_of(context.source_locale))
    ours = written_numbers(words, language_of(context.target_locale))
    said = frozenset().union(*(number.values for number in ours))
    missing = [n for n in theirs if _comparable(n, source) and not n.values & said and not _in_parts(n, said)]
    if not missing or _OTHER_SYSTEM_WORDS.search(source):
        return
    known = frozenset().union(*(number.values for number in theirs))
    strangers = [n for n in ours if _comparable(n, words) and not n.values & known]
    missing, strangers = _without_years(missing, strangers)
    if _OF_PHONES.search(source):
        missing = [n for n in missing if source[n.start - 1 : n.start] != "+"]
    if not missing:
        return
    wanted = ", ".join(number.text for number in missing)
    if strangers:
        message = f"the source says {wanted}, the text {', '.join(n.text for n in strangers)}"
        # A text with more numbers of its own than it lacks says other things on purpose.
        severity = Severity.WARNING if len(strangers) > len(missing) else None
        span = (strangers[0].start, strangers[0].end)
        yield fault("TXT012", segment, message, span=span, severity=severity)
    elif any(ch.isdigit() for ch in words) or context.target_locale.partition("-")[0] in WORD_LANGUAGES:
        yield fault("TXT013", segment, f"{wanted} is missing")


def _in_parts(number: Written, said: frozenset[Fraction]) -> bool:
    """Return whether a text says both halves of a number with a point: chapter 30, verse 9 for 30.9."""
    halves = number.text.split(".")
    return len(halves) > 1 and all(half.isdecimal() and Fraction(int(half)) in said for half in halves)


def _without_years(
    missing: Sequence[Written], strangers: Sequence[Written]
) -> tuple[list[Written], list[Written]]:
    """Leave out years that one side says with two figures, or in the Buddhist era: 1980's, los 80; 1992, 2535."""

    def same(one: Written, other: Written) -> bool:
        return other.text.endswith(f".{one.text}") or any(  # 1970, 01.01.1970
            1000 <= long < 3000
            and ((short < 100 and long % 100 == short) or (short >= 1000 and long - short == _BUDDHIST_ERA))
            for a in one.values
            for b in other.values
            for long, short in ((a, b), (b, a))
        )

    left = [n for n in missing if not any(same(n, other) for other in strangers)]
    return left, [n for n in strangers if not any(same(n, other) for other in missing)]


def _comparable(number: Written, text: str) -> bool:
    """Return whether a number is written in digits, of ten or more, and no part of a time, size or name."""
    if not number.firm or min(number.values) < _SMALL or not number.text[0].isdigit():
        return False
    if len(number.text) > _MOST_DIGITS or text[max(number.start - 2, 0) : number.start] == "U+":
        return False
    before = text[number.start - 1 : number.start]
    if (
        before.isalnum()
        or before in {"#", "-", "/", "_", BLANK}
        or text[number.end : number.end + 1] == BLANK
    ):
        return False
    return not _OTHER_SYSTEM.match(text, number.end)


def _wrong(segment: Segment, missing: Sequence[NumberHit], strangers: Sequence[Written]) -> Finding:
    source = ", ".join(hit.text for hit in missing)
    target = ", ".join(number.text for number in strangers)
    span = (strangers[0].start, strangers[0].end)
    return fault("TXT012", segment, f"the source says {source}, the text {target}", span=span)


def _hard(hit: NumberHit, source: str) -> bool:
    """Return whether a number must come through with its value."""
    if hit.approx == "several" or hit.form in {"half", "dual", "bare", "fraction", "slang"}:
        return False
    if hit.form == "han" and ("点" in hit.text or "點" in hit.text):
        return False  # 两点四十 is a clock time as often as a decimal
    if bare_point(source, hit.span.start):
        return False
    after = source[hit.span.end :].lstrip()  # “200 万”: the blank parts the number from its power
    if after[:1] in {"百", "十"} or (hit.text[-1] in "百千" and "0" <= hit.text[0] <= "9"):
        return False  # 1百万 and 2千3百万 mix figures with two powers
    if hit.text.endswith("千") and after.startswith(_KILO):
        return False
    if (
        after.startswith(_CONVERTED)
        or hit.ordinal
        or BLANK in source[max(0, hit.span.start - 1) : hit.span.end + 1]
    ):
        return False
    if after.startswith("年") and hit.value < 100:
        return False  # years of a reign, and decades
    return _size(hit) >= _SMALL


def _size(hit: NumberHit) -> Fraction:
    """Return the value as it is written: 51 for 51 %."""
    return Fraction(hit.value) * (100 if hit.form == "percent" else 1)


def _must_show(hit: NumberHit, language: str) -> bool:
    """Return whether the target must name the number in a way that can be read here."""
    if hit.approx != "exact" or _size(hit) <= _SPELLED_UP_TO:
        return False
    if hit.form == "percent" and hit.value == 1:
        return False  # 百分之百相信: wholly
    return language in WORD_LANGUAGES or hit.form == "arabic"


def _same(hit: NumberHit, number: Written) -> bool:
    return any(_equal(hit, value) for value in number.values)


def _equal(hit: NumberHit, value: Fraction) -> bool:
    exact = Fraction(hit.value)
    if value in (exact, _size(hit)) or (hit.high is not None and exact <= value <= Fraction(hit.high)):
        return True
    return hit.approx != "exact" and exact * 4 <= value * 5 and value * 4 <= exact * 5


def _inside(number: Written, words: str, rendered: Sequence[str]) -> bool:
    """Return whether a number of the target stands in words that the culture rules wrote or accept."""
    folded = words.casefold()
    for text in rendered:
        at = folded.find(text.casefold()) if text else -1
        while at >= 0:
            if at <= number.start and number.end <= at + len(text):
                return True
            at = folded.find(text.casefold(), at + 1)
    return False


def _rendered(words: str, missing: Sequence[NumberHit], rendered: Sequence[str]) -> bool:
    """Return whether as many agreed renderings stand in the target as numbers seem to be missing."""
    folded = words.casefold()
    return sum(1 for text in set(rendered) if text and text.casefold() in folded) >= len(missing)
