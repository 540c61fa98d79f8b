"""TXT, fifth part: whether sentences begin as sentences do, end where the source ends, and are not shouted."""

from __future__ import annotations

import functools
import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from localize.layout.words import function_words
from localize.model import SegmentKind
from localize.qa.emit import fault
from localize.qa.lengths import share_of_usual
from localize.qa.shown import BLANK, SPACELESS_LANGUAGES, language_of, show
from localize.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from localize.model import Finding, Segment
    from localize.qa.base import Context

_SPOKEN = frozenset({SegmentKind.DIALOGUE, SegmentKind.CHOICE})
ENDS = "。！？!?.…؟।"
"""Marks that end a sentence."""
_CLOSING = " \t\n”»\"'’」』）)]》*_~" + BLANK
_AFTER_STOP = re.compile(r"(?<=[^\W\d_]{3})[.!?] +([a-zà-öø-ÿа-яё])")
_INNER_STOP = re.compile(r"[。！？…]\s*[^\s。！？…”’」』）)]|[.!?]\s+\S")
_ABBREVIATIONS = frozenset(
    re.findall(
        r"\S+",
        """
        etc vs approx incl excl max min mins secs tab resp bzw usw vgl evtl ggf inkl prof dipl sra srta núm pág env
        тыс млн млрд руб
        """,
    )
)
_LANGUAGES_WITH_CASE = frozenset(
    {"en", "es", "pt", "fr", "de", "it", "id", "vi", "tr", "ru", "pl", "nl", "uk"}
)
_CAPITAL_WORD = re.compile(r"[^\W\d_]{2,}")
_LEAST_CAPITAL_WORDS = 4
_OPEN_ENDS = re.compile(r"[^\W\d_][,;]$|[(\[{«“„¿¡]$|[^\W\d_]-$")
LEAST_LENGTH = 12
"""Characters from which a text without such a mark may be one that was cut off."""
_EARLY = 0.6
"""Share of the usual length under which few published texts end with a word that leads on: 4 of 50,000."""
_UNENDED = 0.5
"""Share under which few end without a full stop where their source has one: 1 of 50,000."""
# Words that lead on elsewhere, and here end a sentence as part of its verb or on their own: “it starts over”.
_PARTICLES = {
    "en": frozenset({
        "this", "that", "these", "those", "over", "up", "down", "out", "in", "on", "off", "through", "around", "about",
        "by", "along",
    }),
    "de": frozenset({
        "an", "auf", "aus", "ab", "ein", "zu", "bei", "mit", "nach", "vor", "um", "über", "unter", "durch", "los",
    }),
}  # fmt: skip
# Words that begin or join something: no sentence ends with one (not prepositions: “What are you waiting for?”).
_NEVER_LAST = {
    "en": frozenset({"the", "a", "an", "and", "or", "my", "our", "their", "your", "every", "because"}),
    "es": frozenset({"el", "los", "las", "un", "y", "de", "del", "en", "al", "mi", "tu", "su", "porque"}),
    "pt": frozenset({"o", "os", "as", "um", "e", "de", "do", "da", "em", "ao", "porque"}),
    "fr": frozenset({"le", "les", "des", "un", "une", "et", "de", "du", "mon", "ton", "mes", "tes", "parce"}),
    "de": frozenset({"der", "den", "dem", "des", "und", "oder", "weil", "dass", "zum", "zur"}),
    "it": frozenset({"il", "gli", "un", "una", "di", "del", "della", "dei", "perché"}),
}
_QUOTED_LAST = frozenset("\"'“”‘’«»„")


def check(segment: Segment, target: str, context: Context) -> Iterable[Finding]:
    """Return the TXT findings about the beginnings and ends of sentences."""
    language = language_of(context.target_locale)
    found: list[Iterator[Finding]] = []
    if target[-1:] not in ENDS and len(target) >= LEAST_LENGTH:
        if segment.source[-1:] in ENDS:
            found.append(_cut_off(segment, target, context, language))
        elif segment.start_ms is None:  # a cue may end in the middle of its sentence
            found.append(_stops_early(segment, target, context, language))
    if language in _LANGUAGES_WITH_CASE:
        if ". " in target or "! " in target or "? " in target:
            found.append(_small_start(segment, target, context))
        if context.medium == "drama" and target.isupper():
            found.append(_shouted(segment, target, context))
        names = calendar_of(context.target_locale)
        if names is not None and names.stems.search(target):
            found.append(_names(segment, target, context, names))
    return chain.from_iterable(found) if found else ()


def _cut_off(segment: Segment, target: str, context: Context, language: str) -> Iterator[Finding]:
    """Yield a text that stops in the middle where its source ends a sentence."""
    body = show(target, context.format).words.rstrip(_CLOSING)
    if not body or body[-1] in ENDS or target.rstrip()[-1:] in _QUOTED_LAST:
        return
    source = segment.source.rstrip(_CLOSING)
    if source.endswith(("…", "...", "——", "--")):
        return
    if language == "el" and body[-1] == ";":
        return  # the Greek question mark
    if segment.start_ms is not None and _stops(body) > _stops(source):
        return  # the cue ends its sentence, and begins that of the next one
    if open_end := _OPEN_ENDS.search(body):
        yield fault("TXT022", segment, f"ends with “{open_end.group()[-1]}”", span=open_end.span())
        return
    if language in SPACELESS_LANGUAGES or (context.following is not None and _goes_on(context.following)):
        return
    if show(target, context.format).words.rstrip()[-1:] == BLANK:
        return  # “This is a %s”: the placeholder is the last word
    last = body.rpartition(" ")[2]
    if last in _NEVER_LAST.get(language, ()):
        span = (len(body) - len(last), len(body))
        yield fault("TXT022", segment, f"ends with “{last}”", span=span)
    else:
        yield from _stops_early(segment, target, context, language)


def _stops(text: str) -> int:
    return len(_INNER_STOP.findall(text))


def _stops_early(segment: Segment, target: str, context: Context, language: str) -> Iterator[Finding]:
    """Yield a short text that ends with a word that leads on, or without the full stop that its source has.

    Neither says much alone: English strands prepositions, and labels do without full stops.
    """
    if language in SPACELESS_LANGUAGES or not target[-1:].isalpha():
        return
    last = target[target.rfind(" ") + 1 :]
    leads_on = last.casefold() in leading_on(language)
    if not leads_on and segment.source[-1:] not in ENDS:
        return
    share = share_of_usual(target, context)
    if share is not None and share < (_EARLY if leads_on else _UNENDED):
        message = f"ends with “{safe(last)}” at {share:.0%} of the usual length"
        yield fault("TXT022", segment, message, span=(len(target) - len(last), len(target)))


@functools.cache
def leading_on(language: str) -> frozenset[str]:
    """Return the words of a language that lead on, and end no sentence by themselves."""
    words = function_words(language)
    return (words.articles | words.prepositions | words.conjunctions) - _PARTICLES.get(language, frozenset())


def _goes_on(following: Segment) -> bool:
    """Return whether the next cue may hold the rest of the sentence."""
    return following.source[:1] in {"…", "—", "-"}


def _small_start(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    words = show(target, context.format).words
    places = [m for m in _AFTER_STOP.finditer(words) if not _abbreviated(words, m.start())]
    # One sentence in the source, two here: the stop rather belongs to an abbreviation.
    if not places or _AFTER_STOP.search(segment.source) or not _INNER_STOP.search(segment.source):
        return
    pieces, done = [], 0
    for match in places:
        pieces += [target[done : match.start(1)], match.group(1).upper()]
        done = match.end(1)
    fixed = "".join([*pieces, target[done:]])
    first = places[0]
    # “Is it? he asked.”: a mark inside a sentence is right after quotations and in some languages.
    safe_fix = all(words[m.start()] == "." for m in places)
    yield fault(
        "TXT023", segment, "a sentence begins with a small letter", span=first.span(1),
        fixed=fixed if safe_fix else None, why="a sentence begins with a capital",
    )  # fmt: skip


def _abbreviated(words: str, stop: int) -> bool:
    before = words[max(0, stop - 12) : stop]
    word = re.split(r"[\W\d_]+", before)[-1].casefold()
    return words[stop] == "." and (word in _ABBREVIATIONS or ".." in words[stop - 1 : stop + 2])


def _shouted(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    if segment.kind not in _SPOKEN or segment.source.isupper():
        return
    words = _CAPITAL_WORD.findall(show(target, context.format).words)
    if len(words) >= _LEAST_CAPITAL_WORDS:
        yield fault("TXT024", segment, "every letter is a capital")


_SMALL_NAME_LANGUAGES = frozenset({"es", "pt", "fr", "it", "ru", "pl", "uk"})
_AMBIGUOUS = frozenset({"march", "may", "mars", "mai", "avril", "abril", "august", "sat", "sun", "julio", "marzo",
                        "augusto", "agosto", "domingo", "domenico", "вторник", "май"})  # fmt: skip


class Calendar(NamedTuple):
    """Month and day names in the wrong case.

    Attributes:
        wrong: the names as they should not stand.
        stems: finds what every one of them holds.
        pattern: finds them.
        capital: whether they need a capital.
    """

    wrong: tuple[str, ...]
    stems: re.Pattern[str]
    pattern: re.Pattern[str]
    capital: bool


@functools.lru_cache(maxsize=64)
def calendar_of(locale: str) -> Calendar | None:
    """Return how month and day names of a locale are found in the wrong case; None where case says nothing."""
    from babel import Locale

    from localize.locales import parse_locale

    language = language_of(locale)
    if language != "en" and language not in _SMALL_NAME_LANGUAGES:
        return None
    data = Locale.parse(parse_locale(locale).babel)
    names = {
        str(name)
        for table in (data.months["format"]["wide"], data.days["format"]["wide"])
        for name in table.values()
        if len(str(name)) > 2 and str(name).casefold() not in _AMBIGUOUS
    }
    wrong = sorted(name.lower() if language == "en" else name[:1].upper() + name[1:] for name in names)
    if language == "en":
        return Calendar(tuple(wrong), _stems(wrong), re.compile(rf"\b(?:{'|'.join(wrong)})\b"), capital=True)
    # After a small word or a number no sentence begins.
    before = "|".join(
        f"(?<={word} )" for word in (r"\d", r"\bde", r"\bem", r"\ben", r"\bel", r"\ble", r"\bin")
    )
    pattern = re.compile(rf"(?:{before})(?:{'|'.join(wrong)})\b(?!\s+[A-ZÀ-Þ\d])")
    return Calendar(tuple(wrong), _stems(wrong), pattern, capital=False)


_BY_RARITY = "jqxzkvbpygfwmcudlrhsnioate"
"""Latin letters, the rarest in English first."""


def _stems(names: Sequence[str]) -> re.Pattern[str]:
    """Return what finds one of a few short strings that every name holds, so that most texts are let through at once.

    A stem with a rare first letter is found sooner not to be there.

    >>> _stems(["monday", "friday", "july"]).pattern
    'day|jul'
    """
    left, stems = set(names), []
    while left:
        counts = Counter(name[i : i + 3] for name in sorted(left) for i in range(len(name) - 2))
        stems.append(max(sorted(counts), key=lambda stem: (counts[stem], -_BY_RARITY.find(stem[0]))))
        left = {name for name in left if stems[-1] not in name}
    return re.compile("|".join(map(re.escape, stems)))


def _names(segment: Segment, target: str, context: Context, found: Calendar) -> Iterator[Finding]:
    places = list(found.pattern.finditer(show(target, context.format).words))
    if not places:
        return
    pieces, done = [], 0
    for each in places:
        name = each.group()
        pieces += [target[done : each.start()], name.capitalize() if found.capital else name.lower()]
        done = each.end()
    fixed = "".join([*pieces, target[done:]])
    why = (
        "months and days begin with a capital"
        if found.capital
        else "months and days begin with a small letter"
    )
    yield fault("TXT025", segment, f"{places[0].group()}: {why}", span=places[0].span(), fixed=fixed, why=why)
