"""What a person would say of pairs that are easily judged wrongly; every error and warning, and no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from localize.model import Finding, Severity

Run = Callable[[Mapping[str, Any]], Sequence[Finding]]
FILE = Path(__file__).resolve().parent.parent / "corpus" / "hard_pairs.yaml"
PAIRS: list[list[Any]] = YAML(typ="safe", pure=True).load(FILE)
TIMED = frozenset({"srt", "ass", "vtt"})


def codes(findings_of: Run, locale: str, format_name: str, source: str, target: str) -> set[str]:
    timed = format_name in TIMED
    case = {
        "from": "zh-Hant" if locale == "zh-Hans" else "zh-Hans",
        "to": locale,
        "format": format_name,
        "medium": "drama" if timed else "game",
        "profile": "",
        "kind": "dialogue" if timed else "string",
        "source": source,
        "target": target,
    }
    return {f.code for f in findings_of(case) if f.severity >= Severity.WARNING}


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{p[0]} {p[2]} {p[3]}"[:60] for p in PAIRS])
def test_a_hard_pair_is_judged_as_a_person_would(findings_of: Run, pair: list[Any]) -> None:
    assert codes(findings_of, *pair[:4]) == set(pair[4])


def test_there_are_a_hundred_of_them_right_and_wrong() -> None:
    assert len(PAIRS) >= 100
    assert sum(not pair[4] for pair in PAIRS) >= 40
    assert sum(bool(pair[4]) for pair in PAIRS) >= 40
