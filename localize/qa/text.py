"""TXT, first part: whether there is a text, in the right language, whole and clean."""

from __future__ import annotations

import functools
import re
from itertools import chain
from typing import TYPE_CHECKING

from localize.layout import counts_by_length, width
from localize.model import Severity
from localize.qa.differences import has_block
from localize.qa.emit import fault
from localize.qa.lengths import RATIO_SINCE, RATIOS
from localize.qa.shown import BLANK, CJK_SCRIPTS, language_of, script_of, show, show_source, small_words
from localize.text import HAN, han_count, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from localize.masking import Masked
    from localize.model import Finding, Segment
    from localize.qa.base import Context
    from localize.qa.shown import Shown

_KANA = "\u3041-\u3096\u30a1-\u30fa\u30fc"
_HANGUL = "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"
# Letters of a source language, and the target scripts that use some of them by right.
_LETTERS = {"zh": HAN, "ja": _KANA + HAN, "ko": _HANGUL}
_ALLOWED = {
    "zh": frozenset({"Hans", "Hant", "Jpan", "Hani"}),
    "ja": frozenset({"Jpan"}),
    "ko": frozenset({"Kore"}),
}
_REPEAT = re.compile(r"(?<!\$)\b([^\W\d_]+)([ \u00a0]+|\n)\1\b(?!\s+\1\b)", re.IGNORECASE)
_ECHO = re.compile(r"(.{1,4})[\s，,、！!…]*\1")
_LATIN_WORD = re.compile(r"[^\W\d_]{2,}")
_FINE_TWICE = frozenset(
    {"that", "her", "cuarto", "la", "na", "lo", "no", "had", "so", "nous", "vous", "very", "bye", "ha"}
)
_NEVER_TWICE = {
    "en": frozenset({"the", "a", "an", "of", "to", "at", "for", "from", "with", "into", "and", "is"}),
    "es": frozenset({"el", "los", "las", "un", "una", "de", "del", "en", "por", "con", "para", "que", "y"}),
    "fr": frozenset({"le", "les", "un", "une", "des", "du", "de", "dans", "pour", "avec", "et"}),
    "it": frozenset({"il", "gli", "un", "una", "di", "del", "della", "per", "con", "e"}),
    "pt": frozenset({"o", "os", "um", "uma", "de", "do", "da", "em", "por", "com", "para", "e"}),
}
_DOUBLE_BLANK = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")

# UTF-8 read as Windows-1252: a lead byte and its continuation bytes, each seen as a character. One accented letter
# before a quotation mark also looks like that (« CAFÉ »), so Chinese counts from two characters on.
_TRAIL = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_MOJIBAKE = re.compile(f"Ã{_TRAIL}|â[\u0080€]{_TRAIL}|(?:[ä-é]{_TRAIL}{{2}}){{2,}}")
_KNOWN_GARBAGE = re.compile("锟斤拷|烫烫烫|屯屯屯|ï¿½|ï»¿")

_HALF_WIDTH = frozenset({"ja", "ko", "zh"})
"""Languages in which a Latin letter counts a half."""
_SPREAD = 3
"""Characters by which a short text may miss the bounds: the fewer they are, the more a free rendering moves them."""


def check(segment: Segment, target: str, context: Context) -> Iterable[Finding]:
    """Return the TXT findings about the text as a whole."""
    shown = show(target, context.format)
    plain = shown.plain
    if not plain or plain.isspace():
        source = show_source(context.masked).plain
        return [fault("TXT001", segment, "there is no text")] if source.strip() else ()
    # Each part begins with what its finding needs at least, so that a clean text costs a few scans.
    found: list[Iterable[Finding]] = []
    residue = () if target.isascii() else list(_residue(segment, target, context))
    if residue:
        found.append(residue)
    else:
        if _may_be_same(segment.source, shown, context.masked):
            found.append(_same(segment, target, context))
        if len(segment.source) >= RATIO_SINCE and not _usual_length(segment.source, plain, context):
            found.append(_ratio(segment, target, context))
    if may_repeat(shown.words, small_words(shown.words)):
        found.append(_repeated(segment, target, context))
    if "  " in target or "\u00a0" in target:
        found.append(_double_blanks(segment, target, context))
    if not target.isascii():
        found.append(_mojibake(segment, target))
    return chain.from_iterable(found) if found else ()


def check_everyday(segment: Segment, target: str, context: Context) -> Iterable[Finding]:
    """Return what `check` does of an everyday line (`localize.qa.everyday`): no part of it is code or residue."""
    source = segment.source
    found: list[Iterable[Finding]] = []
    if source[:1] == target[:1]:
        found.append(_same(segment, target, context))
    if len(source) >= RATIO_SINCE and not _usual_length(source, target, context):
        found.append(_ratio(segment, target, context))
    if may_repeat(target, small_words(target)):
        found.append(_repeated(segment, target, context))
    return chain.from_iterable(found) if found else ()


_SKIPPED = "".join(ch for ch in map(chr, range(0x3001)) if ch.isspace()) + BLANK
"""What may stand before the first character that counts; every blank that `str.split` splits at."""
_BEHIND_MARK = re.compile(r'[-(\[{“„«¿¡"‘’\ufffc]([^\W\d_]+)(?:[ \u00a0]+|\n)\1', re.IGNORECASE)


def _may_be_same(source: str, shown: Shown, masked: Masked) -> bool:
    """Return whether a text begins as its source does, blanks and placeholders aside; quick."""
    if masked.placeholders or shown.found:
        first = show_source(masked).words.replace(BLANK, "").lstrip()[:1]
        return first == shown.words.replace(BLANK, "").lstrip()[:1]
    first, begins = source[:1], shown.text[:1]
    return first == begins or first in _SKIPPED or begins in _SKIPPED


def may_repeat(words: str, parts: Sequence[str]) -> bool:
    """Return whether a word may stand twice in a row: the next one begins with it, perhaps behind a mark.

    Args:
        words: a target, its placeholders blanked or so plain that they do not matter.
        parts: what blanks part in it, in small letters.
    """
    if True in map(str.startswith, parts[1:], parts):
        return True
    if words.isascii() and not ("-" in words or '"' in words or "(" in words or "[" in words or "{" in words):
        return False
    return _BEHIND_MARK.search(words) is not None


def _residue(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    language = language_of(context.source_locale)
    script = script_of(context.target_locale)
    letters = _LETTERS.get(language)
    if letters is None or script in _ALLOWED[language]:
        return
    if language == "ja" and script in CJK_SCRIPTS:
        letters = _KANA
    agreed = [r.text for hit in context.hits for r in hit.admitted]
    words = show(target, context.format).words
    for match in _runs(letters).finditer(words):
        run = match.group()
        if any(run in text for text in agreed):
            continue
        # A Korean text may give a name in hanja.
        severity = Severity.WARNING if script == "Kore" else None
        message = f"{run} is left of the source"
        yield fault("TXT002", segment, message, span=match.span(), severity=severity)


@functools.cache
def _runs(letters: str) -> re.Pattern[str]:
    return re.compile(f"[{letters}]+")


def _same(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    source = show_source(context.masked).words
    words = show(target, context.format).words
    source, words = source.replace(BLANK, ""), words.replace(BLANK, "")
    if source != words and source.split() != words.split():
        return
    if language_of(context.source_locale) == language_of(context.target_locale):
        return
    # Names, codes and single loan words are the same in many languages; a Chinese line wholly in capitalised Latin
    # words is a name too.
    found = _LATIN_WORD.findall(re.sub(f"[{HAN}]", "", words))
    is_name = language_of(context.source_locale) in _LETTERS and all(word[0].isupper() for word in found)
    if han_count(words) >= 4 or (len(found) >= 3 and not is_name):
        yield fault("TXT003", segment, "the text is the source")


def _repeated(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    never = _NEVER_TWICE.get(language_of(context.target_locale))
    if never is None:
        return
    words = show(target, context.format).words
    for match in _REPEAT.finditer(words):
        word = match.group(1).casefold()
        before = words[: match.start()].rstrip().casefold()
        if word in _FINE_TWICE or before.endswith(word):
            continue
        if word in never:
            fixed = target[: match.end(1)] + target[match.end() :]
            message, why = f"“{word}” stands twice", "the second goes"
            yield fault("TXT004", segment, message, span=match.span(), fixed=fixed, why=why)
        elif not _ECHO.search(segment.source):
            yield fault("TXT004", segment, f"“{word}” stands twice", span=match.span())


def _double_blanks(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    words = show(target, context.format).words
    if "  " in segment.source or "\u3000" in segment.source:
        return
    matches = list(_DOUBLE_BLANK.finditer(words))
    if not matches:
        return
    fixed, done = [], 0
    for match in matches:
        fixed += [target[done : match.start()], " "]
        done = match.end()
    span = matches[0].span()
    text = "".join([*fixed, target[done:]])
    yield fault("TXT005", segment, "two blanks in a row", span=span, fixed=text, why="one blank")


def _mojibake(segment: Segment, target: str) -> Iterator[Finding]:
    if "\ufffd" in target and "\ufffd" not in segment.source:
        at = target.index("\ufffd")
        yield fault("TXT010", segment, "a replacement character: a byte was lost", span=(at, at + 1))
    garbage = _KNOWN_GARBAGE.search(target)
    if garbage and garbage.group() not in segment.source:
        yield fault(
            "TXT010", segment, f"{garbage.group()} is what wrong decoding leaves", span=garbage.span()
        )
        return
    for match in _MOJIBAKE.finditer(target):
        meant = _decoded(match.group())
        if meant is None:
            continue
        fixed = _MOJIBAKE.sub(lambda m: _decoded(m.group()) or m.group(), target)
        message = f"{safe(match.group())} is {safe(meant)}, decoded wrongly"
        yield fault("TXT010", segment, message, span=match.span(), fixed=fixed, why="decoded as UTF-8")
        return


def _decoded(text: str) -> str | None:
    """Return what the characters are if their Windows-1252 bytes are UTF-8, else None."""
    try:
        # Five bytes have no character in Windows-1252; readers pass them through as C1 controls.
        data = b"".join(
            ch.encode("latin-1") if "\x80" <= ch <= "\xbf" else ch.encode("cp1252") for ch in text
        )
        return data.decode("utf-8")
    except UnicodeError:
        return None


def _usual_length(source: str, plain: str, context: Context) -> bool:
    """Return whether the length of a plain text is right whatever the characters of its source are; quick."""
    language = language_of(context.target_locale)
    if language not in RATIOS or context.masked.placeholders:
        return False
    if not plain.isascii() and (language in _HALF_WIDTH or not counts_by_length(plain)):
        return False
    # A wide character has three bytes in UTF-8 and counts one, others count a half at least.
    wide = (len(source.encode("utf-8", "surrogatepass")) - len(source)) / 2
    least, most = RATIOS[language]
    return least * len(source) <= len(plain) <= most * (len(source) + wide) / 2


def _ratio(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    bounds = RATIOS.get(language_of(context.target_locale))
    if bounds is None or language_of(context.source_locale) != "zh":
        return
    source = show_source(context.masked).plain
    han = han_count(source) if len(source) >= RATIO_SINCE else 0
    if han < RATIO_SINCE:
        return
    plain = show(target, context.format).plain
    # A source character has a width of a half to one, a Han character of one, an ASCII one of the target of one.
    least = (len(source) + han) / 2
    if plain.isascii() and bounds[0] * len(source) <= len(plain) <= bounds[1] * least:
        return
    ratio = width(plain, context.target_locale) / width(source, context.source_locale)
    slack = 1 + _SPREAD / han
    if not bounds[0] / slack <= ratio <= bounds[1] * slack and not has_block(context.masked, target):
        size = "short" if ratio < bounds[0] else "long"
        message = f"too {size}? {ratio:.1f} characters for one of the source, usually {bounds[0]:g} to {bounds[1]:g}"
        yield fault("TXT011", segment, message)
