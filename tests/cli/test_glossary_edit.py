"""`localize glossary add`, `set` and `lint` from the shell: one entry changed in place, every fault in one run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from localize.glossary import Status, read_concepts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path, localize: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project whose term files lie in `glossary`."""
    assert localize("init", tmp_path, "--to", "en-US").code == 0
    (tmp_path / "glossary").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOCALIZE_REVIEWER", "lin")
    return tmp_path


def _renderings(file: Path) -> dict[str, Status]:
    concepts, wrong = read_concepts(file.read_bytes(), file.name)
    assert wrong == ()
    return {r.text: r.status for c in concepts for r in c.renderings}


def test_an_entry_is_added_and_changed_and_says_who_and_why(
    project: Path, localize: Callable[..., Any]
) -> None:
    file = project / "glossary" / "terms.yaml"
    added = localize(
        "glossary", "add", "孔帮", "--say", "en-US=the Kong Gang", "--forbid", "en-US=Hole Gang", "-o", file
    )
    assert (added.code, added.out) == (0, "")
    assert "a draft until a person reviews it" in added.err
    changed = localize(
        "glossary",
        "set",
        "孔帮",
        "--say",
        "en-US=Kong's men",
        "--deprecate",
        "en-US=the Kong Gang",
        "--why",
        "client 3",
    )
    assert changed.code == 0
    assert _renderings(file) == {
        "Kong's men": Status.PREFERRED,
        "the Kong Gang": Status.DEPRECATED,
        "Hole Gang": Status.FORBIDDEN,
    }
    text = file.read_text(encoding="utf-8")
    assert 'lin: en-US "Kong\'s men" is preferred (client 3)' in text
    assert (
        localize("glossary", "set", "project.孔帮", "--reviewed", "--source", "client glossary 3").code == 0
    )
    assert "source: client glossary 3" in file.read_text(encoding="utf-8")
    assert localize("glossary", "set", "孔帮", "--say", "en-US=the Kongs").code == 0
    concepts, _ = read_concepts(file.read_bytes(), file.name)
    sources = {r.text: r.source for c in concepts for r in c.renderings}
    assert (sources["the Kongs"], sources["Kong's men"]) == (
        "",
        "client glossary 3",
    )  # nobody cited it for these


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ("set", "孔帮", "--say", "en=x"),
            "no term file of the project has 孔帮 (add it: localize glossary add 孔帮",
        ),
        (("set", "孔帮"), "nothing to change (use --say"),
        (("add", "孔帮", "--say", "the Kong Gang"), "needs a locale and words"),
        (("add", "孔帮", "--say", "zz-!!=x"), "unknown locale"),
    ],
)
def test_what_cannot_be_changed_is_one_line_and_writes_nothing(
    project: Path, localize: Callable[..., Any], words: tuple[str, ...], says: str
) -> None:
    done = localize("glossary", *words)
    assert done.code == 2
    assert says in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert list((project / "glossary").iterdir()) == []


def test_two_entries_of_one_term_are_told_apart_by_id(project: Path, localize: Callable[..., Any]) -> None:
    for name in ("a", "b"):
        assert localize("glossary", "add", "黑卡", "-o", project / "glossary" / f"{name}.yaml").code == 0
    (project / "glossary" / "b.yaml").write_text(
        (project / "glossary" / "b.yaml").read_text(encoding="utf-8").replace("project.黑卡", "project.b"),
        "utf-8",
    )
    done = localize("glossary", "set", "黑卡", "--say", "en=black card")
    assert "黑卡 is several entries" in done.err
    assert localize("glossary", "set", "project.b", "--say", "en=black card").code == 0
    assert _renderings(project / "glossary" / "b.yaml") == {"black card": Status.PREFERRED}


def test_one_run_tells_every_fault_of_a_file(project: Path, localize: Callable[..., Any]) -> None:
    file = project / "glossary" / "bad.yaml"
    file.write_text(
        "category: project\nconcepts:\n"
        "  - {id: project.a, term: 黑卡, strategy: DIREKT, renderings: {en: black card}}\n"
        "  - {id: project.a, term: 黑卡, strategy: DIRECT, scope: {episodes: 12-3}}\n"
        "  - {id: project.q, term: 丙, strategy: DIRECT, renderings: {xx!!: y}}\n",
        encoding="utf-8",
    )
    lines = localize("glossary", "lint", file).err.splitlines()
    assert [line.split("bad.yaml:")[1].split(" ")[:2] for line in lines] == [
        ["3:", "GLO004"],
        ["4:", "GLO004"],
        ["4:", "GLO007"],
        ["5:", "GLO004"],
    ]


def test_remarks_about_the_packs_are_counted_and_shown_on_request(
    project: Path, localize: Callable[..., Any]
) -> None:
    assert localize("glossary", "add", "孔帮", "-o", project / "glossary" / "terms.yaml").code == 0
    quiet, loud = localize("glossary", "lint"), localize("glossary", "lint", "-v")
    assert "glossaries/zh-Hans" not in quiet.out
    assert "remarks about the shipped packs are left out (-v shows them)" in quiet.err
    assert "glossaries/zh-Hans" in loud.out
