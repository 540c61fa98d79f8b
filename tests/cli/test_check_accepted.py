"""What somebody accepted, as `localize check` tells it; and what a baseline keeps of files that cannot be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from localize.api import open_project
from localize.review.base import Action, Decision, Query

Localize = Callable[..., Any]
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
BAD = '\nmsgid "你好%{}"\nmsgstr "Hello"\n'
INLINE = "\n#. localize: ignore COD001 until 2999-01-31: the engine adds it" + BAD.format("s")


def suppressions(file: Path) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Return code, and kind, justification and last day of its suppressions, of each result."""
    results = json.loads(file.read_text(encoding="utf-8"))["runs"][0]["results"]
    return [
        (
            result["ruleId"],
            [
                (s["kind"], s["justification"], s.get("properties", {}).get("until", ""))
                for s in result["suppressions"]
            ],
        )
        for result in results
    ]


@pytest.fixture
def po(tmp_path: Path) -> Path:
    (tmp_path / "localize.toml").write_text(
        '[project]\ntargets = ["en-US"]\n[check]\nignore = [{ codes = ["TXT"], reason = "house style" }]\n',
        encoding="utf-8",
    )
    text = HEAD + INLINE + BAD.format("d") + '\nmsgid "走吧"\nmsgstr "Let us  go"\n'
    (tmp_path / "po").mkdir()
    (tmp_path / "po" / "a.po").write_text(text, encoding="utf-8")
    return tmp_path / "po" / "a.po"


def test_what_comments_and_settings_accept_is_counted_in_the_summary(po: Path, localize: Localize) -> None:
    check = ["check", po, "--bilingual", "--to", "en-US"]
    assert localize(*check).out.endswith("; 1 waived, 1 of them until 2999-01-31\n")
    run = localize(*check, "--config", po.parents[1] / "localize.toml")
    assert run.code == 1
    assert run.out.endswith("\n1 finding: 1 error; 2 waived, 1 of them until 2999-01-31\n")


def test_sarif_lists_what_is_accepted_only_where_that_is_asked_for(po: Path, localize: Localize) -> None:
    out = po.with_name("out.sarif")
    check = ["check", po, "--bilingual", "--to", "en-US", "--config", po.parents[1] / "localize.toml"]
    localize(*check, "--report", f"sarif={out}")
    (live,) = json.loads(out.read_text(encoding="utf-8"))["runs"][0]["results"]
    assert "suppressions" not in live
    assert localize(*check, "--waived", "--report", f"sarif={out}").code == 1
    assert suppressions(out) == [
        ("COD001", []),
        ("COD001", [("inSource", "the engine adds it", "2999-01-31")]),
        ("TXT005", [("external", "house style", "")]),
    ]


def test_what_a_waiver_of_the_project_covers_is_told_with_its_owner(
    tmp_path: Path, localize: Localize
) -> None:
    (tmp_path / "localize.toml").write_text('[project]\ntargets = ["ar"]\n', encoding="utf-8")
    waiver = "advisory: religion.deity_claim, owner: Lin, reason: wanted, expires: 2999-01-01"
    (tmp_path / "waivers.yaml").write_text(f"waivers:\n  - {{{waiver}}}\n", encoding="utf-8")
    for name, text in (("zh.srt", "战神归来！"), ("ar.srt", "عودة القائد!")):
        cue = f"1\n00:00:01,000 --> 00:00:03,000\n{text}\n"
        (tmp_path / name).write_text(cue, encoding="utf-8")
    out = tmp_path / "out.sarif"
    check = ["check", tmp_path / "ar.srt", "--against", tmp_path / "zh.srt", "--to", "ar", "--select", "MKT"]
    run = localize(*check, "--config", tmp_path / "localize.toml", "--waived", "--report", f"sarif={out}")
    assert run.out == "no findings; 1 waived, 1 of them until 2999-01-01\n"
    assert suppressions(out) == [("MKT001", [("external", "wanted (Lin)", "2999-01-01")])]


@pytest.fixture
def drafted(project: Path, localize: Localize) -> Path:
    """A project with an error in each of two lines."""
    cue = "{0}\n00:00:0{0},000 --> 00:00:0{0},900\n{1}\n\n"
    lines = "".join(cue.format(n, text) for n, text in ((1, "你好{0}"), (2, "再见{1}")))
    (project / "episodes" / "ep01.srt").write_text(lines, encoding="utf-8")
    assert localize("sync", "--project", project).code == 0
    with open_project(project) as opened:
        for unit in opened.store.units(opened.store.unit_ids(Query("en-US"))):
            edit = Decision(Action.EDIT, text="Hello there")
            opened.store.decide(unit.id, edit, by="ada", revision=unit.revision)
    return project


def decide(project: Path, decision: Decision, at: int) -> None:
    with open_project(project) as opened:
        unit = opened.store.units(opened.store.unit_ids(Query("en-US")))[at]
        opened.store.decide(unit.id, decision, by="lin", revision=unit.revision)


def test_a_check_of_a_project_tells_what_reviewers_waived(drafted: Path, localize: Localize) -> None:
    out = drafted / "out.sarif"
    check = ["check", "--to", "en-US", "--select", "COD001", "--project", drafted]
    assert localize(*check).out.endswith("\n2 findings: 2 errors\n")
    decide(drafted, Decision(Action.WAIVE, reason="a slip", code="COD001"), 0)
    with open_project(drafted) as opened:
        opened.store.undo(by="lin")
    decide(drafted, Decision(Action.WAIVE, reason="the client's wish", code="COD001", until="2999-06-30"), 0)
    run = localize(*check, "--waived", "--report", f"sarif={out}")
    assert run.out.endswith("\n1 finding: 1 error; 1 waived, 1 of them until 2999-06-30\n")
    told = [("COD001", []), ("COD001", [("external", "the client's wish (lin)", "2999-06-30")])]
    assert suppressions(out) == told
    setting = drafted / "localize.toml"
    accepted = '[check]\nignore = [{ codes = ["COD"], reason = "later" }]\n'
    setting.write_text(setting.read_text(encoding="utf-8") + accepted, encoding="utf-8")
    run = localize(
        *check, "--waived", "--report", f"sarif={out}", "--report", f"html={drafted / 'page.html'}"
    )
    assert run.out == "no findings; 2 waived, 1 of them until 2999-06-30\n"
    assert ("COD001", [("external", "later", "")]) in suppressions(out)
    assert localize(*check[:3], "--select", "TXT001", "--project", drafted).out == "no findings\n"


def test_a_baseline_keeps_what_it_accepts_of_a_file_that_cannot_be_read(
    tmp_path: Path, localize: Localize
) -> None:
    for name in ("a.po", "b.po", "c.po"):
        (tmp_path / "po").mkdir(exist_ok=True)
        (tmp_path / "po" / name).write_text(HEAD + BAD.format("s"), encoding="utf-8")
    accepted = tmp_path / "accepted.json"
    check = ["check", tmp_path / "po", "--bilingual", "--to", "en-US", "--baseline", accepted]
    assert localize(*check, "--update-baseline").code == 0
    (tmp_path / "po" / "b.po").write_text("no catalogue", encoding="utf-8")
    (tmp_path / "po" / "c.po").write_text(HEAD, encoding="utf-8")
    run = localize(*check)
    assert run.code == 2
    assert "1 accepted findings are gone" in run.err
    run = localize(*check, "--update-baseline")
    assert run.code == 2
    assert "1 findings accepted, 0 of them new, 1 gone" in run.err
    assert "1 accepted findings stay: their files could not be read" in run.err
    assert "b.po" in run.err.splitlines()[-1]
    for name in ("b.po", "c.po"):
        (tmp_path / "po" / name).write_text(HEAD + BAD.format("s"), encoding="utf-8")
    assert "2 findings accepted, 1 new" in localize(*check).err


def test_one_source_of_many_is_read_even_if_one_of_its_targets_is_not(
    tmp_path: Path, localize: Localize
) -> None:
    source = HEAD + "\n# localize: ignore COD001 until 2020-01-01: late" + BAD.format("s")
    (tmp_path / "zh.po").write_text(source, encoding="utf-8")
    (tmp_path / "a.po").write_text(HEAD + BAD.format("s"), encoding="utf-8")
    accepted = tmp_path / "accepted.json"
    check = [
        "check",
        tmp_path / "a.po",
        "--against",
        tmp_path / "zh.po",
        "--to",
        "en-US",
        "--baseline",
        accepted,
    ]
    localize(*check, "--update-baseline")
    assert "zh.po" in accepted.read_text(encoding="utf-8")
    run = localize("check", tmp_path / "missing.po", *check[1:])
    assert run.code == 2
    assert " 0 new" in run.err
