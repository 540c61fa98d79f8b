"""The only place that counts what a glossary does in texts: hits, missing renderings, idle terms, homographs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from localize.glossary.base import ReviewState
from localize.locales import fallback_chain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from localize.glossary.base import Concept, TermHit


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far renderings reach, for one part of the terms in one locale.

    Attributes:
        concepts: number of them.
        rendered: those with a rendering that serves the locale.
        drafts: those of `rendered` whose renderings nobody has reviewed.
    """

    concepts: int
    rendered: int
    drafts: int


@dataclass(slots=True)
class FileUse:
    """What the terms do in one file.

    Attributes:
        lines: number of lines.
        with_terms: lines that hold a term.
        hits: terms found.
        without_rendering: hits for which the locale has no rendering at all.
        uncertain: hits whose rendering depends on something that nobody knows (who speaks).
        undecided: (line, term) of the homographs that nothing decides.
        concepts: id → hits.
    """

    lines: int = 0
    with_terms: int = 0
    hits: int = 0
    without_rendering: int = 0
    uncertain: int = 0
    undecided: list[tuple[int, str]] = field(default_factory=list)
    concepts: Counter[str] = field(default_factory=Counter)

    def add(self, line: int, hits: Sequence[TermHit]) -> None:
        """Count the hits of one more line."""
        self.lines += 1
        self.with_terms += bool(hits)
        for hit in hits:
            self.hits += 1
            self.concepts[hit.concept.id] += 1
            if hit.rivals:
                self.undecided.append((line, hit.surface))
            elif hit.rendering is None and not hit.concept.convert:
                self.uncertain += bool(hit.admitted)
                self.without_rendering += not hit.admitted


def coverage(concepts: Iterable[Concept], locale: str) -> dict[str, Coverage]:
    """Return the coverage of each category in a locale, and of all of them under ``total``."""
    chain = set(fallback_chain(locale))
    counts: dict[str, list[int]] = {}
    for concept in concepts:
        mine = [r for r in concept.renderings if r.locale in chain]
        # The term's own Traditional form serves Traditional Chinese.
        rendered = bool(mine) or bool("zh-Hant" in chain and concept.hant)
        drafts = (
            all(r.review is ReviewState.DRAFT for r in mine) if mine else concept.review is ReviewState.DRAFT
        )
        for key in (concept.category, "total"):
            count = counts.setdefault(key, [0, 0, 0])
            count[0] += 1
            count[1] += rendered
            count[2] += rendered and drafts
    ordered = sorted(counts.items(), key=lambda item: (item[0] == "total", item[0]))
    return {key: Coverage(*count) for key, count in ordered}


def never_used(concepts: Iterable[Concept], files: Mapping[str, FileUse]) -> tuple[Concept, ...]:
    """Return the concepts that no file uses, in glossary order."""
    used = {identifier for use in files.values() for identifier in use.concepts}
    return tuple(concept for concept in concepts if concept.id not in used)
