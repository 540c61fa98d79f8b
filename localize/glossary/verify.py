"""The only place that says whether a target contains a rendering: case, listed forms, inflection, word edges.

Order of what counts: the words themselves, listed forms, then the lemma (simplemma, for the languages that it has).
Languages without blanks, and Korean with its particles, are searched as plain text.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.glossary.words import listed
from localize.locales import parse_locale
from localize.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from localize.glossary.base import Rendering

_UNSPACED = frozenset(("zh", "ja", "th", "lo", "km", "my", "ko"))
_LEMMAS = frozenset(
    ("en", "es", "pt", "fr", "de", "it", "ru", "tr", "id", "ms", "ar", "hi", "pl", "nl", "uk")
)
_SLOT = re.compile(r"\{[a-z]+\}")
_TOKEN = re.compile(
    r"\{[a-z]+\}|[^\W_]+(?:[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f]+[^\W_]*)*|[%€$£¥]"
)
_SLOT_WORDS = 3
"""Words that a name in a target may have."""
_LOOSE = {
    "en": frozenset(listed("a an the")),
    "es": frozenset(listed("el la los las un una unos unas lo")),
    "pt": frozenset(listed("o a os as um uma uns umas")),
    "fr": frozenset(listed("le la les un une des l")),
    "de": frozenset(listed("der die das den dem des ein eine einen einem einer")),
    "it": frozenset(listed("il lo la i gli le un uno una l")),
}
"""Articles: they may come, go and change."""
_PERSONS = {
    "en": (
        frozenset(listed("my your his her its our their")),
        frozenset(listed("me you him her it us them")),
        frozenset(listed("i me my mine myself")),
    ),
    "es": (
        frozenset(listed("mi tu su nuestro nuestra vuestro vuestra mis tus sus")),
        frozenset(listed("yo me mi mí mis mío mía conmigo")),
    ),
    "pt": (
        frozenset(listed("meu minha teu tua seu sua nosso nossa")),
        frozenset(listed("eu me mim meu minha meus minhas comigo")),
    ),
}
"""Pronouns that may stand for one another: whose words are eaten depends on the line, and so does the case of *I*."""
_ANYONE = re.compile(r"\b(?:someone|somebody|one)'s\b")
_BE = frozenset(listed("be am is are was were been being"))
_ARABIC_PROCLITIC = re.compile(r"^(?:[وف]?[بكل]?(?:ال|لل)|[وفبكل])(?=\w{2})")
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640]")


def present(rendering: Rendering, target: str, locale: str) -> Span | None:
    """Return where a target says a rendering, None if it does not.

    A slot such as ``{surname}`` matches one to three words. A rendering that is nothing but a slot cannot be
    checked and counts as present wherever the target says anything.

    Args:
        rendering: its text, then its short form and listed forms are looked for.
        target: characters; the span counts in them.
        locale: of the target.
    """
    return said((rendering.text, rendering.short, *rendering.forms), target, locale)


def said(forms: Iterable[str], target: str, locale: str) -> Span | None:
    """Return where a target says one of several wordings, None if it says none; the same tolerance as `present`."""
    language = parse_locale(locale).language
    for form in filter(None, forms):
        if not _SLOT.sub("", form).strip():
            return Span(0, len(target)) if target.strip() else None
        found = _in_text(form, target) if language in _UNSPACED else _in_words(form, target, language)
        if found is not None:
            return found
    return None


def forbidden_in(
    renderings: Iterable[Rendering], target: str, locale: str
) -> tuple[tuple[Rendering, Span], ...]:
    """Return the forbidden renderings that a target says, with their places, by place.

    A forbidden rendering counts only as it is written or as a listed form: an inflected look-alike is no proof.
    """
    language = parse_locale(locale).language
    found = []
    for rendering in renderings:
        for form in (rendering.text, *rendering.forms):
            span = _in_text(form, target) if language in _UNSPACED else _in_words(form, target, "")
            if span is not None:
                found.append((rendering, span))
                break
    return tuple(sorted(found, key=lambda pair: (pair[1].start, pair[0].text)))


def _in_text(form: str, target: str) -> Span | None:
    folded, origin = _fold_map(target)
    pattern = "".join(
        r".{1,12}?" if _SLOT.fullmatch(part) else re.escape(_fold_map(part)[0])
        for part in re.split(r"(\{[a-z]+\})", form)
    )
    found = re.search(pattern, folded, re.DOTALL)
    return Span(origin[found.start()], origin[found.end() - 1] + 1) if found else None


def _fold_map(text: str) -> tuple[str, list[int]]:
    """Return the text compatibility-folded, and for each of its characters the position it came from."""
    out: list[str] = []
    origin: list[int] = []
    for position, ch in enumerate(text):
        for piece in unicodedata.normalize("NFKC", ch).casefold():
            out.append(piece)
            origin.append(position)
    return "".join(out), origin


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    span: Span


@functools.lru_cache(maxsize=16)  # one target is searched for many renderings
def _words(text: str) -> tuple[_Word, ...]:
    straight = text.replace("’", "'").replace("‘", "'")
    return tuple(
        _Word(unicodedata.normalize("NFKC", m.group()).casefold(), Span(*m.span()))
        for m in _TOKEN.finditer(straight)
    )


@functools.lru_cache(maxsize=4096)
def _wanted(form: str, language: str) -> tuple[str, ...]:
    """Return the words of a form that a target must have: all, if they are but articles."""
    every = [word.text for word in _words(form)]
    loose = _LOOSE.get(language, frozenset())
    content = [word for word in every if word not in loose]
    while language == "en" and len(content) > 1 and content[0] in _BE:
        content = content[1:]
    return tuple(content or every)


def _in_words(form: str, target: str, language: str) -> Span | None:
    straight = form.replace("’", "'")
    theirs = _ANYONE.sub("their", straight)
    found = _stands(theirs, target, language)
    return found if found or theirs == straight else _stands(straight, target, language)


def _stands(form: str, target: str, language: str) -> Span | None:
    wanted, spoken = _wanted(form, language), _words(target)
    for start in range(len(spoken)):
        end = _match(wanted, spoken, start, language, inner=False)
        if end is not None:
            return Span(spoken[start].span.start, spoken[end - 1].span.end)
    return None


def _match(
    wanted: Sequence[str], spoken: Sequence[_Word], start: int, language: str, *, inner: bool = True
) -> int | None:
    """Return the index after the last word if the wanted words stand from `start` on, else None.

    Args:
        wanted: words of the rendering that are still to come.
        spoken: all words of the target.
        start: index into `spoken`.
        language: of both.
        inner: whether articles may stand before the first wanted word.
    """
    if not wanted:
        return start
    loose = _LOOSE.get(language, frozenset())
    first, *rest = wanted
    if _SLOT.fullmatch(first):
        ends = range(start + 1, min(start + _SLOT_WORDS, len(spoken)) + 1)
        return next((end for e in ends if (end := _match(rest, spoken, e, language)) is not None), None)
    index = start
    while inner and index < len(spoken) and spoken[index].text in loose and spoken[index].text != first:
        index += 1
    if index >= len(spoken) or not _same(first, spoken[index].text, language):
        return None
    return _match(rest, spoken, index + 1, language)


def _same(wanted: str, spoken: str, language: str) -> bool:
    if wanted == spoken:
        return True
    if any(wanted in group and spoken in group for group in _PERSONS.get(language, ())):
        return True
    if language == "ar":
        bare = [_ARABIC_PROCLITIC.sub("", _ARABIC_MARKS.sub("", word)) for word in (wanted, spoken)]
        if bare[0] == bare[1]:
            return True
    if language not in _LEMMAS or len(wanted) < 3 or not wanted.isalpha() or not spoken.isalpha():
        return False
    return bool(_lemmas(wanted, language) & _lemmas(spoken, language))


@functools.lru_cache(maxsize=65536)
def _lemmas(word: str, language: str) -> frozenset[str]:
    import simplemma

    lemma = simplemma.lemmatize(word, lang=language).casefold()
    return frozenset((word, lemma))
