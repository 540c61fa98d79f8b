"""Links in the folders of a project that lead nowhere are told, and the other files are read."""

from __future__ import annotations

from pathlib import Path

from localize import api

CUE = "1\n00:00:01,000 --> 00:00:02,000\n你好\n"


def test_a_dead_link_is_a_problem_of_its_own_and_does_not_stop_the_rest(tmp_path: Path) -> None:
    api.init_project(tmp_path, source="zh-Hans", targets=["en-US"])
    episodes = tmp_path / "episodes"
    episodes.mkdir(exist_ok=True)
    (episodes / "a.srt").write_text(CUE, encoding="utf-8")
    (episodes / "b.srt").symlink_to(tmp_path / "moved" / "b.srt")
    report = api.sync(api.open_project(tmp_path))
    assert "episodes/a.srt" in str(report)
    told = "\n".join(map(str, report.problems))
    assert "episodes/b.srt" in told
    assert "is a link to" in told
    assert "(mend the link, or remove it)" in told
