"""What becomes of a pair before training: width, quotes, keys, fitness, glosses."""

from __future__ import annotations

import pytest

from training.cleaning import fit, glosses, key, normal, normal_en


def test_text_is_read_as_the_tokenizer_reads_it() -> None:
    assert normal("王总，１２３……　好！") == "王总,123...... 好!"


def test_english_quotes_become_typewriter_quotes() -> None:
    assert normal_en("“It’s him,” she said.") == '"It\'s him," she said.'


@pytest.mark.parametrize("other", ["王总您来了", "王总，您来了！", "王总, 您来了.", "“王总”您来了……"])
def test_punctuation_width_and_blanks_do_not_make_another_line(other: str) -> None:
    assert key(other) == key("王总，您来了。")


def test_a_line_of_punctuation_keeps_itself_as_its_key() -> None:
    assert key("……") != key("！！")


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("hello", "hello"),
        ("你好", "你好 hello"),
        ("你好", "123"),
        ("你好\\n世界", "hello\\nworld"),
        ("见 https://example.org", "see https://example.org"),
        ("好", "a sentence that is far too long to be the translation of one character"),
        ("<t0>来了", "<t0> is here"),
    ],
)
def test_what_is_no_translation_is_left_out(zh: str, en: str) -> None:
    assert not fit(zh, en)


def test_a_plain_pair_is_taken() -> None:
    assert fit("你到底是谁?", "Who on earth are you?")


def test_a_dictionary_entry_gives_its_plain_translations_only() -> None:
    entry = "(coll.) boss / CL:個|个[ge4] / variant of 闆 / surname Ban / owner; manager"
    assert glosses(entry) == ["boss", "owner", "manager"]
