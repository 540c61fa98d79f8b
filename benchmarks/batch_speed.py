"""How fast `localize batch` is on many small files, how it grows, and what it keeps in memory.

    python benchmarks/batch_speed.py [--files 2000] [--cues 12] [--engine opencc] [--jobs 1 2] [--check]

Writes folders of small SRT files (a tenth of `--files`, then all) and runs the command on each in a process of its own,
as a user would. Prints files a second, the greatest memory of the largest process, and the power by which time grows
with the number of files: time without the start (measured on four files) over the files. Asserts that every file was
written, that the bytes are the same whatever `--jobs`, that memory grows by less than 64 MiB, and that time grows with
a power of at most 1.1 in CPU seconds, since a shared machine stretches the wall clock.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LINES = (
    "你以为五百万就能让我离开？",
    "王总，三千万的彩礼。",
    "等我。",
    "我们走吧，天快黑了。",
    "她是谁？",
    "对不起，我来晚了。",
)
POWER = 1.1
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
            start, few, many = (spent[size] for size in sizes)
            power = math.log((many.cpu - start.cpu) / (few.cpu - start.cpu)) / math.log(sizes[2] / sizes[1])
            print(f"--jobs {jobs} CPU time grows with the power {power:.3f} of the number of files")
            assert power <= POWER, power
            grown = max(many.own - few.own, many.worker - few.worker)
            assert grown < MEMORY_MIB, grown
        assert len(hashes) == 1, "the bytes depend on --jobs"
    return 0


if __name__ == "__main__":
    sys.exit(main())
