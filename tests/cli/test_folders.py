"""What is taken out of a folder and what is not: exclusions are said by the user, everything else is told."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Localize = Callable[..., Any]
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "你好"\nmsgstr "Hello"\n'


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("a.po", "s1/b.po", "s1/drafts/c.po"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PO, encoding="utf-8")
    (tmp_path / "in" / "s1" / "LICENSE.txt").write_text("Do what you like.\n", encoding="utf-8")
    return tmp_path


def test_a_batch_leaves_out_what_it_is_told_to(tree: Path, localize: Localize) -> None:
    batch = ["batch", tree / "in", "-o", tree / "out", "--to", "en-US", "--engine", "echo"]
    run = localize(*batch)
    assert (run.code, "LICENSE.txt" in run.err) == (2, True)
    run = localize(*batch, "--exclude", "*.txt", "--exclude", "drafts", "--force")
    assert (run.code, "2 files into" in run.err) == (0, True), run.err


def test_a_check_leaves_out_what_it_is_told_to(tree: Path, localize: Localize) -> None:
    check = ["check", tree / "in", "--bilingual", "--to", "en-US"]
    run = localize(*check)
    assert (run.code, "LICENSE.txt" in run.err) == (2, True)
    run = localize(*check, "--exclude", "s1/*.txt")
    assert (run.code, run.err) == (0, ""), run.err
    run = localize(*check[:1], tree / "in", "--against", tree / "in", "--to", "en-US", "--exclude", "*")
    assert (run.code, "holds no file" in run.err) == (2, True)


def test_a_folder_that_cannot_be_looked_into_is_told_and_its_files_are_not_gone(
    tree: Path, localize: Localize, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tree / "localize.toml").write_text(
        '[project]\nname = "H"\ntargets = ["en-US"]\n[files]\ninclude = ["in/**/*.po"]\n', encoding="utf-8"
    )
    assert localize("sync", "--project", tree).code == 0
    scan, access = os.scandir, os.access

    def closed(path: object) -> bool:
        return str(path) == str(tree / "in" / "s1")

    def scandir(path: Any = ".") -> Any:
        if closed(path):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(os, "access", lambda path, mode: not closed(path) and access(path, mode))
    run = localize("check", tree / "in", "--bilingual", "--to", "en-US")
    assert (run.code, "s1: INP001 the folder cannot be read: Permission denied" in run.err) == (2, True)
    run = localize("sync", "--project", tree)
    assert (run.code, run.err.count("s1: INP001 the folder cannot be read")) == (2, 1)
    monkeypatch.undo()
    assert "s1/b.po" in localize("status", "--project", tree).out


@pytest.fixture
def shut(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Return what makes a folder one that nobody may look into."""
    closed: set[str] = set()
    scan = os.scandir

    def scandir(path: Any = ".") -> Any:
        if str(path) in closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    return lambda folder: closed.add(str(folder))


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    """Return a folder with sources in `zh` and targets in `en`, each with a fault: two episodes, and one below."""
    for side, text in (("zh", "你好%s"), ("en", "Hello")):
        for name in ("a", "s1/b", "s2/c"):
            path = tmp_path / side / f"{name}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f'{{"k": "{text}"}}\n', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("side", ["en", "zh"])
def test_a_check_goes_on_after_a_folder_that_cannot_be_looked_into_on_either_side(
    delivery: Path, localize: Localize, shut: Callable[[Path], None], side: str
) -> None:
    shut(delivery / side / "s1")
    run = localize("check", delivery / "en", "--against", delivery / "zh", "--to", "en-US")
    assert run.code == 2
    (problem,) = run.err.splitlines()
    assert problem.endswith(
        f"{side}/s1: INP001 the folder cannot be read: Permission denied (see who may read it)"
    )
    assert run.out.count("COD001") == 2
    assert "s1" not in run.out


def test_a_check_of_a_folder_that_is_itself_closed_says_so_and_does_the_other(
    delivery: Path, localize: Localize, shut: Callable[[Path], None]
) -> None:
    shut(delivery / "en" / "s1")
    folders = [delivery / "en" / name for name in ("s1", "s2")]
    run = localize("check", *folders, "--against", delivery / "zh" / "s2", "--to", "en-US")
    assert (run.code, run.err.count("s1: INP001"), run.out.count("COD001")) == (2, 1, 1)
    run = localize("check", folders[0], "--against", delivery / "zh" / "s1", "--to", "en-US")
    assert (run.code, run.err.count("s1: INP001"), run.out) == (2, 1, "no findings\n")


def test_a_closed_folder_that_is_left_out_or_hidden_is_no_matter(
    delivery: Path, localize: Localize, shut: Callable[[Path], None]
) -> None:
    (delivery / "en" / ".cache").mkdir()
    shut(delivery / "en" / ".cache")
    shut(delivery / "en" / "s1")
    check = ["check", delivery / "en", "--against", delivery / "zh", "--to", "en-US"]
    run = localize(*check, "--exclude", "s1")
    assert (run.code, run.err, run.out.count("COD001")) == (1, "", 2)


def test_a_baseline_keeps_what_it_accepts_of_a_folder_that_is_closed_today(
    delivery: Path, localize: Localize, shut: Callable[[Path], None]
) -> None:
    check = ["check", delivery / "en", "--against", delivery / "zh", "--to", "en-US"]
    check += ["--baseline", delivery / "accepted.json"]
    assert localize(*check, "--update-baseline").code == 0
    before = (delivery / "accepted.json").read_text(encoding="utf-8")
    shut(delivery / "en" / "s1")
    run = localize(*check, "--update-baseline")
    assert (run.code, "1 accepted findings stay" in run.err) == (2, True), run.err
    assert (delivery / "accepted.json").read_text(encoding="utf-8") == before


def test_a_baseline_of_a_batch_keeps_what_it_accepts_of_a_folder_that_is_closed_today(
    delivery: Path, localize: Localize, shut: Callable[[Path], None]
) -> None:
    batch = ["batch", delivery / "zh", "-o", delivery / "out", "--engine", "echo", "--to", "en-US", "--check"]
    batch += ["--select", "TXT002", "--baseline", delivery / "accepted.json", "--update-baseline"]
    assert localize(*batch).code == 0
    before = (delivery / "accepted.json").read_text(encoding="utf-8")
    assert before.count("s1/b.json") == 1
    shut(delivery / "zh" / "s1")
    run = localize(*batch)
    assert (run.code, run.err.count("s1: INP001"), "1 accepted findings stay" in run.err) == (2, 1, True), (
        run.err
    )
    assert (delivery / "accepted.json").read_text(encoding="utf-8") == before


def test_a_batch_does_not_look_into_a_closed_folder_that_is_left_out(
    delivery: Path, localize: Localize, shut: Callable[[Path], None]
) -> None:
    shut(delivery / "zh" / "s1")
    run = localize(
        "batch",
        delivery / "zh",
        "-o",
        delivery / "out",
        "--engine",
        "echo",
        "--to",
        "en-US",
        "--exclude",
        "s1",
    )
    assert (run.code, "2 written" in run.err, "INP001" in run.err) == (0, True, False), run.err


def test_what_is_no_file_is_told_by_a_check_of_its_folder(tree: Path, localize: Localize) -> None:
    (tree / "in" / "dead.po").symlink_to(tree / "nowhere")
    run = localize("check", tree / "in", "--bilingual", "--to", "en-US", "--exclude", "*.txt")
    assert (run.code, "dead.po: INP001 is a link to" in run.err) == (2, True)


def test_a_resumed_batch_with_one_more_locale_does_only_that(tree: Path, localize: Localize) -> None:
    batch = [
        "batch",
        tree / "in",
        "-o",
        tree / "out",
        "--engine",
        "echo",
        "--exclude",
        "*.txt",
        "--to",
        "en-US",
    ]
    assert "3 written" in localize(*batch).err
    more = localize(*batch, "--to", "es-419", "--resume").err
    assert ("3 written" in more, "3 were done before" in more) == (True, True)
    assert "0 written" in localize(*batch[:-1], "es-419", "--resume").err


def test_links_to_folders_are_named_and_not_gone_into(tmp_path: Path, localize: Callable[..., Any]) -> None:
    for name in ("zh/ep01.srt", "en/ep01.srt", "far/ep02.srt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("1\n00:00:01,000 --> 00:00:03,000\n你好。\n", encoding="utf-8")
    (tmp_path / "zh" / "season2").symlink_to(tmp_path / "far")
    (tmp_path / "zh" / "round").symlink_to(tmp_path / "zh")
    batch = ("batch", tmp_path / "zh", "-o", tmp_path / "out", "--to", "en-US", "--engine", "echo")
    told = [line for line in localize(*batch).err.splitlines() if "link to a folder" in line]
    assert told == [
        f"{tmp_path / 'zh' / name}: a link to a folder, not gone into (name it as an input of its own)"
        for name in ("round", "season2")
    ]
    assert sorted(p.name for p in (tmp_path / "out").rglob("*.srt")) == ["ep01.srt"]
    assert "link to a folder" not in localize(*batch, "--exclude", "round", "--exclude", "season2").err
    check = localize("check", tmp_path / "en", "--against", tmp_path / "zh", "--to", "en-US")
    assert check.err.count("link to a folder") == 2
