"""The only place that says what each file of the store holds, and lets a file go on under another path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.errors import Place, StoreError
from localize.review import deciding, people
from localize.review.base import Act, Action, Decision
from localize.review.codec import natural_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from localize.review.rules import Rules
    from localize.review.sql import Connection

BY = "localize sync"
"""In whose name the log says that a file has another path."""
TAKEN = "STO009"
"""Code of a path that cannot be given to a file: people have decided on lines of the file that bears it."""

_CONTENTS = """
    SELECT f.path, f.gone, COALESCE(d.lines, 0),
           EXISTS (SELECT 1 FROM unit u WHERE u.file_id = f.id AND (u.target IS NOT NULL OR u.draft IS NOT NULL))
    FROM file f LEFT JOIN (SELECT u.file_id, COUNT(DISTINCT u.id) AS lines FROM revision r
                           JOIN unit u ON u.id = r.unit_id WHERE r.by <> ? GROUP BY u.file_id) d ON d.file_id = f.id
    ORDER BY f.sort
"""
_DECIDED = """
    SELECT COUNT(DISTINCT u.id) FROM file f JOIN unit u ON u.file_id = f.id JOIN revision r ON r.unit_id = u.id
    WHERE f.path = ? AND r.by <> ?
"""
_SHOWN = (
    "UPDATE unit SET live = 1 - (SELECT gone FROM segment s WHERE s.id = unit.segment_id) WHERE file_id = ?"
)
# SQLite gives the other columns from the row of the minimum: https://sqlite.org/lang_select.html#bareagg
_FIRST = "SELECT id, revision, MIN(ordinal) FROM unit WHERE file_id = ? AND live = 1 GROUP BY locale ORDER BY locale"


@dataclass(frozen=True, slots=True)
class Contents:
    """What people and machines have put into one file.

    Attributes:
        path: in the project.
        gone: the file was not there at the last sync.
        decided: lines, of all locales, on which a person has decided something.
        drafted: some line has a target or a draft.
    """

    path: str
    gone: bool
    decided: int
    drafted: bool


class Renames:
    """The files of one store by their paths; made by `ReviewStore.renames`."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[], AbstractContextManager[Connection]],
        now: Callable[[], str],
        rules: Rules,
    ) -> None:
        self._reading, self._writing, self._now, self._rules = reading, writing, now, rules

    def contents(self) -> list[Contents]:
        """Return what each file holds, those that are gone too, in natural order."""
        with self._reading() as db:
            rows = db.execute(_CONTENTS, (BY,)).fetchall()
        return [Contents(path, bool(gone), decided, bool(drafted)) for path, gone, decided, drafted in rows]

    def sources(self, path: str) -> list[str]:
        """Return the sources of a file as of the last sync that had it, in file order; [] for an unknown one."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT s.source FROM file f JOIN segment s ON s.file_id = f.id"
                " WHERE f.path = ? AND s.gone = 0 ORDER BY s.ordinal",
                (path,),
            )
            return [source for (source,) in rows]

    def rename(self, old: str, new: str) -> None:
        """Let a file go on under another path, with its drafts, decisions, log and waivers. Writes one transaction.

        A comment on its first line says so in the log, once a locale; saved views that name the file follow. A file
        that bears the new path and on which nobody has decided takes the old path and is gone until it is synced: the
        same the other way round undoes this.

        Raises:
            StoreError: there is no such file, or people have decided on the file that bears the new path.
        """
        with self._writing() as db:
            _require(db, old, new)
            _swap(db, old, new)
            people.rename_file(db, old, new)
            (file_id,) = db.execute("SELECT id FROM file WHERE path = ?", (new,)).fetchone()
            db.execute(_SHOWN, (file_id,))
            note = Decision(Action.COMMENT, f"the file was {old} and is {new} now; all of it was kept")
            acts = [Act(unit, note, revision) for unit, revision, _ in db.execute(_FIRST, (file_id,))]
            deciding.record(db, acts, BY, self._now(), self._rules)


def _require(db: Connection, old: str, new: str) -> None:
    if db.execute("SELECT 1 FROM file WHERE path = ?", (old,)).fetchone() is None:
        raise StoreError("the store has no such file", place=Place(old), do="localize status lists them")
    (decided,) = db.execute(_DECIDED, (new, BY)).fetchone()
    if decided:
        what = f"people have decided on {decided} lines of this file, which would be hidden by {old}"
        do = "take those decisions back, or keep both files"
        raise StoreError(what, code=TAKEN, place=Place(new), do=do)


def _swap(db: Connection, old: str, new: str) -> None:
    # Paths are unique, so one of the two steps aside first; no path holds a NUL.
    aside = f"{old}\0"
    for before, after, gone in ((old, aside, 0), (new, old, 1), (aside, new, 0)):
        db.execute(
            "UPDATE file SET path = ?, sort = ?, gone = ? WHERE path = ?",
            (after, natural_key(after), gone, before),
        )
    db.execute("UPDATE unit SET live = 0 WHERE file_id = (SELECT id FROM file WHERE path = ?)", (old,))
