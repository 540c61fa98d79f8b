"""The only place that draws an epoch from prepared pairs and cuts it into batches; one seed gives the same batches."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.symbols import Link, with_symbols

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import sentencepiece


@dataclass(frozen=True, slots=True)
class Prepared:
    """What `training.prepare` wrote: pairs as (source, Chinese, English, links as JSON), and each source's weight."""

    pairs: tuple[tuple[str, str, str, str], ...]
    weights: dict[str, float]
    digest: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Token ids of as many pairs; the end mark is in them, padding is not."""

    source: list[list[int]]
    target: list[list[int]]


def load_prepared(folder: Path) -> Prepared:
    """Return the prepared data of a folder.

    Raises:
        FileNotFoundError: `training.prepare` has not run for this folder.
    """
    path = folder / "pairs.tsv"
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no prepared data (run python -m training.prepare --out {folder})")
    text = path.read_text(encoding="utf-8")
    rows = tuple((a, b, c, d) for a, b, c, d in (line.split("\t") for line in text.splitlines()))
    weights = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256(text.encode() + json.dumps(weights).encode()).hexdigest()
    return Prepared(rows, weights, digest)


def epoch_lines(prepared: Prepared, *, seed: int, epoch: int, share: float) -> list[tuple[str, str]]:
    """Return the lines of one epoch in a random order: each source by its weight, `share` of them with symbols."""
    rng = random.Random(f"{seed}/{epoch}")
    lines = []
    for source, zh, en, links in prepared.pairs:
        weight = prepared.weights[source]
        copies = int(weight) + (rng.random() < weight % 1)
        for _ in range(copies):
            marked = None
            if source != "cc-cedict" and rng.random() < share:
                marked = with_symbols(zh, en, [Link(*k) for k in json.loads(links)], rng)
            lines.append(marked or (zh, en))
    rng.shuffle(lines)
    return lines


def batches(
    lines: Sequence[tuple[str, str]],
    source: sentencepiece.SentencePieceProcessor,
    target: sentencepiece.SentencePieceProcessor,
    *,
    ids: tuple[dict[str, int], dict[str, int]],
    tokens: int,
    longest: int,
    window: int,
    seed: str,
) -> list[Batch]:
    """Return the lines as batches of pairs of like length.

    Args:
        lines: pairs in the order of the epoch.
        source, target: tokenizers of the two sides.
        ids: vocabularies of the two sides.
        tokens: padded tokens of the longer side that a batch may have.
        longest: tokens from which a pair is left out.
        window: batches that are sorted together, so that the order stays random at large.
        seed: of the order of the batches.
    """
    zh = [_ids(p, ids[0]) for p in source.encode([a for a, _ in lines], out_type=str)]
    en = [_ids(p, ids[1]) for p in target.encode([b for _, b in lines], out_type=str)]
    order = [i for i in range(len(lines)) if len(zh[i]) <= longest and len(en[i]) <= longest]
    found: list[Batch] = []
    chunk = max(1, window * tokens // 16)
    for start in range(0, len(order), chunk):
        part = sorted(
            order[start : start + chunk], key=lambda i: (max(len(zh[i]), len(en[i])), len(en[i]), i)
        )
        group: list[int] = []
        for i in part:
            if group and (len(group) + 1) * max(len(zh[i]), len(en[i])) > tokens:
                found.append(Batch([zh[k] for k in group], [en[k] for k in group]))
                group = []
            group.append(i)
        found.append(Batch([zh[k] for k in group], [en[k] for k in group]))
    random.Random(seed).shuffle(found)
    return found


def _ids(pieces: Sequence[str], vocabulary: dict[str, int]) -> list[int]:
    unknown = vocabulary["<unk>"]
    return [*(vocabulary.get(piece, unknown) for piece in pieces), vocabulary["</s>"]]
