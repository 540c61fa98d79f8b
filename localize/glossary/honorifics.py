"""The only place that knows what Chinese names and forms of address look like: titles, kin words, nicknames."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.glossary.words import listed, surname_before

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLES = listed(
    "董事长 总经理 总裁 经理 主任 局长 院长 校长 处长 科长 队长 组长 部长 省长 市长 县长 厂长 站长 馆长 "
    "社长 行长 团长 连长 班长 老师 教授 医生 护士 律师 警官 法官 导演 编剧 秘书 助理 司机 管家 师傅 先生 "
    "小姐 女士 太太 夫人 同学 同志 老板 老总 大夫 少爷 小少爷 大少 二少 三少 四少 大小姐 二小姐 千金 公子 "
    "大少爷 二少爷 三少爷 "
    "姑娘 姑姑 阿姨 叔叔 伯伯 大叔 大爷 大妈 大娘 大哥 二哥 三哥 大姐 二姐 奶奶 爷爷 嫂子 婶婶 舅舅 妹妹 "
    "弟弟 哥哥 姐姐 师父 师兄 师姐 师弟 师妹 师叔 师伯 师尊 长老 掌门 宗主 真人 道长 仙子 道友 前辈 大人 "
    "娘娘 公公 嬷嬷 公主 郡主 殿下 王爷 王妃 世子 太子 皇后 贵妃 将军 丞相 尚书 侍郎 太医 掌柜 总 董 局 院 "
    "处 队 导 工 少 爷 哥 姐 叔 姨 伯 婶 嫂 妈 妹 弟 公 婆 氏 家 某 老"
)
"""Titles and kin words that follow a name, longer ones first where one begins another."""
NOBODY = frozenset(
    listed("旁白 众人 所有人 男人 女人 路人 群众 字幕 画外音 系统 男声 女声 男主 女主 众 甲 乙 丙")
)
"""Speakers' labels that are no names."""

_PREFIXES = "小老阿大"
_SINGLE = {title for title in TITLES if len(title) == 1}
# 家 of 王家 is a family, 氏 a clan, 某 a nobody; 老 makes 林老. Other words begin with the others, so that one
# character counts only at the end of a word-like run.
_AFTER_SINGLE = re.compile(r"$|[你您我他她的是说就在不怎也还又和跟请快来去把让给叫问呢吗吧啊呀要会能可]")
_LONG = re.compile("|".join(sorted((t for t in TITLES if len(t) > 1), key=len, reverse=True)))


def addresses(clause: str) -> Iterator[tuple[str, str]]:
    """Yield (words, why) of the forms of address in a clause of folded text.

    >>> list(addresses("林总请沈家大少爷过来"))
    [('林总', 'surname and 总')]
    >>> list(addresses("欧阳少爷和小林")), list(addresses("总比没有好"))
    ([('欧阳少爷', 'surname and 少爷'), ('小林', '小 and surname')], [])
    """
    covered: set[int] = set()
    for found in _LONG.finditer(clause):
        name = surname_before(clause, found.start())
        if name is not None:
            covered.update(range(name.start, found.end()))
            yield clause[name.start : found.end()], f"surname and {found.group()}"
    for at, ch in enumerate(clause):
        if ch in _SINGLE and at not in covered and _AFTER_SINGLE.match(clause, at + 1):
            name = surname_before(clause, at)
            # A surname in the middle of other words is rarely one: 高 in 提高老.
            if name is not None and (
                name.start == 0 or name.end - name.start == 2 or _opens(clause, name.start)
            ):
                yield clause[name.start : at + 1], f"surname and {ch}"
        if ch in _PREFIXES[:3] and surname_before(clause, at + 2) and len(clause) > at + 1:
            name = surname_before(clause, at + 2)
            closes = _AFTER_SINGLE.match(clause, at + 2)
            if name is not None and name.start == at + 1 and closes and (at == 0 or _opens(clause, at)):
                yield clause[at : at + 2], f"{ch} and surname"


def _opens(clause: str, at: int) -> bool:
    """Return whether a name may begin here: after a word that goes before names."""
    return clause[at - 1] in "的是叫和跟与给找问对把让被请替向是你我他她"


def is_full_name(word: str) -> bool:
    """Return whether a word is a surname with a given name of one or two characters.

    >>> is_full_name("林婉清"), is_full_name("欧阳少恭"), is_full_name("林总"), is_full_name("的人")
    (True, True, False, False)
    """
    compound = surname_before(word, 2)
    if compound is not None and compound.start == 0 and 3 <= len(word) <= 4:
        return True
    single = surname_before(word, 1)
    return single is not None and 2 <= len(word) <= 3 and word[1:] not in TITLES
