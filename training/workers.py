"""The only place that makes several processes train as one: each has its own batch, all take the mean gradient.

One process a core beats one process with as many threads: on two shared cores threads spend most of their time waiting
for each other at the end of every small operation, processes meet once a step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import distributed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Step:
    """What all workers did together: mean loss, pairs of all, and whether one of them was asked to stop."""

    loss: float
    pairs: int
    stop: bool


def join(rank: int, count: int, meeting: Path) -> None:
    """Meet the other workers at a file that must not exist before the first comes; nothing to do for one alone."""
    if count > 1:
        distributed.init_process_group("gloo", init_method=f"file://{meeting}", rank=rank, world_size=count)


def leave(count: int) -> None:
    """Part from the other workers."""
    if count > 1:
        distributed.destroy_process_group()


def share(parameters: Iterable[torch.nn.Parameter], done: Step, count: int) -> Step:
    """Replace the gradients by their mean over all workers and return what all did."""
    if count == 1:
        return done
    gradients = [p.grad for p in parameters if p.grad is not None]
    words = torch.tensor([done.loss, done.pairs, float(done.stop)])
    flat = torch.cat([*(g.reshape(-1) for g in gradients), words])
    distributed.all_reduce(flat)
    position = 0
    for gradient in gradients:
        size = gradient.numel()
        gradient.copy_(flat[position : position + size].view_as(gradient)).div_(count)
        position += size
    loss, pairs, stop = flat[position:].tolist()
    return Step(loss / count, round(pairs), stop > 0)
