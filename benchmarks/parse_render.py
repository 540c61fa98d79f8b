"""Measures parse and render of subtitles beside the libraries that a user could pick instead.

    python benchmarks/parse_render.py                 # all: 100,000 cues, growth, memory; asserts the targets
    python benchmarks/parse_render.py --cues 10000    # quick look, without growth and memory of short lines
    python benchmarks/parse_render.py --growth        # 1,000 to 1,000,000 cues only

Three workloads, the same bytes for every library:

    translated   parse, read text, start and end of every cue, give every cue a new text, write bytes: what somebody
                 does who translates with the library.
    exported     parse, give every cue a text that lies ready, write bytes: what an export does with approved texts.
    untouched    parse and write bytes again, no cue looked at. Here a library that makes its cues only when they are
                 looked at, as ours does, saves that work; no target hangs on it.

The targets are about the first two: each is printed as MISSED where it is, by workload.

Ours proves that the result can be read back, by parsing it again or by an argument that holds for the texts. Rounds
alternate between the libraries and the best CPU time of each counts, so that a busy machine hurts all alike.
"""

from __future__ import annotations

import argparse
import gc
import io
import math
import random
import statistics
import sys
import time
from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from short_lines import MOST, memory_ratio, table

from localize.formats import parse, render
from localize.model import SegmentId

SPOKEN = (
    "你终于回来了，我等了你整整三年。",
    "- 林总：合同已经签好了，明天就公布\n- 什么时候的事？怎么没有人告诉我？",
    "<i>她转身离开，没有回头，也没有再说一句话。</i>",
    "这就是你说的真相吗？",
    "（关门声）",
    "从今天起，我们恩断义绝，\n再也不是一家人了。",
    "Senator, we're making our final approach into Coruscant.",
    "陆少，夫人在医院里等着您呢，医生说情况不太好。",
)
REPLACEMENTS = (
    "You came back at last. I have waited three whole years.",
    "- Mr Lin: The contract is signed,\n  we announce it tomorrow.\n- Why did nobody tell me?",
    "Así que esta es la verdad que me prometiste.",
    "从今以后，我们一刀两断。",
)
# Times as fast as the other library, at least. A target that is missed is printed as such and the exit code is 1.
TARGETS = {
    ("srt", "pysubs2"): 5.0,
    ("srt", "srt"): 2.0,
    ("vtt", "pysubs2"): 5.0,
    ("ass", "pysubs2"): 5.0,
}
EXPONENT_TARGET = 1.05


def stamp(ms: int, mark: str) -> str:
    return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02}{mark}{ms % 1000:03}"


def generate(form: str, cues: int) -> bytes:
    """Return a file of cues, the same each time."""
    chance = random.Random(20)
    rows, now = [], 0
    for number in range(1, cues + 1):
        start = now + chance.randrange(0, 200)
        now = start + chance.randrange(100, 330)  # 1,000,000 cues must stay below the 10 hours ASS can write
        rows.append((number, start, now, chance.choice(SPOKEN)))
    if form == "srt":
        body = [f"{n}\n{stamp(a, ',')} --> {stamp(b, ',')}\n{text}\n\n" for n, a, b, text in rows]
        return "".join(body).encode()
    if form == "vtt":
        body = [f"{n}\n{stamp(a, '.')} --> {stamp(b, '.')}\n{text}\n\n" for n, a, b, text in rows]
        return ("WEBVTT\n\n" + "".join(body)).encode()
    head = (
        "[Script Info]\nScriptType: v4.00+\nPlayResX: 1080\nPlayResY: 1920\n\n[V4+ Styles]\nFormat: Name, Fontname, "
        "Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, "
        "ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding\n"
        "Style: Default,Noto Sans CJK SC,56,&H00FFFFFF,&H000000FF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,3,1,2,"
        "40,40,520,1\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    )
    body = []
    for _, a, b, text in rows:
        written = text.replace("\n", "\\N").replace("<i>", "{\\i1}").replace("</i>", "{\\i0}")
        body.append(f"Dialogue: 0,{stamp(a, '.')[1:-1]},{stamp(b, '.')[1:-1]},Default,,0,0,0,,{written}\n")
    return (head + "".join(body)).encode()


class Work(StrEnum):
    """What is done with a file; the module says how."""

    TRANSLATED = "translated"
    EXPORTED = "exported"
    UNTOUCHED = "untouched"


Ready = Mapping[SegmentId, str]
"""The texts that an export finds ready, by the id of our segment, in the order of the cues."""


def ready_for(data: bytes, form: str) -> Ready:
    segments = parse(data, f"bench.{form}").segments
    return {segment.id: REPLACEMENTS[i % len(REPLACEMENTS)] for i, segment in enumerate(segments)}


def ours(data: bytes, form: str, work: Work, ready: Ready) -> int:
    document = parse(data, f"bench.{form}")
    targets, said = dict(ready) if work is Work.EXPORTED else {}, 0
    for i, segment in enumerate(document.segments if work is Work.TRANSLATED else ()):
        assert segment.start_ms is not None
        assert segment.end_ms is not None
        said += len(segment.source) + segment.end_ms - segment.start_ms
        targets[segment.id] = REPLACEMENTS[i % len(REPLACEMENTS)]
    result = render(document, targets)
    assert (result != data) == bool(targets)
    assert (said > 0) == (work is Work.TRANSLATED)
    return len(document.segments)


def with_pysubs2(data: bytes, form: str, work: Work, ready: Ready) -> int:
    import pysubs2

    subtitles = pysubs2.SSAFile.from_string(data.decode(), format_=form)
    said = 0
    for i, event in enumerate(subtitles if work is Work.TRANSLATED else ()):
        said += len(event.text) + event.end - event.start
        event.text = REPLACEMENTS[i % len(REPLACEMENTS)].replace("\n", "\\N")
    for event, text in zip(subtitles, ready.values(), strict=True) if work is Work.EXPORTED else ():
        event.text = text.replace("\n", "\\N")
    subtitles.to_string(form).encode()
    return len(subtitles)


def with_srt(data: bytes, form: str, work: Work, ready: Ready) -> int:
    import srt

    cues, said = list(srt.parse(data.decode())), 0.0
    for i, cue in enumerate(cues if work is Work.TRANSLATED else ()):
        said += len(cue.content) + (cue.end - cue.start).total_seconds()
        cue.content = REPLACEMENTS[i % len(REPLACEMENTS)]
    for cue, text in zip(cues, ready.values(), strict=True) if work is Work.EXPORTED else ():
        cue.content = text
    srt.compose(cues).encode()
    return len(cues)


def with_pysrt(data: bytes, form: str, work: Work, ready: Ready) -> int:
    import pysrt

    cues, said = pysrt.SubRipFile.from_string(data.decode()), 0
    for i, cue in enumerate(cues if work is Work.TRANSLATED else ()):
        said += len(cue.text) + cue.end.ordinal - cue.start.ordinal
        cue.text = REPLACEMENTS[i % len(REPLACEMENTS)]
    for cue, text in zip(cues, ready.values(), strict=True) if work is Work.EXPORTED else ():
        cue.text = text
    written = io.StringIO()
    cues.write_into(written)
    written.getvalue().encode()
    return len(cues)


class Contestant(Protocol):
    """Does one workload with one library and returns how many cues it read."""

    def __call__(self, data: bytes, form: str, work: Work, ready: Ready) -> int: ...


CONTESTANTS: dict[str, dict[str, Contestant]] = {
    "srt": {"localize": ours, "pysubs2": with_pysubs2, "srt": with_srt, "pysrt": with_pysrt},
    "vtt": {"localize": ours, "pysubs2": with_pysubs2},
    "ass": {"localize": ours, "pysubs2": with_pysubs2},
}


def race(form: str, cues: int, rounds: int, work: Work) -> dict[str, float]:
    """Return the best CPU seconds of each library; all must read the same number of cues."""
    data = generate(form, cues)
    ready = ready_for(data, form)
    best: dict[str, float] = {}
    for _ in range(rounds):
        for name, run in CONTESTANTS[form].items():
            gc.collect()
            begun = time.process_time()
            counted = run(data, form, work, ready)
            seconds = time.process_time() - begun
            assert counted == cues, f"{name} reads {counted} of {cues} cues in {form}"
            best[name] = min(best.get(name, seconds), seconds)
    return best


def compare(cues: int, rounds: int, work: Work) -> list[str]:
    """Print the table of one workload and return the targets that were missed."""
    missed = []
    print(f"{cues:,} cues {work}, best of {rounds}")
    print(f"  {'format':8}{'library':12}{'seconds':>9}{'µs/cue':>9}{'ours is faster':>16}")
    for form in CONTESTANTS:
        best = race(form, cues, rounds, work)
        for name, seconds in best.items():
            ratio = seconds / best["localize"]
            faster = "" if name == "localize" else f"{ratio:.1f} x"
            print(f"  {form:8}{name:12}{seconds:9.2f}{seconds / cues * 1e6:9.2f}{faster:>16}", flush=True)
            least = TARGETS.get((form, name))
            if work is not Work.UNTOUCHED and least is not None and ratio < least:
                missed.append(f"{form} {work}: {ratio:.2f} x {name}, the target is {least} x")
    return missed


def memory(cues: int) -> list[str]:
    """Print the memory of files with usual texts and return what takes more than it may."""
    missed = []
    print(f"{cues:,} cues of usual length: peak memory of a parse / size of the file")
    for form in CONTESTANTS:
        ratio = memory_ratio(form, generate(form, cues), f"bench.{form}")
        print(f"  {form:8}{ratio:6.1f}")
        if ratio > MOST:
            missed.append(f"{form}: memory {ratio:.1f} x file size, the target is {MOST} x")
    return missed


def growth() -> list[str]:
    """Print time a cue from 1,000 to 1,000,000 cues, translated, and return what is not linear."""
    missed = []
    print("growth, µs a cue translated, best of as many rounds as reach 3 seconds (2 to 30)")
    for form in CONTESTANTS:
        each = {}
        for cues in (1_000, 10_000, 100_000, 1_000_000):
            data = generate(form, cues)
            seconds: list[float] = []
            while len(seconds) < 2 or (len(seconds) < 30 and sum(seconds) < 3):
                gc.collect()
                begun = time.process_time()
                ours(data, form, Work.TRANSLATED, {})
                seconds.append(time.process_time() - begun)
            each[cues] = min(seconds) / cues * 1e6
        x, y = zip(*((math.log(cues), math.log(cost * cues)) for cues, cost in each.items()), strict=True)
        exponent = statistics.linear_regression(x, y).slope
        shown = "  ".join(f"{cues:>9,}: {cost:5.2f}" for cues, cost in each.items())
        print(f"  {form:8}{shown}  fitted exponent {exponent:.3f}", flush=True)
        if exponent > EXPONENT_TARGET:
            missed.append(f"{form}: cost grows with exponent {exponent:.3f}, the target is {EXPONENT_TARGET}")
    return missed


def main() -> int:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--cues", type=int, default=100_000)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--growth", action="store_true", help="growth only")
    options = arguments.parse_args()
    if options.growth:
        missed = growth()
    else:
        missed = [line for work in Work for line in compare(options.cues, options.rounds, work)]
        missed += memory(min(options.cues, 20_000))
        if options.cues >= 100_000:
            missed += growth()
            missed += table(50_000)
    print("\n".join(f"MISSED {line}" for line in missed) or "all targets met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
