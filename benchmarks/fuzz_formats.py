"""Mutated files against every format: nothing but our own errors may come out, in bounded time.

    python benchmarks/fuzz_formats.py [--count 200000] [--seed 1] [--jobs 2] [--samples DIR]

Takes the golden files of the tests, and real files of a folder if one is given, and mutates each: bits, bytes, slices
cut out, doubled, swapped between two files, truncation, and words that formats trip over. Each result is detected
and parsed; what parses must render to itself; every tenth is also rendered with new targets. Seeds are printed, so
a failure can be had again.
"""

from __future__ import annotations

import argparse
import collections
import multiprocessing
import random
import signal
import sys
import tempfile
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from localize.errors import LocalizeError
from localize.formats import FORMATS, ParseOptions, parse, render

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden" / "formats"
LARGEST = 20_000
SLOW = 5.0
"""Seconds after which one small input counts as a hang."""
WORDS = [
    *(
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\r",
        b"\n\n",
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b"'",
        b"\\",
        b"<",
        b">",
        b"&",
    ),
    *(
        b"<![CDATA[",
        b"]]>",
        b"<!DOCTYPE a [<!ENTITY e 'x'>]>",
        b"&e;",
        b"&#0;",
        b"&#xD800;",
        b"\\ud800",
        b"\\u0000",
    ),
    *(
        b" --> ",
        b"00:00:01,000",
        b"{\\p1}",
        b"NOTE",
        b"%",
        b"$",
        b"=",
        b":",
        b"#",
        b"//",
        b"/*",
        b"*/",
        b"- ",
        b"|",
        b">-",
    ),
    *(
        b"{{{{{{{{",
        b"[[[[[[[[",
        b"((((((((",
        b"<a><a><a><a>",
        b"\xed\xa0\x80",
        b"\xf8",
        "里".encode(),
        "里".encode("gb18030"),
    ),
    *(
        b"msgid",
        b"msgstr[9]",
        b"=== ",
        b"~~~",
        b"&a *a",
        b"!!python/object",
        b"one",
        b"PK\x03\x04",
        b"99999999999999999999",
    ),
]


def samples(folders: list[Path]) -> list[tuple[str, bytes]]:
    suffixes = {suffix for spec in FORMATS for suffix in spec.suffixes}
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in suffixes and path.is_file() and 0 < path.stat().st_size <= LARGEST:
                found.append((path.name, path.read_bytes()))
    return found


def mutated(data: bytes, other: bytes, chance: random.Random) -> bytes:
    text = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(text) + 1)
        to = min(len(text), at + chance.choice((1, 2, 8, 64, 512)))
        kind = chance.randrange(8)
        if kind == 0 and at < len(text):
            text[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            text[at:to] = b""
        elif kind == 2:
            text[at:at] = text[at:to] * chance.choice((1, 2, 30))
        elif kind == 3:
            del text[at:]
        elif kind == 4:
            start = chance.randrange(len(other) + 1)
            text[at:to] = other[start : start + to - at]
        elif kind == 5:
            text[at:at] = bytes(chance.randrange(256) for _ in range(chance.choice((1, 3, 9))))
        else:
            text[at:at] = chance.choice(WORDS) * chance.choice((1, 1, 1, 50))
        if not text:
            text = bytearray(b" ")
    return bytes(text[: 4 * LARGEST])


def one(name: str, data: bytes, chance: random.Random) -> str:
    """Return what became of an input; raises what must not happen."""
    locale = chance.choice((None, None, "en-US", "ar", "zh-Hant-TW"))
    try:
        document = parse(data, name, options=ParseOptions(target_locale=locale))
    except LocalizeError as error:
        return error.code
    if render(document, {}) != data:
        raise AssertionError("a file without new text is not itself")
    if document.segments and chance.random() < 0.1:
        targets = {
            s.id: chance.choice(("译", "A & B <b>", 'say "x"', "\n- ", "100%", "")) + s.source
            for s in document.segments
        }
        try:
            render(document, targets)
        except LocalizeError as error:
            return error.code
    return document.format


class Hang(BaseException):
    """Raised by the alarm, past every handler of the code under test."""


def _alarm(*_: object) -> None:
    raise Hang(f"not done after {SLOW:g} s")


def work(job: tuple[int, int, list[Path]]) -> tuple[collections.Counter[str], list[str], float]:
    seed, count, folders = job
    signal.signal(signal.SIGALRM, _alarm)
    chance = random.Random(seed)
    pool = samples(folders)
    outcomes: collections.Counter[str] = collections.Counter()
    failures: list[str] = []
    slowest = 0.0
    for number in range(count):
        name, data = chance.choice(pool)
        if chance.random() < 0.1:
            name = chance.choice(pool)[0]
        data = mutated(data, chance.choice(pool)[1], chance)
        began = time.process_time()
        signal.setitimer(signal.ITIMER_REAL, SLOW)
        try:
            outcomes[one(name, data, chance)] += 1
        except (Exception, Hang) as error:  # noqa: BLE001  whatever it is, it is what this looks for
            where = traceback.extract_tb(error.__traceback__)[-1]
            failures.append(
                f"seed {seed} number {number} {name}: {type(error).__name__} {error} at {where.filename}:{where.lineno}"
            )
            _keep(seed, number, name, data)
        signal.setitimer(signal.ITIMER_REAL, 0)
        slowest = max(slowest, time.process_time() - began)
    return outcomes, failures, slowest


def _keep(seed: int, number: int, name: str, data: bytes) -> None:
    """Keep an input that failed."""
    folder = Path(tempfile.gettempdir()) / "localize-fuzz"
    folder.mkdir(exist_ok=True)
    (folder / f"{seed}-{number}-{name}").write_bytes(data)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--samples", type=Path, action="append", default=[])
    args = parser.parse_args()
    folders = [GOLDEN, ROOT / "examples", *args.samples]
    slices = max(args.jobs, args.count // 5000)
    jobs = [(args.seed * 1000 + i, args.count // slices, folders) for i in range(slices)]
    outcomes: collections.Counter[str] = collections.Counter()
    failures: list[str] = []
    slowest = 0.0
    with ProcessPoolExecutor(args.jobs, multiprocessing.get_context("spawn")) as pool:
        for counts, wrong, longest in pool.map(work, jobs):
            outcomes += counts
            failures += wrong
            slowest = max(slowest, longest)
            print(
                f"\r{sum(outcomes.values()) + len(failures)} inputs, {len(failures)} failures",
                end="",
                file=sys.stderr,
            )
    print(file=sys.stderr)
    print(f"{len(samples(folders))} files, {sum(outcomes.values())} mutated inputs, slowest {slowest:.2f} s")
    print(", ".join(f"{name} {count}" for name, count in outcomes.most_common()))
    print("\n".join(failures[:40]))
    print(f"{len(failures)} failures")
    return bool(failures)


if __name__ == "__main__":
    raise SystemExit(main())
