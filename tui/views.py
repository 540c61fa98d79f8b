"""The only place that defines what a screen is given to show: one line with all that a reviewer needs to judge it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from localize.review.base import Action, Decision, Progress, Query, Revision, Row, State, Unit

if TYPE_CHECKING:
    from array import array

    from localize.masking.base import Placeholder
    from localize.model import Span

__all__ = [
    "Action",
    "Decision",
    "Found",
    "Gauges",
    "Progress",
    "Query",
    "Rendering",
    "Revision",
    "Row",
    "State",
    "Term",
    "Unit",
    "View",
]


@dataclass(frozen=True, slots=True)
class Gauges:
    """How a text fits its cue; a limit is None where none applies.

    Attributes:
        cps, cps_limit: characters per second.
        line_lengths, line_limit: characters of each line, as the locale's guide counts them.
        lines, line_count_limit: number of lines.
        length, length_limit: characters of the whole text, against the limit that the file sets.
        missing: placeholders of the source that the text lacks, in source order.
    """

    cps: float | None
    cps_limit: float | None
    line_lengths: tuple[float, ...]
    line_limit: float | None
    lines: int
    line_count_limit: int | None
    length: int
    length_limit: int | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendering:
    """One way to say a term that a number key inserts.

    Attributes:
        number: 1 to 9, 0 if the keys have run out.
        text: target words.
        standing: ``preferred``, ``admitted`` …
        strategy: why it looks as it does.
        note: for the reviewer.
        checked: whether a person has reviewed the entry.
        source: where it comes from.
    """

    number: int
    text: str
    standing: str
    strategy: str
    note: str
    checked: bool
    source: str


@dataclass(frozen=True, slots=True)
class Term:
    """A concept found in the source, with its renderings.

    Attributes:
        spans: where it stands, characters of the source.
        surface: the source words.
        concept, category: of the glossary.
        renderings: the one that applies first.
        refused: words that must not stand.
        why: why this concept and rendering won.
        note, gloss: for people; the explanation at first use.
        rivals: other meanings that no rule decides between.
    """

    spans: tuple[Span, ...]
    surface: str
    concept: str
    category: str
    renderings: tuple[Rendering, ...]
    refused: tuple[str, ...]
    why: str
    note: str
    gloss: str
    rivals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """One line as the room shows it.

    Attributes:
        unit: the line in the store.
        before, after: neighbours in the file, in file order.
        terms: in source order.
        holders: placeholders of the source.
        gauges: of the recorded target.
        engine: title, quality and licence of what drafted it, '' if nobody did.
        log: what people did to it, oldest first.
    """

    unit: Unit
    before: tuple[Row, ...]
    after: tuple[Row, ...]
    terms: tuple[Term, ...]
    holders: tuple[Placeholder, ...]
    gauges: Gauges
    engine: str
    log: tuple[Revision, ...]

    def rendering(self, number: int) -> Rendering | None:
        """Return the rendering with a number."""
        return next((r for t in self.terms for r in t.renderings if r.number == number), None)


@dataclass(frozen=True, slots=True)
class Found:
    """The lines that a query selects.

    Attributes:
        query: what was asked.
        ids: in file order.
        still_open: those lines of the locale that still need a person, filtered or not.
    """

    query: Query
    ids: array[int] = field(repr=False)
    still_open: frozenset[int] = field(repr=False)
