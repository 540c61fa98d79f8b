"""The only place that says what the session needs of a room of `localize.api`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from localize.glossary.base import Concept, TermHit
    from localize.masking.base import Placeholder
    from localize.model import Finding
    from tui.views import (
        Act,
        AddressChange,
        AddressLine,
        AddressTable,
        Agreed,
        Decision,
        FileEdit,
        Frame,
        Presence,
        Progress,
        Query,
        Revision,
        Row,
        SavedView,
        Speech,
        TermChange,
        Unit,
        Who,
    )


class RawGauges(Protocol):
    """What `localize.api.Gauges` gives."""

    @property
    def cps(self) -> float | None: ...
    @property
    def cps_limit(self) -> float | None: ...
    @property
    def line_lengths(self) -> tuple[float, ...]: ...
    @property
    def line_limit(self) -> float | None: ...
    @property
    def lines(self) -> int: ...
    @property
    def line_count_limit(self) -> int | None: ...


class RawDetails(Protocol):
    """What `localize.api.Details` gives."""

    @property
    def unit(self) -> Unit: ...
    @property
    def hits(self) -> tuple[TermHit, ...]: ...
    @property
    def placeholders(self) -> tuple[Placeholder, ...]: ...
    @property
    def gauges(self) -> RawGauges: ...
    @property
    def engine(self) -> str: ...


class RawAlternative(Protocol):
    """What `localize.api.Alternative` gives."""

    @property
    def text(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def score(self) -> float | None: ...
    @property
    def source(self) -> str: ...
    @property
    def by(self) -> str: ...


class RawImpact(Protocol):
    """What `localize.api.Impact` gives."""

    @property
    def touched(self) -> tuple[Row, ...]: ...
    @property
    def reopened(self) -> tuple[Row, ...]: ...
    @property
    def known_as(self) -> str: ...
    @property
    def edit(self) -> FileEdit | None: ...


class Room(Protocol):
    """What the session needs of `localize.api.Room`; a room belongs to the thread that made it."""

    @property
    def locale(self) -> str: ...
    @property
    def reviewer(self) -> str: ...
    @property
    def project_name(self) -> str: ...
    @property
    def approvals(self) -> int: ...
    @property
    def separated(self) -> bool: ...
    @property
    def locales(self) -> tuple[str, ...]: ...
    @property
    def right_to_left(self) -> bool: ...
    @property
    def warm(self) -> bool: ...
    @property
    def vertical(self) -> bool: ...

    def read_only(self) -> Room:
        """Return a reading room for the calling thread."""

    def another(self) -> Room:
        """Return a room that can decide in another thread."""

    def in_locale(self, locale: str) -> Room:
        """Return the same reviewer's room of another locale."""

    def close(self) -> None:
        """Close what the room itself opened."""

    def unit_ids(self, query: Query) -> array[int]:
        """Return the ids that a query selects, in file order."""

    def selected(self, query: Query) -> tuple[array[int], array[int]]:
        """Return the ids that a query selects, and those of them that still need a person."""

    def first_ids(self, query: Query, count: int, near: int | None = None) -> array[int] | None:
        """Return a stretch of the ids that a query selects if it is found quickly, None otherwise."""

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """Return queue rows in the order of the ids."""

    def unit(self, unit_id: int) -> Unit:
        """Return one unit."""

    def neighbours(self, unit_id: int, count: int) -> tuple[list[Row], list[Row]]:
        """Return the rows before and after, in file order."""

    def keep_words_apart(self) -> None:
        """Have the dictionary of Chinese words read by a process of its own."""

    def load(self, unit_id: int) -> None:
        """Load glossary and limits by a first look at a unit, once."""

    def details(self, unit_id: int) -> RawDetails:
        """Return a unit with its terms, placeholders and gauges."""

    def gauges(self, unit_id: int, text: str) -> RawGauges:
        """Return how a text would fit."""

    def check(self, unit_id: int, text: str) -> tuple[Finding, ...]:
        """Return the findings a text would have."""

    def placeholders(self, unit_id: int, text: str) -> tuple[Placeholder, ...]:
        """Return the placeholders in a text."""

    def decide(
        self, unit_id: int, decisions: Sequence[Decision], revision: int, *, learn: bool = True
    ) -> Unit:
        """Record decisions as one act."""

    def decide_many(self, acts: Sequence[Act], *, learn: bool = True) -> list[Unit]:
        """Record decisions on many units as one act."""

    def undo(self, *, learn: bool = True) -> list[Unit]:
        """Take back the reviewer's latest act."""

    def concept(self, term: str) -> Concept | None:
        """Return the concept with this id or written form."""

    def term_impact(self, change: TermChange) -> RawImpact:
        """Return which lines a change of terms touches."""

    def accept_term(self, change: TermChange) -> RawImpact:
        """Write a change of terms and re-open the lines that it must."""

    def learn(self, ids: Sequence[int]) -> None:
        """Let the translation memory follow the decisions on units."""

    def history(self, unit_id: int) -> list[Revision]:
        """Return the log of a unit, oldest first."""

    def progress(self) -> list[Progress]:
        """Return the counts of each file in every locale."""

    def named(self, locale: str, name: str, file: str) -> list[int]:
        """Return the lines with this id or key, those of a file first."""

    def repeats(self, unit_id: int) -> list[int]:
        """Return the other units with exactly the same source."""

    def alternatives(self, unit_id: int) -> Sequence[RawAlternative]:
        """Return other ways to say a line, best first."""

    def frame(self, unit_id: int, text: str) -> Frame | None:
        """Return how a text falls on the picture."""

    def speech(self, unit_id: int) -> Speech:
        """Return who speaks to whom in a line."""

    def episode(self, unit_id: int) -> int | None:
        """Return the episode of a line."""

    def address_table(self, episode: int | None) -> AddressTable:
        """Return who calls whom what in an episode."""

    def address_impact(self, change: AddressChange) -> tuple[AddressLine, ...]:
        """Return the lines that a form of address is about."""

    def put_address(self, change: AddressChange) -> Agreed:
        """Write a form of address."""

    def record_who(self, unit_id: int, who: Who) -> FileEdit | None:
        """Write into the ledger who is meant in a line."""

    def put_back(self, edit: FileEdit, *, again: bool = False) -> None:
        """Take a change of the project's files back, or make it once more."""

    def broken(self, unit_id: int, text: str) -> str:
        """Return a text with its lines broken anew."""

    def joined(self, text: str) -> str:
        """Return a text on one line."""

    def views(self) -> list[SavedView]:
        """Return the reviewer's saved views."""

    def save_view(self, name: str, query: Query) -> None:
        """Keep a query under a name."""

    def drop_view(self, name: str) -> None:
        """Forget a saved view."""

    def beat(self, unit_id: int) -> None:
        """Note that the reviewer is at a unit."""

    def leave(self) -> None:
        """Note that the reviewer has left."""

    def present(self, seconds: float) -> list[Presence]:
        """Return who else was seen in the last seconds."""

    def log_length(self) -> int:
        """Return the length of the log of decisions."""

    def changed_by_others(self, number: int) -> list[int]:
        """Return the units that other people decided on after a row of the log."""

    def expire_waivers(self) -> int:
        """Open the findings whose waiver has run out."""

    def set_patience(self, seconds: float) -> None:
        """Set how long a decision waits for another process."""
