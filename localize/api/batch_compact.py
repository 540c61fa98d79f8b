"""The only place that takes dead rows out of the log of a batch, and says which runs share an output folder."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, BinaryIO, Self

from localize.export.write import replacing

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

LOCK_NAME = ".localize/batch.lock"
"""Below the output folder. It stays there: a lock file that goes away lets two runs lock two files."""


class FolderLock:
    """Held by a run for as long as it writes into an output folder; any number of runs can share one.

    Where the system or the disk knows no such locks, no run ever counts as alone.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK_NAME
        self._file: BinaryIO | None = None

    @property
    def taken(self) -> bool:
        """Return whether other runs are told of this one."""
        return self._file is not None

    def take_alone(self) -> bool:
        """Return whether no other run writes into the folder, and none can begin until `share` or `release`."""
        if sys.platform == "win32":
            return False
        import fcntl

        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("ab")
        except OSError:
            return False
        with contextlib.suppress(OSError):
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        self.share()
        return False

    def share(self) -> None:
        """Let other runs begin; none of them is alone until `release`."""
        if sys.platform == "win32" or self._file is None:
            return
        import fcntl

        try:
            fcntl.flock(self._file, fcntl.LOCK_SH)
        except OSError:
            self.release()

    def release(self) -> None:
        """End; a process that is killed does so as well."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def compact(log: Path, dead: Collection[int]) -> bool:
    """Take lines out of a log and return whether that was done; a kill or a full disk leaves it as it was.

    Args:
        log: one JSON object a line. Nobody else may be writing it.
        dead: numbers of the lines, from 0.
    """
    path = log.resolve()
    try:
        with path.open("rb") as before, replacing(path) as after:
            after.writelines(line for number, line in enumerate(before) if number not in dead)
    except OSError:
        return False
    return True
