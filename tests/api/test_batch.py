"""A batch: trees kept, one bad line does not cost a file, finished files are not done again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from localize.api import setting
from localize.api.batch import collect, make_order, run_batch
from localize.api.fitting import render_what_fits
from localize.errors import GateClosedError, UsageError
from localize.formats import parse

if TYPE_CHECKING:
    from pathlib import Path

CUE = "1\n00:00:01,000 --> 00:00:02,000\n{}\n"


@pytest.fixture
def season(tmp_path: Path) -> Path:
    for name in ("s1/ep01.srt", "s1/ep02.srt", "s2/ep01.srt"):
        path = tmp_path / "season" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CUE.format(f"{name} 他给了三千万"), encoding="utf-8")
    (tmp_path / "season" / "notes.doc").write_bytes(b"not ours")
    return tmp_path / "season"


def order(tmp_path: Path, **changes: object):
    given = {
        "source": "zh-Hans",
        "targets": ["en-US"],
        "output": tmp_path / "out",
        "engine": "echo",
        **changes,
    }
    return make_order(**given)


def test_a_folder_gives_its_tree_and_leaves_other_files_alone(season: Path) -> None:
    items, problems, _ = collect([season])
    assert [item.name for item in items] == ["s1/ep01.srt", "s1/ep02.srt", "s2/ep01.srt"]
    assert problems == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_tree_is_written_for_every_locale(season: Path, tmp_path: Path, jobs: int) -> None:
    report = run_batch([season], order(tmp_path, targets=["en-US", "es-419"], jobs=jobs))
    assert not report.problems
    assert len(report.outputs) == 6
    assert (tmp_path / "out" / "es-419" / "s2" / "ep01.srt").is_file()
    assert report.counts() == {"en-US": 3, "es-419": 3}


def test_resume_skips_what_is_done_and_does_again_what_changed(season: Path, tmp_path: Path) -> None:
    run_batch([season], order(tmp_path))
    (season / "s1" / "ep02.srt").write_text(CUE.format("新的"), encoding="utf-8")
    (tmp_path / "out" / "en-US" / "s2" / "ep01.srt").unlink()
    again = run_batch([season], order(tmp_path, force=True), resume=True)
    assert {o.item.name: o.skipped for o in again.outputs} == {
        "s1/ep01.srt": True,
        "s1/ep02.srt": False,
        "s2/ep01.srt": False,
    }


def test_another_order_is_not_resumed(season: Path, tmp_path: Path) -> None:
    run_batch([season], order(tmp_path))
    terms = tmp_path / "terms.csv"
    terms.write_text("zh-Hans,en-US\n三千万,a fortune\n", encoding="utf-8")
    again = run_batch([season], order(tmp_path, glossaries=[terms], force=True), resume=True)
    assert not any(output.skipped for output in again.outputs)


def test_a_killed_run_leaves_a_log_that_can_be_resumed(season: Path, tmp_path: Path) -> None:
    run_batch([season], order(tmp_path))
    log = tmp_path / "out" / "batch.jsonl"
    lines = log.read_text(encoding="utf-8").splitlines()
    log.write_text(lines[0] + "\n" + lines[1][: len(lines[1]) // 2], encoding="utf-8")
    again = run_batch([season], order(tmp_path, force=True), resume=True)
    assert sum(output.skipped for output in again.outputs) == 1
    assert json.loads(lines[0])["name"] == "s1/ep01.srt"


def test_a_gate_that_asks_for_approvals_closes_a_batch(season: Path, tmp_path: Path) -> None:
    config = tmp_path / "localize.toml"
    config.write_text('[project]\ntargets = ["en-US"]\n[export]\ngate = "approved"\n', encoding="utf-8")
    with pytest.raises(GateClosedError, match=r"localize.toml:4: GAT001 .* no reviewer"):
        run_batch([season], order(tmp_path, config=config))
    assert not (tmp_path / "out").exists()


def test_the_gate_checked_writes_no_file_with_an_error(season: Path, tmp_path: Path) -> None:
    config = tmp_path / "localize.toml"
    config.write_text('[export]\ngate = "checked"\n', encoding="utf-8")
    report = run_batch([season], order(tmp_path, config=config))
    assert len(report.problems) == 3
    assert all(problem.exit_code == 1 for problem in report.problems)
    assert "GAT001 en-US: TXT002" in str(report.problems[0])
    assert not (tmp_path / "out" / "en-US").exists()


def test_no_jobs_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--jobs is 0"):
        order(tmp_path, jobs=0)


def test_a_line_that_cannot_be_written_keeps_its_source_and_the_others_are_written() -> None:
    data = (CUE.format("一") + "\n" + CUE.format("二").replace("1\n", "2\n", 1)).encode()
    document = parse(data, "x.srt")
    first, second = (segment.id for segment in document.segments)
    written, problems = render_what_fits(document, {first: "one", second: "00:00:01,000 --> 00:00:02,000"})
    assert b"\none\n" in written
    assert "二".encode() in written
    assert [problem.code[:3] for problem in problems] == ["FMT"]
    assert "keeps its source" in str(problems[0])


def test_what_an_earlier_run_wrote_is_written_again_but_not_what_somebody_changed(
    season: Path, tmp_path: Path
) -> None:
    run_batch([season], order(tmp_path))
    (season / "s1" / "ep01.srt").write_text(CUE.format("新的"), encoding="utf-8")
    (season / "s1" / "ep02.srt").write_text(CUE.format("也是新的"), encoding="utf-8")
    changed = tmp_path / "out" / "en-US" / "s1" / "ep02.srt"
    changed.write_text(CUE.format("by hand"), encoding="utf-8")
    again = run_batch([season], order(tmp_path), resume=True)
    assert [str(p).partition(" ")[0] for p in again.problems] == [f"{changed}:"]
    assert "by hand" in changed.read_text(encoding="utf-8")
    assert "新的" in (tmp_path / "out" / "en-US" / "s1" / "ep01.srt").read_text(encoding="utf-8")


def test_a_resumed_run_reports_what_the_whole_run_reported(season: Path, tmp_path: Path) -> None:
    whole = run_batch([season], order(tmp_path, check=True, facts=True, jobs=2))
    assert whole.findings
    log = tmp_path / "out" / "batch.jsonl"
    first, *_ = log.read_text(encoding="utf-8").splitlines(keepends=True)
    log.write_text(first, encoding="utf-8")
    again = run_batch([season], order(tmp_path, check=True, facts=True), resume=True)
    assert sum(output.skipped for output in again.outputs) == 1
    assert again.findings == whole.findings
    assert again.facts.segments == whole.facts.segments == 3
    assert again.facts.speeds == whole.facts.speeds
    assert set(again.facts.lines) == set(whole.facts.lines) != set()


def test_fixes_are_in_the_files_and_their_diffs_are_shown(tmp_path: Path) -> None:
    for number, text in enumerate(("我们,走吧", "好")):
        (tmp_path / f"{number}.srt").write_text(CUE.format(text), encoding="utf-8")
    shown: list[str] = []
    given = order(tmp_path, targets=["zh-Hant-TW"], engine="opencc", check=True, fix=True)
    report = run_batch([tmp_path / "0.srt", tmp_path / "1.srt"], given, show=shown.append)
    (diff,) = shown
    assert "\n-我們,走吧\n+我們，走吧\n" in diff
    written = (tmp_path / "out" / "zh-Hant-TW" / "0.srt").read_text(encoding="utf-8")
    assert "我們，走吧" in written
    assert "TXT015" not in {found.finding.code for found in report.findings}
    assert [output.fixed > 0 for output in report.outputs] == [True, False]


def test_fixes_without_checks_are_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--fix needs --check"):
        order(tmp_path, fix=True)


def test_a_process_holds_the_engine_of_one_locale_at_a_time(
    season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    whole = setting.make_pipeline

    def make(config, target, **parts):
        made.append(target)
        return whole(config, target, **parts)

    monkeypatch.setattr(setting, "make_pipeline", make)
    run_batch([season], order(tmp_path, targets=["en-US", "es-419"]))
    assert made == ["en-US", "es-419"]


def test_a_file_that_cannot_be_read_is_named_once_and_stops_nothing(season: Path, tmp_path: Path) -> None:
    (season / "s1" / "bad.srt").write_bytes(b"")
    report = run_batch([season], order(tmp_path, targets=["en-US", "es-419"]))
    (problem,) = report.problems
    assert "bad.srt" in str(problem)
    assert len(report.outputs) == 6


def test_progress_counts_what_this_run_has_to_do(season: Path, tmp_path: Path) -> None:
    run_batch([season], order(tmp_path))
    (tmp_path / "out" / "en-US" / "s2" / "ep01.srt").unlink()
    seen: list[tuple[str, int, int]] = []
    run_batch([season], order(tmp_path), resume=True, progress=lambda *step: seen.append(step))
    assert seen == [("files", 1, 1)]
