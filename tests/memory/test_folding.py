from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localize.memory.folding import bigrams, fold


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("你好！", "你好!"),
        ("３天，ＯＫ。", "3天,ok."),
        ("“走”", "「走」"),
        ("走……", "走..."),
        ("走…", "走···"),
        ("你　好", "你 好 "),
        ("上\n下", "上 下"),
    ],
)
def test_texts_that_differ_in_width_quotes_dots_or_blanks_are_the_same(a: str, b: str) -> None:
    assert fold(a) == fold(b)


@pytest.mark.parametrize(("a", "b"), [("走！", "走？"), ("3天", "4天"), ("你好", "您好"), ("{0}", "{1}")])
def test_texts_that_mean_something_else_stay_apart(a: str, b: str) -> None:
    assert fold(a) != fold(b)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_text_of_one_character_has_bigrams_and_an_empty_one_has_none() -> None:
    assert len(bigrams("好")) == 2
    assert bigrams("") == frozenset()
