"""The only place that writes a Chinese full name in another language: order, reading and spelling by market.

Names keep the Chinese order, family name first. Latin markets take pinyin, English for Hong Kong the customary
Cantonese spelling; a work from Taiwan may ask for Wade-Giles or Tongyong. Vietnamese reads the characters the
Sino-Vietnamese way, Korean the Sino-Korean way in period works and by Mandarin sound today, Japanese keeps the
characters in their Japanese forms, Russian follows Palladius. A character sheet goes before all of them.
"""

from __future__ import annotations

import functools
from enum import StrEnum
from typing import TYPE_CHECKING

from localize.culture.palladius import palladius
from localize.culture.romanisation import hangul, hong_kong, tongyong, wade_giles
from localize.culture.tables import entry, keys
from localize.locales import parse_locale

if TYPE_CHECKING:
    from collections.abc import Callable

    from localize.culture.base import Setting

LATIN_LIKE_ENGLISH = frozenset({"en", "es", "pt", "id", "de", "fr", "tr", "it", "pl", "ms"})
"""Languages that take the pinyin of a name as it is."""


class Scheme(StrEnum):
    """How a name is spelt in Latin letters."""

    PINYIN = "pinyin"  # Lin Wanqing
    WADE_GILES = "wade-giles"  # Lin Wan-ching
    TONGYONG = "tongyong"  # Lin Wan-cing
    HONG_KONG = "hong-kong"  # Lam Yuen Ching


_MARKETS = {"HK": Scheme.HONG_KONG}
"""Territories whose own names are not spelt in pinyin. Taiwan has no locale of its own in Latin script: a project sets
the scheme."""
_SURNAME_READINGS = {
    "单": "shan",
    "解": "xie",
    "仇": "qiu",
    "区": "ou",
    "查": "zha",
    "盖": "ge",
    "朴": "piao",
    "缪": "miao",
    "曾": "zeng",
    "翟": "zhai",
    "任": "ren",
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "长孙": "zhang sun",
    "单于": "chan yu",
    "令狐": "ling hu",
    "覃": "qin",
    "乐": "yue",
    "华": "hua",
    "宁": "ning",
    "燕": "yan",
    "纪": "ji",
    "葛": "ge",
    "员": "yun",
    "黑": "he",
    "折": "she",
    "召": "shao",
    "秘": "bi",
    "逄": "pang",
    "繁": "po",
    "种": "chong",
    "冼": "xian",
    "澹台": "tan tai",
    "宿": "su",
    "洗": "xian",
    "祭": "zhai",
    "车": "che",
    "隗": "wei",
}
"""Characters that are read otherwise as a surname than alone; pypinyin gives their common reading."""
_CUSTOMARY = {"李": "lee", "余": "yu", "郝": "hok", "叶": "yip", "邱": "yau"}
"""Hong Kong spellings of surnames that no rule gives."""


@functools.cache
def simplified() -> dict[str, str]:
    """Return Traditional surname → the key of the table."""
    return {(entry("surnames.tsv", s) or {})["hant"]: s for s in keys("surnames.tsv")}


def plain_surname(surname: str) -> str:
    """Return a surname in Simplified characters, where the table knows it.

    >>> plain_surname("陳"), plain_surname("歐陽"), plain_surname("林")
    ('陈', '欧阳', '林')
    """
    return simplified().get(surname, surname)


def split_name(name: str) -> tuple[str, str]:
    """Return family and given name of a Chinese full name, the longest known surname first.

    >>> split_name("欧阳修"), split_name("林晚"), split_name("甲乙")
    (('欧阳', '修'), ('林', '晚'), ('', '甲乙'))
    """
    for length in (2, 1):
        head = name[:length]
        known = plain_surname(head)
        if len(name) > length and (
            known in keys("surnames.tsv") or (length == 2 and known in _SURNAME_READINGS)
        ):
            return head, name[length:]
    return ("", name) if name[:1] not in _SURNAME_READINGS or len(name) < 2 else (name[:1], name[1:])


def scheme_of(locale: str) -> Scheme:
    """Return how a locale spells Chinese names in Latin letters.

    >>> [scheme_of(tag).value for tag in ("en-US", "en-HK", "es-419")]
    ['pinyin', 'hong-kong', 'pinyin']
    """
    return _MARKETS.get(parse_locale(locale).territory or "", Scheme.PINYIN)


def scheme_in(setting: Setting) -> Scheme:
    """Return how names are spelt in a setting: what the work asks for, else the custom of the locale."""
    return Scheme(setting.romanisation) if setting.romanisation else scheme_of(setting.locale)


def latin_surname(surname: str, locale: str, *, scheme: Scheme | None = None) -> str | None:
    """Return a surname in Latin letters as a locale spells it, or by a scheme."""
    return _surname(surname, scheme or scheme_of(locale))


def romanise(name: str, locale: str, *, scheme: Scheme | None = None) -> str | None:
    """Return a full name in Latin letters or Cyrillic, family name first; None for other writing systems.

    Pinyin has no tones and no hyphen. The surname is read as a surname (单 Shan, 仇 Qiu), the given name by
    pypinyin (MIT); Cantonese readings come from `data/given_names.tsv`.

    Args:
        name: Simplified or Traditional.
        locale: BCP 47 tag of the target.
        scheme: spelling; None takes the locale's own.

    >>> romanise("林晚", "en-US"), romanise("单雄信", "es-419"), romanise("林婉", "ru"), romanise("林晚", "ja")
    ('Lin Wan', 'Shan Xiongxin', 'Линь Вань', None)
    >>> [romanise("張志明", "en", scheme=s) for s in Scheme]
    ['Zhang Zhiming', 'Chang Chih-ming', 'Jhang Jhih-ming', 'Cheung Chi Ming']
    """
    language = parse_locale(locale).language
    family, given = split_name(name)
    if language == "ru":
        parts = [palladius(" ".join(syllables(part))) if part else "" for part in (family, given)]
        return " ".join(p for p in parts if p)
    if language not in LATIN_LIKE_ENGLISH:
        return None
    chosen = scheme or scheme_of(locale)
    first = _surname(plain_surname(family), chosen) if family else ""
    rest = _given(given, chosen)
    return None if first is None or rest is None else f"{first} {rest}".strip()


def _surname(surname: str, scheme: Scheme) -> str | None:
    row = entry("surnames.tsv", surname)
    if scheme is Scheme.PINYIN:
        return row["en"] if row else "".join(syllables(surname)).capitalize()
    if scheme is Scheme.HONG_KONG:
        spelt = [_CUSTOMARY.get(surname) or hong_kong(s) or "" for s in row["yue"].split()] if row else []
        return "".join(spelt).replace("-", "").capitalize() if all(spelt) and spelt else None
    written = _spelt(syllables(surname), wade_giles if scheme is Scheme.WADE_GILES else tongyong)
    return None if written is None else "-".join(written).replace("ü", "u").capitalize()


def _given(given: str, scheme: Scheme) -> str | None:
    if scheme is Scheme.PINYIN:
        return _joined(syllables(given))
    if scheme is Scheme.HONG_KONG:
        rows = [_character(c) for c in given]
        spelt = [hong_kong(row["yue"]) if row else None for row in rows]
        return None if not all(spelt) else " ".join(s.capitalize() for s in spelt if s)
    written = _spelt(syllables(given), wade_giles if scheme is Scheme.WADE_GILES else tongyong)
    return None if written is None else "-".join(written).replace("ü", "u").capitalize()


def _spelt(read: list[str], spell: Callable[[str], str | None]) -> list[str] | None:
    written = [spell(s) for s in read]
    return None if None in written else [w for w in written if w]


def _joined(read: list[str]) -> str:
    """Return syllables as one capitalised word, with an apostrophe before a vowel inside (Xi'an)."""
    word = "".join(("'" if i and s[0] in "aeo" else "") + s for i, s in enumerate(read))
    return word[:1].upper() + word[1:]


def name_in(name: str, setting: Setting) -> str | None:
    """Return a full name as a locale writes it; None where a reading is not known and a person must give it.

    >>> from localize.culture.base import Setting
    >>> [name_in("林婉清", Setting(tag)) for tag in ("en-US", "vi", "ja", "ru", "zh-Hant-TW", "th")]
    ['Lin Wanqing', 'Lâm Uyển Thanh', '林婉清', 'Линь Ваньцин', '林婉清', None]
    >>> name_in("林婉清", Setting("ko", era="modern")), name_in("林婉清", Setting("ko", era="historical"))
    ('린완칭', '임완청')
    """
    language = parse_locale(setting.locale).language
    if language == "ko" and not setting.historical:
        sounds = [hangul(s) for part in split_name(name) for s in syllables(part)]
        return None if None in sounds else "".join(s for s in sounds if s)
    column = _COLUMNS.get(language)
    if column is None:
        return romanise(name, setting.locale, scheme=scheme_in(setting))
    family, given = split_name(name)
    row = entry("surnames.tsv", plain_surname(family)) if family else {column: ""}
    parts = [(row or {}).get(column)] + [(_character(c) or {}).get(column) for c in given]
    if language == "zh" and parse_locale(setting.locale).script != "Hant":
        return plain_surname(family) + "".join((_character(c) or {"char": c})["char"] for c in given)
    if any(part is None or (part == "" and (i or family)) for i, part in enumerate(parts)):
        return None
    return (" " if language == "vi" else "").join(part for part in parts if part)


_COLUMNS = {"vi": "vi", "ko": "ko", "ja": "ja", "zh": "hant"}
"""Languages that read or write a name character by character."""


@functools.cache
def _by_hant() -> dict[str, str]:
    return {(entry("given_names.tsv", c) or {})["hant"]: c for c in keys("given_names.tsv")}


def _character(char: str) -> dict[str, str] | None:
    """Return the readings of a character of a given name, Simplified or Traditional."""
    key = _by_hant().get(char, char)
    row = entry("given_names.tsv", key) or entry("surnames.tsv", key)
    return {"char": key, **row} if row else None


def syllables(characters: str) -> list[str]:
    """Return the pinyin syllables of a surname or given name, a surname read as one.

    >>> syllables("尉迟"), syllables("婉清")
    (['yu', 'chi'], ['wan', 'qing'])
    """
    from pypinyin import Style, lazy_pinyin

    key = plain_surname(characters)
    if key in _SURNAME_READINGS:
        return _SURNAME_READINGS[key].split()
    return [s.lower() for s in lazy_pinyin(characters, style=Style.NORMAL, v_to_u=True)]
