"""The only place that reads languages out of the headings of table columns, and writes headings for new ones."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from localize.errors import UsageError
from localize.locales import fallback_chain, parse_locale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?")
_TAGGED = re.compile(r"(.*\S)\s*[(（\[]\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,4}){0,2})\s*[)）\]]")
_AFFIXED = re.compile(
    r"(?:text|string|value|lang|locale|loc|tr|name|desc|dialogue)[_\-.:/ ]+(.+)|(.+)[_ ](?:text|string|value)",
    re.I,
)
# What headings call languages, without blanks, hyphens and brackets.
_NAMED: Final = """
zh: chinese mandarin 中文 汉语 漢語
zh-Hans: schinese chinesesimplified simplifiedchinese cn 简体中文 简中 简体
zh-Hant: tchinese chinesetraditional traditionalchinese tw 繁体中文 繁體中文 繁中 繁体 繁體
en: english eng 英文 英语 英語
ja: japanese jp jpn 日文 日语 日語 日本語
ko: korean kr koreana 韩文 韩语 韓文 韓語 한국어
fr: french français 法语 法文 法語
de: german deutsch 德语 德文 德語
es: spanish español 西班牙语 西班牙文 西班牙語
es-419: latam spanishlatinamerica latinamericanspanish 拉美西语 拉美西班牙语
pt: portuguese português 葡萄牙语 葡语 葡萄牙文
pt-BR: brazilian brazilianportuguese portuguesebrazil 巴西葡语 巴西葡萄牙语
ru: russian русский 俄语 俄文 俄語
th: thai ไทย 泰语 泰文 泰語
vi: vietnamese tiếngviệt 越南语 越南文 越南語
id: indonesian bahasaindonesia 印尼语 印尼文 印度尼西亚语
ms: malay 马来语 马来文
ar: arabic العربية 阿拉伯语 阿拉伯文
it: italian italiano 意大利语 意大利文
tr: turkish türkçe 土耳其语 土耳其文
pl: polish polski 波兰语
hi: hindi 印地语
nl: dutch nederlands 荷兰语
uk: ukrainian українська 乌克兰语
"""
_NAMES: Final = {
    name: line.partition(":")[0]
    for line in _NAMED.strip().splitlines()
    for name in line.partition(":")[2].split()
}
# Headings that happen to be codes of small languages; no game is translated into these.
_WORDS: Final = frozenset(
    {"is", "no", "to", "so", "my", "am", "as", "or", "se", "key", "ref", "row", "tag", "log", "max", "min"}
)
_CHINESE_FIRST: Final = (
    "zh-Hans",
    "zh-Hans-CN",
    "zh-CN",
    "zh",
    "zh-Hant",
    "zh-TW",
    "zh-Hant-TW",
    "zh-HK",
    "en",
    "en-US",
)


@functools.lru_cache(maxsize=1024)
def column_locale(heading: str) -> str | None:
    """Return the BCP 47 tag of the language that a heading names, None if it names none.

    >>> [column_locale(heading) for heading in ("Chinese (Simplified)(zh-Hans)", "zh_CN", "英语", "Notes")]
    ['zh-Hans', 'zh-CN', 'en', None]
    """
    heading = heading.strip()
    tagged = _TAGGED.fullmatch(heading)
    if tagged is not None:
        return _checked(tagged[2])
    name = re.sub(r"[\s()（）_\-]+", "", heading).casefold()
    if name in _NAMES:
        return _NAMES[name]
    if _TAG.fullmatch(heading) and heading.casefold() not in _WORDS:
        return _checked(heading)
    affixed = _AFFIXED.fullmatch(heading)
    if affixed is not None:
        inner = affixed[1] or affixed[2]
        return _NAMES.get(inner.casefold()) or (_checked(inner) if _TAG.fullmatch(inner) else None)
    return None


def _checked(tag: str) -> str | None:
    try:
        return parse_locale(tag).tag
    except UsageError:
        return None


def pick_source(locales: Mapping[int, str], target_locale: str | None) -> int | None:
    """Return the column to translate from: Chinese before English before the first, never the target's."""
    taken = pick_target(locales, target_locale) if target_locale else None
    free = {column: tag for column, tag in locales.items() if column != taken}
    for wanted in _CHINESE_FIRST:
        for column, tag in free.items():
            if tag == wanted:
                return column
    return next(iter(free), None)


def pick_target(locales: Mapping[int, str], target_locale: str | None) -> int | None:
    """Return the column of a locale, or of the nearest one that serves it; the only one if no locale is asked for."""
    if target_locale is None:
        return next(iter(locales)) if len(locales) == 1 else None
    for tag in fallback_chain(target_locale):
        for column, found in locales.items():
            if found == tag or _full(found) == _full(tag):
                return column
    wanted = parse_locale(target_locale)
    if wanted.territory is not None:
        return None
    more_special = [
        column for column, tag in locales.items() if wanted.tag in fallback_chain(tag) or _in(tag, wanted.tag)
    ]
    return more_special[0] if len(more_special) == 1 else None


def _full(tag: str) -> tuple[str, str, str | None]:
    locale = parse_locale(tag)
    # zh-CN and zh-Hans are one and the same to the makers of tables, as are zh-TW and zh-Hant.
    territory = None if locale.tag in ("zh-CN", "zh-TW", "zh-Hans-CN", "zh-Hant-TW") else locale.territory
    return locale.language, locale.script, territory


def _in(tag: str, wanted: str) -> bool:
    return _full(tag)[:2] == _full(wanted)[:2]


def heading_like(headings: Sequence[str], target_locale: str) -> str:
    """Return a heading for a new column in the manner of the others.

    >>> heading_like(["English(en)"], "fr"), heading_like(["zh_CN", "en"], "pt-BR"), heading_like([], "ja")
    ('French(fr)', 'pt_BR', 'ja')
    """
    tag = parse_locale(target_locale).tag
    if any(_TAGGED.fullmatch(heading) for heading in headings):
        from babel.core import Locale

        name = Locale.parse(parse_locale(tag).babel, resolve_likely_subtags=True).get_display_name("en")
        language = re.sub(r",[^()]*(?=\))", "", name or tag) if "," in (name or "") else name or tag
        gap = " " if any(re.search(r"\s[(（\[][^()]*[)）\]]$", heading) for heading in headings) else ""
        return f"{language}{gap}({tag})"
    if any("_" in heading and _TAG.fullmatch(heading) for heading in headings):
        return tag.replace("-", "_")
    return tag
