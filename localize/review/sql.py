"""The only place that says what this room needs of a database connection, so that only `store` opens one."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from localize.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Value = str | int | float | bytes | None
"""What a column holds."""

_CHUNK = 500
"""Parameters of one IN list; SQLite before 3.32 allowed 999."""


def unknown_unit(unit_id: int) -> StoreError:
    """Return the error for a unit that the store does not have."""
    return StoreError(f"the store has no unit {unit_id}", do="run localize sync", code="STO006")


class Rows(Protocol):
    """The answer to one statement. Rows are tuples whose types the statement fixes, hence Any."""

    def fetchone(self) -> Any:
        """Return the next row, None after the last."""

    def fetchall(self) -> list[Any]:
        """Return all rows."""

    def __iter__(self) -> Iterator[Any]: ...

    @property
    def rowcount(self) -> int:
        """Return how many rows a statement changed."""

    @property
    def lastrowid(self) -> int | None:
        """Return the row that an INSERT made."""


class Connection(Protocol):
    """An open database with a transaction around it."""

    def execute(self, sql: str, parameters: Sequence[Value] | Mapping[str, Value] = ..., /) -> Rows:
        """Run one statement."""

    def executemany(self, sql: str, parameters: Iterable[Sequence[Value]], /) -> Rows:
        """Run one statement for each tuple of parameters."""


def select_in(db: Connection, sql: str, ids: Iterable[int], *before: Value) -> Iterator[Any]:
    """Yield the rows of a SELECT with ``IN (?)``, for any number of ids, in no order.

    Args:
        db: where.
        sql: the statement; its last ``(?)`` takes the ids.
        ids: row numbers.
        before: the parameters that stand before the ids.
    """
    head, _, tail = sql.rpartition("(?)")
    numbers = iter(ids)
    while chunk := list(islice(numbers, _CHUNK)):
        marks = ",".join("?" * len(chunk))
        yield from db.execute(f"{head}({marks}){tail}", (*before, *chunk))
