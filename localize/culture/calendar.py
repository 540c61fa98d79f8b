"""The only place that renders dates: lunar months and days, reign years, zodiac years, chapters and episodes.

A lunar date is converted to a Gregorian one only where its year is known, which a line rarely says; so 正月十五 stays
the fifteenth day of the first lunar month, and 正月 is never January. Reign years of real emperors gain their year.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from localize.culture import english
from localize.culture.base import CultureHit
from localize.culture.fullnames import syllables
from localize.culture.lunar import ANIMALS, BRANCHES, STEMS, LunarDate, to_gregorian
from localize.culture.numerals import read_numeral
from localize.culture.ranks import say_rank
from localize.culture.tables import entry, keys, text_for
from localize.locales import parse_locale
from localize.model import EditKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.culture.base import NumberHit, Setting

_MONTHS = {"正": 1, "冬": 11, "腊": 12, "臘": 12}
_LUNAR = re.compile(
    r"(?:农历|農曆|阴历|陰曆)?([闰閏]?)([正冬腊臘]|[一二三四五六七八九十]{1,2})月"
    r"(初[一二三四五六七八九十]|十[一二三四五六七八九]|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|三十|半(?![天年个日夜月]))?(?![日号號份底初中末旬])"
)
_NEW_YEAR = re.compile(
    r"((?:大|(?<![今去明前后後每当當几幾多上下本同一二三四五六七八九十0-9]))年三十(?![一二三四五六七八九多来岁歲而]))(?:晚上|夜|晚)?|大年初一"
)
_KNOWN_DAYS = {(8, 15), (7, 15), (10, 15)}
_ZODIAC = re.compile(
    r"(?:属|屬|生肖是?|属相是?)([鼠牛虎兔龙龍蛇马馬羊猴鸡雞狗猪豬])(?!于|實|实)|([鼠牛虎兔龙龍蛇马馬羊猴鸡雞狗猪豬])年(?!级|轻|糕|纪|龄|代)"
)
_SIMPLE = str.maketrans("龍馬雞豬", "龙马鸡猪")
_DATE = re.compile(
    r"(?:([0-9]{4}|[〇零一二三四五六七八九]{4})年)([0-9]{1,2}|[一二三四五六七八九十]{1,2})月"
    r"([0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号號]"
)
_DAY_OF_YEAR = re.compile(
    r"(?<![年初0-9零〇一二三四五六七八九十])([0-9]{1,2}|[一二三四五六七八九十]{1,2})月"
    r"([0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号號](?![线線楼樓])"
)
_PARTS = {"集": "episode", "话": "episode", "話": "episode", "季": "season", "章": "chapter", "回": "round"} | {
    "卷": "volume", "关": "level", "關": "level", "场": "scene", "場": "scene", "幕": "act"
}  # fmt: skip


def find_dates(text: str, numbers: Sequence[NumberHit], setting: Setting) -> Iterator[CultureHit]:
    """Yield the dates, zodiac years and part numbers of a text.

    >>> from localize.culture import Setting, find
    >>> [h.target for h in find("正月十五", Setting("en-US"))], [h.target for h in find("属兔", Setting("vi"))]
    (['the fifteenth day of the first lunar month'], ['tuổi Mão'])
    >>> [h.target for h in find("康熙三年", Setting("en-US"))], [h.target for h in find("第三集", Setting("es"))]
    (['the third year of Kangxi (1664)'], ['Episodio 3'])
    """
    locale = setting.locale
    yield from _lunar_days(text, setting)
    for match in _CYCLE.finditer(text):
        yield from _hit(match, _cycle(match, locale), "date.cycle", "a year of the sixty-year cycle")
    for match in _era_pattern().finditer(text):
        yield from _hit(
            match, _era(match, locale), "date.era", "a real reign gains its year for the audience"
        )
    for match in _INVENTED.finditer(text) if setting.historical else ():
        if entry("eras.tsv", match.group(1)) is None:
            reason = "a reign of the work itself keeps its count and gains no year"
            yield from _hit(match, _invented(match, locale), "date.era", reason)
    for match in _ZODIAC.finditer(text):
        animal = (match.group(1) or match.group(2)).translate(_SIMPLE)
        name = text_for("zodiac.tsv", animal, locale)
        template = text_for("phrases.tsv", "born_year" if match.group(1) else "zodiac_year", locale)
        said = template.format(a=name) if name and template else None
        yield from _hit(match, said, "date.zodiac", "the zodiac animal as the locale counts it")
    own = "the locale's own date form (CLDR)"
    for match in _DATE.finditer(text):
        yield from _hit(match, _gregorian(match, locale), "date.gregorian", own)
    for match in _DAY_OF_YEAR.finditer(text):
        yield from _hit(match, _day_of_year(match, setting), "date.gregorian", own)
    for number in numbers:
        yield from _part(text, number, locale)


def _lunar_days(text: str, setting: Setting) -> Iterator[CultureHit]:
    for match in _LUNAR.finditer(text):
        if day := _in_year(match, setting):
            reason = f"lunar dates of {setting.year} are said by the sun"
            yield from _hit(match, day, "date.converted", reason)
        else:
            said = _lunar(match, setting.locale)
            yield from _hit(match, said, "date.lunar", "lunar dates keep their calendar")
    for match in _NEW_YEAR.finditer(text):
        key = "new_years_eve" if match.group(1) else "new_years_day"
        said = text_for("phrases.tsv", key, setting.locale)
        yield from _hit(match, said, "date.lunar", "the lunar New Year")


def _hit(match: re.Match[str], said: str | None, rule: str, reason: str) -> Iterator[CultureHit]:
    if said:
        yield CultureHit(Span(*match.span()), match.group(), EditKind.TIME, said, rule, reason)


def _lunar(match: re.Match[str], locale: str) -> str | None:
    leap, month_text, day_text = match.groups()
    month = _MONTHS.get(month_text) or _small(month_text)
    named = leap or month_text in _MONTHS or match.group()[0] in "农農阴陰"
    if month is None or not 1 <= month <= 12:
        return None
    if day_text is None:
        key = "leap_month" if leap else "lunar_month"
        if not leap and month in _VIETNAMESE_MONTHS and parse_locale(locale).language == "vi":
            return f"tháng {_VIETNAMESE_MONTHS[month]}"
        return _fill(text_for("phrases.tsv", key, locale), locale, m=month) if named else None
    day = 15 if day_text == "半" else _small(day_text.removeprefix("初"))
    if day is None or not (named or day_text[0] == "初" or (month, day) in _KNOWN_DAYS):
        return None
    if leap:
        return _fill(text_for("phrases.tsv", "leap_day", locale), locale, m=month, d=day)
    return _lunar_day(month, day, locale)


_FIRST_DECADE, _FULL_MOON = 10, 15
_VIETNAMESE_MONTHS = {1: "Giêng", 12: "Chạp"}


def _lunar_day(month: int, day: int, locale: str) -> str | None:
    """Return a lunar day by the locale's template; Vietnamese has mùng 5 tháng Giêng and rằm tháng 8."""
    if parse_locale(locale).language != "vi":
        return _fill(text_for("phrases.tsv", "lunar_day", locale), locale, m=month, d=day)
    named = _VIETNAMESE_MONTHS.get(month, str(month))
    said = "rằm" if day == _FULL_MOON else f"mùng {day}" if day <= _FIRST_DECADE else f"ngày {day}"
    return f"{said} tháng {named}" + ("" if month in _VIETNAMESE_MONTHS or day == _FULL_MOON else " âm lịch")


def _in_year(match: re.Match[str], setting: Setting) -> str | None:
    """Return a lunar day as a Gregorian one, where the setting names the year to convert in."""
    leap, month_text, day_text = match.groups()
    month, day = _MONTHS.get(month_text) or _small(month_text), _small((day_text or "").removeprefix("初"))
    if setting.year is None or month is None or day is None:
        return None
    found = to_gregorian(LunarDate(setting.year, month, day, leap=bool(leap)))
    return None if found is None else _day(found, setting.locale)


def _day(date: dt.date, locale: str) -> str:
    """Return month and day in the long style of a locale: March 5, 5 de marzo."""
    from babel.dates import format_skeleton

    if parse_locale(locale).language == "vi":
        return f"ngày {date.day} tháng {date.month}"
    return str(format_skeleton("MMMMd", date, locale=parse_locale(locale).babel))


def _day_of_year(match: re.Match[str], setting: Setting) -> str | None:
    """Return 三月五号; in a period work 三月五日 is a day of the lunar calendar."""
    month, day = (int(part) if part.isdecimal() else _small(part) for part in match.groups())
    if month is None or day is None:
        return None
    if setting.historical:
        lunar = match.group().endswith("日") and 1 <= month <= 12 and 1 <= day <= 30
        return _lunar_day(month, day, setting.locale) if lunar else None
    try:
        return _day(dt.date(_LEAP_YEAR, month, day), setting.locale)
    except ValueError:
        return None  # 十三月五号 is no date


_LEAP_YEAR = 2024
"""A year in which every day of a year exists."""


_CYCLE = re.compile(r"([甲乙丙丁戊己庚辛壬癸])([子丑寅卯辰巳午未申酉戌亥])年")
_ELEMENTS = ("Wood", "Fire", "Earth", "Metal", "Water")
_STEMS = {
    "vi": "Giáp Ất Bính Đinh Mậu Kỷ Canh Tân Nhâm Quý".split(),  # noqa: SIM905
    "ko": list("갑을병정무기경신임계"),
}
_BRANCHES = {
    "vi": "Tý Sửu Dần Mão Thìn Tỵ Ngọ Mùi Thân Dậu Tuất Hợi".split(),  # noqa: SIM905
    "ko": list("자축인묘진사오미신유술해"),
}


def _cycle(match: re.Match[str], locale: str) -> str | None:
    """Return 庚子年: the Year of the Metal Rat; Vietnamese and Korean read the two characters."""
    stem, branch = STEMS.index(match.group(1)), BRANCHES.index(match.group(2))
    language = parse_locale(locale).language
    if stem % 2 != branch % 2:
        return None  # only sixty of the pairs are years
    if language == "en":
        name = text_for("zodiac.tsv", ANIMALS[branch], locale)
        return f"the Year of the {_ELEMENTS[stem // 2]} {name}" if name else None
    if language == "vi":
        return f"năm {_STEMS['vi'][stem]} {_BRANCHES['vi'][branch]}"
    if language == "ko":
        return f"{_STEMS['ko'][stem]}{_BRANCHES['ko'][branch]}년"
    return f"{match.group(1)}{match.group(2)}の年" if language == "ja" else None


def _small(text: str) -> int | None:
    reading = read_numeral(text)
    return None if reading is None or reading.high is not None else int(reading.value)


def _fill(template: str | None, locale: str, **numbers: int) -> str | None:
    """Return a template with its numbers; ordinals in English, and months as words where the language has them."""
    if template is None:
        return None
    if parse_locale(locale).language == "en":
        return template.format(**{k: english.ordinal(n) for k, n in numbers.items()})
    month = (say_rank(numbers["m"], locale, feminine=False) or "").lower() if "m" in numbers else ""
    return template.format(**numbers, month=month or numbers.get("m", ""))


def _era_pattern() -> re.Pattern[str]:
    return re.compile(rf"({'|'.join(keys('eras.tsv'))})([元]|[一二三四五六七八九十]{{1,3}})年")


_ERA_WORDS = (
    "永安昌元天景昭宁寧建泰和平光熙兴興隆德嘉庆慶靖延祥正大中太明崇弘承乾贞貞祐佑启啟开開显顯仁圣"
    "聖文武咸淳端绍紹章至顺順成应應广廣宣统統龙龍凤鳳"
)
_INVENTED = re.compile(
    rf"(?:(?<=^)|(?<=[，。！？、；：\s“「（(]))(?!和平|太平|安平|平安|正中|明天|大明|天大|建成|成天|中正|大圣)"
    rf"([{_ERA_WORDS}]{{2}})([元]|[一二三四五六七八九十]{{1,3}})年(?=$|[，。！？、；：\s春夏秋冬正腊臘初])"
)
"""A reign of the work itself, by the characters that reign titles are made of."""


def _invented(match: re.Match[str], locale: str) -> str | None:
    """Return 昭宁十二年 without a Gregorian year, which a reign that never was does not have."""
    era = _era_name(match.group(1), locale)
    count = 1 if match.group(2) == "元" else _small(match.group(2))
    template = text_for("phrases.tsv", "era_year_of_fiction", locale)
    if era is None or count is None or template is None or count > _LONGEST_REIGN:
        return None
    return template.format(n=_year_of_reign(count, locale), era=era)


def _era_name(title: str, locale: str) -> str | None:
    """Return a reign title as the language reads its two characters, in pinyin where it has no reading of its own."""
    language = parse_locale(locale).language
    if language == "ja":
        return title
    if language in {"vi", "ko"}:
        rows = [entry("given_names.tsv", character) for character in title]
        read = [row[language] for row in rows if row and row[language]]
        return (" " if language == "vi" else "").join(read) if len(read) == len(title) else None
    return "".join(syllables(title)).capitalize()


def _year_of_reign(count: int, locale: str) -> str:
    """Return the number of a year in a reign; the first one has a word of its own in Japanese and Korean."""
    language = parse_locale(locale).language
    if language == "en":
        return english.ordinal(count)
    return {"ja": "元", "ko": "원"}.get(language, "1") if count == 1 else str(count)


_LONGEST_REIGN = 61


def _era(match: re.Match[str], locale: str) -> str | None:
    row = entry("eras.tsv", match.group(1))
    count = 1 if match.group(2) == "元" else _small(match.group(2))
    key = "republic_year" if match.group(1) == "民国" else "era_year"
    template = text_for("phrases.tsv", key, locale)
    if row is None or count is None or template is None or count > _LONGEST_REIGN:
        return None
    said = _year_of_reign(count, locale)
    era = row.get(parse_locale(locale).language) or row["pinyin"]
    return template.format(n=said, era=era, year=int(row["year"]) + count - 1)


def _gregorian(match: re.Match[str], locale: str) -> str | None:
    from babel.dates import format_date

    year, month, day = (_small(part) if not part.isdecimal() else int(part) for part in match.groups())
    if year is None or month is None or day is None:
        return None
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return None  # 2025年13月40日 is no date; the line keeps its own words
    if parse_locale(locale).language == "vi":
        return f"ngày {day} tháng {month} năm {year}"  # CLDR's own form has a comma that nobody says
    return str(format_date(date, format="long", locale=parse_locale(locale).babel))


def _part(text: str, number: NumberHit, locale: str) -> Iterator[CultureHit]:
    """Yield 第三集, 第二百五十回: in titles and cards the noun comes first (Episode 3)."""
    noun = text[number.span.end : number.span.end + 1]
    key = _PARTS.get(noun)
    follows = text[number.span.end + 1 : number.span.end + 2]
    if (
        not number.ordinal
        or key is None
        or number.high is not None
        or follows in {"合", "戏", "雪", "雨", "比"}
    ):
        return
    template = text_for("phrases.tsv", key, locale)
    if template:
        span = Span(number.span.start, number.span.end + 1)
        said = template.format(n=int(number.value))
        reason = "numbered parts are named in the locale's order"
        source = text[span.start : span.end]
        yield CultureHit(span, source, EditKind.NUMBER, said, f"number.{key}", reason, number=number)
