"""TXT, fourth part: whether the text is in the language of the locale; only where its script does not say so.

A line is in another language if it holds no function word of its own language and at least two different ones of
another, or one against four. Measured on published translations into nine languages, and against a statistical
detector (py3langid), which confirmed nearly all findings and added none.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from localize.layout.words import function_words
from localize.qa.emit import fault
from localize.qa.shown import BLANK, CREDITS, language_of, script_of, show, small_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from localize.model import Finding, Segment
    from localize.qa.base import Context

_LATIN_LANGUAGES = ("en", "es", "pt", "fr", "de", "it", "id", "vi", "tr")
_NAMES = {
    "en": "English", "es": "Spanish", "pt": "Portuguese", "fr": "French", "de": "German", "it": "Italian",
    "id": "Indonesian", "vi": "Vietnamese", "tr": "Turkish",
}  # fmt: skip
_LEAST_WORDS = 5
_LEAST_LENGTH = 16
_LONG = 10  # words of a line in which one of our own may stand by chance
_LEAST_FOREIGN = 2
_LEAST_BESIDE_OURS = 4
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}(?:['’][A-Za-zÀ-ɏ]+)?")
# Frequent words beside those that line breaking knows; words that another language has too do no harm.
_MORE = {
    "en": "no me us him them yes all any some what why how where do does did don't am be been get got let here there "
          "now then just only one someone nothing please too more most much many out up off down such each which",
    "es": "esto eso aquí ahora ya sí todo todos nada algo alguien cuando donde más menos también tan está están ser "
          "qué sé estás estoy eres soy hay muy pero yo usted nos",
    "pt": "isso isto aqui agora já sim tudo todos nada algo alguém mais menos também tão está estão ser são você "
          "não eu ele ela estou muito mas meu minha tem vou nós todo toda durante",
    "fr": "non sont été par vous nous votre notre "
          "ça cela ici ci là oui quel quelle quels quelles tout tous rien plus moins aussi être avoir fait ne pas même "
          "cette c'est n'est d'un",
    "de": "ja nein hier dort jetzt alles nichts mehr auch noch schon nur so was wer wie wo ist sind war hat haben wird",
    "it": "questo quello qui adesso già sì tutto tutti niente più meno anche così sono essere come della nella dei gli "
          "degli altre altri altro tre posso puoi può voglio vuoi vuole basta po' soltanto solo sto stai sta ho hai ha "
          "te ne me ti ci si non durante",
    "id": "ini itu ada bisa dapat juga lebih saat telah satu semua apa siapa bagaimana di mana lagi saja",
    "vi": "và của là có không được trong cho với một những các này khi để đã sẽ bạn tôi cô anh em ông bà nó",
    "tr": "ve bir bu şu o için ile de da ya değil çok ne mı mi mu olarak gibi daha en kadar sonra var yok veya ama her "
          "son et",
}  # fmt: skip
# Letters that tell a language from all others of this list.
_OWN_MARKS = {
    "vi": re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]"),
    "tr": re.compile("[ğışĞİŞ]"),
    "de": re.compile("[ßäöüÄÖÜ]"),
    "es": re.compile("[ñÑ¿¡]"),
    "pt": re.compile("[ãõÃÕ]"),
    "fr": re.compile("[œêûŒ]"),
}
_MARKED = ("vi", "tr")
"""Languages whose own letters are many in every line, and in no other language of the list."""
_LEAST_MARKS = 3
_ASCII_WORD = re.compile(r"[a-z]{2,}(?:['’][a-z]+)?")
_QUOTED = re.compile("[«“„\"][^«»“”„\"]{1,200}[»”\"]|'[^'\n]{1,60}'|`[^`\n]{1,60}`|[\\[][^][\n]{1,60}[]]")
_OF_RIGHTS = re.compile(r"^.*(?:\bCopyright\b|©|\([Cc]\) ).*$", re.MULTILINE)
"""Lines that say whose work it is, which keep their language."""
_COMPOUND = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)+")
_SYNTAX = re.compile(r"[|;$=]|\.{3}|(?<=[\s\[(])-{1,2}(?=\w)|[\[\]](?=\s|-|$)")
_LEAST_SYNTAX = 3
"""Signs of a command line, whose words are no sentence: ``if COMMANDS; then COMMANDS; [ else COMMANDS; ] fi``."""
_MNEMONIC = re.compile(r"(?<=\w)[&_](?=[^\W_])")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_OWN_LETTERS = {
    "Thai": re.compile("[\u0e01-\u0e5b]"),
    "Kore": re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3\u4e00-\u9fff]"),
    "Jpan": re.compile("[\u3041-\u30ff\u3400-\u9fff\uff66-\uff9d]"),
    "Hans": re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]"),
    "Hant": re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]"),
    "Arab": re.compile("[\u0600-\u06ff\u0750-\u077f]"),
    "Hebr": re.compile("[\u0590-\u05ff]"),
    "Deva": re.compile("[\u0900-\u097f]"),
    "Cyrl": re.compile("[\u0400-\u04ff]"),
    "Grek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
}


def check(segment: Segment, target: str, context: Context) -> Iterable[Finding]:
    """Return the TXT finding about the language of the text."""
    if len(target) < _LEAST_LENGTH or target == segment.source:
        return ()
    profile = profile_of(context.target_locale)
    if profile is not None:
        if may_be_other(target, small_words(target), profile):
            return _by_words(segment, target, context, profile)
        return ()
    letters = _OWN_LETTERS.get(script_of(context.target_locale))
    if letters is not None and not letters.search(target):
        return _by_script(segment, target, context)
    return ()


def may_be_other(target: str, words: Sequence[str], profile: Profile) -> bool:
    """Return whether a target may be in another language: a look at its words decides nearly every line.

    Args:
        target: the text.
        words: what blanks part in it, in small letters.
        profile: of the language that it should have.
    """
    if len(words) < _LEAST_WORDS - 1 or len(target) < _LEAST_LENGTH:
        return False
    ours = profile.only_ours
    return ours.isdisjoint(words) or (len(words) >= _LONG and len(ours.intersection(words)) == 1)


def has_foreign_words(target: str, profile: Profile) -> bool:
    """Return whether a text in plain ASCII has as many small words of other languages as a finding needs."""
    words = set(_ASCII_WORD.findall(target.lower()))
    return len(words & profile.not_ours) >= _LEAST_FOREIGN


class Profile(NamedTuple):
    """The function words of a language beside others.

    Attributes:
        only_ours: those that no other language of the list has.
        not_ours: those of the others that it lacks itself.
        pairs: for each other language its name, what it lacks of ours, and we of its words.
    """

    only_ours: frozenset[str]
    not_ours: frozenset[str]
    pairs: tuple[tuple[str, frozenset[str], frozenset[str]], ...]


@functools.lru_cache(maxsize=64)
def profile_of(locale: str) -> Profile | None:
    """Return the function words of a locale's language beside the others; None where they cannot decide."""
    language = language_of(locale)
    if language not in _LATIN_LANGUAGES:
        return None
    ours = _small_words(language)
    others = {other: _small_words(other) for other in _LATIN_LANGUAGES if other != language}
    pairs = tuple(
        (other, ours - theirs, frozenset(word for word in theirs - ours if len(word) > 1))
        for other, theirs in others.items()
    )
    not_ours = frozenset().union(*(foreign for _, _, foreign in pairs))
    return Profile(ours - frozenset().union(*others.values()), not_ours, pairs)


@functools.cache
def _small_words(language: str) -> frozenset[str]:
    words = function_words(language)
    more = frozenset(_MORE.get(language, "").split())
    return words.articles | words.prepositions | words.conjunctions | words.clitics | more


def _by_words(segment: Segment, target: str, context: Context, profile: Profile) -> Iterator[Finding]:
    marks = _OWN_MARKS.get(language_of(context.target_locale))
    if marks is not None and marks.search(target):
        return
    marked = _marked(_own_words(target, segment.source))
    if marked is not None:
        yield fault("TXT018", segment, f"this is {_NAMES[marked]}")
        return
    found = _words(_unquoted(target, segment.source), context)
    if len(found) < _LEAST_WORDS or segment.source in CREDITS:
        return
    words = {word.casefold() for word in found} - _in_compounds(segment.source)
    if len(words & profile.only_ours) > 1 or len(_SYNTAX.findall(target)) >= _LEAST_SYNTAX:
        return
    counts = [(len(words & theirs), -len(words & ours), other) for other, ours, theirs in profile.pairs]
    theirs, ours, best = max(counts)
    # A word of the other language may look like one of ours: Spanish “no”, Portuguese “do”.
    if ours < -1 or theirs < (_LEAST_BESIDE_OURS if ours else _LEAST_FOREIGN):
        return
    if (best == language_of(context.source_locale)) == _kept(segment, words) and "@" not in target:
        # What is kept of a source in a third language is foreign there too: a person who speaks it. Names with
        # addresses are credits.
        yield fault("TXT018", segment, f"this is {_NAMES[best]}")


def _kept(segment: Segment, words: set[str]) -> bool:
    """Return whether most words of a text are those of its source; some may be on a button (on/off), or a name."""
    source = {word.casefold() for word in _LATIN_WORD.findall(segment.source)}
    return len(words & source) * 5 >= len(words) * 3


def _unquoted(target: str, source: str) -> str:
    """Return a target without what stands in its source word for word: quotations, lines of rights.

    Quotations are titles and names of standards.
    """
    whole = " ".join(source.split()).casefold()

    def kept(match: re.Match[str]) -> str:
        quoted = " ".join(match.group().strip('«“„»”"').split()).casefold()
        return " " if quoted in whole else match.group()

    return _QUOTED.sub(kept, _OF_RIGHTS.sub(kept, target))


def _in_compounds(source: str) -> set[str]:
    """Return the words that a source has in compounds only: of values (``show-all-and-hide``), of terms (pull-off)."""
    if "-" not in source:
        return set()
    inside = {word for compound in _COMPOUND.findall(source.lower()) for word in compound.split("-")}
    return inside.difference(_ASCII_WORD.findall(_COMPOUND.sub(" ", source.lower())))


def _own_words(target: str, source: str) -> str:
    """Return the words of a target that its source lacks: the letters of a name say nothing of the language."""
    return target if target.isascii() else " ".join(word for word in target.split() if word not in source)


def _marked(target: str) -> str | None:
    """Return the language that alone has the letters which stand in a text again and again."""
    if target.isascii():
        return None
    return next((name for name in _MARKED if len(_OWN_MARKS[name].findall(target)) >= _LEAST_MARKS), None)


def _by_script(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    """Yield a line of Latin words where every line has letters of another script: small words tell it from names."""
    found = _words(target, context)
    if len(found) < _LEAST_WORDS or segment.source in CREDITS:
        return
    marked = _marked(_own_words(target, segment.source))
    if marked is not None:
        yield fault("TXT018", segment, f"this is {_NAMES[marked]}")
        return
    words = {word.casefold() for word in found}
    counts = {language: len(words & _small_words(language)) for language in _LATIN_LANGUAGES}
    best = max(counts, key=lambda language: counts[language])
    # Two words may be chance: Russian in Latin letters has “ne” and “on” as French has.
    other = best not in {"en", language_of(context.source_locale)}
    least = _LEAST_FOREIGN + (other and script_of(context.target_locale) == "Cyrl")
    if counts[best] >= least and found[0] + found[1] not in segment.source:
        yield fault("TXT018", segment, f"this is {_NAMES[best]}")


def _words(target: str, context: Context) -> list[str]:
    """Return the Latin words of a target without abbreviations in capitals, and without what stands in brackets.

    What stands in brackets may be the original on purpose.
    """
    plain = _IN_BRACKETS.sub(" ", show(target, context.format).words.replace(BLANK, " "))
    plain = unicodedata.normalize("NFC", plain)  # letters apart from their marks would part the words
    if len(_MNEMONIC.findall(plain)) == 1:
        plain = _MNEMONIC.sub("", plain)  # the access key of a label: Tent_ang
    return [word for match in _LATIN_WORD.finditer(plain) if not (word := match.group()).isupper()]
