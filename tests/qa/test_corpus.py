"""Every check against the cases of its file in tests/corpus/qa."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from localize.model import Finding, Severity
from localize.qa import CHECKS, spec

Case = Mapping[str, Any]
Run = Callable[[Case], Sequence[Finding]]
FOLDER = Path(__file__).resolve().parent.parent / "corpus" / "qa"
FILES = {path.stem: YAML(typ="safe", pure=True).load(path) for path in sorted(FOLDER.glob("*.yaml"))}
CASES = [(code, case) for code, data in FILES.items() for case in data["cases"]]


@pytest.mark.parametrize(("code", "case"), CASES, ids=[f"{code}: {case['name']}" for code, case in CASES])
def test_a_check_finds_what_its_case_says(findings_of: Run, code: str, case: Case) -> None:
    found = [finding for finding in findings_of(case) if finding.code == code]
    assert len(found) == case["finds"], [finding.message for finding in found]
    if not found:
        return
    first = found[0]
    severity = case.get("severity", str(spec(code).severity))
    assert str(first.severity) == severity
    assert first.message
    if "at" in case:
        assert first.span is not None
        assert case["target"][first.span.start : first.span.end] == case["at"]
    if "fix" in case:
        assert first.fix is not None
        assert first.fix.text == case["fix"]
        assert first.fix.why
    if case.get("no_fix"):
        assert first.fix is None


@pytest.mark.parametrize(
    ("code", "case"),
    [(code, case) for code, case in CASES if "fix" in case],
    ids=[f"{code}: {case['name']}" for code, case in CASES if "fix" in case],
)
def test_a_fix_leaves_nothing_of_its_fault_and_adds_no_error(findings_of: Run, code: str, case: Case) -> None:
    before = [f.code for f in findings_of(case) if f.severity is Severity.ERROR]
    after = findings_of({**case, "target": case["fix"]})
    assert code not in [f.code for f in after]
    assert {f.code for f in after if f.severity is Severity.ERROR} <= set(before)


OURS = [known.code for known in CHECKS if known.stage == "qa"]


@pytest.mark.parametrize("code", OURS)
def test_every_code_has_six_cases_that_pass_and_fail(code: str) -> None:
    cases = FILES[code]["cases"]
    assert FILES[code]["code"] == code
    assert len(cases) >= 6
    assert sum(bool(case["finds"]) for case in cases) >= 2
    assert sum(not case["finds"] for case in cases) >= 2


@pytest.mark.parametrize("code", OURS)
def test_a_code_that_can_be_fixed_has_a_case_of_its_fix(findings_of: Run, code: str) -> None:
    cases = FILES[code]["cases"]
    fixes = any(f.fix for case in cases for f in findings_of(case) if f.code == code)
    assert fixes == any("fix" in case for case in cases)


def test_every_file_of_cases_is_of_a_registered_code() -> None:
    assert set(FILES) == set(OURS)


def test_every_emitted_code_is_registered(findings_of: Run) -> None:
    emitted = {finding.code for _, case in CASES for finding in findings_of(case)}
    assert emitted == set(OURS)
