from __future__ import annotations

from pathlib import Path

import pytest

from localize.engines import models
from localize.engines.devices import safe_precision
from localize.engines.pull_hub import _wanted
from localize.errors import UnavailableError


@pytest.mark.parametrize(
    ("written", "licence", "commercial"),
    [
        ("apache-2.0", "Apache-2.0", True), ("cc-by-4.0", "CC-BY-4.0", True), ("cc-by-nc-4.0", "CC-BY-NC-4.0", False),
        ("other", "", False), ("openrail", "", False),
    ],
)  # fmt: skip
def test_a_folders_licence_is_that_of_its_card(
    tmp_path: Path, written: str, licence: str, commercial: bool
) -> None:
    (tmp_path / "README.md").write_text(
        f"---\nlanguage: zh\nlicense: {written}\n---\n# Model\nlicense: mit\n"
    )
    card = models.read_card(tmp_path)
    assert (card.licence, card.commercial) == (licence, commercial)


def test_a_folder_without_a_card_has_no_licence_and_no_commerce(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Model\nlicense: mit\n")
    assert (models.read_card(tmp_path).licence, models.read_card(tmp_path).commercial) == ("", False)


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    card = models.ModelCard(name="a/b", engine="ctranslate2", languages=("zh", "en"), files={"x": "1"})
    models.write_card(tmp_path, card)
    assert models.read_card(tmp_path) == card


def test_a_broken_record_is_said(tmp_path: Path) -> None:
    (tmp_path / models.CARD).write_text("{")
    with pytest.raises(UnavailableError, match=r"is broken.*pull the model again"):
        models.read_card(tmp_path)


def test_half_precision_is_taken_where_it_is_safe_and_nowhere_else() -> None:
    assert safe_precision("auto", "cuda", "marian") == "float16"
    assert safe_precision("auto", "cuda", "umt5") == "bfloat16"
    assert {safe_precision("auto", device, "marian") for device in ("cpu", "mps")} == {"float32"}
    assert safe_precision("bfloat16", "cpu", "t5") == "bfloat16"


def test_safe_weights_are_preferred_and_fetched_once() -> None:
    names = {
        "config.json",
        "pytorch_model.bin",
        "model.safetensors",
        "tf_model.h5",
        "rust_model.ot",
        "source.spm",
    }
    assert _wanted(names, converted=False) == {"config.json", "model.safetensors", "source.spm"}
    shards = {
        "model-00001-of-00002.safetensors",
        "model-00002-of-00002.safetensors",
        "model.safetensors.index.json",
    }
    assert _wanted(shards | {"pytorch_model.bin"}, converted=False) == shards
    with pytest.raises(UnavailableError, match="no weights in a form that can be read"):
        _wanted({"config.json", "tf_model.h5"}, converted=False)
