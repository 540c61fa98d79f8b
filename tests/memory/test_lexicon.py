"""Words that recur together in sure pairs speak for other pairs."""

from __future__ import annotations

import pytest

from localize.memory.bitext import Line
from localize.memory.lexicon import Lexicon

SOURCE = ["林晚来了", "我恨林晚", "林晚，走吧", "门开了", "找林晚", "下雨了"]
TARGET = ["Lin Wan came", "I hate Lin Wan", "Go, Lin Wan", "The door opened", "Find Lin Wan", "It rains"]


@pytest.fixture
def lexicon() -> Lexicon:
    pairs = [(range(n, n + 1), range(n, n + 1)) for n in range(4)]
    return Lexicon([Line(t) for t in SOURCE], [Line(t) for t in TARGET], pairs)


def test_a_name_that_stands_in_both_lines_speaks_for_a_pair_that_was_not_learnt(lexicon: Lexicon) -> None:
    assert lexicon.cost(4, 1, 4, 1) < 0
    assert lexicon.cost(4, 2, 4, 2) < 0


def test_a_name_whose_partner_is_missing_speaks_against_a_pair(lexicon: Lexicon) -> None:
    assert lexicon.cost(4, 1, 5, 1) > 0


def test_words_that_stood_together_only_once_say_nothing(lexicon: Lexicon) -> None:
    assert lexicon.cost(3, 1, 3, 1) == 0
    assert lexicon.cost(5, 1, 5, 1) == 0
