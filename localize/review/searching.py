"""The only place that turns a query into SQL: filters, full-text search and the order of the queue."""

from __future__ import annotations

import json
from array import array
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from localize.review.base import Order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.review.base import Query
    from localize.review.sql import Connection, Value

Condition = tuple[str, tuple["Value", ...]]
"""SQL and the values for its question marks."""

_TRIGRAM = 3
"""Characters from which the full-text index knows a text."""
_NEAR = 2000
"""Lines that are looked at for a first screen."""
_PIECE = 16384
"""Characters of a joined answer that are read at a stretch; another thread may go on after each."""

_ALONG_FILES = "FROM file f CROSS JOIN unit u ON u.file_id = f.id AND u.locale = ? AND u.live = 1"

# Orders other than that of the files; `s` is joined for them.
_ORDERS: dict[Order, str] = {
    Order.WORST: "u.worst IS NULL, u.worst DESC, u.worst_code, ",
    Order.STATE: "u.state, ",
    Order.SPEAKER: "s.speaker IS NULL, s.speaker, ",
    Order.SOURCE: "s.source, ",
    Order.LENGTH: "length(u.target) DESC, ",
    Order.RECENT: "(SELECT MAX(r.number) FROM revision r WHERE r.unit_id = u.id) IS NULL,"
    " (SELECT MAX(r.number) FROM revision r WHERE r.unit_id = u.id) DESC, ",
}


def unit_ids(db: Connection, query: Query) -> array[int]:
    """Return the ids of the live units that a query selects, in its order."""
    sql, values = _selection(query, "u.id AS id")
    (ids,) = db.execute(f"SELECT group_concat(id) FROM ({sql})", values).fetchone()
    return _numbers(ids)


def selected(db: Connection, query: Query) -> tuple[array[int], array[int]]:
    """Return what `unit_ids` returns, and those of them that still need a person, in one walk."""
    sql, values = _selection(query, "u.id AS id, u.state <> 'approved' AS waits")
    both = f"SELECT group_concat(id), group_concat(id) FILTER (WHERE waits) FROM ({sql})"
    ids, still_open = db.execute(both, values).fetchone()
    return _numbers(ids), _numbers(still_open)


def _numbers(joined: str | None) -> array[int]:
    """Return the numbers of one long answer.

    A row for each number would give Python's lock back and take it again 100,000 times; a thread that draws
    meanwhile hardly gets it. SQLite joins them without that lock, in the order of the query below.
    """
    numbers = array("q")
    at = 0
    while joined and at < len(joined):
        end = joined.find(",", at + _PIECE)
        end = len(joined) if end < 0 else end
        numbers.fromlist(json.loads(f"[{joined[at:end]}]"))  # twice as fast as `int` of each
        at = end + 1
    return numbers


def _selection(query: Query, column: str) -> tuple[str, tuple[Value, ...]]:
    conditions = list(_conditions(query))
    joined = query.order is not Order.PLACE or bool(query.speaker) or query.second_only
    join = "JOIN segment s ON s.id = u.segment_id" if joined else ""
    where = "".join(f" AND {sql}" for sql, _ in conditions)
    # CROSS JOIN fixes the order of the loops: along the files, so that file order needs no sorting; or from the
    # units that an index names, which are few as a rule, to their files.
    tables = f"{_ALONG_FILES} {join} WHERE f.gone = 0"
    if query.text or query.sources or query.code or query.engine or query.since:
        tables = (
            f"FROM unit u CROSS JOIN file f ON f.id = u.file_id {join}"
            " WHERE u.locale = ? AND u.live = 1 AND f.gone = 0"
        )
    order = f"{_ORDERS.get(query.order, '')}f.sort, u.ordinal"
    values = (query.locale, *chain.from_iterable(values for _, values in conditions))
    return f"SELECT {column} {tables}{where} ORDER BY {order}", values


def first_ids(db: Connection, query: Query, count: int, near: int | None = None) -> array[int] | None:
    """Return a stretch of what `unit_ids` would return, if a look at a few lines finds so many; else None.

    A text that many lines hold fills a screen long before the index has listed all of them. The stretch is the
    beginning; or lies around the unit `near`, if the query selects that one.
    """
    if query.order is not Order.PLACE or query.speaker or query.second_only or query.sources:
        return None
    if near is not None and (around := _ids_around(db, query, count, near)):
        return around if len(around) >= count // 2 else None
    ids = array("q", _walk(db, query, "", (), count))
    return ids if len(ids) == count else None


def _ids_around(db: Connection, query: Query, count: int, near: int) -> array[int]:
    """Return ids from before and after a unit, none if the query does not select the unit."""
    place = db.execute(
        "SELECT f.sort, u.ordinal FROM unit u JOIN file f ON f.id = u.file_id"
        " WHERE u.id = ? AND u.locale = ? AND u.live = 1",
        (near, query.locale),
    ).fetchone()
    if place is None:
        return array("q")
    after = _side(db, query, place, count // 2, back=False)
    if after[:1] != [near]:
        return array("q")
    return array("q", [*reversed(_side(db, query, place, count // 2, back=True)), *after])


def _side(db: Connection, query: Query, place: tuple[str, int], count: int, *, back: bool) -> list[int]:
    """Return ids from a place on, or back from it without the place itself."""
    within, beyond = ("u.ordinal < ?", "f.sort < ?") if back else ("u.ordinal >= ?", "f.sort > ?")
    sort, ordinal = place
    ids = _walk(db, query, f" AND f.sort = ? AND {within}", (sort, ordinal), count, back=back)
    if len(ids) < count:
        ids += _walk(db, query, f" AND {beyond}", (sort,), count - len(ids), back=back)
    return ids


def _walk(
    db: Connection, query: Query, limits: str, bounds: tuple[Value, ...], count: int, *, back: bool = False
) -> list[int]:
    """Return the first ids in file order, or in its reverse, within some limits; looks at `_NEAR` lines for a text."""
    conditions = list(_conditions(replace(query, text="")))
    where = "".join(f" AND {sql}" for sql, _ in conditions)
    values = (query.locale, *chain.from_iterable(values for _, values in conditions), *bounds)
    way = " DESC" if back else ""
    near = (
        f"SELECT u.id AS id {_ALONG_FILES}"
        f" WHERE f.gone = 0{where}{limits} ORDER BY f.sort{way}, u.ordinal{way} LIMIT ?"
    )
    if not query.text:
        return list(chain.from_iterable(db.execute(near, (*values, count))))
    words = f"%{_escaped(query.text)}%"
    found = db.execute(
        f"SELECT n.id FROM ({near}) n JOIN line_content l ON l.id = n.id"
        r" WHERE l.c0 LIKE ? ESCAPE '\' OR l.c1 LIKE ? ESCAPE '\' LIMIT ?",
        (*values, _NEAR, words, words, count),
    )
    return list(chain.from_iterable(found))


def _conditions(query: Query) -> Iterator[Condition]:
    if query.files:
        yield f"f.path IN ({_marks(query.files)})", query.files
    if query.states:
        yield f"u.state IN ({_marks(query.states)})", tuple(state.value for state in query.states)
    if query.open_only:
        yield "u.state <> 'approved'", ()
    if query.second_only:
        yield "u.state <> 'approved' AND u.approvals > 0 AND u.made_for = s.source", ()
    if query.speaker:
        yield "s.speaker = ?", (query.speaker,)
    yield from _text_conditions(query)
    yield from _record_conditions(query)


def _text_conditions(query: Query) -> Iterator[Condition]:
    if query.text:
        yield _holds(("source", "target"), query.text)
    if query.sources:
        parts = [_holds(("source",), words) for words in query.sources]
        joined = " OR ".join(sql for sql, _ in parts)
        yield f"({joined})", tuple(chain.from_iterable(values for _, values in parts))


def _record_conditions(query: Query) -> Iterator[Condition]:
    if query.code:
        yield (
            "u.id IN (SELECT unit_id FROM finding WHERE waived = 0 AND substr(code, 1, length(?)) = ?)",
            (query.code, query.code),
        )
    if query.engine:
        yield "u.id IN (SELECT id FROM unit WHERE engine = ? AND locale = ?)", (query.engine, query.locale)
    if query.since:
        yield "u.id IN (SELECT unit_id FROM revision WHERE at >= ?)", (query.since,)


def _holds(columns: Sequence[str], text: str) -> Condition:
    """Return the condition that a column of the unit's line holds a text.

    The index knows runs of three characters. Shorter texts (most Chinese words) are looked for in the index's own
    copy of the lines, which is narrow: several times faster than reading the units.
    """
    if len(text) >= _TRIGRAM and "\0" not in text:
        quoted = text.replace('"', '""')
        phrase = f'{{{" ".join(columns)}}} : "{quoted}"'
        return "u.id IN (SELECT rowid FROM line WHERE line MATCH ?)", (phrase,)
    names = {"source": "c0", "target": "c1"}
    if text.upper() == text.lower():  # a look for the bytes takes two thirds of the time that LIKE does
        holds = " OR ".join(f"instr({names[column]}, ?)" for column in columns)
        return f"u.id IN (SELECT id FROM line_content WHERE {holds})", (text,) * len(columns)
    like = " OR ".join(rf"{names[column]} LIKE ? ESCAPE '\'" for column in columns)
    return f"u.id IN (SELECT id FROM line_content WHERE {like})", (f"%{_escaped(text)}%",) * len(columns)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
