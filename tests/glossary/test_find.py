"""Finding terms: spans, symbols, scripts, scenes, batches; the sense and the reason of a hit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localize.glossary import Concept, Condition, Glossary, Rendering, Scope, Status, Strategy, fold, load
from localize.glossary.conditions import era_of
from localize.text import SYMBOL

SCOPE = Scope("en-US", genres=("ceo",), medium="drama")


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load()


def _concept(term: str, **more: object) -> Concept:
    rendering = Rendering("en", f"<{term}>", Status.PREFERRED, Strategy.DIRECT)
    given_: dict[str, object] = {"renderings": (rendering,), "strategy": Strategy.DIRECT, **more}
    return Concept(id=f"t.{term}", category="t", term=term, hant="", **given_)  # type: ignore[arg-type]


PIECES = st.sampled_from(
    [
        *(
            "老公",
            "公公",
            "千金",
            "一掷千金",
            "两个",
            "三千万",
            "王总",
            "小姐",
            "江湖",
            "离婚协议书",
            "離婚協議書",
        ),
        *("，", "。", "\n", "😀", "\ue000", "\uf001", "CP", "520", "５２０", "A", " ", "的", "是", "𠮷"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_spans_are_right_ordered_and_never_cross_a_symbol(text: str) -> None:
    hits = _PACKS.find(text, SCOPE)
    end = 0
    for hit in hits:
        assert text[hit.span.start : hit.span.end] == hit.surface
        assert hit.span.start >= end
        assert hit.span.end > hit.span.start
        assert not SYMBOL.search(hit.surface)
        assert "\n" not in hit.surface
        end = hit.span.end


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=6).map("".join), max_size=6))
def test_a_batch_finds_what_single_calls_find(texts: list[str]) -> None:
    assert list(_PACKS.find_all(texts, SCOPE)) == [_PACKS.find(text, SCOPE) for text in texts]


@given(st.text())
def test_the_fold_keeps_every_offset_and_is_stable(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


_PACKS = load()


@given(st.text(alphabet="離离婚協议書书 a\n，"))
def test_the_fold_of_a_text_is_the_fold_of_its_characters(text: str) -> None:
    assert fold(text) == "".join(map(fold, text))


def test_a_term_torn_by_a_symbol_or_a_line_break_is_not_found(glossary: Glossary) -> None:
    assert glossary.find("离婚\ue000协议", SCOPE) == ()
    assert glossary.find("离婚\n协议", SCOPE) == ()


def test_both_scripts_give_the_same_hits(glossary: Glossary) -> None:
    simplified = glossary.find("霸道总裁的离婚协议书", SCOPE)
    traditional = glossary.find("霸道總裁的離婚協議書", SCOPE)
    assert [h.concept.id for h in simplified] == [h.concept.id for h in traditional]
    assert [h.span for h in simplified] == [h.span for h in traditional]
    assert traditional[1].surface == "離婚協議書"


def test_every_term_of_two_characters_or_more_is_found_in_either_script(glossary: Glossary) -> None:
    # Alone in a line, so only a term whose condition needs words around it may be missing.
    missing = []
    for concept in glossary:
        if concept.when is None and len(concept.term) > 1:
            for form in (concept.term, concept.hant, *concept.variants, *concept.hant_variants):
                ids = {c.id for h in glossary.find(form, SCOPE) for c in (h.concept, *h.rivals)}
                group = {c.id for c in glossary if concept.homograph and c.homograph == concept.homograph}
                if not ids & {concept.id, *group}:
                    missing.append((concept.id, form))
    assert missing == []


def test_the_longest_form_wins_and_a_failed_condition_lets_the_shorter_one_through() -> None:
    long = _concept("大小姐", when=Condition(genres=("palace",)))
    glossary = Glossary([_concept("小姐"), long])
    assert [h.surface for h in glossary.find("大小姐驾到", Scope("en", genres=("palace",)))] == ["大小姐"]
    assert [h.surface for h in glossary.find("我家大小姐到", Scope("en", genres=("ceo",)))] == ["小姐"]


def test_a_one_character_term_needs_a_proved_condition() -> None:
    bare = Glossary([_concept("牛")])
    always = Glossary([_concept("牛", when=Condition())])
    unknown = Glossary([_concept("牛", when=Condition(mediums=("game",)))])
    assert bare.find("牛", SCOPE) == ()
    assert [h.surface for h in always.find("牛", SCOPE)] == ["牛"]
    assert unknown.find("牛", Scope("en")) == ()
    assert [h.surface for h in unknown.find("牛", Scope("en", medium="game"))] == ["牛"]


def test_the_scene_decides_a_homograph(glossary: Glossary) -> None:
    alone = glossary.find("公公来了", Scope("en"))
    assert [c.id for h in alone for c in h.rivals] == ["kinship_address.gonggong_eunuch"]
    assert alone[0].rendering is None
    assert "undecided" in alone[0].why
    assert {r.text for r in alone[0].admitted} >= {"father-in-law", "eunuch"}
    (hit,) = glossary.find("公公来了", Scope("en", scene=("太后娘娘驾到",)))
    assert hit.concept.id == "kinship_address.gonggong_eunuch"
    assert "near it" in hit.why


def test_a_hit_says_why_this_sense_and_this_rendering(glossary: Glossary) -> None:
    (hit,) = glossary.find("老公，回家", SCOPE)
    assert hit.rendering is not None
    assert (hit.rendering.text, hit.why) == (
        "honey",
        "kinship_address.laogong: its default sense; 'honey' by direct address",
    )
    assert [r.text for r in hit.admitted] == ["honey", "hubby", "babe"]


def test_forbidden_renderings_follow_their_conditions(glossary: Glossary) -> None:
    (lover,) = glossary.find("哥哥", Scope("en", relation="lover"))
    (sibling,) = glossary.find("哥哥", Scope("en", relation="sibling"))
    assert [r.text for r in lover.forbidden] == ["brother"]
    assert sibling.forbidden == ()
    assert "big brother" in [r.text for r in sibling.admitted]
    assert "big brother" not in [r.text for r in lover.admitted]


def test_what_a_nearer_locale_accepts_is_not_forbidden_by_a_farther_one() -> None:
    renderings = (
        Rendering("en", "queen", Status.FORBIDDEN, Strategy.DIRECT),
        Rendering("en", "empress", Status.PREFERRED, Strategy.DIRECT),
        Rendering("en-GB", "Queen", Status.PREFERRED, Strategy.DIRECT),
    )
    glossary = Glossary([_concept("皇后", renderings=renderings)])
    (british,) = glossary.find("皇后", Scope("en-GB"))
    (american,) = glossary.find("皇后", Scope("en-US"))
    assert ([r.text for r in british.admitted], british.forbidden) == (["Queen"], ())
    assert [r.text for r in american.forbidden] == ["queen"]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("CPU", []),
        ("CP", ["CP"]),
        ("磕到CP了", ["CP"]),
        ("ACP", []),
        ("5.20", []),
        ("1,314", []),
        ("13140", []),
    ],
)
def test_letters_and_digits_need_edges(glossary: Glossary, text: str, surfaces: list[str]) -> None:
    assert [h.surface for h in glossary.find(text, SCOPE)] == surfaces


def test_an_empty_text_and_an_empty_glossary_find_nothing(glossary: Glossary) -> None:
    assert glossary.find("", SCOPE) == ()
    assert Glossary([]).find("老公", SCOPE) == ()
    assert list(glossary.find_all([], SCOPE)) == []


@pytest.mark.parametrize(
    ("scope", "era"),
    [
        (Scope("en", era="modern", genres=("palace",)), "modern"),
        (Scope("en", genres=("xianxia",)), "historical"),
        (Scope("en", genres=("ceo", "rebirth")), "modern"),
        (Scope("en", genres=("ceo", "palace")), ""),
        (Scope("en"), ""),
    ],
)
def test_the_era_comes_from_the_genres_unless_given(scope: Scope, era: str) -> None:
    assert era_of(scope) == era


def test_the_term_itself_is_no_context() -> None:
    glossary = Glossary([_concept("绿茶", when=Condition(context=("茶",)))])
    assert glossary.find("她是绿茶", SCOPE) == ()
    assert [h.surface for h in glossary.find("绿茶也是茶", SCOPE)] == ["绿茶"]


def test_forms_that_would_cross_a_symbol_or_a_line_are_left_out() -> None:
    glossary = Glossary([_concept("甲\ue000乙"), _concept("甲\n乙"), _concept("丙丁")])
    assert [h.surface for h in glossary.find("甲\ue000乙 甲\n乙 丙丁", SCOPE)] == ["丙丁"]
