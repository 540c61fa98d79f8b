"""The only place that does the work of a batch: one file in one locale, in this process or in several."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from localize.api import setting
from localize.api.batch_base import BatchOutput
from localize.api.batch_pool import pool
from localize.api.exceptions import exceptions_about
from localize.api.facts import Collector
from localize.api.files import name_in, read_localized, reading_of, tasks_of
from localize.api.fitting import render_what_fits
from localize.api.fixing import asked, mend, unified_diff
from localize.api.pairs import place_of
from localize.api.passing import Acceptance
from localize.api.picture import picture_findings, read_picture
from localize.api.terms_waivers import waivers_of
from localize.api.waiving import silenced_by
from localize.errors import (
    GateClosedError,
    LocalizeError,
    OutputError,
    Place,
    ProblemsError,
    UnavailableError,
    interrupted,
)
from localize.export import write_atomic
from localize.export.write import sha256
from localize.formats import ParseOptions, parse
from localize.memory import EngineCache
from localize.model import LocatedFinding
from localize.pipeline import merge_findings
from localize.qa.evidence import Evidence
from localize.qa.suppression import inline, sift, today

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from localize.api.batch_base import BatchOrder, BatchUnit
    from localize.api.facts import Facts
    from localize.api.waiving import Accepted
    from localize.model import Document, SegmentId
    from localize.pipeline import Pipeline, Result, Task
    from localize.qa.suppression import Suppression

CACHE_NAME = ".localize/cache.db"
"""Below the output folder, beside the log of finished files."""
AHEAD = 4
"""Files handed to each process before it has finished one: it never waits, and little is held in memory."""
_MOST_DEATHS = 4
"""Processes that die one after another, each on a file of its own, before it is not the files that are to blame."""

_BUGS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a fault of ours looks like. It costs the file that it showed at, not the thousands after it."""

Worked = tuple["BatchUnit", "BatchOutput | None", list[LocalizeError]]
"""What became of a unit: its output, None if there is none, and what went wrong."""


def work(units: Sequence[BatchUnit], order: BatchOrder) -> Iterator[Worked]:
    """Yield what became of each unit, as they are finished.

    A file whose process dies (killed for its memory, a crash in native code) is named and does not stop the rest.

    Raises:
        UnavailableError: process after process dies, whatever the file.
    """
    if order.jobs <= 1 or len(units) <= 1:
        worker = Worker(order)
        for unit in units:
            yield unit, *worker.convert(unit)
        return
    left, busy = deque(units), dict[Future[Worked], "BatchUnit"]()
    while left or busy:
        try:
            yield from _pooled(left, busy, order)
        except BrokenProcessPool:
            suspects = list(busy.values())
            busy.clear()
            yield from _alone(suspects, order)


def _pooled(
    left: deque[BatchUnit], busy: dict[Future[Worked], BatchUnit], order: BatchOrder
) -> Iterator[Worked]:
    jobs = min(order.jobs, len(left))
    with pool(jobs, _start, order) as running:
        while left or busy:
            while left and len(busy) < AHEAD * jobs:
                busy[running.submit(_convert, left[0])] = left[0]
                left.popleft()
            for future in wait(busy, return_when=FIRST_COMPLETED).done:
                result = future.result()  # a dead process speaks here, before its unit is crossed off
                del busy[future]
                yield result


def _alone(units: Sequence[BatchUnit], order: BatchOrder) -> Iterator[Worked]:
    """Yield what becomes of units, one after another in one process: the one that kills it is found so."""
    left, deaths = deque(units), 0
    while left:
        try:
            with pool(1, _start, order) as running:
                while left:
                    result = running.submit(_convert, left[0]).result()
                    left.popleft()
                    deaths = 0
                    yield result
        except BrokenProcessPool:
            unit = left.popleft()
            deaths += 1
            if deaths == _MOST_DEATHS:
                what = f"{deaths} worker processes died one after another, the last one on {unit.item.path}"
                raise UnavailableError(what, do="look at the memory, use fewer --jobs") from None
            what = "the process that worked on it died"
            do = "look at the memory and the file, then run it again with --resume"
            yield unit, None, [OutputError(what, do=do, place=Place(str(unit.item.path)))]


_worker: Worker | None = None


def _start(order: BatchOrder) -> None:
    global _worker
    _worker = Worker(order)


def _convert(unit: BatchUnit) -> Worked:
    if _worker is None:
        raise RuntimeError("the pool's initializer did not run")
    return unit, *_worker.convert(unit)


class Worker:
    """Converts files in one process; holds the engine of one locale at a time."""

    def __init__(self, order: BatchOrder) -> None:
        self._order = order
        self._pipeline: Pipeline | None = None
        self._terms = setting.load_glossary(order.config, order.glossaries)
        self._waivers = waivers_of(order.config) if order.config.path is not None else ()
        self._cache = EngineCache.open(order.output / CACHE_NAME) if order.cache else None

    def convert(self, unit: BatchUnit) -> tuple[BatchOutput | None, list[LocalizeError]]:
        """Return the output of a unit, None if there is none, and what went wrong."""
        path = unit.item.path
        try:
            _, documents = read_localized(
                path,
                str(path),
                [unit.locale],
                self._order.reading.over(
                    reading_of(
                        self._order.config, name_in(self._order.config, unit.item.path, unit.item.name)
                    )
                ),
            )
            return self._one(unit, documents[unit.locale])
        except ProblemsError as error:
            return None, list(error.problems)
        except LocalizeError as error:
            return None, [error.at(Place(str(path)))]
        except _BUGS as error:
            if interrupted(error):
                raise KeyboardInterrupt from None
            if os.environ.get("LOCALIZE_TRACEBACK"):
                raise
            return None, [_bug(path, error)]

    def _one(self, unit: BatchUnit, document: Document) -> tuple[BatchOutput, list[LocalizeError]]:
        order, item, locale = self._order, unit.item, unit.locale
        pipeline = self._pipeline_of(locale)
        tasks = tasks_of(
            document.format, [(str(i), s, "") for i, s in enumerate(document.segments)], path=item.name
        )
        results: Sequence[Result] = pipeline.draft(tasks)
        path = order.output / locale / item.name
        accepted = [
            *exceptions_about(order.config, [(path, item.name), (item.path, item.name)]),
            *(replace(e, file=str(path) if e.file else "") for e in inline(document)),
        ]
        before, fixed = results, 0
        if order.fix:
            results, fixed = self._mended(pipeline, tasks, results, path, accepted)
        results = weighed_results(document, results)
        if order.check:
            results = self._on_picture(unit, tasks, results)
        passed: tuple[Accepted, ...] = ()
        if order.config.export.gate == "checked":
            passed = _pass_gate(unit, path, document, results, Acceptance.of(self._waivers, accepted))
        data, refused = render_what_fits(document, _texts(document, results))
        write_atomic(path, data, force=order.force, known=unit.known)
        done = BatchOutput(
            item, locale, path, len(results), skipped=False, engine=_name(pipeline), fixed=fixed
        )
        done = replace(done, source_sha256=sha256(document.data), sha256=sha256(data))
        if order.check:
            written = _written(path, data, document, locale)
            found = tuple(_located(written, locale, document, results))
            sifted = sift(found, accepted, today=today(), select=order.select, whole=False)
            facts = _facts(pipeline, tasks, results, str(path)) if order.facts else None
            silenced = tuple(silenced_by(located, by) for located, by in sifted.silenced)
            done = replace(done, findings=sifted.kept, accepted=silenced, facts=facts)
        else:
            done = replace(done, accepted=passed)
        if fixed:
            plain, _ = render_what_fits(document, _texts(document, before))
            done = replace(done, diff=unified_diff(_written(path, plain, document, locale), data))
        return done, refused

    def _on_picture(
        self, unit: BatchUnit, tasks: Sequence[Task], results: Sequence[Result]
    ) -> Sequence[Result]:
        """Return the results with what is wrong with the cues on their picture, where it is known."""
        picture = read_picture(self._order.config.layout.fps, unit.cuts)
        if picture is None:
            return results
        seen = (picture_findings(t.segment, t.before[-1:], picture, unit.locale) for t in tasks)
        return [
            replace(result, findings=merge_findings(result.findings, more))
            for result, more in zip(results, seen, strict=True)
        ]

    def _mended(
        self,
        pipeline: Pipeline,
        tasks: Sequence[Task],
        results: Sequence[Result],
        path: Path,
        accepted: Sequence[Suppression],
    ) -> tuple[list[Result], int]:
        """Return the results with the safe fixes in their drafts, and how many those are."""
        after, fixed = [], 0
        live = [e for e in accepted if e.until is None or e.until >= today()]
        for task, result in zip(tasks, results, strict=True):
            draft = result.draft
            if draft is None or not draft.text:
                after.append(result)
                continue
            located = partial(
                LocatedFinding, place=Place(str(path), task.segment.line), locale=pipeline.target
            )
            wanted = asked(self._order.select, live, located)
            mended = mend(pipeline, task, draft.text, result.findings, wanted=wanted)
            if mended.applied:
                gone = {finding.code for finding in mended.applied}
                stay = [f for f in draft.findings if f.code not in gone and f not in mended.left]
                draft = replace(draft, text=mended.text)
                result = replace(result, draft=draft, findings=(*mended.left, *stay))
                fixed += len(mended.applied)
            after.append(result)
        return after, fixed

    def _pipeline_of(self, locale: str) -> Pipeline:
        # Units come locale by locale, so that a process never holds the models of two.
        if self._pipeline is None or self._pipeline.target != locale:
            order = self._order
            self._pipeline = None
            threads = setting.default_threads(order.jobs)
            engine = setting.make_engine(
                order.config, order.source, locale, override=order.engine, threads=threads
            )
            self._pipeline = setting.make_pipeline(
                order.config, locale, terms=self._terms, engine=engine, cache=self._cache
            )
        return self._pipeline


def weighed_results(document: Document, results: Sequence[Result]) -> list[Result]:
    """Return the results, their findings weighed by what the whole file tells (`localize.qa.evidence`)."""
    texts = [
        (s.source, r.draft.text if r.draft else "") for s, r in zip(document.segments, results, strict=True)
    ]
    evidence = Evidence(lambda: texts, document.format)
    return [
        result if weighed is result.findings else replace(result, findings=tuple(weighed))
        for result, weighed in ((result, evidence.weighed(result.findings)) for result in results)
    ]


def _bug(path: Path, error: BaseException) -> LocalizeError:
    what, do = f"{type(error).__name__}: {error}", "set LOCALIZE_TRACEBACK=1 and report it"
    return LocalizeError(what, code="BUG000", do=do, place=Place(str(path)))


def _name(pipeline: Pipeline) -> str:
    return pipeline.engine.info.name if pipeline.engine else ""


def _texts(document: Document, results: Sequence[Result]) -> dict[SegmentId, str]:
    return {
        segment.id: result.draft.text
        for segment, result in zip(document.segments, results, strict=True)
        if result.draft is not None and result.draft.text
    }


def _written(path: Path, data: bytes, document: Document, locale: str) -> Document:
    """Return the document that was written."""
    options = replace(ParseOptions.like(document), encoding=document.encoding.name, target_locale=locale)
    return parse(data, str(path), format=document.format, options=options)


def _located(
    written: Document, locale: str, document: Document, results: Sequence[Result]
) -> Iterator[LocatedFinding]:
    """Yield the findings with their places in the file that was written."""
    places = {segment.id: segment for segment in written.segments}
    for segment, result in zip(document.segments, results, strict=True):
        if result.findings:
            at = places.get(segment.id)
            place = place_of(written, at) if at is not None else Place(written.name, segment.line)
            yield from (LocatedFinding(finding, place, locale) for finding in result.findings)


def _facts(pipeline: Pipeline, tasks: Sequence[Task], results: Sequence[Result], name: str) -> Facts:
    """Return what a report shows of a file beside its findings."""
    watch = Collector()
    for task, result in zip(tasks, results, strict=True):
        text = result.draft.text if result.draft else ""
        watch.see_task(name, pipeline.target, task, text, result.findings, pipeline.analyse(task))
    return watch.facts()


def _pass_gate(
    unit: BatchUnit, path: Path, document: Document, results: Sequence[Result], acceptance: Acceptance
) -> tuple[Accepted, ...]:
    """Return the errors of a file that the project accepts, under the gate `checked`; raise for every other one."""
    passed: list[Accepted] = []
    reasons: list[LocalizeError] = []
    for segment, result in zip(document.segments, results, strict=True):
        place = Place(str(path), segment.line)
        held, accepted = acceptance.split([LocatedFinding(f, place, unit.locale) for f in result.findings])
        passed += accepted
        where = Place(str(unit.item.path), segment.line)
        reasons += [GateClosedError(f"{unit.locale}: {f.code} {f.message}", place=where) for f in held]
    if reasons:
        raise ProblemsError(reasons)
    return tuple(passed)
