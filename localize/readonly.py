"""The only place that says how a database is opened where nothing may be written: a decision and a URI, no connection.

Source: https://sqlite.org/wal.html#read_only_databases and https://sqlite.org/uri.html.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import quote

from localize.errors import Place, StoreError

if TYPE_CHECKING:
    from pathlib import Path

UNMERGED = "STO010"
"""Code of a database whose journal cannot be read where it lies."""
_HEADER = 32  # bytes of a journal before its first frame: https://sqlite.org/fileformat2.html#walformat


def may_write(path: Path) -> bool:
    """Return whether a database can be written, or made where there is none; its journal lies beside it."""
    folder = next((above for above in path.absolute().parents if above.exists()), path.parent)
    return _allowed(folder, os.W_OK | os.X_OK) and (not path.exists() or _allowed(path, os.W_OK))


def reading_uri(path: Path) -> str:
    """Return the URI by which SQLite opens a database that is there, for reading alone.

    A database in WAL mode is read by way of its journal and the index of that, which SQLite makes where it may. Where
    it may not, and no journal holds anything, the file is told to be immutable: it is all there is.

    Raises:
        StoreError: ``STO010``, the journal holds something and its index is not there.
    """
    uri = f"file:{quote(str(path.absolute()))}?mode=ro"
    journal, index = (path.with_name(path.name + end) for end in ("-wal", "-shm"))
    if _allowed(path.parent, os.W_OK | os.X_OK) or (journal.exists() and index.exists()):
        return uri
    if journal.exists() and journal.stat().st_size > _HEADER:
        what = f"a part of it stands in {journal.name} still, which cannot be read here without {index.name}"
        do = "open it once where it may be written (localize status), then take it here"
        raise StoreError(what, code=UNMERGED, place=Place(str(path)), do=do)
    return f"{uri}&immutable=1"


def _allowed(path: Path, how: int) -> bool:
    return os.access(path, how, effective_ids=os.access in os.supports_effective_ids)
