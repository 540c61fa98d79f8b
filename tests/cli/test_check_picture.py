"""`localize check` with what is known of the picture: frames and shot changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from localize.cli import main

CUES = "1\n00:00:01,000 --> 00:00:03,000\n{}\n\n2\n00:00:03,040 --> 00:00:05,000\n{}\n"


def codes(folder: Path, *options: str) -> list[str]:
    (folder / "zh.srt").write_text(CUES.format("你回来了。", "等我。"), encoding="utf-8")
    (folder / "en.srt").write_text(CUES.format("You're back.", "Wait for me."), encoding="utf-8")
    out = folder / "found.json"
    files = [str(folder / "en.srt"), "--against", str(folder / "zh.srt"), "--to", "en-US"]
    assert main(["check", *files, *options, "-q", "--output-format", "json", "--output-file", str(out)]) == 0
    return [row["code"] for row in json.loads(out.read_text(encoding="utf-8")) if row["code"] >= "TIM008"]


def test_gaps_are_counted_in_the_frames_of_the_picture(tmp_path: Path) -> None:
    assert codes(tmp_path, "--select", "TIM") == []
    assert codes(tmp_path, "--select", "TIM", "--fps", "25") == ["TIM008"]
    assert codes(tmp_path, "--select", "TIM", "--fps", "60") == []


def test_shot_changes_come_from_a_file(tmp_path: Path) -> None:
    cuts = tmp_path / "cuts.txt"
    cuts.write_text("# made by hand\n0:00:01.200\n4.9\n", encoding="utf-8")
    assert codes(tmp_path, "--select", "TIM010", "--cuts", str(cuts)) == ["TIM010", "TIM010"]


def test_a_line_that_is_no_time_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cuts = tmp_path / "cuts.txt"
    cuts.write_text("1.5\nsoon\n", encoding="utf-8")
    assert main(["check", "a.srt", "--against", "b.srt", "--to", "en-US", "--cuts", str(cuts)]) == 2
    assert "cuts.txt:2" in capsys.readouterr().err


def test_the_frame_rate_of_a_project_file_counts_where_none_is_given(tmp_path: Path) -> None:
    config = tmp_path / "localize.toml"
    config.write_text('[project]\ntargets = ["en-US"]\n[layout]\nfps = 25\n', encoding="utf-8")
    assert codes(tmp_path, "--select", "TIM", "--config", str(config)) == ["TIM008"]
    assert codes(tmp_path, "--select", "TIM", "--config", str(config), "--fps", "60") == []


def test_a_project_names_its_frame_rate_and_the_cuts_of_every_file(
    project: Path, localize: Callable[..., object]
) -> None:
    episode = project / "episodes" / "ep01.srt"
    episode.write_text(CUES.format("你回来了。", "等我。"), encoding="utf-8")
    localize("sync", "--project", project)
    localize("translate", "--to", "en-US", "--engine", "echo", "--project", project)
    out = project / "found.json"

    def found() -> list[str]:
        check = ["check", "--to", "en-US", "--select", "TIM008,TIM009,TIM010", "--project", project, "-q"]
        localize(*check, "--output-format", "json", "--output-file", out)
        return [row["code"] for row in json.loads(out.read_text(encoding="utf-8"))]

    assert found() == []
    file = project / "localize.toml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("[files]\n", '[files]\ncuts = "{path}.cuts"\n', 1)
    assert "cuts" in text
    file.write_text(text.replace("[layout]\n", "[layout]\nfps = 25\n", 1), encoding="utf-8")
    assert found() == ["TIM008"]
    (project / "episodes" / "ep01.srt.cuts").write_text("1.2\n", encoding="utf-8")
    assert sorted(found()) == ["TIM008", "TIM010"]


def test_a_project_has_no_single_picture(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--fps", "25"]) == 2
    assert "--against" in capsys.readouterr().err


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    for folder, texts in (("zh", ("你回来了。", "等我。")), ("en", ("You're back.", "Wait for me."))):
        for name in ("s1/ep01.srt", "s2/ep01.srt"):
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(CUES.format(*texts), encoding="utf-8")
    (tmp_path / "cuts" / "s2").mkdir(parents=True)
    (tmp_path / "cuts" / "s2" / "ep01.txt").write_text("1.2\n", encoding="utf-8")
    return tmp_path


def flagged(delivery: Path, *options: object) -> list[str]:
    """Return the season folders of the files with a cue beside a cut."""
    out = delivery / "found.json"
    given = [
        "check",
        delivery / "en",
        "--against",
        delivery / "zh",
        "--to",
        "en-US",
        "--select",
        "TIM010",
        "-q",
    ]
    arguments = [*given, *options, "--output-format", "json", "--output-file", out]
    assert main([str(a) for a in arguments]) == 0
    return [Path(row["file"]).parent.name for row in json.loads(out.read_text(encoding="utf-8"))]


def test_each_file_of_a_folder_has_its_own_shot_changes(delivery: Path) -> None:
    assert flagged(delivery) == []
    assert flagged(delivery, "--cuts", f"{delivery}/cuts/{{folder}}/{{stem}}.txt") == ["s2"]


@pytest.mark.parametrize("pattern", ["cuts/{path}.txt", "cuts/{stem}.{locale}"])
def test_one_file_has_the_shot_changes_of_its_name_or_of_its_source(delivery: Path, pattern: str) -> None:
    target = (delivery / "en" / "s1" / "ep01.srt").rename(delivery / "ep01.en.srt")
    named = pattern.replace("{path}", "ep01.srt").replace("{stem}", "ep01.en").replace("{locale}", "en-US")
    (delivery / named).write_text("1.2\n", encoding="utf-8")
    out = delivery / "found.json"
    files = ["check", target, "--against", delivery / "zh" / "s1" / "ep01.srt", "--cuts", delivery / pattern]
    arguments = [
        *files,
        "--to",
        "en-US",
        "--select",
        "TIM010",
        "--output-format",
        "json",
        "--output-file",
        out,
    ]
    assert main([str(a) for a in arguments]) == 0
    assert [row["code"] for row in json.loads(out.read_text(encoding="utf-8"))] == ["TIM010"]


@pytest.mark.parametrize("pattern", ["cuts/{stem}.txt", "cuts/{path}.txt"])
def test_files_checked_with_a_project_file_have_the_cuts_that_it_names(delivery: Path, pattern: str) -> None:
    text = f'[project]\ntargets = ["en-US"]\n[files]\ncuts = "{pattern}"\n'
    (delivery / "localize.toml").write_text(text, encoding="utf-8")
    assert flagged(delivery, "--config", delivery / "localize.toml") == []
    (delivery / "cuts" / "ep01.txt").write_text("1.2\n", encoding="utf-8")
    (delivery / "cuts" / "zh" / "s1").mkdir(parents=True)
    (delivery / "cuts" / "zh" / "s1" / "ep01.srt.txt").write_text("1.2\n", encoding="utf-8")
    found = {"cuts/{stem}.txt": ["s1", "s2"], "cuts/{path}.txt": ["s1"]}
    assert flagged(delivery, "--config", delivery / "localize.toml") == found[pattern]


@pytest.mark.parametrize(
    ("pattern", "what", "do"),
    [
        ("one.cuts", "one picture for 2 files", "cuts/{stem}.txt"),
        ("{locale}.cuts", "one picture for 2 files", "cuts/{stem}.txt"),
        ("{name}.cuts", "unknown field {name}", "use {locale}"),
        ("nowhere/{stem}.cuts", "names no file that is there", "nowhere/ep01.cuts would be the first"),
    ],
)
def test_cuts_that_cannot_be_those_of_a_folder_are_wrong_use(
    delivery: Path, pattern: str, what: str, do: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["check", delivery / "en", "--against", delivery / "zh", "--to", "en-US", "--cuts", pattern]
    assert main([str(a) for a in given]) == 2
    told = capsys.readouterr()
    assert (what in told.err, do in told.err, told.out) == (True, True, "")


@pytest.fixture
def season(tmp_path: Path) -> Path:
    for name in ("ep01.srt", "ep02.srt"):
        path = tmp_path / "season" / "episodes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CUES.format("你回来了。", "等我。"), encoding="utf-8")
    return tmp_path / "season"


def batched(season: Path, *options: object) -> list[tuple[str, str]]:
    out = season.parent / "found.json"
    given = [
        "batch",
        season / "episodes",
        "-o",
        season.parent / "out",
        "--to",
        "en-US",
        "--engine",
        "echo",
        "-q",
    ]
    wanted = ["--check", "--select", "TIM008,TIM009,TIM010", "--output-format", "json", "--output-file", out]
    assert main([str(a) for a in (*given, *wanted, *options)]) == 0
    rows = json.loads(out.read_text(encoding="utf-8"))
    return [(Path(row["file"]).name, row["code"]) for row in rows]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_batch_counts_frames_and_knows_the_shot_changes_of_each_file(season: Path, jobs: int) -> None:
    assert batched(season) == []
    (season / "ep02.cuts").write_text("1.2\n", encoding="utf-8")
    options = ["--fps", 25, "--cuts", f"{season}/{{stem}}.cuts", "--jobs", jobs]
    assert batched(season, *options) == [
        ("ep01.srt", "TIM008"),
        ("ep02.srt", "TIM010"),
        ("ep02.srt", "TIM008"),
    ]


def test_a_batch_takes_frames_and_cuts_from_a_project_file(season: Path) -> None:
    config = season / "localize.toml"
    config.write_text(
        '[project]\ntargets = ["en-US"]\n[files]\ncuts = "{path}.cuts"\n[layout]\nfps = 25\n'
        '[export]\ngate = "any"\n',
        encoding="utf-8",
    )
    (season / "episodes" / "ep01.srt.cuts").write_text("1.2\n", encoding="utf-8")
    found = [("ep01.srt", "TIM010"), ("ep01.srt", "TIM008"), ("ep02.srt", "TIM008")]
    assert batched(season, "--config", config) == found
    assert batched(season, "--config", config, "--fps", 60) == []


def test_a_resumed_batch_looks_again_where_the_cuts_changed(season: Path) -> None:
    cuts = season / "ep01.cuts"
    cuts.write_text("500\n", encoding="utf-8")
    options = ["--cuts", f"{season}/{{stem}}.cuts", "--resume"]
    assert batched(season, *options) == []
    cuts.write_text("1.2\n", encoding="utf-8")
    page = season.parent / "page.html"
    assert batched(season, *options) == [("ep01.srt", "TIM010")]
    assert batched(season, *options, "--report", f"html={page}") == [("ep01.srt", "TIM010")]
    assert "你回来了" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (["--fps", "25"], "--fps needs --check"),
        (["--cuts", "{stem}.cuts"], "--cuts needs --check"),
        (["--check", "--fps", "-1"], "no frame rate"),
        (["--check", "--cuts", "{name}.cuts"], "unknown field {name}"),
        (["--check", "--cuts", "one.cuts"], "one picture for 2 files"),
        (["--check", "--cuts", "{stem}.cuts"], "names no file that is there"),
    ],
)
def test_a_picture_that_a_batch_cannot_mean_is_wrong_use(
    season: Path, options: list[str], what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [
        "batch",
        str(season / "episodes"),
        "-o",
        str(season / "out"),
        "--to",
        "en-US",
        "--engine",
        "echo",
    ]
    assert main([*given, *options]) == 2
    assert what in capsys.readouterr().err
    assert not (season / "out").exists()
