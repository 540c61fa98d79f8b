"""SCR: whether every character belongs to the script of the locale, and can be seen."""

from __future__ import annotations

import functools
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from localize.qa.emit import fault
from localize.qa.shown import CJK_SCRIPTS, CREDITS, HAN_SCRIPTS, JOINING_SCRIPTS, RTL_SCRIPTS, script_of, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from localize.model import Finding, Segment
    from localize.qa.base import Context

_TABLE = Path(__file__).with_name("han_variants.tsv")
_JOINERS = "\u200c\u200d"
_WORD_SPACE = "\u200b"  # Thai, Lao, Khmer and Burmese texts mark words with it
_WORD_SPACE_SCRIPTS = frozenset({"Thai", "Laoo", "Khmr", "Mymr"})
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u180e\u200b-\u200d\u2028\u2029\u2060-\u2064\ufeff\u3164\uffa0]|[\U000e0000-\U000e007f]"
)
_NAME_OF_CHINESE = re.compile(
    r"(?:(?:Simplified|Traditional) )?Chinese(?:[ ,]*\(?(?:Simplified|Traditional|China|Taiwan|Hong Kong|Macau)\)?)*"
)
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007f]+")  # England, Scotland and Wales are spelled with tags
_EMOJI_JOINER = re.compile(
    "(?<=[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f])\u200d(?=[\u2190-\u2bff\U0001f000-\U0001faff])"
)
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_OVERRIDES = frozenset("\u202d\u202e")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_GREEK_OR_CYRILLIC = re.compile("[\u0370-\u04ff]")
_LATIN = re.compile("[A-Za-z]")
_WORD = re.compile(r"[^\W\d_]+")
_WIDE_LATIN = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
_NARROW_CJK = re.compile("[\uff66-\uff9f\uffa1-\uffdc]+")
_NARROW_OR_WIDE = re.compile(f"{_NARROW_CJK.pattern}|{_WIDE_LATIN.pattern}")
# Cyrillic and Greek letters that are drawn like Latin ones (Unicode confusables), one for one.
_LOOK_ALIKES = dict(
    zip(
        "аАеЕоОрРсСуУхХкКМНТВіІјЈѕЅԁһαοΟΑΒΕΖΗΙΚΜΝΡΤΥΧν",
        "aAeEoOpPcCyYxXkKMHTBiIjJsSdhaoOABEZHIKMNPTYXv",
        strict=True,
    )
)
_CYRILLIC = {latin: ch for ch, latin in _LOOK_ALIKES.items() if "\u0400" <= ch <= "\u04ff"}


def check(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    """Yield the SCR findings of one segment."""
    script = script_of(context.target_locale)
    words = show(target, context.format).words
    if script in {"Hant", "Hans"}:
        yield from _other_han(segment, target, words, script)
    yield from _controls(segment, target)
    if not target.isascii():
        yield from _invisible(segment, target, script)
        yield from _bidi(segment, target, script)
        yield from _homoglyphs(segment, target, words, script)
        yield from _width_forms(segment, target, words, script)


@functools.cache
def _variants(side: str) -> Mapping[str, str]:
    """Return character → characters of the other script, for those that are only Simplified (S) or Traditional (T)."""
    with _TABLE.open(encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")]
    return {row[1]: row[2] for row in rows if row[0] == side}


def _other_han(segment: Segment, target: str, words: str, script: str) -> Iterator[Finding]:
    if "Chinese" in segment.source and _NAME_OF_CHINESE.fullmatch(segment.source.strip()):
        return  # a list of languages names each in its own script
    if segment.source in CREDITS:
        return
    code, side, name = ("SCR001", "S", "Simplified") if script == "Hant" else ("SCR002", "T", "Traditional")
    table = _variants(side)
    places = [i for i, ch in enumerate(words) if ch in table]
    if not places:
        return
    chars = "".join(dict.fromkeys(words[i] for i in places))
    fixed = None
    if all(len(table[ch]) == 1 for ch in chars):
        fixed = "".join(table[ch] if ch in chars and words[i] == ch else ch for i, ch in enumerate(target))
    verb = "is" if len(chars) == 1 else "are"
    span = (places[0], places[0] + 1)
    yield fault(code, segment, f"{chars} {verb} {name}", span=span, fixed=fixed, why="converted one for one")


def _invisible(segment: Segment, target: str, script: str) -> Iterator[Finding]:
    if not _INVISIBLE.search(target):
        return
    allowed = {match.start() for match in _EMOJI_JOINER.finditer(target)}
    for flag in _FLAG.finditer(target):
        allowed.update(range(flag.start(), flag.end()))
    legal = (_JOINERS if script in JOINING_SCRIPTS else "") + (
        _WORD_SPACE if script in _WORD_SPACE_SCRIPTS else ""
    )
    places = [
        m.start() for m in _INVISIBLE.finditer(target) if m.start() not in allowed and m.group() not in legal
    ]
    if places:
        names = ", ".join(dict.fromkeys(f"U+{ord(target[i]):04X}" for i in places))
        fixed = "".join(ch for i, ch in enumerate(target) if i not in set(places))
        span = (places[0], places[0] + 1)
        yield fault("SCR003", segment, f"invisible: {names}", span=span, fixed=fixed, why="taken out")


def _bidi(segment: Segment, target: str, script: str) -> Iterator[Finding]:
    matches = list(_BIDI.finditer(target))
    if not matches:
        return
    names = ", ".join(dict.fromkeys(f"U+{ord(m.group()):04X}" for m in matches))
    if script not in RTL_SCRIPTS:
        message = f"direction controls in a left-to-right text: {names}"
        fixed = _BIDI.sub("", target)
        yield fault("SCR004", segment, message, span=matches[0].span(), fixed=fixed, why="taken out")
    elif not _closed(target) or any(m.group() in _OVERRIDES for m in matches):
        message = f"direction controls that are overrides or are not closed: {names}"
        yield fault("SCR004", segment, message, span=matches[0].span())


def _closed(text: str) -> bool:
    """Return whether embeddings and isolates are closed on the line where they open, in order."""
    for line in text.split("\n"):
        stack: list[str] = []
        for ch in line:
            if ch in "\u202a\u202b\u202d\u202e":
                stack.append("\u202c")
            elif ch in "\u2066\u2067\u2068":
                stack.append("\u2069")
            elif ch in "\u202c\u2069" and (not stack or stack.pop() != ch):
                return False
        if stack:
            return False
    return True


def _controls(segment: Segment, target: str) -> Iterator[Finding]:
    match = _CONTROL.search(target)
    if match and match.group() not in segment.source:
        fixed = _CONTROL.sub("", target)
        message = f"control character U+{ord(match.group()):04X}"
        yield fault("SCR005", segment, message, span=match.span(), fixed=fixed, why="taken out")


def _homoglyphs(segment: Segment, target: str, words: str, script: str) -> Iterator[Finding]:
    if not (_GREEK_OR_CYRILLIC.search(words) and _LATIN.search(words)):
        return
    for match in _WORD.finditer(words):
        word = match.group()
        latin = [ch for ch in word if ch.isascii()]
        others = [ch for ch in word if "\u0370" <= ch <= "\u04ff"]
        if not latin or not others or not _mixed(latin, others):
            continue
        meant = _one_script(word, script)
        fixed = target[: match.start()] + meant + target[match.end() :] if meant else None
        message = f"“{word}” mixes Latin with Cyrillic or Greek letters"
        yield fault("SCR006", segment, message, span=match.span(), fixed=fixed, why="letters of one script")


def _mixed(latin: list[str], others: list[str]) -> bool:
    return any(ch in _LOOK_ALIKES for ch in others) or any(ch in _CYRILLIC for ch in latin)


def _one_script(word: str, script: str) -> str | None:
    """Return the word in the letters of its locale, None where a letter has no look-alike there."""
    if script == "Latn" and all(ch in _LOOK_ALIKES for ch in word if not ch.isascii()):
        return "".join(_LOOK_ALIKES.get(ch, ch) for ch in word)
    if script == "Cyrl" and all(ch in _CYRILLIC for ch in word if ch.isascii()):
        return "".join(_CYRILLIC.get(ch, ch) for ch in word)
    return None


def _width_forms(segment: Segment, target: str, words: str, script: str) -> Iterator[Finding]:
    if script in HAN_SCRIPTS:
        pattern, what = _NARROW_CJK, "half-width"
    elif script in CJK_SCRIPTS:
        pattern, what = _NARROW_OR_WIDE, "half-width or full-width"
    else:
        pattern, what = _WIDE_LATIN, "full-width"
    match = pattern.search(words)
    if match:
        pieces, done = [], 0
        for each in pattern.finditer(words):
            pieces += [target[done : each.start()], unicodedata.normalize("NFKC", each.group())]
            done = each.end()
        fixed = "".join([*pieces, target[done:]])
        message = f"{match.group()} is {what}"
        yield fault("SCR007", segment, message, span=match.span(), fixed=fixed, why="in the usual width")
