"""The only place that keeps what a reviewer typed and has not recorded, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.document._history import EditHistory


@dataclass(frozen=True, slots=True)
class Buffer:
    """Typed text of one line.

    Attributes:
        unit_id: the line.
        text: as typed.
        revision: of the line when the typing began; recording it later finds out whether somebody else came between.
        history: the editor's undo steps.
    """

    unit_id: int
    text: str
    revision: int
    history: EditHistory


class Unsaved:
    """All unsaved edits of a sitting."""

    def __init__(self) -> None:
        self._buffers: dict[int, Buffer] = {}

    def __len__(self) -> int:
        return len(self._buffers)

    def __iter__(self) -> Iterator[Buffer]:
        return iter(tuple(self._buffers.values()))

    def get(self, unit_id: int) -> Buffer | None:
        """Return the unsaved edit of a line."""
        return self._buffers.get(unit_id)

    def keep(self, unit_id: int, text: str, *, revision: int, history: EditHistory) -> None:
        """Keep what was typed; the revision of the first keystroke stays."""
        known = self._buffers.get(unit_id)
        started = known.revision if known else revision
        self._buffers[unit_id] = Buffer(unit_id, text, started, history)

    def rebase(self, unit_id: int, revision: int) -> None:
        """Take a newer revision as seen by the reviewer."""
        if known := self._buffers.get(unit_id):
            self._buffers[unit_id] = Buffer(unit_id, known.text, revision, known.history)

    def drop(self, unit_id: int) -> None:
        """Forget the unsaved edit of a line; it is recorded now, or the same as what is."""
        self._buffers.pop(unit_id, None)

    @property
    def ids(self) -> frozenset[int]:
        """Return the lines that have one."""
        return frozenset(self._buffers)
