"""The only place that drives a neural decoder over requests: script, batches, symbols, and the slots it knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.engines.base import Candidate
from localize.engines.batching import in_batches
from localize.engines.carry import carry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from localize.engines.base import EngineFailure, EngineOptions, Request
    from localize.engines.carry import Decoder, Hypothesis
    from localize.engines.writing import Pair

SLOTS = tuple(f"<t{number}>" for number in range(8))
"""Tokens that a model may have learnt to copy; terms and placeholders travel in them."""
_STEPS = (16, 48, 128, 512)
_HAS_SLOT = re.compile(r"<t\d>")


def translate(
    decoder: Decoder,
    requests: Sequence[Request],
    options: EngineOptions,
    *,
    pair: Pair,
    simplify: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Sequence[Candidate | EngineFailure]:
    """Return one answer a request, in order, with every symbol exactly once.

    Args:
        decoder: a model that is loaded.
        requests: with distinct ids.
        options: batch and beam size are taken from them.
        pair: languages at both ends.
        simplify: turn Traditional characters into Simplified ones first, for models that know no others.
        progress: called with the size of each finished batch.
    """

    def work(batch: Sequence[Request]) -> list[Candidate]:
        lines = carry(
            decoder, [_read(r.text, simplify=simplify) for r in batch], beams=options.beam_size, pair=pair
        )
        return [
            Candidate(request.id, line.text, line.score, line.alternatives)
            for request, line in zip(batch, lines, strict=True)
        ]

    return in_batches(
        requests, size=options.batch_size, length=lambda r: len(r.text), work=work, progress=progress
    )


def known_slots(knows: Callable[[str], bool]) -> int:
    """Return how many of ``<t0>`` … ``<t7>`` a vocabulary has, counted from the first."""
    return next((number for number, slot in enumerate(SLOTS) if not knows(slot)), len(SLOTS))


@dataclass(frozen=True, slots=True)
class Group:
    """What texts that are searched together have in common.

    Attributes:
        slotted: whether they hold slots; where they do not, the search should switch the slots off.
        limit: tokens that an answer may have.
    """

    slotted: bool
    limit: int


def in_groups(
    texts: Sequence[str], search: Callable[[Sequence[str], Group], list[list[Hypothesis]]]
) -> list[list[Hypothesis]]:
    """Return the hypotheses of texts, searched in groups in which nothing depends on the company.

    How much an answer may be is set by its own text (three tokens a character and some more, in steps), never by
    the longest of a batch: a model that does not end would write more beside a long line than alone.

    Args:
        texts: with or without slots.
        search: gets the texts of a group, and what they have in common.
    """
    groups: dict[Group, list[int]] = {}
    for index, text in enumerate(texts):
        step = next((s for s in _STEPS if len(text) <= s), _STEPS[-1])
        groups.setdefault(Group(_HAS_SLOT.search(text) is not None, 3 * step + 30), []).append(index)
    found: list[list[Hypothesis]] = [[] for _ in texts]
    for group, chosen in groups.items():
        answers = search([texts[i] for i in chosen], group)
        for index, hypotheses in zip(chosen, answers, strict=True):
            found[index] = hypotheses
    return found


def _read(text: str, *, simplify: bool) -> str:
    if not simplify:
        return text
    from localize.engines.chinese import to_simplified

    return to_simplified(text)
