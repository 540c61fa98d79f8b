from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace

from localize.engines.transformers import _slots, _TransformersDecoder


class FakeTokenizer:
    """Characters as token numbers; knows the first three slots."""

    unk_token_id = -1

    def __call__(
        self, texts: list[str], *, return_tensors: str, padding: bool, truncation: bool
    ) -> Mapping[str, Sequence[Sequence[int]]]:
        assert not truncation
        width = max(len(text) for text in texts)
        rows = [[ord(ch) for ch in text] + [0] * (width - len(text)) for text in texts]
        return {"input_ids": rows, "attention_mask": rows}

    def convert_tokens_to_ids(self, token: str) -> int | None:
        return int(token[2]) if token[2] < "3" else self.unk_token_id

    def decode(self, tokens: Sequence[int], *, skip_special_tokens: bool) -> str:
        assert skip_special_tokens
        return "".join(chr(token) for token in tokens if token)


@dataclass
class FakeModel:
    limit: int = 20

    def __post_init__(self) -> None:
        self.config = SimpleNamespace(max_position_embeddings=self.limit)
        self.asked_for = 0

    def generate(
        self, *, input_ids: list[list[int]], num_beams: int, max_new_tokens: int, **_: object
    ) -> object:
        self.asked_for = max_new_tokens
        rows = [[*row, ord(str(beam))] for row in input_ids for beam in range(num_beams)]
        scores = [-0.1 * beam for _ in input_ids for beam in range(num_beams)]
        return SimpleNamespace(sequences=rows, sequences_scores=SimpleNamespace(tolist=lambda: scores))


def test_hypotheses_are_grouped_by_text_best_first() -> None:
    decoder = _TransformersDecoder(FakeTokenizer(), FakeModel())  # type: ignore[arg-type]
    answers = decoder.decode(["ab", "c"], beams=2)
    assert [[h.text for h in group] for group in answers] == [["ab0", "ab1"], ["c0", "c1"]]
    assert answers[0][0].score == 1
    assert math.isclose(answers[1][1].score, math.exp(-0.1))


def test_no_more_is_generated_than_the_model_has_positions_for() -> None:
    model = FakeModel(limit=20)
    _TransformersDecoder(FakeTokenizer(), model).decode(["a" * 15], beams=1)  # type: ignore[arg-type]
    assert model.asked_for == 19


def test_only_the_slots_that_the_tokenizer_knows_are_used() -> None:
    assert _slots(FakeTokenizer()) == 3
