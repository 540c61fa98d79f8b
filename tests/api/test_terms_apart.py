"""A term that stands apart from the rest of a work is a finding of its line, saved like the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize import api
from localize.api.ledger import Ledger
from localize.review.base import Act, Action, Decision

if TYPE_CHECKING:
    from pathlib import Path

    from localize.api.project import Project
    from localize.review.base import Unit

LINES = [
    ("吃饺子。", "Have some dumplings."),
    ("吃饺子吗？", "Dumplings?"),
    ("饺子来了。", "Here's the jiaozi."),
]
CODE = "TRM010"


def _opened(folder: Path) -> Project:
    cues = [
        f"{n}\n00:00:{n:02},000 --> 00:00:{n + 1:02},900\n{source}\n"
        for n, (source, _) in enumerate(LINES, 1)
    ]
    (folder / "ep01.srt").write_text("\n".join(cues), encoding="utf-8")
    setting = '[project]\nname = "H"\nsource = "zh-Hans"\ntargets = ["en-US"]\n[files]\ninclude = ["*.srt"]\n'
    (folder / "localize.toml").write_text(setting)
    project = api.open_project(folder)
    project.sync()
    texts = dict(LINES)
    acts = [
        Act(unit.id, Decision(Action.EDIT, text=texts[unit.segment.source]), unit.revision)
        for unit in project.units("en-US", "ep01.srt")
    ]
    project.store.decide_many(acts, by="translator")
    return project


def _apart(project: Project) -> list[Unit]:
    return [u for u in project.units("en-US", "ep01.srt") if any(f.code == CODE for f in u.findings)]


def test_the_finding_is_saved_beside_the_others_and_not_twice(tmp_path: Path) -> None:
    with _opened(tmp_path) as project:
        for _ in range(2):
            (located,) = [x for x in project.check() if x.finding.code == CODE]
            (unit,) = _apart(project)
            assert unit.segment.source == "饺子来了。"
            assert [f for f in unit.findings if f.code == CODE] == [located.finding]
            assert len({f.code for f in unit.findings}) == len(unit.findings)


def test_a_waived_finding_is_kept_for_the_reviewers_and_not_returned(tmp_path: Path) -> None:
    with _opened(tmp_path) as project:
        project.check()
        (unit,) = _apart(project)
        waiver = Decision(Action.WAIVE, code=CODE, reason="the dish by its name")
        project.store.decide_many([Act(unit.id, waiver, unit.revision)], by="lin")
        assert CODE not in {x.finding.code for x in project.check()}
        (again,) = [u for u in project.units("en-US", "ep01.srt") if u.id == unit.id]
        assert (again.waived, _apart(project)) == ((CODE,), [])


def test_it_goes_when_the_line_says_what_the_others_say(tmp_path: Path) -> None:
    with _opened(tmp_path) as project:
        project.check()
        (unit,) = _apart(project)
        edit = Decision(Action.EDIT, text="Here are the dumplings.")
        project.store.decide_many([Act(unit.id, edit, unit.revision)], by="lin")
        assert CODE not in {x.finding.code for x in project.check()}
        assert _apart(project) == []


def test_a_waived_finding_counts_among_what_is_accepted_and_stands_in_its_context(tmp_path: Path) -> None:
    with _opened(tmp_path) as project:
        project.check()
        (unit,) = _apart(project)
        key = ("ep01.srt", "en-US", unit.segment.id)
        waiver = Decision(Action.WAIVE, code=CODE, reason="the dish by its name")
        for waived in (False, True):
            if waived:
                project.store.decide_many([Act(unit.id, waiver, unit.revision)], by="lin")
            ledger = Ledger(facts=True)
            found = project.check(watch=ledger)
            accepted = ledger.accepted(project, found, None)
            assert [a.reason for a in accepted if a.located.finding.code == CODE] == [
                "the dish by its name (lin)"
            ] * waived
            assert ledger.facts().lines[key].source == "饺子来了。"
