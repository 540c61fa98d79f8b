"""`localize vendor` as scripts see it: tables on stdout, one line a problem on stderr, exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from localize import api
from localize.review.base import Query, State

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SENT = "她二十三岁。"


@pytest.fixture
def drafted(project: Path, localize: Callable[..., object]) -> Path:
    assert localize("translate", "--project", project, "--to", "en-US", "--engine", "echo", "-q").code == 0
    return project


def states(project: Path) -> list[tuple[State, str | None]]:
    with api.open_project(project) as opened:
        ids = opened.store.unit_ids(Query("en-US"))
        return [(unit.state, unit.target) for unit in opened.store.units(ids)]


def returned(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_work_goes_out_and_comes_back_approved(drafted: Path, localize: Callable[..., object]) -> None:
    out = drafted / "out" / "en.xlf"
    run = localize("vendor", "send", "--project", drafted, "--to", "en-US", "-o", out, "--recipient", "acme")
    assert run.code == 0
    assert [line.split() for line in run.out.splitlines()] == [["file", "lines"], ["episodes/ep01.srt", "3"]]
    returned(out, 'state="translated"', 'state="final"')
    run = localize("vendor", "receive", "--project", drafted, out, "--reviewer", "acme", "--dry-run")
    assert run.code == 0
    assert "3 lines came back as final" in run.err
    assert {state for state, _ in states(drafted)} == {State.DRAFTED}
    run = localize("vendor", "receive", "--project", drafted, out, "--reviewer", "acme", "--approve")
    assert run.code == 0
    head, row = (line.split() for line in run.out.splitlines())
    assert head == ["file", "edited", "approved", "commented", "unchanged", "held"]
    assert row == ["episodes/ep01.srt", "0", "3", "0", "0", "0"]
    assert {state for state, _ in states(drafted)} == {State.APPROVED}


def test_what_is_held_back_is_one_line_each_and_exit_1(
    drafted: Path, localize: Callable[..., object]
) -> None:
    out = drafted / "en.xlf"
    localize("vendor", "send", "--project", drafted, "--to", "en-US", "-o", out, "-q")
    before = states(drafted)
    text = out.read_text(encoding="utf-8")
    begin = text.index("<target>", text.index(SENT))
    end = text.index("</target>", begin)
    out.write_text(f"{text[:begin]}<target>She is 23.{text[end:]}", encoding="utf-8")
    run = localize("vendor", "receive", "--project", drafted, out, "--reviewer", "acme")
    assert run.code == 1
    (line,) = run.err.splitlines()
    number = text[: text.index('name="2"')].count("\n") + 1
    assert line.startswith(f"{out}:{number}: VEN004 the target of episodes/ep01.srt:5 has lost <i>, </i> (")
    assert states(drafted) == before


def test_bad_files_are_exit_2(drafted: Path, localize: Callable[..., object]) -> None:
    bad = drafted / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04 no workbook")
    for path, words in ((bad, "no zip container"), (drafted / "none.xlf", "no such file")):
        run = localize("vendor", "receive", "--project", drafted, path, "--reviewer", "acme")
        assert (run.code, run.out) == (2, "")
        assert words in run.err


def test_a_sheet_goes_out_and_a_second_one_needs_force(
    drafted: Path, localize: Callable[..., object]
) -> None:
    out = drafted / "en.xlsx"
    arguments = (
        "vendor",
        "send",
        "--project",
        drafted,
        "--to",
        "en-US",
        "-o",
        out,
        "--open-only",
        "episodes",
    )
    assert localize(*arguments).code == 0
    out.write_bytes(b"work of a vendor")
    run = localize(*arguments)
    assert run.code == 2
    assert "overwrite it with --force" in run.err
    assert localize(*arguments, "--force").code == 0
    assert localize("vendor", "receive", "--project", drafted, out, "--reviewer", "acme").code == 0


def test_the_reviewer_and_the_locale_must_be_named(drafted: Path, localize: Callable[..., object]) -> None:
    assert localize("vendor", "send", "-o", drafted / "a.xlf").code == 2
    assert localize("vendor", "receive", drafted / "a.xlf").code == 2
    assert localize("vendor").code == 2
