"""The only place that converts a model of the hub for CTranslate2; needs PyTorch to read the weights."""

from __future__ import annotations

import importlib
import json
import logging
import shutil
import warnings
from typing import TYPE_CHECKING

from localize.engines.pieces import SHARED
from localize.engines.requirements import missing_packages
from localize.errors import UnavailableError

if TYPE_CHECKING:
    from pathlib import Path

QUANTIZATIONS = (
    "int8",
    "int8_float32",
    "int8_float16",
    "int8_bfloat16",
    "int16",
    "float16",
    "bfloat16",
    "float32",
)
_BESIDE = ("source.spm", "target.spm", *SHARED, "tokenizer.json", "generation_config.json")
"""Files of a tokenizer that a converted model is read with."""
_PAD = "<pad>"


def what_is_missing() -> str:
    """Return the packages that conversion needs and how to get them, '' if all are here."""
    return missing_packages(("torch", "transformers", "ctranslate2"), "chuhai-localize[torch]")


def convert(original: Path, folder: Path, quantization: str) -> None:
    """Write a model in the layout of CTranslate2.

    Args:
        original: folder in the Hugging Face layout.
        folder: to write; must not be there.
        quantization: of the weights, one of `QUANTIZATIONS`.

    Raises:
        UnavailableError: PyTorch is missing, or CTranslate2 does not know this kind of model.
    """
    missing = what_is_missing()
    if missing:
        raise UnavailableError(f"the model in {original} cannot be converted here", do=missing)
    beside = [name for name in _BESIDE if (original / name).is_file()]
    logger = logging.getLogger("transformers")
    level = logger.level
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # of PyTorch and transformers, about things that no user can change
            logger.setLevel(logging.ERROR)
            _converter(original, beside, quantization).convert(str(folder), quantization=quantization)
    except (OSError, ValueError, KeyError, AttributeError, RuntimeError) as problem:
        shutil.rmtree(folder, ignore_errors=True)
        raise UnavailableError(
            f"CTranslate2 cannot convert the model in {original}: {problem}",
            do="take another model, or run this one with the engine transformers",
        ) from problem
    finally:
        logger.setLevel(level)


def positions(original: Path) -> int:
    """Return how many tokens a model has position encodings for, 0 if it counts them otherwise (T5)."""
    settings = json.loads((original / "config.json").read_text(encoding="utf-8"))
    return int(settings.get("max_position_embeddings") or 0)


def _converter(original: Path, beside: list[str], quantization: str):  # type: ignore[no-untyped-def]
    converters = importlib.import_module("ctranslate2.converters")

    class Converter(converters.TransformersConverter):  # type: ignore[misc,name-defined]
        """CTranslate2's, but for what it does not get from transformers 5, and for a vocabulary a side."""

        def load_model(self, model_class, name, **settings):  # type: ignore[no-untyped-def]
            # Weights that are not quantized stay as they came, and half floats are none of a CPU's.
            whole = {"dtype": "float32"} if quantization in {"int8", "int16"} else {}
            model = super().load_model(model_class, name, **{**settings, **whole})
            # T5 of version 1.1 (MADLAD): transformers 5 says in another place whether the outputs are scaled, and
            # the converter would scale them always; every answer would be noise.
            scaled = getattr(model.config, "scale_decoder_outputs", None)
            if scaled is not None:
                model.config.tie_word_embeddings = bool(scaled)
            return model

        def load_tokenizer(self, tokenizer_class, path, **settings):  # type: ignore[no-untyped-def]
            tokenizer = self._own = super().load_tokenizer(tokenizer_class, path, **settings)
            # M2M-100: its language tokens are no longer among the special tokens that the converter adds.
            languages = getattr(tokenizer, "lang_token_to_id", None)
            if isinstance(languages, dict):
                whole = {**tokenizer.get_vocab(), **languages}
                tokenizer.get_vocab = lambda: whole
            return tokenizer

        def _load(self):  # type: ignore[no-untyped-def]
            spec = super()._load()
            spec.config.bos_token = spec.config.bos_token or spec.config.eos_token
            # mBART-50 begins with the end mark; the converter asks the configuration, where it may not stand.
            if type(self._own).__name__.startswith("MBart50"):
                spec.config.decoder_start_token = self._own.eos_token
            target = _target_vocabulary(original)
            if target:
                # Marian with a vocabulary a side: the converter would write the source's for both.
                size = spec.get_target_vocabulary_size()
                spec._vocabularies["target"] = [target[:size]]  # noqa: SLF001 - there is no public way to replace
            return spec

    return Converter(str(original), copy_files=beside, low_cpu_mem_usage=True)


def _target_vocabulary(original: Path) -> list[str]:
    """Return the target's tokens of a Marian model that has its own for each side, `<pad>` last; else none."""
    path, settings = original / "target_vocab.json", original / "tokenizer_config.json"
    if not path.is_file() or not settings.is_file():
        return []
    if not json.loads(settings.read_text(encoding="utf-8")).get("separate_vocabs"):
        return []
    numbered = json.loads(path.read_text(encoding="utf-8"))
    tokens = sorted(numbered, key=numbered.__getitem__)
    return [t for t in tokens if t != _PAD] + ([_PAD] if _PAD in numbered else [])
