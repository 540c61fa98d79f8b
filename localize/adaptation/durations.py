"""The only place that says a number with what it counts as one phrase: years, hours, people, a price for each.

An engine that is given the number alone and the counter as a word often drops or bends the counter: 二十年前 became
"twenty children ago". Only counters whose word is certain in a language stand here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from localize.culture.base import Approx, NumberForm
from localize.culture.hedges import hedge_after
from localize.culture.large import hedged, render_number, with_unit
from localize.locales import parse_locale
from localize.model import EditKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.culture.base import CultureHit, NumberHit

_UNITS: tuple[tuple[re.Pattern[str], dict[str, str]], ...] = (
    (re.compile(r"年(?![代级級纪紀龄齡初底末货貨夜轻輕薪终終度幼少])"),
     {"en": "a year|years", "es": "un año|años", "pt": "um ano|anos", "fr": "un an|ans", "de": "Jahre",
      "vi": "năm", "id": "tahun", "ja": "年", "ko": "년", "th": "ปี",
      "ar": "duration-year"}),
    (re.compile(r"[个個]月"),
     {"en": "a month|months", "es": "un mes|meses", "pt": "um mês|meses", "fr": "un mois|mois",
      "de": "Monate",
      "vi": "tháng", "id": "bulan", "ja": "か月", "ko": "개월", "th": "เดือน",
      "ar": "duration-month"}),
    (re.compile(r"[个個](?:星期|礼拜|禮拜)|周(?![年岁歲])"),
     {"en": "a week|weeks", "es": "una semana|semanas", "pt": "uma semana|semanas",
      "fr": "une semaine|semaines", "de": "Wochen", "vi": "tuần", "id": "minggu", "ja": "週間",
      "ko": "주", "th": "สัปดาห์",
      "ar": "duration-week"}),
    (re.compile(
        r"天(?![下才生涯王亮黑赋賦性使堂然地命道劫])|(?<![月初].)(?<![月初]..)日(?=之?[后後内內])"
        r"|(?<=[三两五七][五三七八四六])日(?![期程出落月光夜本报報])"
     ),
     {"en": "a day|days", "es": "un día|días", "pt": "um dia|dias", "fr": "un jour|jours", "de": "Tage",
      "vi": "ngày", "id": "hari", "ja": "日", "ko": "일", "th": "วัน",
      "ar": "duration-day"}),
    (re.compile(r"[个個]?(?:小时|小時|钟头|鐘頭)"),
     {"en": "an hour|hours", "es": "una hora|horas", "pt": "uma hora|horas", "fr": "une heure|heures",
      "de": "Stunden", "vi": "tiếng", "id": "jam", "ja": "時間", "ko": "시간", "th": "ชั่วโมง",
      "ar": "duration-hour"}),
    (re.compile(r"分[钟鐘]"),
     {"en": "a minute|minutes", "es": "un minuto|minutos", "pt": "um minuto|minutos",
      "fr": "une minute|minutes",
      "de": "Minuten", "vi": "phút", "id": "menit", "ja": "分", "ko": "분", "th": "นาที",
      "ar": "duration-minute"}),
    (re.compile(r"(?<!第)[个個]人(?![头類类物间間])"),
     {"en": "a person|people", "es": "una persona|personas", "pt": "uma pessoa|pessoas",
      "fr": "une personne|personnes"}),
    (re.compile(r"招(?![牌式数數呼募生揽攬徕收聘待])"),
     {"en": "a move|moves", "es": "un movimiento|movimientos", "pt": "um golpe|golpes",
      "vi": "chiêu", "id": "jurus"}),
    (re.compile(r"大板"),
     {"en": "a stroke|strokes", "es": "un azote|azotes", "pt": "uma paulada|pauladas", "id": "pukulan"}),
)  # fmt: skip
"""What is counted → one of it and several, or the one form that a language has."""
_HALVES: tuple[tuple[re.Pattern[str], dict[str, tuple[str, ...]]], ...] = (
    (re.compile(r"(多)?年(?![代级級纪紀龄齡初底末货貨夜轻輕薪终終度幼少])"),
     {"en": ("half a year", "six months"), "es": ("medio año", "seis meses"), "pt": ("meio ano",
      "seis meses"),
      "fr": ("six mois",), "vi": ("nửa năm",), "id": ("setengah tahun",), "ja": ("半年",),
      "ko": ("반년",), "th": ("ครึ่งปี",), "ar": ("نصف سنة", "ستة أشهر")}),
    (re.compile(r"[个個](多)?月"),
     {"en": ("half a month", "two weeks", "fifteen days"), "es": ("medio mes", "quince días"),
      "pt": ("meio mês", "quinze dias"), "fr": ("quinze jours",), "vi": ("nửa tháng",),
      "id": ("setengah bulan",), "ja": ("半月",), "ko": ("보름",), "th": ("ครึ่งเดือน",), "ar": ("نصف شهر",)}),
    (re.compile(r"[个個](多)?(?:小时|小時|钟头|鐘頭)"),
     {"en": ("half an hour",), "es": ("media hora",), "pt": ("meia hora",), "fr": ("une demi-heure",),
      "vi": ("nửa tiếng",), "id": ("setengah jam",), "ja": ("30分",), "ko": ("30분",),
      "th": ("ครึ่งชั่วโมง",), "ar": ("نصف ساعة",)}),
)  # fmt: skip
_HALF_OF_WHICH = re.compile(r"[上下前后後大小这這那]$")
"""上半年 is the first half of a year and 大半年 most of one."""
_AGO = {
    "en": "{} ago", "es": "hace {}", "pt": "há {}", "fr": "il y a {}", "vi": "{} trước", "id": "{} yang lalu",
    "ja": "{}前", "ko": "{} 전", "th": "{}ก่อน", "ar": "قبل {}",
}  # fmt: skip
_LATER = {
    "en": "{} later", "es": "{} después", "pt": "{} depois", "fr": "{} plus tard", "de": "{} später",
    "vi": "{} sau", "id": "{} kemudian", "ja": "{}後", "ko": "{} 후", "th": "{}ต่อมา", "ar": "بعد {}",
}  # fmt: skip
_FROM_NOW = {
    "en": "in {}", "es": "dentro de {}", "pt": "daqui a {}", "fr": "dans {}", "vi": "{} nữa",
    "id": "{} lagi", "th": "อีก {}",
}  # fmt: skip
_STILL_TO_COME = re.compile(r"(?![\W])(?![^。！？!?]*[了过過已曾])")
"""After 十分钟后: the clause goes on, and nothing in it has happened yet."""
_BEFORE = re.compile(r"以?前(?![后後妻夫男女任面方途程台辈輩])")
_AFTER = re.compile(r"之?[后後](?![妈媽妃宫宮来來台面])")
_TOGETHER = re.compile(r"[们們咱我你他她俩這这那]$")
_LEAST, _CALENDAR, _DUAL = 2, 1000, 2
"""One of a thing is rather "a year"; four Arabic digits before 年 are a date."""
_EXACTLY = re.compile(r"(?:为期|為期|期限|[签簽][约約订訂]?|整整|足足|[满滿]|[只僅仅]有?|一共|共|才|就)$")
"""Words after which one year is counted and not some year."""

_EACH = {
    "en": {
        "斤": "a pound", "公斤": "a kilo", "天": "a day", "晚": "a night", "个月": "a month", "月": "a month",
        "年": "a year", "小时": "an hour", "次": "each time", "个": "each", "只": "each", "件": "each", "张": "each",
        "瓶": "a bottle", "杯": "a cup", "碗": "a bowl", "人": "a head", "位": "a head", "双": "a pair",
        "平米": "per square meter", "平": "per square meter", "克": "a gram", "亩": "per mu", "集": "an episode",
    },
    "es": {
        "公斤": "el kilo", "斤": "el medio kilo", "天": "al día", "晚": "por noche", "个月": "al mes",
        "月": "al mes", "年": "al año",
        "小时": "la hora", "次": "cada vez", "个": "cada uno", "人": "por persona", "位": "por persona",
        "平米": "el metro cuadrado", "平": "el metro cuadrado", "克": "el gramo", "集": "por episodio",
    },
    "pt": {
        "公斤": "o quilo", "斤": "o meio quilo", "天": "por dia", "晚": "por noite", "个月": "por mês",
        "月": "por mês", "年": "por ano",
        "小时": "por hora", "次": "cada vez", "个": "cada", "人": "por pessoa", "位": "por pessoa",
        "平米": "o metro quadrado", "平": "o metro quadrado", "克": "o grama", "集": "por episódio",
    },
    "id": {
        "斤": "per setengah kilo", "天": "sehari", "晚": "semalam", "个月": "sebulan", "月": "sebulan",
        "年": "setahun", "小时": "per jam",
        "人": "per orang", "位": "per orang", "平米": "per meter persegi", "平": "per meter persegi",
    },
    "vi": {
        "斤": "nửa ký", "天": "một ngày", "晚": "một đêm", "个月": "một tháng", "月": "một tháng", "年": "một năm",
        "小时": "một giờ", "人": "một người", "位": "một người", "平米": "một mét vuông", "平": "một mét vuông",
    },
}  # fmt: skip
_PER = re.compile(
    r"[一每](公斤|斤|天|晚|个月|月|年|小时|次|个|只|件|张|瓶|杯|碗|人|位|双|平米|平|克|亩|集)(?![起直定样樣般])"
)
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
        yield from _half(text, number, locale, language)
    for hit in quantities:
        yield from _price_each(text, hit, language)
        yield from _some_of(text, hit, language)


def _time_or_people(text: str, number: NumberHit, locale: str, language: str) -> Iterator[Counted]:
    for pattern, words in _UNITS:
        stop = _unit_end(text, number, pattern)
        if not stop or language not in words:
            continue
        people = text[stop - 1] == "人"
        if people and _TOGETHER.search(text[: number.span.start]):
            return
        amount, stop = (number, stop) if people else _hedged(text, number, stop)
        forms = _forms(text, amount, words[language], locale)
        if not people:
            forms, stop = _ago_or_later(text, forms, stop, language)
        if forms:
            counts = {"人": "number.people", "招": "number.counted", "板": "number.counted"}
            rule = counts.get(text[stop - 1], "time.duration")
            yield _phrase(Span(number.span.start, stop), forms, rule)
        return


def _phrase(span: Span, forms: Sequence[str], rule: str) -> Counted:
    reason = "the number and what it counts are one phrase"
    return Counted(span, forms[0], EditKind.MEASURE, rule, reason, tuple(forms[1:]))


def _unit_end(text: str, number: NumberHit, pattern: re.Pattern[str]) -> int:
    """Return where the unit after a number ends, 0 if another word stands there; 两个多月 has its 个 before the 多."""
    end = number.span.end
    if match := pattern.match(text, end):
        return match.end()
    inside = re.search(r"[个個]多$", number.text)
    match = pattern.match("个" + text[end:]) if inside else None
    return end + match.end() - 1 if match else 0


def _hedged(text: str, number: NumberHit, stop: int) -> tuple[NumberHit, int]:
    """Return a number with what makes it inexact after its unit, and where that ends: 三年多, 三天左右."""
    hedge = hedge_after(text, stop)
    if hedge is None or number.approx is not Approx.EXACT or number.high is not None:
        return number, stop
    return replace(number, approx=hedge[0]), hedge[1]


def _forms(text: str, number: NumberHit, words: str, locale: str) -> list[str]:
    """Return the ways to say a number with its unit, the best first; none where it is not certain that it counts."""
    one, _, several = words.rpartition("|")
    exact = number.value == 1 and _EXACTLY.search(text[: number.span.start]) is not None
    over_one = number.value == 1 and number.approx is Approx.OVER
    if not _counts(number, exact=exact or over_one):
        return []
    if several.startswith("duration-"):
        return _inflected(number, several, locale)
    if over_one:
        said = hedged(one, locale, Approx.OVER) if one else render_number(number, locale, unit=several)
        return [_closed_up(said, several, locale)] if said else []
    if exact:
        english = (
            parse_locale(locale).language == "en"
        )  # the one form that is certain after 为期, with its number
        return ["one " + one.partition(" ")[2], one] if english and "person" not in one else []
    said = render_number(number, locale, unit=several)
    if said is None:
        return []
    if number.approx is not Approx.EXACT or number.high is not None:
        return [_closed_up(said, several, locale)]
    digits = with_unit(str(number.value), several, locale)
    return list(dict.fromkeys(_closed_up(form, several, locale) for form in (said, digits)))


def _inflected(number: NumberHit, key: str, locale: str) -> list[str]:
    """Return a length of time in a language whose unit changes with the number, by CLDR: 3 سنوات, سنتين."""
    from babel.units import format_unit

    if number.high is not None or number.approx is Approx.SEVERAL:
        return []
    said = str(format_unit(int(number.value), key, length="long", locale=parse_locale(locale).babel))
    if number.value == _DUAL:
        said = re.sub("ان$", "ين", said)  # as it follows a verb or preposition
    written = hedged(said, locale, number.approx)
    return [] if written is None or "-" in written else [written]


def _closed_up(said: str, unit: str, locale: str) -> str:
    """Return a phrase as its language spaces it: Korean writes 3년 in one."""
    return said.replace(f" {unit}", unit) if parse_locale(locale).language == "ko" else said


def _half(text: str, number: NumberHit, locale: str, language: str) -> Iterator[Counted]:
    """Yield 半年 and 半个月, which most languages say in a word of their own."""
    if number.text != "半" or _HALF_OF_WHICH.search(text[: number.span.start]):
        return
    for pattern, words in _HALVES:
        match = pattern.match(text, number.span.end)
        if match is None or language not in words:
            continue
        forms = list(words[language])
        approx, stop = (Approx.OVER, match.end()) if match.group(1) else (Approx.EXACT, match.end())
        if hedge := hedge_after(text, stop):
            approx, stop = hedge
        forms = [said for form in forms if (said := hedged(form, locale, approx))]
        forms, stop = _ago_or_later(text, forms, stop, language)
        yield _phrase(Span(number.span.start, stop), forms, "time.duration")
        return


def _counts(number: NumberHit, *, exact: bool) -> bool:
    """Return whether a number counts years or people here: a plain one of at least two, or exactly one."""
    plain = number.form in {NumberForm.HAN, NumberForm.ARABIC, NumberForm.FINANCIAL, NumberForm.BARE}
    if number.ordinal or not plain or number.approx is Approx.SEVERAL:
        return False
    return exact or (
        number.value >= _LEAST and (number.value < _CALENDAR or number.form is not NumberForm.ARABIC)
    )


def _ago_or_later(text: str, forms: list[str], stop: int, language: str) -> tuple[list[str], int]:
    """Return lengths of time with 以前 or 之后 after them, if one stands there, and where they end."""
    for after, templates in ((_BEFORE, _AGO), (_AFTER, _LATER)):
        if language in templates and (follows := after.match(text, stop)):
            end = follows.end()
            said = [templates[language].format(form) for form in forms]
            coming = after is _AFTER and end < len(text) and _STILL_TO_COME.match(text, end)
            if coming and language in _FROM_NOW:
                return [*(_FROM_NOW[language].format(form) for form in forms), *said], end
            return said, end
    return forms, stop


def _price_each(text: str, hit: CultureHit, language: str) -> Iterator[Counted]:
    count = hit.kind is EditKind.NUMBER and hit.source[-1] in "百千万萬亿億"
    if not (count or hit.kind is EditKind.MONEY) or language not in _EACH:
        return
    match = _PER.match(text, hit.span.end)
    if match and (each := _EACH[language].get(match.group(1))):
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
