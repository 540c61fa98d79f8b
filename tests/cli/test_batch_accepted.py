"""What settings and comments accept in a batch: the same as in a check, counted and listed, also when it is resumed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Localize = Callable[..., Any]
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n{}msgid "{}"\nmsgstr ""\n'
SETTING = """\
[project]
targets = ["en-US"]
[export]
gate = "any"
[check]
ignore = [
  {{ codes = ["TXT001", "TXT002", "TXT003"], reason = "drafts of an echo", until = 2999-01-31{files} }},
]
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "localize.toml").write_text(SETTING.format(files=', files = ["po/a.po"]'), encoding="utf-8")
    for name, before in (("a", ""), ("b", "#. localize: ignore TXT002: wanted\n")):
        path = tmp_path / "po" / f"{name}.po"
        path.parent.mkdir(exist_ok=True)
        path.write_text(PO.format(before, "他来了。"), encoding="utf-8")
    return tmp_path


def batch(tree: Path, *more: object) -> list[object]:
    return ["batch", tree / "po", "-o", tree / "out", "--to", "en-US", "--engine", "echo", "--check", *more]


def test_a_batch_counts_what_is_accepted_in_every_report_for_people(tree: Path, localize: Localize) -> None:
    page = tree / "page.html"
    before = localize(*batch(tree))
    total = int(before.out.splitlines()[-1].split()[0])
    assert "; 1 waived" in before.out  # by the comment of b.po
    run = localize(*batch(tree, "--config", tree / "localize.toml", "--report", f"html={page}"))
    *_, last = run.out.splitlines()
    assert "waived" in last
    assert "until 2999-01-31" in last
    waived = int(last.split("; ")[1].split()[0])
    left = int(last.split()[0]) if last[0].isdigit() else 0
    assert total + int(before.out.split("; ")[-1].split()[0]) == left + waived
    html = page.read_text(encoding="utf-8")
    assert f"<dt>waived</dt><dd>{waived}</dd>" in html
    assert "drafts of an echo until 2999-01-31" in html


def test_json_lists_what_is_accepted_only_where_that_is_asked_for(tree: Path, localize: Localize) -> None:
    given = batch(tree, "--config", tree / "localize.toml", "--output-format", "json")
    plain = localize(*given)
    assert "findings are waived: --waived lists them" in plain.err
    rows = json.loads(plain.out)
    assert not any("waived" in row for row in rows)
    told = localize(*given, "--waived")
    assert "lists them" not in told.err
    every = json.loads(told.out)
    assert [{k: v for k, v in row.items() if k != "waived"} for row in every if row["waived"] is None] == rows
    reasons = {row["waived"]["reason"]: row["waived"]["until"] for row in every if row["waived"]}
    assert reasons == {"drafts of an echo": "2999-01-31", "wanted": None}
    lines = localize(
        *batch(tree, "--config", tree / "localize.toml", "--output-format", "jsonl", "--waived")
    ).out
    assert [json.loads(line) for line in lines.splitlines()] == every


def test_a_resumed_batch_tells_the_same_accepted_findings(tree: Path, localize: Localize) -> None:
    with (tree / "po" / "b.po").open("a", encoding="utf-8") as file:
        file.write('\n#. localize: ignore COD: of no use\nmsgid "走"\nmsgstr ""\n')
    given = batch(tree, "--config", tree / "localize.toml", "--output-format", "json", "--waived", "-q")
    first = localize(*given)
    again = localize(*given, "--resume")
    assert any(row["waived"] for row in json.loads(first.out))
    assert [row["locale"] for row in json.loads(first.out) if row["code"] == "PRO008"] == [""]
    assert (again.out, again.code) == (first.out, first.code)


def test_waived_without_check_is_refused(tree: Path, localize: Localize) -> None:
    run = localize("batch", tree / "po", "-o", tree / "out", "--to", "en-US", "--waived")
    assert (run.code, "--waived needs --check" in run.err) == (2, True)


@pytest.mark.parametrize("pattern", ["po/a.po", "*/out/en-US/a.po", "a.po"])
def test_an_exception_for_a_file_is_about_the_same_files_in_a_batch_and_in_a_check(
    tree: Path, localize: Localize, pattern: str
) -> None:
    setting = tree / "localize.toml"
    setting.write_text(SETTING.format(files=f', files = ["{pattern}"]'), encoding="utf-8")
    more = ["--config", setting, "--output-format", "json", "--waived", "-q"]
    made = json.loads(localize(*batch(tree, *more)).out)
    out = tree / "out" / "en-US"
    check = ["check", out, "--against", tree / "po", "--to", "en-US", *more]
    checked = json.loads(localize(*check).out)
    for rows in (made, checked):
        echoed = [row for row in rows if row["waived"] and row["waived"]["reason"] == "drafts of an echo"]
        files = {Path(row["file"]).name for row in echoed}
        assert files == (set() if pattern == "a.po" else {"a.po"})


def test_an_exception_that_has_ended_is_told_once_whichever_file_it_names(
    tree: Path, localize: Localize
) -> None:
    setting = tree / "localize.toml"
    ended = SETTING.format(files=', files = ["other/*"]').replace("2999", "2020")
    setting.write_text(ended, encoding="utf-8")
    more = ["--config", setting, "--output-format", "json", "-q"]
    check = ["check", tree / "out" / "en-US", "--against", tree / "po", "--to", "en-US", *more]
    for given in (batch(tree, *more), check):
        rows = json.loads(localize(*given).out)
        assert [row["file"] for row in rows if row["code"] == "PRO007"] == [str(setting)]
