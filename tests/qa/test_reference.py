"""Every code is explained, its example has the finding, and docs/checks.md is what the code says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from localize.errors import UsageError
from localize.model import Finding
from localize.qa import CHECKS
from localize.qa.reference import explanation, reference

Run = Callable[[Mapping[str, Any]], Sequence[Finding]]


@pytest.mark.parametrize("code", [known.code for known in CHECKS])
def test_every_code_says_why_and_what_to_do(code: str) -> None:
    told = explanation(code)
    assert told.why.endswith(".")
    assert told.fix.endswith(".")


@pytest.mark.parametrize("code", [known.code for known in CHECKS if known.stage == "qa"])
def test_every_example_has_the_finding_that_it_explains(findings_of: Run, code: str) -> None:
    assert code in {finding.code for finding in findings_of(explanation(code).example)}


def test_an_unknown_code_is_not_explained() -> None:
    with pytest.raises(UsageError, match="unknown check 'XYZ999'"):
        explanation("XYZ999")


def test_the_page_is_made_from_the_code(repository: Path) -> None:
    page = (repository / "docs" / "checks.md").read_text(encoding="utf-8")
    assert page == reference(), "python -m localize.qa.reference > docs/checks.md"


def test_the_page_shows_no_invisible_character() -> None:
    assert all(ch == "\n" or ch.isprintable() for ch in reference())
