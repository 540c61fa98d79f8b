"""English verb phrases in the form that their sentence asks for."""

from __future__ import annotations

import pytest

from localize.adaptation.agreement import insert
from localize.adaptation.base import Method, Obligation
from localize.adaptation.verbs import fit
from localize.model import EditKind, Span


@pytest.mark.parametrize(
    "before,words,result",
    [
        ("I'm ", "bide one's time", "I'm biding my time"),
        ("She is ", "be jealous", "She is jealous"),
        ("She ", "be jealous", "She is jealous"),
        ("Don't you ", "be jealous", "Don't you be jealous"),
        ("He ", "overdo it", "He overdoes it"),
        ("Does he ", "overdo it", "Does he overdo it"),
        ("They have ", "get back together", "They have gotten back together"),
        ("We can be ", "check out", "We can check out"),
        ("Congratulations on ", "get back together", "Congratulations on getting back together"),
        ("That's called the ", "gaslight", "That's called gaslighting"),
        ("You're not ", "lie flat", "You're not lying flat"),
        ("To ", "relieve oneself", "To relieve yourself"),
        ("He went to ", "relieve oneself", "He went to relieve himself"),
        ("Aren't you ", "be jealous", "Aren't you jealous"),
        ("Are they ", "get back together", "Are they getting back together"),
        ("You are ", "worthless", "You are worthless"),
        ("The ", "childhood sweethearts", "The childhood sweethearts"),
    ],
)
def test_a_verb_phrase_fits_its_sentence(before: str, words: str, result: str) -> None:
    assert "".join(fit(before, words)) == result


def test_a_verb_gets_a_symbol_only_where_the_method_says_so(line) -> None:
    assert line("您不吃醋？").requests == ["您不吃醋？"]
    asked = line("您不吃醋？", method=Method.SYMBOL)
    assert asked.requests == ["您不{0}？"]
    assert asked.answered("Aren't you {0}?").text == "Aren't you jealous?"


@pytest.mark.parametrize(
    "after,result", [(" follows.", "I follow."), ("'s sorry.", "I'm sorry."), (" is here.", "I'm here.")]
)
def test_a_pronoun_term_has_its_verb_agree(after: str, result: str) -> None:
    owed = Obligation(Span(0, 2), "奴才", "\uf000", "I", EditKind.ADDRESS, "GENERALISE", "")
    assert insert(f"\uf000{after}", 0, owed, "en-US")[0] == result
