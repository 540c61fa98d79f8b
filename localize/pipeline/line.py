"""The only place that takes one line through the stages around the engine: masks, finds terms, prepares, checks."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from localize import adaptation, layout, masking, qa
from localize.adaptation.base import Method, Scene
from localize.adaptation.glossing import MODE as FOREIGNISING
from localize.culture import markets
from localize.culture.numbers import find_numbers
from localize.glossary import UNKNOWN, Cue, Scope, echoed, placed, talk
from localize.glossary.packs import counts_in
from localize.locales import fallback_chain, parse_locale
from localize.making import maker
from localize.model import Finding, Segment, SegmentKind, Span
from localize.pipeline.base import Analysis, Deferred
from localize.qa.base import Context
from localize.text import SYMBOL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from localize.adaptation.base import Obligation, Prepared
    from localize.glossary import Glossary, Talk, TermHit
    from localize.layout.base import Limits
    from localize.masking.base import Masked
    from localize.model import Edit
    from localize.pipeline.base import Task


_make_analysis, _make_context, _make_scope = maker(Analysis), maker(Context), maker(Scope)
_TERM_FAMILIES = frozenset({"TRM", "MKT", "PRO"})


class _Known(NamedTuple):
    """What checks are told of a line and a target besides the texts."""

    masked: Masked
    hits: Sequence[TermHit]
    rendered: Sequence[str]
    address: Sequence[Finding] = ()
    advisories: Sequence[Finding] = ()


class LineStages:
    """The stages of one locale that need no engine."""

    def __init__(
        self,
        *,
        source: str,
        target: str,
        glossary: Glossary,
        scope: Scope,
        profile: str = "netflix",
        overrides: Mapping[str, float] | None = None,
        font: str = "",
        episodes: Mapping[str, int] | None = None,
    ) -> None:
        """Wire the stages.

        Args:
            source, target: BCP 47 tags.
            glossary: terms of packs and project, and its people.
            scope: universe, work, season, genre, era, medium and mode of the work; the rest is filled in here.
            episodes: pattern of paths → episode, where a path does not name it.
            profile: layout profile; `overrides` replaces single numbers of it.
            font: that lines are measured in, '' for Noto.
        """
        self.source = source
        self.target = target
        self.glossary = glossary
        self.scope = replace(scope, locale=target)
        self.profile = profile
        self._episodes = episodes or {}
        limits = layout.limits(profile, target)
        self._limits = layout.override(limits, overrides or {}, source="project file", font=font)
        self._firsts: Mapping[tuple[str, int | None], frozenset[str]] = {}
        self._latest = ("", self.scope)
        self._chinese = (
            parse_locale(source).language == "zh"
        )  # all terms count: nothing to look at line by line
        self._same_language = parse_locale(source).language == parse_locale(target).language

    def limits_for(self, segment: Segment) -> Limits | None:
        """Return the layout limits of a segment; None where it is not a timed cue."""
        return self._limits if segment.start_ms is not None else None

    def analyse(self, task: Task) -> Analysis:
        """Mask a segment and find its terms."""
        masked = masking.mask(task.segment, format=task.format)
        before, after = adaptation.scene_around(task.segment, task.before, task.after)
        work = self._work_of(task.path)
        people, speech = self.glossary.people, UNKNOWN
        if people:
            cue = Cue(task.segment, task.path, task.number)
            speech = talk(cue, before, after, people, episode=work.episode)
        earlier, later = [s.source for s in before], [s.source for s in after]
        scope = _spoken(work, task.segment.speaker, (*earlier, *later), speech)
        hits = self.glossary.find(masked.text, scope)
        if hits and not self._chinese:
            hits = tuple(hit for hit in hits if counts_in(hit, self.source))
        if hits:
            hits = echoed(self.glossary, masked.text, hits, scope, before=earlier, after=later)
        return _make_analysis(masked, hits, scope, self.limits_for(task.segment), speech)

    def _work_of(self, path: str) -> Scope:
        """Return the scope that all lines of a file share: of the episode that its path names."""
        latest, scope = self._latest
        if latest != path:
            part = placed(path, self._episodes, self.scope.season) if path else self.scope
            scope = replace(self.scope, season=part.season, episode=part.episode)
            self._latest = (path, scope)
        return scope

    def note_first_uses(self, files: Iterable[Sequence[Task]]) -> None:
        """Find where the work first says each concept that needs an explanation; costs nothing where none does.

        Args:
            files: the tasks of every file.
        """
        if self.scope.mode != FOREIGNISING or not any(
            tag in concept.gloss for concept in self.glossary for tag in fallback_chain(self.target)
        ):
            return
        firsts: dict[tuple[str, int | None], set[str]] = {}
        seen: set[str] = set()
        for tasks in sorted(files, key=self._reading_order):
            for task in tasks:
                analysis = self.analyse(task)
                for hit, _ in adaptation.explanations(analysis.hits, analysis.scope):
                    if hit.concept.id not in seen:
                        seen.add(hit.concept.id)
                        firsts.setdefault((task.path, task.number), set()).add(hit.concept.id)
        self._firsts = {place: frozenset(ids) for place, ids in firsts.items()}

    def _reading_order(self, tasks: Sequence[Task]) -> tuple[int, int, str]:
        path = tasks[0].path if tasks else ""
        part = placed(path, self._episodes, self.scope.season)
        return part.season or 0, part.episode or 0, path

    def first_uses(self, task: Task) -> frozenset[str]:
        """Return the concepts that the work explains in a line."""
        return self._firsts.get((task.path, task.number), frozenset())

    def explained(self, task: Task, analysis: Analysis, text: str) -> tuple[str, tuple[Edit, ...]]:
        """Return a target with the explanations that belong into its line, and what was done."""
        firsts = self.first_uses(task)
        if not firsts:
            return text, ()
        wanted = adaptation.explanations(analysis.hits, analysis.scope)
        room = _budget(task.segment, analysis.limits)
        return adaptation.explain(text, wanted, firsts, max_chars=room, locale=self.target)

    def wishes(self, task: Task, analysis: Analysis) -> tuple[Obligation, ...]:
        """Return the terms, numbers and names of a segment with the words that they should have in the target."""
        return self.prepare(task, analysis).obligations

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
        select: frozenset[str] | None = None,
    ) -> tuple[Finding, ...]:
        """Return the findings of a target, however it came to be.

        Args:
            task: the segment.
            target: its translation.
            analysis, prepared: of the task, where the caller has them already.
            repeats: targets of other segments with the same source.
            decided_source: the source that the last decision was made on, if it differs from today's.
            approved: whether a person has approved the target.
            select: codes that are asked for, None for all; what only others need is not worked out.
        """
        if analysis is None and not _wants_terms(select):
            known = self._known_late(task)
        else:
            known = self._known(task, target, analysis or self.analyse(task), prepared)
        context = self._context(task, known, repeats, decided_source, approved=approved)
        return tuple(qa.check(task.segment, target, context, select=select))

    def _context(
        self, task: Task, known: _Known, repeats: Sequence[str], decided_source: str | None, *, approved: bool
    ) -> Context:
        return _make_context(
            source_locale=self.source,
            target_locale=self.target,
            format=task.format,
            medium=self.scope.medium,
            limits=self.limits_for(task.segment),
            masked=known.masked,
            hits=known.hits,
            previous=task.before[-1] if task.before else None,
            following=task.after[0] if task.after else None,
            repeats=repeats,
            rendered=known.rendered,
            decided_source=decided_source,
            approved=approved,
            address_findings=known.address,
            advisories=known.advisories,
        )

    def _known(self, task: Task, target: str, found: Analysis, prepared: Prepared | None) -> _Known:
        rendered = Deferred(lambda: self._rendered(task, found, prepared))
        address = self._address_findings(task, target, found)
        return _Known(found.masked, found.hits, rendered, address, self._advisories(task, target, found))

    def _known_late(self, task: Task) -> _Known:
        """Return what is known without the terms; a check that asks for them after all (a stray Han word) gets them."""
        late = Deferred(lambda: (self.analyse(task),))
        rendered = Deferred(lambda: self._rendered(task, late[0], None))
        return _Known(
            masking.mask(task.segment, format=task.format), Deferred(lambda: late[0].hits), rendered
        )

    def _address_findings(self, task: Task, target: str, found: Analysis) -> Sequence[Finding]:
        if found.talk is UNKNOWN and not any(hit.early for hit in found.hits):
            return ()  # nobody is known to speak, and nothing is given away
        return adaptation.address_findings(
            task.segment.id,
            task.segment.source,
            target,
            talk=found.talk,
            people=self.glossary.people,
            hits=found.hits,
            locale=self.target,
            episode=found.scope.episode,
        )

    def _advisories(self, task: Task, target: str, found: Analysis) -> Sequence[Finding]:
        hits = markets.advisories(
            task.segment.source,
            self.target,
            target=target,
            scene=found.scope.scene,
            medium=self.scope.medium,
            relation=found.scope.relation,
        )
        return markets.findings(hits, task.segment.id) if hits else ()

    def _rendered(self, task: Task, analysis: Analysis, prepared: Prepared | None) -> tuple[str, ...]:
        """Return the words that the culture rules write or accept for the numbers of a segment."""
        wishes = prepared.obligations if prepared else self.wishes(task, analysis)
        return tuple(
            words for wish in wishes if find_numbers(wish.source) for words in (wish.target, *wish.accept)
        )

    def prepare(self, task: Task, analysis: Analysis, method: Method = Method.REPAIR) -> Prepared:
        """Return a segment ready for an engine."""
        before, after = adaptation.scene_around(task.segment, task.before, task.after)
        scene = Scene(
            before=tuple(s.source for s in before),
            after=tuple(s.source for s in after),
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
            method=method,
        )

    def broken(self, task: Task, analysis: Analysis, text: str) -> str:
        """Return an adapted text broken into lines, unless its lines are the source's own (same language)."""
        limits = analysis.limits
        if limits is None or self._same_language or task.segment.kind is SegmentKind.SIGN:
            return text
        formatting = {p.symbol for p in analysis.masked.placeholders if masking.is_formatting(p)}
        found = [(m.group(), Span(*m.span())) for m in SYMBOL.finditer(text)]
        return layout.break_lines(
            text,
            limits,
            self.target,
            protected=[span for symbol, span in found if symbol not in formatting],
            hidden=[span for symbol, span in found if symbol in formatting],
            names=[
                hit.rendering.text for hit in analysis.hits if hit.rendering and len(hit.rendering.text) > 1
            ],
        )


def _spoken(work: Scope, speaker: str | None, scene: tuple[str, ...], speech: Talk) -> Scope:
    """Return the scope of a line; written out, since `dataclasses.replace` takes longer than the search for terms."""
    return _make_scope(
        locale=work.locale,
        genres=work.genres,
        era=work.era,
        medium=work.medium,
        scene=scene,
        speaker=speaker,
        speaker_gender=speech.speaker.gender if speech.speaker else "",
        addressee_gender=speech.addressee.gender if speech.addressee else "",
        relation=speech.relation,
        mode=work.mode,
        universe=work.universe,
        work=work.work,
        season=work.season,
        episode=work.episode,
        speaker_id=speech.speaker.id if speech.speaker else "",
        addressee_id=speech.addressee.id if speech.addressee else "",
        romanisation=work.romanisation,
        lunar_year=work.lunar_year,
    )


@functools.lru_cache(maxsize=16)
def _wants_terms(select: frozenset[str] | None) -> bool:
    return select is None or any(code[:3] in _TERM_FAMILIES for code in select)


def merge_findings(*groups: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings of all groups, each code, place and message once, worst first."""
    seen = {(f.code, f.span, f.message): f for group in groups for f in group}
    return tuple(sorted(seen.values(), key=lambda f: (-f.severity, f.code)))


def _budget(segment: Segment, limits: Limits | None) -> int | None:
    """Return the characters that fit a cue: reading speed times duration, at most full lines."""
    if limits is None or segment.start_ms is None or segment.end_ms is None:
        return segment.max_length
    seconds = max(segment.end_ms - segment.start_ms, 0) / 1000
    return max(1, int(min(seconds * limits.chars_per_second, limits.chars_per_line * limits.lines)))
