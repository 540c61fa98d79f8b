"""Symbols in training pairs: the same ones on both sides, once each, whatever the pair and the seed."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.lexicon import Lexicon, counted_names, merged, token_grams
from training.symbols import Link, addressed, links, numbers, with_symbols

SYMBOL = re.compile(r"<t\d>")
ZH = "王总给林晚3万块。"
EN = "President Wang gave Lin Wan 3 stacks."
TOKENS = ["王总", "给", "林晚", "3", "万块", "。"]
LEXICON = merged({"王总": ["President Wang"], "林晚": ["Lin Wan"], "给": ["give"]})


def linked() -> list[str]:
    return [
        f"{ZH[k.zh_start : k.zh_end]}={EN[k.en_start : k.en_end]}" for k in links(ZH, EN, TOKENS, LEXICON)
    ]


def test_links_are_names_numbers_and_glosses_that_stand_on_both_sides() -> None:
    assert linked() == ["王总=President Wang", "林晚=Lin Wan", "3=3"]


def test_a_word_that_stands_twice_is_no_link() -> None:
    assert (
        links("王总找王总", "President Wang looks for President Wang", ["王总", "找", "王总"], LEXICON) == ()
    )


def test_a_number_inside_a_longer_one_is_no_link() -> None:
    assert links("3个", "30 of them", ["3", "个"], Lexicon({})) == ()


def test_placeholders_are_links() -> None:
    found = links("{name}来了%d次", "{name} came %d times", ["{name}", "来", "了", "%d", "次"], Lexicon({}))
    assert [(k.zh_start, k.zh_end) for k in found] == [(0, 6), (8, 10)]


@pytest.mark.parametrize("seed", range(200))
def test_both_sides_have_the_same_symbols_once_each(seed: int) -> None:
    result = with_symbols(ZH, EN, links(ZH, EN, TOKENS, LEXICON), random.Random(seed))
    if result is None:
        return
    zh, en = (SYMBOL.findall(side) for side in result)
    assert sorted(zh) == sorted(en)
    assert 1 <= len(set(zh)) == len(zh) <= 8


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="王总你好，。！a1 ", min_size=1, max_size=20),
    st.text(alphabet="abc ,.!'1", min_size=1, max_size=40).map(str.strip).filter(bool),
    st.integers(0, 10**6),
)
def test_no_pair_gets_unequal_symbols_or_loses_text(zh: str, en: str, seed: int) -> None:
    result = with_symbols(zh.strip() or "好", en, (), random.Random(seed))
    if result is None:
        return
    assert sorted(SYMBOL.findall(result[0])) == sorted(SYMBOL.findall(result[1]))
    bare = re.sub(r"[\s,]", "", SYMBOL.sub("", result[0]))
    assert bare == re.sub(r"[\s,]", "", zh.strip() or "好")


def test_the_same_seed_gives_the_same_pair() -> None:
    found = links(ZH, EN, TOKENS, LEXICON)
    assert with_symbols(ZH, EN, found, random.Random(5)) == with_symbols(ZH, EN, found, random.Random(5))


def test_every_shape_of_symbol_comes_up() -> None:
    found = links(ZH, EN, TOKENS, LEXICON)
    made = [with_symbols(ZH, EN, found, random.Random(seed)) for seed in range(400)]
    sources = [pair[0] for pair in made if pair]
    assert any(SYMBOL.fullmatch(source[:4]) for source in sources)
    assert any(source.endswith(">") for source in sources)
    assert any(re.search(r"块,<t\d>。$", source) for source in sources)
    assert {len(SYMBOL.findall(source)) for source in sources} >= {1, 2, 3, 4}


def test_symbols_are_mostly_numbered_as_the_engine_numbers_them() -> None:
    made = [tuple(numbers(2, random.Random(seed))) for seed in range(300)]
    assert made.count((0, 1)) > 130
    assert made.count((3, 4)) > 20
    assert len(set(made)) > 20


def test_someone_addressed_at_the_head_takes_the_capital_of_the_next_word() -> None:
    made = {addressed("你来了。", "You came.", 2, random.Random(seed)) for seed in range(20)}
    assert made == {("<t2>,你来了。", "<t2>, you came."), ("你来了,<t2>。", "You came, <t2>.")}


def test_a_name_at_the_head_is_not_lowered() -> None:
    made = {addressed("汤姆来了。", "Tom came.", 0, random.Random(seed)) for seed in range(20)}
    assert made == {("汤姆来了,<t0>。", "Tom came, <t0>.")}


def test_marks_that_overlap_are_dropped() -> None:
    found = (Link(0, 2, 0, 5), Link(0, 4, 0, 9))
    for seed in range(50):
        result = with_symbols("玛丽公主来了", "Mary Rose is here", found, random.Random(seed))
        assert result is None or sorted(SYMBOL.findall(result[0])) == sorted(SYMBOL.findall(result[1]))


def test_names_are_found_by_how_often_they_come_together() -> None:
    pairs = [(["汤姆", "来"], "Tom came."), (["汤姆", "走"], "Tom left."), (["见", "汤姆"], "I saw Tom.")]
    assert counted_names(pairs)["汤姆"] == {"Tom"}
    assert "来" not in counted_names(pairs)


def test_runs_of_words_are_candidates_for_names() -> None:
    assert token_grams(["迪", "奥兰", "!"]) == {"奥兰", "迪奥兰"}
