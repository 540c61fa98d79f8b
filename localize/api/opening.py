"""The only place that finds the store of a project and decides whether it is opened for writing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from localize.errors import StoreError
from localize.readonly import may_write
from localize.review import open_store

if TYPE_CHECKING:
    from localize.config import Config
    from localize.review.base import ReviewStore


def open_store_of(config: Config, *, writing: bool) -> tuple[ReviewStore, bool]:
    """Return the store of a project, and whether it may only be read.

    Args:
        config: of the project.
        writing: whether the caller has to write. If not, a store that can be written is opened as ever, so that one
            of an older schema is brought up to date; one that cannot is opened for reading.

    Raises:
        StoreError: the store cannot be used.
    """
    url = config.review.store
    scheme, separator, path = url.partition(":///")
    reading = False
    if separator and scheme == "sqlite":
        full = config.root.resolve() / path
        reading = not writing and not may_write(full)
        url = f"sqlite:///{full}"
        if not Path(path).is_absolute() and not reading:
            _make_folder(full.parent, config)
    approvals, self_approval = config.review.approvals, config.review.self_approval
    store = open_store(
        url, create=not reading, approvals=approvals, self_approval=self_approval, reading=reading
    )
    return store, reading


def _make_folder(folder: Path, config: Config) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"cannot make {folder}: {error.strerror}"
        raise StoreError(what, place=config.place("review", "store")) from error
