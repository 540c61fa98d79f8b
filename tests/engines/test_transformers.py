from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from localize.engines.families import PAIR, Spoken
from localize.engines.neural import known_slots
from localize.engines.transformers import _Loaded, _locate, _TransformersDecoder


class Numbers(list[Any]):
    """A list that plays a tensor."""

    def tolist(self) -> list[Any]:
        return list(self)

    def to(self, device: str) -> Numbers:
        assert device == "cpu"
        return self


class FakeTokenizer:
    """Characters as token numbers; knows the first three slots."""

    unk_token_id = -1
    pad_token_id = 0

    def __call__(
        self, texts: list[str], *, return_tensors: str, padding: bool, truncation: bool
    ) -> dict[str, Numbers]:
        assert not truncation
        width = max(len(text) for text in texts)
        rows = Numbers([ord(ch) for ch in text] + [0] * (width - len(text)) for text in texts)
        return {"input_ids": rows, "attention_mask": rows}

    def convert_tokens_to_ids(self, token: str) -> int | None:
        return int(token[2]) if token[2] < "3" else self.unk_token_id

    def convert_ids_to_tokens(self, number: int) -> str:
        return chr(number) if number != 7 else "__en__"

    def decode(self, tokens: Sequence[int], *, skip_special_tokens: bool) -> str:
        assert skip_special_tokens
        return "".join(chr(token) for token in tokens if token)


class FakeModel:
    """Answers with the token of a language, the text and the number of the beam."""

    def __init__(self, limit: int = 1000) -> None:
        self.config = SimpleNamespace(max_position_embeddings=limit)
        self.asked_for: list[int] = []

    def generate(
        self, *, input_ids: list[list[int]], num_beams: int, max_new_tokens: int, **_: object
    ) -> object:
        self.asked_for.append(max_new_tokens)
        rows = [[7, *row, ord(str(beam))] for row in input_ids for beam in range(num_beams)]
        scores = [-0.1 * beam for _ in input_ids for beam in range(num_beams)]
        return SimpleNamespace(sequences=Numbers(rows), sequences_scores=Numbers(scores), scores=())

    def compute_transition_scores(
        self, sequences: Numbers, scores: object, *, normalize_logits: bool
    ) -> Numbers:
        return Numbers([-1.0] * (len(row) - 1) for row in sequences)


def decoder(model: FakeModel) -> _TransformersDecoder:
    loaded = _Loaded(FakeTokenizer(), model, "cpu", "float32")  # type: ignore[arg-type]
    return _TransformersDecoder(loaded, Spoken(PAIR))


def test_hypotheses_are_grouped_by_text_best_first_and_language_tokens_are_no_text() -> None:
    answers = decoder(FakeModel()).decode(["ab", "c"], beams=2)
    assert [[h.text for h in group] for group in answers] == [["ab0", "ab1"], ["c0", "c1"]]
    assert answers[0][0].score == 1
    assert math.isclose(answers[1][1].score, math.exp(-0.1))


def test_a_greedy_answer_is_scored_by_its_own_tokens() -> None:
    ((answer,), _) = decoder(FakeModel()).decode(["ab", "c"], beams=1)
    assert math.isclose(answer.score, math.exp(-1))


def test_how_long_an_answer_may_be_depends_on_its_own_text_and_never_on_its_company() -> None:
    model = FakeModel()
    decoder(model).decode(["a", "b" * 100, "c"], beams=1)
    assert sorted(model.asked_for) == [78, 414]


def test_no_more_is_generated_than_the_model_has_positions_for() -> None:
    model = FakeModel(limit=20)
    decoder(model).decode(["a" * 15], beams=1)
    assert model.asked_for == [19]


def test_only_the_slots_that_the_tokenizer_knows_are_used() -> None:
    loaded = _Loaded(FakeTokenizer(), FakeModel(), "cpu", "float32")  # type: ignore[arg-type]
    assert known_slots(loaded.knows) == 3


def test_a_name_is_looked_up_in_the_cache_of_the_hub_without_any_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = tmp_path / "models--someone--model" / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    (snapshot / "config.json").write_text("{}")
    (snapshot.parents[1] / "refs").mkdir()
    (snapshot.parents[1] / "refs" / "main").write_text("abc")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    assert _locate("someone/model") == snapshot
    assert _locate("someone/else") == Path("someone/else")
    assert _locate("no/such/folder") == Path("no/such/folder")
