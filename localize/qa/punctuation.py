"""TXT, second part: whether the punctuation is that of the locale, and complete."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from localize.qa.emit import fault
from localize.qa.language import check as other_language
from localize.qa.shown import BLANK, HAN_SCRIPTS, language_of, script_of, show, show_source
from localize.text import HAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from localize.model import Finding, Segment
    from localize.qa.base import Context

_DOTS = re.compile(r"(?<!\.)\.{3}(?!\.)|。{3,}")
_FOREIGN = re.compile(r"[ \t]*([，。！？；：、（）「」『』《》〈〉【】])[ \t]*")
_FOREIGN_TO_LATIN = {
    "，": ", ", "。": ". ", "！": "! ", "？": "? ", "；": "; ", "：": ": ", "、": ", ", "（": " (", "）": ") ",
    "「": " “", "」": "” ", "『": " “", "』": "” ", "《": " “", "》": "” ", "〈": " “", "〉": "” ",
    "【": " [", "】": "] ",
}  # fmt: skip
_FOREIGN_IN_KOREAN = re.compile(r"[ \t]*([，。！？；：、])[ \t]*")  # Korean has 「」 and 《》 of its own
_EAST_ASIAN = HAN + "\u3041-\u30ff"
_HALF_WIDTH = re.compile(rf"(?<=[{_EAST_ASIAN}])([,!?;:]|\.(?!\.)) ?")
_HALF_WIDTH_AFTER_KANA = re.compile(
    rf"(?<=[{_EAST_ASIAN}])([,!?]|\.(?!\.)) ?"
)  # colons are written either way
_FULL_WIDTH = {",": "，", "!": "！", "?": "？", ";": "；", ":": "：", ".": "。"}
_KANA_FULL_WIDTH = {",": "、", ".": "。", "!": "！", "?": "？"}
_ARABIC_LETTER = "\u0620-\u064a\u064b-\u0655\u066e-\u06d3\u06fa-\u06ff"
_LATIN_IN_ARABIC = re.compile(rf"(?<=[{_ARABIC_LETTER}])\s*[,;?](?!\d)")
_ARABIC = {",": "،", ";": "؛", "?": "؟"}
_PAIRS = {"(": ")", "[": "]", "「": "」", "『": "』", "《": "》", "【": "】", "“": "”", "«": "»"}
_PAIRED = re.compile('[()\\[\\]（）［］「」『』《》【】“”«»"]')
_SAME_BRACKET = str.maketrans("（）［］", "()[]")
_FACES = re.compile(r"[:;=]-?[()\[\]]+|^[ \t]*(?:\d{1,2}|[a-z])\)", re.MULTILINE)
_OTHER_QUOTES = frozenset(
    re.findall(r"\S+", "bg cs da de et fi hr hu is ka lt lv mk nl pl ro ru sk sl sr sv uk")
)
_ALONE = re.compile(r"\[[!?]+\]|\([!?]+\)")
"""Marks that stand for themselves: “[!]” warns, “(?)” doubts."""
_NO_QUESTION_MARK = frozenset({"th", "lo", "km", "my", "ja", "el"})
_QUOTE_RUN = re.compile(r"“([^“”\n]*)”")
_CORNER_RUN = re.compile(r"「([^「」\n]*)」")


@dataclass(frozen=True, slots=True)
class _Swap:
    """A replacement of punctuation: the code that reports it, what it finds, what it writes, and why."""

    code: str
    pattern: re.Pattern[str]
    new: Callable[[re.Match[str]], str]
    why: str


def check(segment: Segment, target: str, context: Context) -> Iterable[Finding]:
    """Return the TXT findings about punctuation."""
    words = show(target, context.format).words
    habits = _habits(context.medium, context.target_locale)
    found: list[Iterator[Finding]] = []
    if habits.language == "es":
        found.append(_inverted(segment, target, words, context))
    for swap in habits.swaps:
        if swap.pattern.search(words):
            found.append(_swapped(segment, target, words, swap))
    if habits.script in HAN_SCRIPTS:
        found.append(_quotation(segment, target, words, habits.script))
    elif not words.isascii():
        pattern = _FOREIGN_IN_KOREAN if habits.script == "Kore" else _FOREIGN
        if pattern.search(words):
            found.append(_foreign(segment, target, words, pattern))
    if _may_be_odd(words):
        found.append(_unbalanced(segment, words, context))
    asks = "？" in segment.source or "?" in segment.source
    if asks and "?" not in words and habits.language not in _NO_QUESTION_MARK:
        found.append(_question(segment, words, context))
    return chain.from_iterable(found) if found else ()


class _Habits(NamedTuple):
    """What the punctuation of a locale is judged by."""

    language: str
    script: str
    swaps: tuple[_Swap, ...]


@functools.lru_cache(maxsize=128)
def _habits(medium: str, locale: str) -> _Habits:
    language, script = language_of(locale), script_of(locale)
    return _Habits(language, script, _swaps(medium, language, script))


def _may_be_odd(words: str) -> bool:
    """Return whether a text has a bracket or quotation mark; in ASCII single looks are quicker than a pattern."""
    if words.isascii():
        return "(" in words or '"' in words or "[" in words or ")" in words or "]" in words
    return _PAIRED.search(words) is not None


def _swaps(medium: str, language: str, script: str) -> tuple[_Swap, ...]:
    swaps = []
    if medium == "drama":
        mark = "……" if language == "zh" else "…"
        swaps.append(_Swap("TXT007", _DOTS, lambda _: mark, "an ellipsis is a character of its own"))
    if script == "Jpan":
        table, why = _KANA_FULL_WIDTH, "full-width punctuation"
        swaps.append(_Swap("TXT015", _HALF_WIDTH_AFTER_KANA, lambda m: table[m.group(1)], why))
    elif script in HAN_SCRIPTS:
        swaps.append(
            _Swap("TXT015", _HALF_WIDTH, lambda m: _FULL_WIDTH[m.group(1)], "full-width punctuation")
        )
    if script == "Arab":
        swaps.append(
            _Swap("TXT016", _LATIN_IN_ARABIC, lambda m: _ARABIC[m.group().strip()], "Arabic punctuation")
        )
    return tuple(swaps)


def _swapped(segment: Segment, target: str, words: str, swap: _Swap) -> Iterator[Finding]:
    """Yield one finding for all matches, with all of them replaced; matches never touch placeholders."""
    if not swap.pattern.search(words):
        return
    matches = list(swap.pattern.finditer(words))
    pieces, done = [], 0
    for match in matches:
        pieces += [target[done : match.start()], swap.new(match)]
        done = match.end()
    found = matches[0]
    message = f"{found.group().strip()} should be {swap.new(found).strip()}"
    fixed = "".join([*pieces, target[done:]])
    yield fault(swap.code, segment, message, span=found.span(), fixed=fixed, why=swap.why)


def _inverted(segment: Segment, target: str, words: str, context: Context) -> Iterator[Finding]:
    lead = len(words) - len(words.lstrip())
    begins = any(span.start == lead for span in show(target, context.format).protected)
    words = _ALONE.sub(lambda m: " " * len(m.group()), words)
    for close, opening in (("?", "¿"), ("!", "¡")):
        if begins and words.count(close) == 1 and opening not in words:
            continue  # what stands for the beginning may hold the mark
        ends = len(re.findall(re.escape(close) + "+", words))
        if ends <= len(re.findall(opening + "+", words)):
            continue
        if any(other_language(segment, target, context)):
            return  # that is the fault
        at = words.rfind(close)
        message = f"a “{close}” without its “{opening}”"
        fixed = _opened(target, words, opening, close)
        yield fault(
            "TXT006", segment, message, span=(at, at + 1), fixed=fixed, why=f"“{opening}” at the start"
        )


def _opened(target: str, words: str, opening: str, close: str) -> str | None:
    """Return the text with its one sentence opened; None where the mark might belong further in."""
    body = words.rstrip(" \n”»\"')" + BLANK)
    if not body.endswith(close) or re.search(r"[.,;:¿¡?!…\n—-]", body.rstrip(close)):
        return None
    first = re.search(r"[^\W\d_]", words)
    return target[: first.start()] + opening + target[first.start() :] if first else None


def _foreign(segment: Segment, target: str, words: str, pattern: re.Pattern[str]) -> Iterator[Finding]:
    why = "punctuation of the locale"
    swap = _Swap("TXT008", pattern, lambda m: _FOREIGN_TO_LATIN[m.group(1)], why)
    for finding in _swapped(segment, target, words, swap):
        fixed = _tidy(finding.fix.text) if finding.fix else None
        span = (finding.span.start, finding.span.end) if finding.span else None
        yield fault(swap.code, segment, finding.message, span=span, fixed=fixed, why=why)


def _tidy(text: str) -> str:
    """Return the text without the blanks that replaced punctuation left before marks and at line ends."""
    text = re.sub(r"[ \t]+([,.!?;:)”\]])", r"\1", text)
    text = re.sub(r"([(“\[])[ \t]+", r"\1", text)
    text = re.sub(r"(?<=\S)[ \t]{2,}(?=\S)", " ", text)
    return re.sub(r"^[ \t]+|[ \t]+$", "", text, flags=re.MULTILINE)


def _quotation(segment: Segment, target: str, words: str, script: str) -> Iterator[Finding]:
    """Yield pairs of quotation marks that are those of the other Chinese script; unpaired ones are left alone."""
    if script in {"Hant", "Jpan"} and words.count("“") == words.count("”"):
        pattern, opening, closing = _QUOTE_RUN, "「", "」"
    elif script == "Hans" and words.count("「") == words.count("」"):
        pattern, opening, closing = _CORNER_RUN, "“", "”"
    else:
        return

    def new(match: re.Match[str]) -> str:
        return opening + target[match.start(1) : match.end(1)] + closing

    yield from _swapped(
        segment, target, words, _Swap("TXT017", pattern, new, "quotation marks of the locale")
    )


def _unbalanced(segment: Segment, words: str, context: Context) -> Iterator[Finding]:
    odd = _odd(words, language_of(context.target_locale))
    # A quotation may run over several cues.
    if odd and not _odd(show_source(context.masked).words, "zh"):
        at = words.translate(_SAME_BRACKET).rfind(odd)
        yield fault("TXT009", segment, f"“{odd}” has no partner", span=(at, at + 1))


def _odd(words: str, language: str) -> str:
    """Return a bracket or quotation mark that stands without its partner, '' if there is none."""
    if not _may_be_odd(words):
        return ""
    text = _FACES.sub("", words.translate(_SAME_BRACKET))
    for opening, closing in _PAIRS.items():
        if opening in "“«" and language in _OTHER_QUOTES:
            continue
        if text.count(opening) != text.count(closing):
            return opening if text.count(opening) > text.count(closing) else closing
    # 5'10" is no quotation.
    marks = text.count('"')
    return '"' if marks % 2 and (marks - len(re.findall(r'\d"', text))) % 2 else ""


def _question(segment: Segment, words: str, context: Context) -> Iterator[Finding]:
    source = show_source(context.masked).plain.rstrip(" \n”」』）)\"'")
    if source.endswith(("？", "?")) and not re.search("[？؟¿]", words):
        yield fault("TXT014", segment, "the source asks, the text does not")
