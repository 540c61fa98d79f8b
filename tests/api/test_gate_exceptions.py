"""What a project accepts with a reason passes the gate as it passes a report, and the manifest says so."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from localize import api
from localize.api.batch import make_order
from localize.api.passing import Acceptance, let_through
from localize.api.privacy import NOT_FOR_SALE
from localize.errors import Place
from localize.model import Finding, LocatedFinding, SegmentId, Severity
from localize.qa.suppression import of_setting
from localize.review.base import Action, Decision, Query

if TYPE_CHECKING:
    from localize.api.exporting import ExportReport

CUES = "1\n00:00:01,000 --> 00:00:03,000\n你有%d封信。\n\n2\n00:00:04,000 --> 00:00:06,000\n等我，师父。\n"
TEXTS = ("You have mail.", "Wait for me, Master.")
IGNORE = '[check]\nignore = [{{ codes = ["{}"], reason = "{}"{} }}]\n'
FUTURE, PAST = ", until = 2999-01-31", ", until = 2020-01-31"


def settings(folder: Path, more: str = "", gate: str = "approved") -> None:
    text = f'[project]\ntargets = ["en-US"]\n[glossary]\npacks = []\n[export]\ngate = "{gate}"\n{more}'
    (folder / "localize.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def approved(tmp_path: Path) -> Path:
    """Return a project whose every line is approved, one in spite of a lost placeholder."""
    (tmp_path / "episodes").mkdir()
    (tmp_path / "episodes" / "ep01.srt").write_text(CUES, encoding="utf-8")
    settings(tmp_path)
    with api.open_project(tmp_path) as project:
        project.sync()
        room = project.review("en-US", "lin")
        for text, unit_id in zip(TEXTS, room.unit_ids(Query("en-US")), strict=True):
            decisions = [Decision(Action.EDIT, text), Decision(Action.APPROVE)]
            room.decide(unit_id, decisions, room.unit(unit_id).revision)
    return tmp_path


def exported(folder: Path) -> ExportReport:
    with api.open_project(folder) as project:
        return project.export(folder / "out")


def manifest(folder: Path) -> list[dict[str, str]]:
    (entry,) = json.loads((folder / "out" / "manifest.json").read_text(encoding="utf-8"))["files"]
    accepted: list[dict[str, str]] = entry["accepted"]
    return accepted


def test_without_an_exception_the_error_holds_the_file(approved: Path) -> None:
    (problem,) = exported(approved).problems
    assert "GAT001 open error COD001" in str(problem)


@pytest.mark.parametrize(("end", "until"), [(FUTURE, "2999-01-31"), ("", "")])
@pytest.mark.parametrize("gate", ["approved", "checked"])
def test_an_exception_with_a_reason_passes_and_the_manifest_names_it(
    approved: Path, gate: str, end: str, until: str
) -> None:
    settings(approved, IGNORE.format("COD001", "the engine adds the number", end), gate)
    report = exported(approved)
    assert report.problems == []
    (accepted,) = manifest(approved)
    assert (accepted["segment"], accepted["code"], accepted["until"]) == ("1", "COD001", until)
    assert accepted["reason"] == "the engine adds the number"
    assert "%d" in accepted["message"]


def test_an_exception_that_has_ended_holds_the_file_again(approved: Path) -> None:
    settings(approved, IGNORE.format("COD001", "the engine adds the number", PAST))
    (problem,) = exported(approved).problems
    assert "GAT001 open error COD001" in str(problem)
    assert not (approved / "out").exists()


@pytest.mark.parametrize(
    "more",
    [', files = ["episodes/ep02*"]', ', locales = ["th-*"]'],
)
def test_an_exception_for_other_files_or_locales_passes_nothing_here(approved: Path, more: str) -> None:
    settings(approved, IGNORE.format("COD001", "the engine adds the number", more))
    assert len(exported(approved).problems) == 1


def test_an_exception_for_another_code_passes_nothing_not_even_that_of_the_approval(approved: Path) -> None:
    settings(approved, IGNORE.format("PRO002", "we know", ""))
    (problem,) = exported(approved).problems
    assert "COD001" in str(problem)


def test_an_exception_does_not_take_the_place_of_an_approval(approved: Path) -> None:
    with api.open_project(approved) as project:
        room = project.review("en-US", "lin")
        unit = room.unit(room.unit_ids(Query("en-US"))[0])
        room.decide(unit.id, [Decision(Action.EDIT, "You have got mail.")], unit.revision)
    settings(approved, IGNORE.format("COD001", "the engine adds the number", FUTURE))
    (problem,) = exported(approved).problems
    assert "not approved" in str(problem)


def test_a_licence_is_not_given_by_an_exception() -> None:
    exception = of_setting([NOT_FOR_SALE], "we sell it all the same", Place("localize.toml", 1))
    finding = Finding(NOT_FOR_SALE, Severity.ERROR, SegmentId("1"), None, "not for sale")
    held, passed = Acceptance.of([], [exception]).split([LocatedFinding(finding, Place("a.srt", 1), "en-US")])
    assert (held, passed) == ([finding], [])


def test_an_exception_without_a_reason_passes_nothing() -> None:
    finding = Finding("COD001", Severity.ERROR, SegmentId("1"), None, "lost")
    located = LocatedFinding(finding, Place("a.srt", 1), "en-US")
    assert Acceptance.of([], [of_setting(["COD"], " ", Place("x", 1))]).accepts(located) is None
    day = datetime.datetime.now(tz=datetime.UTC).date()
    last = of_setting(["COD"], "why", Place("x", 1), until=day)
    assert Acceptance.of([], [last]).accepts(located) is not None


def test_what_is_held_stays_beside_what_passes(approved: Path) -> None:
    with api.open_project(approved) as project:
        (unit, _) = project.units("en-US", "episodes/ep01.srt")
        project.check()
        (unit, _) = project.units("en-US", "episodes/ep01.srt")
    codes = {finding.code for finding in unit.findings if finding.severity is Severity.ERROR}
    assert codes == {"COD001", "PRO002"}
    assert let_through(Acceptance((), ()), [unit]) == ([unit], ())


def test_a_comment_of_the_file_passes_as_well(tmp_path: Path) -> None:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    head += "#. localize: ignore COD001 until 2999-12-31: the engine adds it\n"
    body = 'msgid "你有%d封信"\nmsgstr "You have mail"\n'
    (tmp_path / "po").mkdir()
    (tmp_path / "po" / "a.po").write_text(head + body, encoding="utf-8")
    settings(tmp_path, '[files]\ninclude = ["po/*.po"]\n', "checked")
    with api.open_project(tmp_path) as project:
        project.sync()
    assert exported(tmp_path).problems == []
    (accepted,) = manifest(tmp_path)
    assert (accepted["reason"], accepted["until"]) == ("the engine adds it", "2999-12-31")


@pytest.mark.parametrize(("end", "held"), [(FUTURE, 0), (PAST, 1)])
@pytest.mark.parametrize("check", [True, False])
def test_the_gate_of_a_batch_goes_by_the_same_exceptions_and_its_log_names_them(
    tmp_path: Path, end: str, held: int, *, check: bool
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.srt").write_text(CUES, encoding="utf-8")
    settings(tmp_path, IGNORE.format("TXT", "drafts of an echo", end), "checked")
    order = make_order(
        source="zh-Hans",
        targets=["en-US"],
        output=tmp_path / "out",
        engine="echo",
        config=tmp_path / "localize.toml",
        check=check,
    )
    report = api.run_batch([tmp_path / "in"], order)
    assert bool(report.problems) is bool(held), report.problems
    if not held:
        (row,) = (tmp_path / "out" / "batch.jsonl").read_text(encoding="utf-8").splitlines()
        assert next(one[1:3] for one in json.loads(row)["accepted"]) == ["drafts of an echo", "2999-01-31"]


def test_a_line_that_is_approved_with_all_its_errors_waived_leaves_and_no_check_calls_them_open(
    approved: Path,
) -> None:
    with api.open_project(approved) as project:
        assert {found.finding.code for found in project.check()} >= {"COD001", "PRO002"}
        room = project.review("en-US", "lin")
        unit = room.unit(room.unit_ids(Query("en-US"))[0])
        room.decide(unit.id, [Decision(Action.WAIVE, reason="fine", code="COD001")], unit.revision)
        assert not {"COD001", "PRO002"} & {found.finding.code for found in project.check()}
        assert project.check(select=frozenset({"PRO002"})) == []
        assert [p.findings["error"] for p in project.status()] == [0]
        assert room.rows([unit.id])[0].worst is not Severity.ERROR
    report = exported(approved)
    assert report.problems == []
    assert manifest(approved) == []  # the waiver stands in the log of decisions


def test_a_check_does_not_call_accepted_errors_open(approved: Path) -> None:
    with api.open_project(approved) as project:
        assert [f.finding.code for f in project.check(select=frozenset({"PRO002"}))] == ["PRO002"]
    settings(approved, IGNORE.format("COD001", "the engine adds the number", FUTURE))
    with api.open_project(approved) as project:
        assert not {"COD001", "PRO002"} & {found.finding.code for found in project.check()}
    settings(approved, IGNORE.format("COD001", "the engine adds the number", PAST))
    with api.open_project(approved) as project:
        assert {"COD001", "PRO002"} <= {found.finding.code for found in project.check()}
