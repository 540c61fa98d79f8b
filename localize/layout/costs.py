"""The only place that says how good a line break is: the costs of places, by language family.

The costs are editorial. They are balanced against `breaking`, where a line that is ten characters of forty-two off
the ideal length costs about six.
"""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from localize.layout.words import FunctionWords

    Verdict = tuple[float, str]
    Judge = Callable[[int], Verdict]

BAD = 300.0
"""From here on a break is a fault: after an article, inside a word."""
NEVER = 1000.0
"""A break that parts what is one thing: a number from its unit, a title from its name."""

_SENTENCE_END = frozenset(".?!…。！？؟।")
_CLAUSE_END = frozenset(",;:，；：،؛")
_CLOSERS = "\"'”’»)]}」』）】》"
_OPENERS = "\"'“‘«([{¿¡「『（【《"
_STOPS = ",.?!…،؛؟।"
_DASHES = frozenset("-–—‐‑")
_SPACED_PUNCTUATION = frozenset("?!:;»%…")
_CURRENCY = frozenset("$€£¥₩₫฿₽₹")
_HAN_NUMERALS = frozenset("〇零一二三四五六七八九十百千万萬亿億两兩几幾多")
_HAN_MEASURES = frozenset("万萬亿億元块塊岁歲年月日号號点點分秒个個人次天里斤两兩文钱錢%％")
_MIDDLE_DOTS = frozenset("·・‧")
_SPACELESS = frozenset({"th", "lo", "km", "my"})
_TOKEN = re.compile(r"\S+")


def judge(plain: str, language: str, words: FunctionWords, phrases: AbstractSet[int]) -> Judge:
    """Return a function that gives cost and reason of a break before a character of a plain text.

    Args:
        plain: the visible text, line breaks as blanks.
        language: ISO 639 code.
        words: its function words.
        phrases: offsets at which a phrase ends, for languages without blanks.
    """
    if language in {"zh", "ja"}:
        return _han_judge(plain, words, phrases)
    if language in _SPACELESS:
        return _word_judge(plain, language, phrases)
    return _spaced_judge(plain, language, words)


def is_pause(ch: str) -> bool:
    """Return whether a line may always end with this character: a stop, comma or closing quote."""
    return _pause(ch) is not None


def is_opener(ch: str) -> bool:
    """Return whether a line may always begin with this character: an opening bracket or quotation mark."""
    return ch in _OPENERS + "（【〈"


def _han_judge(plain: str, words: FunctionWords, phrases: AbstractSet[int]) -> Judge:
    ends = sorted(phrases)

    def verdict(offset: int) -> Verdict:
        before, after = plain[offset - 1], plain[offset]
        if before.isspace():
            return 1.0, ""
        if _same_number(before, after):
            return NEVER, "parts a number"
        if before in _MIDDLE_DOTS or after in _MIDDLE_DOTS:
            return NEVER, "parts a name"
        pause = _pause(before)
        if pause is not None:
            return pause, ""
        if is_opener(after):
            return 2.0, ""
        index = bisect.bisect_right(ends, offset)
        phrase = plain[offset : ends[index]] if index < len(ends) else plain[offset:]
        previous = plain[ends[index - 2] if index > 1 else 0 : offset]
        if phrase.rstrip(_CLOSERS + "。，！？、…") in words.enclitics:
            return BAD, "begins a line with a particle"
        if offset not in phrases:
            return BAD, "parts a word or phrase"
        if previous in words.clitics:
            return 40.0, ""
        return (5.0 if phrase.startswith(tuple(words.conjunctions)) else 14.0), ""

    return verdict


def _same_number(before: str, after: str) -> bool:
    if before.isdigit() and not before.isspace():
        return after.isalnum() or after in _HAN_MEASURES
    return before in _HAN_NUMERALS and (after in _HAN_NUMERALS or after in _HAN_MEASURES)


def _pause(before: str) -> float | None:
    if before in _SENTENCE_END:
        return 0.0
    if before in _CLAUSE_END:
        return 1.0
    if before == "、":
        return 3.0
    return 2.0 if before in _CLOSERS else None


def _word_judge(plain: str, language: str, phrases: AbstractSet[int]) -> Judge:
    def verdict(offset: int) -> Verdict:
        before = plain[offset - 1]
        stripped = plain[:offset].rstrip()[-1:]
        if stripped.isdigit() and plain[offset].isalnum():
            return NEVER, "parts a number from its unit"
        if before.isspace() or before in _SENTENCE_END:
            return 1.0, ""
        if language == "th":
            # The breaker knows words; where the phrase model agrees the place is better.
            return (14.0 if offset in phrases else 20.0), ""
        return 10.0, ""

    return verdict


def _spaced_judge(plain: str, language: str, words: FunctionWords) -> Judge:
    tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(plain)]
    starts = [start for start, _ in tokens]

    def verdict(offset: int) -> Verdict:
        index = bisect.bisect_left(starts, offset)
        if not plain[offset - 1].isspace():
            return _inside_token(plain, offset, starts[index - 1])
        if index == 0 or index >= len(tokens):
            return 10.0, ""
        left = plain[slice(*tokens[index - 1])]
        right = plain[slice(*tokens[index])]
        first = index == 1 or plain[tokens[index - 2][1] - 1] in _SENTENCE_END
        return _between(left, right, language, words, first=first)

    return verdict


def _inside_token(plain: str, offset: int, token_start: int) -> Verdict:
    before = plain[offset - 1]
    if before in _DASHES and plain[token_start : offset - 1].strip(_OPENERS) == "":
        return NEVER, "parts a dash from its words"
    if before == "—" or before in _SENTENCE_END:
        return 6.0, ""
    return 60.0, ""


def _between(left: str, right: str, language: str, words: FunctionWords, *, first: bool) -> Verdict:
    bound = _bound_together(left, right, words, first=first)
    if bound:
        return NEVER, bound
    if language == "ko" and left[-1].isdigit():
        return BAD, "parts a number from its unit"
    bare = left.rstrip(_CLOSERS)
    if bare[-1:] in _SENTENCE_END:
        return 0.0, ""
    if bare[-1:] in _CLAUSE_END:
        return 1.0, ""
    if language != "de" and _one_name(left, right):
        # At the start of a sentence the first capital says nothing.
        return (60.0, "") if first else (BAD, "parts a name")
    return _by_words(left, right, words)


def _by_words(left: str, right: str, words: FunctionWords) -> Verdict:
    word = left.strip(_OPENERS + _CLOSERS).casefold()
    if word in words.articles:
        return BAD, "ends a line with an article or determiner"
    if word in words.prepositions:
        return BAD, "ends a line with a preposition"
    following = right.strip(_OPENERS + _CLOSERS + _STOPS).casefold()
    if following in words.enclitics:
        return BAD, "begins a line with a particle"
    if word in words.clitics or word in words.conjunctions:
        return 30.0, ""
    if left[-1] in _CLOSERS:
        return 2.0, ""
    if following in words.conjunctions:
        return 3.0, ""
    return (5.0 if following in words.prepositions else 10.0), ""


def _bound_together(left: str, right: str, words: FunctionWords, *, first: bool) -> str:
    """Return why two words with a blank between them must stay on one line, '' if they need not."""
    if right[0] in _SPACED_PUNCTUATION and not right.strip("".join(_SPACED_PUNCTUATION)):
        return "begins a line with a punctuation mark"
    if first and all(ch in _DASHES for ch in left):
        return "parts a dash from its words"
    following = right.strip(_CLOSERS + ",.?!…").casefold()
    if left[-1].isdigit() and (right[0].isdigit() or following in words.units):
        return "parts a number from its unit"
    if left.casefold() in words.numbers and following in words.numbers | words.units:
        return "parts a number"
    if left in _CURRENCY and right[0].isdigit():
        return "parts a number from its unit"
    title = left.strip(_OPENERS).rstrip(".").casefold()
    if title in words.titles and right.lstrip(_OPENERS)[:1].isupper() and left[:1].isupper():
        return "parts a title from its name"
    return ""


def _one_name(left: str, right: str) -> bool:
    if not (left.isalpha() and left[0].isupper() and right[0].isupper() and len(left) > 1):
        return False
    return not (left.isupper() and right.isupper())
