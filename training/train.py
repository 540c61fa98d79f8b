"""The only place that changes the weights: AdamW over batches of like length, with checkpoints that go on.

    python -m training.train --phase base --data RUN/base --run RUN --start MODEL_FOLDER
    python -m training.train --phase drama --data RUN/drama --run RUN --minutes 45

`RUN` keeps ``checkpoint.pt`` (weights, optimizer, place in the data), ``weights-STEP.safetensors`` for averaging and
``log.tsv``. SIGTERM or Ctrl-C writes a checkpoint and ends; the same command goes on. Needs torch and transformers.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import signal
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import sentencepiece
import torch
from safetensors.torch import save_file
from transformers import MarianMTModel

from training.batches import Batch, Prepared, batches, epoch_lines, load_prepared
from training.loss import smoothed_loss
from training.settings import Settings, load_settings, rate_at
from training.workers import Step, join, leave, share

if TYPE_CHECKING:
    from types import FrameType

LOG_COLUMNS = ("time", "phase", "epoch", "step", "pairs", "phase_pairs", "rate", "loss", "pairs_per_s")
LOG_EVERY = 50
_stop = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where training is.

    `batch` counts batches of the epoch that are done, whoever did them; `pairs` all pairs that were ever seen;
    `phase_pairs` those of the present phase.
    """

    phase: str = ""
    digest: str = ""
    epoch: int = 0
    batch: int = 0
    step: int = 0
    pairs: int = 0
    phase_pairs: int = 0


@dataclass(slots=True)
class Trainer:
    """The model with its optimizer and tokenizers, in training mode."""

    model: MarianMTModel
    optimizer: torch.optim.AdamW
    source: sentencepiece.SentencePieceProcessor
    target: sentencepiece.SentencePieceProcessor
    ids: tuple[dict[str, int], dict[str, int]]
    settings: Settings
    pad: int
    start_id: int


def make_trainer(start: Path, settings: Settings) -> Trainer:
    """Return a trainer with the weights of a Marian folder in OPUS-MT's conventions."""
    torch.set_num_threads(1)
    torch.manual_seed(settings.seed)
    model = MarianMTModel.from_pretrained(
        start, dtype=torch.float32, dropout=settings.dropout, attn_implementation=settings.attention
    )
    model.train()
    optimizer = torch.optim.AdamW(
        model.parameters(),
        lr=settings.rate[0],
        betas=settings.betas,
        eps=settings.epsilon,
        weight_decay=settings.weight_decay,
        fused=True,
    )
    vocabularies = [
        json.loads((start / n).read_text(encoding="utf-8")) for n in ("vocab.json", "target_vocab.json")
    ]
    return Trainer(
        model,
        optimizer,
        sentencepiece.SentencePieceProcessor(model_file=str(start / "source.spm")),
        sentencepiece.SentencePieceProcessor(model_file=str(start / "target.spm")),
        (vocabularies[0], vocabularies[1]),
        settings,
        model.config.pad_token_id,
        model.config.decoder_start_token_id,
    )


def loss_of(trainer: Trainer, batch: Batch) -> torch.Tensor:
    """Return the smoothed cross-entropy of a batch, a mean over target tokens."""
    source, target = _padded(batch.source, trainer.pad), _padded(batch.target, trainer.pad)
    shifted = torch.cat([torch.full((len(target), 1), trainer.start_id), target[:, :-1]], 1)
    with torch.autocast("cpu", torch.bfloat16, enabled=trainer.settings.bfloat16):
        hidden = trainer.model.model(
            input_ids=source,
            attention_mask=(source != trainer.pad).long(),
            decoder_input_ids=shifted,
            use_cache=False,
        ).last_hidden_state
    wanted = target != trainer.pad
    return smoothed_loss(
        hidden[wanted],
        trainer.model.lm_head.weight,
        target[wanted],
        smoothing=trainer.settings.label_smoothing,
        dtype=torch.bfloat16 if trainer.settings.bfloat16 else torch.float32,
    )


def step(trainer: Trainer, batch: Batch, rate: float, *, stop: bool) -> Step:
    """Change the weights by a batch of each worker and return what was done."""
    for group in trainer.optimizer.param_groups:
        group["lr"] = rate
    loss = loss_of(trainer, batch)
    loss.backward()
    done = Step(float(loss.detach()), len(batch.source), stop)
    done = share(trainer.model.parameters(), done, trainer.settings.workers)
    torch.nn.utils.clip_grad_norm_(trainer.model.parameters(), trainer.settings.clip)
    trainer.optimizer.step()
    trainer.optimizer.zero_grad(set_to_none=True)
    # Decoding starts from the padding mark, whose embedding Marian wants zero; the tied output layer moves it.
    with torch.no_grad():
        trainer.model.get_decoder().embed_tokens.weight[trainer.pad].zero_()
    return done


def save(trainer: Trainer, place: Place, run: Path) -> None:
    """Write the checkpoint, never half a file, and the weights alone; remove the oldest weights beyond `keep`."""
    whole = run / "checkpoint.pt.new"
    fields = {name: getattr(place, name) for name in Place.__slots__}
    torch.save(
        {"model": trainer.model.state_dict(), "optimizer": trainer.optimizer.state_dict(), "place": fields},
        whole,
    )
    whole.replace(run / "checkpoint.pt")
    plain = {
        name: tensor.detach().clone().contiguous() for name, tensor in _own_weights(trainer.model).items()
    }
    save_file(plain, run / f"weights-{place.step:07d}.safetensors", metadata={"phase": place.phase})
    for old in sorted(run.glob("weights-*.safetensors"))[: -trainer.settings.keep]:
        old.unlink()


def resume(trainer: Trainer, run: Path, phase: str, digest: str) -> Place:
    """Load weights and optimizer and return where to go on: another phase or other data begins at its first batch."""
    path = run / "checkpoint.pt"
    if not path.is_file():
        return Place(phase, digest)
    state = torch.load(path, weights_only=True)
    trainer.model.load_state_dict(state["model"])
    trainer.optimizer.load_state_dict(state["optimizer"])
    place = Place(**state["place"])
    if (place.phase, place.digest) != (phase, digest):
        kept = place.phase_pairs if place.phase == phase else 0
        place = replace(place, phase=phase, digest=digest, epoch=0, batch=0, phase_pairs=kept)
    return place


def train(
    trainer: Trainer, prepared: Prepared, place: Place, run: Path, *, rank: int, minutes: float
) -> Place:
    """Train until the phase has its pairs, the minutes are over or a signal comes; write checkpoints and the log."""
    settings, count = trainer.settings, trainer.settings.workers
    began = saved = time.monotonic()
    log = Log(run / "log.tsv")
    while place.phase_pairs < settings.pairs:
        whole = epoch_batches(trainer, prepared, place.epoch)
        for first in range(place.batch, len(whole) - count + 1, count):
            mark = time.monotonic()
            rate = rate_at(settings, steps=place.step, pairs=place.phase_pairs)
            done = step(trainer, whole[first + rank], rate, stop=_stop or mark - began >= 60 * minutes)
            place = replace(
                place,
                batch=first + count,
                step=place.step + 1,
                pairs=place.pairs + done.pairs,
                phase_pairs=place.phase_pairs + done.pairs,
            )
            over = done.stop or place.phase_pairs >= settings.pairs
            if rank == 0:
                log.add(place, rate, done, time.monotonic() - mark)
                if over or time.monotonic() - saved >= 60 * settings.minutes:
                    save(trainer, place, run)
                    saved = time.monotonic()
            if over:
                return place
        place = replace(place, epoch=place.epoch + 1, batch=0)
    return place


def epoch_batches(trainer: Trainer, prepared: Prepared, epoch: int) -> list[Batch]:
    """Return the batches of an epoch; the same settings, data and number give the same ones."""
    settings = trainer.settings
    lines = epoch_lines(
        prepared, seed=settings.symbol_seed + settings.seed, epoch=epoch, share=settings.share
    )
    return batches(
        lines,
        trainer.source,
        trainer.target,
        ids=trainer.ids,
        tokens=settings.tokens,
        longest=settings.longest,
        window=settings.window,
        seed=f"{settings.seed}/{epoch}",
    )


class Log:
    """Collects steps and appends a line of their means to a TSV now and then."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._recent: list[tuple[Step, float]] = []

    def add(self, place: Place, rate: float, done: Step, seconds: float) -> None:
        """Take in a step; write a line if enough have come."""
        self._recent.append((done, seconds))
        if len(self._recent) < LOG_EVERY:
            return
        mean = sum(step.loss for step, _ in self._recent) / len(self._recent)
        speed = sum(step.pairs for step, _ in self._recent) / sum(s for _, s in self._recent)
        self._recent.clear()
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        row = (now, place.phase, place.epoch, place.step, place.pairs, place.phase_pairs)
        cells = [*map(str, row), f"{rate:.2e}", f"{mean:.4f}", f"{speed:.0f}"]
        head = "" if self._path.is_file() else "\t".join(LOG_COLUMNS) + "\n"
        with self._path.open("a", encoding="utf-8") as file:
            file.write(head + "\t".join(cells) + "\n")


def _own_weights(model: MarianMTModel) -> dict[str, torch.Tensor]:
    """Return the parameters once each: tied output layers and computed positions are made anew at loading."""
    return dict(model.named_parameters())


def _padded(rows: list[list[int]], pad: int) -> torch.Tensor:
    longest = max(map(len, rows))
    return torch.tensor([row + [pad] * (longest - len(row)) for row in rows])


def _ask_to_stop(_number: int, _frame: FrameType | None) -> None:
    global _stop  # a signal handler has no other way to speak to the loop
    _stop = True


def work(options: argparse.Namespace, rank: int) -> None:
    """Train as one of the workers; only the first writes."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _ask_to_stop)
    settings = load_settings(options.phase)
    prepared = load_prepared(options.data)
    trainer = make_trainer(options.start, settings)
    torch.manual_seed(settings.seed * 1000 + rank)
    place = resume(trainer, options.run, options.phase, prepared.digest)
    join(rank, settings.workers, options.run / "meeting")
    if rank == 0:
        print(f"from {place}", flush=True)
    place = train(trainer, prepared, place, options.run, rank=rank, minutes=options.minutes)
    if rank == 0:
        print(f"ended at {place}", flush=True)
    leave(settings.workers)


def main() -> None:
    """Read the command line and train, with the other workers as children of this process."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--phase", required=True, help="a [phase.NAME] of config.toml")
    parser.add_argument("--data", type=Path, required=True, help="folder that training.prepare wrote")
    parser.add_argument("--run", type=Path, required=True, help="folder of checkpoints and log")
    parser.add_argument(
        "--start", type=Path, required=True, help="Marian folder: first weights and tokenizers"
    )
    parser.add_argument("--minutes", type=float, default=1e9, help="end after so many")
    options = parser.parse_args()
    options.run = options.run.resolve()
    options.run.mkdir(parents=True, exist_ok=True)
    (options.run / "meeting").unlink(missing_ok=True)
    (options.run / "pid").write_text(f"{os.getpid()}\n", encoding="utf-8")
    processes = multiprocessing.get_context("spawn")
    others = range(1, load_settings(options.phase).workers)
    children = [processes.Process(target=work, args=(options, rank), daemon=True) for rank in others]
    for child in children:
        child.start()
    work(options, 0)
    for child in children:
        child.join()
    (options.run / "pid").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
