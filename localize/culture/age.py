"""The only place that says ages: 二十三岁, 虚岁十八, 年方二八, before a noun and alone.

Nominal age (虚岁) counts one at birth and one at each lunar New Year, so the age by birthdays is one or two lower. One
is taken off, with an advisory where one or two would cross 14, 16 or 18.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from localize.culture import english
from localize.culture.base import Approx, CultureHit, NumberForm, NumberHit
from localize.culture.clock import plural_form
from localize.culture.large import just_over, render_number
from localize.culture.tables import locale_row
from localize.locales import parse_locale
from localize.model import EditKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.culture.base import Setting

_YEARS = re.compile(r"(多|来|來)?(周岁|周歲|虚岁|虛歲|岁半|岁|歲)(左右|上下|出头|出頭)?")
_NOMINAL_BEFORE = re.compile(r"(?:虚岁|虛歲|虚龄|虛齡)(?:也|都|才|已经|已|就|刚|刚满)?$")
_ATTRIBUTIVE_AFTER = re.compile(
    r"的(?=[一-鿿])(?!时候|時候|我|你|他|她)"
    r"|(?=[男女]孩|男人|女人|小[孩姑伙女男]|老[人头太]|少[年女]|大?姑娘|孩子|儿子|女儿|婴儿|娃|大小伙)"
    r"|(?=大学生|高中生|学生|童)"
)
_OLDER_BEFORE = re.compile(r"[大小长長](?:了|我|你|他|她)?$")
"""大两岁 compares two ages and names none."""
_BIRTHDAY = re.compile(r"生日|寿辰|壽辰|大寿|大壽")
_TWICE_EIGHT = re.compile(r"年方二八|二八年华|二八佳人")
_ROUNDISH = {Approx.ABOUT: "ish", Approx.OVER: "-something"}
_AGES_OF_NOTE = (14, 16, 18)
_KOREAN_ONES = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")
_KOREAN_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")


def find_ages(text: str, numbers: Sequence[NumberHit], setting: Setting) -> Iterator[CultureHit]:
    """Yield the ages of a text.

    >>> from localize.culture import Setting, find
    >>> [[h.target for h in find(text, Setting("en-US"))] for text in ("我二十三岁", "二十三岁的女孩")]
    [['twenty-three'], ['twenty-three-year-old']]
    >>> hit = find("虚岁十八", Setting("en-US"))[0]
    >>> hit.target, bool(hit.advice)
    ('seventeen', True)
    """
    for number in numbers:
        if number.ordinal or number.form in {NumberForm.PERCENT, NumberForm.FRACTION, NumberForm.SLANG}:
            continue
        if _OLDER_BEFORE.search(text[: number.span.start]):
            continue
        nominal = _NOMINAL_BEFORE.search(text[: number.span.start])
        match = _YEARS.match(text, number.span.end)
        if match or nominal:
            yield from _age(text, number, match, nominal, setting)
    for found in _TWICE_EIGHT.finditer(text):
        sixteen = NumberHit(Span(*found.span()), found.group(), 16)
        said = say_age(sixteen, setting.locale)
        if said:
            reason = "two times eight: an old way to say sixteen"
            yield CultureHit(
                sixteen.span, found.group(), EditKind.AGE, said, "age.twice_eight", reason, number=sixteen
            )


def _age(
    text: str,
    number: NumberHit,
    match: re.Match[str] | None,
    nominal: re.Match[str] | None,
    setting: Setting,
) -> Iterator[CultureHit]:
    start = nominal.start() if nominal else number.span.start
    end = match.end() if match else number.span.end
    counted = bool(nominal) or bool(match and match.group(2) in {"虚岁", "虛歲"})
    shown, advice = (_by_birthdays(number)) if counted else (_approximate(number, match), "")
    if match and match.group(2) == "岁半":
        return
    rule = "age.nominal" if counted else "age.predicative"
    if _BIRTHDAY.match(text, end) and parse_locale(setting.locale).language == "en" and number.high is None:
        said: str | None = english.ordinal(int(shown.value))
    elif _ATTRIBUTIVE_AFTER.match(text, end):
        of = 1 if text[end : end + 1] == "的" and parse_locale(setting.locale).language not in {"ja"} else 0
        said, end, rule = say_age(shown, setting.locale, attributive=True), end + of, "age.attributive"
    else:
        said = say_age(shown, setting.locale)
    if said:
        said = just_over(said, text[start:end], setting.locale)
        reason = (
            "nominal age counts birth as one: one is taken off" if counted else "age in the locale's form"
        )
        others = (
            (f"{said} years old", str(shown.value)) if parse_locale(setting.locale).language == "en" else ()
        )
        span, source = Span(start, end), text[start:end]
        yield CultureHit(span, source, EditKind.AGE, said, rule, reason, others, advice, shown)


def _approximate(number: NumberHit, match: re.Match[str] | None) -> NumberHit:
    if match is None or number.approx is not Approx.EXACT or not (match.group(1) or match.group(3)):
        return number
    over = match.group(3) in {"出头", "出頭"} or match.group(1) == "多"
    return replace(number, approx=Approx.OVER if over else Approx.ABOUT)


def _by_birthdays(number: NumberHit) -> tuple[NumberHit, str]:
    """Return a nominal age less one year, and the advisory where that crosses an age of note."""
    value = int(number.value)
    crossed = [age for age in _AGES_OF_NOTE if value >= age > value - 2]
    advice = ""
    if crossed:
        advice = (
            f"nominal age {value} is {value - 1} or {value - 2} by birthdays: check the limit of {crossed[0]}"
        )
    high = None if number.high is None else number.high - 1
    return replace(number, value=value - 1, high=high), advice


def say_age(number: NumberHit, locale: str, *, attributive: bool = False) -> str | None:
    """Return an age in a locale, alone or before a noun.

    >>> from localize.culture.numbers import find_numbers
    >>> hit = find_numbers("二十三岁")[0]
    >>> [say_age(hit, tag) for tag in ("es-419", "ko", "vi", "ru", "ja")]
    ['23 años', '스물세 살', '23 tuổi', '23 года', '23歳']
    """
    row = locale_row("age.tsv", locale)
    column = "attributive" if attributive else "predicative"
    if row is None or not row[column]:
        return None
    hedge, exact = None, number
    if number.approx in {Approx.ABOUT, Approx.OVER, Approx.NEARLY} and number.high is None:
        hedge, exact = locale_row("approx.tsv", locale), replace(number, approx=Approx.EXACT)
    plain = exact.approx is Approx.EXACT and exact.high is None
    if parse_locale(locale).language == "ko" and plain and 0 < exact.value < 100:
        said: str | None = _korean(int(exact.value))
    else:
        said = render_number(exact, locale)
    if said is None:
        return None
    forms = row[column].split("|")
    aged = plural_form(forms, exact.high or exact.value, said, locale).format(n=said)
    aged = aged.replace("de de ", "de ")  # a range in Spanish has a preposition of its own
    if attributive:
        aged = re.sub(r" or (?=.*-year-old)", "- or ", aged)
    if hedge is None:
        return aged
    if decade := _decade(number, locale):
        return decade
    if (
        attributive
        and parse_locale(locale).language == "en"
        and number.approx in _ROUNDISH
        and number.value % 10 == 0
    ):
        return said + _ROUNDISH[number.approx]  # a fortyish man, a twenty-something girl
    of = "de " if aged.startswith("de ") else ""  # de alrededor de 20 años
    return of + hedge[str(number.approx)].format(n=aged.removeprefix(of))


_DECADES = {"ja": "{n}代", "ko": "{n}대"}


def _decade(number: NumberHit, locale: str) -> str | None:
    """Return 三十多岁 as the languages say it that count people by decades: 30代, 30대."""
    template = _DECADES.get(parse_locale(locale).language)
    exact = number.approx is Approx.OVER and number.high is None and number.value % 10 == 0
    return template.format(n=number.value) if template and exact and number.value < 100 else None


def _korean(value: int) -> str:
    """Return a native Korean numeral before 살: 20 is 스무, 23 스물세."""
    if value == 20:
        return "스무"
    return _KOREAN_TENS[value // 10] + _KOREAN_ONES[value % 10]
