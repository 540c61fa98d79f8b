"""The only place that defines what a screen is given to show: one line with all that a reviewer needs to judge it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from localize.api.room_frame import Frame, FrameLine
from localize.api.room_people import AddressChange, AddressLine, AddressRow, AddressTable, Agreed, Speech, Who
from localize.api.room_terms import TermChange
from localize.api.room_undo import FileEdit
from localize.review.base import (
    Act,
    Action,
    Decision,
    Order,
    Presence,
    Progress,
    Query,
    Revision,
    Row,
    SavedView,
    State,
    Unit,
)
from localize.review.faults import Dimension, Weight

if TYPE_CHECKING:
    from array import array

    from localize.masking.base import Placeholder
    from localize.model import Span
    from tui.waiting import Waiting

__all__ = [
    "Act",
    "Action",
    "AddressChange",
    "AddressLine",
    "AddressRow",
    "AddressTable",
    "Agreed",
    "Decision",
    "Dimension",
    "FileEdit",
    "Found",
    "Frame",
    "FrameLine",
    "Gauges",
    "Home",
    "Order",
    "Presence",
    "Progress",
    "Pulse",
    "Query",
    "Rendering",
    "Revision",
    "Row",
    "SavedView",
    "Speech",
    "State",
    "Term",
    "TermCard",
    "TermChange",
    "TermImpact",
    "Unit",
    "View",
    "Way",
    "Weight",
    "Who",
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
class TermCard:
    """Everything that the glossary says of a concept in one locale.

    Attributes:
        concept, category, forms: its id, its category, and the source words, Simplified first.
        strategy, note, place, checked: of the entry.
        renderings: in file order, forbidden ones included, each with when it applies.
        conditions: of the renderings, as a term file has them, '' for always.
    """

    concept: str
    category: str
    forms: tuple[str, ...]
    strategy: str
    note: str
    place: str
    checked: bool
    renderings: tuple[tuple[Rendering, str], ...]
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermImpact:
    """What a change of terms touches, or has touched.

    Attributes:
        change: what was proposed.
        touched, reopened: lines that hold the term; the approved ones of them that do not go with the change.
        known_as: id of the concept that it changes, '' for a new one.
    """

    change: TermChange
    touched: tuple[Row, ...]
    reopened: tuple[Row, ...]
    known_as: str


@dataclass(frozen=True, slots=True)
class Way:
    """Another way to say the whole line, that a number key takes.

    Attributes:
        number: 1 to 9, 0 if the keys have run out.
        text: target words.
        origin: where it comes from, in words: ``memory 93%``, ``n-best``, ``repeat`` …
        source: the source it was made for, '' where that is this line's own.
        by: who approved it and where it stands.
    """

    number: int
    text: str
    origin: str
    source: str
    by: str


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
        approvers: whose approval of exactly this text stands, while more are needed.
        needed: how many people must approve it.
        own: whether this reviewer wrote the text and so may not approve it.
    """

    unit: Unit
    before: tuple[Row, ...]
    after: tuple[Row, ...]
    terms: tuple[Term, ...]
    holders: tuple[Placeholder, ...]
    gauges: Gauges
    engine: str
    log: tuple[Revision, ...]
    approvers: tuple[str, ...] = ()
    needed: int = 1
    own: bool = False

    @property
    def next_number(self) -> int:
        """Return the first number key that no rendering takes."""
        return max((r.number for t in self.terms for r in t.renderings), default=0) + 1

    def rendering(self, number: int) -> Rendering | None:
        """Return the rendering with a number."""
        return next((r for t in self.terms for r in t.renderings if r.number == number), None)


@dataclass(frozen=True, slots=True)
class Found:
    """The lines that a query selects.

    Attributes:
        query: what was asked.
        ids: in the order of the query.
        still_open: those of them that still need a person; whoever adopts the search keeps them up to date.
        whole: whether that is all of them; False for some screens of a search that goes on.
        first: whether they begin with the first one.
    """

    query: Query
    ids: array[int] = field(repr=False)
    still_open: Waiting = field(repr=False)
    whole: bool = True
    first: bool = True


@dataclass(frozen=True, slots=True)
class Home:
    """The whole work: counts of every file and locale, and who else is there."""

    files: tuple[Progress, ...]
    present: tuple[Presence, ...]


@dataclass(frozen=True, slots=True)
class Pulse:
    """What others did since the last look.

    Attributes:
        present: who else is there.
        changed: units that they decided on.
        log_length: of the log of decisions now.
    """

    present: tuple[Presence, ...]
    changed: tuple[int, ...]
    log_length: int
