"""Whether a target says a rendering: case, inflection, edges, slots, scripts without blanks."""

from __future__ import annotations

import subprocess
import sys

import pytest

from localize.glossary import Rendering, Status, Strategy, forbidden_in, present, said
from localize.model import Span


def _rendering(text: str, locale: str = "en", forms: tuple[str, ...] = (), short: str = "") -> Rendering:
    return Rendering(locale, text, Status.PREFERRED, Strategy.DIRECT, forms=forms, short=short)


@pytest.mark.parametrize(
    ("rendering", "target", "locale", "found"),
    [
        ("dumpling", "I love Dumplings!", "en-US", "Dumplings"),
        ("be jealous", "He was jealous.", "en", "jealous"),
        ("the one that got away", "his one that got away", "en", "one that got away"),
        ("Empress", "Long live the EMPRESS!", "en-GB", "EMPRESS"),
        ("Miss {surname}", "Good evening, Miss Ouyang.", "en", "Miss Ouyang"),
        ("{surname} 대표님", "왕 대표님!", "ko", "왕 대표님"),
        ("mama's boy", "a pack of mama’s boys", "en", "mama’s boys"),
        ("gaslight", "Stop gaslighting me", "en", "gaslighting"),
        ("make them eat their words", "I'll make you eat your words", "en", "make you eat your words"),
        ("take over someone's body", "took over his body", "en", "took over his body"),
        ("poner los cuernos", "Le pusieron los cuernos", "es-419", "pusieron los cuernos"),
        ("hijo de mami", "son hijos de mami", "es", "hijos de mami"),
        ("levar chifre", "ele levou chifre", "pt-BR", "levou chifre"),
        ("남편", "우리 남편이 왔어", "ko", "남편"),
        ("ผี", "มีผีอยู่", "th", "ผี"),
        ("やきもちを焼く", "すぐやきもちを焼くよね", "ja", "やきもちを焼く"),
        ("ghen", "Đừng ghen nữa", "vi", "ghen"),
        ("الزواج", "بالزواج منه", "ar", "بالزواج"),
        ("नानी", "मेरी नानी", "hi", "नानी"),
        ("離婚協議書", "簽了離婚協議書", "zh-Hant-TW", "離婚協議書"),
        ("50 g", "about 50 g of wine", "en", "50 g"),
    ],
)
def test_a_target_says_it(rendering: str, target: str, locale: str, found: str) -> None:
    span = present(_rendering(rendering), target, locale)
    assert span is not None
    assert target[span.start : span.end] == found


@pytest.mark.parametrize(
    ("rendering", "target", "locale"),
    [
        ("husband", "animal husbandry", "en"),
        ("sect", "an insect", "en"),
        ("esposo", "mi esposa", "es"),
        ("puerta", "el puerto", "es"),
        ("caso", "mi casa", "pt-BR"),
        ("ma", "mà", "vi"),
        ("bride price", "the price of a bride", "en"),
        ("honey", "", "en"),
        ("I", "in it", "en"),
        ("남편", "아내", "ko"),
    ],
)
def test_a_target_does_not_say_it(rendering: str, target: str, locale: str) -> None:
    assert present(_rendering(rendering), target, locale) is None


def test_listed_forms_and_the_short_form_count() -> None:
    rendering = _rendering("wife", forms=("wives",), short="W.")
    assert present(rendering, "their wives", "en") == Span(6, 11)
    assert present(_rendering("the one that got away", short="lost love"), "a lost love", "en") == Span(2, 11)


def test_a_rendering_that_is_only_a_name_cannot_be_missed() -> None:
    assert present(_rendering("{name}"), "Lin Wan!", "en") == Span(0, 8)
    assert present(_rendering("{name}"), "  ", "en") is None


def test_one_of_several_wordings_is_enough() -> None:
    assert said(("bride price", "betrothal gifts"), "the betrothal gifts", "en") == Span(4, 19)


def test_a_forbidden_rendering_counts_as_written_only() -> None:
    queen, slave = _rendering("Queen"), _rendering("slave", forms=("slaves",))
    assert forbidden_in((slave, queen), "The queen has slaves.", "en") == (
        (queen, Span(4, 9)),
        (slave, Span(14, 20)),
    )
    assert forbidden_in((_rendering("roll"),), "rolling hills", "en") == ()


def test_a_language_is_loaded_only_when_a_word_needs_it() -> None:
    code = (
        "import sys; from localize.glossary import *; "
        "present(Rendering('th', 'ผี', Status.PREFERRED, Strategy.DIRECT), 'มีผี', 'th'); "
        "print('simplemma' in sys.modules, 'opencc' in sys.modules, 'rjieba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "False"]
