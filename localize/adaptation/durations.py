"""The only place that says a number with what it counts as one phrase: years, hours, people, a price for each.

An engine that is given the number alone and the counter as a word often drops or bends the counter: 二十年前 became
"twenty children ago". Only counters whose word is certain in a language stand here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.culture.base import Approx, NumberForm
from localize.culture.large import render_number
from localize.locales import parse_locale
from localize.model import EditKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.culture.base import CultureHit, NumberHit

_UNITS: tuple[tuple[re.Pattern[str], dict[str, str]], ...] = (
    (re.compile(r"年(?![代级級纪紀龄齡初底末货貨夜轻輕薪终終度幼少])"),
     {"en": "years", "es": "años", "pt": "anos", "fr": "ans", "de": "Jahre"}),
    (re.compile(r"[个個]月"), {"en": "months", "es": "meses", "pt": "meses", "fr": "mois", "de": "Monate"}),
    (re.compile(r"[个個](?:星期|礼拜|禮拜)|周(?![年岁歲])"),
     {"en": "weeks", "es": "semanas", "pt": "semanas", "fr": "semaines", "de": "Wochen"}),
    (re.compile(r"天(?![下才生涯王亮黑赋賦性使堂然地命道劫])"),
     {"en": "days", "es": "días", "pt": "dias", "fr": "jours", "de": "Tage"}),
    (re.compile(r"[个個]?(?:小时|小時|钟头|鐘頭)"),
     {"en": "hours", "es": "horas", "pt": "horas", "fr": "heures", "de": "Stunden"}),
    (re.compile(r"分[钟鐘]"), {"en": "minutes", "es": "minutos", "pt": "minutos", "fr": "minutes", "de": "Minuten"}),
    (re.compile(r"(?<!第)[个個]人(?![头類类物间間])"),
     {"en": "people", "es": "personas", "pt": "pessoas", "fr": "personnes"}),
)  # fmt: skip
_AGO = {"en": "{} ago", "es": "hace {}", "pt": "há {}", "fr": "il y a {}"}
_LATER = {"en": "{} later", "es": "{} después", "pt": "{} depois", "fr": "{} plus tard", "de": "{} später"}
_BEFORE = re.compile(r"以?前(?![妻夫男女任面方途程台辈輩])")
_AFTER = re.compile(r"之?[后後](?![妈媽妃宫宮来來台面])")
_TOGETHER = re.compile(r"[们們咱我你他她俩這这那]$")
_LEAST, _CALENDAR = 2, 1000
"""One of a thing is rather "a year"; four digits before 年 are a date."""
_EXACTLY = re.compile(r"(?:为期|為期|期限|[签簽][约約订訂]?|整整|足足|[满滿]|[只僅仅]有?|一共|共|才|就)$")
"""Words after which one year is counted and not some year."""

_EACH = {
    "en": {
        "斤": "a pound", "公斤": "a kilo", "天": "a day", "晚": "a night", "个月": "a month", "月": "a month",
        "年": "a year", "小时": "an hour", "次": "each time", "个": "each", "只": "each", "件": "each", "张": "each",
        "瓶": "a bottle", "杯": "a cup", "碗": "a bowl", "人": "a head", "位": "a head",
    },
}  # fmt: skip
_PER = re.compile(r"[一每](公斤|斤|天|晚|个月|月|年|小时|次|个|只|件|张|瓶|杯|碗|人|位)(?![起直定样樣般])")
_OF = {"en": "of", "es": "de", "pt": "de", "fr": "de"}
_NOUN_FOLLOWS = re.compile(r"(?![的了吗嗎呢吧啊重多左以不就都也是在和跟一])[\u4e00-\u9fff]")
_SOME_OF = {"measure.weight", "measure.volume"}


@dataclass(frozen=True, slots=True)
class Counted:
    """A number and what it counts, as one stretch of a source and one phrase of a target."""

    span: Span
    target: str
    kind: EditKind
    rule: str
    reason: str
    accept: tuple[str, ...] = ()


def counted(
    text: str, numbers: Sequence[NumberHit], quantities: Sequence[CultureHit], locale: str
) -> Iterator[Counted]:
    """Yield the phrases of a line; numbers and quantities are those that the culture room found in it.

    >>> from localize import culture
    >>> text = "二十年前，两个人"
    >>> [found.target for found in counted(text, culture.find_numbers(text), (), "en-US")]
    ['twenty years ago', 'two people']
    """
    language = parse_locale(locale).language
    for number in numbers:
        yield from _time_or_people(text, number, locale, language)
    for hit in quantities:
        yield from _price_each(text, hit, language)
        yield from _some_of(text, hit, language)


def _time_or_people(text: str, number: NumberHit, locale: str, language: str) -> Iterator[Counted]:
    exact = number.value == 1 and _EXACTLY.search(text[: number.span.start]) is not None
    if not _counts(number, exact=exact):
        return
    for pattern, words in _UNITS:
        match = pattern.match(text, number.span.end)
        if match is None or language not in words:
            continue
        people = match.group().endswith("人")
        said = render_number(number, locale)
        if not said or (people and _TOGETHER.search(text[: number.span.start])):
            return
        if exact and (language != "en" or people):
            return  # the singular of the other languages is not listed
        unit = words[language].removesuffix("s") if exact else words[language]
        forms = [f"{said} {unit}"]
        if number.approx is Approx.EXACT and number.high is None:
            forms.append(f"a {unit}" if exact else f"{number.value} {unit}")
        stop = match.end()
        if not people:
            forms, stop = _ago_or_later(text, forms, stop, language)
        rule = "number.people" if people else "time.duration"
        reason = "the number and what it counts are one phrase"
        span = Span(number.span.start, stop)
        yield Counted(span, forms[0], EditKind.MEASURE, rule, reason, tuple(forms[1:]))
        return


def _counts(number: NumberHit, *, exact: bool) -> bool:
    """Return whether a number counts years or people here: a plain one of at least two, or exactly one."""
    plain = number.form in {NumberForm.HAN, NumberForm.ARABIC, NumberForm.FINANCIAL}
    if number.ordinal or not plain or number.approx is Approx.SEVERAL:
        return False
    return exact or _LEAST <= number.value < _CALENDAR


def _ago_or_later(text: str, forms: list[str], stop: int, language: str) -> tuple[list[str], int]:
    """Return lengths of time with 以前 or 之后 after them, if one stands there, and where they end."""
    for after, templates in ((_BEFORE, _AGO), (_AFTER, _LATER)):
        if language in templates and (follows := after.match(text, stop)):
            return [templates[language].format(form) for form in forms], follows.end()
    return forms, stop


def _price_each(text: str, hit: CultureHit, language: str) -> Iterator[Counted]:
    if hit.kind is not EditKind.MONEY or language not in _EACH:
        return
    match = _PER.match(text, hit.span.end)
    if match:
        each = _EACH[language][match.group(1)]
        yield Counted(
            Span(hit.span.start, match.end()),
            f"{hit.target} {each}",
            EditKind.MONEY,
            "money.each",
            "a price for each",
        )


def _some_of(text: str, hit: CultureHit, language: str) -> Iterator[Counted]:
    """Yield a weight or volume with its preposition, where what is weighed follows at once: 二斤虾."""
    if hit.rule in _SOME_OF and language in _OF and _NOUN_FOLLOWS.match(text, hit.span.end):
        target = f"{hit.target} {_OF[language]}"
        yield Counted(hit.span, target, EditKind.MEASURE, hit.rule, hit.reason, (hit.target, *hit.accept))
