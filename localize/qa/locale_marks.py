"""TXT, sixth part: the marks of single locales: French blanks, the Greek question mark, Thai ends, quotation marks."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.locales import parse_locale
from localize.qa.emit import fault
from localize.qa.shown import BLANK, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from localize.model import Finding, Segment
    from localize.qa.base import Context

NARROW = "\u202f"
"""NARROW NO-BREAK SPACE, before ; ! ? in French."""
WIDE = "\u00a0"
"""NO-BREAK SPACE, before : and inside « » in French."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """One mark of one locale: the code, a character that a text with the fault has, what it finds and writes."""

    code: str
    needs: str
    pattern: re.Pattern[str]
    new: Callable[[re.Match[str]], str]
    what: str
    why: str


def check(segment: Segment, target: str, context: Context) -> Iterable[Finding]:
    """Return the TXT findings about the marks of the locale."""
    rules = _rules(context.target_locale)
    return _marked(segment, target, context, rules) if rules else ()


def _marked(segment: Segment, target: str, context: Context, rules: tuple[_Rule, ...]) -> Iterator[Finding]:
    for rule in rules:
        if not any(mark in target for mark in rule.needs):
            continue
        words = show(target, context.format).words
        places = list(rule.pattern.finditer(words))
        if places:
            fixed = _replaced(target, places, rule)
            span = places[0].span()
            yield fault(rule.code, segment, rule.what, span=span, fixed=fixed, why=rule.why)


def _replaced(target: str, places: list[re.Match[str]], rule: _Rule) -> str | None:
    pieces, done = [], 0
    for match in places:
        if BLANK in match.group():
            return None  # a placeholder stands inside
        pieces += [target[done : match.start()], rule.new(match)]
        done = match.end()
    return "".join([*pieces, target[done:]])


@functools.lru_cache(maxsize=128)
def _rules(locale: str) -> tuple[_Rule, ...]:
    tag = parse_locale(locale)
    if tag.language == "fr":
        return _CANADIAN if tag.territory == "CA" else _FRENCH
    if tag.language == "de" and tag.territory in {"CH", "LI"}:
        return ()
    return _BY_LANGUAGE.get(tag.language, ())


def _quoted(opening: str, closing: str, straight: str = '"') -> _Rule:
    """Return the rule that pairs of straight or English marks become those of the locale."""
    # Measures (5'10", 27") and code are no quotations: a word stands just inside both marks.
    inner = r"(?=[^\W\d_¿¡])([^\"“”„«»\n\ufffc]{1,200}?)(?<=[^\W\d_.,!?…])"
    pattern = re.compile(rf"(?<![\w=]){straight}{inner}{straight}(?![\w])|“{inner}”")
    return _Rule(
        code="TXT017",
        needs='"“',
        pattern=pattern,
        new=lambda m: opening + (m.group(1) or m.group(2)) + closing,
        what=f"quotations stand in {opening.strip()} {closing.strip()}",
        why="quotation marks of the locale",
    )


_SPACED = _Rule(
    code="TXT019",
    needs="?!;:",
    # Not in times, addresses, ratios and faces: a letter or a blank before, a blank or the end after.
    pattern=re.compile(r"(?<=[^\W\d_])[ ]?([?!;:]+)(?=\s|$|[»”\"])(?<![:;]\))"),
    new=lambda m: (WIDE if m.group(1)[0] == ":" else NARROW) + m.group(1),
    what="a blank that does not break stands before ? ! ; :",
    why="French blanks",
)
_GUILLEMETS = _Rule(
    code="TXT019",
    needs="«»",
    pattern=re.compile(r"«(?![\u00a0\u202f]) ?(?=[^\s»])|(?<=[^\s«\ufffc])»|(?<=[^\s«]) »"),
    new=lambda m: "«" + WIDE if m.group()[0] == "«" else WIDE + "»",
    what="a blank that does not break stands inside « »",
    why="French blanks",
)
_FRENCH_QUOTES = _quoted("«" + WIDE, WIDE + "»")
_FRENCH = (_SPACED, _GUILLEMETS, _FRENCH_QUOTES)
_CANADIAN = (_GUILLEMETS, _FRENCH_QUOTES)
_GREEK = _Rule(
    code="TXT020",
    needs="?",
    pattern=re.compile(r"(?<=[\u0370-\u03ff\u1f00-\u1fff»)])\?(?!\?)"),
    new=lambda _: ";",
    what="a Greek question ends with ;",
    why="the Greek question mark",
)
_THAI_STOP = _Rule(
    code="TXT021",
    needs=".。",
    # Abbreviations hold a stop after one or two letters (น., พ.ศ.); a sentence is longer.
    pattern=re.compile(r"(?<=[\u0e01-\u0e5b]{6})[.。](?=\s*$)"),
    new=lambda _: "",
    what="a Thai sentence ends without a full stop",
    why="no full stop",
)
_BY_LANGUAGE: dict[str, tuple[_Rule, ...]] = {
    "el": (_GREEK,),
    "th": (_THAI_STOP,),
    "de": (_quoted("„", "“"),),
    "ru": (_quoted("«", "»"),),
    "uk": (_quoted("«", "»"),),
    "pl": (_quoted("„", "”"),),
    "cs": (_quoted("„", "“"),),
}
