from __future__ import annotations

import pytest

from localize.engines.carry import Hypothesis, carry, tidy
from localize.engines.sentences import clauses, sentences
from localize.engines.writing import Pair


@pytest.mark.parametrize(
    ("source", "text", "needs"),
    [
        ("zh", "OK, fine.", False), ("zh", "你好", True), ("en", "OK, fine.", True), ("en", "123 …", False),
        ("ja", "カナ", True), ("ja", "OK", False), ("ru", "OK", False), ("ru", "да", True), ("es", "¿?", False),
    ],
)  # fmt: skip
def test_only_words_of_the_source_language_need_a_model(source: str, text: str, needs: bool) -> None:
    assert Pair(source).needs_model(text) is needs


@pytest.mark.parametrize(
    ("target", "source", "mark"),
    [
        ("en", "你是谁？", "?"), ("zh", "Who are you?", "？"), ("zh", "Go.", "。"), ("ar", "你是谁？", "؟"),
        ("hi", "好。", "।"), ("th", "好。", ""), ("en", "等等……", ""), ("en", "Wait...", ""), ("es", "“好！”", "!"),
    ],
)  # fmt: skip
def test_a_target_ends_as_its_language_ends_what_the_source_ends_in(
    target: str, source: str, mark: str
) -> None:
    assert Pair("zh", target).end_mark(source) == mark


def test_names_are_parted_from_words_where_words_are_parted_and_take_no_ending() -> None:
    assert tidy("give\ue000the", "en") == "give \ue000 the"
    assert tidy("\ue000은 좋다", "ko") == "\ue000은 좋다"
    assert tidy("给 \ue000 剑", "zh") == "给\ue000剑"
    assert tidy("Ça va ?", "fr") == "Ça va ?"


def test_english_sentences_are_cut_at_stops_that_end_them() -> None:
    text = 'Mr. Lin paid $3.50. Did he? "Yes!" she said... well, e.g. yes.\nJ. R. Wu left'
    assert [cut.body for cut in sentences(text, spaced=True)] == [
        "Mr. Lin paid $3.50.", "Did he?", "\"Yes!\" she said... well, e.g. yes.", "J. R. Wu left",
    ]  # fmt: skip
    assert "".join(cut.body + cut.joint for cut in sentences(text, spaced=True)) == text


def test_a_long_english_sentence_is_cut_between_clauses_and_words_and_never_in_a_word() -> None:
    text = "and then he said, " + "word " * 100 + "end"
    bodies = [cut.body for cut in sentences(text, spaced=True)]
    assert all(len(body) <= 240 for body in bodies)
    assert {word for body in bodies for word in body.split()} == {"and", "then", "he", "said,", "word", "end"}
    assert "".join(clauses("He came, he saw; 3,5 won", spaced=True)) == "He came, he saw; 3,5 won"
    assert clauses("He came, he saw; 3,5 won", spaced=True) == ["He came, ", "he saw; ", "3,5 won"]


class Upper:
    slots = 0

    def decode(self, texts: list[str], *, beams: int) -> list[list[Hypothesis]]:
        return [[Hypothesis(f"翻译{len(text)}", 0.5)] for text in texts]


def test_chinese_sentences_are_joined_without_blanks() -> None:
    (line,) = carry(Upper(), ["Go now. Stop!\nRun."], beams=1, pair=Pair("en", "zh"))  # type: ignore[arg-type]
    assert line.text == "翻译7。翻译5！\n翻译4。"
