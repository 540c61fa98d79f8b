"""How fast the checks are, how they grow, and `localize check` beside translate-toolkit's pofilter on the same PO.

    python benchmarks/check_speed.py [--segments 1000000] [--po 20000] [--corpus FOLDER] [--rounds 5]

Segments are drawn from the parallel files under `--corpus` (``*.tsv``: Chinese, tab, English) and repeat where there
are fewer; without a corpus they are put together from the term packs by a fixed seed. They are made one by one and
dropped, so memory shows what the checks keep. Masking is timed apart: the checks take its result.

Times are CPU seconds of one process, those of the median thousand segments times their number, best of `--rounds` for
up to 20,000 segments and one round above: a shared machine stretches time, and the best round is the one it disturbed
least. Wall-clock seconds, with making and masking the segments, stand beside them, so that a busy machine can be told.
Growth is measured in a yardstick of fixed work that is timed before each thousand, because the machine may be
slower in the minute of the large run than in that of the small one. Asserts that growth is linear
(exponent of a least-squares fit on logarithms at most 1.05) and that memory does not grow with the number of segments;
prints MET or MISSED for each stated goal, and ends with 1 where one is missed: 50,000 segments a second for the text
and code checks, and less time than pofilter.
"""

from __future__ import annotations

import argparse
import itertools
import math
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from localize import masking, qa
from localize.model import Segment, SegmentId, SegmentKind
from localize.qa import Context

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
SIZES = (20_000, 200_000, 1_000_000)
GOAL = 50_000
EXPONENT = 1.05
CHUNK = 1000
YARD = re.compile(r"[a-z]+ing\b|[?!]")


def pairs(folder: Path) -> list[tuple[str, str]]:
    """Return Chinese and English lines, shuffled by a fixed seed."""
    found: list[tuple[str, str]] = []
    for path in sorted(folder.glob("parallel*/*.tsv")):
        with path.open(encoding="utf-8") as rows:
            cells = (row.rstrip("\n").split("\t") for row in rows)
            found += [(c[0].replace("\\n", "\n"), c[1].replace("\\n", "\n")) for c in cells if len(c) == 2]
    rng = random.Random(7)
    if not found:
        from localize.glossary import load

        concepts = [c for c in load() if c.renderings]
        for _ in range(20_000):
            some = rng.choices(concepts, k=4)
            english = " and ".join(c.renderings[0].text for c in some)
            found.append(("，".join(c.term for c in some) + "。", f"You told me about {english}."))
    rng.shuffle(found)
    return found


def units(
    rows: Sequence[tuple[str, str]], count: int, first: int = 0
) -> Iterator[tuple[Segment, str, Context]]:
    """Yield masked segments with their targets and contexts, from some row on and around."""
    for number, (source, target) in enumerate(itertools.islice(itertools.cycle(rows), first, first + count)):
        segment = Segment(SegmentId(str(number)), source, (), 1, 1, SegmentKind.STRING)
        masked = masking.mask(segment, format="po")
        yield segment, target, Context("zh-Hans", "en-US", "po", "game", None, masked)


class Spent(NamedTuple):
    """What the checks of some segments took, from the median chunk: CPU seconds, yardsticks, findings."""

    seconds: float
    yards: float
    findings: int


def yardstick() -> float:
    """Return the CPU seconds of a fixed piece of work like that of the checks: how fast the machine is just now."""
    began = time.process_time()
    for number in range(400):
        text = f"{number} You told me that everything would be ready by noon."
        YARD.search(text)
        " ".join(text.lower().split())
    return time.process_time() - began


def checked(
    rows: Sequence[tuple[str, str]], count: int, select: frozenset[str] | None, first: int = 0
) -> Spent:
    """Return what the checks alone take; the median chunk is not moved by a neighbour's burst."""
    seconds: list[float] = []
    yards: list[float] = []
    findings = 0
    source = units(rows, count, first)
    while chunk := list(itertools.islice(source, CHUNK)):
        yard = yardstick()
        began = time.process_time()
        for segment, target, context in chunk:
            for _ in qa.check(segment, target, context, select=select):
                findings += 1
        each = (time.process_time() - began) / len(chunk)
        seconds.append(each)
        yards.append(each / yard)
    return Spent(statistics.median(seconds) * count, statistics.median(yards) * count, findings)


def exponent(times: dict[int, float]) -> float:
    """Return the power by which time grows with size: the slope of a line through the logarithms."""
    xs, ys = [math.log(n) for n in times], [math.log(t) for t in times.values()]
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    above = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True))
    return above / sum((x - middle_x) ** 2 for x in xs)


def peak_mib() -> float:
    """Return the greatest resident memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def grow(rows: Sequence[tuple[str, str]], most: int, rounds: int) -> bool:
    """Print speed and growth of each selection; return whether the goals are met."""
    fine = True
    for name, select in (("TXT,COD", qa.selection(["TXT", "COD"])), ("all", None)):
        sizes = [n for n in SIZES if n <= most] or [most]
        checked(rows, min(2000, most), select)  # loads tables
        times, yards, peaks = {}, {}, {}
        for size in sizes:
            began = time.perf_counter()
            # Every round has lines of its own: what the checks remember of the last one is no speed.
            some = range(rounds if size <= SIZES[0] else 1)
            spent = [checked(rows, size, select, first=size * round_) for round_ in some]
            wall = (time.perf_counter() - began) / len(spent)
            times[size], peaks[size] = min(s.seconds for s in spent), peak_mib()
            yards[size] = statistics.median(s.yards for s in spent)
            print(
                f"{name:8} {size:>9,} segments {times[size]:8.2f} s CPU {size / times[size]:>9,.0f}/s"
                f" {wall:8.2f} s wall with masking {spent[0].findings:>7,} findings {peaks[size]:6.0f} MiB",
                flush=True,
            )
        if len(sizes) > 1:
            power = exponent(yards)
            print(f"{name:8} time grows with the power {power:.3f} of the number of segments")
            assert power <= EXPONENT, power
            assert peaks[sizes[-1]] - peaks[sizes[0]] < 32, peaks
        if name == "TXT,COD":
            speed = max(n / t for n, t in times.items())
            fine = speed >= GOAL
            print(f"{'MET' if fine else 'MISSED'}: {GOAL:,} segments a second, measured {speed:,.0f}")
    return fine


def write_po(path: Path, rows: Sequence[tuple[str, str]], count: int) -> None:
    """Write a PO file of distinct pairs."""
    import polib

    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "en_US"}
    seen: set[str] = set()
    for source, target in rows:
        if source not in seen and len(seen) < count:
            seen.add(source)
            catalogue.append(polib.POEntry(msgid=source, msgstr=target))
    catalogue.save(str(path))


def took(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """Return wall-clock and CPU seconds of a command; its exit code says what was found, so it is not looked at."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, env=dict(environment)
    )
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in {0, 1}, done.stderr[-2000:]
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def commands(po: Path, pofilter: str) -> dict[str, list[str]]:
    """Return what is timed on a PO file, by name."""
    ours = [sys.executable, "-m", "localize", "check", str(po), "--bilingual", "--from", "zh-Hans"]
    ours += ["--to", "en-US", "--output-format", "jsonl"]
    return {
        "localize check --select TXT,COD": [*ours, "--select", "TXT,COD"],
        "localize check": ours,
        "pofilter": [pofilter, "--progress=none", str(po), str(po.with_suffix(".out"))],
    }


def beside_pofilter(rows: Sequence[tuple[str, str]], count: int, rounds: int) -> bool:
    """Print `localize check` and pofilter on one PO, interleaved; return whether ours is the faster one."""
    pofilter = shutil.which("pofilter", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if pofilter is None:
        print("pofilter is not installed (translate-toolkit): not compared")
        return True
    with tempfile.TemporaryDirectory() as folder:
        # Both as they are installed, with their bytecode: a checkout may be told to keep none.
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        few, all_ = Path(folder) / "few.po", Path(folder) / "game.po"
        write_po(few, rows, 20)
        write_po(all_, rows, count)
        for command in commands(few, pofilter).values():
            took(command, environment)
        best = dict.fromkeys(commands(all_, pofilter), (math.inf, math.inf))
        for _ in range(rounds):
            for name, command in commands(all_, pofilter).items():
                best[name] = min(best[name], took(command, environment), key=lambda pair: pair[1])
    print(f"one PO of {count:,} messages, best of {rounds} by CPU time:")
    for name, (wall, cpu) in best.items():
        print(f"  {name:34} {cpu:7.2f} s CPU {wall:7.2f} s wall  {count / cpu:>8,.0f}/s")
    fine = True
    for name in (name for name in best if name != "pofilter"):
        share = best[name][1] / best["pofilter"][1]
        fine = fine and share < 1
        print(f"{'MET' if share < 1 else 'MISSED'}: {name} takes {share:.2f} of the time of pofilter")
    return fine


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--segments", type=int, default=1_000_000)
    parser.add_argument("--po", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    default = Path(os.environ.get("LOCALIZE_SAMPLE_DATA", ROOT.parent / "shared" / "data"))
    parser.add_argument("--corpus", type=Path, default=default)
    args = parser.parse_args()
    rows = pairs(args.corpus)
    fine = grow(rows, args.segments, args.rounds)
    return 0 if beside_pofilter(rows, args.po, args.rounds) and fine else 1


if __name__ == "__main__":
    sys.exit(main())
