from __future__ import annotations

import importlib
import importlib.util
import json
import shutil
from pathlib import Path

import pytest

from localize.engines.starter import FOLDER


@pytest.fixture(scope="session")
def tiny_marian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a randomly initialised Marian model that uses the starter model's vocabulary."""
    if importlib.util.find_spec("torch") is None:
        pytest.skip("torch is not installed (pip install 'chuhai-localize[torch]')")
    torch, transformers = importlib.import_module("torch"), importlib.import_module("transformers")
    folder = tmp_path_factory.mktemp("tiny-marian")
    for side, name in (("source", "vocab.json"), ("target", "target_vocab.json")):
        shutil.copy(FOLDER / f"{side}.spm", folder / f"{side}.spm")
        pieces = json.loads((FOLDER / f"{side}_vocabulary.json").read_text(encoding="utf-8"))
        pieces += [] if "<pad>" in pieces else ["<pad>"]
        (folder / name).write_text(json.dumps({piece: i for i, piece in enumerate(pieces)}), encoding="utf-8")
        size = len(pieces)
    settings = {"tokenizer_class": "MarianTokenizer", "separate_vocabs": True, "model_max_length": 256}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    torch.manual_seed(1)
    config = transformers.MarianConfig(
        vocab_size=size, decoder_vocab_size=size, d_model=16, encoder_layers=1, decoder_layers=1,
        encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=16, decoder_ffn_dim=16,
        max_position_embeddings=256, pad_token_id=size - 1, decoder_start_token_id=size - 1, eos_token_id=0,
        forced_eos_token_id=0, share_encoder_decoder_embeddings=False,
    )  # fmt: skip
    transformers.MarianMTModel(config).save_pretrained(folder)
    return folder
