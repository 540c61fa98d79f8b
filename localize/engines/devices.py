"""The only place that checks what an engine's options may say, and picks a device and a precision for PyTorch."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from localize.errors import UnavailableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

DEVICES = ("auto", "cpu", "cuda", "mps")
PRECISIONS = ("auto", "float32", "float16", "bfloat16")


def check_choice(engine: str, option: str, value: str, choices: Sequence[str]) -> str:
    """Return the value of an option.

    Raises:
        UsageError: it is none of the choices.
    """
    if value not in choices:
        raise UsageError(f"unknown {option} {value!r} of the engine {engine}", do=f"use {', '.join(choices)}")
    return value


def torch_device(wanted: str) -> str:
    """Return the PyTorch device to run on; ``auto`` takes CUDA, else Apple's MPS, else the CPU.

    Raises:
        UnavailableError: the wanted device is not here.
    """
    torch = importlib.import_module("torch")
    here = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if wanted == "auto":
        return next(device for device in ("cuda", "mps", "cpu") if here[device])
    if not here[wanted]:
        raise UnavailableError(f"there is no device {wanted} here", do="set device = 'auto'")
    return wanted


def safe_precision(wanted: str, device: str, model_type: str) -> str:
    """Return the precision of the weights: half only where it is safe.

    Half precision is for CUDA: on a CPU it is slower, and on MPS it is untried. T5 and its kin were trained in
    bfloat16 and overflow in float16, so they take bfloat16.

    >>> [safe_precision("auto", device, kind) for device, kind in [("cuda", "t5"), ("cuda", "marian"), ("cpu", "t5")]]
    ['bfloat16', 'float16', 'float32']
    """
    if wanted != "auto":
        return wanted
    if device != "cuda":
        return "float32"
    return "bfloat16" if "t5" in model_type else "float16"
