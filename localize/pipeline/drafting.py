"""The only place that drafts: what stands, what the memory has, what the engine is asked, what becomes of its answers.

The work on a sentence is a generator: it yields requests and is sent their answers, once or, where a sentence cannot be
cut or a term is missing, a second time. So the lines of a slice wait for nothing but their own slice.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from localize import adaptation, masking
from localize.adaptation.base import Method
from localize.engines.base import EngineFailure
from localize.memory.base import MatchKind, MemoryQuery
from localize.model import Draft, Edit, EditKind, Finding, Origin, Severity
from localize.pipeline.asking import SLICE, Asker
from localize.pipeline.base import ENGINE_FAILED, PIPELINE_VERSION, Plan, Result
from localize.pipeline.line import LineStages, merge_findings
from localize.pipeline.sentences import Sentence, grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping, Sequence

    from localize.adaptation import Joined
    from localize.adaptation.base import Prepared
    from localize.engines.base import Candidate, Engine, Request
    from localize.glossary import Glossary
    from localize.glossary.base import Scope
    from localize.masking.base import Placeholder
    from localize.memory import EngineCache, Memory
    from localize.pipeline.base import Analysis, Task

    Answers = Mapping[str, Candidate | EngineFailure]
    Work = Generator[Sequence[Request], Answers, list[Result]]

METHODS: Mapping[str, Method] = {"starter": Method.SYMBOL}
"""How agreed words reach an engine, measured by `benchmarks/term_survival.py`; `Method.REPAIR` where none is named."""

_MISSING = "TRM001"
_STUTTER = re.compile(
    r"\b(\w{2,})[\s,]+\1\b|(\w{2,5})\2{2,}|\b(\w+ \w{3,})\b(?=[^.!?…]*\b\3\b)", re.IGNORECASE
)
"""A word twice running, two words twice in a sentence, or a syllable three times: small models fall into such loops."""
_RIVALS = 4
"""Other answers of an engine that are kept for the reviewer."""


class Pipeline(LineStages):
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
        font: str = "",
        episodes: Mapping[str, int] | None = None,
        memory: Memory | None = None,
        cache: EngineCache | None = None,
        slice_size: int = SLICE,
    ) -> None:
        """Wire the stages.

        Args:
            source, target, glossary, scope, profile, overrides, font, episodes: see `LineStages`.
            engine: None for a pipeline that only analyses and checks.
            memory: looked up before the engine, None for none.
            cache: keeps the engine's answers, None for none.
            slice_size: requests that the engine gets at a time; what it has answered is kept after each.
        """
        super().__init__(
            source=source,
            target=target,
            glossary=glossary,
            scope=scope,
            profile=profile,
            overrides=overrides,
            font=font,
            episodes=episodes,
        )
        self.engine = engine
        self.memory = memory
        self.slice_size = slice_size
        self._asker = Asker(engine, cache, size=slice_size)
        self._method = METHODS.get(engine.info.name, Method.REPAIR) if engine else Method.REPAIR

    def draft(
        self,
        tasks: Sequence[Task],
        *,
        progress: Callable[[int], None] | None = None,
        save: Callable[[Sequence[Result]], None] | None = None,
    ) -> list[Result]:
        """Return a result for each wanted task, in order; equal lines are asked of the engine once.

        Args:
            tasks: segments of one or more files, in file order.
            progress: called with a number of finished tasks; the sum over all calls is that of the wanted ones.
            save: called with results as soon as they are there, each once, before anything more is asked.
        """
        results: dict[str, Result] = {}

        def done(finished: Sequence[Result]) -> None:
            if finished:
                results.update((result.key, result) for result in finished)
                if save:
                    save(finished)
                if progress:
                    progress(len(finished))

        sentences = self._sentences(tasks)
        self._ask(sentences, done)
        return [results[task.key] for task in tasks if task.wanted]

    def _sentences(self, tasks: Sequence[Task]) -> list[Sentence]:
        """Return the tasks as sentences, each with the plans of its lines."""
        prepared = []
        for task in tasks:
            analysis = self.analyse(task)
            prepared.append((task, analysis, self.prepare(task, analysis, self._method)))
        found = grouped(prepared, whole=not self._same_language)
        return [
            Sentence(
                tuple(
                    Plan(task, analysis, ready, self._signature(task, ready, analysis, sentence.joined, at))
                    for at, (task, analysis, ready) in enumerate(sentence.lines)
                ),
                sentence.joined,
            )
            for sentence in found
        ]

    def _ask(self, sentences: Sequence[Sentence], done: Callable[[Sequence[Result]], None]) -> None:
        """Work through the sentences slice by slice."""
        ready: list[Result] = []
        waiting: dict[int, set[str]] = {}
        needed: defaultdict[str, list[int]] = defaultdict(list)
        works: dict[int, Work] = {}
        first: list[list[Request]] = []
        for at, sentence in enumerate(sentences):
            first.append(sentence.requests())
            settled = [(plan, self._settled(plan)) for plan in sentence.plans]
            ready += [result for plan, result in settled if result is not None and plan.task.wanted]
            todo = [plan for plan, result in settled if result is None and plan.task.wanted]
            if not todo:
                continue
            works[at] = self._work(sentence, todo)
            next(works[at])
            waiting[at] = {self._asker.key(request) for request in first[at]}
            for key in waiting[at]:
                needed[key].append(at)
        ready += self._advance(works, [at for at, keys in waiting.items() if not keys], {})
        done(ready)
        answers: dict[str, Candidate | EngineFailure] = {}
        for some in self._asker.slices(request for requests in first for request in requests):
            try:
                asked = self._asker.ask([request for request in some if request.id in needed])
            except BaseException:
                answers |= self._asker.rescued
                done(self._advance(works, _complete(waiting, needed, self._asker.rescued), answers))
                raise
            answers |= asked
            done(self._advance(works, _complete(waiting, needed, asked), answers))

    def _advance(self, works: Mapping[int, Work], numbers: Sequence[int], answers: Answers) -> list[Result]:
        """Send their answers to the works that have them all, and what they ask for then, until they are finished."""
        results: list[Result] = []
        going = [works[at] for at in numbers]
        while going:
            again: list[tuple[Work, Sequence[Request]]] = []
            for work in going:
                try:
                    again.append((work, work.send(answers)))
                except StopIteration as finished:
                    results += finished.value
            more: dict[str, Candidate | EngineFailure] = dict(answers)
            for some in self._asker.slices(request for _, requests in again for request in requests):
                more |= self._asker.ask(some)
            answers, going = more, [work for work, _ in again]
        return results

    def _settled(self, plan: Plan) -> Result | None:
        """Return the result of a line that needs no engine: its draft stands, or the memory has it."""
        if plan.task.known == plan.signature:
            return Result(plan.task.key, None)
        return self._from_memory(plan) if plan.task.wanted else None

    def _work(self, sentence: Sentence, todo: Sequence[Plan]) -> Work:
        """Yield what is to be asked for a sentence, and return the results of its lines that are to be done."""
        if sentence.joined is not None:
            answers = yield [sentence.joined.request]
            answer = answers[self._asker.key(sentence.joined.request)]
            if not isinstance(answer, EngineFailure):
                pieces = adaptation.cut((answer.text, *answer.alternatives), sentence.joined, self.target)
                if pieces is not None:
                    return [
                        self._finish(
                            replace(plan, prepared=replace(plan.prepared, continued=at > 0)),
                            [replace(answer, text=piece, alternatives=())],
                        )
                        for at, (plan, piece) in enumerate(zip(sentence.plans, pieces, strict=True))
                        if plan in todo
                    ]
        units = [unit for plan in todo for unit in plan.prepared.units]
        answers = yield units
        results = []
        for plan in todo:
            results.append(
                (yield from self._line(plan, [answers[self._asker.key(u)] for u in plan.prepared.units]))
            )
        return results

    def _line(
        self, plan: Plan, answers: Sequence[Candidate | EngineFailure]
    ) -> Generator[Sequence[Request], Answers, Result]:
        """Return the result of a line: of other answers the first that says more of the terms, or of asking again.

        An answer that stutters is no better than one that drops a term.
        """
        result = self._finish(plan, answers)
        if not _faults(result):
            return result
        best = min([result, *self._others(plan, answers)], key=_faults)
        if self._method is not Method.REPAIR or not _misses(best):
            return best
        forced = replace(plan, prepared=self.prepare(plan.task, plan.analysis, Method.SYMBOL))
        if [u.text for u in forced.prepared.units] == [u.text for u in plan.prepared.units]:
            return best
        again = yield forced.prepared.units
        repaired = self._finish(forced, [again[self._asker.key(unit)] for unit in forced.prepared.units])
        return repaired if _misses(repaired) < _misses(best) else best

    def _others(self, plan: Plan, answers: Sequence[Candidate | EngineFailure]) -> list[Result]:
        """Return the results that an engine's other answers to a line of one turn would give."""
        if len(answers) != 1 or isinstance(answers[0], EngineFailure):
            return []
        first = answers[0]
        return [
            self._finish(plan, [replace(first, text=text, alternatives=(first.text, *first.alternatives))])
            for text in first.alternatives
        ]

    def _signature(
        self, task: Task, prepared: Prepared, analysis: Analysis, joined: Joined | None, at: int
    ) -> str:
        """Return the signature of the draft that a line will have.

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
                [joined.request.text, at, joined.shares] if joined else None,
                self._method,
                [list(u.before) + list(u.after) for u in prepared.units]
                if self._asker.reads_context
                else None,
                *sorted(self.first_uses(task)),
            ],
            ensure_ascii=False,
        )
        line = hashlib.sha256(touched.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return f"{self._asker.signature}; pipeline:{PIPELINE_VERSION}; line:{line}"

    def _from_memory(self, plan: Plan) -> Result | None:
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

    def _rivals(self, plan: Plan, candidate: Candidate, chosen: str) -> tuple[str, ...]:
        """Return the engine's other answers as a person may take them: terms said, placeholders back, lines broken."""
        texts: dict[str, None] = {}
        for text in candidate.alternatives[:_RIVALS]:
            adapted = adaptation.apply([replace(candidate, text=text, alternatives=())], plan.prepared)
            whole = masking.unmask(plan.analysis.masked, self.broken(plan.task, plan.analysis, adapted.text))
            if not whole.lost and whole.text != chosen:
                texts[whole.text] = None
        return tuple(texts)

    def _finish(self, plan: Plan, answers: Sequence[Candidate | EngineFailure]) -> Result:
        """Return the result of a line from one answer for each of its units."""
        failure = next((answer for answer in answers if isinstance(answer, EngineFailure)), None)
        candidates = [answer for answer in answers if not isinstance(answer, EngineFailure)]
        if failure is not None:
            return _failed(plan, failure)
        adapted = adaptation.apply(candidates, plan.prepared)
        text, explained = self.explained(plan.task, plan.analysis, adapted.text)
        unmasked = masking.unmask(plan.analysis.masked, self.broken(plan.task, plan.analysis, text))
        draft = Draft(
            text=unmasked.text,
            origin=Origin.ENGINE,
            signature=plan.signature,
            edits=(
                *adapted.edits,
                *explained,
                *(_put_back(placeholder) for placeholder in unmasked.repaired),
            ),
            findings=(*plan.prepared.undecided, *adapted.findings),
            alternatives=self._rivals(plan, candidates[0], unmasked.text) if len(candidates) == 1 else (),
            score=min((c.score for c in candidates if c.score is not None), default=None),
        )
        checked = self.check(plan.task, draft.text, analysis=plan.analysis, prepared=plan.prepared)
        return Result(
            plan.task.key, draft, merge_findings(checked, draft.findings), len(plan.prepared.obligations)
        )


def _complete(
    waiting: Mapping[int, set[str]], needed: Mapping[str, Sequence[int]], answered: Iterable[str]
) -> list[int]:
    """Cross off what was answered and return the works that now have everything."""
    found = set()
    for key in answered:
        for at in needed[key]:
            waiting[at].discard(key)
            if not waiting[at]:
                found.add(at)
    return sorted(found)


def _misses(result: Result) -> int:
    """Return how many agreed words a draft does not say; more than any number where there is no draft."""
    if result.draft is None or not result.draft.text:
        return 1 << 30
    return sum(finding.code == _MISSING for finding in result.draft.findings)


def _faults(result: Result) -> int:
    """Return how many agreed words a draft does not say, and how often it says something twice running."""
    text = result.draft.text if result.draft else ""
    return _misses(result) + len(_STUTTER.findall(text))


def _failed(plan: Plan, failure: EngineFailure) -> Result:
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
