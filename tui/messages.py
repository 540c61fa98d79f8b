"""The only place that defines what widgets and workers tell the review screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from localize.errors import LocalizeError
    from localize.model import Finding
    from tui.steps import Back
    from tui.views import (
        AddressChange,
        AddressLine,
        AddressTable,
        Found,
        Frame,
        Home,
        Pulse,
        Revision,
        Row,
        Speech,
        TermCard,
        TermImpact,
        Unit,
        View,
        Way,
    )


@dataclass(eq=False, repr=False)
class Picked(Message):
    """The cursor of the queue came to another line, or the queue has none."""

    unit_id: int | None


@dataclass(eq=False, repr=False)
class Settled(Message):
    """The room has been drawn, or glossary and limits have been loaded: what is loaded now stays."""


@dataclass(eq=False, repr=False)
class Decided(Message):
    """Decisions were recorded a moment ago: time for what none of them waits for."""


@dataclass(eq=False, repr=False)
class OpenRequested(Message):
    """A line of the queue was clicked twice."""


@dataclass(eq=False, repr=False)
class Typed(Message):
    """The text in the editor changed."""

    unit_id: int
    text: str


@dataclass(eq=False, repr=False)
class HolderTouched(Message):
    """A key would have deleted placeholders, and selected them instead."""

    texts: tuple[str, ...]


@dataclass(eq=False, repr=False)
class HolderRemoved(Message):
    """Placeholders were deleted on purpose."""

    texts: tuple[str, ...]


@dataclass(eq=False, repr=False)
class Trouble(Message):
    """Something could not be read or written; a worker or a widget reports it."""

    error: LocalizeError


@dataclass(eq=False, repr=False)
class Searched(Message):
    """A search has finished.

    Attributes:
        found: its lines.
        at: the line to stand on, None for the first open one.
    """

    found: Found
    at: int | None


@dataclass(eq=False, repr=False)
class Looked(Message):
    """A line has been read."""

    view: View


@dataclass(eq=False, repr=False)
class Checked(Message):
    """The text being typed has been checked."""

    unit_id: int
    text: str
    findings: tuple[Finding, ...]


@dataclass(eq=False, repr=False)
class HistoryRead(Message):
    """The history of a line has been read."""

    unit_id: int
    log: tuple[Revision, ...]


@dataclass(eq=False, repr=False)
class HomeRead(Message):
    """The counts of the whole work have been read, to fill a filter or to jump."""

    home: Home
    to_filter: bool


@dataclass(eq=False, repr=False)
class WaysRead(Message):
    """Other ways to say a line have been found."""

    unit_id: int
    ways: tuple[Way, ...]


@dataclass(eq=False, repr=False)
class RepeatsRead(Message):
    """The lines with exactly the source of a line have been read."""

    unit_id: int
    rows: tuple[Row, ...]


@dataclass(eq=False, repr=False)
class CardRead(Message):
    """What the glossary says of a term has been read.

    Attributes:
        term: as it was asked for.
        card: None if the glossary knows none.
        words: target words to begin with.
    """

    term: str
    card: TermCard | None
    words: str


@dataclass(eq=False, repr=False)
class ImpactRead(Message):
    """What a change of terms would touch has been found."""

    impact: TermImpact


@dataclass(eq=False, repr=False)
class TermAccepted(Message):
    """A change of terms has been written."""

    impact: TermImpact


@dataclass(eq=False, repr=False)
class BulkDone(Message):
    """Many lines have been approved as one act."""

    units: tuple[Unit, ...]


@dataclass(eq=False, repr=False)
class Chosen(Message):
    """Words of the source were dragged over."""

    words: str


@dataclass(eq=False, repr=False)
class LinesFound(Message):
    """The lines that a form of address would be about have been found; `unit_id` says which table it is from."""

    change: AddressChange
    lines: tuple[AddressLine, ...]
    unit_id: int | None


@dataclass(eq=False, repr=False)
class Undone(Message):
    """A step has been taken back, or done again; nothing in it if there was none."""

    back: Back
    again: bool = False


@dataclass(eq=False, repr=False)
class Pulsed(Message):
    """What the other reviewers did has been read."""

    pulse: Pulse


@dataclass(eq=False, repr=False)
class Dragged(Message):
    """The bar between two panes is dragged to a column of the screen.

    Attributes:
        splitter: id of the bar.
        x: column.
    """

    splitter: str
    x: int


@dataclass(eq=False, repr=False)
class Framed(Message):
    """How a text falls on the picture has been found; None where there is no picture."""

    unit_id: int
    text: str
    frame: Frame | None


@dataclass(eq=False, repr=False)
class SpeechRead(Message):
    """Who speaks to whom in a line has been found; `ask` to fill the form of the ledger."""

    unit_id: int
    speech: Speech
    ask: bool


@dataclass(eq=False, repr=False)
class WhoRecorded(Message):
    """A decision about a line has been written into the ledger."""

    unit_id: int


@dataclass(eq=False, repr=False)
class TableRead(Message):
    """The table of address has been read; the cursor goes to a pair of ids."""

    table: AddressTable
    at: tuple[str, str]


@dataclass(eq=False, repr=False)
class AddressPut(Message):
    """A form of address has been written; the table as it is now, and how many lines were checked anew."""

    table: AddressTable
    at: tuple[str, str]
    checked: int
