"""The only place that makes a copy of a review store, for work whose results nobody keeps."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

from localize.errors import StoreError
from localize.readonly import reading_uri

if TYPE_CHECKING:
    from pathlib import Path


def copy_store(path: Path, target: Path) -> None:
    """Write a copy of a store, as it is at this moment, to a path where nothing is yet.

    Raises:
        StoreError: there is no store, it cannot be read, or the copy cannot be written.
    """
    if not path.exists():
        raise StoreError(f"there is no review store at {path}", do="run localize sync first")
    try:
        with (
            contextlib.closing(sqlite3.connect(reading_uri(path), uri=True)) as store,
            contextlib.closing(sqlite3.connect(target)) as copy,
        ):
            store.backup(copy)
    except sqlite3.Error as error:
        do = f"make room in {target.parent}, or set TMPDIR to another folder"
        raise StoreError(f"{path} cannot be copied: {error}", do=do) from error
