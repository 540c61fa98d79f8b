"""A resumed batch with an HTML report reads no finished file again, but those that no report ever looked at, once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from localize.api import batch
from localize.api.batch import make_order, run_batch

if TYPE_CHECKING:
    from pathlib import Path

    from localize.api.batch_base import BatchReport

CUE = "1\n00:00:01,000 --> 00:00:02,000\n{}\n"


@pytest.fixture
def season(tmp_path: Path) -> Path:
    for number in range(3):
        path = tmp_path / "season" / f"{number}.srt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(CUE.format(f"{number} 霸总给了三千万。"), encoding="utf-8")
    return tmp_path


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files that are read again for a report."""
    names: list[str] = []
    look = batch._look

    def noted(checker, output, order):
        names.append(output.item.name)
        return look(checker, output, order)

    monkeypatch.setattr(batch, "_look", noted)
    return names


def run(folder: Path, *, facts: bool, resume: bool = True) -> BatchReport:
    order = make_order(
        source="zh-Hans",
        targets=["en-US", "es-419"],
        output=folder / "out",
        engine="echo",
        check=True,
        facts=facts,
    )
    return run_batch([folder / "season"], order, resume=resume)


def test_what_the_log_knows_is_not_read_again(season: Path, looked: list[str]) -> None:
    whole = run(season, facts=True)
    again = run(season, facts=True)
    assert looked == []
    assert all(output.skipped for output in again.outputs)
    assert whole.facts.lines
    assert whole.facts.coverage
    assert again.facts == whole.facts
    assert again.findings == whole.findings


def test_what_no_report_looked_at_is_read_once(season: Path, looked: list[str]) -> None:
    run(season, facts=False)
    first = run(season, facts=True)
    assert looked == ["0.srt", "1.srt", "2.srt"] * 2
    second = run(season, facts=True)
    assert len(looked) == 6
    assert second.facts == first.facts == run(season, facts=True, resume=False).facts


def test_the_log_keeps_what_stands_around_a_finding_and_no_more(season: Path) -> None:
    run(season, facts=True)
    for text in (season / "out" / "batch.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(text)
        flagged = {finding[1][2] for finding in record["findings"]}
        assert {line[1] for line in record["facts"]["lines"]} <= flagged
