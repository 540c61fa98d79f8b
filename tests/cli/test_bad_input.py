"""Bad input gets one clear line a problem, the right exit code, no traceback, and the other files are still done."""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LINE = re.compile(r"^(\S[^\n]*?(:\d+)*: )?[A-Z]{3}\d{3} .+")

BAD_FILES = {
    "empty.srt": b"",
    "binary.srt": bytes(range(256)) * 8,
    "prose.srt": "这里没有字幕。\n只有一段话。\n".encode(),
    "halfchar.srt": "1\n00:00:01,000 --> 00:00:02,000\n你好".encode()[:-1],
}


def problem_lines(err: str) -> list[str]:
    return [
        line
        for line in err.splitlines()
        if re.search(r"\b(FMT|ENC|INP|USE|OUT|ENG|GAT|CFG|STO)\d{3}\b", line)
    ]


@pytest.mark.parametrize("name", sorted(BAD_FILES))
def test_a_bad_file_gets_one_line_and_the_others_are_done(
    name: str, episode: Path, tmp_path: Path, localize: Callable[..., object]
) -> None:
    (episode.parent / name).write_bytes(BAD_FILES[name])
    run = localize("batch", episode.parent, "-o", tmp_path / "out", "--to", "en-US", "--engine", "echo")
    assert run.code == 2
    (line,) = problem_lines(run.err)
    assert re.search(rf"{re.escape(name)}(:\d+)?: [A-Z]{{3}}\d{{3}} .+", line)
    assert (tmp_path / "out" / "en-US" / "ep01.srt").is_file()
    assert not (tmp_path / "out" / "en-US" / name).exists()


AWKWARD_NAMES = {
    "a line\nbreak.srt": "line\\nbreak.srt:1: FMT001",
    "half\udcff.srt": "half<U+DCFF>.srt:1: FMT001",
    "emoji\N{GRINNING FACE}.srt": "emoji\N{GRINNING FACE}.srt:1: FMT001",
    "-dash.srt": "-dash.srt:1: FMT001",
}


@pytest.mark.parametrize("name", sorted(AWKWARD_NAMES), ids=range(len(AWKWARD_NAMES)))
def test_a_file_name_of_any_bytes_is_named_on_one_line(
    name: str, episode: Path, tmp_path: Path, localize: Callable[..., object]
) -> None:
    (episode.parent / name).write_bytes(b"")
    (episode.parent / f"good {name}").write_bytes(episode.read_bytes())
    run = localize("batch", episode.parent, "-o", tmp_path / "out", "--to", "en-US", "--engine", "echo")
    assert run.code == 2
    (line,) = problem_lines(run.err)
    assert AWKWARD_NAMES[name] in line
    assert (tmp_path / "out" / "en-US" / "ep01.srt").is_file()
    assert (tmp_path / "out" / "en-US" / f"good {name}").is_file()
    again = localize(
        "batch", episode.parent, "-o", tmp_path / "out", "--to", "en-US", "--engine", "echo", "--resume"
    )
    assert "2 were done before" in again.err


@pytest.mark.parametrize("kind", ["pipe", "loop", "dangling", "folder"])
def test_what_is_no_file_is_told_and_never_waited_for(
    kind: str, episode: Path, tmp_path: Path, localize: Callable[..., object]
) -> None:
    odd = episode.parent / "odd.srt"
    {
        "pipe": lambda: os.mkfifo(odd),
        "loop": lambda: odd.symlink_to("odd.srt"),
        "dangling": lambda: odd.symlink_to("nowhere.srt"),
        "folder": lambda: odd.mkdir(),
    }[kind]()
    alone = localize("convert", odd, odd, "--verify")
    assert (alone.code, len(problem_lines(alone.err))) == (2, 1)
    assert re.search(r"odd\.srt: INP001 .+ \(.+\)", alone.err)
    run = localize("batch", episode.parent, "-o", tmp_path / "out", "--to", "en-US", "--engine", "echo")
    assert (tmp_path / "out" / "en-US" / "ep01.srt").is_file()
    assert len(problem_lines(run.err)) == (0 if kind == "folder" else 1)


def test_a_folder_that_is_closed_is_told_and_the_others_are_done(
    episode: Path, tmp_path: Path, localize: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, scandir = episode.parent / "closed", os.scandir
    closed.mkdir()

    def guarded(path: str) -> object:
        if os.fspath(path) == str(closed):
            raise PermissionError(13, "Permission denied", str(closed))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)  # root may read any
    run = localize("batch", episode.parent, "-o", tmp_path / "out", "--to", "en-US", "--engine", "echo")
    assert run.code == 2
    (line,) = problem_lines(run.err)
    assert line.endswith("closed: INP001 the folder cannot be read: Permission denied (see who may read it)")
    assert (tmp_path / "out" / "en-US" / "ep01.srt").is_file()


def test_a_project_names_the_file_whose_name_it_cannot_keep(
    project: Path, localize: Callable[..., object]
) -> None:
    (episode,) = project.rglob("*.srt")
    (episode.parent / "half\udcff.srt").write_bytes(episode.read_bytes())
    run = localize("sync", "--project", project)
    assert run.code == 2
    assert "half<U+DCFF>.srt: INP001 its name is not UTF-8 (rename it)" in run.err
    assert "ep01.srt" in run.out


def test_a_truncated_file_keeps_its_whole_cues(
    episode: Path, tmp_path: Path, localize: Callable[..., object]
) -> None:
    whole = episode.read_bytes()
    episode.write_bytes(whole[: whole.rindex(b"00:00:05,500") + 14])
    run = localize("batch", episode, "-o", tmp_path / "out", "--to", "en-US", "--engine", "echo")
    assert run.code == 0
    written = (tmp_path / "out" / "en-US" / "ep01.srt").read_bytes()
    assert written.endswith(whole[whole.rindex(b"\n3\n") : whole.rindex(b"00:00:05,500") + 14])


def test_a_wrong_encoding_is_named(episode: Path, tmp_path: Path, localize: Callable[..., object]) -> None:
    run = localize("convert", episode, tmp_path / "x.vtt", "--encoding", "big5")
    assert run.code == 2
    assert re.search(r"ep01\.srt(:\d+)?: ENC\d{3} ", run.err)
    assert not (tmp_path / "x.vtt").exists()


def test_an_unknown_locale_is_one_line(
    episode: Path, tmp_path: Path, localize: Callable[..., object]
) -> None:
    run = localize("batch", episode, "-o", tmp_path / "out", "--to", "zz-ZZ")
    assert run.code == 2
    assert run.err.startswith("USE002 unknown locale 'zz-ZZ'")
    assert not (tmp_path / "out").exists()


def test_a_missing_engine_is_one_line_with_near_names(
    episode: Path, tmp_path: Path, localize: Callable[..., object]
) -> None:
    run = localize("batch", episode, "-o", tmp_path / "out", "--to", "en-US", "--engine", "startr")
    assert run.code == 2
    assert "startr" in run.err
    assert "starter" in run.err


def test_a_pair_that_no_engine_can_do_says_what_to_do(
    episode: Path, tmp_path: Path, localize: Callable[..., object]
) -> None:
    run = localize("batch", episode, "-o", tmp_path / "out", "--to", "th")
    assert run.code in (2, 3)
    assert "engine list" in run.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_output_folder_is_one_line_for_a_user(
    episode: Path, tmp_path: Path, localize: Callable[..., object]
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(stat.S_IRUSR | stat.S_IXUSR)
    run = localize("batch", episode, "-o", closed / "out", "--to", "en-US", "--engine", "echo")
    assert run.code == 2
    assert "OUT001" in run.err


def test_an_output_folder_that_is_a_file_is_one_line(
    episode: Path, tmp_path: Path, localize: Callable[..., object]
) -> None:
    run = localize("batch", episode, "-o", episode, "--to", "en-US", "--engine", "echo")
    assert run.code == 2
    assert "OUT001" in run.err
    assert "一分不能少" in episode.read_text(encoding="utf-8")


def test_a_second_init_overwrites_nothing(project: Path, localize: Callable[..., object]) -> None:
    before = (project / "localize.toml").read_bytes()
    run = localize("init", project, "--to", "ja")
    assert run.code == 2
    assert re.search(r"localize\.toml: OUT002 exists already \(edit it, or remove it first\)", run.err)
    assert (project / "localize.toml").read_bytes() == before


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path, localize: Callable[..., object]) -> None:
    run = localize(
        "batch", tmp_path / "nothing.srt", "-o", tmp_path / "out", "--to", "en-US", "--engine", "echo"
    )
    assert run.code == 2
    assert "nothing.srt: INP001 no such file" in run.err


def test_two_inputs_for_one_output_are_refused(
    episode: Path, tmp_path: Path, localize: Callable[..., object]
) -> None:
    twin = tmp_path / "other" / "ep01.srt"
    twin.parent.mkdir()
    twin.write_bytes(episode.read_bytes())
    run = localize("batch", episode, twin, "-o", tmp_path / "out", "--to", "en-US", "--engine", "echo")
    assert run.code == 2
    assert "same place" in run.err


def test_no_project_is_one_line(tmp_path: Path, localize: Callable[..., object]) -> None:
    for verb in ("sync", "translate", "check", "status"):
        run = localize(verb, "--project", tmp_path)
        assert run.code == 2
        assert "USE003" in run.err


def test_a_file_named_without_a_project_is_told_how_to_be_checked_by_itself(
    episode: Path, tmp_path: Path, localize: Callable[..., object]
) -> None:
    (tmp_path / "bare").mkdir()
    run = localize("check", episode, "--project", tmp_path / "bare")
    assert run.code == 2
    assert "--bilingual" in run.err
    assert "--against" in run.err


def test_a_batch_does_not_overwrite_what_somebody_else_wrote(
    episode: Path, tmp_path: Path, localize: Callable[..., object]
) -> None:
    order = ("batch", episode, "-o", tmp_path / "out", "--to", "en-US", "--engine", "echo")
    assert localize(*order).code == 0
    written = tmp_path / "out" / "en-US" / "ep01.srt"
    assert localize(*order).code == 0
    written.write_text("mine", encoding="utf-8")
    run = localize(*order)
    assert run.code == 2
    assert "--force" in run.err
    assert written.read_text(encoding="utf-8") == "mine"
    assert localize(*order, "--force").code == 0
    assert written.read_text(encoding="utf-8") != "mine"
