"""The only place that converts files in one shot, without a project: files or folders in, `OUT/<locale>/…` out."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from localize.api import setting
from localize.api.batch_base import BatchItem, BatchOrder, BatchOutput, BatchReport, BatchUnit
from localize.api.batch_facts import merged
from localize.api.batch_log import BatchLog, digest
from localize.api.batch_picture import cuts_for, refuse_cuts
from localize.api.batch_work import work
from localize.api.facts import Collector
from localize.api.files import Reading, closed_folder, is_left_out, name_in, read_document, reading_of
from localize.api.pairs import PairChecker, check_documents
from localize.api.picture import read_picture
from localize.api.waiving import after_waivers
from localize.config import (
    Config,
    ExportTable,
    load_config,
)
from localize.errors import GateClosedError, LocalizeError, OutputError, Place, UsageError
from localize.formats import FORMATS
from localize.locales import parse_locale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from localize.api.facts import Facts
    from localize.model import LocatedFinding


def batch_config(loaded: Config | None, source: str, targets: Sequence[str]) -> Config:
    """Return the tables of a project file that a batch takes, or defaults; the gate is `any` unless the file says."""
    base = loaded or Config(export=ExportTable("any"))
    return replace(base, project=replace(base.project, source=source, targets=tuple(targets)))


class Collected(NamedTuple):
    """What there is to do: the files, what is wrong with the inputs, and folders below them that are closed."""

    items: list[BatchItem]
    problems: list[LocalizeError]
    closed: list[str]


def collect(inputs: Sequence[Path], output: Path | None = None, exclude: Sequence[str] = ()) -> Collected:
    """Return the files that the inputs name, sorted, and what is wrong with the inputs.

    A folder gives every file below it whose suffix a format knows; its tree is kept. Hidden files and folders are left
    out, and so are what the patterns of `exclude` fit and the output, which may lie in an input. A file gives its name.
    """
    suffixes = {suffix for spec in FORMATS for suffix in spec.suffixes}
    items: dict[str, BatchItem] = {}
    problems: list[LocalizeError] = []
    names: list[str] = []
    for given in inputs:
        if given.is_dir():
            closed: list[OSError] = []
            below = _below(given, output, exclude, closed)
            known = sorted(path for path in below if path.suffix.lower() in suffixes)
            paths = [p for p in known if not is_left_out(p.relative_to(given).as_posix(), exclude)]
            for error in closed:
                problems.append(closed_folder(error.filename, error))
                names.append(Path(error.filename).relative_to(given).as_posix())
            if not paths and not closed:
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
    return Collected(sorted(items.values(), key=lambda item: item.name), problems, names)


def _below(
    folder: Path, output: Path | None, exclude: Sequence[str], closed: list[OSError]
) -> Iterator[Path]:
    """Yield the files below a folder; folders that cannot be looked into are noted, unless they are left out."""
    ours = output.resolve() if output is not None and output.is_dir() else None
    for at, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [
            name
            for name in folders
            if not (name.startswith(".") or is_left_out(name, exclude))
            and (ours is None or Path(at, name).resolve() != ours)
        ]
        yield from (Path(at, name) for name in names if not name.startswith("."))


def run_batch(
    inputs: Sequence[Path],
    order: BatchOrder,
    *,
    exclude: Sequence[str] = (),
    resume: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
    show: Callable[[str], None] | None = None,
) -> BatchReport:
    """Translate the inputs into every target locale and write them; a failed file does not stop the rest.

    Every finished file is logged at once, so that `resume` skips what is done: same bytes, same order, same output.

    Args:
        inputs, order, exclude: files and folders, what to do with them, patterns of what is left out of folders.
        resume: skip what an earlier run of the same order finished.
        progress, show: told (label, done, of how many) after each file; given the diff of each file that was fixed.

    Raises:
        LocalizeError: the order itself cannot be carried out (unknown locale, no engine, no output folder).
    """
    began, report = time.monotonic(), BatchReport()
    items, report.problems, closed = collect(inputs, order.output, exclude)
    report.unread.update(str(order.output / locale / name) for locale in order.targets for name in closed)
    report.licences = _ready(order, items)
    log = BatchLog.open(order.output, digest(order), resume=resume)
    facts: list[Facts] = []
    with log:
        todo, unseen = _left(items, order, log, report, facts)
        facts += _facts_again(unseen, order, log, progress)
        for done, (unit, output, problems) in enumerate(work(todo, order), 1):
            if output is not None:
                facts += _take_in(report, log, unit, output, whole=not problems, show=show)
            else:
                report.unread.add(str(order.output / unit.locale / unit.item.name))
            report.problems += problems
            if progress:
                progress("files", done, len(todo))
    report.settle(_findings(report, inputs, order), merged(facts), time.monotonic() - began)
    return report


def _ready(order: BatchOrder, items: Sequence[BatchItem]) -> dict[str, str]:
    """Return the licence lines of the engines; whatever the order lacks fails here, before any work."""
    _refuse_gate(order)
    refuse_cuts(order, items)
    licences = _engines(order)
    setting.load_glossary(order.config, order.glossaries)
    return licences


def _findings(report: BatchReport, inputs: Sequence[Path], order: BatchOrder) -> list[LocatedFinding]:
    """Return the findings of all files, those of earlier runs too, after today's waivers."""
    found = [located for output in report.outputs for located in output.findings]
    if not order.check:
        return found
    report.accepted = [accepted for output in report.outputs for accepted in output.accepted]
    folders = all(path.is_dir() for path in inputs)
    return after_waivers(
        found,
        order.config,
        order.targets,
        folders=folders,
        select=order.select,
        accepted=report.accepted,
    )


def _take_in(
    report: BatchReport,
    log: BatchLog,
    unit: BatchUnit,
    output: BatchOutput,
    *,
    whole: bool,
    show: Callable[[str], None] | None,
) -> list[Facts]:
    """Record a finished file, and return what a report shows of it; only one without problems counts as done."""
    if output.diff and show is not None:
        show(output.diff)
    report.outputs.append(replace(output, diff="", facts=None))
    log.append(unit, output, whole=whole)
    return [] if output.facts is None else [output.facts]


def _refuse_gate(order: BatchOrder) -> None:
    if order.config.export.gate == "approved":
        do = 'set [export] gate = "checked" or "any" for a batch, or use a project and `localize export`'
        place = order.config.place("export", "gate")
        raise GateClosedError("the gate asks for approvals, and a batch has no reviewer", place=place, do=do)


def _left(
    items: Sequence[BatchItem], order: BatchOrder, log: BatchLog, report: BatchReport, facts: list[Facts]
) -> tuple[list[BatchUnit], list[tuple[BatchUnit, BatchOutput]]]:
    """Return what is to be done, locale by locale, and what is done and was never looked at for a report.

    What is done goes into the report, and what the log knows of it into the facts.
    """
    todo, unseen = [], []
    for locale in order.targets:
        limits = setting.limits_of(order.config, locale)
        for item in items:
            unit = BatchUnit(item, locale, log.wrote(item, locale), cuts_for(order, item, locale))
            done = log.finished(unit, limits)
            if done is None:
                todo.append(unit)
                continue
            report.outputs.append(replace(done, facts=None))
            if order.facts and done.facts is not None:
                facts.append(done.facts)
            elif order.facts:
                unseen.append((unit, done))
    return todo, unseen


def _facts_again(
    unseen: Sequence[tuple[BatchUnit, BatchOutput]],
    order: BatchOrder,
    log: BatchLog,
    progress: Callable[[str, int, int], None] | None,
) -> Iterator[Facts]:
    """Yield what a report shows of files that a run without such a report wrote: read again, once and for all."""
    checker: PairChecker | None = None
    for seen, (unit, output) in enumerate(unseen, 1):
        if checker is None or checker.pipeline.target != unit.locale:
            checker = PairChecker(
                source_locale=order.source,
                target_locale=unit.locale,
                config=order.config,
                glossaries=order.glossaries,
            )
        facts = _look(checker, output, order)
        log.add_facts(unit, facts)
        yield facts
        if progress:
            progress("for the report, read again", seen, len(unseen))


def _look(checker: PairChecker, output: BatchOutput, order: BatchOrder) -> Facts:
    """Return what a report shows of a file that an earlier run wrote, read as that run read it."""
    watch = Collector()
    item, locale = output.item, output.locale
    reading = order.reading.over(reading_of(order.config, name_in(order.config, item.path, item.name)))
    source = read_document(item.path, str(item.path), reading=reading, locale=locale).document
    target = read_document(output.path, str(output.path), reading=reading, locale=locale).document
    picture = read_picture(order.config.layout.fps, cuts_for(order, item, locale))
    for _ in check_documents(checker.pipeline, source, target, watch=watch, picture=picture):
        pass  # what is found stands in the log of the batch
    return watch.facts()


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


def make_order(
    *,
    source: str,
    targets: Sequence[str],
    output: Path,
    engine: str = "",
    glossaries: Sequence[Path] = (),
    config: Path | None = None,
    check: bool = False,
    fix: bool = False,
    select: frozenset[str] | None = None,
    facts: bool = False,
    force: bool = False,
    jobs: int = 1,
    cache: bool = True,
    reading: Reading | None = None,
    fps: float | None = None,
    cuts: str = "",
) -> BatchOrder:
    """Return a checked order.

    Args:
        fps: frames a second of the picture, None for what the project file says; `cuts`: see `BatchOrder`.

    Raises:
        UsageError: a locale is unknown, `jobs` or `fps` is impossible, or something needs checks and none are made.
        ProblemsError: the configuration has problems.
    """
    needs = {"--fix": fix, "--fps": fps is not None, "--cuts": bool(cuts)}
    _refuse_misuse(jobs=jobs, check=check, needs=needs)
    read_picture(fps, None)
    tags = tuple(dict.fromkeys(parse_locale(tag).tag for tag in targets))
    loaded = load_config(config, needs_targets=False) if config else None
    origin = parse_locale(source or (loaded.project.source if loaded else "zh-Hans")).tag
    order = BatchOrder(origin, tags, output, engine, tuple(glossaries), batch_config(loaded, origin, tags))
    if fps is not None:
        order = replace(order, config=replace(order.config, layout=replace(order.config.layout, fps=fps)))
    order = replace(order, check=check, fix=fix, select=select, facts=facts and check, cuts=cuts)
    return replace(order, force=force, jobs=jobs, cache=cache, reading=reading or Reading())


def _refuse_misuse(*, jobs: int, check: bool, needs: Mapping[str, bool]) -> None:
    if jobs < 1:
        raise UsageError(f"--jobs is {jobs}", do="give at least 1")
    for option, given in needs.items():
        if given and not check:
            raise UsageError(f"{option} needs --check", do="add --check")
