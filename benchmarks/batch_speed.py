"""How fast `localize batch` is on many small files, how it grows, and what it keeps in memory.

    python benchmarks/batch_speed.py [--files 2000] [--cues 12] [--engine opencc] [--jobs 1 2] [--check]

Writes folders of small SRT files (four, a tenth of `--files`, all) and runs the command on each in a process of its
own, as a user would. Prints files a second and the greatest memory of the run and of its largest worker. Growth is
measured apart, in this process: CPU time of each fifty files in a yardstick of fixed work that is timed beside them,
since a shared machine is not equally fast from one minute to the next; a file must cost no more at the end of a run
than near its beginning. Asserts that, that every file was written, that the bytes are the same whatever `--jobs`, and
that memory grows by less than 64 MiB from a tenth of the files to all.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from check_speed import yardstick

from localize.api.batch import make_order, run_batch

ROOT = Path(__file__).resolve().parent.parent
LINES = (
    "你以为五百万就能让我离开？",
    "王总，三千万的彩礼。",
    "等我。",
    "我们走吧，天快黑了。",
    "她是谁？",
    "对不起，我来晚了。",
)
CHUNK = 50
DEARER = 1.5
"""Cost of a file in the last third of a run over that in the first third; a quadratic run would come to about 4."""
MEMORY_MIB = 64
_RUN = """\
import resource, sys
from localize.cli import main
code = main(sys.argv[1:])
own, below = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
cpu = sum(use.ru_utime + use.ru_stime for use in (own, below))
print(cpu, own.ru_maxrss / 1024, below.ru_maxrss / 1024)
sys.exit(code)
"""


class Spent(NamedTuple):
    """Wall-clock and CPU seconds, and the greatest memory (MiB) of the run itself and of its largest worker."""

    wall: float
    cpu: float
    own: float
    worker: float


def write_files(folder: Path, files: int, cues: int) -> None:
    """Write small SRT files of lines in an order that a fixed seed gives."""
    rng = random.Random(7)
    for number in range(files):
        path = folder / f"s{number // 100:02}" / f"ep{number % 100:02}.srt"
        path.parent.mkdir(parents=True, exist_ok=True)
        blocks = []
        for n in range(cues):
            minute, second = divmod(3 * n, 60)
            time_line = f"00:{minute:02}:{second:02},000 --> 00:{minute:02}:{second + 2:02},000"
            blocks.append(f"{n + 1}\n{time_line}\n{rng.choice(LINES)}{number}\n")
        path.write_text("\n".join(blocks), encoding="utf-8")


def run(inputs: Path, output: Path, args: argparse.Namespace, jobs: int) -> Spent:
    """Return what one run took."""
    command = [
        sys.executable,
        "-c",
        _RUN,
        "batch",
        str(inputs),
        "-o",
        str(output),
        "--to",
        "zh-Hant-TW",
        "-q",
    ]
    command += ["--engine", args.engine, "--jobs", str(jobs), "--no-cache"]
    if args.check:
        command += ["--check", "--exit-zero", "--output-file", str(output.with_suffix(".txt"))]
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    wall = time.perf_counter() - began
    assert done.returncode == 0, done.stderr[-2000:]
    return Spent(wall, *map(float, done.stdout.split()[-3:]))


def digest(folder: Path) -> str:
    """Return a hash of the names and bytes of all subtitles below a folder."""
    hasher = hashlib.sha256()
    for path in sorted(folder.rglob("*.srt")):
        hasher.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return hasher.hexdigest()


def dearer(inputs: Path, output: Path, args: argparse.Namespace) -> float:
    """Return what a file costs in the last third of a run, over what it costs in the first third."""
    order = make_order(
        source="",
        targets=["zh-Hant-TW"],
        output=output,
        engine=args.engine,
        check=args.check,
        cache=False,
    )
    costs: list[float] = []
    mark = time.process_time()

    def note(_: str, done: int, total: int) -> None:
        nonlocal mark
        if done % CHUNK == 0:
            spent = time.process_time() - mark
            costs.append(spent / statistics.median(yardstick() for _ in range(5)))
            mark = time.process_time()

    run_batch([inputs], order, progress=note)
    later = costs[1:]  # the first chunk loads the tables
    third = max(1, len(later) // 3)
    return statistics.median(later[-third:]) / statistics.median(later[:third])


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--cues", type=int, default=12)
    parser.add_argument("--engine", default="opencc")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    sizes = [4, max(8, args.files // 10), args.files]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in sizes:
            write_files(folder / f"in{size}", size, args.cues)
        hashes = set()
        for jobs in args.jobs:
            spent = {}
            for size in sizes:
                output = folder / f"out{size}-{jobs}"
                spent[size] = took = run(folder / f"in{size}", output, args, jobs)
                assert sum(1 for _ in output.rglob("*.srt")) == size
                print(
                    f"--jobs {jobs} {size:>6,} files {took.wall:7.2f} s wall {took.cpu:7.2f} s CPU"
                    f" {size / took.wall:7.1f} files/s {took.own:5.0f} MiB, worker {took.worker:5.0f} MiB",
                    flush=True,
                )
            hashes.add(digest(folder / f"out{args.files}-{jobs}"))
            few, many = spent[sizes[1]], spent[sizes[2]]
            grown = max(many.own - few.own, many.worker - few.worker)
            assert grown < MEMORY_MIB, grown
        assert len(hashes) == 1, "the bytes depend on --jobs"
        ratio = dearer(folder / f"in{args.files}", folder / "growth", args)
        print(f"a file costs {ratio:.2f} times as much in the last third of {args.files:,} as in the first")
        assert ratio <= DEARER, ratio
    return 0


if __name__ == "__main__":
    sys.exit(main())
