"""The only place that knows the loss: label-smoothed cross-entropy of the output layer, in chunks that stay in cache.

On two CPU cores a step takes two thirds of the time that it takes with the whole matrix of logits kept for autograd.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from torch.autograd.function import FunctionCtx

CHUNK = 512


class _Smoothed(torch.autograd.Function):
    """Computes the gradients on the way, since the logits of a chunk are gone after it."""

    @staticmethod
    def forward(
        ctx: FunctionCtx,
        hidden: torch.Tensor,
        weight: torch.Tensor,
        target: torch.Tensor,
        smoothing: float,
        dtype: torch.dtype,
    ) -> torch.Tensor:
        count, size = len(target), len(weight)
        low, states = weight.to(dtype), hidden.to(dtype)
        to_hidden, to_weight = torch.empty_like(states), torch.zeros_like(weight)
        total = torch.zeros(())
        for start in range(0, count, CHUNK):
            part, wanted = states[start : start + CHUNK], target[start : start + CHUNK, None]
            logits = part @ low.T
            mean, own = logits.mean(1, dtype=torch.float32), logits.gather(1, wanted).float().squeeze(1)
            share = torch.softmax(logits, 1)
            log_sum = own - share.gather(1, wanted).float().squeeze(1).clamp_min(1e-12).log()
            total += (log_sum - (1 - smoothing) * own - smoothing * mean).sum()
            share.sub_(smoothing / size)
            share.scatter_add_(1, wanted, torch.full_like(wanted, smoothing - 1, dtype=dtype))
            to_hidden[start : start + CHUNK] = share @ low
            to_weight += share.T @ part
        ctx.save_for_backward(to_hidden.float().div_(count), to_weight.div_(count))
        return total / count

    @staticmethod
    def backward(ctx: FunctionCtx, gradient: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        to_hidden, to_weight = ctx.saved_tensors
        return to_hidden * gradient, to_weight * gradient, None, None, None


def smoothed_loss(
    hidden: torch.Tensor, weight: torch.Tensor, target: torch.Tensor, *, smoothing: float, dtype: torch.dtype
) -> torch.Tensor:
    """Return the mean smoothed cross-entropy over target tokens.

    Args:
        hidden: last states of the decoder, (tokens, width).
        weight: output layer without a bias, (vocabulary, width).
        target: token ids, (tokens,).
        smoothing: share of the probability that is spread over the vocabulary.
        dtype: of the matrix products.
    """
    loss: torch.Tensor = _Smoothed.apply(hidden, weight, target, smoothing, dtype)
    return loss
