"""The Chinese of the room is that of the field: one English term is one Chinese term, and no rival of it stands."""

from __future__ import annotations

import re

from tui import catalogues


def chinese(string: str | tuple[str, ...]) -> str:
    """Return a translation; the first of several forms."""
    return string if isinstance(string, str) else string[0]


ONE_WORD = {
    r"findings?": "问题",
    r"placeholders?": "占位符",
    r"glossary": "术语",
    r"terms?": "术语",
    r"renderings?": "译法",
    r"source": "原文",
    r"targets?": "译文",
    r"draft(?:s|ed)?": "初稿|未审",
    r"reviewers?": "审校员",
    r"approv\w+": "批准",
    r"reject\w*": "驳回",
    r"waive[dr]?s?": "豁免",
    r"discuss\w*": "讨论",
    r"second approval": "二审",
    r"comment(?:s|ed)?": "批注|注释",  # those of a file
    r"cues?": "字幕",
    r"speaker": "说话人",
    r"addressee": "听话人",
    r"forms? of address": "称呼",
    r"title": "称谓|标题",  # of a person, of a video
    r"ledger": "人物台账",
    r"people file": "人物文件",
    r"engines?": "引擎",
    r"memory": "记忆库",
    r"locales?": "语言|地区",
    r"profiles?": "规范",
    r"characters?": "字符",
    r"pixels?": "像素",
    r"queue": "列表",
    r"filter\w*": "筛选",
    r"panels?": "面板",
    r"panes?": "窗格",
    r"undo\w*": "撤回|撤销",
    r"unsaved": "未保存",
    r"episodes?": "集",
    r"repeats?": "重复",
    r"line breaks?": "换行|断行",
}
"""English term of the field → its Chinese, as reviewers of the field write it."""
SAID_OTHERWISE = {
    "what drafted it: starter, memory, human …",  # names of engines, as they are typed
    "Insert the rendering with this number at the cursor of the editor, or take the alternative with it.",
    "the Traditional form of the term, not what a conversion by characters gives",  # 逐字
}
NEVER = ("句段", "译员", "审核员", "拒绝", "撤消", "缺省", "词汇表", "帐", "登陆", "字元", "質", "說")
"""Other words for the same things, slips of the pen, and Traditional characters."""


def test_one_english_term_is_one_chinese_term() -> None:
    known = catalogues.messages(catalogues.read(catalogues.catalogue_file("zh-Hans")))
    other, met = [], set()
    for (_context, english), message in known.items():
        if english in SAID_OTHERWISE or "\n" in english:
            continue
        plain = re.sub(r"\{\w*\}|`[^`]*`|\[[\w ]+\]( \w+)?|\w* = \S+|sqlite:\S+", "", english)
        for term, wanted in ONE_WORD.items():
            if re.search(rf"(?<![\w.-]){term}(?![\w-])", plain, re.IGNORECASE):
                met.add(term)
                if not re.search(wanted, chinese(message.string)):
                    other.append((term, english, chinese(message.string)))
    assert other == []
    assert met == {*ONE_WORD}


def test_no_rival_of_a_term_and_no_traditional_character_is_in_the_catalogue() -> None:
    known = catalogues.messages(catalogues.read(catalogues.catalogue_file("zh-Hans")))
    texts = [chinese(message.string) for message in known.values()]
    assert [(word, text) for text in texts for word in NEVER if word in text] == []
