from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "engines"))
tiny_models = importlib.import_module("tiny_models")
TORCH = "torch is not installed (pip install 'chuhai-localize[torch]')"


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a maker of tiny models of a family in the Hugging Face layout; skips without PyTorch."""
    if importlib.util.find_spec("torch") is None:
        pytest.skip(TORCH)
    root = tmp_path_factory.mktemp("original")

    def make(family: str) -> Path:
        folder = root / family
        return folder if folder.is_dir() else tiny_models.build(family, folder)

    return make


@pytest.fixture(scope="session")
def converted(
    tmp_path_factory: pytest.TempPathFactory, original: Callable[[str], Path]
) -> Callable[..., Path]:
    """Return a maker of tiny models converted by CTranslate2's own converter."""
    from localize.engines.models import ModelCard, write_card
    from localize.engines.pull_convert import convert, positions

    root = tmp_path_factory.mktemp("converted")

    def make(family: str, quantization: str = "int8") -> Path:
        folder = root / f"{family}-{quantization}"
        if not folder.is_dir():
            convert(original(family), folder, quantization)
            write_card(folder, ModelCard(positions=positions(original(family))))
        return folder

    return make


@pytest.fixture(scope="session")
def firefox_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a tiny Firefox model; skips without the package that runs it."""
    pytest.importorskip(
        "fxtranslate", reason="fxtranslate is not installed (pip install 'chuhai-localize[firefox]')"
    )
    return tiny_models.build_firefox(tmp_path_factory.mktemp("firefox") / "zh-en")


@pytest.fixture(scope="session")
def chat_server() -> Iterator[str]:
    """Return the address of a server on loopback that answers as a good chat model does."""
    sys.path.insert(0, str(Path(__file__).parents[2] / "engines" / "chat"))
    server = importlib.import_module("chat_server").ChatServer()
    yield server.url
    server.close()
