"""The only place that converts files in one shot, without a project: files or folders in, `OUT/<locale>/…` out."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from localize.api import setting
from localize.api.batch_log import BatchLog, digest
from localize.api.files import Reading, read_localized, tasks_of
from localize.api.fitting import render_what_fits
from localize.config import (
    AdaptationTable,
    Config,
    EngineTable,
    ExportTable,
    GlossaryTable,
    LayoutTable,
    ProjectTable,
)
from localize.errors import (
    GateClosedError,
    LocalizeError,
    OutputError,
    Place,
    ProblemsError,
    UsageError,
)
from localize.export import write_atomic
from localize.formats import FORMATS
from localize.locales import parse_locale
from localize.memory import EngineCache
from localize.model import LocatedFinding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from localize.model import Document
    from localize.pipeline import Pipeline, Result

CACHE_NAME = ".localize/cache.db"
"""Below the output folder, beside the log of finished files."""


@dataclass(frozen=True, slots=True)
class BatchOrder:
    """What a batch run is asked to do; picklable, so that worker processes can have it.

    Attributes:
        source: locale of the inputs; targets: locales to write.
        engine: name of an engine, '' for the configured or automatic one.
        glossaries: term files over the packs.
        config: engine, glossary, adaptation, layout and export tables of a project file.
        check: report findings.
        force: overwrite outputs that this tool did not write.
        jobs: processes.
        cache: use what engines answered to the same request before, kept in the output folder.
        reading: format and encoding of the inputs, where the caller knows better.
    """

    source: str
    targets: tuple[str, ...]
    output: Path
    engine: str = ""
    glossaries: tuple[Path, ...] = ()
    config: Config = field(default_factory=Config)
    check: bool = False
    force: bool = False
    jobs: int = 1
    cache: bool = True
    reading: Reading = field(default_factory=Reading)


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One input file: where it lies, and its path below OUT/<locale>."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class BatchOutput:
    """One file written, or skipped because an earlier run wrote it."""

    item: BatchItem
    locale: str
    path: Path
    segments: int
    skipped: bool
    engine: str
    findings: tuple[LocatedFinding, ...] = ()


@dataclass(slots=True)
class BatchReport:
    """What a batch run did: outputs, problems, and the licence line of each engine used."""

    outputs: list[BatchOutput] = field(default_factory=list)
    problems: list[LocalizeError] = field(default_factory=list)
    licences: dict[str, str] = field(default_factory=dict)

    @property
    def findings(self) -> list[LocatedFinding]:
        """Return all findings, by file, locale and line."""
        every = [f for output in self.outputs for f in output.findings]
        return sorted(every, key=lambda f: (f.place.file, f.locale, f.place.line or 0, f.finding.code))

    def counts(self) -> Counter[str]:
        """Return segments per locale."""
        total: Counter[str] = Counter()
        for output in self.outputs:
            total[output.locale] += output.segments
        return total


def batch_config(loaded: Config | None, source: str, targets: Sequence[str]) -> Config:
    """Return the tables of a project file that a batch takes, or defaults; the gate is `any` unless the file says."""
    base = loaded or Config(export=ExportTable("any"))
    project = ProjectTable(
        source=source, targets=tuple(targets), medium=base.project.medium, genre=base.project.genre
    )
    return Config(
        path=base.path,
        project=project,
        engine=base.engine if loaded else EngineTable(),
        glossary=base.glossary if loaded else GlossaryTable(),
        adaptation=base.adaptation if loaded else AdaptationTable(),
        layout=base.layout if loaded else LayoutTable(),
        export=base.export,
        lines=base.lines,
    )


def collect(inputs: Sequence[Path]) -> tuple[list[BatchItem], list[LocalizeError]]:
    """Return the files that the inputs name, sorted, and what is wrong with the inputs.

    A folder gives every file below it whose suffix a format knows; its tree is kept. A file gives its name.
    """
    suffixes = {suffix for spec in FORMATS for suffix in spec.suffixes}
    items: dict[str, BatchItem] = {}
    problems: list[LocalizeError] = []
    for given in inputs:
        if given.is_dir():
            paths = sorted(p for p in given.rglob("*") if p.is_file() and p.suffix.lower() in suffixes)
            if not paths:
                place = Place(str(given))
                problems.append(
                    UsageError("holds no file of a known format", place=place, do="check the folder")
                )
            found = [BatchItem(p, p.relative_to(given).as_posix()) for p in paths]
        else:
            found = [BatchItem(given, given.name)]
        for item in found:
            if (twin := items.setdefault(item.name, item)).path != item.path:
                do = "run them in two batches, or give the folder above both"
                what = f"would be written to the same place as {twin.path}"
                problems.append(OutputError(what, place=Place(str(item.path)), do=do))
    return sorted(items.values(), key=lambda item: item.name), problems


def run_batch(
    inputs: Sequence[Path],
    order: BatchOrder,
    *,
    resume: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> BatchReport:
    """Translate the inputs into every target locale and write them; a failed file does not stop the rest.

    Every finished file is logged in `OUT/batch.jsonl` at once, so that `resume` skips what is done: same bytes in,
    same order, and the output still as it was written.

    Raises:
        LocalizeError: the order itself cannot be carried out (unknown locale, no engine, no output folder).
    """
    report = BatchReport()
    items, report.problems = collect(inputs)
    if order.config.export.gate == "approved":
        do = 'set [export] gate = "checked" or "any" for a batch, or use a project and `localize export`'
        place = order.config.place("export", "gate")
        raise GateClosedError("the gate asks for approvals, and a batch has no reviewer", place=place, do=do)
    report.licences = _engines(order)  # fails before any work when an engine is missing
    setting.load_glossary(order.config, order.glossaries)
    log = BatchLog.open(order.output, digest(order), resume=resume)
    todo = []
    for item in items:
        if (done := log.finished(item)) is not None:
            report.outputs += done
        else:
            todo.append(item)
    count = len(items) - len(todo)
    with log:
        for outputs, problems in _work(todo, order):
            report.outputs += outputs
            report.problems += problems
            if outputs and not problems:
                log.append(outputs)
            count += 1
            if progress:
                progress("files", count, len(items))
    report.outputs.sort(key=lambda output: (output.item.name, output.locale))
    return report


def _engines(order: BatchOrder) -> dict[str, str]:
    """Return the licence line of each engine of an order by its name.

    Raises:
        LocalizeError: an engine is missing, or may not be used where nobody writes its drafts anew.
    """
    lines = {}
    for target in order.targets:
        info = setting.make_engine(order.config, order.source, target, override=order.engine).info
        if order.config.engine.commercial == "edited" and not info.commercial:
            place = order.config.place("engine", "commercial")
            what = f"drafts of {info.name} have to be written anew by a person, and a batch has no reviewer"
            raise GateClosedError(what, place=place, do="choose another engine, or use a project")
        lines[info.name] = f"{info.quality} quality; {info.licence}; {info.attribution}".rstrip("; ")
    return lines


Worked = tuple[list[BatchOutput], list[LocalizeError]]


def _work(items: Sequence[BatchItem], order: BatchOrder) -> Iterator[Worked]:
    if order.jobs <= 1 or len(items) <= 1:
        worker = _Worker(order)
        for item in items:
            yield worker.convert(item)
        return
    # spawn: forked children would share the engine's threads and file handles.
    context = multiprocessing.get_context("spawn")
    jobs = min(order.jobs, len(items))
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(order,)) as pool:
        futures = [pool.submit(_convert, item) for item in items]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_worker: _Worker | None = None


def _start(order: BatchOrder) -> None:
    global _worker
    _worker = _Worker(order)


def _convert(item: BatchItem) -> Worked:
    if _worker is None:
        raise RuntimeError("the pool's initializer did not run")
    return _worker.convert(item)


class _Worker:
    """Converts files in one process; keeps one pipeline a locale."""

    def __init__(self, order: BatchOrder) -> None:
        self._order = order
        self._pipelines: dict[str, Pipeline] = {}
        self._terms = setting.load_glossary(order.config, order.glossaries)
        self._cache = EngineCache.open(order.output / CACHE_NAME) if order.cache else None

    def convert(self, item: BatchItem) -> Worked:
        """Return the outputs of one input file, and what went wrong."""
        problems: list[LocalizeError] = []
        outputs: list[BatchOutput] = []
        try:
            _, documents = read_localized(item.path, str(item.path), self._order.targets, self._order.reading)
        except LocalizeError as error:
            return [], [error]
        for locale, document in documents.items():
            try:
                done, refused = self._one(item, document, locale)
                outputs.append(done)
                problems += refused
            except ProblemsError as error:
                problems += error.problems
            except LocalizeError as error:
                problems.append(error.at(Place(str(item.path))))
        return outputs, problems

    def _one(
        self, item: BatchItem, document: Document, locale: str
    ) -> tuple[BatchOutput, list[LocalizeError]]:
        pipeline = self._pipeline(locale)
        items = [(str(i), s, "") for i, s in enumerate(document.segments)]
        tasks = tasks_of(document.format, items, path=item.name)
        results = pipeline.draft(tasks)
        targets = {
            segment.id: result.draft.text
            for segment, result in zip(document.segments, results, strict=True)
            if result.draft is not None and result.draft.text
        }
        if self._order.config.export.gate == "checked":
            _refuse_errors(item, locale, document, results)
        path = self._order.output / locale / item.name
        data, refused = render_what_fits(document, targets)
        write_atomic(path, data, force=self._order.force)
        engine = pipeline.engine.info.name if pipeline.engine else ""
        findings = self._located(path, data, locale, document, results) if self._order.check else ()
        done = BatchOutput(item, locale, path, len(results), skipped=False, engine=engine, findings=findings)
        return done, refused

    def _located(
        self, path: Path, data: bytes, locale: str, document: Document, results: Sequence[Result]
    ) -> tuple[LocatedFinding, ...]:
        """Return the findings with lines of the file that was written."""
        from localize.formats import parse

        written = {s.id: s for s in parse(data, str(path)).segments}
        found = []
        for segment, result in zip(document.segments, results, strict=True):
            line = written[segment.id].line if segment.id in written else segment.line
            found += [LocatedFinding(f, Place(str(path), line), locale) for f in result.findings]
        return tuple(found)

    def _pipeline(self, locale: str) -> Pipeline:
        if locale not in self._pipelines:
            order = self._order
            threads = setting.default_threads(order.jobs)
            engine = setting.make_engine(
                order.config, order.source, locale, override=order.engine, threads=threads
            )
            self._pipelines[locale] = setting.make_pipeline(
                order.config, locale, terms=self._terms, engine=engine, cache=self._cache
            )
        return self._pipelines[locale]


def _refuse_errors(item: BatchItem, locale: str, document: Document, results: Sequence[Result]) -> None:
    """Raise for every error finding of a file, under the gate `checked`."""
    reasons: list[LocalizeError] = [
        GateClosedError(
            f"{locale}: {finding.code} {finding.message}", place=Place(str(item.path), segment.line)
        )
        for segment, result in zip(document.segments, results, strict=True)
        for finding in result.findings
        if finding.severity >= Severity.ERROR
    ]
    if reasons:
        raise ProblemsError(reasons)


def make_order(
    *,
    source: str,
    targets: Sequence[str],
    output: Path,
    engine: str = "",
    glossaries: Sequence[Path] = (),
    config: Path | None = None,
    check: bool = False,
    force: bool = False,
    jobs: int = 1,
    cache: bool = True,
    reading: Reading | None = None,
) -> BatchOrder:
    """Return a checked order.

    Raises:
        UsageError: a locale is unknown, or `jobs` is not positive.
        ProblemsError: the configuration has problems.
    """
    from localize.config import load_config

    if jobs < 1:
        raise UsageError(f"--jobs is {jobs}", do="give at least 1")
    tags = tuple(dict.fromkeys(parse_locale(tag).tag for tag in targets))
    loaded = load_config(config, needs_targets=False) if config else None
    origin = parse_locale(source or (loaded.project.source if loaded else "zh-Hans")).tag
    settled = batch_config(loaded, origin, tags)
    return BatchOrder(
        origin,
        tags,
        output,
        engine,
        tuple(glossaries),
        settled,
        check=check,
        force=force,
        jobs=jobs,
        cache=cache,
        reading=reading or Reading(),
    )
