"""The verbs from init to export on a small project, as scripts see them: exit codes, stdout data, stored results."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from localize import api
from localize.review.base import Action, Decision, Query

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


GOOD = (
    "Mr. Wang, a bride price of thirty million.\nNot a cent less.",
    "<i>She's twenty-three.</i>",
    "Five hundred taels of silver?",
)


def approve_all(project: Path, locale: str, texts: tuple[str, ...] = GOOD) -> None:
    with api.open_project(project) as opened:
        room = opened.review(locale, "lin")
        for unit_id in room.unit_ids(Query(locale)):
            unit = room.unit(unit_id)
            edit = Decision(Action.EDIT, texts[unit.ordinal])
            room.decide(unit_id, [edit, Decision(Action.APPROVE)], unit.revision)


def spoken(path: Path) -> str:
    return " ".join(path.read_text(encoding="utf-8").lower().split())


def status(project: Path, localize: Callable[..., object]) -> dict[str, dict[str, object]]:
    run = localize("status", "--project", project, "--json")
    assert run.code == 0
    return {row["locale"]: row for row in json.loads(run.out)}


def test_sync_counts_segments_and_a_second_one_keeps_them(
    project: Path, localize: Callable[..., object]
) -> None:
    run = localize("sync", "--project", project)
    assert run.code == 0
    head, row = (line.split() for line in run.out.splitlines())
    assert head == ["file", "kept", "moved", "changed", "new", "gone"]
    assert row == ["episodes/ep01.srt", "3", "0", "0", "0", "0"]


def test_translate_drafts_once_and_a_second_run_nothing(
    project: Path, localize: Callable[..., object]
) -> None:
    assert localize("translate", "--project", project, "--engine", "echo", "--to", "en-US").code == 0
    assert status(project, localize)["en-US"]["drafted"] == 3
    with api.open_project(project) as opened:
        again = opened.translate(locales=("en-US",), engine="echo")
    assert not again.drafted
    assert again.standing["en-US"] == 3


def test_limit_stops_after_so_many_drafts(project: Path, localize: Callable[..., object]) -> None:
    localize("translate", "--project", project, "--engine", "echo", "--to", "en-US", "--limit", "2")
    assert status(project, localize)["en-US"]["drafted"] == 2


def test_the_gate_stops_an_unapproved_file_and_lists_what_is_missing(
    project: Path, localize: Callable[..., object]
) -> None:
    localize("translate", "--project", project)
    run = localize("export", "--project", project, "-o", project / "out", "--to", "en-US")
    assert run.code == 1
    lines = [line for line in run.err.splitlines() if "GAT001" in line]
    assert len(lines) == 3
    assert lines[0].startswith("episodes/ep01.srt:1: GAT001")
    assert not (project / "out" / "en-US").exists()


def test_an_approved_file_is_exported_with_only_its_text_changed(
    project: Path, localize: Callable[..., object]
) -> None:
    localize("translate", "--project", project)
    approve_all(project, "en-US")
    run = localize("export", "--project", project, "-o", project / "out", "--to", "en-US")
    assert run.code == 0, run.err
    written = (project / "out" / "en-US" / "episodes" / "ep01.srt").read_text(encoding="utf-8")
    assert written == (
        f"1\n00:00:01,000 --> 00:00:03,000\n{GOOD[0]}\n\n"
        f"2\n00:00:03,500 --> 00:00:05,000\n{GOOD[1]}\n\n"
        f"3\n00:00:05,500 --> 00:00:07,000\n{GOOD[2]}\n"
    )
    manifest = json.loads((project / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["files"][0]["path"] == "en-US/episodes/ep01.srt"


def test_a_bilingual_export_holds_both_languages(project: Path, localize: Callable[..., object]) -> None:
    localize("translate", "--project", project)
    approve_all(project, "en-US")
    run = localize("export", "--project", project, "-o", project / "out", "--to", "en-US", "--bilingual")
    assert run.code == 0, run.err
    (written,) = (project / "out").rglob("*.srt")
    text = written.read_text(encoding="utf-8")
    assert "一分不能少" in text
    assert "Not a cent less." in text


def test_a_source_changed_after_sync_is_not_exported(project: Path, localize: Callable[..., object]) -> None:
    localize("translate", "--project", project, "--engine", "echo")
    approve_all(project, "en-US")
    episode = project / "episodes" / "ep01.srt"
    episode.write_text(episode.read_text(encoding="utf-8").replace("王总", "李总"), encoding="utf-8")
    run = localize("export", "--project", project, "-o", project / "out", "--to", "en-US")
    assert run.code == 2
    assert "localize sync" in run.err
    localize("sync", "--project", project)
    run = localize("export", "--project", project, "-o", project / "out", "--to", "en-US")
    assert run.code == 1
    assert "GAT001" in run.err


def test_check_reports_json_with_the_agreed_keys(project: Path, localize: Callable[..., object]) -> None:
    localize("translate", "--project", project, "--to", "en-US")
    approve_all(project, "en-US", ("没有翻译",) * 3)
    run = localize("check", "--project", project, "--to", "en-US", "--output-format", "json")
    assert run.code == 1
    findings = json.loads(run.out)
    assert findings
    keys = {"code", "severity", "file", "line", "column", "locale", "segment", "message", "fix"}
    assert all(set(finding) == keys for finding in findings)
    assert localize("check", "--project", project, "--to", "en-US", "--exit-zero").code == 0
    assert localize("check", "--project", project, "--to", "en-US", "--select", "SCR").code == 0


def test_check_against_compares_two_files(
    episode: Path, tmp_path: Path, localize: Callable[..., object]
) -> None:
    target = tmp_path / "ep01.en.srt"
    target.write_text(
        episode.read_text(encoding="utf-8")
        .replace(
            "王总，三千万的彩礼，一分不能少。", "Mr. Wang, a bride price of three million, not a cent less."
        )
        .replace("<i>她二十三岁。</i>", "She's twenty-three.")
        .replace("五百两银子？", "Five hundred taels of silver?"),
        encoding="utf-8",
    )
    run = localize("check", target, "--against", episode, "--to", "en-US", "--output-format", "json")
    assert run.code == 1
    found = {(f["code"], f["line"]) for f in json.loads(run.out)}
    assert ("COD001", 5) in found  # the lost <i>
    assert any(code.startswith("TXT") and line == 1 for code, line in found)  # three million is not 三千万


def test_a_term_find_says_which_and_why(localize: Callable[..., object]) -> None:
    run = localize("glossary", "find", "三千万的彩礼", "--to", "en-US")
    assert run.code == 0
    assert "彩礼" in run.out
    assert "bride price" in run.out


def test_glossary_import_makes_a_file_that_a_batch_obeys(
    episode: Path, tmp_path: Path, localize: Callable[..., object]
) -> None:
    table = tmp_path / "terms.csv"
    table.write_text("zh-Hans,en-US\n彩礼,betrothal money\n彩礼,bride gift\n", encoding="utf-8")
    terms = tmp_path / "glossary" / "terms.yaml"
    assert localize("glossary", "import", table, "-o", terms).code == 0
    assert localize("glossary", "lint", terms).code == 0
    run = localize("batch", episode, "-o", tmp_path / "out", "--to", "en-US", "--glossary", terms)
    assert run.code == 0, run.err
    assert "betrothal money" in spoken(tmp_path / "out" / "en-US" / "ep01.srt")
    run = localize("batch", episode, "-o", tmp_path / "table", "--to", "en-US", "--glossary", table)
    assert run.code == 0, run.err
    assert "betrothal money" in spoken(tmp_path / "table" / "en-US" / "ep01.srt")


def test_engines_and_doctor_say_what_is_here(localize: Callable[..., object]) -> None:
    listing = localize("engine", "list", "--to", "zh-Hant-TW")
    names = [line.split()[0] for line in listing.out.splitlines() if line.strip()]
    assert "opencc" in names
    assert "starter" not in names
    doctor = localize("doctor")
    assert doctor.code == 0
    assert "textual" in doctor.out


def test_review_without_a_terminal_is_one_line(project: Path, localize: Callable[..., object]) -> None:
    run = localize("review", "--project", project, "--to", "en-US")
    assert run.code == 2
    assert "needs a terminal" in run.err


def test_convert_says_what_the_target_cannot_hold(
    episode: Path, tmp_path: Path, localize: Callable[..., object]
) -> None:
    ass = tmp_path / "x.ass"
    assert localize("convert", episode, ass).code == 0
    vtt = tmp_path / "x.vtt"
    run = localize("convert", ass, vtt, "--shift", "500")
    assert run.code == 0
    assert "00:00:01.500 --> 00:00:03.500" in vtt.read_text(encoding="utf-8")
    again = localize("convert", ass, vtt)
    assert again.code == 2
    assert "--force" in again.err


def test_verify_proves_that_only_slots_differ(project: Path, localize: Callable[..., object]) -> None:
    episode = project / "episodes" / "ep01.srt"
    localize("batch", episode, "-o", project / "out", "--to", "zh-Hant-TW")
    written = project / "out" / "zh-Hant-TW" / "ep01.srt"
    assert localize("convert", episode, written, "--verify").code == 0
    written.write_bytes(written.read_bytes().replace(b"00:00:03,500", b"00:00:03,501"))
    run = localize("convert", episode, written, "--verify")
    assert run.code == 1
    assert "6" in run.out


@pytest.mark.parametrize(
    "verb", ["demo", "init", "sync", "translate", "check", "review", "export", "status", "batch"]
)
def test_every_verb_has_an_example_in_its_help(verb: str, localize: Callable[..., object]) -> None:
    run = localize(verb, "--help")
    assert run.code == 0
    assert f"localize {verb}" in run.out.partition("example")[2]


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (["--report", "sarif=x.sarif"], "--report needs --check"),
        (["--output-format", "json"], "--output-format needs --check"),
        (["--baseline", "b.json"], "--baseline needs --check"),
        (["--check", "--report", "sarf=x"], "did you mean sarif?"),
        (["--check", "--report", "sarif"], "names no file"),
        (["--check", "--baseline", "nothere.json"], "BAS001"),
        (["--check", "--update-baseline"], "needs --baseline"),
    ],
)
def test_a_report_that_cannot_be_is_told_before_the_work(
    episode: Path, tmp_path: Path, localize: Callable[..., object], options: list[str], what: str
) -> None:
    out = tmp_path / "out"
    run = localize("batch", episode, "-o", out, "--to", "en-US", "--engine", "echo", *options)
    assert run.code == 2
    assert what in run.err
    assert not out.exists()


def test_a_sync_of_nothing_says_where_files_are_looked_for(
    tmp_path: Path, localize: Callable[..., object]
) -> None:
    localize("init", tmp_path, "--to", "en-US")
    run = localize("sync", "--project", tmp_path)
    assert run.code == 0
    assert "no file fits [files] include = episodes/*" in run.err
