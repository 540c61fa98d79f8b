"""The only place that notes which lines still need a person: one byte a line, where a set would take seventy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


class Waiting:
    """Ids of lines, numbered from 1 as the store numbers them."""

    def __init__(self, ids: Collection[int] = ()) -> None:
        self._flags = flags = bytearray(max(ids, default=0) + 1)
        for unit_id in ids:
            flags[unit_id] = 1

    def __contains__(self, unit_id: int) -> bool:
        return unit_id < len(self._flags) and bool(self._flags[unit_id])

    def __len__(self) -> int:
        return self._flags.count(1)

    def __iter__(self) -> Iterator[int]:
        return (unit_id for unit_id, flag in enumerate(self._flags) if flag)

    def add(self, unit_id: int) -> None:
        """Note that a line needs a person."""
        if unit_id >= len(self._flags):
            self._flags.extend(bytes(unit_id + 1 - len(self._flags)))
        self._flags[unit_id] = 1

    def discard(self, unit_id: int) -> None:
        """Note that a line needs nobody any more."""
        if unit_id < len(self._flags):
            self._flags[unit_id] = 0
