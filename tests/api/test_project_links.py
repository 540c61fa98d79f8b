"""Links in the folders of a project that lead nowhere are told, and the other files are read."""

from __future__ import annotations

from pathlib import Path

from localize.api.project import open_project
from localize.api.scaffold import init_project

CUE = "1\n00:00:01,000 --> 00:00:02,000\n你好\n"


def test_a_dead_link_is_a_problem_of_its_own_and_does_not_stop_the_rest(tmp_path: Path) -> None:
    init_project(tmp_path, source="zh-Hans", targets=["en-US"])
    episodes = tmp_path / "episodes"
    episodes.mkdir(exist_ok=True)
    (episodes / "a.srt").write_text(CUE, encoding="utf-8")
    (episodes / "b.srt").symlink_to(tmp_path / "moved" / "b.srt")
    with open_project(tmp_path) as project:
        outcome = project.sync()
    assert len(outcome.reports) == 1
    (told,) = map(str, outcome.problems)
    assert told.startswith("episodes/b.srt")
    assert "is a link to" in told
    assert told.endswith("(mend the link, or remove it)")
