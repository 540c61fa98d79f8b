"""The only place that reads from a target how somebody is addressed: tú or usted, 존댓말 or 반말, he or she.

Pure, and careful: a text that shows nothing gives nothing. Latin plurals (ustedes, vosotros) say how a group is
addressed and count for neither side; vous and Sie are read as the polite singular, so ask only where one is addressed.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.culture.stops import rows
from localize.locales import fallback_chain, parse_locale
from localize.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FORMAL, INFORMAL, HE, SHE, PERSON = "formal", "informal", "he", "she", "person"

_UNSPACED = {"zh", "th", "ja"}
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0963])*(?:['’][^\W\d_]*)?")
_KEEP_CASE = {"de", "it"}
_SENTENCE = re.compile(r"[^.!?…。！？\n]+")
_KO_POLITE = re.compile(r"(?:요|니다|니까|시오|세요|죠|소서|십시오)$")
_KO_PLAIN = re.compile(
    r"(?:[았었였했겠갔왔봤됐]어|[해봐와가줘돼써라자냐니지군네게걸까래]|[는은인한]다|[았었했겠]다|이야|거야|잖아|[가-힣]아|[가-힣]어|[가-힣]야|[가-힣]다)$"
)
_KO_WORD = re.compile(r"[가-힣]+")
_JA_POLITE = re.compile(
    r"(?:です|ます|ました|ません|でした|でしょう|ください|ございます|ましょう)(?:か|よ|ね|わ|が|けど|から|よね|かね)*$"
)
_JA_PLAIN = re.compile(
    r"(?:だ|だった|だろう|だろ|じゃない|ない|なかった|した|った|んだ|いる|する|くれ|しろ|るな|行く|来い|行け)(?:か|よ|ね|な|わ|ぞ|ぜ|の|さ|よね|けど)*$"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """A word that shows how somebody is addressed or spoken of.

    Attributes:
        kind: ``formal``, ``informal``, ``he``, ``she`` or ``person``.
        span: characters of the text.
        word: those characters.
    """

    kind: str
    span: Span
    word: str


def formality(text: str, locale: str) -> tuple[Sign, ...]:
    """Return the words of a target that show polite or familiar address, in order.

    >>> [s.kind for s in formality("¿Y usted qué quiere?", "es-MX")], [s.kind for s in formality("어디 가?", "ko")]
    (['formal'], ['informal'])
    >>> formality("Where are you?", "en-US")
    ()
    """
    language = parse_locale(locale).language
    if language == "ko":
        return tuple(_endings(text, _KO_POLITE, _KO_PLAIN, spaced=True))
    if language == "ja":
        return tuple(_endings(text, _JA_POLITE, _JA_PLAIN, spaced=False))
    return _signs(text, locale, (FORMAL, INFORMAL))


def genders(text: str, locale: str) -> tuple[Sign, ...]:
    """Return the pronouns of a target that show a man or a woman, in order.

    >>> [s.word for s in genders("She told him.", "en")]
    ['She', 'him']
    """
    return _signs(text, locale, (HE, SHE))


def persons(text: str, locale: str) -> tuple[Sign, ...]:
    """Return the words of a target that stand for *you* and *I* and depend on who speaks to whom (anh, em, chị).

    >>> [s.word for s in persons("Em chờ anh.", "vi")]
    ['Em', 'anh']
    """
    return _signs(text, locale, (PERSON,))


def tells_apart(locale: str) -> bool:
    """Return whether a locale has polite and familiar forms that can be read from a text."""
    return parse_locale(locale).language in {"ko", "ja"} or bool(_table(locale).keys() & {FORMAL, INFORMAL})


@functools.lru_cache(maxsize=64)
def _table(locale: str) -> Mapping[str, frozenset[str]]:
    tags = (*fallback_chain(locale), parse_locale(locale).language)
    found: dict[str, frozenset[str]] = {}
    for tag in tags:
        for row in rows("address.tsv"):
            if row[0] == tag and row[1] not in found:
                found[row[1]] = frozenset(row[2].split())
    return found


def _signs(text: str, locale: str, kinds: Sequence[str]) -> tuple[Sign, ...]:
    language = parse_locale(locale).language
    table = _table(locale)
    found: list[Sign] = []
    for kind in kinds:
        words = table.get(kind, frozenset())
        if not words:
            continue
        if language in _UNSPACED:
            pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
            found += [Sign(kind, Span(*m.span()), m.group()) for m in re.finditer(pattern, text)]
        else:
            found += [sign for sign in _words(text, kind, language) if _is_one(sign, words, text, language)]
    return tuple(sorted(found, key=lambda sign: sign.span))


def _words(text: str, kind: str, language: str) -> Iterator[Sign]:
    for match in _WORD.finditer(text):
        word, start = match.group(), match.start()
        if language == "fr" and (elided := re.match(r"[Tt]['’]", word)):
            word = elided.group()
        yield Sign(kind, Span(start, start + len(word)), word)


def _is_one(sign: Sign, words: frozenset[str], text: str, language: str) -> bool:
    word = sign.word.replace("’", "'")
    if language not in _KEEP_CASE:
        return word in words or word.lower() in words
    if sign.kind in (FORMAL, SHE) and _opens(text, sign.span.start):
        return False  # German Sie and sie, Italian Lei and lei are one word where a sentence begins
    return word in words or (sign.kind == INFORMAL and word.lower() in words)


def _opens(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'„“«»-–—¿¡")
    return not before or before[-1] in ".!?…:\n"


def _endings(text: str, polite: re.Pattern[str], plain: re.Pattern[str], *, spaced: bool) -> Iterator[Sign]:
    """Yield the ending of each sentence that shows a speech level."""
    for sentence in _SENTENCE.finditer(text):
        body = sentence.group().rstrip(" \"'”’」』,，、~～♪")
        words = list(_KO_WORD.finditer(body)) if spaced else []
        if spaced and (not words or words[-1].end() != len(body)):
            continue
        start = words[-1].start() if words else 0
        last = body[start:]
        for kind, pattern in ((FORMAL, polite), (INFORMAL, plain)):
            if pattern.search(last):
                at = sentence.start() + start
                yield Sign(kind, Span(at, at + len(last)), last)
                break
