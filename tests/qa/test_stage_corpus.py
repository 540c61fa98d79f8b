"""Every check that another stage runs, against the cases of its file in tests/corpus/qa_stages."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from localize.api.pairs import PairChecker
from localize.api.privacy import licence_finding
from localize.glossary import Consistency, Glossary, Scope, load
from localize.memory.base import EngineRecord
from localize.model import Draft, Finding, Origin, Segment, SegmentId
from localize.pipeline import Task
from localize.pipeline.line import LineStages
from localize.qa import CHECKS
from localize.review.base import State, Unit

Case = Mapping[str, Any]
CORPUS = Path(__file__).resolve().parent.parent / "corpus"
FILES = {
    path.stem: YAML(typ="safe", pure=True).load(path)
    for path in sorted((CORPUS / "qa_stages").glob("*.yaml"))
}
CASES = [(code, case) for code, data in FILES.items() for case in data["cases"]]
OTHERS = {known.code for known in CHECKS if known.stage != "qa"}


@functools.cache
def terms(*, people: bool) -> Glossary:
    return load(people=[CORPUS / "glossary" / "files" / "fu.people.yaml"] if people else [])


@functools.cache
def checker() -> PairChecker:
    return PairChecker(source_locale="zh-Hans", target_locale="en-US")


def of_files(case: Case, folder: Path) -> Sequence[Finding]:
    target, source = folder / f"target.{case['suffix']}", folder / f"source.{case['suffix']}"
    target.write_text(case["target"], encoding="utf-8")
    if "source" in case:
        source.write_text(case["source"], encoding="utf-8")
    return [f.finding for f in checker().check(target, source if "source" in case else None)]


def of_people(case: Case) -> Sequence[Finding]:
    scope = Scope(case["to"], genres=("ceo",), medium="drama")
    stages = LineStages(source="zh-Hans", target=case["to"], glossary=terms(people=True), scope=scope)
    speaker, bar, text = case["text"].partition("| ")
    segment = Segment(
        SegmentId("1"), text if bar else case["text"], (), 1, 1, start_ms=0, end_ms=1900,
        speaker=speaker if bar else None,
    )  # fmt: skip
    task = Task("1", "srt", segment, path=case["file"], number=case.get("cue", 1))
    return stages.check(task, case["target"])


def of_lines(case: Case) -> Sequence[Finding]:
    glossary = terms(people=False)
    uses: Consistency[int] = Consistency("en")
    for number, (source, target) in enumerate(case["lines"]):
        hits = glossary.find(source, Scope("en", genres=("ceo",), medium="drama"))
        uses.add(number, SegmentId(str(number)), hits, target)
    return [finding for _, finding in uses.findings()]


def of_draft(case: Case) -> Sequence[Finding]:
    record = EngineRecord(
        "echo", "Echo", "CC-BY-NC-4.0", "process", commercial=case["commercial"], attribution=""
    )
    segment = Segment(SegmentId("1"), "走吧", (), 1, 1)
    draft = Draft(case["draft"], Origin(case["origin"]), "echo/1")
    unit = Unit(
        1, "a.srt", 0, segment, "en-US", State.DRAFTED, case["target"], 1, draft, (), tuple(case["waived"])
    )
    finding = licence_finding(unit, {"echo/1": record})
    return [finding] if finding else []


@pytest.mark.parametrize(("code", "case"), CASES, ids=[f"{code}: {case['name']}" for code, case in CASES])
def test_a_stage_finds_what_its_case_says(code: str, case: Case, tmp_path: Path) -> None:
    if "suffix" in case:
        found = of_files(case, tmp_path)
    elif "lines" in case:
        found = of_lines(case)
    else:
        found = of_draft(case) if "draft" in case else of_people(case)
    ours = [finding for finding in found if finding.code == code]
    assert len(ours) == case["finds"], [(f.code, f.message) for f in found]
    assert all(finding.message for finding in ours)


@pytest.mark.parametrize("code", sorted(OTHERS))
def test_every_code_of_another_stage_has_six_cases_that_pass_and_fail(code: str) -> None:
    cases = FILES[code]["cases"]
    assert FILES[code]["code"] == code
    assert len(cases) >= 6
    assert sum(bool(case["finds"]) for case in cases) >= 2
    assert sum(not case["finds"] for case in cases) >= 2


def test_every_file_of_cases_is_of_a_code_of_another_stage() -> None:
    assert set(FILES) == OTHERS
