"""The only place that writes the model card and chooses which of the measured models it is about."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from training.prepare import Source

TEMPLATE = Path(__file__).parent / "card.md"


@dataclass(frozen=True, slots=True)
class Training:
    """What the log says: pairs seen, steps done and minutes of work since the first model, and the phases in order."""

    pairs: int
    steps: int
    minutes: float
    phases: tuple[str, ...]


def read_log(text: str) -> Training:
    """Return the sums of a training log.

    Minutes are those of the steps themselves (pairs over pairs a second), without pauses between runs.

    Raises:
        ValueError: the log has no line.
    """
    rows = [line.split("\t") for line in text.splitlines()]
    if len(rows) < 2:
        raise ValueError("log.tsv: no line (train first)")
    columns = {name: i for i, name in enumerate(rows[0])}
    minutes, before = 0.0, 0
    for row in rows[1:]:
        pairs = int(row[columns["pairs"]])
        minutes += (pairs - before) / max(1.0, float(row[columns["pairs_per_s"]])) / 60
        before = pairs
    phases = tuple(dict.fromkeys(row[columns["phase"]] for row in rows[1:]))
    return Training(before, int(rows[-1][columns["step"]]), minutes, phases)


def best(chrf: Sequence[Sequence[float]]) -> int:
    """Return the number of the model whose chrF2 over all splits is highest; the first of equals.

    Args:
        chrf: a row a split, a column a model.

    >>> best([[30.0, 34.0, 33.0], [20.0, 25.0, 26.5]])
    2
    """
    sums = [sum(column) for column in zip(*chrf, strict=True)]
    return sums.index(max(sums))


def better_everywhere(chrf: Sequence[Sequence[float]], chosen: int) -> bool:
    """Return whether a model beats the first one on every split."""
    return all(row[chosen] > row[0] for row in chrf)


def card(
    training: Training, taken: Mapping[str, int], sources: Sequence[Source], measured: str, megabytes: float
) -> str:
    """Return the card of a model as Markdown, from the template ``card.md``.

    Args:
        training: what the log says.
        taken: distinct pairs that were used of each source.
        sources: rows of the manifest.
        measured: table of figures, first model and this one side by side.
        megabytes: of ``model.bin``.
    """
    data = [
        f"| {s.attribution} | {s.licence} | {taken.get(s.name, 0):,} | {s.weight:g} |"
        for s in sources
        if taken.get(s.name)
    ]
    return TEMPLATE.read_text(encoding="utf-8").format(
        megabytes=megabytes,
        pairs=training.pairs,
        steps=training.steps,
        minutes=training.minutes,
        phases=", ".join(training.phases),
        total=sum(taken.values()),
        data="\n".join(data),
        measured=measured,
    )
