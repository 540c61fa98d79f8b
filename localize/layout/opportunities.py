"""The only place that knows where a line may break, and how good each place is."""

from __future__ import annotations

import bisect
import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.layout import costs
from localize.layout.words import function_words
from localize.locales import parse_locale
from localize.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from budoux import Parser

_ICU_LOCALES = {"ja": "ja@lb=strict", "ko": "ko@lw=phrase"}
_BUDOUX_LANGUAGES = frozenset({"zh", "ja", "th"})
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s\u3000]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BLANK = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOTHING = re.compile(r"(?!)")
_CLOSING_TAG = re.compile(r"</|\{/|\[/|\{\\[ibus]0\}")


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A place where a line may break.

    Attributes:
        at: character offset in the text; the new line begins there.
        cost: 0 for the best places (after a sentence); from `costs.BAD` on the break is a fault.
        reason: what is wrong with the break, '' if nothing is.
    """

    at: int
    cost: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Visible:
    """A text without its hidden spans; `raw[i]` is the offset in the text of character i of `plain`."""

    plain: str
    raw: tuple[int, ...]
    whole: tuple[Span, ...]


def opportunities(
    text: str,
    locale: str,
    *,
    protected: Sequence[Span] = (),
    hidden: Sequence[Span] = (),
    names: Sequence[str] = (),
    near: Span | None = None,
) -> list[Opportunity]:
    """Return where a text may break, ascending.

    Unicode line breaking (UAX #14, ICU), strict in Japanese, at blanks in Korean, at words in Thai, Lao, Khmer and
    Burmese; in Chinese, Japanese and Thai the phrases of budoux say which of them are good. Line breaks are blanks.

    Args:
        text: one paragraph.
        locale: BCP 47 tag.
        protected: character spans that stay whole (placeholders, names).
        hidden: character spans that stay whole and are not shown (tags).
        names: names and terms that stay on one line where they fit it.
        near: the only offsets that are asked for, both ends included; None for all.
    """
    tag = parse_locale(locale)
    visible = _show(text, protected, hidden)
    phrases = frozenset(_phrase_offsets(visible.plain, tag.language, tag.script))
    judge = costs.judge(visible.plain, tag.language, function_words(tag.language), phrases)
    starts = [span.start for span in visible.whole]
    inside = _inside(visible.plain, names)
    ends = {span.start: span.end for span in hidden}
    result = []
    for offset in _offsets(visible.plain, _ICU_LOCALES.get(tag.language, tag.language)):
        index = bisect.bisect_left(starts, offset) - 1
        if index >= 0 and offset < visible.whole[index].end:
            continue
        at = _raw_offset(text, visible, offset, ends)
        if near is not None and not near.start <= at <= near.end:
            continue
        cost, reason = (costs.NEVER, "parts a name or term") if offset in inside else judge(offset)
        result.append(Opportunity(at, cost, reason))
    return result


def _inside(plain: str, names: Sequence[str]) -> frozenset[int]:
    """Return the offsets within the names and terms of a plain text, whatever blanks stand between their parts."""
    found: set[int] = set()
    for name in names:
        for match in _name_pattern(name).finditer(plain):
            found.update(range(match.start() + 1, match.end()))
    return frozenset(found)


@functools.lru_cache(maxsize=4096)
def _name_pattern(name: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in name.split()]
    return re.compile(r"\s+".join(parts), re.IGNORECASE) if parts else _NOTHING


def _show(text: str, protected: Sequence[Span], hidden: Sequence[Span]) -> _Visible:
    dark = {i for span in hidden for i in range(span.start, span.end)}
    whole_chars = {i for span in protected for i in range(span.start, span.end)}
    raw = tuple(i for i in range(len(text)) if i not in dark)
    # What stands in a placeholder is no language: to the breakers it is one Latin word.
    plain = "".join("x" if i in whole_chars else text[i] for i in raw)
    plain = _SURROGATE.sub("\ufffd", _BLANK.sub(" ", plain))
    spans = [Span(m.start(), m.end()) for m in _URL.finditer(plain)]
    for span in protected:
        spans.append(Span(bisect.bisect_left(raw, span.start), bisect.bisect_left(raw, span.end)))
    return _Visible(plain, raw, _merged(spans))


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _offsets(plain: str, icu_locale: str) -> Iterator[int]:
    from icu4py.breakers import LineBreaker

    offset = 0
    for piece in LineBreaker(plain, icu_locale):
        offset += len(piece)
        if offset < len(plain):
            yield offset


def _phrase_offsets(plain: str, language: str, script: str) -> Iterator[int]:
    if language not in _BUDOUX_LANGUAGES:
        return
    offset = 0
    for phrase in _phrase_parser(language, script).parse(plain):
        offset += len(phrase)
        yield offset


@functools.cache
def _phrase_parser(language: str, script: str) -> Parser:
    import budoux

    if language == "ja":
        return budoux.load_default_japanese_parser()
    if language == "th":
        return budoux.load_default_thai_parser()
    if script == "Hant":
        return budoux.load_default_traditional_chinese_parser()
    return budoux.load_default_simplified_chinese_parser()


def _raw_offset(text: str, visible: _Visible, offset: int, ends: Mapping[int, int]) -> int:
    """Return the offset in the text of a break: after closing tags that follow, before opening ones."""
    at = visible.raw[offset - 1] + 1
    while at in ends and _CLOSING_TAG.match(text, at):
        at = ends[at]
    return at
