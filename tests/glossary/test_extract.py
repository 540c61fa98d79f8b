"""New terms from texts: phrases that ordinary Chinese lacks, names, forms of address, each with its evidence."""

from __future__ import annotations

import pytest

from localize.glossary import Concept, Glossary, Rendering, Status, Strategy, load
from localize.glossary.extract import Candidate, Kind, SourceLine, extract
from localize.glossary.honorifics import addresses, is_full_name


def _concept(term: str) -> Concept:
    return Concept(
        f"t.{term}",
        "t",
        term,
        "",
        Strategy.DIRECT,
        (Rendering("en", "x", Status.PREFERRED, Strategy.DIRECT),),
    )


def _lines(*texts: str, speaker: str = "") -> list[SourceLine]:
    return [SourceLine("ep01.srt", number * 4 - 1, text, speaker) for number, text in enumerate(texts, 1)]


def _extract(*texts: str, known: tuple[str, ...] = (), **more: int) -> dict[str, Candidate]:
    found = extract(_lines(*texts), Glossary([_concept(term) for term in known]), **more)
    return {candidate.text: candidate for candidate in found}


def test_a_phrase_that_comes_back_is_proposed_with_its_places() -> None:
    found = _extract("秦氏集团要破产了", "我不卖秦氏集团", "你今天去哪里", "我今天不知道")
    company = found["秦氏集团"]
    assert (company.kind, company.count, company.files) == (Kind.TERM, 2, 1)
    assert [(c.file, c.line, c.text) for c in company.contexts] == [
        ("ep01.srt", 3, "秦氏集团要破产了"),
        ("ep01.srt", 7, "我不卖秦氏集团"),
    ]
    assert not {"今天", "知道", "我今天"} & found.keys()


def test_occurrences_inside_a_longer_candidate_are_taken_off() -> None:
    found = _extract(*["紫金还魂丹在哪里"] * 4, "还魂也没用")
    assert "紫金还魂丹" in found
    whole, part = found["紫金还魂丹"], found.get("还魂")
    assert part is None or part.c_value < whole.c_value


def test_what_stands_once_is_no_phrase_but_an_address_is() -> None:
    found = _extract("秦氏集团要破产了，顾总呢")
    assert list(found) == ["顾总"]
    assert (found["顾总"].kind, found["顾总"].why) == (Kind.ADDRESS, "surname and 总")


def test_terms_of_the_glossary_are_left_out_and_near_ones_are_shown() -> None:
    texts = ("破产协议书", "签破产协议书吧")
    assert "破产协议书" not in _extract(*texts, known=("破产协议书",))
    near = _extract(*texts, known=("离婚协议书", "协议书"))["破产协议书"].near
    assert {(n.concept, n.how) for n in near} == {("t.协议书", "covers"), ("t.离婚协议书", "similar")}


def test_traditional_and_simplified_lines_count_together() -> None:
    assert _extract("秦氏集团要破产了", "我不賣秦氏集團")["秦氏集团"].count == 2


def test_speakers_labels_are_names_and_roles_are_not() -> None:
    found = extract([*_lines("走", speaker="林雪柔（OS）"), *_lines("走", speaker="旁白")], Glossary([]))
    assert [(c.text, c.kind) for c in found] == [("林雪柔", Kind.NAME)]


def test_the_best_come_first_and_the_order_is_stable() -> None:
    texts = ["林晚和秦烁来了", "林晚走了", "秦氏集团", "秦氏集团"] * 3
    once, twice = (extract(_lines(*texts), load(), top=3) for _ in range(2))
    assert once == twice
    assert [c.keyness for c in once] == sorted((c.keyness for c in once), reverse=True)
    assert len(once) == 3


@pytest.mark.parametrize(
    ("clause", "wanted"),
    [
        ("林总请沈大少爷过来", ["沈大少爷", "林总"]),
        ("欧阳老师好", ["欧阳老师"]),
        ("小林你来", ["小林"]),
        ("阿强说", ["阿强"]),
        ("顾爷的人", ["顾爷"]),
        ("王妈", ["王妈"]),
        ("陈姐叫你", ["陈姐"]),
        ("李医生来了", ["李医生"]),
        ("总比没有好", []),
        ("提高老人待遇", []),
        ("我哥不在", []),
        ("高总部", []),
    ],
)
def test_forms_of_address(clause: str, wanted: list[str]) -> None:
    assert sorted(text for text, _ in addresses(clause)) == sorted(wanted)


def test_full_names_begin_with_a_surname_and_end_with_no_title() -> None:
    assert [n for n in ("林婉清", "欧阳少恭", "林总", "王小姐", "的人", "林") if is_full_name(n)] == [
        "林婉清",
        "欧阳少恭",
    ]
