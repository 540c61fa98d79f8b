"""The library's findings in the reviewer's language: every wording that the checks can produce is known."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from ruamel.yaml import YAML

from localize.glossary import load
from localize.glossary.base import Scope
from localize.model import Finding
from localize.qa import CHECKS, check
from localize.qa.reference import explanation
from tui import i18n
from tui.because import because
from tui.sayings import SAYINGS, saying

TESTS = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def cases() -> ModuleType:
    """The builder of the checks' own cases."""
    spec = importlib.util.spec_from_file_location("qa_cases", TESTS / "qa" / "conftest.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def findings(cases: ModuleType) -> list[Finding]:
    """Everything that the checks find in their own cases and examples."""
    return list(_all(cases))


def _all(cases: ModuleType) -> Iterator[Finding]:
    files = sorted((TESTS / "corpus" / "qa").glob("*.yaml"))
    every = [case for file in files for case in YAML(typ="safe", pure=True).load(file)["cases"]]
    every += [explanation(known.code).example for known in CHECKS if known.stage == "qa"]
    for case in every:
        segment = cases.segment_of(case)
        yield from check(segment, case["target"], cases.context_of(case, segment))


HANDED_IN = {"TRM006", "MKT001"}
"""Findings of other stages; the cases word them freely."""


def test_every_message_of_the_checks_has_a_chinese_wording(findings: list[Finding]) -> None:
    i18n.use("zh-Hans")
    messages = {f.message: f.code for f in findings if f.code not in HANDED_IN}
    assert len(set(messages.values())) > 75
    assert sorted((code, m) for m, code in messages.items() if saying(m) == m) == []


def test_every_reason_of_a_fix_has_a_chinese_wording(findings: list[Finding]) -> None:
    i18n.use("zh-Hans")
    reasons = {f.fix.why for f in findings if f.fix and f.code not in HANDED_IN}
    assert len(reasons) > 15
    assert sorted(why for why in reasons if saying(why) == why) == []


@pytest.mark.parametrize(
    ("message", "chinese"),
    [
        (
            "“tú” is informal, wang to li is formal (the file names 王总)",
            "“tú”为随意，而 wang 对 li 约定为正式（文件注明为 王总）",
        ),
        (
            "“Lord” for 大人 gives a later episode away; episode 3 says “sir”",
            "大人 译作“Lord”会剧透；第 3 集应为 “sir”",
        ),
        (
            "师父 is “master” here and “Shifu” in 7 of 8 lines, first ep01.srt 4",
            "师父 在此译作“master”，而 8 条中有 7 条译作“Shifu”，首见于 ep01.srt 4",
        ),
        (
            "drafted by opus, whose licence (CC-BY-NC) does not let a product use it: write the line anew",
            "初稿来自 opus，其许可（CC-BY-NC）不允许产品使用：请重写本条",
        ),
        ("the line break parts a number from its unit", "断行不当：数字与单位分开了"),
        ("this is Spanish", "译文是西班牙语"),
        ("{b} is missing 2 times", "缺少 {b}，共 2 处"),
    ],
)
def test_figures_quotations_and_reasons_come_through(message: str, chinese: str) -> None:
    i18n.use("zh-Hans")
    assert saying(message) == chinese


def test_a_wording_that_nobody_knows_and_english_stay_as_they_are() -> None:
    unknown = "an extension's own {finding} %s"
    assert saying("there is no text") == "there is no text"
    i18n.use("zh-Hans")
    assert saying(unknown) == unknown
    assert saying("") == ""
    assert saying("there is no text") == "没有译文"


def test_no_two_wordings_are_the_same() -> None:
    shapes = [re.sub(r"\{\w+\}", "{}", wording) for wording in set(SAYINGS)]
    assert sorted(shapes) == sorted(set(shapes))


@pytest.mark.parametrize(
    ("why", "chinese"),
    [
        ("ceo.chongsheng: its only sense", "ceo.chongsheng：唯一义项"),
        ("money.wan: <number> before it", "money.wan：前有 <number>"),
        (
            "kin.laogong: direct address; 'honey' by relation lover",
            "kin.laogong：当面称呼；“honey”的依据：关系 恋人",
        ),
        ("the ledger says lin-wan speaks (author)", "人物台账记为 lin-wan 所说（author）"),
        ("lin goes on speaking: the file names 林晚", "lin 接着说：文件注明为 林晚"),
        ("house rule 3: never", "house rule 3: never"),
    ],
)
def test_reasons_are_said_piece_by_piece_and_foreign_ones_left(why: str, chinese: str) -> None:
    assert because(why) == why
    i18n.use("zh-Hans")
    assert because(why) == chinese


def test_what_the_glossary_really_says_of_a_line_is_chinese() -> None:
    i18n.use("zh-Hans")
    terms = load((), packs=("zh-Hans/*",))
    scope = Scope("en-US", genres=("ceo",), medium="drama")
    hits = [
        hit
        for line in ("老公，你终于回来了。", "王总，三千万。", "重生！")
        for hit in terms.find(line, scope)
    ]
    assert len(hits) > 3
    assert [hit.why for hit in hits if because(hit.why) == hit.why] == []
