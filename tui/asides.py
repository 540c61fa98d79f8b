"""The only place that asks the room for what stands beside a line: the picture, who speaks, the table of address."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tui.steps import Step, Steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.api.room_undo import FileEdit
    from tui.contract import Room
    from tui.views import AddressChange, AddressLine, AddressTable, Frame, Speech, Who


class Asides:
    """What a sitting asks about a line; the methods marked *worker* are meant for worker threads."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.steps = Steps()

    def frame(self, unit_id: int, text: str) -> Frame | None:
        """Return how a text falls on the picture, None where there is none (worker)."""
        with self._reading() as room:
            return room.frame(unit_id, text)

    def speech(self, unit_id: int) -> Speech:
        """Return who speaks to whom in a line, and what says so (worker)."""
        with self._reading() as room:
            return room.speech(unit_id)

    def record_who(self, unit_id: int, who: Who) -> None:
        """Write into the ledger who is meant in a line (worker).

        Raises:
            LocalizeError: the project has no people file, or the decision does not fit it; nothing was written.
        """
        with self._writing() as room:
            edit = room.record_who(unit_id, who)
        self._wrote(edit)

    def address_table(self, unit_id: int | None) -> AddressTable:
        """Return who calls whom what in the episode of a line, or in all of them (worker)."""
        with self._reading() as room:
            return room.address_table(None if unit_id is None else room.episode(unit_id))

    def put_address(self, change: AddressChange) -> int:
        """Write a form of address, and return how many lines were checked anew (worker).

        Raises:
            LocalizeError: the project has no people file, or the change does not fit it; nothing was written.
        """
        with self._writing() as room:
            agreed = room.put_address(change)
        self._wrote(agreed.edit)
        return agreed.checked

    def address_impact(self, change: AddressChange) -> tuple[AddressLine, ...]:
        """Return the lines that a form of address is about (worker)."""
        with self._reading() as room:
            return room.address_impact(change)

    def _wrote(self, edit: FileEdit | None) -> None:
        if edit is not None:
            self.steps.did(Step(edit, acts=False))

    @contextmanager
    def _writing(self) -> Iterator[Room]:
        room = self._room.another()
        try:
            yield room
        finally:
            room.close()

    @contextmanager
    def _reading(self) -> Iterator[Room]:
        room = self._room.read_only()
        try:
            yield room
        finally:
            room.close()
