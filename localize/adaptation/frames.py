"""The only place that knows clauses in which every word is certain: an agreed term in a frame of function words.

公公来了, 谁是大人, 嫂子好: once the term is agreed, nothing is left that a model could add, and small models read such
clauses worst of all. They are written outright, in the languages that stand here, for engines of `Method.SYMBOL`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TERM = "[\uf000-\uf8ff]"
_WHOSE = "(?:我们|我們|咱们|咱們|你们|你們|他们|他們|她们|她們|我|你|您|他|她|咱)"


@dataclass(frozen=True, slots=True)
class Frame:
    """A clause with places for terms.

    Attributes:
        pattern: of the whole clause without its last mark, each term a group.
        words: target words, ``{0}`` and ``{1}`` the terms.
        article: what a common noun takes there: ``the``, ``a`` or ''; with one, a pronoun may say whose it is.
    """

    pattern: str
    words: str
    article: str = ""


def _frame(pattern: str, words: str, article: str = "") -> Frame:
    noun = f"{_WHOSE}?({_TERM}(?:的{_TERM})?)" if article else f"({_TERM})"
    return Frame(f"{pattern.replace('N', noun)}[啊呀啦哦]?", words, article)


_compiled = functools.cache(re.compile)  # at first use: all of them at once take longer than a small file


_GREETED = "N好"
_MORNING = "N早(?:上好)?"
_NIGHT = "N晚安"
_GOODBYE = "N再[见見]"
_MERCY = "N[饶饒]命"
_CALM = "N息怒"
_FAREWELL = "N慢走"
_THANKS = "(?:多[谢謝]|[谢謝][谢謝]|[谢謝][过過])N"
_HERE = "N[来來到]了"
_WHERE = "N[呢在]?(?:在哪[儿兒里裡]?|呢)"
_WHO = "[谁誰]是N"
_CALL = "快?叫N[来來]?"


def _addressed(*frames: tuple[str, str]) -> tuple[Frame, ...]:
    """Return frames of a language in which nobody need know the gender or number of a term: it is only spoken to."""
    return tuple(_frame(pattern, words) for pattern, words in frames)


_FRAMES = {
    "es": _addressed(
        (_GREETED, "hola, {0}"),
        (_MORNING, "buenos días, {0}"),
        (_NIGHT, "buenas noches, {0}"),
        (_GOODBYE, "adiós, {0}"),
        (_MERCY, "piedad, {0}"),
        (_CALM, "no se enoje, {0}"),
        (_FAREWELL, "vaya con cuidado, {0}"),
        (_THANKS, "gracias, {0}"),
    ),
    "pt": _addressed(
        (_GREETED, "olá, {0}"),
        (_MORNING, "bom dia, {0}"),
        (_NIGHT, "boa noite, {0}"),
        (_GOODBYE, "adeus, {0}"),
        (_MERCY, "piedade, {0}"),
        (_CALM, "não se zangue, {0}"),
        (_FAREWELL, "vá com cuidado, {0}"),
    ),
    "id": _addressed(
        (_GREETED, "halo, {0}"),
        (_MORNING, "selamat pagi, {0}"),
        (_NIGHT, "selamat malam, {0}"),
        (_GOODBYE, "sampai jumpa, {0}"),
        (_MERCY, "ampun, {0}"),
        (_CALM, "jangan marah, {0}"),
        (_FAREWELL, "hati-hati di jalan, {0}"),
        (_THANKS, "terima kasih, {0}"),
        (_HERE, "{0} datang"),
        (_WHERE, "di mana {0}"),
        (_WHO, "siapa {0}"),
        (_CALL, "panggil {0}"),
    ),
    "vi": _addressed(
        (_GREETED, "chào {0}"),
        (_NIGHT, "{0} ngủ ngon"),
        (_GOODBYE, "tạm biệt {0}"),
        (_MERCY, "{0} tha mạng"),
        (_CALM, "{0} bớt giận"),
        (_FAREWELL, "{0} đi thong thả"),
        (_THANKS, "cảm ơn {0}"),
        (_HERE, "{0} đến rồi"),
        (_WHERE, "{0} đâu rồi"),
        (_WHO, "ai là {0}"),
        (_CALL, "gọi {0} đến"),
    ),
    "ja": _addressed(
        (_MORNING, "{0}、おはようございます"),
        (_NIGHT, "{0}、おやすみなさい"),
        (_MERCY, "{0}、お助けください"),
        (_CALM, "{0}、お怒りをお鎮めください"),
        (_THANKS, "{0}、ありがとうございます"),
    ),
    "ko": _addressed(
        (_GREETED, "{0}, 안녕하세요"),
        (_NIGHT, "{0}, 안녕히 주무세요"),
        (_MERCY, "{0}, 살려 주십시오"),
        (_CALM, "{0}, 노여움을 푸십시오"),
        (_FAREWELL, "{0}, 살펴 가십시오"),
        (_THANKS, "{0}, 감사합니다"),
    ),
    "en": (
        _frame(_HERE, "{0} is here", "the"),
        _frame(_WHERE, "where's {0}", "the"),
        _frame(_WHO, "who's {0}", "a"),
        _frame("我就是[个個]N", "I'm just {0}", "a"),
        _frame("[你您]就是[个個]N", "you're just {0}", "a"),
        _frame("他就是[个個]N", "he's just {0}", "a"),
        _frame("她就是[个個]N", "she's just {0}", "a"),
        _frame("我就?是N", "I'm {0}", "a"),
        _frame("[你您]就?是N", "you're {0}", "a"),
        _frame("他就?是[个個]?N", "he's {0}", "a"),
        _frame("她就?是[个個]?N", "she's {0}", "a"),
        _frame("[这這]就?是N", "this is {0}", "a"),
        _frame("那就?是N", "that's {0}", "a"),
        _frame("就?是N", "it's {0}", "a"),
        _frame("不是N", "not {0}", "a"),
        _frame(_CALL, "call {0}", "the"),
        _frame(_GREETED, "hello, {0}"),
        _frame(_MORNING, "good morning, {0}"),
        _frame(_NIGHT, "good night, {0}"),
        _frame(_GOODBYE, "goodbye, {0}"),
        _frame(_MERCY, "mercy, {0}"),
        _frame(_CALM, "please don't be angry, {0}"),
        _frame(_FAREWELL, "take care, {0}"),
        _frame(_THANKS, "thank you, {0}"),
        _frame("(?:参见|參見|[拜叩][见見]|[见見][过過])N", "greetings, {0}"),
        _frame("我(?:参见|參見|[拜叩][见見])N", "I greet {0}"),
        _frame("N(?:参见|參見|[拜叩][见見])N", "{0} greet {1}"),
    ),
}
_SENTENCE = re.compile("[^。！？!?…]+[。！？!?…~～]*")
_MARKS = re.compile("[。！？!?…~～]*$")
_COMMA = re.compile("[，,、]")
_FULL_WIDTH = {".": "。", "!": "！", "?": "？"}
_WRITTEN = {"。": ".", "！": "!", "!": "!", "？": "?", "?": "?", "…": "…", "~": "~", "～": "~"}


def pieces(text: str, language: str, article: Callable[[str, str], str | None]) -> Iterator[tuple[str, bool]]:
    """Yield the sentences of a turn in order, and whether each is written already; one piece where none can be.

    Args:
        text: with symbols for terms.
        language: of the target.
        article: what a term's symbol takes before it where a frame wants ``the`` or ``a``, None where nobody can say.

    >>> [piece for piece in pieces("\\uf000来了！快走！", "en", lambda symbol, kind: "")]
    [('\\uf000 is here!', True), ('快走！', False)]
    """
    found: list[tuple[str, bool]] = []
    for sentence in _SENTENCE.findall(text):
        written = _written(sentence.strip(), language, article)
        if written is None and found and not found[-1][1]:
            found[-1] = (found[-1][0] + sentence, False)
        else:
            found.append((written or sentence, written is not None))
    if any(done for _, done in found) and "".join(_SENTENCE.findall(text)) == text:
        yield from found
    else:
        yield text, False


def _written(sentence: str, language: str, article: Callable[[str, str], str | None]) -> str | None:
    """Return a sentence of which every clause is a frame, None if one is not."""
    marks = _MARKS.search(sentence)
    body = sentence[: marks.start()] if marks else sentence
    clauses = [_clause(clause, language, article) for clause in _COMMA.split(body)]
    if not body or any(clause is None for clause in clauses):
        return None
    end = "".join(dict.fromkeys(_WRITTEN[mark] for mark in (marks.group() if marks else "")))
    said = ("、" if language == "ja" else ", ").join(clause for clause in clauses if clause)
    if language == "es":
        said = "".join({"?": "¿", "!": "¡"}.get(mark, "") for mark in end) + said
    return said + ("".join(_FULL_WIDTH.get(mark, mark) for mark in end) if language == "ja" else end)


def _clause(clause: str, language: str, article: Callable[[str, str], str | None]) -> str | None:
    for frame in _FRAMES.get(language, ()):
        match = _compiled(frame.pattern).fullmatch(clause)
        if match is None:
            continue
        terms = []
        for term in match.groups():
            first = article(term[-1], frame.article) if frame.article and len(term) == 1 else ""
            if first is None:
                return None
            terms.append(f"{first} {_joined(term)}".strip())
        return frame.words.format(*terms)
    return None


def _joined(term: str) -> str:
    """Return a term, or a name and what is the name's."""
    return term if len(term) == 1 else f"{term[0]} {term[-1]}"
