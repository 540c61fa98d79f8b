"""The only place that finds the store of a project, and decides whether it, or a copy, is opened for writing."""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from localize.errors import StoreError
from localize.readonly import may_write
from localize.review import open_store
from localize.review.store import SqliteReviewStore

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@contextlib.contextmanager
def copied(config: Config) -> Iterator[Config]:
    """Yield the configuration with a copy of its store in place of the store, and remove the copy afterwards.

    For what has to write findings down and is asked for where the store may only be read.

    Raises:
        StoreError: the store cannot be copied.
    """
    path = config.root.resolve() / config.review.store.partition(":///")[2]
    with tempfile.TemporaryDirectory(prefix="localize-") as folder:
        copy = Path(folder) / path.name
        with contextlib.closing(SqliteReviewStore(path, reading=True)) as store:
            store.copy_to(copy)
        yield replace(config, review=replace(config.review, store=f"sqlite:///{copy}"))


def _make_folder(folder: Path, config: Config) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"cannot make {folder}: {error.strerror}"
        raise StoreError(what, place=config.place("review", "store")) from error
