"""A fix takes its finding away and brings no other one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from localize.model import Finding

Case = Mapping[str, Any]
Run = Callable[[Case], Sequence[Finding]]
FOLDER = Path(__file__).resolve().parent.parent / "corpus" / "qa"
CASES = [
    (path.stem, case)
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in YAML(typ="safe", pure=True).load(path)["cases"]
]
LOCALES = ["en-US", "es-419", "fr", "de", "el", "ru", "ar", "th", "ko", "ja", "zh-Hans", "zh-Hant-TW"]
PIECES = st.lists(
    st.sampled_from(
        [
            "Hello", "the the", "the", " ", "  ",
            ".", "...", "?", "!", ", ", "«", "»", '"', "“", "”", "„", "[E]",
            "你好", "，", "。", "「", "」", "{0}", "é", "<i>", "</i>", "\\n", "\n", "ไทย", "мир", "Ποιος", "سلام",
            "3 million", "三千万", "january", "Ａ", "\u200b", "\u202e", "ｱ", "а", "x", "-", ":", ";",
        ]
    ),
    max_size=8,
)  # fmt: skip


def counted(findings: Sequence[Finding]) -> Counter[str]:
    """Return how often each code was found; how a line falls and how fast it is read follow from its length."""
    return Counter(f.code for f in findings if f.code[:3] != "LAY" and f.code != "TIM001")


def useless(findings_of: Run, case: Case) -> list[tuple[Finding, Sequence[Finding]]]:
    """Return the fixes that leave their finding or bring another one, each with what is found after it."""
    before = findings_of(case)
    was, bad = counted(before), []
    for finding in before:
        if finding.fix is None:
            continue
        after = findings_of({**case, "target": finding.fix.text})
        has = counted(after)
        left = finding.code in {f.code for f in after} and has[finding.code] >= was[finding.code]
        if left or not set(has) <= set(was):
            bad.append((finding, after))
    return bad


@pytest.mark.parametrize(("code", "case"), CASES, ids=[f"{code}: {case['name']}" for code, case in CASES])
def test_a_fix_of_a_case_takes_its_finding_away_and_brings_no_other(
    findings_of: Run, code: str, case: Case
) -> None:
    assert useless(findings_of, case) == []


@given(PIECES, PIECES, st.sampled_from(LOCALES), st.sampled_from(["srt", "json", "po", "renpy"]))
@settings(max_examples=150, deadline=None)
def test_a_fix_of_any_text_can_be_applied_until_nothing_is_left_to_fix(
    findings_of: Run, source: list[str], target: list[str], locale: str, format_name: str
) -> None:
    case: dict[str, Any] = {
        "source": "".join(source),
        "target": "".join(target),
        "to": locale,
        "format": format_name,
        "profile": "",
        "medium": "drama" if format_name == "srt" else "game",
    }
    # Every fix lets its own finding go; they may depend on each other, so they are made one after the other.
    rounds = 0
    while fixes := [f for f in findings_of(case) if f.fix is not None]:
        rounds += 1
        assert rounds < 25, f"fixes go round in a circle: {[f.code for f in fixes]} {case}"
        case["target"] = fixes[0].fix.text if fixes[0].fix else ""
    assert not any(f.fix for f in findings_of(case))
