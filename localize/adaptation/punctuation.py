"""The only place that makes the marks of a target those of its locale: full width to half width, quotes, ellipsis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.locales import parse_locale
from localize.model import Edit, EditKind

if TYPE_CHECKING:
    from collections.abc import Mapping

_LATIN = {
    "，": ",",
    "。": ".",
    "！": "!",
    "？": "?",
    "：": ":",
    "；": ";",
    "、": ",",
    "（": "(",
    "）": ")",
    "【": "[",
    "】": "]",
    "「": "“",
    "」": "”",
    "『": "‘",
    "』": "’",
    "《": "“",
    "》": "”",
    "～": "~",
    "％": "%",
}
_ARABIC = {**_LATIN, "，": "،", "、": "،", "；": "؛", "？": "؟", ",": "،", ";": "؛", "?": "؟"}
_THAI = {**_LATIN, "，": "", "。": "", "、": ""}
_JAPANESE = {
    "，": "、",
    "“": "「",
    "”": "」",
    "‘": "『",
    "’": "』",
    "《": "『",
    "》": "』",
    "：": "：",
    "；": "。",
}
_TAIWAN = {"“": "「", "”": "」", "‘": "『", "’": "』"}
_ELLIPSIS = re.compile(r"…{2,}|\.{3,}|。{3,}|…\.+")
_DASHES = re.compile(r"——+|⸺")
_TOUCHED = re.compile("[，。！？：；、（）【】]")
_LATIN_NAMES = "the locale writes half-width marks"


def localise(text: str, locale: str) -> tuple[str, tuple[Edit, ...]]:
    """Return a target with the marks of its locale, and an edit for each kind of mark that changed.

    >>> localise("Mr. Wang，not a cent less。", "en-US")[0], localise("“三千萬”", "zh-Hant-TW")[0]
    ('Mr. Wang, not a cent less.', '「三千萬」')
    >>> localise("等等……", "en")[0]
    '等等…'
    """
    tag = parse_locale(locale)
    if tag.language == "zh":
        return (
            _swapped(text, _TAIWAN, "Traditional Chinese quotes with corner brackets")
            if tag.script == "Hant"
            else (text, ())
        )
    if tag.language == "ja":
        return _swapped(text, _JAPANESE, "Japanese marks")
    table = {"ar": _ARABIC, "th": _THAI}.get(tag.language, _LATIN)
    spaced = _spaced(text) if _TOUCHED.search(text) else text
    changed, edits = _swapped(spaced, table, _LATIN_NAMES)
    for pattern, mark, reason in ((_ELLIPSIS, "…", "one ellipsis character"), (_DASHES, "—", "one dash")):
        if found := pattern.search(changed):
            changed = pattern.sub(mark, changed)
            if found.group() != mark:
                edits = (*edits, _edit(found.group(), mark, reason))
    return changed, edits


def _spaced(text: str) -> str:
    """Put the blank that a full-width mark carries in itself after it, where words follow."""
    text = re.sub(r"([，。！？：；、）】])(?=[^\s，。！？：；、）】」』》”’…\ue000-\uefff])", r"\1 ", text)
    return re.sub(r"(?<=\w)([（【])", r" \1", text)


def _swapped(text: str, table: Mapping[str, str], reason: str) -> tuple[str, tuple[Edit, ...]]:
    edits = tuple(_edit(mark, new, reason) for mark, new in table.items() if mark in text and mark != new)
    return "".join(table.get(ch, ch) for ch in text), edits


def _edit(before: str, after: str, reason: str) -> Edit:
    return Edit(EditKind.PUNCTUATION, before, before, after, "punctuation", reason)
