"""The only place that measures starter models, side by side in one run: chrF2 and BLEU, symbols copied, speed.

    python -m training.evaluate --held-out HELDOUT.tsv first=FIRST_FOLDER new=OUT/last-3/int8

Prints a Markdown table. A symbol counts as copied if the best hypothesis has exactly the symbols of its source, each
once; nothing repairs the output. Needs ctranslate2, sentencepiece and sacrebleu, no torch.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import ctranslate2
import sacrebleu
import sentencepiece

from training.cleaning import normal_en
from training.split import CORPUS, held_out_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

SYMBOL = re.compile(r"<\s?t\d\s?>")
TRANSLATED = 1000
PROBES = 400
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Model:
    """A CTranslate2 folder, loaded."""

    name: str
    translator: ctranslate2.Translator
    source: sentencepiece.SentencePieceProcessor
    target: sentencepiece.SentencePieceProcessor
    megabytes: float

    def translate(self, lines: Sequence[str], *, beams: int = 4) -> list[str]:
        """Return the best hypothesis of each line; a line without symbols is searched with the symbols switched off."""
        found = [""] * len(lines)
        for marked in (False, True):
            chosen = [i for i, line in enumerate(lines) if bool(SYMBOL.search(line)) is marked]
            if not chosen:
                continue
            results = self.translator.translate_batch(
                [[*self.source.encode(lines[i], out_type=str), "</s>"] for i in chosen],
                beam_size=beams,
                max_batch_size=4096,
                batch_type="tokens",
                suppress_sequences=None if marked else [[f"<t{n}>"] for n in range(8)],
            )
            for i, result in zip(chosen, results, strict=True):
                found[i] = self.target.decode(result.hypotheses[0])
        return found


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement of all models: as numbers and as the cells of a table."""

    name: str
    values: tuple[float, ...]
    cells: tuple[str, ...]


def load(name: str, folder: Path, threads: int) -> Model:
    """Return the model of a folder."""
    return Model(
        name,
        ctranslate2.Translator(str(folder), device="cpu", compute_type="int8", intra_threads=threads),
        sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm")),
        sentencepiece.SentencePieceProcessor(model_file=str(folder / "target.spm")),
        (folder / "model.bin").stat().st_size / 1e6,
    )


def with_symbols_anywhere(line: str, count: int, rng: random.Random) -> str:
    """Return a line with so many symbols at random places, not inside a Latin word or number, never two together.

    They are numbered from left to right as the engine numbers them.
    """
    places = [
        i for i in range(len(line) + 1) if not re.fullmatch(r"[A-Za-z0-9%$]{2}", line[max(0, i - 1) : i + 1])
    ]
    chosen = sorted(rng.sample(places, min(count, len(places))))
    for number, place in reversed(list(enumerate(chosen))):
        line = f"{line[:place]}<t{number}>{line[place:]}"
    return line


def probes(lines: Sequence[str], count: int) -> list[str]:
    """Return the lines of the symbol test: the same for every model."""
    rng = random.Random(count)
    return [with_symbols_anywhere(line, count, rng) for line in lines]


def copied(sources: Sequence[str], outputs: Sequence[str]) -> int:
    """Return how many outputs have exactly the symbols of their source."""

    def symbols(text: str) -> list[str]:
        return sorted(s.replace(" ", "") for s in SYMBOL.findall(text))

    return sum(symbols(a) == symbols(b) for a, b in zip(sources, outputs, strict=True))


def speed(models: Sequence[Model], lines: Sequence[str], beams: int) -> list[float]:
    """Return lines per second of each model, the median of rounds in which all take turns."""
    seconds: list[list[float]] = [[] for _ in models]
    for _ in range(_ROUNDS):
        for model, times in zip(models, seconds, strict=True):
            began = time.perf_counter()
            model.translate(lines, beams=beams)
            times.append(time.perf_counter() - began)
    return [len(lines) / statistics.median(times) for times in seconds]


def quality(models: Sequence[Model], pairs: Sequence[tuple[str, str]], what: str) -> tuple[list[Row], str]:
    """Return the rows of BLEU and chrF2 for a set of pairs, and their signatures."""
    bleu, chrf = sacrebleu.BLEU(), sacrebleu.CHRF()
    outputs = [model.translate([zh for zh, _ in pairs]) for model in models]
    references = [[en for _, en in pairs]]
    rows = []
    for metric, name in ((bleu, "BLEU"), (chrf, "chrF2")):
        scores = [metric.corpus_score(out, references).score for out in outputs]
        rows.append(
            Row(f"{what}, {len(pairs)} lines, {name}", tuple(scores), tuple(f"{x:.1f}" for x in scores))
        )
    return rows, f"BLEU `{bleu.get_signature()}`, chrF2 `{chrf.get_signature()}`"


def copying(models: Sequence[Model], lines: Sequence[str], what: str) -> list[Row]:
    """Return the rows of symbols copied, with one, two and three symbols in each line."""
    rows = []
    for count in (1, 2, 3):
        marked = probes(lines, count)
        hits = [copied(marked, model.translate(marked)) for model in models]
        name = f"copied exactly, {count} symbol{'s' * (count > 1)} a line, {what}"
        cells = tuple(f"{n} of {len(lines)} ({n / len(lines):.1%})" for n in hits)
        rows.append(Row(name, tuple(n / len(lines) for n in hits), cells))
    return rows


def measured(
    models: Sequence[Model], held_out: Sequence[tuple[str, str]], drama: Sequence[tuple[str, str]]
) -> tuple[list[Row], str]:
    """Return all measurements, a column a model, and the signatures of the metrics.

    Args:
        models: what to compare.
        held_out: pairs; the first 1,000 are translated, symbols go into the others.
        drama: pairs of our own corpus that were held out, for all of it.

    Raises:
        ValueError: too few pairs are held out.
    """
    if len(held_out) <= TRANSLATED:
        raise ValueError(f"{len(held_out)} held-out pairs (more than {TRANSLATED} are needed)")
    rows, signature = quality(models, held_out[:TRANSLATED], "held out")
    rows += quality(models, drama, "drama held out")[0]
    plain = [zh for zh, _ in held_out[TRANSLATED:] if not re.search("[<>]", zh) and len(zh) > 2]
    rows += copying(models, plain[:PROBES], "held out")
    rows += copying(models, [zh for zh, _ in drama], "drama")
    lines = [zh for zh, _ in (*drama, *held_out)][:400]
    for beams in (4, 1):
        rates = speed(models, lines, beams)
        rows.append(Row(f"lines/s, beam {beams}", tuple(rates), tuple(f"{n:.0f}" for n in rates)))
    sizes = tuple(model.megabytes for model in models)
    rows.append(Row("model.bin, MB", sizes, tuple(f"{n:.1f}" for n in sizes)))
    return rows, f"sacreBLEU {sacrebleu.__version__}, beam 4, int8: {signature}"


def table(names: Sequence[str], rows: Sequence[Row], signature: str) -> str:
    """Return measurements as a Markdown table."""
    head = ["| | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    body = [f"| {row.name} | " + " | ".join(row.cells) + " |" for row in rows]
    return "\n".join([*head, *body, "", f"Signatures: {signature}."])


def drama_pairs(corpus: Path) -> list[tuple[str, str]]:
    """Return the held-out drama lines as pairs, English with typewriter quotes.

    Raises:
        ValueError: there are none.
    """
    pairs = [(line.zh, normal_en(line.en)) for line in held_out_lines(corpus)]
    if not pairs:
        raise ValueError(f"{corpus}: no drama line is held out (is the corpus there?)")
    return pairs


def load_pairs(path: Path) -> list[tuple[str, str]]:
    """Return the pairs of a TSV of Chinese and English."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [(row[0], row[1]) for row in rows]


def main() -> None:
    """Read the command line and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "models", nargs="+", metavar="NAME=FOLDER", help="CTranslate2 folders with source.spm, target.spm"
    )
    parser.add_argument("--held-out", type=Path, required=True, help="TSV, Chinese and English")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="folder of the drama corpus")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    named = [item.partition("=") for item in options.models]
    models = [load(name, Path(folder), options.threads) for name, _, folder in named]
    rows, signature = measured(models, load_pairs(options.held_out), drama_pairs(options.corpus))
    print(table([model.name for model in models], rows, signature))


if __name__ == "__main__":
    main()
