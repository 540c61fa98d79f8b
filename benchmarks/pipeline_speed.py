"""Segments per second of the whole pipeline against the bare engine call on the same lines, side by side in one run.

    python benchmarks/pipeline_speed.py [--lines N] [--locale en-US] [--engine starter]

The bare call gets the source texts as they are; the pipeline adds masking, terms, adaptation, line breaks, checks and
an empty cache on disk that it fills.
Both runs are interleaved and the median of the rounds counts, since a shared machine drifts.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from localize.api import setting
from localize.api.files import read_document, tasks_of
from localize.config import Config, ProjectTable
from localize.engines.base import EngineFailure, Request
from localize.memory import EngineCache
from localize.model import Segment

EPISODES = Path(__file__).resolve().parent.parent / "examples" / "heir-returns" / "episodes"


def lines(count: int) -> list[tuple[str, Segment]]:
    """Return (format, segment) of the example episodes, repeated with a mark so that no two lines are equal."""
    found = []
    for path in sorted(EPISODES.iterdir()):
        document = read_document(path, path.name).document
        found += [(document.format, segment) for segment in document.segments]
    return [found[i % len(found)] for i in range(count)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--locale", default="en-US")
    parser.add_argument("--engine", default="")
    args = parser.parse_args()
    config = Config(project=ProjectTable(targets=(args.locale,), genre=("ceo", "palace")))
    terms = setting.load_glossary(config)
    work = lines(args.lines)
    unique = {segment.source: (name, segment) for name, segment in work}
    bare, whole = [], []
    for _ in range(args.rounds):
        engine = setting.make_engine(config, "zh-Hans", args.locale, override=args.engine)
        requests = [Request(str(i), source) for i, source in enumerate(unique)]
        engine.translate(requests[:8])  # loads the model outside the measured time
        began = time.perf_counter()
        answers = engine.translate(requests)
        bare.append(time.perf_counter() - began)
        assert len(answers) == len(requests)
        assert not any(isinstance(a, EngineFailure) for a in answers)
        cache = EngineCache.open(Path(tempfile.mkdtemp()) / "cache.db")
        pipeline = setting.make_pipeline(config, args.locale, terms=terms, engine=engine, cache=cache)
        pipeline.draft(tasks_of("srt", [("warm", next(iter(unique.values()))[1], "")]))
        began = time.perf_counter()
        results = []
        for name in {name for name, _ in unique.values()}:
            items = [(s.source, s, "") for n, s in unique.values() if n == name]
            results += pipeline.draft(tasks_of(name, items))
        whole.append(time.perf_counter() - began)
        assert len(results) == len(unique)
        assert all(r.draft is not None and r.draft.text for r in results)
    raw, full = statistics.median(bare), statistics.median(whole)
    print(f"{len(unique)} distinct lines, {args.locale}, {engine.info.name}, median of {args.rounds} rounds")
    print(f"bare engine     {len(unique) / raw:8.0f} segments/s  {raw:7.2f} s")
    print(f"whole pipeline  {len(unique) / full:8.0f} segments/s  {full:7.2f} s")
    print(f"pipeline / bare {raw / full:8.2f}")


if __name__ == "__main__":
    main()
