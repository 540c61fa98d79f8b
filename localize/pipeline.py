"""The only module that knows the order of the stages: segments in, drafts and findings out, for one locale."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from localize import adaptation, layout, masking, qa
from localize.adaptation.base import Scene
from localize.culture.numbers import find_numbers
from localize.engines.base import EngineFailure, Request
from localize.glossary.base import Scope
from localize.layout.base import Limits
from localize.locales import parse_locale
from localize.memory.base import MatchKind, MemoryQuery
from localize.model import Draft, Edit, EditKind, Finding, Origin, Segment, SegmentKind, Severity, Span
from localize.qa.base import Context
from localize.text import SYMBOL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from localize.adaptation.base import Adapted, Obligation, Prepared
    from localize.engines.base import Candidate, Engine
    from localize.glossary import Glossary
    from localize.glossary.base import TermHit
    from localize.masking.base import Masked, Placeholder
    from localize.memory import Memory

PIPELINE_VERSION = 1
"""Raised when a stage changes what it writes, so that old drafts are seen as stale."""

CONTEXT_LINES = 2
"""Neighbouring lines that decide homographs and go to engines that can use them."""

ENGINE_FAILED = "ENG002"
"""Finding code: the engine gave no translation for a line."""


@dataclass(frozen=True, slots=True)
class Task:
    """One segment to translate, with what surrounds it.

    Attributes:
        key: the caller's handle, echoed in the result.
        format: name of the file's format; decides which placeholders there are.
        segment: what to translate.
        before, after: neighbouring segments in the file, nearest last and first.
        known: signature of the draft that exists already, '' if none; an equal one is not made again.
    """

    key: str
    format: str
    segment: Segment
    before: tuple[Segment, ...] = ()
    after: tuple[Segment, ...] = ()
    known: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a task: a new draft with its findings, or None where the known draft still stands."""

    key: str
    draft: Draft | None
    findings: tuple[Finding, ...] = ()
    terms: int = 0


@dataclass(frozen=True, slots=True)
class Analysis:
    """The language-independent half of a line's work: what is masked, and which terms stand in it."""

    masked: Masked
    hits: tuple[TermHit, ...]
    scope: Scope
    limits: Limits | None


@dataclass(frozen=True, slots=True)
class _Plan:
    task: Task
    analysis: Analysis
    prepared: Prepared
    signature: str


class Pipeline:
    """Translates into one locale with one engine and one glossary."""

    def __init__(
        self,
        *,
        source: str,
        target: str,
        glossary: Glossary,
        engine: Engine | None,
        scope: Scope,
        profile: str = "netflix",
        overrides: Mapping[str, float] | None = None,
        memory: Memory | None = None,
    ) -> None:
        """Wire the stages.

        Args:
            source, target: BCP 47 tags.
            glossary: terms of packs and project.
            engine: None for a pipeline that only analyses and checks.
            scope: genre, era, medium and mode of the work; locale and scene are filled in here.
            profile: layout profile; `overrides` replaces single numbers of it.
            memory: looked up before the engine, None for none.
        """
        self.source = source
        self.target = target
        self.glossary = glossary
        self.engine = engine
        self.scope = replace(scope, locale=target)
        self.profile = profile
        self.memory = memory
        limits = layout.limits(profile, target)
        self._limits = layout.override(limits, overrides or {}, source="project file")
        self._same_script_family = parse_locale(source).language == parse_locale(target).language

    def limits_for(self, segment: Segment) -> Limits | None:
        """Return the layout limits of a segment; None where it is not a timed cue."""
        return self._limits if segment.start_ms is not None else None

    def analyse(self, task: Task) -> Analysis:
        """Mask a segment and find its terms."""
        masked = masking.mask(task.segment, format=task.format)
        scope = replace(
            self.scope,
            scene=tuple(s.source for s in (*task.before, *task.after)),
            speaker=task.segment.speaker,
        )
        hits = tuple(self.glossary.find(masked.text, scope))
        return Analysis(masked, hits, scope, self.limits_for(task.segment))

    def wishes(self, task: Task, analysis: Analysis) -> tuple[Obligation, ...]:
        """Return the terms, numbers and names of a segment with the words that they should have in the target."""
        return self._prepare(task, analysis).obligations

    def check(
        self,
        task: Task,
        target: str,
        *,
        analysis: Analysis | None = None,
        prepared: Prepared | None = None,
        repeats: Sequence[str] = (),
        decided_source: str | None = None,
        approved: bool = False,
    ) -> tuple[Finding, ...]:
        """Return the findings of a target, however it came to be.

        Args:
            task: the segment.
            target: its translation.
            analysis, prepared: of the task, where the caller has them already.
            repeats: targets of other segments with the same source.
            decided_source: the source that the last decision was made on, if it differs from today's.
            approved: whether a person has approved the target.
        """
        found = analysis or self.analyse(task)
        wishes = prepared.obligations if prepared else self.wishes(task, found)
        context = Context(
            source_locale=self.source,
            target_locale=self.target,
            format=task.format,
            medium=self.scope.medium,
            limits=found.limits,
            masked=found.masked,
            hits=found.hits,
            previous=task.before[-1] if task.before else None,
            following=task.after[0] if task.after else None,
            repeats=repeats,
            rendered=[
                words for wish in wishes if find_numbers(wish.source) for words in (wish.target, *wish.accept)
            ],
            decided_source=decided_source,
            approved=approved,
        )
        return tuple(qa.check(task.segment, target, context))

    def draft(self, tasks: Sequence[Task], *, progress: Callable[[int], None] | None = None) -> list[Result]:
        """Return a result for each task, in order; equal lines are asked of the engine once.

        Args:
            tasks: segments of one or more files.
            progress: called with a number of finished tasks; the sum over all calls is ``len(tasks)``.
        """
        plans = [self._plan(task) for task in tasks]
        results: dict[str, Result] = {}
        todo: list[_Plan] = []
        for plan in plans:
            if plan.task.known == plan.signature:
                results[plan.task.key] = Result(plan.task.key, None)
            elif (remembered := self._from_memory(plan)) is not None:
                results[plan.task.key] = remembered
            else:
                todo.append(plan)
        if progress and len(results):
            progress(len(results))
        answers = self._translate(todo, progress)
        for plan in todo:
            results[plan.task.key] = self._finish(plan, answers)
        return [results[task.key] for task in tasks]

    def _plan(self, task: Task) -> _Plan:
        analysis = self.analyse(task)
        prepared = self._prepare(task, analysis)
        return _Plan(task, analysis, prepared, self._signature(prepared, analysis))

    def _prepare(self, task: Task, analysis: Analysis) -> Prepared:
        scene = Scene(
            before=tuple(s.source for s in task.before),
            after=tuple(s.source for s in task.after),
            speaker=task.segment.speaker,
            max_chars=_budget(task.segment, analysis.limits),
        )
        return adaptation.prepare(
            analysis.masked,
            analysis.hits,
            scene,
            segment=task.segment,
            scope=analysis.scope,
            source_locale=self.source,
            target_locale=self.target,
        )

    def _signature(self, prepared: Prepared, analysis: Analysis) -> str:
        """Return the signature of the draft this plan will give.

        Its last part hashes exactly the terms and rules that touch the line, so that a changed term makes stale
        only the lines in which it stands.
        """
        touched = json.dumps(
            [
                [unit.text for unit in prepared.units],
                [list(prepared.joints), list(prepared.tails), list(prepared.settled)],
                [[o.symbol, o.target, o.accept, o.forbid, o.rule] for o in prepared.obligations],
                str(analysis.limits),
                prepared.masked.source,
            ],
            ensure_ascii=False,
        )
        line = hashlib.sha256(touched.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        engine = self.engine.signature() if self.engine else "none"
        return f"{engine}; pipeline:{PIPELINE_VERSION}; line:{line}"

    def _from_memory(self, plan: _Plan) -> Result | None:
        if self.memory is None:
            return None
        task = plan.task
        query = MemoryQuery(
            source=task.segment.source,
            source_locale=self.source,
            target_locale=self.target,
            before=task.before[-1].source if task.before else "",
            after=task.after[0].source if task.after else "",
            speaker=task.segment.speaker or "",
            minimum=1.0,
            limit=1,
        )
        match = next(iter(self.memory.lookup(query)), None)
        if match is None or match.kind is MatchKind.FUZZY:
            return None
        findings = self.check(task, match.unit.target, analysis=plan.analysis, prepared=plan.prepared)
        if any(f.severity >= Severity.ERROR for f in findings):
            return None  # an old pair that breaks today's rules is not reused unseen
        signature = f"memory:{match.kind}; {plan.signature}"
        draft = Draft(match.unit.target, Origin.MEMORY, signature, score=match.score)
        return Result(task.key, draft, findings, len(plan.analysis.hits))

    def _translate(
        self, plans: Iterable[_Plan], progress: Callable[[int], None] | None
    ) -> dict[str, Candidate | EngineFailure]:
        """Return request text → answer, asking the engine once for each distinct request."""
        wanted: dict[str, Request] = {}
        lines_of: dict[str, int] = {}
        for plan in plans:
            for number, unit in enumerate(plan.prepared.units):
                key = _request_key(unit)
                wanted.setdefault(key, replace(unit, id=key))
                lines_of[key] = lines_of.get(key, 0) + (number == len(plan.prepared.units) - 1)
            if not plan.prepared.units and progress:
                progress(1)
        if not wanted:
            return {}
        if self.engine is None:
            raise ValueError("a pipeline without an engine cannot draft")
        answers = self.engine.translate(list(wanted.values()), progress=None)
        if progress:
            progress(sum(lines_of.values()))
        return {answer.id: answer for answer in answers}

    def _finish(self, plan: _Plan, answers: Mapping[str, Candidate | EngineFailure]) -> Result:
        candidates: list[Candidate] = []
        for unit in plan.prepared.units:
            answer = answers[_request_key(unit)]
            if isinstance(answer, EngineFailure):
                return self._failed(plan, answer)
            candidates.append(replace(answer, id=unit.id))
        adapted = adaptation.apply(candidates, plan.prepared)
        unmasked = masking.unmask(plan.analysis.masked, self._lines(plan, adapted))
        draft = Draft(
            text=unmasked.text,
            origin=Origin.ENGINE,
            signature=plan.signature,
            edits=(*adapted.edits, *(_put_back(placeholder) for placeholder in unmasked.repaired)),
            findings=(*plan.prepared.undecided, *adapted.findings),
            alternatives=candidates[0].alternatives if len(candidates) == 1 else (),
            score=min((c.score for c in candidates if c.score is not None), default=None),
        )
        checked = self.check(plan.task, draft.text, analysis=plan.analysis, prepared=plan.prepared)
        return Result(
            plan.task.key, draft, merge_findings(checked, draft.findings), len(plan.prepared.obligations)
        )

    def _lines(self, plan: _Plan, adapted: Adapted) -> str:
        """Return the adapted text broken into lines, unless its lines are the source's own (same language)."""
        limits = plan.analysis.limits
        if limits is None or self._same_script_family or plan.task.segment.kind is SegmentKind.SIGN:
            return adapted.text
        formatting = {p.symbol for p in plan.analysis.masked.placeholders if masking.is_formatting(p)}
        found = [(m.group(), Span(*m.span())) for m in SYMBOL.finditer(adapted.text)]
        return layout.break_lines(
            adapted.text,
            limits,
            self.target,
            protected=[span for symbol, span in found if symbol not in formatting],
            hidden=[span for symbol, span in found if symbol in formatting],
        )

    def _failed(self, plan: _Plan, failure: EngineFailure) -> Result:
        finding = Finding(
            ENGINE_FAILED,
            Severity.ERROR,
            plan.task.segment.id,
            None,
            f"the engine gave no draft: {failure.reason}",
        )
        draft = Draft("", Origin.ENGINE, f"failed; {plan.signature}", findings=(finding,))
        return Result(plan.task.key, draft, (finding,), 0)


def _put_back(placeholder: Placeholder) -> Edit:
    reason = "the engine dropped it; it was put back by its place in the source"
    return Edit(EditKind.PLACEHOLDER, placeholder.text, "", placeholder.text, "placeholder.position", reason)


def merge_findings(*groups: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings of all groups, each code, place and message once, worst first."""
    seen = {(f.code, f.span, f.message): f for group in groups for f in group}
    return tuple(sorted(seen.values(), key=lambda f: (-f.severity, f.code)))


def _request_key(unit: Request) -> str:
    parts = [
        unit.text,
        [[c.symbol, c.source, c.target] for c in unit.constraints],
        unit.speaker,
        unit.max_chars,
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _budget(segment: Segment, limits: Limits | None) -> int | None:
    """Return the characters that fit a cue: reading speed times duration, at most full lines."""
    if limits is None or segment.start_ms is None or segment.end_ms is None:
        return segment.max_length
    seconds = max(segment.end_ms - segment.start_ms, 0) / 1000
    return max(1, int(min(seconds * limits.chars_per_second, limits.chars_per_line * limits.lines)))
