"""The only place that keeps the lines of a search: their ids, the rows read so far, and which still need a person."""

from __future__ import annotations

from array import array
from contextlib import suppress
from typing import TYPE_CHECKING

from localize.errors import LocalizeError
from tui.asides import Asides
from tui.views import Found, Home, Query, Row, State
from tui.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.contract import Room
    from tui.views import SavedView

PAGE = 128
"""Rows read from the store at a time."""
GLIMPSE = 100
"""Lines that are shown before a search has found all."""
PAGES = 16
"""Pages kept in memory."""
_FEW = 16
"""Rows up to which a search of the queue's ids is cheaper than a set of them."""
SETTLED = {State.APPROVED}
"""States in which a line needs nobody any more."""
SEEN = 30.0
"""Seconds for which a reviewer counts as being where they were last seen."""


class Lines(Asides):
    """The queue of a sitting; the methods marked *worker* are meant for worker threads."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._rows: dict[int, Row] = {}
        self.empty()

    @property
    def locale(self) -> str:
        """Return the target locale."""
        return self._room.locale

    def empty(self) -> None:
        """Show nothing until the next search is adopted."""
        self._rows.clear()
        self.found = Found(Query(self.locale), array("q"), Waiting())
        self.open_ids = Waiting()

    def find(self, query: Query) -> Found:
        """Return the lines a query selects (worker)."""
        with self._reading() as room:
            ids, still_open = room.selected(query)
        return Found(query, ids, Waiting(still_open))

    def glimpse(self, query: Query, near: int | None = None) -> Found | None:
        """Return some screens of what a query selects, around a line or the first, if had at once (worker)."""
        with self._reading() as room:
            found = _first(room, query, near)
        return found and found[0]

    def begin(self, near: int | None = None) -> None:
        """Have the lines around one, or the first open ones, for the first frame of the room, if had at once."""
        with suppress(LocalizeError):  # the search that follows says what is wrong
            found = _first(self._room, Query(self.locale), near)
            if found and (found[0].still_open or near in found[0].ids):
                self.found, rows = found
                self.open_ids = self.found.still_open
                self._rows = {row.id: row for row in rows}

    def adopt(self, found: Found) -> None:
        """Make a finished search the queue, and forget rows read before it, but not those of its first screens."""
        if self.found.whole or found.query != self.found.query:
            self._rows.clear()
        self.found = found
        self.open_ids = found.still_open

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

    def position_in(self, file: str) -> int | None:
        """Return the first open line of a file, else its first line; None if the filter hides the file."""
        inside = self._room.unit_ids(Query(self.locale, files=(file,)))
        wanted = next((unit_id for unit_id in inside if unit_id in self.open_ids), None)
        if wanted is None:
            wanted = next((unit_id for unit_id in inside if self.position(unit_id) is not None), None)
        return None if wanted is None else self.position(wanted)

    def position_named(self, start: int, words: str) -> int | None:
        """Return where a cue (``#12``) or the key of a string stands, first in the file of the line at `start`."""
        if not words or not len(self.found.ids):
            return None
        here = self.row(start).file
        for unit_id in self._room.named(self.found.query.locale, words.removeprefix("#"), here):
            if (words.startswith("#") or not words.isdigit()) and (at := self.position(unit_id)) is not None:
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

    def home(self) -> Home:
        """Return the counts of the whole work, and who else is there (worker)."""
        with self._reading() as room:
            return Home(tuple(room.progress()), tuple(room.present(SEEN)))

    def repeats(self, unit_id: int) -> list[Row]:
        """Return the other lines with exactly the same source (worker)."""
        with self._reading() as room:
            return room.rows(room.repeats(unit_id))

    def views(self) -> list[SavedView]:
        """Return the reviewer's saved views."""
        return self._room.views()

    def save_view(self, name: str, query: Query) -> None:
        """Keep a query under a name."""
        self._room.save_view(name, query)

    def drop_view(self, name: str) -> None:
        """Forget a saved view."""
        self._room.drop_view(name)

    def refresh(self, unit_ids: Iterable[int]) -> None:
        """Read rows of the queue again."""
        wanted = list(unit_ids)
        shown = self.found.ids if len(wanted) < _FEW else set(self.found.ids)
        for row in self._room.rows(wanted):
            self._rows[row.id] = row
            if row.state in SETTLED:
                self.open_ids.discard(row.id)
            elif row.id in shown:
                self.open_ids.add(row.id)


def _first(room: Room, query: Query, near: int | None) -> tuple[Found, list[Row]] | None:
    """Return some screens of what a query selects, around a line or the first, with their rows, if had at once."""
    if (ids := room.first_ids(query, GLIMPSE, near)) is None:
        return None
    rows = room.rows(ids)
    still_open = Waiting([row.id for row in rows if row.state not in SETTLED])
    return Found(query, ids, still_open, whole=False, first=near not in ids), rows
