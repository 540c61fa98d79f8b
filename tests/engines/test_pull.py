from __future__ import annotations

import importlib
import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from localize.engines import create, models
from localize.engines.base import Candidate, EngineOptions, Request
from localize.engines.pull import pull
from localize.engines.starter import FOLDER
from localize.errors import UnavailableError, UsageError
from localize.text import has_han

NAME = "someone/starter-ct2"


@pytest.fixture
def hub(registry: Any, models_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a hub that has the starter model, converted."""
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.delenv("HF_TOKEN", raising=False)
    registry.add_hub(NAME, FOLDER, licence="gpl-3.0")
    return registry


@pytest.fixture
def firefox(registry: Any, models_home: Path, tmp_path: Path) -> Any:
    """Return a registry of Firefox models with one pair, and the paths of its files."""
    importlib.import_module("tiny_models").build_firefox(tmp_path / "made")
    registry.paths = registry.add_firefox("zh-en", tmp_path / "made")
    return registry


def test_a_converted_model_of_the_hub_is_fetched_proven_tried_recorded_and_used(hub: Any) -> None:
    pulled = pull(NAME, endpoint=hub.url)
    assert pulled.fresh
    assert pulled.probe
    assert not has_han(pulled.probe)
    assert (pulled.card.licence, pulled.card.commercial) == ("GPL-3.0-only", True)
    assert pulled.card.revision.startswith("0123456789")
    assert set(pulled.card.files) >= {"model.bin", "source.spm", "target_vocabulary.json"}
    assert not (pulled.folder / "training.log").exists()
    assert [card.name for _, card in models.pulled()] == [NAME]
    engine = create("ctranslate2", source="zh-Hans", target="en-US", options=EngineOptions(model=NAME))
    (answer,) = engine.translate([Request("1", "把剑给我！")])
    assert isinstance(answer, Candidate)
    assert "sword" in answer.text.lower()
    assert engine.info.licence == "GPL-3.0-only"
    assert engine.info.commercial


def test_a_second_pull_fetches_nothing_and_reads_the_hashes(hub: Any) -> None:
    pull(NAME, endpoint=hub.url)
    hub.asked.clear()
    again = pull(NAME, endpoint=hub.url)
    assert not again.fresh
    assert [path for path, _ in hub.asked] == [f"/api/models/{NAME}"]


def test_a_pull_that_broke_goes_on_with_what_is_here(hub: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = next(path for path in hub.files if path.endswith("/model.bin"))
    monkeypatch.setattr("localize.engines.pull_download._WAITS", (0.0, 0.0, 0.0, 0.0))
    hub.cut[path], hub.retry_after = [1_000_000], "0"
    hub.codes[path] = [200, *[503] * 4]
    with pytest.raises(UnavailableError, match="it goes on where it stopped"):
        pull(NAME, endpoint=hub.url)
    assert list(models.pulled()) == []
    assert hub.codes == {path: []}
    before = dict(hub.sent)
    pull(NAME, endpoint=hub.url)
    assert (path, "bytes=1000000-") in hub.asked
    assert hub.sent[path] == len(hub.files[path])
    assert all(
        hub.sent[other] == count for other, count in before.items() if "resolve" in other and other != path
    )


def test_a_file_that_is_not_what_the_hub_promised_leaves_no_model(hub: Any) -> None:
    path = next(path for path in hub.files if path.endswith("/source.spm"))
    hub.files[path] = b"?" * len(hub.files[path])
    with pytest.raises(UnavailableError, match=r"source.spm is not the file that was promised"):
        pull(NAME, endpoint=hub.url)
    assert list(models.pulled()) == []


def test_a_model_that_changes_on_disk_is_not_run(hub: Any) -> None:
    pulled = pull(NAME, endpoint=hub.url)
    (pulled.folder / "target.spm").write_bytes(b"?")
    engine = create("ctranslate2", source="zh-Hans", target="en-US", options=EngineOptions(model=NAME))
    with pytest.raises(UnavailableError, match=r"target.spm has changed since the model was pulled"):
        engine.translate([Request("1", "你好")])


def test_a_licence_against_commerce_is_known_and_one_that_is_not_known_is_not_guessed(hub: Any) -> None:
    hub.add_hub("someone/nc", FOLDER, licence="cc-by-nc-4.0")
    hub.add_hub("someone/silent", FOLDER)
    forbidden, silent = pull("someone/nc", endpoint=hub.url), pull("someone/silent", endpoint=hub.url)
    assert (forbidden.card.licence, forbidden.card.commercial) == ("CC-BY-NC-4.0", False)
    assert (silent.card.licence, silent.card.commercial) == ("", False)
    told = EngineOptions(model="someone/silent", extra={"licence": "MIT"})
    assert create("ctranslate2", source="zh-Hans", target="en", options=told).info.commercial


def test_a_model_that_the_hub_does_not_have_is_said(hub: Any) -> None:
    with pytest.raises(UnavailableError, match="has no model someone/else"):
        pull("someone/else", endpoint=hub.url)


def test_the_hub_of_the_environment_is_asked(hub: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", hub.url)
    assert pull(NAME).card.origin == f"{hub.url}/{NAME}"


def test_without_pytorch_a_model_that_must_be_converted_is_refused_before_it_is_fetched(
    hub: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "torch" else real(name))
    original = tmp_path / "original"
    original.mkdir()
    for name in ("config.json", "model.safetensors", "source.spm"):
        (original / name).write_bytes(b"{}")
    hub.add_hub("someone/original", original)
    with pytest.raises(
        UnavailableError, match=r"needs torch: pip install 'chuhai-localize\[torch\]', or pull"
    ):
        pull("someone/original", endpoint=hub.url)
    assert not any("resolve" in path for path, _ in hub.asked)


def test_a_firefox_model_is_fetched_unpacked_proven_and_recorded(firefox: Any, tmp_path: Path) -> None:
    pulled = pull("zh-en", source="firefox", endpoint=firefox.url)
    assert (pulled.folder / "model.bin").read_bytes() == (tmp_path / "made" / "model.bin").read_bytes()
    assert (pulled.card.licence, pulled.card.commercial, pulled.card.languages) == (
        "MPL-2.0",
        True,
        ("zh", "en"),
    )
    assert pulled.card.revision == "base-memory Release"
    assert set(json.loads((pulled.folder / models.CARD).read_text())["files"]) == {"model.bin", "vocab.spm"}
    assert bool(pulled.probe) is (importlib.util.find_spec("fxtranslate") is not None)
    assert bool(pulled.untried) is not bool(pulled.probe)
    assert not pull("zh-en", source="firefox", endpoint=firefox.url).fresh


@pytest.mark.parametrize("spoilt", ["model", "vocab"])
def test_a_firefox_file_that_is_broken_is_refused_and_the_next_run_fetches_it_anew(
    firefox: Any, spoilt: str
) -> None:
    path = firefox.paths[spoilt]
    whole = firefox.files[path]
    firefox.files[path] = whole[:60] + bytes([whole[60] ^ 255]) + whole[61:]
    with pytest.raises(UnavailableError, match="is not the file that was promised"):
        pull("zh-en", source="firefox", endpoint=firefox.url)
    assert list(models.pulled()) == []
    firefox.files[path] = whole
    assert pull("zh-en", source="firefox", endpoint=firefox.url).fresh


def test_a_firefox_model_with_another_hash_than_promised_is_refused(
    registry: Any, models_home: Path, tmp_path: Path
) -> None:
    importlib.import_module("tiny_models").build_firefox(tmp_path / "made")
    registry.add_firefox("zh-en", tmp_path / "made", digest="0" * 64)
    with pytest.raises(UnavailableError, match="its size or hash is wrong"):
        pull("zh-en", source="firefox", endpoint=registry.url)


def test_a_pair_that_firefox_does_not_have_names_those_that_it_has(firefox: Any) -> None:
    with pytest.raises(
        UnavailableError, match=r"no model zh-es \(it has zh-en; join two with the engine pivot\)"
    ):
        pull("zh-es", source="firefox", endpoint=firefox.url)


def test_a_registry_that_is_none_is_said(registry: Any, models_home: Path) -> None:
    registry.files["/db/models.json"] = b"<html>"
    with pytest.raises(UnavailableError, match="is no list of models"):
        pull("zh-en", source="firefox", endpoint=registry.url)


@pytest.mark.parametrize(
    ("name", "options", "what"),
    [
        ("zhen", {"source": "firefox"}, "'zhen' is no pair of languages"),
        ("a/b/c", {}, "is no name of a model"),
        ("a/b", {"quantization": "int4"}, "unknown quantization 'int4'"),
        ("a/b", {"source": "ftp"}, "unknown source 'ftp'"),
    ],
)
def test_a_wrong_name_or_option_is_wrong_use(
    models_home: Path, name: str, options: dict[str, str], what: str
) -> None:
    with pytest.raises(UsageError, match=what):
        pull(name, **options)  # type: ignore[arg-type]


def test_forcing_fetches_again_and_puts_the_new_one_in_its_place(hub: Any) -> None:
    first = pull(NAME, endpoint=hub.url)
    again = pull(NAME, endpoint=hub.url, force=True)
    assert again.fresh
    assert [folder.name for folder, _ in models.pulled()] == [first.folder.name]
