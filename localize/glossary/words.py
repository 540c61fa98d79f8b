"""The only place that knows the classes of Chinese words which conditions name: numbers, counters, surnames, edges."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from localize.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence


def listed(text: str) -> tuple[str, ...]:
    """Return the words of a text; keeps long word lists readable.

    >>> listed("a b")
    ('a', 'b')
    """
    return tuple(text.split())


CLASSES = ("<number>", "<counter>", "<surname>", "<edge>")
"""Every class that a glossary file may name."""

NUMBER = frozenset("0123456789０１２３４５６７８９〇零一二三四五六七八九十百千万亿两俩仨几半")
"""Characters that a numeral may end or begin with, Simplified."""

COUNTERS = listed(
    "公里 公斤 平米 毫升 厘米 分钟 小时 个 位 人 天 年 月 次 口 只 条 张 块 元 万 千 百 亿 斤 米 克 号 房 路 页 吨 分 "
    "秒 岁 件 家 名 辆 层 间 点 杯 碗 瓶 双 对 把 根 本 句 步 场 排 圈 眼 下 头 匹 股 桶 箱 包 篇 封 朵 枚 份 回 遍 趟 "
    "座 栋 棵 片 道 招 代 度 码 平 级 倍 里 寸 尺 丈"
)
"""Counters and units that may follow a numeral, Simplified, longer ones first."""

_COMPOUND = listed(
    "欧阳 司马 上官 慕容 诸葛 东方 皇甫 尉迟 公孙 长孙 南宫 令狐 独孤 宇文 司徒 夏侯 端木 百里 司空 轩辕 万俟 闻人 "
    "赫连 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 鲜于 闾丘 拓跋 完颜 纳兰 西门 北堂 第五 即墨"
)
# 百家姓 as far as it is in use today, without the characters that are far more often other words before a title.
_SINGLE = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵汪祁毛禹狄米贝明臧计伏成戴宋庞熊纪"
    "舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房裘缪解应宗丁宣邓杭洪包左石崔"
    "吉龚程嵇邢裴陆荣翁荀羊惠甄曲封储靳段富焦巴牧谷车侯班秋仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶司韶黎薄印白蒲邰鄂索赖卓蔺屠"
    "蒙池乔阴苍闻莘党翟谭贡劳姬申冉雍桑桂牛寿燕冀温庄晏柴瞿阎慕连茹习艾鱼容古易廖终居衡耿满匡国文寇广欧沃"
    "蔚越师巩聂晁勾敖融冷简饶曾沙丰关蒯查荆游竺权盖益桓岳帅佟墨阳肖覃郁"
)


_AFTER_EDGE = frozenset("单区朴盖查解仇")
"""Surnames that also end common words (菜单, 小区, 检查): they count at an edge or after a word of address."""
_BEFORE_NAME = listed("是 叫 找 问 见 请 给 跟 让 和 到 位 谢谢 感谢 的")


@functools.cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(_COMPOUND), frozenset(_SINGLE)


def surname_before(text: str, end: int) -> Span | None:
    """Return the span of the surname that ends at a position of folded text, None if there is none.

    >>> surname_before("欧阳总", 2), surname_before("林总", 1), surname_before("的总", 1)
    (Span(start=0, end=2), Span(start=0, end=1), None)
    >>> surname_before("单总", 1), surname_before("菜单总", 2)
    (Span(start=0, end=1), None)
    """
    compound, single = _surnames()
    if text[max(end - 2, 0) : end] in compound:
        return Span(end - 2, end)
    last = text[max(end - 1, 0) : end]
    if last in single or (last and last in _AFTER_EDGE):
        doubtful = last in _AFTER_EDGE and not is_edge(text, end - 2)
        if not doubtful or before(text, end - 1, _BEFORE_NAME) is not None:
            return Span(end - 1, end)
    return None


def is_edge(text: str, position: int) -> bool:
    """Return whether the character at a position is outside the text, punctuation, blank or a protected symbol."""
    return not (0 <= position < len(text) and text[position].isalnum())


def before(text: str, start: int, words: Sequence[str]) -> str | None:
    """Return the word of a list that stands directly before a position of folded text, None if none does."""
    return next((word for word in words if _ends(text, start, word)), None)


def after(text: str, end: int, words: Sequence[str]) -> str | None:
    """Return the word of a list that stands directly after a position of folded text, None if none does."""
    return next((word for word in words if _begins(text, end, word)), None)


def _ends(text: str, start: int, word: str) -> bool:
    if word == "<number>":
        # 多 ends a numeral only after one: 五十多里, but not 很多.
        last = start - 2 if text[start - 1 : start] == "多" else start - 1
        return last >= 0 and text[last] in NUMBER
    if word == "<surname>":
        return surname_before(text, start) is not None
    if word == "<counter>":
        return any(text.endswith(counter, 0, start) for counter in COUNTERS)
    if word == "<edge>":
        return is_edge(text, start - 1)
    return text.endswith(word, 0, start)


def _begins(text: str, end: int, word: str) -> bool:
    if word == "<number>":
        return end < len(text) and text[end] in NUMBER
    if word == "<counter>":
        return text.startswith(COUNTERS, end)
    if word == "<edge>":
        return is_edge(text, end)
    if word == "<surname>":
        compound, single = _surnames()
        return text[end : end + 2] in compound or text[end : end + 1] in single
    return text.startswith(word, end)
