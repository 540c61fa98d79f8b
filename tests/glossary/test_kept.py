"""Packs kept in the cache folder: the same concepts without their YAML, and no trace of a spoiled cache."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from localize.errors import ProblemsError
from localize.glossary import kept, load

PACK = "zh-Hans/food"
FILE = "glossaries-zh-Hans-food.yaml.json"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "localize" / "packs"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the YAML files that are read from now on, and have nothing remembered in memory."""
    import importlib

    module = importlib.import_module("localize.glossary.load")
    names: list[str] = []
    whole = module.read_yaml

    def noted(data: bytes, name: str) -> object:
        names.append(name)
        return whole(data, name)

    monkeypatch.setattr(module, "read_yaml", noted)
    monkeypatch.setattr(module, "_read_pack", module._read_pack.__wrapped__)
    return names


def test_a_pack_is_read_once_and_gives_the_same_concepts_at_the_same_lines_afterwards(
    folder: Path, read: list[str]
) -> None:
    first = load(packs=[PACK])
    assert read == ["glossaries/zh-Hans/food.yaml"]
    assert [file.name for file in folder.iterdir()] == [FILE]
    second = load(packs=[PACK])
    assert read == ["glossaries/zh-Hans/food.yaml"]
    assert len(first.concepts) > 20
    assert second.concepts == first.concepts
    assert [c.place for c in second.concepts] == [c.place for c in first.concepts]


@pytest.mark.parametrize(
    "spoiled",
    [b"", b"{", b"[]", b"7", b'"a"', b"\xff\xfe", b"[1,2,3,4]", b"[[1],[2]]"],
)
def test_a_spoiled_cache_is_read_over_and_mended(folder: Path, read: list[str], spoiled: bytes) -> None:
    whole = load(packs=[PACK]).concepts
    (folder / FILE).write_bytes(spoiled)
    assert load(packs=[PACK]).concepts == whole
    assert len(read) == 2
    assert load(packs=[PACK]).concepts == whole
    assert len(read) == 2


def test_a_pack_that_changed_is_read_again(folder: Path) -> None:
    data = b"category: food\nconcepts: []\n"
    from localize.glossary.yamlfile import read_yaml

    kept.keep(data, read_yaml(data, "glossaries/x.yaml"))
    assert kept.recall(data, "glossaries/x.yaml") == ({"category": "food", "concepts": []}, [])
    assert kept.recall(data + b"# more\n", "glossaries/x.yaml") is None
    assert json.loads((folder / "glossaries-x.yaml.json").read_text(encoding="utf-8"))[0] == 1


def test_a_folder_that_cannot_be_written_keeps_nothing_and_harms_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: list[str]
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert load(packs=[PACK]).concepts == load(packs=[PACK]).concepts
    assert len(read) == 2
    assert (tmp_path / "file").read_text(encoding="utf-8") == "no folder"


def test_a_project_file_is_never_kept(folder: Path, tmp_path: Path, read: list[str]) -> None:
    terms = tmp_path / "terms.yaml"
    terms.write_text("category: food\nconcepts: [{id: a}]\n", encoding="utf-8")
    with pytest.raises(ProblemsError, match="GLO"):
        load([terms], packs=[PACK])
    assert [file.name for file in folder.iterdir()] == [FILE]
    assert read == ["glossaries/zh-Hans/food.yaml", str(terms)]
