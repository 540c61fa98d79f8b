"""The only place that takes a reviewer's change of the project's own files back, and puts it there again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from localize.config import Config


@dataclass(frozen=True, slots=True)
class FileEdit:
    """One change of a file of terms or people.

    Attributes:
        path: of the file.
        before: its bytes before, None where there was no such file.
        after: its bytes afterwards.
        units: lines that are checked anew with it.
    """

    path: Path
    before: bytes | None
    after: bytes
    units: tuple[int, ...]


def contents(config: Config) -> dict[Path, bytes]:
    """Return the bytes of every file of terms and people that the project file names. Reads files."""
    patterns = (*config.glossary.files, *config.glossary.people)
    paths = {path for pattern in patterns for path in config.root.glob(pattern) if path.is_file()}
    return {path: path.read_bytes() for path in sorted(paths)}


def edit_since(config: Config, before: Mapping[Path, bytes], units: Sequence[int]) -> FileEdit | None:
    """Return what changed in those files since `contents`, None if nothing did. Reads files."""
    for path, after in contents(config).items():
        if before.get(path) != after:
            return FileEdit(path, before.get(path), after, tuple(units))
    return None


def put_back(edit: FileEdit, *, again: bool) -> None:
    """Write a file as it was before a change, or once more as the change made it.

    Args:
        edit: the change.
        again: make it once more, rather than take it back.

    Raises:
        StoreError: the file is not any more as the change left it; nothing was written.
        OutputError: it cannot be written.
    """
    from localize.export import write_atomic

    expected, wanted = (edit.before, edit.after) if again else (edit.after, edit.before)
    now = edit.path.read_bytes() if edit.path.exists() else None
    if now != expected:
        raise StoreError(
            f"{edit.path.name} has been changed by others meanwhile, so it stays as it is",
            do="change the form or the term once more, or mend the file itself",
        )
    if wanted is None:
        edit.path.unlink()
    else:
        write_atomic(edit.path, wanted, force=True)
