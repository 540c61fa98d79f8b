"""The only place that ends a training: stop, cool down, average, convert, measure, and write what would be shipped.

    python -m training.finish --run RUN --start MODEL_FOLDER --first INT8_FOLDER --held-out HELDOUT.tsv \
        --data DATA --cool 12

Writes ``RUN/export/last-N`` for each N, and into ``RUN/ship`` the best of them with its card, and ``RUN/ship.md`` with
the table of all. Ends with 1 if the best does not beat the first model on every split; it is not to be shipped then.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from training.card import best, better_everywhere, card, read_log
from training.evaluate import Row, drama_pairs, load, load_pairs, measured, table
from training.export import export
from training.prepare import MANIFEST, load_sources
from training.split import CORPUS

SHIPPED = (
    "model.bin",
    "config.json",
    "source.spm",
    "target.spm",
    "source_vocabulary.json",
    "target_vocabulary.json",
)


def stop(run: Path) -> None:
    """Ask a training that still runs in this folder to write its checkpoint, and wait until it has ended."""
    path = run / "pid"
    if not path.is_file():
        return
    process = int(path.read_text(encoding="utf-8"))
    while path.is_file():
        try:
            os.kill(process, signal.SIGTERM)
        except ProcessLookupError:
            path.unlink(missing_ok=True)
            return
        time.sleep(2)


def cool(run: Path, start: Path, prepared: Path, minutes: float) -> None:
    """Train the last phase, in which the rate falls to its end."""
    command = [sys.executable, "-m", "training.train", "--phase", "cool", "--data", str(prepared)]
    command += ["--run", str(run), "--start", str(start), "--minutes", str(minutes)]
    subprocess.run(command, check=True)


def taken(report: Path) -> dict[str, int]:
    """Return how many pairs of each source were used."""
    rows = [line.split("\t") for line in report.read_text(encoding="utf-8").splitlines()[1:]]
    return {name: int(n) for name, verdict, n in rows if verdict == "taken"}


def column(rows: list[Row], number: int) -> list[Row]:
    """Return the rows with the first model and one other only."""
    return [Row(r.name, (r.values[0], r.values[number]), (r.cells[0], r.cells[number])) for r in rows]


def ship(options: argparse.Namespace) -> bool:
    """Export, measure and write; return whether the best model beats the first on every split."""
    folders = [export(options.run, options.start, options.run / "export", last) for last in options.last]
    names = ["first", *(f"mean of last {last}" if last > 1 else "last" for last in options.last)]
    models = [load(n, f, options.threads) for n, f in zip(names, [options.first, *folders], strict=True)]
    rows, signature = measured(models, load_pairs(options.held_out), drama_pairs(options.corpus))
    whole = table(names, rows, signature)
    (options.run / "ship.md").write_text(whole + "\n", encoding="utf-8")
    print(whole)
    chrf = [row.values for row in rows if row.name.endswith("chrF2")]
    chosen = best([values[1:] for values in chrf]) + 1
    out = options.run / "ship"
    out.mkdir(exist_ok=True)
    for name in SHIPPED:
        shutil.copyfile(folders[chosen - 1] / name, out / name)
    text = card(
        read_log((options.run / "log.tsv").read_text(encoding="utf-8")),
        taken(options.prepared / "report.tsv"),
        load_sources(MANIFEST, options.data),
        table(["first model", "this model"], column(rows, chosen), signature),
        models[chosen].megabytes,
    )
    (out / "README.md").write_text(text, encoding="utf-8")
    print(f"\n{names[chosen]} is in {out}")
    return better_everywhere(chrf, chosen)


def main() -> int:
    """Read the command line and finish; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--run", type=Path, required=True, help="folder of the checkpoints")
    parser.add_argument("--start", type=Path, required=True, help="Marian folder that training began from")
    parser.add_argument("--first", type=Path, required=True, help="CTranslate2 folder of the model to beat")
    parser.add_argument("--held-out", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sources")
    parser.add_argument("--prepared", type=Path, help="prepared data of the last phases (RUN/drama)")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--cool", type=float, default=0.0, help="minutes of the last phase; 0 leaves it out")
    parser.add_argument("--last", type=int, action="append", help="how many weights to average (1 and 2)")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    options.last = options.last or [1, 2]
    options.prepared = options.prepared or options.run / "drama"
    stop(options.run)
    if options.cool:
        cool(options.run, options.start, options.prepared, options.cool)
    if ship(options):
        return 0
    print("the first model is better on a split: keep it", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
