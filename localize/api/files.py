"""The only place of the API that reads customers' files: paths and globs in, parsed documents out."""

from __future__ import annotations

import errno
import fnmatch
import hashlib
import logging
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from localize import formats
from localize.errors import InputError, LocalizeError, Place, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from localize.config import Config
    from localize.model import Document, Segment
    from localize.pipeline import Task

_log = logging.getLogger("localize")

MAX_BYTES = 512 * 1024 * 1024
"""A file above this is refused unread; an hour of subtitles is under 0.2 MB, a game's strings rarely over 50."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A parsed file of a project: its path as the project names it, and a fingerprint of format and bytes."""

    name: str
    document: Document
    fingerprint: str


def read_bytes(path: Path, name: str) -> bytes:
    """Return the bytes of a file.

    Raises:
        InputError: missing, unreadable or too large.
    """
    place = Place(name)
    try:
        if path.is_dir():
            raise InputError("is a folder, not a file", place=place, do="name the files in it")
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # reading a pipe would wait for ever
            raise InputError("is a pipe or a device, not a file", place=place, do="write it into a file")
        if status.st_size > MAX_BYTES:
            raise InputError(f"is larger than {MAX_BYTES >> 20} MiB", place=place, do="split it")
        return path.read_bytes()
    except FileNotFoundError:
        if path.is_symlink():
            what, do = f"is a link to {path.readlink()}, which is not there", "mend the link, or remove it"
            raise InputError(what, place=place, do=do) from None
        raise InputError("no such file", place=place, do="check the path") from None
    except OSError as error:
        do = "look where its links lead" if error.errno == errno.ELOOP else "see who may read it"
        raise InputError(f"cannot be read: {error.strerror or error}", place=place, do=do) from error


@dataclass(frozen=True, slots=True)
class Reading:
    """What the caller knows of a file better than its bytes say, '' to find out.

    Attributes:
        format: a name of docs/formats.md.
        encoding: Python's name of it.
        columns: what those of a table hold (`ParseOptions.columns`).
    """

    format: str = ""
    encoding: str = ""
    columns: str = ""

    def options(self, locale: str = "") -> formats.ParseOptions:
        """Return them for a parse, with the locale of the translation."""
        return formats.ParseOptions(self.encoding or None, locale or None, columns=self.columns or None)

    def over(self, other: Reading) -> Reading:
        """Return what is known here, and from the other one what is not."""
        return Reading(
            self.format or other.format, self.encoding or other.encoding, self.columns or other.columns
        )


def reading_of(config: Config, name: str) -> Reading:
    """Return what a project says of a file: of its patterns the first that fits.

    Args:
        config: with ``[files] encodings`` and ``columns``.
        name: below the project folder.
    """

    def first(table: Mapping[str, str]) -> str:
        return next((said for pattern, said in table.items() if fnmatch.fnmatchcase(name, pattern)), "")

    return Reading(encoding=first(config.files.encodings), columns=first(config.files.columns))


def closed_folder(path: Path | str, error: OSError | None = None) -> InputError:
    """Return the problem of a folder that nobody may look into; `error` is what said so."""
    why = f": {error.strerror}" if error is not None and error.strerror else ""
    return InputError(f"the folder cannot be read{why}", place=Place(str(path)), do="see who may read it")


def is_left_out(name: str, patterns: Sequence[str]) -> bool:
    """Return whether a pattern fits a path below a folder that was given, or a file or folder in that path.

    >>> is_left_out("s1/drafts/a.srt", ["drafts"]), is_left_out("s1/a.srt", ["*.txt", "s1/b*"])
    (True, False)
    """
    parts = (name, *name.split("/"))
    return any(fnmatch.fnmatchcase(part, pattern) for pattern in patterns for part in parts)


def name_in(config: Config, path: Path, otherwise: str) -> str:
    """Return what the patterns of a project file are held against: the path below its folder, else what is given."""
    if config.path is None:
        return otherwise
    whole, root = (Path(os.path.normpath(p.absolute())) for p in (path, config.root))
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else otherwise


def read_document(path: Path, name: str, *, reading: Reading | None = None, locale: str = "") -> SourceFile:
    """Return a file parsed, with its fingerprint. Logs how it was read, and what was kept without being understood.

    Args:
        path: of the file.
        name: for messages.
        reading: what the caller knows better.
        locale: of the translation; decides which plural forms there are and which column or language is filled.

    Raises:
        LocalizeError: it cannot be read or parsed; carries the place.
    """
    data = read_bytes(path, name)
    known = reading or Reading()
    try:
        document = formats.parse(data, name, format=known.format or None, options=known.options(locale))
    except LocalizeError as error:
        raise error.at(Place(name, 1)) from None
    encoding = document.encoding
    _log.info(
        "%s: %s, %s (%s, %.2f)", name, document.format, encoding.name, encoding.basis, encoding.confidence
    )
    for remark in document.remarks:
        _log.debug("%s:%d: %s %s", name, remark.line, remark.code, remark.what)
    return SourceFile(name, document, fingerprint_of(document.format, data))


def read_localized(
    path: Path, name: str, locales: Sequence[str], reading: Reading | None = None
) -> tuple[SourceFile, dict[str, Document]]:
    """Return a file parsed, and its documents by locale where they differ: plural forms, bilingual slots.

    A file of timed cues holds the same lines for every locale and is parsed once.
    """
    first = read_document(path, name, reading=reading, locale=locales[0] if locales else "")
    if all(segment.start_ms is not None for segment in first.document.segments):
        return first, dict.fromkeys(locales, first.document)
    documents = {tag: read_document(path, name, reading=reading, locale=tag).document for tag in locales}
    return first, documents


def in_file_order(segments: Iterable[Segment]) -> list[Segment]:
    """Return segments by where they stand; forms of one slot keep the order they came in."""
    return sorted(segments, key=lambda s: s.spans[0].start if s.spans else 0)


def fingerprint_of(format_name: str, data: bytes) -> str:
    """Return ``format:sha256``, which changes when a file's bytes or its reading change."""
    return f"{format_name}:{hashlib.sha256(data).hexdigest()}"


def format_of(fingerprint: str) -> str:
    """Return the format name inside a fingerprint."""
    return fingerprint.partition(":")[0]


def project_files(config: Config, paths: Sequence[str] = ()) -> list[str]:
    """Return the project's files, as sorted paths below its folder; or those of them under the given paths.

    What is no file (a link that leads nowhere, a pipe) is among them: reading it says so.

    Raises:
        UsageError: a given path is not part of the project.
    """
    root = config.root.resolve()
    found = {
        path.relative_to(root).as_posix()
        for pattern in config.files.include
        for path in root.glob(pattern)
        if not path.is_dir() and ".localize" not in path.parts
    }
    if not paths:
        return sorted(found)
    return sorted(select(found, paths, root))


def select(names: Iterable[str], paths: Sequence[str], root: Path) -> set[str]:
    """Return the names that given files or folders cover; paths may be relative to the project or to the caller.

    Raises:
        UsageError: a path covers nothing.
    """
    every = set(names)
    chosen: set[str] = set()
    for path in paths:
        inside = _below(Path(path), root)
        hits = {n for n in every if any(n == wanted or n.startswith(f"{wanted}/") for wanted in inside)}
        if not hits and "" not in inside and "." not in inside:
            raise UsageError(
                f"{path} is not a file of the project", do="see [files] include in the project file"
            )
        chosen |= hits or every
    return chosen


def _below(path: Path, root: Path) -> set[str]:
    candidates = {path.as_posix().removeprefix("./")}
    resolved = path.resolve()
    if resolved.is_relative_to(root):
        candidates.add(resolved.relative_to(root).as_posix())
    return candidates


def tasks_of(
    format_name: str, items: Sequence[tuple[str, Segment, str]], *, path: str = "", first: int = 1
) -> list[Task]:
    """Return pipeline tasks for the segments of one file, each with its neighbours.

    Args:
        format_name: of the file.
        items: (key, segment, signature of the known draft) in file order.
        path: of the file below the project folder: it names the episode, and the people file speaks of it.
        first: number of the first item among the cues of the file.
    """
    from localize.pipeline import CONTEXT_LINES, Task

    segments = [segment for _, segment, _ in items]
    return [
        Task(
            key=key,
            format=format_name,
            segment=segment,
            before=tuple(segments[max(0, i - CONTEXT_LINES) : i]),
            after=tuple(segments[i + 1 : i + 1 + CONTEXT_LINES]),
            known=known,
            path=path,
            number=i + first if path else None,
        )
        for i, (key, segment, known) in enumerate(items)
    ]
