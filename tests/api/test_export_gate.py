"""Nothing leaves a project that people did not approve, whatever is done behind the back of its store and checks."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from localize import api
from localize.errors import StoreError
from localize.review.base import Action, Decision, Query

CUES = (
    "1\n00:00:01,000 --> 00:00:03,000\n王总，你回来了。\n\n2\n00:00:04,000 --> 00:00:06,000\n等我，师父。\n"
)
TEXTS = ("Mr. Wang, you came back.", "Wait for me, Master.")


@pytest.fixture
def approved(tmp_path: Path) -> Path:
    """Return a project with one episode whose every line is approved."""
    (tmp_path / "episodes").mkdir()
    (tmp_path / "episodes" / "ep01.srt").write_text(CUES, encoding="utf-8")
    (tmp_path / "localize.toml").write_text(
        '[project]\ntargets = ["en-US"]\n[glossary]\npacks = []\nfiles = ["terms.yaml"]\n', encoding="utf-8"
    )
    term(tmp_path, "Mr. Wang", "Boss Wang")
    with api.open_project(tmp_path) as project:
        project.sync()
        room = project.review("en-US", "lin")
        for text, unit_id in zip(TEXTS, room.unit_ids(Query("en-US")), strict=True):
            decisions = [Decision(Action.EDIT, text), Decision(Action.APPROVE)]
            room.decide(unit_id, decisions, room.unit(unit_id).revision)
    return tmp_path


def term(folder: Path, good: str, forbidden: str) -> None:
    (folder / "terms.yaml").write_text(
        "category: titles\nsource: client\nreview: draft\nconcepts:\n"
        "- id: titles.wang\n  term: 王总\n  strategy: OFFICIAL\n"
        f"  renderings: {{en: {{preferred: {good}, forbidden: [{forbidden}]}}}}\n",
        encoding="utf-8",
    )


def exported(folder: Path, **options: object) -> tuple[list[str], list[str]]:
    """Return the files that an export wrote, and what held back the others."""
    with api.open_project(folder) as project:
        report = project.export(folder / "out", **options)  # type: ignore[arg-type]
    return [file.path.name for file in report.files], [str(problem) for problem in report.problems]


def test_what_is_approved_leaves(approved: Path) -> None:
    assert exported(approved) == (["ep01.srt"], [])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE unit SET target = 'Pay me.' WHERE ordinal = 0",
        "UPDATE unit SET target = 'Pay me.', draft = NULL, decided_by = '' WHERE ordinal = 0",
    ],
)
@pytest.mark.parametrize("options", [{}, {"force": True}, {"bilingual": True}, {"profile": "vertical"}])
def test_a_text_that_another_program_put_into_the_store_does_not_leave(
    approved: Path, change: str, options: dict[str, object]
) -> None:
    with sqlite3.connect(approved / ".localize" / "project.db") as store:
        assert store.execute(change).rowcount == 1
    store.close()
    with pytest.raises(StoreError, match=r"STO005 .*does not hold what the log of decisions says"):
        exported(approved, **options)
    assert not (approved / "out").exists()


def test_an_approval_that_nobody_gave_does_not_leave(approved: Path) -> None:
    with api.open_project(approved) as project:
        room = project.review("en-US", "lin")
        unit = room.unit(room.unit_ids(Query("en-US"))[0])
        room.decide(unit.id, [Decision(Action.EDIT, "Mr. Wang, you are back.")], unit.revision)
    with sqlite3.connect(approved / ".localize" / "project.db") as store:
        store.execute("UPDATE unit SET state = 'approved', settled = 'approved'")
    store.close()
    with pytest.raises(StoreError, match="STO005"):
        exported(approved)


def test_a_term_that_is_forbidden_after_the_approval_holds_the_line_back(approved: Path) -> None:
    term(approved, "President Wang", "Mr. Wang")
    files, problems = exported(approved)
    assert files == []
    (problem,) = problems
    assert "ep01.srt:1: GAT001 open error TRM" in problem
