"""The only place that holds loaded concepts together: lookup by id, inheritance, revision, and `find`."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.glossary import choose, match
from localize.glossary.base import Concept, TermHit
from localize.glossary.conditions import Setting
from localize.glossary.fold import fold
from localize.glossary.people import NOBODY, People, concepts_of
from localize.glossary.scopes import Level, Reach
from localize.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from localize.glossary.base import Rendering, Scope


@dataclass(frozen=True, slots=True)
class Conflict:
    """An entry of a nearer file that overrides one of a farther file.

    Attributes:
        term: source term of both.
        kept: the nearer entry, as its file has it.
        dropped: the farther entry.
    """

    term: str
    kept: Concept
    dropped: Concept


class Glossary:
    """The concepts of one work, the nearest last; immutable.

    Attributes:
        concepts: one an id, in the order of their first appearance; without those that hold in part of the work only
            and share their id with one that holds everywhere.
        conflicts: what was overridden while merging.
        people: who is who.
    """

    def __init__(
        self,
        concepts: Iterable[Concept],
        conflicts: Iterable[Conflict] = (),
        *,
        people: People = NOBODY,
        layers: Sequence[Sequence[Concept]] = (),
        early: Iterable[Concept] = (),
    ) -> None:
        """Hold concepts together.

        Args:
            concepts, conflicts, people: see the class.
            layers: what was merged, farthest first.
            early: concepts of episodes to come.
        """
        self.concepts = tuple(concepts)
        self.conflicts = tuple(conflicts)
        self.people = people
        self._ids = {concept.id: concept for concept in self.concepts}
        self._layers = tuple(tuple(layer) for layer in layers)
        self._bounded = tuple(c for layer in self._layers for c in layer if c.reach.bounded)
        self._views: dict[tuple[bool | None, ...], Glossary] = {}
        self._timed = frozenset(
            c.id for c in self.concepts if any(r.when and r.when.episodes for r in c.renderings)
        )
        self._early: dict[str, list[Concept]] = {}
        for concept in early:
            for form in (concept.term, concept.hant, *concept.variants, *concept.hant_variants):
                self._early.setdefault(fold(form), []).append(concept)

    def __len__(self) -> int:
        return len(self.concepts)

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts)

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._ids

    def __getitem__(self, identifier: str) -> Concept:
        return self._ids[identifier]

    def get(self, identifier: str) -> Concept | None:
        """Return the concept with an id, None if there is none."""
        return self._ids.get(identifier)

    @functools.cached_property
    def every(self) -> tuple[Concept, ...]:
        """The entries of all layers, the farthest first, without people; of two in one layer the nearer has won.

        `concepts` holds the winners with what they inherit; here what is overridden stands beside it, with its scope.
        """
        found: dict[tuple[str, Reach], Concept] = {}
        for concept in (c for layer in self._layers or (self.concepts,) for c in layer):
            if concept.reach.level is not Level.PEOPLE:
                key = (concept.id, concept.reach)
                found[key] = _inherit(concept, found[key]) if key in found else concept
        return tuple(found.values())

    @functools.cached_property
    def revision(self) -> str:
        """The content hash, 16 hexadecimal digits; places in files do not change it."""
        digest = hashlib.sha256()
        bounded = [c for c in self._bounded if self._ids.get(c.id) != c]
        for concept in (*sorted(self.concepts, key=lambda c: c.id), *bounded):
            digest.update(_fingerprint(concept).encode())
        return digest.hexdigest()[:16]

    def concept_revision(self, identifier: str) -> str:
        """Return the content hash of one concept: a changed term changes this one only."""
        return hashlib.sha256(_fingerprint(self._ids[identifier]).encode()).hexdigest()[:16]

    @functools.cached_property
    def automaton(self) -> match.Automaton:
        """The compiled source forms; built at first use."""
        return match.Automaton(self.concepts)

    def within(self, scope: Scope) -> Glossary:
        """Return the glossary of one setting: what does not hold there is left out, and the nearest has won."""
        if not self._bounded:
            return self
        key = tuple(
            True if c.reach.covers(scope) else None if c.reach.to_come(scope) else False
            for c in self._bounded
        )
        view = self._views.get(key)
        if view is None:
            states = dict(zip(map(id, self._bounded), key, strict=True))
            layers = [[c for c in layer if states.get(id(c), True)] for layer in self._layers]
            merged, conflicts = _merged(layers)
            early = [c for c in self._bounded if states[id(c)] is None]
            view = Glossary(merged, conflicts, people=self.people, early=early)
            self._views[key] = view
        return view

    def find(self, text: str, scope: Scope) -> tuple[TermHit, ...]:
        """Return the terms in one text, leftmost and longest first, homographs decided where anything decides them.

        Protected symbols are never part of a term. Read-only; builds the automaton at the first call.
        """
        here = self.within(scope)
        if here is not self:
            return here.find(text, scope)
        folded = fold(text)
        raw = self.automaton.hits(folded)
        return self._decide(text, folded, raw, scope) if raw else ()

    def find_all(self, texts: Sequence[str], scope: Scope) -> Iterator[tuple[TermHit, ...]]:
        """Yield the terms of each of many texts in one scope; faster than one call a text."""
        here = self.within(scope)
        if here is not self:
            yield from here.find_all(texts, scope)
            return
        scan = self.automaton.scan(texts)
        for text, (start, raw) in zip(texts, scan.by_text(), strict=True):
            folded = scan.text[start : start + len(text)]
            yield self._decide(text, folded, raw, scope) if raw else ()

    def _decide(
        self, text: str, folded: str, raw: Sequence[tuple[int, int, int]], scope: Scope
    ) -> tuple[TermHit, ...]:
        spans = self.automaton.candidates(folded, raw)
        if not spans:
            return ()
        scene = fold("\n".join(scope.scene))
        found: dict[tuple[int, int], tuple[choose.Sense, Setting]] = {}
        words: match.Words | None = None
        for (start, end), owners in spans.items():
            setting = Setting(folded, Span(start, end), scope, scene)
            meant = choose.sense([self.concepts[i] for i in owners], setting)
            if meant is None:
                continue
            if match.in_question(folded, start, end):
                words = words or self.automaton.words_of(folded)
                if not words.allow(start, end, left=meant.verdict.left, right=meant.verdict.right):
                    continue
            found[start, end] = (meant, setting)
        return tuple(self._hit(text, *found[span]) for span in match.leftmost_longest(list(found)))

    def _hit(self, text: str, meant: choose.Sense, setting: Setting) -> TermHit:
        hit = _hit(text, meant, setting)
        to_come = self._early.get(fold(hit.surface), ())
        if not to_come and meant.concept.id not in self._timed:
            return hit
        early = choose.early((meant.concept, *to_come), hit.admitted, setting)
        return dataclasses.replace(hit, early=early) if early else hit


def _hit(text: str, meant: choose.Sense, setting: Setting) -> TermHit:
    span = setting.span
    surface = text[span.start : span.end]
    choice = choose.choose(meant.concept, surface, setting)
    if meant.rivals:
        # Nothing is written for an undecided term, and the check accepts what any of the senses accepts.
        others = [choose.choose(rival, surface, setting) for rival in meant.rivals]
        admitted = tuple(dict.fromkeys(r for c in (choice, *others) for r in c.admitted))
        return TermHit(meant.concept, span, surface, None, admitted, (), meant.rivals, meant.why)
    why = meant.why
    if choice.why and choice.rendering:
        why += f"; {choice.rendering.text!r} by {choice.why}"
    elif choice.rendering is None and choice.admitted:
        why += "; no rendering is certain here"
    return TermHit(meant.concept, span, surface, choice.rendering, choice.admitted, choice.forbidden, (), why)


def _fingerprint(concept: Concept) -> str:
    return repr(dataclasses.replace(concept, place=None, gloss=dict(sorted(concept.gloss.items()))))


def merge(files: Sequence[Sequence[Concept]], *, people: People = NOBODY) -> Glossary:
    """Return one glossary of the concepts of several files, the nearest file last, and of the people of a work.

    A nearer entry overrides a farther one of the same id. An entry with another id but the same term takes the
    term over, unless both name the same homograph group. Either way the farther entry lends its renderings of the
    locales that the nearer one lacks, and each override is recorded as a conflict. How near an entry is its scope
    says first (packs, universe, work, season, episode), then the order of the files.

    What holds in part of the work only stands beside what it would override; `Glossary.within` decides.
    """
    layers = [
        layer
        for level in Level
        for file in (*files, concepts_of(people))
        if (layer := [c for c in file if c.reach.level is level])
    ]
    if not any(c.reach.bounded for layer in layers for c in layer):
        merged, conflicts = _merged(layers)
        return Glossary(merged, conflicts, people=people, layers=layers)
    everywhere, conflicts = _merged([[c for c in layer if not c.reach.bounded] for layer in layers])
    every = {c.id: c for c in everywhere}
    for layer in layers:
        for concept in layer:
            every.setdefault(concept.id, concept)
    _, overridden = _merged(layers)
    known = {(c.kept.id, c.kept.place, c.dropped.place) for c in conflicts}
    more = [c for c in overridden if (c.kept.id, c.kept.place, c.dropped.place) not in known]
    return Glossary(every.values(), (*conflicts, *more), people=people, layers=layers)


def _merged(files: Sequence[Sequence[Concept]]) -> tuple[list[Concept], list[Conflict]]:
    """Return the concepts of several layers, the nearest last, and what was overridden."""
    merged: dict[str, Concept] = {}
    by_term: dict[str, list[str]] = {}
    conflicts: list[Conflict] = []
    for concepts in files:
        before = {term: list(ids) for term, ids in by_term.items()}
        for concept in concepts:
            entry = concept
            farther = [concept.id] if concept.id in merged else []
            farther += [
                i
                for i in before.get(concept.term, ())
                if i != concept.id and _takes_over(concept, merged.get(i))
            ]
            for identifier in farther:
                old = merged.pop(identifier)
                by_term[old.term].remove(identifier)
                conflicts.append(Conflict(concept.term, concept, old))
                entry = _inherit(entry, old)
            merged[entry.id] = entry
            by_term.setdefault(entry.term, []).append(entry.id)
    return list(merged.values()), conflicts


def _takes_over(near: Concept, far: Concept | None) -> bool:
    """Return whether an entry replaces a farther one with its term; what people are called is one more sense of it."""
    if far is None or near.reach.level is Level.PEOPLE:
        return False
    return not (near.homograph and near.homograph == far.homograph)


def _inherit(near: Concept, far: Concept) -> Concept:
    mine = {r.locale for r in near.renderings}
    renderings: tuple[Rendering, ...] = (
        *near.renderings,
        *(r for r in far.renderings if r.locale not in mine),
    )
    gloss: Mapping[str, str] = {**far.gloss, **near.gloss}
    return dataclasses.replace(
        near,
        renderings=renderings,
        gloss=gloss,
        hant=near.hant or far.hant,
        stop=near.stop or far.stop,
        note=near.note or far.note,
    )
