"""The only place that keeps where each reviewer is, and the queries they gave names."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from localize.review.base import Order, Presence, Query, SavedView, State

if TYPE_CHECKING:
    from localize.review.sql import Connection


def beat(db: Connection, unit_id: int, by: str, at: str) -> None:
    """Note that a reviewer is at a unit."""
    db.execute(
        "INSERT INTO presence (reviewer, unit_id, at) VALUES (?, ?, ?)"
        " ON CONFLICT (reviewer) DO UPDATE SET unit_id = excluded.unit_id, at = excluded.at",
        (by, unit_id, at),
    )


def leave(db: Connection, by: str) -> None:
    """Note that a reviewer has left."""
    db.execute("DELETE FROM presence WHERE reviewer = ?", (by,))


def present(db: Connection, since: str) -> list[Presence]:
    """Return who was seen at or after a time, by name."""
    rows = db.execute(
        "SELECT p.reviewer, u.locale, u.id, f.path, u.ordinal, p.at FROM presence p JOIN unit u ON u.id = p.unit_id"
        " JOIN file f ON f.id = u.file_id WHERE p.at >= ? ORDER BY p.reviewer",
        (since,),
    )
    return [Presence(*row) for row in rows]


def save_view(db: Connection, view: SavedView, by: str) -> None:
    """Keep a query under a name, in place of what that name meant."""
    db.execute(
        "INSERT INTO view (reviewer, name, query) VALUES (?, ?, ?)"
        " ON CONFLICT (reviewer, name) DO UPDATE SET query = excluded.query",
        (by, view.name, _query_json(view.query)),
    )


def drop_view(db: Connection, name: str, by: str) -> None:
    """Forget a saved view."""
    db.execute("DELETE FROM view WHERE reviewer = ? AND name = ?", (by, name))


def views(db: Connection, by: str) -> list[SavedView]:
    """Return a reviewer's saved views, by name."""
    rows = db.execute("SELECT name, query FROM view WHERE reviewer = ? ORDER BY name", (by,))
    return [SavedView(name, _query_of(json.loads(body))) for name, body in rows]


def rename_file(db: Connection, old: str, new: str) -> None:
    """Let the saved views of all reviewers that name a file name it by its new path.

    A view that names the new path already means what lies there, and stays.
    """
    for reviewer, name, body in db.execute("SELECT reviewer, name, query FROM view").fetchall():
        query = _query_of(json.loads(body))
        if old in query.files:
            files = tuple(dict.fromkeys(new if file == old else file for file in query.files))
            changed = (_query_json(replace(query, files=files)), reviewer, name)
            db.execute("UPDATE view SET query = ? WHERE reviewer = ? AND name = ?", changed)


def _query_json(query: Query) -> str:
    fields = {name: getattr(query, name) for name in Query.__slots__}
    return json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False)


def _query_of(body: dict[str, Any]) -> Query:
    known = {name: value for name, value in body.items() if name in Query.__slots__}
    for name in ("files", "sources"):
        known[name] = tuple(known.get(name, ()))
    known["states"] = tuple(State(word) for word in known.get("states", ()))
    known["order"] = Order(known.get("order", Order.PLACE))
    return Query(**known)
