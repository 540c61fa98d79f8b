"""The shapes of the translation memory and the cache: units, queries, matches, answers, engines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MatchKind(StrEnum):
    """How a unit matches a query, best first."""

    CONTEXT = "context"  # same text, same neighbours
    EXACT = "exact"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True)
class MemoryUnit:
    """One approved pair.

    Attributes:
        source, target: texts as the segments had them, tags included.
        source_locale, target_locale: BCP 47 tags.
        before, after: neighbouring source lines, '' at an edge.
        speaker: who said it, '' if unknown: forms of address differ by speaker.
        origin: file and segment it came from.
        by: who approved it.
    """

    source: str
    target: str
    source_locale: str
    target_locale: str
    before: str = ""
    after: str = ""
    speaker: str = ""
    origin: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class MemoryQuery:
    """What is looked up."""

    source: str
    source_locale: str
    target_locale: str
    before: str = ""
    after: str = ""
    speaker: str = ""
    minimum: float = 0.75
    limit: int = 5


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that answers a query.

    `score` is 0 to 1: 1 for context and exact, less where both speakers are known and differ, since forms of
    address go by who speaks.
    """

    unit: MemoryUnit
    kind: MatchKind
    score: float


@dataclass(frozen=True, slots=True)
class EngineRecord:
    """What an engine said of itself when it drafted; see `localize.engines.base.EngineInfo` for the fields."""

    name: str
    title: str
    licence: str
    reach: str
    commercial: bool
    attribution: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine answered to one request, as the cache keeps it: target, score, other targets."""

    text: str
    score: float | None = None
    alternatives: tuple[str, ...] = ()
