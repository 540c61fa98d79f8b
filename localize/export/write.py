"""The only place that puts bytes under a name in somebody's folder: whole or not at all, and never over their work."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import stat
from typing import TYPE_CHECKING

from localize.errors import OutputError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

FOREIGN = "OUT002"
"""Code of a refusal to overwrite what somebody else wrote."""

_ADVICE = {
    errno.ENOSPC: "the disk is full: make room and run it again",
    errno.EDQUOT: "the quota is used up: make room and run it again",
    errno.EFBIG: "the file is too large for this disk",
    errno.EACCES: "choose a folder that you may write to",
    errno.EPERM: "choose a folder that you may write to",
    errno.EROFS: "the disk is read-only: choose another folder",
    errno.ENAMETOOLONG: "the name is too long: choose a shorter output path",
    errno.ENOTDIR: "a file stands where a folder should be: move it away or choose another folder",
    errno.EEXIST: "a file stands where a folder should be: move it away or choose another folder",
}


def sha256(data: bytes) -> str:
    """Return the SHA-256 of some bytes in hex."""
    return hashlib.sha256(data).hexdigest()


def write_atomic(path: Path, data: bytes, *, force: bool = False, known: str = "") -> bool:
    """Write a file whole, or leave everything as it was; return whether anything had to be written.

    A file that already holds these bytes is left alone. Any other file is overwritten only if it is still what
    this program wrote, or with `force`. Makes missing folders. A process that is killed may leave a hidden
    ``.localize-….part`` behind, never a half file under the name.

    Args:
        path: the final name.
        data: its content.
        force: overwrite whatever is there.
        known: SHA-256 (hex) of what an earlier run wrote there, '' if none did.

    Raises:
        OutputError: with the reason and what to do.
    """
    try:
        if _holds(path, data):
            return False
        if not force:
            _refuse_foreign(path, known)
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as stream:
            stream.write(data)
    except OSError as error:
        raise unwritable(path, error) from error
    return True


def unwritable(path: Path, error: OSError) -> OutputError:
    """Return the refusal of a disk as an error that says what to do."""
    reason = error.strerror or str(error)
    do = _ADVICE.get(error.errno or 0, "look at the folder and run it again")
    return OutputError(f"cannot be written: {reason}", do=do, place=Place(str(path)))


def _holds(path: Path, data: bytes) -> bool:
    if path.is_dir():
        raise OutputError("is a folder", do="move it away or choose another folder", place=Place(str(path)))
    if path.is_symlink() or not path.is_file() or path.stat().st_size != len(data):
        return False
    return path.read_bytes() == data


def _refuse_foreign(path: Path, known: str) -> None:
    if path.is_symlink():
        what = "is a link to another file"
    elif not path.exists():
        return
    elif not known:
        what = "is there already and was not written by an export"
    elif sha256(path.read_bytes()) != known:
        what = "was changed by somebody since it was exported"
    else:
        return
    do = "move it away, choose another folder, or overwrite it with --force"
    raise OutputError(what, do=do, code=FOREIGN, place=Place(str(path)))


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a stream for the new content of a file, which takes the place of the old one when all has been written.

    Its folder must be there. Whatever is raised meanwhile leaves the old file as it was.

    Raises:
        OSError: the disk refuses; see `unwritable`.
    """
    part = path.with_name(f".localize-{secrets.token_hex(8)}.part")
    mode = stat.S_IMODE(path.stat().st_mode) if path.is_file() else 0o666
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Make the new name in a folder survive a power cut, where the file system can."""
    # Network and FUSE file systems refuse to sync a folder; the file itself is safe by then.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
