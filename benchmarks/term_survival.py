"""How many agreed words and placeholders come back, by the way they reach the engine, and what it does to the text.

    python benchmarks/term_survival.py [--lines N] [--method NAME] [--model ctranslate2:FOLDER]

Methods, each through the whole pipeline but for what it names:

    check    the engine sees the source words, its answer is only checked
    words    source-side substitution: the agreed target words stand in the source in place of the source words
    nbest    as check, and of the engine's answers the one that says most of the words is taken
    repair   nouns, names and numbers as protected symbols; verbs and clauses as nbest, then asked again as symbols
    symbol   everything that is agreed as a protected symbol

Lines: every Chinese text of `tests/corpus` and of `examples/heir-returns`; chrF on the latter against its reference.
Engines: the starter model, and a Marian model with random weights where torch is there (its text is noise: it shows
what survives an engine that copies nothing). `--model` adds a model of yours. A chat model's own method, constraints in
the prompt, needs a server and is not measured here.
"""

from __future__ import annotations

import argparse
import importlib.util
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import sacrebleu
from ruamel.yaml import YAML

from localize import masking
from localize.adaptation.base import Method, Prepared
from localize.adaptation.lost import says
from localize.api import setting
from localize.api.files import read_document, tasks_of
from localize.config import Config, ProjectTable
from localize.engines import create
from localize.engines.base import Engine, EngineOptions
from localize.glossary import present
from localize.model import Segment, SegmentId
from localize.pipeline import Pipeline, Result, Task
from localize.qa.shown import show
from localize.text import has_han

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "examples" / "heir-returns"
GENRES = ("ceo", "rebirth", "palace", "cultivation")
LOCALE = "en-US"
METHODS = ("check", "words", "nbest", "repair", "symbol")


class Variant(Pipeline):
    """A pipeline with one of the methods."""

    way = "symbol"

    def prepare(self, task, analysis, method=Method.REPAIR) -> Prepared:
        if self.way in {"repair", "symbol"}:
            return super().prepare(task, analysis, method)
        return bare(super().prepare(task, analysis, Method.SYMBOL), words=self.way == "words")


def bare(prepared: Prepared, *, words: bool) -> Prepared:
    """Return a line whose requests hold the source words, or the target words, where a symbol stood."""
    owed = list(prepared.obligations)
    units = list(prepared.units)
    for at, obligation in enumerate(owed):
        for number, unit in enumerate(units):
            if obligation.symbol and obligation.symbol in unit.text:
                put = f" {obligation.target} " if words else obligation.source
                constraints = tuple(
                    replace(c, symbol="") if c.symbol == obligation.symbol else c for c in unit.constraints
                )
                units[number] = replace(
                    unit, text=unit.text.replace(obligation.symbol, put), constraints=constraints
                )
                owed[at] = replace(obligation, symbol="")
    return replace(prepared, units=tuple(units), obligations=tuple(owed))


def corpus() -> list[Task]:
    """Return the Chinese texts of the test corpus, each once."""
    found: dict[str, str] = {}

    def walk(node: object, name: str) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                if key in {"source", "text"} and isinstance(value, str) and has_han(value):
                    found.setdefault(value, str(node.get("format", "srt")))
                else:
                    walk(value, name)
        elif isinstance(node, list):
            for value in node:
                walk(value, name)

    for path in sorted((ROOT / "tests" / "corpus").rglob("*.yaml")):
        walk(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")), path.name)
    return [
        Task(f"c{n}", name, Segment(SegmentId(str(n)), text, (), 1, 1))
        for n, (text, name) in enumerate(sorted(found.items()))
    ]


def episodes() -> tuple[list[Task], list[str]]:
    """Return the lines of the example episodes and their reference."""
    tasks, reference = [], []
    for path in sorted((WORK / "episodes").iterdir()):
        document = read_document(path, path.name).document
        tasks += tasks_of(document.format, [(f"{path.name}#{s.id}", s, "") for s in document.segments])
        partner = WORK / "reference" / LOCALE / path.name
        reference += [
            plain(s.source, document.format) for s in read_document(partner, partner.name).document.segments
        ]
    return tasks, reference


def plain(text: str, name: str) -> str:
    return " ".join(show(text, name).plain.split())


def variant(engine: Engine, way: str) -> Variant:
    """Return the pipeline of one method."""
    config = Config(project=ProjectTable(targets=(LOCALE,), genre=GENRES, era="modern", medium="drama"))
    pipeline = Variant(
        source="zh-Hans",
        target=LOCALE,
        glossary=setting.load_glossary(config),
        engine=engine,
        scope=setting.scope_of(config, LOCALE),
    )
    pipeline.way = way
    # Only these two go on to another answer or another question.
    pipeline._method = Method.REPAIR if way in {"nbest", "repair"} else Method.SYMBOL
    return pipeline


def tally(pipeline: Variant, task: Task, result: Result) -> Counter[str]:
    """Return what one line owes and what its draft says of it."""
    counts: Counter[str] = Counter()
    text = result.draft.text if result.draft else ""
    for placeholder in masking.placeholders(task.segment.source, format=task.format):
        counts["placeholders"] += 1
        counts["kept"] += text.count(placeholder.text) >= task.segment.source.count(placeholder.text)
    shown = plain(text, task.format)
    findings = result.draft.findings if result.draft else ()
    counts["put back"] += sum("was put back by position" in finding.message for finding in findings)
    for owed in pipeline.wishes(task, pipeline.analyse(task)):
        if owed.target:
            admitted = owed.hit.admitted if owed.hit else ()
            counts["terms"] += 1
            counts["said"] += says(shown, owed, LOCALE) or any(
                present(r, shown, LOCALE) for r in admitted if r.text
            )
    return counts


def measure(
    engine: Engine, way: str, tasks: list[Task], lines: list[Task], reference: list[str]
) -> dict[str, float]:
    """Return the figures of one engine and method; the scores are of `lines` against their reference."""
    pipeline = variant(engine, way)
    began = time.perf_counter()
    results = pipeline.draft(tasks + lines)
    seconds = time.perf_counter() - began
    counts: Counter[str] = Counter()
    for task, result in zip(tasks + lines, results, strict=True):
        counts += tally(pipeline, task, result)
    texts = [
        plain(r.draft.text if r.draft else "", t.format)
        for t, r in zip(lines, results[len(tasks) :], strict=True)
    ]
    return {
        "placeholders": 100 * counts["kept"] / counts["placeholders"],
        "terms": 100 * counts["said"] / counts["terms"],
        "put back": 100 * counts["put back"] / counts["terms"],
        "chrF": sacrebleu.CHRF().corpus_score(texts, [reference]).score if reference else float("nan"),
        "BLEU": sacrebleu.BLEU().corpus_score(texts, [reference]).score if reference else float("nan"),
        "lines/s": len(results) / seconds,
    }


def tiny_marian() -> Engine | None:
    """Return a Marian model with random weights, None without torch."""
    if importlib.util.find_spec("torch") is None:
        return None
    path = ROOT / "tests" / "engines" / "tiny_models.py"
    spec = importlib.util.spec_from_file_location("tiny_models", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = module.build("marian", Path(tempfile.mkdtemp()) / "marian")
    options = EngineOptions(model=str(folder), beam_size=2)
    return create("transformers", source="zh-Hans", target=LOCALE, options=options)


def engines_of(models: list[str]) -> dict[str, Engine]:
    """Return the engines to measure: the starter model, those that are asked for, a random one where torch is."""
    engines = {"starter": create("starter", source="zh-Hans", target=LOCALE)}
    for given in models:
        name, _, folder = given.partition(":")
        engines[given] = create(name, source="zh-Hans", target=LOCALE, options=EngineOptions(model=folder))
    tiny = tiny_marian()
    if tiny is None:
        print("tiny Marian: skipped, torch is not here")
    else:
        engines["tiny Marian"] = tiny
    return engines


def main() -> int:
    """Print a line for each engine and method; 1 where the method of symbols loses what it carries."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=0, help="lines of the test corpus (default: all)")
    parser.add_argument("--method", action="append", choices=METHODS, default=[])
    parser.add_argument("--model", action="append", default=[], help="engine:FOLDER")
    args = parser.parse_args()
    tasks = corpus()[: args.lines or None]
    lines, reference = episodes()
    engines = engines_of(args.model)
    print(f"{len(tasks)} lines of tests/corpus, {len(lines)} of examples/heir-returns, {LOCALE}")
    print("chrF2 nc:6 nw:0, BLEU tok:13a smooth:exp, one reference, sacreBLEU", sacrebleu.__version__)
    print(
        f"{'engine':14} {'method':8} {'kept %':>8} {'terms %':>8} {'put back %':>10} "
        f"{'chrF':>6} {'BLEU':>6} {'lines/s':>8}"
    )
    good = True
    for name, engine in engines.items():
        for way in args.method or METHODS:
            found = measure(engine, way, tasks, lines, reference)
            print(
                f"{name:14} {way:8} {found['placeholders']:8.2f} {found['terms']:8.2f} {found['put back']:10.2f} "
                f"{found['chrF']:6.2f} {found['BLEU']:6.2f} {found['lines/s']:8.0f}",
                flush=True,
            )
            if way == "symbol":
                good = good and found["placeholders"] == 100 and found["terms"] >= 99
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
