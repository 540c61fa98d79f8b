"""The only place that batches work for engines: sorted by length, answered in the order that was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
R = TypeVar("R")


def in_batches(
    items: Sequence[T],
    *,
    size: int,
    length: Callable[[T], int],
    work: Callable[[Sequence[T]], Sequence[R]],
    progress: Callable[[int], None] | None = None,
) -> list[R]:
    """Return one result an item, in the order of the items, having worked on lines of like length together.

    Padding costs as much as text, so a batch of one long and thirty short lines takes as long as thirty long ones.

    Args:
        items: what to work on.
        size: items a batch, at least 1.
        length: what an item costs, in any unit.
        work: returns one result an item of its batch, in order.
        progress: called with the number of items of each finished batch.
    """
    order = sorted(range(len(items)), key=lambda index: length(items[index]))
    results: dict[int, R] = {}
    step = max(1, size)
    for start in range(0, len(order), step):
        chosen = order[start : start + step]
        results.update(zip(chosen, work([items[index] for index in chosen]), strict=True))
        if progress is not None:
            progress(len(chosen))
    return [results[index] for index in range(len(items))]
