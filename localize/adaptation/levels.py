"""The only place that joins a realm of cultivation and its level into one phrase: 炼气九层, 金丹后期, 筑基期大圆满."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from localize.culture import english
from localize.culture.base import Approx
from localize.locales import parse_locale
from localize.model import EditKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.adaptation.wishes import Wish
    from localize.culture.base import NumberHit

_CATEGORY = "cultivation"
_STAGE = re.compile("[期境]?(初期|中期|[后後]期|大[圆圓][满滿]|[圆圓][满滿]|[巅巔]峰)")
_BETWEEN = re.compile("[期境]?第?")
_LEVEL = re.compile("[层層重阶階](?![要新点點关關])天?")
_STAGES = {"初期": 0, "中期": 1, "后期": 2, "後期": 2}
_PEAK = 3
_NUMBERED = {
    "en": "the {n} level of {realm}",
    "es": "el nivel {n} de {realm}",
    "pt": "o nível {n} de {realm}",
    "id": "{realm} tingkat {n}",
    "vi": "{realm} tầng {n}",
    "th": "{realm}ขั้นที่ {n}",
    "ja": "{realm}{n}層",
    "ko": "{realm} {n}층",
    "ar": "المستوى {n} من {realm}",
}
_STAGED = {
    "en": ("early-stage {realm}", "mid-stage {realm}", "late-stage {realm}", "peak {realm}"),
    "es": (
        "la etapa inicial de {realm}",
        "la etapa media de {realm}",
        "la etapa avanzada de {realm}",
        "la cima de {realm}",
    ),
    "pt": (
        "o estágio inicial de {realm}",
        "o estágio intermediário de {realm}",
        "o estágio avançado de {realm}",
        "o ápice de {realm}",
    ),
    "id": ("{realm} tahap awal", "{realm} tahap tengah", "{realm} tahap akhir", "puncak {realm}"),
    "vi": ("{realm} sơ kỳ", "{realm} trung kỳ", "{realm} hậu kỳ", "{realm} đỉnh phong"),
    "th": ("{realm}ขั้นต้น", "{realm}ขั้นกลาง", "{realm}ขั้นปลาย", "{realm}ขั้นสูงสุด"),
    "ja": ("{realm}初期", "{realm}中期", "{realm}後期", "{realm}の頂点"),
    "ko": ("{realm} 초기", "{realm} 중기", "{realm} 후기", "{realm} 절정"),
    "ar": (
        "المرحلة المبكرة من {realm}",
        "المرحلة الوسطى من {realm}",
        "المرحلة المتأخرة من {realm}",
        "ذروة {realm}",
    ),
}


def levelled(text: str, terms: Sequence[Wish], numbers: Sequence[NumberHit], locale: str) -> Iterator[Wish]:
    """Yield realms of cultivation with their level or stage, where the language has a phrase for it.

    Args:
        text: the line.
        terms: its agreed terms, realms among them.
        numbers: the numbers found in it.
        locale: of the target.
    """
    language = parse_locale(locale).language
    for term in terms:
        if term.hit is None or term.hit.concept.category != _CATEGORY or not term.target:
            continue
        realm = term.target
        if realm[:1].islower():
            continue  # no name: a realm has a capital where the script has one
        if stage := _STAGE.match(text, term.span.end):
            template = _STAGED.get(language, ("",) * 4)[_STAGES.get(stage[1], _PEAK)]
            yield from _joined(text, term, stage.end(), template.format(realm=realm))
        elif found := _numbered(text, term.span.end, numbers):
            number, end = found
            said = english.ordinal(number) if language == "en" else str(number)
            yield from _joined(text, term, end, _NUMBERED.get(language, "").format(n=said, realm=realm))


def _numbered(text: str, at: int, numbers: Sequence[NumberHit]) -> tuple[int, int] | None:
    """Return the number of the level that follows a realm, and where the words for it end."""
    between = _BETWEEN.match(text, at)
    starts = range(at, (between.end() if between else at) + 1)
    for number in numbers:
        level = _LEVEL.match(text, number.span.end)
        if number.span.start in starts and level and number.approx is Approx.EXACT and number.high is None:
            return int(number.value), level.end()
    return None


def _joined(text: str, term: Wish, end: int, said: str) -> Iterator[Wish]:
    if said:
        span = Span(term.span.start, end)
        yield replace(
            term,
            span=span,
            source=text[span.start : end],
            target=said,
            kind=EditKind.TERM,
            rule="term.level",
            reason=f"a realm and its level are one phrase; {term.reason}",
            accept=(),
        )
