from __future__ import annotations

from collections.abc import Sequence

import pytest

from localize.engines.batching import in_batches


def test_results_come_back_in_the_order_of_the_items_though_work_is_sorted_by_length() -> None:
    seen: list[list[str]] = []

    def work(batch: Sequence[str]) -> list[str]:
        seen.append(list(batch))
        return [item.upper() for item in batch]

    assert in_batches(["ccc", "a", "bb", "d"], size=2, length=len, work=work) == ["CCC", "A", "BB", "D"]
    assert seen == [["a", "d"], ["bb", "ccc"]]


def test_progress_is_told_the_size_of_each_finished_batch() -> None:
    seen: list[int] = []
    in_batches([1, 2, 3], size=2, length=int, work=list, progress=seen.append)
    assert seen == [2, 1]


def test_work_that_answers_too_little_is_an_error_and_not_a_silent_loss() -> None:
    with pytest.raises(ValueError, match="shorter"):
        in_batches([1, 2], size=2, length=int, work=lambda batch: batch[:1])
