"""The only place that says how an engine signs its output: name, version, a hash of its files, its options."""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_CHUNK = 1 << 20


def sign(name: str, version: str, parts: Mapping[str, str]) -> str:
    """Return the signature of an engine; the same signature and source give the same draft.

    >>> sign("echo", "1", {"target": "en-US", "model": ""})
    'echo/1 target=en-US'
    """
    shown = " ".join(f"{key}={value}" for key, value in sorted(parts.items()) if value)
    return f"{name}/{version} {shown}".strip()


def files_digest(files: Iterable[Path]) -> str:
    """Return 12 hex digits over the names and contents of files, in the order of their names.

    Reads each file once a process; a file that changed on disk is read again.
    """
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda p: p.name):
        digest.update(f"{path.name}\0{file_sha256(path)}\n".encode())
    return digest.hexdigest()[:12]


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits; read once a process unless it changes on disk."""
    status = path.stat()
    return _content(path, status.st_size, status.st_mtime_ns)


@functools.lru_cache(maxsize=256)
def _content(path: Path, size: int, modified_ns: int) -> str:  # size and time are part of the cache key
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
