"""The only place that says what a translate run will cost before it: the very requests, counted and not sent."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from localize.api import setting, spending
from localize.api.translating import tasks_to_draft
from localize.engines.base import Candidate, Reach
from localize.engines.estimate import NOTHING, Estimate, PaidEngine, Range, probe
from localize.model import Origin
from localize.pipeline.sentences import at_most

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from localize.api.project import Project
    from localize.engines.base import Engine, EngineFailure, EngineInfo, Request
    from localize.engines.money import Price
    from localize.memory import EngineCache
    from localize.memory.base import Answer

UNKNOWN = "nothing: the engine says neither its price nor its speed"
"""Basis of an estimate without numbers."""

_SPREAD = (0.7, 1.4)
"""How far a run was seen to stray from the speed of the run before it."""


@dataclass(frozen=True, slots=True)
class LocaleEstimate:
    """What drafting one locale would take.

    Attributes:
        locale: BCP 47 tag.
        engine: what would draft it, and where text would go.
        drafts: segments that would get a draft.
        lines: requests that the engine would get; memory, cache and equal lines are off already.
        estimate: calls, tokens, seconds.
        price: least and most, None where a service's price is not known.
        currency: of the price, '' where there is nothing to pay.
    """

    locale: str
    engine: EngineInfo
    drafts: int
    lines: int
    estimate: Estimate
    price: Range | None
    currency: str


def estimate_project(
    project: Project,
    *,
    locales: Sequence[str] = (),
    paths: Sequence[str] = (),
    engine: str = "",
    limit: int | None = None,
    cache: bool = True,
) -> list[LocaleEstimate]:
    """Return what `Project.translate` with the same arguments would take. Sends nothing, stores nothing.

    An engine of this process is tried out on some of the lines for its speed.

    Raises:
        LocalizeError: as `Project.translate`, before anything is sent.
    """
    return [
        _locale(project, locale, project.files(paths), engine, limit, cache=cache)
        for locale in project.locales(locales)
    ]


def _locale(
    project: Project, locale: str, files: Sequence[str], name: str, limit: int | None, *, cache: bool
) -> LocaleEstimate:
    engine = setting.make_engine(project.config, project.config.project.source, locale, override=name)
    recorder = _Recorder(engine)
    began = time.monotonic()
    drafts = _rehearse(project, locale, files, recorder, limit, cache=cache)
    own = time.monotonic() - began
    price: Range | None = NOTHING
    currency = ""
    if isinstance(engine, PaidEngine):
        found = engine.estimate([])
        for requests in recorder.asked:
            found += engine.estimate(requests)
        found = _timed(found, engine, project.store_folder)
        if engine.price is not None:
            price, currency = _price(found, engine.price), engine.price.currency
        elif engine.info.reach is Reach.ELSEWHERE:
            price = None
    elif engine.info.reach is Reach.PROCESS:
        lines = [request for requests in recorder.asked for request in requests]
        found = Estimate(0, NOTHING, NOTHING, probe(engine, lines), "a try on some of the lines")
    else:  # a try would send text
        found, price = Estimate(0, NOTHING, NOTHING, NOTHING, UNKNOWN), None
    whole = Estimate(
        found.calls, found.tokens_in, found.tokens_out, found.seconds + Range(own, own), found.basis
    )
    count = sum(map(len, recorder.asked))
    return LocaleEstimate(locale, engine.info, drafts, count, whole, price, currency)


def _rehearse(
    project: Project,
    locale: str,
    files: Sequence[str],
    recorder: _Recorder,
    limit: int | None,
    *,
    cache: bool,
) -> int:
    """Run the pipeline with a recorder for an engine and return how many segments would get an engine's draft."""
    pipeline = setting.make_pipeline(
        project.config,
        locale,
        terms=project.glossary,
        engine=recorder,
        memory=project.memory,
        cache=_ReadOnly(project.cache) if cache else None,  # type: ignore[arg-type]
    )
    fingerprints = project.store.files()
    made = 0
    for file in files:
        tasks = tasks_to_draft(project, locale, file, fingerprints[file])
        if limit is not None:
            tasks = at_most(tasks, limit - made)
        results = pipeline.draft(tasks)
        made += sum(result.draft is not None for result in results)
        recorder.drafts += sum(
            result.draft is not None and result.draft.origin is Origin.ENGINE for result in results
        )
        if limit is not None and made >= limit:
            break
    return recorder.drafts


def _price(found: Estimate, price: Price) -> Range:
    low, high = (
        float(price.of(round(tokens_in), round(tokens_out)))
        for tokens_in, tokens_out in (
            (found.tokens_in.low, found.tokens_out.low),
            (found.tokens_in.high, found.tokens_out.high),
        )
    )
    return Range(low, high)


def _timed(found: Estimate, engine: Engine, folder: Path) -> Estimate:
    """Return an estimate with the speed of the engine's last run, where there was one."""
    signature = engine.signature()
    last = next((u for u in reversed(spending.history(folder)) if u.engine == signature), None)
    if last is None or not last.tokens_out or last.seconds <= 0:
        return found
    pace = last.seconds / last.tokens_out
    seconds = Range(found.tokens_out.low * pace * _SPREAD[0], found.tokens_out.high * pace * _SPREAD[1])
    return Estimate(found.calls, found.tokens_in, found.tokens_out, seconds, f"the run of {last.at}")


@dataclass(slots=True)
class _Recorder:
    """Stands in for an engine: notes what it is asked and answers the source with the words that are wished for.

    Such an answer holds its symbols and terms, so that the pipeline asks nothing a second time.
    """

    engine: Engine
    asked: list[Sequence[Request]] = field(default_factory=list)
    drafts: int = 0

    @property
    def info(self) -> EngineInfo:
        return self.engine.info

    @property
    def reads_context(self) -> bool:
        return bool(getattr(self.engine, "reads_context", False))

    @property
    def lanes(self) -> int:
        return int(getattr(self.engine, "lanes", 1))

    def signature(self) -> str:
        return self.engine.signature()

    def translate(
        self, requests: Sequence[Request], *, progress: Callable[[int], None] | None = None
    ) -> Sequence[Candidate | EngineFailure]:
        self.asked.append(requests)
        if progress:
            progress(len(requests))
        return [
            Candidate(r.id, " ".join([r.text, *(c.target for c in r.constraints if not c.symbol)]))
            for r in requests
        ]


@dataclass(frozen=True, slots=True)
class _ReadOnly:
    """A cache that forgets what it is told: the recorder's answers are none."""

    cache: EngineCache

    def get(self, keys: Sequence[str]) -> dict[str, Answer]:
        return self.cache.get(keys)

    def put(self, answers: Mapping[str, Answer]) -> None:
        del answers
