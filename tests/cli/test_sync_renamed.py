"""`localize sync` follows files that were renamed, says so, and guesses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from localize import api
from localize.review.base import Action, Decision, Query, State

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from localize.review.base import Unit

EN = "en-US"


def cues(*texts: str) -> str:
    return "".join(
        f"{n}\n00:00:{2 * n:02},000 --> 00:00:{2 * n + 1:02},000\n{text}\n\n"
        for n, text in enumerate(texts, 1)
    )


def approve(project: Path, file: str) -> None:
    with api.open_project(project) as opened:
        room = opened.review(EN, "lin")
        for unit in opened.units(EN, file):
            edit = Decision(Action.EDIT, f"Line {unit.ordinal}.")
            room.decide(unit.id, [edit, Decision(Action.APPROVE)], unit.revision)


def units(project: Path, file: str) -> list[Unit]:
    with api.open_project(project) as opened:
        return opened.units(EN, file)


@pytest.fixture
def approved(project: Path) -> Path:
    approve(project, "episodes/ep01.srt")
    return project


def test_a_renamed_file_keeps_its_approvals_and_sync_says_what_it_did(
    approved: Path, localize: Callable[..., object]
) -> None:
    (approved / "episodes" / "ep01.srt").rename(approved / "episodes" / "第一集 终.srt")
    run = localize("sync", "--project", approved, "-q")
    assert run.code == 0
    assert run.out.split()[6:] == ["episodes/第一集", "终.srt", "3", "0", "0", "0", "0"]
    assert "episodes/第一集 终.srt: was episodes/ep01.srt, and keeps all that was decided there" in run.err
    assert "--renamed" in run.err
    assert [u.state for u in units(approved, "episodes/第一集 终.srt")] == [State.APPROVED] * 3
    assert localize("sync", "--project", approved).err == ""


def test_a_file_that_goes_back_and_forth_between_two_names_keeps_its_approvals(
    approved: Path, localize: Callable[..., object]
) -> None:
    one, two = approved / "episodes" / "ep01.srt", approved / "episodes" / "ep1.srt"
    for old, new in ((one, two), (two, one), (one, two)):
        old.rename(new)
        localize("sync", "--project", approved)
        assert [u.state for u in units(approved, f"episodes/{new.name}")] == [State.APPROVED] * 3


def test_a_copy_that_was_synced_before_its_original_went_takes_its_place(
    approved: Path, localize: Callable[..., object]
) -> None:
    one, two = approved / "episodes" / "ep01.srt", approved / "episodes" / "ep1.srt"
    two.write_bytes(one.read_bytes())
    assert "was" not in localize("sync", "--project", approved).err
    one.unlink()
    assert "episodes/ep1.srt: was episodes/ep01.srt" in localize("sync", "--project", approved).err
    assert [u.state for u in units(approved, "episodes/ep1.srt")] == [State.APPROVED] * 3


def test_a_recut_file_under_a_new_name_keeps_what_is_unchanged(
    project: Path, localize: Callable[..., object]
) -> None:
    texts = [f"第{n}句话在这里。" for n in range(10)]
    old, new = project / "episodes" / "ep02.srt", project / "episodes" / "ep02_v2.srt"
    old.write_text(cues(*texts), encoding="utf-8")
    localize("sync", "--project", project)
    approve(project, "episodes/ep02.srt")
    old.unlink()
    new.write_text(cues("片头", *texts[:9], "完全不同"), encoding="utf-8")
    assert "was episodes/ep02.srt" in localize("sync", "episodes/ep02_v2.srt", "--project", project).err
    states = [u.state for u in units(project, "episodes/ep02_v2.srt")]
    assert states.count(State.APPROVED) == 9
    with api.open_project(project) as opened:
        assert opened.store.verify_log() == 22


def test_what_may_be_one_of_two_files_is_asked_and_answered(
    approved: Path, localize: Callable[..., object]
) -> None:
    one = approved / "episodes" / "ep01.srt"
    for name in ("a.srt", "b=c.srt"):
        (approved / "episodes" / name).write_bytes(one.read_bytes())
    one.unlink()
    run = localize("sync", "--project", approved)
    assert run.code == 0
    assert run.err.count("Is it the same file?") == 2
    assert "localize sync --renamed episodes/ep01.srt=episodes/a.srt" in run.err
    assert {u.state for u in units(approved, "episodes/a.srt")} == {State.NEW}
    told = localize("sync", "--project", approved, "--renamed", "episodes/ep01.srt=episodes/b=c.srt")
    assert (told.code, "Is it" in told.err) == (0, False)
    assert {u.state for u in units(approved, "episodes/b=c.srt")} == {State.APPROVED}


def test_a_wrong_guess_is_taken_back_when_the_file_is_there_again(
    approved: Path, localize: Callable[..., object]
) -> None:
    one, two = approved / "episodes" / "ep01.srt", approved / "episodes" / "ep1.srt"
    one.rename(two)
    localize("sync", "--project", approved)
    one.write_bytes(two.read_bytes())
    localize("sync", "--project", approved)
    assert {u.state for u in units(approved, "episodes/ep01.srt")} == {State.NEW}
    localize("sync", "--project", approved, "--renamed", "episodes/ep1.srt=episodes/ep01.srt")
    assert {u.state for u in units(approved, "episodes/ep01.srt")} == {State.APPROVED}
    assert {u.state for u in units(approved, "episodes/ep1.srt")} == {State.NEW}


def test_paths_that_are_no_files_are_refused(approved: Path, localize: Callable[..., object]) -> None:
    for said, what in (
        ("nothing", "names no file that was ever synced"),
        ("episodes/ep01.srt=nowhere.srt", "is not a file of the project"),
    ):
        run = localize("sync", "--project", approved, "--renamed", said)
        assert run.code == 2
        assert what in run.err


def test_the_memory_follows_a_rename_so_that_a_rejection_still_takes_the_pair_out(
    approved: Path, localize: Callable[..., object]
) -> None:
    (approved / "episodes" / "ep01.srt").rename(approved / "episodes" / "ep1.srt")
    localize("sync", "--project", approved)
    with api.open_project(approved) as opened:
        pairs = len(list(opened.memory.units()))
        unit = opened.units(EN, "episodes/ep1.srt")[0]
        reject = Decision(Action.REJECT, reason="wrong")
        opened.review(EN, "lin").decide(unit.id, [reject], unit.revision)
        assert len(list(opened.memory.units())) == pairs - 1


def test_the_memory_follows_a_cue_that_got_another_number(
    approved: Path, localize: Callable[..., object]
) -> None:
    file = approved / "episodes" / "ep01.srt"
    texts = [u.segment.source for u in units(approved, "episodes/ep01.srt")]
    file.write_text(cues("新的第一句。", *texts), encoding="utf-8")
    localize("sync", "--project", approved)
    with api.open_project(approved) as opened:
        first, last = opened.units(EN, "episodes/ep01.srt")[1], opened.units(EN, "episodes/ep01.srt")[-1]
        opened.review(EN, "lin").decide(last.id, [Decision(Action.REJECT, reason="wrong")], last.revision)
        kept = {(u.source, u.target) for u in opened.memory.units()}
    assert (first.segment.source, first.target) in kept
    assert (last.segment.source, last.target) not in kept


def test_the_comment_of_a_rename_counts_as_no_decision(
    approved: Path, localize: Callable[..., object]
) -> None:
    (approved / "episodes" / "ep01.srt").rename(approved / "episodes" / "ep1.srt")
    localize("sync", "--project", approved)
    with api.open_project(approved) as opened:
        assert [c.decided for c in opened.store.renames().contents()] == [3]
        assert not opened.store.unit_ids(Query("zh-Hant-TW", states=(State.EDITED,)))


def test_work_that_was_at_a_vendor_while_its_file_was_renamed_comes_back(
    approved: Path, localize: Callable[..., object]
) -> None:
    parcel = approved / "en.xlf"
    localize("vendor", "send", "--project", approved, "--to", EN, "-o", parcel)
    (approved / "episodes" / "ep01.srt").rename(approved / "episodes" / "ep1.srt")
    localize("sync", "--project", approved)
    parcel.write_text(parcel.read_text("utf-8").replace("Line 2.", "The third line."), encoding="utf-8")
    run = localize("vendor", "receive", "--project", approved, parcel, "--reviewer", "acme")
    assert (run.code, "VEN001" in run.err) == (0, False)
    assert units(approved, "episodes/ep1.srt")[2].target == "The third line."
    again = approved / "again.xlf"
    localize("vendor", "send", "--project", approved, "--to", EN, "-o", again)
    assert "localize sync" not in again.read_text("utf-8")
