"""The only place that says what the columns of a string table hold, by their headings or by what stands in them.

CSV, TSV and XLSX share it. Known are the tables of Godot (``keys,en,zh``), Unity Localization (``Key,Id,English(en)``),
Unreal (``Key,SourceString,Comment``) and what people make by hand, with headings in English or Chinese. There are two
kinds of table: with a column for the translation (there or to be made), or with text that is replaced in place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from localize.errors import ParseError
from localize.formats.notes import max_length_in
from localize.formats.table_columns import Column, Holds, columns_of, pair_of, same_writing
from localize.formats.table_locales import column_locale, heading_like, pick_source, pick_target

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMES: Final = """
key: key keys stringkey stringid textid keyname identifier ident msgid 键 键名 键值 编号 编號 標識 标识 标识符 序号
id: id uid guid hash index row no
source: source sourcetext sourcestring original originaltext sourcelanguage 原文 源文 源文本 源语言 中文原文 原始文本
source: 源文案 原文案
target: target targettext translation translated translatedtext localized localization targetlanguage 译文 譯文
target: 翻译 翻譯 译文文本 目标文本 目标语言 本地化
text: text string value content line dialogue dialog caption message label 文本 文案 内容 內容 台词 对白 對白 字符串 值
context: context ctx msgctxt namespace category group type table 上下文 语境 語境 分类 分類 类别 類別 类型 命名空间
note: comment comments note notes description desc remark remarks hint sharedcomments metadata 备注 備註 注释 註釋
note: 说明 說明 描述 批注 提示
max_length: maxlength maxlen maxchars charlimit characterlimit lengthlimit limit max 字数限制 字數限制 最大长度
max_length: 最大長度 长度限制 字符上限 字数上限 最大字数 字数
speaker: speaker character role actor who speakername charactername 说话人 說話人 角色 角色名 人物 发言人 讲述者
scene: scene sceneid episode 场景 場景 场次 場次 集数 剧集
"""
_ROLES: Final = {
    name: line.partition(":")[0]
    for line in _NAMES.strip().splitlines()
    for name in line.partition(":")[2].split()
}
# Columns of a table of things (items, skills, quests) that are text, in tables that have no other.
_PROSE_NAMES: Final = """
name title subtitle displayname itemname desc description shortdescription tooltip summary intro hint greeting
名称 名稱 名字 标题 標題 描述 说明 說明 简介 簡介 介绍 介紹 提示
"""
_PROSE: Final = frozenset(_PROSE_NAMES.split())
_KEY_LIKE: Final = re.compile(r"[A-Za-z0-9_][\w.\-/:#\[\]$|]*", re.ASCII)
_NAME: Final = re.compile(r"[A-Za-z_][\w.\-()]{0,40}", re.ASCII)
_LONGEST_HEADING: Final = 60
_FEWEST: Final = 2
"""Rows from which it shows what the columns hold."""
_SURE: Final = 3
"""Known headings that make a row one of headings, whatever else stands in it."""
_SAMPLE: Final = 200
_MOST_ABOVE: Final = 10
"""Rows among which the headings are looked for."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Which column is what; 0 is the first.

    Attributes:
        has_header: whether the first row holds headings.
        source: of the text to translate, None if the table is translated in place.
        target: of the translation, None if the table is translated in place.
        heading: of the target column if it is still to be made, else None.
        texts: the columns that are replaced in place, else empty.
        key, context, max_length, speaker, scene: one column each, None if there is none.
        notes: columns with words for translators.
    """

    has_header: bool
    source: int | None = None
    target: int | None = None
    heading: str | None = None
    texts: tuple[int, ...] = ()
    key: int | None = None
    context: int | None = None
    max_length: int | None = None
    speaker: int | None = None
    scene: int | None = None
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What a row says of its text beside the text."""

    key: str | None
    context: str | None
    max_length: int | None
    speaker: str | None
    scene: str | None
    note: str | None


def facts_of(roles: Roles, row: Sequence[str]) -> RowFacts:
    """Return what a row says of its text."""

    def cell(column: int | None) -> str | None:
        return (row[column].strip() or None) if column is not None and column < len(row) else None

    note = "\n".join(words for column in roles.notes if (words := cell(column))) or None
    limit = cell(roles.max_length)
    digits = re.search(r"\d{1,5}", limit) if limit else None
    longest = int(digits[0]) or None if digits else max_length_in(note)
    return RowFacts(
        cell(roles.key), cell(roles.context), longest, cell(roles.speaker), cell(roles.scene), note
    )


def roles_of(rows: Sequence[Sequence[str]], target_locale: str | None) -> Roles | None:
    """Return the roles of the columns of a table, None if none of them is known to hold text.

    Args:
        rows: the first ones of the table, the row of headings first if it has one.
        target_locale: BCP 47 tag of the translation, None if it is not known.

    Raises:
        ParseError: several columns hold text, and nothing says which is what; says what was seen in them.
    """
    rows = [row for row in rows[:_SAMPLE] if any(cell.strip() for cell in row)]
    if not rows:
        return None
    headings = [cell.strip().lstrip("\ufeff") for cell in rows[0]]
    named = _named(headings)
    locales = _locales(headings, named)
    is_header = _is_header(headings, named, locales)
    roles = _with_header(headings, named, locales, target_locale) if is_header else _without_header(rows)
    return roles or _by_content(rows, target_locale)


def is_heading_row(row: Sequence[str]) -> bool:
    """Return whether a row of headings says that a table holds texts with their keys or translations."""
    headings = [cell.strip().lstrip("\ufeff") for cell in row]
    named = _named(headings)
    locales = _locales(headings, named)
    if not _is_header(headings, named, locales):
        return False
    roles = {role for role in named if role}
    return len(locales) >= 2 or (
        bool(locales or roles & {"source", "target", "text"}) and len(roles) + len(locales) > 1
    )


def rows_above(rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows with a title or a remark stand above the headings, 0 if the first row is not one of those.

    >>> rows_above([["UI 文案"], ["", ""], ["key", "zh-CN", "en-US"], ["a", "好", ""]])
    2
    """
    for above, row in enumerate(rows[:_MOST_ABOVE]):
        filled = sum(bool(cell.strip()) for cell in row)
        if filled >= _SURE and is_heading_row(row):
            return above
        if filled >= _SURE:
            return 0
    return 0


def _named(headings: Sequence[str]) -> list[str | None]:
    return [_ROLES.get(_squeezed(heading)) for heading in headings]


def _squeezed(heading: str) -> str:
    return re.sub(r"[\s_\-*＊.:：]+", "", heading).casefold()


def _locales(headings: Sequence[str], named: Sequence[str | None]) -> dict[int, str]:
    """Return the columns that are headed by a language."""
    found: dict[int, str] = {}
    for column, heading in enumerate(headings):
        tag = column_locale(heading) if named[column] in (None, "id") else None
        if tag is not None and not (
            named[column] == "id" and (heading != "id" or "key" not in named[:column])
        ):
            found[column] = tag
    if list(found.values()) == ["id"]:
        return {}  # a number of rows, not Indonesian
    return found


def _is_header(headings: Sequence[str], named: Sequence[str | None], locales: dict[int, str]) -> bool:
    known = [column for column, role in enumerate(named) if role is not None or column in locales]
    is_long = any(len(heading) > _LONGEST_HEADING or "\n" in heading for heading in headings)
    if is_long and len(known) < _SURE:
        return False
    filled = [heading for heading in headings if heading]
    return bool(known) and (
        len(known) >= 2 or len(filled) <= 2 or named[known[0]] in ("key", "source", "text")
    )


def _with_header(
    headings: Sequence[str],
    named: Sequence[str | None],
    locales: dict[int, str],
    target_locale: str | None,
) -> Roles | None:
    def first(*roles: str) -> int | None:
        columns = (c for role in roles for c, name in enumerate(named) if name == role and c not in locales)
        return next(columns, None)

    notes = tuple(c for c, n in enumerate(named) if n == "note" or _is_language_note(headings[c], n))
    key, context, max_length = first("key", "id"), first("context"), first("max_length")
    facts = Roles(
        has_header=True, key=key, context=context, max_length=max_length,
        speaker=first("speaker"), scene=first("scene"), notes=notes,
    )  # fmt: skip
    source, target, text = first("source"), first("target"), first("text")
    alone = source is not None and target is None and not locales
    if source is not None and alone and headings[source].casefold() == "sourcestring":
        return _in_place(facts, (source,))  # Unreal's string table: one language a file
    if source is None:
        source = pick_source(locales, target_locale)
        source = source if source is not None else text if target is not None or locales else None
    if target is None:
        target = pick_target({c: tag for c, tag in locales.items() if c != source}, target_locale)
    if source is not None:
        return _for_source(facts, headings, locales, (source, target), target_locale)
    only = text if text is not None else target
    return _in_place(facts, (only,)) if only is not None else _unlabelled(facts, headings, named)


def _unlabelled(facts: Roles, headings: Sequence[str], named: Sequence[str | None]) -> Roles | None:
    """Return the roles of a table without a column for text: names and descriptions, or the only one left."""
    prose = tuple(c for c, heading in enumerate(headings) if _squeezed(heading) in _PROSE)
    if prose:
        return replace(_in_place(facts, prose), notes=tuple(c for c in facts.notes if c not in prose))
    unnamed = tuple(c for c, name in enumerate(named) if name is None)
    return _in_place(facts, unnamed) if facts.key is not None and len(unnamed) == 1 else None


def _for_source(
    facts: Roles,
    headings: Sequence[str],
    locales: dict[int, str],
    columns: tuple[int, int | None],
    target_locale: str | None,
) -> Roles:
    """Return the roles of a table with a source column: the translation has its column, gets one, or replaces."""
    source, target = columns
    heading = None
    if target is None:
        if target_locale is None:
            return _in_place(facts, (source,))
        target, heading = len(headings), heading_like([headings[c] for c in locales], target_locale)
    return replace(facts, source=source, target=target, heading=heading)


def _is_language_note(heading: str, name: str | None) -> bool:
    return name is None and re.search(r"\)\s*(?:comments?|notes?)$", heading, re.IGNORECASE) is not None


def _in_place(facts: Roles, columns: tuple[int, ...]) -> Roles:
    return replace(facts, texts=columns)


def _by_content(rows: Sequence[Sequence[str]], target_locale: str | None) -> Roles | None:
    """Return the roles of columns by what stands in them.

    Raises:
        ParseError: several hold text, and it does not show which is what.
    """
    if len(rows) < _FEWEST:
        return None
    has_header = has_heads(rows[0], columns_of(rows[1:]))
    columns = columns_of(rows[1:] if has_header else rows)
    filled = [column for column in columns if column.holds is not Holds.NOTHING]
    texts = [column.number for column in filled if column.holds is Holds.TEXT]
    if not texts:
        return None
    key = next((column.number for column in filled if column.holds is Holds.KEYS), None)
    facts = Roles(has_header=has_header, key=key)
    pair = pair_of(columns, target_locale)
    if pair is None and len(texts) == len(filled) == 2 and not has_header:
        pair = texts[0], texts[1]
    if pair is not None:
        return replace(facts, source=pair[0], target=pair[1])
    alike = same_writing(columns)
    if alike and (has_header or len(alike) == 1):  # without headings two of them may be text and translation
        return _in_place(facts, alike)
    what = f"no column is known to hold text; seen are {', '.join(map(str, columns))}"
    raise ParseError(what, do="put headings in the first row: key, source, target, note, or zh-Hans, en …")


def has_heads(row: Sequence[str], columns: Sequence[Column]) -> bool:
    """Return whether a row looks like headings: different names above columns of which one holds text."""
    names = [cell.strip() for cell in row]
    are_names = all(_NAME.fullmatch(name) for name in names if name) and len(set(names)) == len(names)
    return are_names and any(c.holds is Holds.TEXT and c.number < len(names) for c in columns)


def _without_header(rows: Sequence[Sequence[str]]) -> Roles | None:
    width = max(len(row) for row in rows)
    if width == 1:
        return Roles(has_header=False, texts=(0,))
    if width == 2:
        keys = [row[0].strip() for row in rows if row[0].strip()]
        has_keys = sum(_KEY_LIKE.fullmatch(key) is not None for key in keys) > 0.9 * len(keys)
        return (
            Roles(has_header=False, key=0, texts=(1,))
            if has_keys
            else Roles(has_header=False, source=0, target=1)
        )
    return None
