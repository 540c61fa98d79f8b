"""The only place that measures engines, and that shells fetch models through."""

from __future__ import annotations

import itertools
import multiprocessing
import re
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from localize import engines
from localize.engines import models
from localize.engines.base import EngineFailure, EngineOptions, Request
from localize.engines.pull import pull as pull_model
from localize.errors import InputError, LocalizeError, Place, UsageError
from localize.locales import parse_locale

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Measured", "bench_engines", "bench_lines", "candidates", "pull_model"]

_PARTS = {
    "zh": (("你知道", "我以为", "他说", "听着，", "没想到", "求你了，"),
           ("这件事", "那个人", "她的哥哥", "王总", "这三千万", "皇上的旨意", "掌门的剑", "今晚的宴会"),
           ("不是你想的那样。", "跟我没有关系！", "早就安排好了。", "你打算怎么办？", "谁也不许再提。",
            "三天之内必须有结果。")),
    "en": (("You know ", "I thought ", "He said ", "Listen, ", "Who knew that ", "Please, "),
           ("this matter", "that man", "her brother", "the chairman", "the thirty million", "the decree",
            "the master's sword", "the banquet tonight"),
           (" is not what you think.", " has nothing to do with me!", " was arranged long ago.",
            " is your problem now.", " must never be spoken of again.", " will be settled within three days.")),
}  # fmt: skip
"""Beginnings, middles and ends: lines of dialogue for measuring, all different."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of one engine.

    Attributes:
        engine, model: which.
        lines: that it translated.
        failed: how many of them got no answer.
        per_second: segments a second, warm.
        first: seconds until the first answer of a fresh process, loading included.
        peak_mb: most resident memory of that process, in MB.
        problem: why it was not measured, '' if it was.
    """

    engine: str
    model: str
    lines: int = 0
    failed: int = 0
    per_second: float = 0.0
    first: float = 0.0
    peak_mb: float = 0.0
    problem: str = ""


def bench_lines(wanted: str, source: str) -> list[str]:
    """Return lines to measure with: the lines of a file, or as many of our own as a number says.

    Raises:
        UsageError: a number of lines for a language that we have none of.
        InputError: the file cannot be read.
    """
    if not wanted.isdigit():
        try:
            found = [line.strip() for line in Path(wanted).read_text(encoding="utf-8").splitlines()]
        except (OSError, UnicodeDecodeError) as problem:
            raise InputError(
                f"cannot be read: {problem}", place=Place(wanted), do="give a text file"
            ) from problem
        return [line for line in found if line]
    parts = _PARTS.get(parse_locale(source).language)
    if parts is None:
        raise UsageError(
            f"there are no lines in {source} to measure with", do="give a file with --lines FILE"
        )
    return list(itertools.islice(_made(parts), max(1, int(wanted))))


def _made(parts: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    for turn in itertools.count():
        for begin, middle, end in itertools.product(*parts):
            yield f"{begin}{middle}{end}" if not turn else f"{begin}{middle}{turn}{end}"


def candidates(source: str, target: str) -> list[tuple[str, str]]:
    """Return (engine, model) of everything here that can translate a pair, but for the echo."""
    found = [(name, "") for name in engines.available(source, target) if name != "echo"]
    for _, card in models.pulled():
        options = EngineOptions(model=card.name)
        try:
            engines.create(card.engine, source=source, target=target, options=options)
        except LocalizeError:
            continue  # another pair, or its package is missing
        found.append((card.engine, card.name))
    return found


def bench_engines(
    chosen: Sequence[tuple[str, str]],
    lines: Sequence[str],
    *,
    source: str,
    target: str,
    options: EngineOptions,
) -> Iterator[Measured]:
    """Yield what each engine does with the lines, each in a fresh process of its own.

    Args:
        chosen: engines with their models, '' for an engine's own.
        lines: source texts.
        source, target: locales.
        options: for all of them, but for the model.
    """
    for name, model in chosen:
        given = (model, options.batch_size, options.beam_size, options.threads, dict(options.extra))
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            try:
                yield pool.submit(_measure, name, source, target, list(lines), given).result()
            except LocalizeError as problem:
                yield Measured(name, model, problem=f"{problem.what} ({problem.do})")
            except BrokenProcessPool:
                yield Measured(name, model, problem="its process died, most likely for want of memory")


def _measure(
    name: str,
    source: str,
    target: str,
    lines: list[str],
    given: tuple[str, int, int, int, dict[str, str]],
) -> Measured:
    """Measure one engine; runs in a process of its own."""
    model, batch_size, beam_size, threads, extra = given
    options = EngineOptions(model, batch_size, beam_size, threads, extra)
    began = time.perf_counter()
    engine = engines.create(name, source=source, target=target, options=options)
    engine.translate([Request("first", lines[0])])
    first = time.perf_counter() - began
    requests = [Request(str(number), line) for number, line in enumerate(lines)]
    began = time.perf_counter()
    answers = engine.translate(requests)
    seconds = time.perf_counter() - began
    failed = sum(isinstance(answer, EngineFailure) for answer in answers)
    return Measured(name, model, len(lines), failed, len(lines) / seconds, first, _peak_mb())


def _peak_mb() -> float:
    """Return the most resident memory of this process, in MB.

    On Linux the number of `getrusage` begins with what the parent had, so `/proc` is asked there (proc_pid_status(5)).
    """
    status = Path("/proc/self/status")
    if status.is_file() and (found := re.search(r"^VmHWM:\s+(\d+) kB$", status.read_text("utf-8"), re.M)):
        return int(found[1]) * 1024 / 1e6
    unit = 1 if sys.platform == "darwin" else 1024  # macOS counts in bytes
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
