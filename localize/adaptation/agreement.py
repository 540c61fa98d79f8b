"""The only place that fits a term to the words around it: articles, doubled words, plural, capital, blanks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.adaptation import subjects
from localize.adaptation.function_words import (
    ARTICLES,
    DETERMINERS,
    IRREGULAR_PLURALS,
    NO_NOUN,
    NUMBER_WORDS,
    ONE,
    TITLES,
)
from localize.adaptation.korean import fit_particle
from localize.culture.large import of_word
from localize.locales import parse_locale
from localize.model import EditKind

if TYPE_CHECKING:
    from localize.adaptation.base import Obligation

_UNSPACED = {"zh", "ja", "th", "lo", "km", "my"}
_AGE_TAIL = re.compile(r"^(?:[\s-]*years?(?:[\s-]+olds?)?|[\s-]*old)\b", re.IGNORECASE)
_SENTENCE_START = re.compile(
    r"(?:^|[.!?。！？]['\"”’)\]]*\s+|\n|^\[[^\]]*\]\s|[-–]\s|: )[\s\"'“‘¿¡\[(\ue000-\uefff]*$"
)
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'’.]*)(\s+)$")
_WORD_AFTER = re.compile(r"^(\s*-?\s*)([^\W\d_][\w'’]*)")
_PART_OF_ONE = re.compile(r"(?:half|quarter|third|one)\b")
_SINGLE_UNIT = re.compile(r"(?<=pound|.year|month|.week|.hour|inute|ounce|..day)s$")
_PRONOUN_VERBS = {"I": "'m", "you": "'re", "we": "'re", "they": "'re"}
_PLURAL_SUFFIX = re.compile(r"^(?:es|s)\b(?!['’])")


def insert(text: str, at: int, obligation: Obligation, locale: str) -> tuple[str, str]:
    """Return the text with the symbol at a place replaced by the obligation's words, and the words as they stand.

    Args:
        text: holds the symbol, one character, at `at`.
        at: offset.
        obligation: what to write.
        locale: of the target.
    """
    before, words, after = text[:at], obligation.target, text[at + 1 :]
    if obligation.figures and not _SENTENCE_START.search(before):
        words = obligation.figures
    language = parse_locale(locale).language
    if language == "en":
        before, words, after = subjects.agree(before, words, after, obligation)
    if language not in _UNSPACED:
        before, words, after = _no_doubles(before, words, after, obligation, language)
        before, words, after = _articles(before, words, after, obligation, language)
        words, after = _suffixes(words, after, obligation, language)
        words = _with_of(words, after, obligation, locale)
    if language == "ko":
        after = fit_particle(words, after)
    before, after = _spaced(before, words, after, unspaced=language if language in _UNSPACED else "")
    if _SENTENCE_START.search(before):
        words = (
            words[:1].upper() + words[1:]
            if not words[:2].islower() or language != "id"
            else words.capitalize()
        )
    return before + words + after, words


def _no_doubles(
    before: str, words: str, after: str, obligation: Obligation, language: str
) -> tuple[str, str, str]:
    """Drop words of the engine that the term brings itself: "Mr. Mr. Wang", "thirty million million"."""
    mine = words.split()
    left, right = _WORD_BEFORE.search(before), _WORD_AFTER.match(after)
    if left and mine:
        said, first = left.group(1).casefold().rstrip("."), mine[0].casefold().rstrip(".")
        named = obligation.kind is EditKind.NAME and said in TITLES
        if said == first or (named and first in TITLES | {"young", "auntie", "uncle", "madam"}):
            before = before[: left.start()]
    if obligation.kind is EditKind.AGE and language == "en" and (tail := _AGE_TAIL.match(after)):
        if words.endswith("old"):
            after = after[tail.end() :]
    elif right and mine:
        said, last = right.group(2).casefold(), mine[-1].casefold()
        number = obligation.kind in {
            EditKind.NUMBER,
            EditKind.MONEY,
            EditKind.MEASURE,
            EditKind.TIME,
            EditKind.AGE,
        }
        same = said == last or (number and said.rstrip("s") == last.rstrip("s"))
        if same or (number and said in NUMBER_WORDS and set(map(str.casefold, mine)) & NUMBER_WORDS):
            rest = after[right.end() :]
            if number and said in NUMBER_WORDS and said != last and (unit := _WORD_AFTER.match(rest)):
                if unit.group(2).casefold().rstrip("s") == last.rstrip("s"):
                    rest = rest[unit.end() :]  # "thirty million yuan" before "million yuan"
            after = rest
    return before, words, after


def _articles(
    before: str, words: str, after: str, obligation: Obligation, language: str
) -> tuple[str, str, str]:
    """Leave one article or determiner, in the form that the next word wants."""
    left = _WORD_BEFORE.search(before)
    said = left.group(1).casefold() if left else ""
    if left is None or said not in DETERMINERS.get(language, ()):
        return before, words, after
    head, _, rest = words.partition(" ")
    if rest and head.casefold() in ARTICLES.get(language, ()):
        words = rest
        if head in {"a", "an"} and said == "the":
            pass  # the engine knows which one is meant
        elif head == "the" and re.search(r"\b(?:that|who|which)\b", rest):
            return before[: left.start()], f"the {rest}", after  # "your the one that got away"
        elif head == "the" and said in {"a", "an"}:
            return before[: left.start()], f"the {rest}", after
    if _bare(words, said, obligation, language):
        return before[: left.start()], words, after
    if said in ONE.get(language, ()) and _amount(obligation) and not _PART_OF_ONE.match(words):
        follows = _WORD_AFTER.match(after)
        joined = not words.endswith((" of", " ago", " later"))
        if language != "en" or not joined or not follows or follows.group(2).casefold() in NO_NOUN:
            return before[: left.start()], words, after
        words = _SINGLE_UNIT.sub("", words)
        words = words.removesuffix("people") + "person" * words.endswith(" people")
        words = words.replace(" ", "-")  # a thirty-million-yuan deal, a three-year contract
    if language == "en" and said in {"a", "an"}:
        article = "an" if _vowel(words) else "a"
        shown = article.capitalize() if left.group(1)[0].isupper() else article
        before = before[: left.start()] + shown + left.group(2)
    return before, words, after


def _bare(words: str, said: str, obligation: Obligation, language: str) -> bool:
    """Return whether words take no article at all: a name, a number that is dialled, "one year" after "the"."""
    article = said in ONE.get(language, ()) or (language == "en" and said == "the")
    if obligation.kind is EditKind.MEASURE:
        return language == "en" and said == "the" and words.startswith("one ")
    dialled = obligation.kind is EditKind.TERM and words.isdecimal()
    return article and (obligation.kind is EditKind.NAME or dialled)


def _amount(obligation: Obligation) -> bool:
    kinds = {EditKind.NUMBER, EditKind.MONEY, EditKind.MEASURE}
    return obligation.kind in kinds and obligation.rule != "money.of"


def _vowel(words: str) -> bool:
    """Return whether an English word begins with a vowel sound: an hour, a unit, an 8, an 18."""
    first = words.split()[0].casefold() if words.split() else ""
    if first[:1].isdecimal():
        return first.startswith("8") or re.match(r"(?:11|18)(?!\d)", first) is not None
    if re.match(r"(?:hour|honest|honou?r|heir)", first):
        return True
    return first[:1] in set("aeiou") and re.match(r"(?:uni|use|eu|one\b|once)", first) is None


def _suffixes(words: str, after: str, obligation: Obligation, language: str) -> tuple[str, str]:
    """Fit an English plural or possessive that the engine hung on the symbol."""
    if language != "en":
        return words, after
    if pronoun := _PRONOUN_VERBS.get(words):
        after = re.sub(r"^['’]s\b|^ is\b", pronoun, after)
        after = re.sub(r"^( [a-z]+?)s(?=[.!?,])", r"\1", after)
    elif suffix := _PLURAL_SUFFIX.match(after):
        after = after[suffix.end() :]
        if obligation.kind is EditKind.TERM:
            words = plural(words)
    quantity = obligation.kind in {EditKind.NUMBER, EditKind.MONEY, EditKind.MEASURE}
    if re.match(r"['’]s\b", after) and quantity and words.endswith("s"):
        after = after[0] + after[2:]
    return words, after


def plural(phrase: str) -> str:
    """Return the plural of an English noun phrase: its head, before "of", takes the ending.

    >>> plural("imperial edict"), plural("bride price"), plural("body of water"), plural("concubines"), plural("lady")
    ('imperial edicts', 'bride prices', 'bodies of water', 'concubines', 'ladies')
    """
    head, of, rest = phrase.partition(" of ")
    last = head.split()[-1] if head.split() else head
    if last.endswith("s") and not last.endswith(("ss", "us", "is")):
        return phrase
    stem = next((w for w in IRREGULAR_PLURALS if last.endswith(w)), None)
    if stem:
        made = last[: -len(stem)] + IRREGULAR_PLURALS[stem]
    elif re.search(r"[^aeiou]y$", last):
        made = last[:-1] + "ies"
    else:
        made = last + ("es" if re.search(r"(?:s|x|z|ch|sh)$", last) else "s")
    return head[: len(head) - len(last)] + made + of + rest


def _with_of(words: str, after: str, obligation: Obligation, locale: str) -> str:
    """Add the preposition of a number noun before what it counts (30 millones de personas)."""
    if obligation.kind is not EditKind.NUMBER:
        return words
    preposition = of_word(words, locale)
    follows = _WORD_AFTER.match(after)
    if preposition and follows and "-" not in follows.group(1) and follows.group(2).casefold() not in NO_NOUN:
        return f"{words} {preposition.strip()}"
    return words


def _spaced(before: str, words: str, after: str, *, unspaced: str) -> tuple[str, str]:
    """Return the text around a term with one blank where the script wants one and none where it does not."""
    if unspaced:
        digits = unspaced in {"ja", "zh"}
        if _tight(before[-2:-1]) and before.endswith(" ") and _tight(words[:1], digits=digits):
            before = before.rstrip(" ")
        if _tight(after[1:2]) and after.startswith(" ") and _tight(words[-1:], digits=digits):
            after = after.lstrip(" ")
        return before, after
    if before and (before[-1].isalnum() or before[-1] in ",;:!?.)]”…%") and words[:1].isalnum():
        before += " "
    if after and (after[0].isalnum() or after[0] in "([“") and (after[0] not in "“" or words[-1:].isalnum()):
        if not ("가" <= after[0] <= "힣" and "가" <= words[-1:] <= "힣"):
            after = " " + after
    return before, after


def _tight(ch: str, *, digits: bool = False) -> bool:
    """Return whether a character is of a script that sets no blanks between words, or a digit among such."""
    return (digits and ch.isdecimal()) or (
        bool(ch) and ("\u3040" <= ch <= "\u30ff" or "\u3400" <= ch <= "\u9fff" or "\u0e00" <= ch <= "\u0e7f")
    )
