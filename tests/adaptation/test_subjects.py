"""English terms and their sentence in person: whose it is, who does it, since when, and what stands small."""

from __future__ import annotations

import pytest

from localize.adaptation.agreement import insert
from localize.adaptation.base import Obligation
from localize.model import EditKind, Span

SYMBOL = "\uf000"


def owed(words: str, kind: EditKind = EditKind.ADDRESS, rule: str = "DIRECT", **more: object) -> Obligation:
    return Obligation(Span(0, 1), "词", SYMBOL, words, kind, rule, "", **more)


def written(sentence: str, obligation: Obligation) -> str:
    return insert(sentence, sentence.index(SYMBOL), obligation, "en-US")[0]


@pytest.mark.parametrize(
    "owner,sentence,words,result",
    [
        ("你", "You \uf000.", "husband", "Your husband."),
        ("你", "Lin Wan, you're \uf000 in my hands.", "Mom", "Lin Wan, your mom is in my hands."),
        ("我", "I've \uf000 been ill.", "father-in-law", "My father-in-law has been ill."),
        ("我", "Don't tell me \uf000.", "father-in-law", "Don't tell my father-in-law."),
        ("她", "I have her \uf000.", "Mom", "I have her mom."),
        ("您", "Did \uf000 pay?", "Uncle", "Did your uncle pay?"),
        ("的", "It's Lin Wan \uf000!", "father-in-law", "It's Lin Wan's father-in-law!"),
        ("", "You \uf000.", "husband", "You husband."),
    ],
)
def test_a_word_of_kinship_says_whose_it_is(owner: str, sentence: str, words: str, result: str) -> None:
    assert written(sentence, owed(words, owner=owner)) == result


@pytest.mark.parametrize(
    "sentence,words,result",
    [
        ("\uf000 follow the decree.", "your servant", "Your servant follows the decree."),
        ("Don't mind. \uf000 return home.", "Qinghe", "Don't mind. Qinghe returns home."),
        ("\uf000 are late.", "the eunuch", "The eunuch is late."),
        ("\uf000 don't know.", "Mr. Wang", "Mr. Wang doesn't know."),
        ("\uf000've been looking.", "Dad", "Dad's been looking."),
        ("\uf000 want it.", "grown-ups", "Grown-ups want it."),
        ("Let \uf000 wait.", "the eunuch", "Let the eunuch wait."),
        ("\uf000 follow.", "you", "You follow."),
    ],
)
def test_the_verb_after_a_subject_of_the_third_person_agrees(sentence: str, words: str, result: str) -> None:
    assert written(sentence, owed(words)) == result


@pytest.mark.parametrize(
    "sentence,words,result",
    [
        ("\uf000 Talk, kids.", "grown-ups", "Grown-ups talk, kids."),
        ("\uf000 Please rest.", "simp", "Simp please rest."),
        ("\uf000 Lin is here.", "Mid-Autumn Festival", "Mid-Autumn Festival Lin is here."),
        ("\uf000. The end.", "fool", "Fool. The end."),
    ],
)
def test_what_follows_a_term_in_its_sentence_is_written_small(sentence: str, words: str, result: str) -> None:
    assert written(sentence, owed(words)) == result


@pytest.mark.parametrize(
    "sentence,kind,words,result",
    [
        ("I \uf000, too.", EditKind.NUMBER, "fifty-one", "I'm fifty-one, too."),
        ("My daughter \uf000.", EditKind.AGE, "twenty-three", "My daughter is twenty-three."),
        ("I raised you \uf000!", EditKind.MEASURE, "twenty years", "I raised you for twenty years!"),
        ("I waited for \uf000.", EditKind.MEASURE, "twenty years", "I waited for twenty years."),
        ("It was \uf000.", EditKind.MEASURE, "twenty years ago", "It was twenty years ago."),
        ("For the \uf000.", EditKind.MEASURE, "one year", "For one year."),
    ],
)
def test_a_quantity_has_its_verb_or_preposition(
    sentence: str, kind: EditKind, words: str, result: str
) -> None:
    assert written(sentence, owed(words, kind, rule="time.duration")) == result


@pytest.mark.parametrize(
    "sentence,words,done,result",
    [
        ("You're \uf000.", "tip them off", True, "You've tipped them off."),
        ("You're \uf000.", "tip them off", False, "You're tipping them off."),
        ("He's \uf000.", "get back together", True, "He's gotten back together."),
        ("Your servant \uf000!", "be innocent", False, "Your servant is innocent!"),
        (
            "Her Highness the Noble Consort \uf000.",
            "have arrived",
            False,
            "Her Highness the Noble Consort has arrived.",
        ),
        ("You can \uf000.", "check out", False, "You can check out."),
        ("Congratulations! \uf000", "get back together", False, "Congratulations on getting back together"),
        ("Thank you \uf000.", "save my life", False, "Thank you for saving my life."),
    ],
)
def test_a_verb_phrase_has_person_and_aspect(sentence: str, words: str, done: bool, result: str) -> None:
    assert written(sentence, owed(words, EditKind.TERM, inflects=True, done=done)) == result


def test_a_number_that_is_dialled_takes_no_article() -> None:
    assert written("Call the \uf000!", owed("911", EditKind.TERM)) == "Call 911!"


def test_figures_are_written_everywhere_but_at_the_beginning_of_a_sentence() -> None:
    amount = owed("five hundred yuan", EditKind.MONEY, figures="500 yuan")
    assert written("It's \uf000. Go.", amount) == "It's 500 yuan. Go."
    assert written("\uf000 an hour.", amount) == "Five hundred yuan an hour."
