"""The only caller of `localize.api`: what the room shows comes from it, what a reviewer decides goes through it."""

from __future__ import annotations

from array import array
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from localize.locales import fallback_chain
from tui.views import Found, Gauges, Query, Rendering, Row, State, Term, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from localize.glossary.base import Rendering as GlossaryRendering
    from localize.glossary.base import TermHit
    from localize.masking.base import Placeholder
    from localize.model import Finding, Span
    from tui.views import Decision, Progress, Revision, Unit

PAGE = 128
"""Rows read from the store at a time."""
PAGES = 64
"""Pages kept in memory."""
CONTEXT = 6
"""Neighbours read on each side; a small screen shows fewer."""
_SETTLED = {State.APPROVED}


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


class Room(Protocol):
    """What the session needs of `localize.api.Room`; a room belongs to the thread that made it."""

    @property
    def locale(self) -> str: ...
    @property
    def reviewer(self) -> str: ...
    @property
    def project_name(self) -> str: ...

    def read_only(self) -> Room:
        """Return a reading room for the calling thread."""

    def close(self) -> None:
        """Close what the room itself opened."""

    def unit_ids(self, query: Query) -> array[int]:
        """Return the ids that a query selects, in file order."""

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """Return queue rows in the order of the ids."""

    def unit(self, unit_id: int) -> Unit:
        """Return one unit."""

    def neighbours(self, unit_id: int, count: int) -> tuple[list[Row], list[Row]]:
        """Return the rows before and after, in file order."""

    def details(self, unit_id: int) -> RawDetails:
        """Return a unit with its terms, placeholders and gauges."""

    def gauges(self, unit_id: int, text: str) -> RawGauges:
        """Return how a text would fit."""

    def check(self, unit_id: int, text: str) -> tuple[Finding, ...]:
        """Return the findings a text would have."""

    def placeholders(self, unit_id: int, text: str) -> tuple[Placeholder, ...]:
        """Return the placeholders in a text."""

    def decide(self, unit_id: int, decisions: Sequence[Decision], revision: int) -> Unit:
        """Record decisions as one act."""

    def undo(self) -> Unit | None:
        """Take back the reviewer's latest act."""

    def history(self, unit_id: int) -> list[Revision]:
        """Return the log of a unit, oldest first."""

    def files(self) -> list[Progress]:
        """Return the counts of each file."""


class Session:
    """One reviewer's sitting in one room.

    Methods marked *worker* open a reading room of their own and are meant for worker threads; all others use the
    room itself and must be called from the thread that made it.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._rows: dict[int, Row] = {}
        self.found = Found(Query(room.locale), array("q"), frozenset())
        self.open_ids: set[int] = set()

    @property
    def locale(self) -> str:
        """Return the target locale."""
        return self._room.locale

    @property
    def reviewer(self) -> str:
        """Return whose decisions these are."""
        return self._room.reviewer

    @property
    def project_name(self) -> str:
        """Return the name of the work."""
        return self._room.project_name

    # What the queue shows

    def find(self, query: Query) -> Found:
        """Return the lines a query selects (worker)."""
        with self._reading() as room:
            ids = room.unit_ids(query)
            still_open = room.unit_ids(Query(self.locale, open_only=True))
        return Found(query, ids, frozenset(still_open))

    def adopt(self, found: Found) -> None:
        """Make a finished search the queue, and forget rows read before it."""
        self.found = found
        self.open_ids = set(found.still_open.intersection(found.ids))
        self._rows.clear()

    def row(self, position: int) -> Row:
        """Return the row at a position of the queue, reading a page of rows around it if need be."""
        unit_id = self.found.ids[position]
        if (row := self._rows.get(unit_id)) is None:
            if len(self._rows) > PAGES * PAGE:
                self._rows.clear()
            start = position - position % PAGE
            for read in self._room.rows(self.found.ids[start : start + PAGE]):
                self._rows[read.id] = read
            row = self._rows[unit_id]
        return row

    def position(self, unit_id: int) -> int | None:
        """Return where a line stands in the queue, None if the filter hides it."""
        try:
            return self.found.ids.index(unit_id)
        except ValueError:
            return None

    def next_open(self, position: int, step: int) -> int | None:
        """Return where the nearest open line after (1) or before (-1) a position stands, going round the end."""
        ids, count = self.found.ids, len(self.found.ids)
        for distance in range(1, count + 1):
            at = (position + step * distance) % count
            if ids[at] in self.open_ids:
                return at
        return None

    def position_at(self, start: int, ms: int) -> int | None:
        """Return the first line at or after a time, in the file of the line at `start`; None if there is none."""
        file = self.row(start).file
        while start > 0 and self.row(start - 1).file == file:
            start -= 1
        for at in range(start, len(self.found.ids)):
            row = self.row(at)
            if row.file != file:
                break
            if row.start_ms is not None and row.start_ms >= ms:
                return at
        return None

    def files(self) -> list[Progress]:
        """Return the counts of each file (worker)."""
        with self._reading() as room:
            return room.files()

    # What is shown of one line

    def look(self, unit_id: int) -> View:
        """Return a line with all that a reviewer needs to judge it (worker)."""
        with self._reading() as room:
            details = room.details(unit_id)
            before, after = room.neighbours(unit_id, CONTEXT)
            log = room.history(unit_id)
            target = details.unit.target or ""
            present = room.placeholders(unit_id, target)
        return View(
            unit=details.unit,
            before=tuple(before),
            after=tuple(after),
            terms=tuple(_terms(details.hits, self.locale)),
            holders=details.placeholders,
            gauges=_gauges(details.gauges, target, details.unit, details.placeholders, present),
            engine=details.engine,
            log=tuple(log),
        )

    def check(self, unit_id: int, text: str) -> tuple[Finding, ...]:
        """Return the findings a text would have (worker)."""
        with self._reading() as room:
            return room.check(unit_id, text)

    def gauges(self, view: View, text: str) -> Gauges:
        """Return how a text fits the line; cheap enough for every key."""
        unit = view.unit
        present = self._room.placeholders(unit.id, text)
        return _gauges(self._room.gauges(unit.id, text), text, unit, view.holders, present)

    def tokens(self, unit_id: int, text: str) -> tuple[Span, ...]:
        """Return the placeholders of a text, for an editor that keeps them whole."""
        return tuple(p.span for p in self._room.placeholders(unit_id, text))

    def history(self, unit_id: int) -> list[Revision]:
        """Return what happened to a line (worker)."""
        with self._reading() as room:
            return room.history(unit_id)

    def unit(self, unit_id: int) -> Unit:
        """Return a line as the store has it now."""
        return self._room.unit(unit_id)

    # What a reviewer does

    def decide(self, unit_id: int, decisions: Sequence[Decision], revision: int) -> Unit:
        """Record decisions on a line as one act; they are durable when this returns.

        Raises:
            ConflictError: the line is not at `revision` any more.
            StoreError: the decision is not allowed, or the store cannot be written.
        """
        unit = self._room.decide(unit_id, decisions, revision)
        self.refresh((unit_id,))
        return unit

    def undo(self) -> Unit | None:
        """Take back the reviewer's latest act and return its line; None if there is nothing to take back."""
        unit = self._room.undo()
        if unit is not None:
            self.refresh((unit.id,))
        return unit

    def refresh(self, unit_ids: Iterable[int]) -> None:
        """Read rows of the queue again."""
        for row in self._room.rows(list(unit_ids)):
            self._rows[row.id] = row
            if row.state in _SETTLED:
                self.open_ids -= {row.id}
            elif self.position(row.id) is not None:
                self.open_ids |= {row.id}

    def close(self) -> None:
        """Close the room."""
        self._room.close()

    @contextmanager
    def _reading(self) -> Iterator[Room]:
        room = self._room.read_only()
        try:
            yield room
        finally:
            room.close()


def _gauges(
    raw: RawGauges,
    text: str,
    unit: Unit,
    wanted: Sequence[Placeholder],
    present: Sequence[Placeholder],
) -> Gauges:
    lacking = Counter(p.text for p in wanted) - Counter(p.text for p in present)
    return Gauges(
        cps=raw.cps,
        cps_limit=raw.cps_limit,
        line_lengths=raw.line_lengths,
        line_limit=raw.line_limit,
        lines=raw.lines,
        line_count_limit=raw.line_count_limit,
        length=len(text),
        length_limit=unit.segment.max_length,
        missing=tuple(lacking.elements()),
    )


def _terms(hits: Sequence[TermHit], locale: str) -> Iterator[Term]:
    """Yield one term for each concept found, its renderings numbered for the number keys."""
    found: dict[tuple[str, str], list[TermHit]] = {}
    for hit in hits:
        found.setdefault((hit.concept.id, hit.surface), []).append(hit)
    numbers = iter(range(1, 10))
    for same in found.values():
        first = same[0]
        ways = list(dict.fromkeys([*([first.rendering] if first.rendering else []), *first.admitted]))
        yield Term(
            spans=tuple(hit.span for hit in same),
            surface=first.surface,
            concept=first.concept.id,
            category=first.concept.category,
            renderings=tuple(_rendering(way, next(numbers, 0)) for way in ways),
            refused=tuple(way.text for way in first.forbidden),
            why=first.why,
            note=first.concept.note,
            gloss=next(
                (first.concept.gloss[x] for x in fallback_chain(locale) if x in first.concept.gloss), ""
            ),
            rivals=tuple(f"{rival.term} ({rival.category})" for rival in first.rivals),
        )


def _rendering(way: GlossaryRendering, number: int) -> Rendering:
    return Rendering(
        number=number,
        text=way.text,
        standing=str(way.status),
        strategy=str(way.strategy),
        note=way.note,
        checked=str(way.review) == "reviewed",
        source=way.source,
    )
