"""The shapes of the translation memory and the cache: units, queries, matches, answers, engines."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class MatchKind(StrEnum):
    """How a unit matches a query, best first."""

    CONTEXT = "context"  # same text, same neighbours
    EXACT = "exact"
    FUZZY = "fuzzy"


class Trust(IntEnum):
    """Who stands by a pair; the greater comes first."""

    ALIGNED = 0  # two old files were laid side by side
    IMPORTED = 1  # it came from another memory
    APPROVED = 2  # a person of this project

    @property
    def word(self) -> str:
        """Return the word for it in lists and files."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class MemoryUnit:
    """One pair.

    Attributes:
        source, target: texts as the segments had them, tags included.
        source_locale, target_locale: BCP 47 tags.
        before, after: neighbouring source lines, '' at an edge.
        speaker: who said it, '' if unknown: forms of address differ by speaker.
        origin: file and segment it came from; of what came from outside, that file first.
        by: who approved it, or made it where it comes from.
        trust: who stands by it.
        created, changed: when, in UTC as ``20261123T031500Z``, '' if nobody knows.
        uses: how often it was used where it comes from, 0 if nobody knows.
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
    trust: Trust = Trust.APPROVED
    created: str = field(default="", compare=False)
    changed: str = field(default="", compare=False)
    uses: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class IntakeRecord:
    """An import or alignment that brought pairs.

    Attributes:
        number: by which it is taken back.
        file: its name; of an alignment both names.
        trust: what its pairs are worth.
        at: when, in UTC as ``20261123T031500Z``, '' if nobody knows.
        pairs: that are there and came with it, those that were there before included.
        alone: of those, how many would go with it.
        taken_back: when it was taken back, '' if it was not.
    """

    number: int
    file: str
    trust: Trust
    at: str
    pairs: int
    alone: int
    taken_back: str = ""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of the pairs of an import: gone, approved here and kept, brought by another one too and kept."""

    gone: int
    approved: int
    shared: int


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
    address go by who speaks, and less where nobody of this project approved the pair.
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
