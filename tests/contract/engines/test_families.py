"""Every family with real classes and random weights: spoken to as it wants, and the same after conversion."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from localize.engines import create, models
from localize.engines.base import Candidate, Engine, EngineOptions, Request
from localize.engines.pull import pull
from localize.errors import UsageError
from localize.locales import parse_locale

FAMILIES = ("marian", "nllb", "m2m100", "mbart50", "madlad")
SEVERAL = FAMILIES[1:]
LINES = ["你好，我是林晚。", "把剑给我！", "今天晚上他不回家吃饭。", "你知道我是谁吗？"]
Make = Callable[..., Path]


def engine(name: str, model: Path, source: str = "zh-Hans", target: str = "en-US", **extra: str) -> Engine:
    options = EngineOptions(model=str(model), threads=1, beam_size=2, extra=extra)
    return create(name, source=source, target=target, options=options)


def texts(made: Engine, lines: list[str]) -> list[str]:
    answers = made.translate([Request(str(i), line) for i, line in enumerate(lines)])
    return [a.text for a in answers if isinstance(a, Candidate)]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_converted_model_gives_every_token_the_probability_that_the_original_gives_it(
    family: str, original: Make, converted: Make
) -> None:
    """Two engines that agree on the likelihood of a text agree on the tokens, the marks and the weights."""
    torch = importlib.import_module("torch")
    both = [
        engine("transformers", original(family)),
        engine("ctranslate2", converted(family, "float32"), precision="float32"),
    ]
    theirs, ours = (made._decoder() for made in both)  # type: ignore[attr-defined]
    for line in LINES:
        read = [*([ours._spoken.source] if ours._spoken.source else []), *ours._source.encode(line), "</s>"]
        tokenizer = theirs._loaded.tokenizer
        inputs = tokenizer(theirs._told([line]), return_tensors="pt")
        assert inputs["input_ids"][0].tolist() == _ids(family, tokenizer, read, "encoder")
        told = [ours._spoken.target] if ours._spoken.target else []
        target = [*told, *ours._target.encode("Give me the sword!")]
        (scored,) = ours._translator.score_batch([read], [target])
        numbers = _ids(family, tokenizer, [*target, "</s>"], "target_encoder")
        begin = theirs._loaded.model.config.decoder_start_token_id
        with torch.no_grad():
            logits = theirs._loaded.model(
                **inputs, decoder_input_ids=torch.tensor([[begin, *numbers[:-1]]])
            ).logits[0]
        if family == "marian":  # its mark of padding, the last one, is never written, and is not converted
            logits[:, -1] = -math.inf
        likely = logits.log_softmax(-1)[range(len(numbers)), numbers].tolist()
        assert scored.log_probs == pytest.approx(likely, abs=2e-3)


def _ids(family: str, tokenizer: Any, tokens: list[str], side: str) -> list[int]:
    if family == "marian":  # the one family here with a vocabulary a side
        return [getattr(tokenizer, side).get(token, tokenizer.unk_token_id) for token in tokens]
    return list(tokenizer.convert_tokens_to_ids(tokens))


@pytest.mark.parametrize("family", SEVERAL)
@pytest.mark.parametrize("name", ["transformers", "ctranslate2"])
def test_the_target_language_reaches_the_model(
    family: str, name: str, original: Make, converted: Make
) -> None:
    model = (converted if name == "ctranslate2" else original)(family)
    english, spanish = engine(name, model), engine(name, model, target="es-419")
    assert texts(english, LINES) != texts(spanish, LINES)
    assert english.signature() != spanish.signature()


@pytest.mark.parametrize("name", ["transformers", "ctranslate2"])
def test_a_language_that_the_model_does_not_know_is_wrong_use(
    name: str, original: Make, converted: Make
) -> None:
    model = (converted if name == "ctranslate2" else original)("m2m100")
    with pytest.raises(UsageError, match=r"does not translate zh-Hans into te .*engine pivot"):
        engine(name, model, target="te").signature()


@pytest.mark.parametrize("name", ["transformers", "ctranslate2"])
def test_traditional_characters_are_read_as_simplified_by_a_model_that_knows_no_others(
    name: str, original: Make, converted: Make
) -> None:
    model = (converted if name == "ctranslate2" else original)("m2m100")
    assert texts(engine(name, model, source="zh-TW"), ["今天晚上他不回家吃飯。"]) == texts(
        engine(name, model), ["今天晚上他不回家吃饭。"]
    )


def test_a_model_of_the_hub_is_converted_when_it_is_pulled(
    original: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCALIZE_MODELS", str(tmp_path / "models"))
    with importlib.import_module("registry").Registry() as hub:
        hub.add_hub("facebook/nllb-tiny", original("nllb"), licence="cc-by-nc-4.0")
        pulled = pull("facebook/nllb-tiny", endpoint=hub.url)
        assert (pulled.card.family, pulled.card.quantization, pulled.card.positions) == ("nllb", "int8", 64)
        assert set(pulled.card.fetched) >= {"model.safetensors", "tokenizer.json"}
        assert set(pulled.card.files) >= {"model.bin", "shared_vocabulary.json", "tokenizer.json"}
        assert pulled.probe
        assert not (models.home() / ".staging" / pulled.folder.name).exists()
        wider = pull("facebook/nllb-tiny", endpoint=hub.url, quantization="float32")
        assert wider.fresh
        assert wider.card.files["model.bin"] != pulled.card.files["model.bin"]
    made = engine("ctranslate2", Path("facebook/nllb-tiny"))
    assert made.info.licence == "CC-BY-NC-4.0"
    assert not made.info.commercial
    assert len(texts(made, LINES)) == len(LINES)


def test_every_locale_that_a_tokenizer_of_m2m_knows_is_in_its_converted_vocabulary(converted: Make) -> None:
    from localize.engines.families import M2M100, codes
    from localize.engines.pieces import source_vocabulary

    vocabulary = source_vocabulary(converted("m2m100"))
    assert all(
        f"__{codes(M2M100, parse_locale(tag))[0]}__" in vocabulary
        for tag in ("zh", "en", "vi", "th", "pt-BR")
    )
