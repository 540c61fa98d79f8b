"""What comes back from a vendor becomes decisions, or is held back and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from vendor_work import CONFIG, DRAFTS, STRINGS, change, codes, every, make, receive, send, unit_of

from localize import api
from localize.api.project import Project
from localize.api.vendor_lines import Stamp, digest
from localize.errors import (
    ConflictError,
    InputError,
    OutputError,
    UsageError,
)
from localize.review.base import Action, Decision, State

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_that_nobody_touched_changes_nothing(project: Project, sent: Path) -> None:
    before = [(u.state, u.target, u.revision) for u in every(project)]
    report = receive(project, sent, approve=True)
    assert not report.problems
    assert sum(c["unchanged"] for c in report.counts.values()) == 6
    assert [(u.state, u.target, u.revision) for u in every(project)] == before
    assert project.store.log_head() == (0, "")


def test_a_new_text_becomes_an_edit_of_the_reviewer_with_its_findings(project: Project, sent: Path) -> None:
    change(sent, "你好", "Hi 你")
    report = receive(project, sent)
    assert not report.problems
    unit = unit_of(project, "你好")
    assert (unit.state, unit.target, unit.decided_by, unit.checked) == (State.EDITED, "Hi 你", "acme", True)
    assert "TXT002" in {f.code for f in unit.findings}
    assert report.counts["episodes/ep01.srt"]["edited"] == 1
    (row,) = project.store.history(unit.id)
    assert (row.decision.action, row.by) == (Action.EDIT, "acme")
    assert project.store.verify_log() == 1


def test_a_line_without_a_target_gets_one(project: Project, sent: Path) -> None:
    change(sent, "没有译文", "Nothing yet")
    assert not receive(project, sent).problems
    assert unit_of(project, "没有译文").target == "Nothing yet"


def test_final_lines_are_approved_only_when_asked_and_reach_the_memory(project: Project, sent: Path) -> None:
    change(sent, "你好", "Hi there", state="approved")
    report = receive(project, sent, dry_run=True)
    assert report.final == 1
    report = receive(project, sent, approve=True)
    assert not report.problems
    assert report.counts["episodes/ep01.srt"]["approved"] == 1
    unit = unit_of(project, "你好")
    assert (unit.state, unit.target) == (State.APPROVED, "Hi there")
    (pair,) = project.memory.units()
    assert (pair.source, pair.target, pair.before, pair.by) == ("你好", "Hi there", "=五百两银子？", "acme")
    again = receive(project, sent, approve=True)
    assert not again.problems
    assert not again.counts["episodes/ep01.srt"]["approved"]


def test_an_approved_line_with_a_new_text_waits_again_and_leaves_the_memory(
    project: Project, tmp_path: Path
) -> None:
    room = project.review("en-US", "lin")
    unit = unit_of(project, "你好")
    room.decide(unit.id, [Decision(Action.APPROVE)], unit.revision)
    assert len(list(project.memory.units())) == 1
    path = send(project, tmp_path / "a.xlsx")
    change(path, "你好", "Good day")
    report = receive(project, path)
    assert report.reopened == 1
    assert unit_of(project, "你好").state is State.EDITED
    assert not list(project.memory.units())


def test_comments_are_recorded_once_and_go_out_again(project: Project, sent: Path, tmp_path: Path) -> None:
    change(sent, "你好", comment="who speaks?")
    report = receive(project, sent)
    assert report.counts["episodes/ep01.srt"]["commented"] == 1
    assert receive(project, sent).counts["episodes/ep01.srt"]["commented"] == 0
    unit = unit_of(project, "你好")
    assert (unit.state, unit.target) == (State.DRAFTED, "Hello")
    assert [r.decision.text for r in project.store.history(unit.id)] == ["who speaks?"]
    again = send(project, tmp_path / "again.xlf")
    assert "acme: who speaks?" in again.read_text(encoding="utf-8")
    assert not receive(project, again).counts["episodes/ep01.srt"]["commented"]


def test_everything_of_a_file_is_undone_as_one(project: Project, sent: Path) -> None:
    change(sent, "你好", "Hi", state="approved", comment="ok?")
    change(sent, "没有译文", "None")
    receive(project, sent, approve=True)
    assert len(project.store.undo_group(by="acme")) == 4
    assert unit_of(project, "你好").target == "Hello"
    assert unit_of(project, "没有译文").target is None
    project.store.verify_log()


def test_a_dry_run_reports_the_same_and_changes_nothing(project: Project, sent: Path) -> None:
    change(sent, "你好", "Hi", comment="?")
    change(sent, "她二十三岁", "She is 23, fine.")
    dry = receive(project, sent, dry_run=True)
    assert project.store.log_head() == (0, "")
    assert unit_of(project, "你好").target == "Hello"
    real = receive(project, sent)
    assert codes(dry) == codes(real) == ["VEN004"]
    assert dry.counts == real.counts


def test_a_lost_placeholder_is_held_back_and_the_rest_is_taken(project: Project, sent: Path) -> None:
    change(sent, "她二十三岁", "She is twenty-three, fine.")
    change(sent, "你好，", "Hi {name}", state="approved")
    report = receive(project, sent, approve=True)
    assert codes(report) == ["VEN004"]
    assert "<i>, </i>, {\\an8}" in str(report.problems[0])
    assert report.problems[0].exit_code == 1
    assert unit_of(project, "她二十三岁").target == DRAFTS["episodes/ep01.srt", "2"]
    assert unit_of(project, "你好，").state is State.APPROVED


def test_a_line_that_moved_on_with_another_text_is_held_back(project: Project, sent: Path) -> None:
    unit = unit_of(project, "你好")
    project.review("en-US", "lin").decide(unit.id, [Decision(Action.EDIT, "Hello there")], unit.revision)
    change(sent, "你好", "Hi", comment="short is better")
    report = receive(project, sent)
    assert codes(report) == ["VEN003"]
    assert str(report.problems[0]).startswith(
        f"{sent}:{report.problems[0].place.line}: VEN003 episodes/ep01.srt:13 "
    )
    assert "by lin" in str(report.problems[0])
    assert unit_of(project, "你好").target == "Hello there"
    assert project.store.history(unit.id)[-1].decision == Decision(Action.COMMENT, "short is better")


def test_a_line_that_moved_on_to_the_same_text_is_no_conflict(project: Project, sent: Path) -> None:
    unit = unit_of(project, "你好")
    project.review("en-US", "lin").decide(unit.id, [Decision(Action.EDIT, "Hi")], unit.revision)
    change(sent, "你好", "Hi")
    report = receive(project, sent)
    assert not report.problems
    assert unit_of(project, "你好").decided_by == "lin"


def test_a_line_whose_state_alone_moved_on_is_no_conflict(project: Project, sent: Path) -> None:
    unit = unit_of(project, "你好")
    project.review("en-US", "lin").decide(unit.id, [Decision(Action.DISCUSS)], unit.revision)
    change(sent, "你好", "Hi")
    assert not receive(project, sent).problems
    assert unit_of(project, "你好").target == "Hi"


def test_an_approval_of_a_text_that_is_no_longer_there_is_held_back(project: Project, sent: Path) -> None:
    unit = unit_of(project, "你好")
    project.review("en-US", "lin").decide(unit.id, [Decision(Action.EDIT, "Hello there")], unit.revision)
    change(sent, "你好", state="approved")
    assert codes(receive(project, sent)) == []
    assert codes(receive(project, sent, approve=True)) == ["VEN003"]
    assert unit_of(project, "你好").state is State.EDITED


def test_a_line_whose_source_changed_is_held_back(project: Project, sent: Path) -> None:
    file = project.root / "strings" / "ui.json"
    file.write_text(STRINGS.replace("没有译文", "还没有译文"), encoding="utf-8")
    project.sync()
    change(sent, "没有译文", "Nothing")
    report = receive(project, sent)
    assert codes(report) == ["VEN002"]
    assert unit_of(project, "没有译文").target is None


def test_a_line_that_left_its_file_is_reported(project: Project, sent: Path) -> None:
    (project.root / "strings" / "ui.json").unlink()
    project.sync()
    change(sent, "你好，", "Hi, {name}")
    assert codes(receive(project, sent)) == ["VEN001", "VEN001"]


def test_unknown_and_damaged_stamps_are_reported(project: Project, sent: Path) -> None:
    change(sent, "你好，", stamp="u999-r1-000000000000-000000000000")
    change(sent, "没有译文", "x", stamp="nonsense")
    report = receive(project, sent)
    assert codes(report) == ["VEN001", "VEN001"]
    assert report.counts["strings/ui.json"]["held"] == 2


def test_an_emptied_target_is_held_back(project: Project, sent: Path) -> None:
    change(sent, "你好，", " ")
    assert codes(receive(project, sent)) == ["VEN005"]


def test_the_rules_of_approval_hold_for_vendors(tmp_path: Path) -> None:
    with make(tmp_path / "w", "self_approval = false\n") as project:
        path = send(project, tmp_path / "out.xlf")
        change(path, "你好，", "Hi, {name}", state="approved")
        change(path, "=五百", state="approved")
        report = receive(project, path, approve=True)
        assert codes(report) == ["VEN006"]
        assert "acme wrote this text" in str(report.problems[0])
        assert unit_of(project, "你好，").state is State.EDITED
        assert unit_of(project, "=五百").state is State.APPROVED


def test_two_approvals_are_counted_and_the_same_file_twice_adds_none(tmp_path: Path) -> None:
    with make(tmp_path / "w", "approvals = 2\n") as project:
        path = send(project, tmp_path / "out.xlsx")
        change(path, "=五百", state="approved")
        assert not receive(project, path, approve=True).problems
        assert unit_of(project, "=五百").state is State.DRAFTED
        assert not receive(project, path, approve=True).problems
        report = api.receive_from_vendor(project, path, reviewer="lin", approve=True)
        assert not report.problems
        assert unit_of(project, "=五百").state is State.APPROVED


def test_a_decision_that_comes_between_is_seen(
    project: Project, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(sent, "你好", "Hi")
    unit = unit_of(project, "你好")
    record = project.store.decide_many

    def late(acts: object, *, by: str) -> object:
        monkeypatch.setattr(project.store, "decide_many", record)
        project.store.decide(unit.id, Decision(Action.EDIT, "Hey"), by="lin", revision=unit.revision)
        return record(acts, by=by)

    monkeypatch.setattr(project.store, "decide_many", late)
    assert codes(receive(project, sent)) == ["VEN003"]
    assert unit_of(project, "你好").target == "Hey"


def test_a_store_that_never_rests_is_an_error_and_nothing_is_recorded(
    project: Project, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(acts: object, *, by: str) -> object:
        raise ConflictError("the line changed", expected=1, found=2)

    change(sent, "你好", "Hi")
    monkeypatch.setattr(project.store, "decide_many", busy)
    with pytest.raises(ConflictError, match="the line changed"):
        receive(project, sent)
    assert project.store.log_head() == (0, "")


def test_only_open_lines_and_only_some_files_can_be_sent(project: Project, tmp_path: Path) -> None:
    unit = unit_of(project, "你好")
    project.review("en-US", "lin").decide(unit.id, [Decision(Action.APPROVE)], unit.revision)
    report = api.send_to_vendor(
        project, tmp_path / "a.xlf", locale="en-US", open_only=True, paths=["episodes"]
    )
    assert report.lines == {"episodes/ep01.srt": 3}
    make_all_approved(project)
    with pytest.raises(UsageError, match="no line to send"):
        send(project, tmp_path / "b.xlf", open_only=True, paths=["episodes"])


def make_all_approved(project: Project) -> None:
    room = project.review("en-US", "lin")
    for unit in every(project):
        if unit.target and unit.state is not State.APPROVED:
            room.decide(unit.id, [Decision(Action.APPROVE)], unit.revision)


def test_a_file_that_is_there_is_not_overwritten(project: Project, sent: Path) -> None:
    assert (
        sent.suffix == ".xlsx"
        or not api.send_to_vendor(project, sent, locale="en-US", recipient="acme").written
    )  # the same bytes again
    sent.write_bytes(b"mine")
    with pytest.raises(OutputError, match="is there already"):
        send(project, sent)
    assert api.send_to_vendor(project, sent, locale="en-US", force=True).written


@pytest.mark.parametrize(
    "name, locale, words",
    [("a.docx", "en-US", "neither an XLIFF file nor a sheet"), ("a.xlf", "fr-FR", "fr-FR is not a target")],
)
def test_wrong_use_is_refused(project: Project, tmp_path: Path, name: str, locale: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        api.send_to_vendor(project, tmp_path / name, locale=locale)
    assert not (tmp_path / name).exists()


def test_a_reviewer_needs_a_name(project: Project, sent: Path) -> None:
    with pytest.raises(UsageError, match="reviewer's name"):
        api.receive_from_vendor(project, sent, reviewer=" ")


def test_a_file_of_another_project_or_locale_is_refused(project: Project, sent: Path, tmp_path: Path) -> None:
    with make(tmp_path / "other") as other:
        config = other.root / "localize.toml"
        config.write_text(CONFIG.replace('"Heir"', '"Bride"'), encoding="utf-8")
    with api.open_project(tmp_path / "other") as other, pytest.raises(InputError, match=r"VEN010.*'Heir'"):
        receive(other, sent)
    with make(tmp_path / "third") as third:
        config = third.root / "localize.toml"
        config.write_text(CONFIG.replace('"en-US", ', ""), encoding="utf-8")
    with (
        api.open_project(tmp_path / "third") as third,
        pytest.raises(InputError, match="is for en-US, which"),
    ):
        receive(third, sent)


def test_a_stamp_reads_back_as_it_is_written_and_nothing_else_does(project: Project) -> None:
    unit = unit_of(project, "你好")
    stamp = Stamp.of(unit)
    assert Stamp.parse(f" {stamp} ") == stamp
    assert (stamp.unit, stamp.revision, stamp.target) == (unit.id, unit.revision, digest("Hello\r\n"))
    for text in ("", "u1", f"{stamp}x", "u1-r1-zz-zz", str(stamp).upper(), "u" + "9" * 30 + str(stamp)[2:]):
        assert Stamp.parse(text) is None


def test_a_file_is_sent_the_same_way_twice(project: Project, tmp_path: Path) -> None:
    first = send(project, tmp_path / "a.xlf").read_bytes()
    assert send(project, tmp_path / "b.xlf").read_bytes() == first
