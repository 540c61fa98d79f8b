"""The only place that writes a Chinese surname in other languages, with its title or as a nickname.

Names keep the Chinese order, family name first. Titles after a surname are a closed list (`data/titles.tsv`); the
surnames with their readings are `data/surnames.tsv`. Titles of unknown gender take the form of the table and say so.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from localize.culture.base import CultureHit
from localize.culture.fullnames import (
    LATIN_LIKE_ENGLISH,
    latin_surname,
    plain_surname,
    scheme_in,
    simplified,
    syllables,
)
from localize.culture.palladius import palladius
from localize.culture.tables import entry, keys, text_for
from localize.locales import parse_locale
from localize.model import EditKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.culture.base import NumberHit, Setting
    from localize.culture.fullnames import Scheme

_DOUBTFUL = frozenset(
    "于何时任应常向和从包成经计过安路管左关项席边区盖强车房战花容商司冷柏燕华简单万高白金马文方田石毛牛温明易"
    "卫游查解仇施盛权季章康舒童甘景薄宁苗楚慕云墨宫"
)
"""Surnames that are also common words: they count only where a clause begins or after a word of address."""
_SUFFIXES = frozenset("队局导伯妃嫔妈姐哥爷少")
"""Titles of one character that also end common nouns (卫队, 向导)."""
_NEVER_DOUBTFUL = frozenset("队局导伯妃嫔妈")
"""Of these, the ones that make a common noun of any word-like surname: 卫队, 商队, 战局, 向导."""
_EDGE_BEFORE = re.compile(r"(?:^|[\s，。！？、；：…—“「『（《!?,.:\-])$")
_CALLED = re.compile(r"$|[\s，。！？、；：…—”」』）》!?,.:~～你我他她的说是在来呢啊呀吧吗好]")
_BEFORE_DOUBTFUL = re.compile(
    r"(?:^|[\s，。！？、；：…—“”「」『』（）《》!?,.:\-]|是|叫|找|问|见|请|给|跟|让|的|这|那位|这位)$"
)
_TITLE_NOT_AFTER = {
    "总": r"是|会|要|有|能|算|共|部|裁|监|经理|在|得|统|归|之|结|体|和|数|额|计|理|督|署|局|觉|想|不",
    "董": r"事",
    "局": r"长|部|面|势|限|中|外",
    "队": r"长|伍|员|友|里|形",
    "导": r"演|致|航|弹|师|游|购|入|出",
    "少": r"爷|年|女|有|了|见|不|来|数|量|说|于|将|主|奶|夫",
    "爷": r"爷|们|俩",
    "姨": r"妈|太|娘",
    "叔": r"叔|父",
    "伯": r"伯|父|母|乐",
    "哥": r"哥|们",
    "姐": r"姐|妹|夫",
    "嫂": r"嫂",
    "妈": r"妈|咪|祖",
    "婶": r"婶",
    "妃": r"子|嫔",
    "大夫": r"人",
    "先生": r"们",
}
_NICK = re.compile(
    r"(?<![一-鿿])([小老阿])([一-鿿])(?=$|[\s，。！？、；：…—～!?,.:]|你|他|她|我|的|说|呢|啊|呀|吗|吧|来|在|也|都|还|就|快|别)"
)
_NICK_SURNAMES = frozenset(
    "王李张刘陈杨赵吴周徐孙朱胡郭林罗郑梁谢宋唐许韩冯邓曹彭曾萧蔡潘董袁吕魏蒋杜沈姜崔谭陆汪贾丁苏卢顾钱孟秦邱邵"
)
_NICKNAMES = {
    ("小", "en"): "Xiao {s}",
    ("老", "en"): "Lao {s}",
    ("阿", "en"): "Ah {s}",
    ("小", "vi"): "Tiểu {s}",
    ("老", "vi"): "Lão {s}",
    ("阿", "vi"): "A {s}",
    ("小", "ja"): "{s}くん",
    ("老", "ja"): "{s}さん",
    ("阿", "ja"): "阿{s}",
    ("小", "ko"): "샤오{s}",
    ("老", "ko"): "라오{s}",
    ("小", "th"): "เสี่ยว{s}",
    ("老", "th"): "เหล่า{s}",
    ("阿", "th"): "อา{s}",
    ("小", "ru"): "Сяо {s}",
    ("老", "ru"): "Лао {s}",
    ("小", "ar"): "شياو {s}",
    ("老", "ar"): "لاو {s}",
}
_GENDER_TWIN = (
    ("Mr. ", "Ms. "),
    ("Sr. ", "Sra. "),
    ("Dr. ", "Dra. "),
    ("M. ", "Mme "),
    ("Herr ", "Frau "),
    ("господин ", "госпожа "),
)
_OTHER_ENGLISH = {
    "总": ("President {s}", "CEO {s}", "Director {s}", "Boss {s}"),
    "总裁": ("President {s}", "Mr. {s}"),
    "少": ("Mr. {s}", "Young Master {s}"),
    "医生": ("Doctor {s}",),
    "大夫": ("Doctor {s}", "Physician {s}"),
    "姨": ("Aunt {s}", "Aunty {s}"),
    "阿姨": ("Aunt {s}", "Aunty {s}"),
    "老师": ("Mr. {s}", "Ms. {s}", "Mrs. {s}"),
    "律师": ("Lawyer {s}",),
    "夫人": ("Mrs. {s}", "Lady {s}"),
    "小姐": ("Ms. {s}",),
    "姑娘": ("Lady {s}", "young lady {s}"),
}


@functools.cache
def _title_pattern() -> re.Pattern[str]:
    surnames = sorted(keys("surnames.tsv"), key=len, reverse=True)
    titles = sorted((t for t in keys("titles.tsv") if "@" not in t), key=len, reverse=True)
    return re.compile(f"({'|'.join(surnames)})({'|'.join(titles)})")


_TITLE_CHARS = str.maketrans(
    "總長經監書隊導師醫護爺嬸媽將軍貴嬪門羅孃", "总长经监书队导师医护爷婶妈将军贵嫔门罗娘"
)


@functools.cache
def _fold_table() -> dict[int, str]:
    """Return a character map that makes Traditional surnames and titles Simplified, one for one."""
    single = {ord(hant): key for hant, key in simplified().items() if len(hant) == 1 and hant != key}
    return {**{k: chr(v) for k, v in _TITLE_CHARS.items()}, **single}


def find_names(text: str, _numbers: Sequence[NumberHit], setting: Setting) -> Iterator[CultureHit]:
    """Yield surnames with titles (王总, 李医生) and nicknames (小王, 老李) of a text.

    >>> from localize.culture import Setting, find
    >>> [(h.source, h.target) for h in find("王总，李医生来了", Setting("en-US"))]
    [('王总', 'Mr. Wang'), ('李医生', 'Dr. Li')]
    >>> find("他总是关于老师的事想太多", Setting("en-US"))
    ()
    """
    folded = text.translate(_fold_table())
    for match in _title_pattern().finditer(folded):
        if _is_title(folded, match) and (hit := _titled(text, match, setting)):
            yield hit
    for match in _NICK.finditer(folded):
        if match.group(2) in _NICK_SURNAMES and (target := say_nickname(match.group(), setting.locale)):
            reason = "a nickname keeps one form in the whole work"
            yield CultureHit(
                Span(*match.span()), match.group(), EditKind.NAME, target, "name.nickname", reason
            )


def _is_title(text: str, match: re.Match[str]) -> bool:
    surname, title = match.groups()
    stop = _TITLE_NOT_AFTER.get(title)
    if stop and re.match(stop, text[match.end() :]):
        return False
    before = text[: match.start()]
    common = len(surname) == 1 and surname in _DOUBTFUL
    if common and title in _NEVER_DOUBTFUL:
        return False
    if (
        common
        and title in _SUFFIXES
        and not (_EDGE_BEFORE.search(before) and _CALLED.match(text, match.end()))
    ):
        return False
    if (common or title in _SUFFIXES) and not _BEFORE_DOUBTFUL.search(before):
        return False
    return not (title == "老师" and before.endswith(("关", "对", "由", "至")))


def _titled(text: str, match: re.Match[str], setting: Setting) -> CultureHit | None:
    surname, title = match.groups()
    start = match.start() - (text[: match.start()].endswith("小") and title in {"总", "少"})
    source = text[start : match.end()]
    target = say_titled(surname, title, setting)
    if target is None:
        return None
    written = surname_in(surname, setting.locale, scheme=scheme_in(setting)) or ""
    accept = []
    if parse_locale(setting.locale).language == "en":
        accept = [t.format(s=written) for t in _OTHER_ENGLISH.get(title, ())]
    twin = next((target.replace(a, b, 1) for a, b in _GENDER_TWIN if target.startswith(a)), None)
    gendered = twin is not None and title not in {"先生", "小姐", "女士", "太太"}
    if gendered and twin:
        accept.append(twin)
    return CultureHit(
        span=Span(start, match.end()),
        source=source,
        kind=EditKind.NAME,
        target=target,
        rule=f"name.title.{title}",
        reason="a title after a surname follows the locale's form of address",
        accept=tuple(a for a in dict.fromkeys(accept) if a != target),
        advice=f"{source} has no gender in Chinese: {twin} if she is a woman" if gendered else "",
    )


def say_titled(surname: str, title: str, setting: Setting) -> str | None:
    """Return a surname with its title in a locale; None where the tables lack one of them.

    >>> from localize.culture.base import Setting
    >>> [say_titled("王", "总", Setting(tag)) for tag in ("en-US", "ja", "ko", "vi", "th")]
    ['Mr. Wang', '王社長', '왕 대표님', 'Vương tổng', 'ประธานหวัง']
    """
    modern = setting.era == "modern" or bool({"ceo", "urban", "modern"} & set(setting.genres))
    key = f"{title}@modern" if modern and entry("titles.tsv", f"{title}@modern") else title
    template = text_for("titles.tsv", key, setting.locale)
    written = surname_in(surname, setting.locale, scheme=scheme_in(setting))
    return template.format(s=written) if template and written else None


def say_nickname(nickname: str, locale: str) -> str | None:
    """Return 小王, 老李 or 阿强 in a locale; the surname or name keeps one form.

    >>> say_nickname("小王", "en-US"), say_nickname("老李", "vi"), say_nickname("小王", "hi")
    ('Xiao Wang', 'Lão Lý', None)
    """
    language = parse_locale(locale).language
    template = _NICKNAMES.get((nickname[0], "en" if language in LATIN_LIKE_ENGLISH else language))
    written = surname_in(nickname[1:], locale)
    return template.format(s=written) if template and written else None


def surname_in(surname: str, locale: str, *, scheme: Scheme | None = None) -> str | None:
    """Return a surname as a locale writes it; None where it is not known.

    >>> [surname_in("陈", tag) for tag in ("en-US", "vi", "ja", "ko", "ru", "zh-Hant-TW")]
    ['Chen', 'Trần', '陳', '진', 'Чэнь', '陳']
    """
    key = plain_surname(surname)
    row = entry("surnames.tsv", key)
    if row is None:
        return None
    tag = parse_locale(locale)
    if tag.language == "zh":
        return row["hant"] if tag.script == "Hant" else key
    if tag.language == "ru":
        return palladius(" ".join(syllables(key)))
    if tag.language in LATIN_LIKE_ENGLISH:
        return latin_surname(key, locale, scheme=scheme)
    return text_for("surnames.tsv", key, locale)
