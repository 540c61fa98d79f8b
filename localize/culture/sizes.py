"""The only place that says floors and shoe sizes, which each market counts in its own way.

China calls the ground floor the first, as the United States and East Asia do; Britain and much of Europe count from
the floor above. Where a language is used by both (Spanish, Arabic) the floor is left to the line. Chinese shoe sizes
are European ones. All of it drafts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.culture import english
from localize.culture.base import CultureHit, NumberForm
from localize.culture.tables import locale_row
from localize.locales import parse_locale
from localize.model import EditKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.culture.base import NumberHit, Setting

_FLOOR = re.compile(r"[楼樓](?![房梯盘盤主顶頂道层層宇台市价價房凤鳳])")
_STOREY = re.compile(r"[层層](?=$|[\s，。！？、]|[楼樓]|的?[房电電办辦])")
_UNDERGROUND = re.compile(r"(?:地下|[负負])$")
_SHOES = re.compile(r"鞋|靴|脚|腳|穿")
_SIZE = re.compile(r"[码碼]|号|號")
_SHOE_SIZES = range(34, 48)
_HIGHEST = 200
_MEN, _WOMEN, _BRITISH = 33, 31, 34
"""What is taken from a European size for an American man's, an American woman's and a British one; roughly."""


def find_sizes(text: str, numbers: Sequence[NumberHit], setting: Setting) -> Iterator[CultureHit]:
    """Yield the floors and shoe sizes of a text.

    >>> from localize.culture import Setting, find
    >>> [find("他在三楼", Setting(tag))[0].target for tag in ("en-US", "en-GB", "de", "ja")]
    ['third floor', 'second floor', '2. Stock', '3階']
    >>> find("车停在负一楼", Setting("en-US"))[0].target, find("穿42码的鞋", Setting("en-US"))[0].target
    ('first basement level', 'European size 42')
    """
    for number in numbers:
        if number.high is not None or number.form in {
            NumberForm.PERCENT,
            NumberForm.FRACTION,
            NumberForm.HALF,
        }:
            continue
        yield from _floor(text, number, setting)
        yield from _shoes(text, number, setting)


def _floor(text: str, number: NumberHit, setting: Setting) -> Iterator[CultureHit]:
    match = _FLOOR.match(text, number.span.end)
    below = _UNDERGROUND.search(text[: number.span.start])
    if match is None and (below or number.ordinal or number.value < 0):
        match = _STOREY.match(text, number.span.end)
    level = int(number.value)
    if match is None or level != number.value or not 1 <= abs(level) <= _HIGHEST:
        return
    start = below.start() if below else number.span.start
    said = say_floor(-level if below else level, setting.locale)
    if said:
        span = Span(start, match.end())
        reason = "floors are counted as the audience counts them"
        source = text[span.start : span.end]
        yield CultureHit(span, source, EditKind.NUMBER, said, "number.floor", reason, number=number)


def say_floor(level: int, locale: str) -> str | None:
    """Return a Chinese floor, 1 for the ground floor and -1 for the first below it; None where usage is divided.

    >>> [say_floor(1, tag) for tag in ("en-US", "en-GB", "fr", "ko", "es-419")]
    ['first floor', 'ground floor', 'rez-de-chaussée', '1층', None]
    """
    row = locale_row("floors.tsv", locale)
    if row is None:
        return None
    spelled = parse_locale(locale).language == "en"
    if level < 0:
        count = english.ordinal(-level) if spelled else -level
        return row["basement"].format(n=count) or None
    shown = level - int(row["offset"])
    if shown == 0:
        return row["ground"]
    return row["floor"].format(n=english.ordinal(shown) if spelled else shown)


def _shoes(text: str, number: NumberHit, setting: Setting) -> Iterator[CultureHit]:
    match = _SIZE.match(text, number.span.end)
    if match is None or number.ordinal or number.value not in _SHOE_SIZES or not _SHOES.search(text):
        return
    tag = parse_locale(setting.locale)
    if tag.language != "en":
        return  # European sizes are known there, or the numeral is left to the engine
    size = int(number.value)
    american, british = f"US men's {size - _MEN}, women's {size - _WOMEN}", f"UK {size - _BRITISH}"
    span = Span(number.span.start, match.end())
    yield CultureHit(
        span,
        text[span.start : span.end],
        EditKind.MEASURE,
        f"European size {size}",
        "measure.shoes",
        "Chinese shoe sizes are European ones",
        (f"size {size}", f"a European {size}"),
        f"about {american}; {british}",
        number,
    )
