"""The only place that reads ``config.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

CONFIG = Path(__file__).parent / "config.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """All knobs of a phase, in the words of ``config.toml``; `rate` is the learning rate at its start and its end."""

    dropout: float
    attention: str
    workers: int
    bfloat16: bool
    tokens: int
    longest: int
    window: int
    label_smoothing: float
    betas: tuple[float, float]
    epsilon: float
    weight_decay: float
    clip: float
    warm_up: int
    minutes: float
    keep: int
    share: float
    symbol_seed: int
    seed: int
    pairs: int
    rate: tuple[float, float]


def load_settings(phase: str, path: Path = CONFIG) -> Settings:
    """Return the settings of a phase.

    Raises:
        ValueError: the file has no such phase.
    """
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    if phase not in table["phase"]:
        raise ValueError(f"{path}: no phase {phase!r} (write one of {', '.join(table['phase'])})")
    optimizer, row = table["optimizer"], table["phase"][phase]
    return Settings(
        **table["model"],
        **table["batch"],
        label_smoothing=optimizer["label_smoothing"],
        betas=(optimizer["betas"][0], optimizer["betas"][1]),
        epsilon=optimizer["epsilon"],
        weight_decay=optimizer["weight_decay"],
        clip=optimizer["clip"],
        warm_up=optimizer["warm_up"],
        minutes=table["checkpoint"]["minutes"],
        keep=table["checkpoint"]["keep"],
        share=row.get("share", table["symbols"]["share"]),
        symbol_seed=table["symbols"]["seed"],
        seed=row["seed"],
        pairs=row["pairs"],
        rate=(row["rate"][0], row["rate"][1]),
    )


def rate_at(settings: Settings, *, steps: int, pairs: int) -> float:
    """Return the learning rate after so many steps since the optimizer began and so many pairs of this phase.

    A linear warm-up over the first steps of all, then a straight line over the pairs of the phase, then its end.
    """
    start, end = settings.rate
    share = min(1.0, pairs / settings.pairs)
    return (start + (end - start) * share) * min(1.0, (steps + 1) / settings.warm_up)
