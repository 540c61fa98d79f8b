from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localize.engines.carry import Hypothesis, carry, finish, tidy
from localize.text import symbols


class FakeDecoder:
    """Answers with what a rule makes of each text, and remembers what it was asked."""

    def __init__(self, rule: Callable[[str], list[str]], slots: int = 8) -> None:
        self.slots = slots
        self._rule = rule
        self.asked: list[str] = []

    def decode(self, texts: Sequence[str], *, beams: int) -> list[list[Hypothesis]]:
        self.asked += texts
        return [[Hypothesis(answer, 0.5) for answer in self._rule(text)] for text in texts]


def english(text: str) -> str:
    """Return a stand-in translation: each run of Han as the word ``words``, slots kept."""
    return re.sub("[\u4e00-\u9fff]+", " words ", text)


def test_a_symbol_travels_as_a_slot_and_comes_back() -> None:
    decoder = FakeDecoder(lambda text: [english(text)])
    (line,) = carry(decoder, ["给\ue000一把\uf000"], beams=4)
    assert decoder.asked == ["给<t0>一把<t1>"]
    assert line.text == "words \ue000 words \uf000"


def test_symbols_that_touch_share_one_slot() -> None:
    decoder = FakeDecoder(lambda text: [english(text)])
    (line,) = carry(decoder, ["给\ue000\ue001好"], beams=4)
    assert decoder.asked == ["给<t0>好"]
    assert "\ue000\ue001" in line.text


def test_a_hypothesis_that_drops_or_doubles_a_symbol_is_passed_over_for_one_that_does_not() -> None:
    decoder = FakeDecoder(lambda text: ["nothing", "<t0> and <t0>", "the <t0>", "a <t0>"])
    (line,) = carry(decoder, ["给\ue000"], beams=4)
    assert line.text == "the \ue000"
    assert line.alternatives == ("a \ue000",)


def test_a_symbol_that_the_model_always_drops_is_carried_around_the_model() -> None:
    decoder = FakeDecoder(lambda text: [english(re.sub(r"<t\d>", "", text))])
    (line,) = carry(decoder, ["给\ue000一把"], beams=4)
    assert line.text == "words \ue000 words"


def test_a_slot_that_the_model_invents_never_reaches_the_answer() -> None:
    (line,) = carry(FakeDecoder(lambda text: ["hello <t3>"]), ["你好"], beams=4)
    assert line.text == "hello"


def test_a_loop_is_cut_and_never_taken_as_a_translation() -> None:
    (line,) = carry(FakeDecoder(lambda text: ["no no no no no no no no"]), ["不"], beams=4)
    assert line.text == "no"


def test_a_model_that_says_nothing_leaves_the_source_to_be_seen() -> None:
    (line,) = carry(FakeDecoder(lambda text: [""]), ["你好"], beams=4)
    assert line.text == "你好"
    assert line.score == 0


def test_emoji_and_literal_slots_are_shielded_from_the_model() -> None:
    decoder = FakeDecoder(lambda text: [english(text)])
    (line,) = carry(decoder, ["你好😀，<t5>再见"], beams=4)
    assert line.text == "words 😀，<t5> words"
    assert all("😀" not in asked and "<t5>" not in asked for asked in decoder.asked)


def test_text_without_chinese_never_reaches_the_model() -> None:
    decoder = FakeDecoder(lambda text: ["?"])
    lines = carry(decoder, ["OK！", "", " \n", "\ue000", "🎉"], beams=4)
    assert [line.text for line in lines] == ["OK!", "", " \n", "\ue000", "🎉"]
    assert decoder.asked == []


def test_the_same_sentence_is_asked_once() -> None:
    decoder = FakeDecoder(lambda text: [english(text)])
    carry(decoder, ["你好。再见。", "再见。", "你好。"], beams=4)
    assert sorted(decoder.asked) == sorted(["你好。", "再见。"])


def test_a_model_without_slots_still_carries_symbols() -> None:
    (line,) = carry(FakeDecoder(lambda text: [english(text)], slots=0), ["给\ue000一把"], beams=4)
    assert line.text == "words \ue000 words"


_TEXTS = st.text(st.sampled_from("你好的，。！？ab \ue000\ue001\ue002\uf000\U0001f600\n<t0>"), max_size=60)
_BROKEN = st.lists(
    st.lists(st.sampled_from(["<t0>", "<t1>", "<t3>", "words ", ",", "no no no no no ", "\ue000", ""]), max_size=6)
    .map("".join), min_size=1, max_size=4,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(texts=st.lists(_TEXTS, max_size=4), answers=_BROKEN, slots=st.sampled_from([0, 1, 8]))
def test_whatever_a_model_answers_every_symbol_comes_back_exactly_once(
    texts: list[str], answers: list[str], slots: int
) -> None:
    for text, line in zip(texts, carry(FakeDecoder(lambda _: answers, slots), texts, beams=2), strict=True):
        for version in (line.text, *line.alternatives):
            assert sorted(symbols(version)) == sorted(symbols(text))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Hello , world !", "Hello, world!"),
        ("I ' m here", "I'm here"),
        ("give\ue000the", "give \ue000 the"),
        ("( so ) it  is", "(so) it is"),
    ],
)
def test_blanks_are_put_where_english_has_them(raw: str, clean: str) -> None:
    assert tidy(raw) == clean


def test_an_answer_ends_and_begins_as_its_source_asks() -> None:
    assert finish("你是谁？", "who are you") == "Who are you?"
    assert finish("因为我", "because I") == "because I"
