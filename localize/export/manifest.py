"""The only place that reads and writes `manifest.json`: what was delivered, made from what, decided by whom."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from localize.errors import OutputError, Place
from localize.export.plan import MANIFEST_NAME
from localize.export.write import sha256, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

MANIFEST_FORMAT = 3
"""Version of the file's own shape; one that is newer is not touched. 2: `machines`; 3: `accepted`. Older have none."""


@dataclass(frozen=True, slots=True)
class Machine:
    """One engine whose drafts stand in a delivered file unchanged.

    Attributes:
        name, licence, attribution: see `localize.engines.base.EngineInfo`.
        reach: where the text of its requests went: ``this process``, ``this host``, ``elsewhere``.
        commercial: whether its licence lets a product use the drafts.
        segments: how many of the file's.
    """

    name: str
    licence: str
    reach: str
    attribution: str
    commercial: bool
    segments: int


@dataclass(frozen=True, slots=True)
class Exempted:
    """One error that left with a file because the project accepts it.

    Attributes:
        segment: where it was found.
        code, message: of the finding.
        reason: why it is accepted.
        until: last day of that (2026-12-01), '' for no end.
    """

    segment: str
    code: str
    message: str
    reason: str
    until: str


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """One delivered file.

    Attributes:
        path: below the manifest's folder, with ``/``.
        kind: ``translation``, ``bilingual``, or ``reflow:<profile>`` where the lines were broken anew.
        source: path in the project.
        locale: BCP 47 tag.
        source_sha256, output_sha256: of the bytes of the two files.
        skeleton_sha256: of everything in the output that is not a translation slot, '' if not proven.
        policy: the gate it went through.
        states: state → segments.
        engines: signature → segments whose text is that draft, unchanged.
        edited: segments whose text a person wrote.
        machines: the engines behind those signatures, by name.
        reviewers: who decided on its segments, sorted.
        licences: the lines that engines, models and glossaries ask for, sorted.
        log_rows, log_head: length of the log of decisions and digest of its last row at that time.
        recipient: for whom this copy was made, '' if for nobody in particular.
        tool: name and version of this program.
        exported_at: UTC, ISO 8601, of the export that last changed anything else in the entry.
        accepted: errors that the gate let through since a setting, a comment or a waiver of the project accepts them.
    """

    path: str
    kind: str
    source: str
    locale: str
    source_sha256: str
    output_sha256: str
    skeleton_sha256: str
    policy: str
    states: Mapping[str, int]
    engines: Mapping[str, int]
    edited: int
    reviewers: tuple[str, ...]
    licences: tuple[str, ...]
    log_rows: int
    log_head: str
    recipient: str
    tool: str
    exported_at: str
    machines: tuple[Machine, ...] = ()
    accepted: tuple[Exempted, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a destination holds.

    Attributes:
        entries: path → entry.
        digest: SHA-256 of the file as it was read, '' if there was none.
    """

    entries: Mapping[str, ManifestEntry] = field(default_factory=dict)
    digest: str = ""

    def written(self, path: str) -> str:
        """Return the SHA-256 of what was last delivered under a path, '' if nothing was."""
        entry = self.entries.get(path)
        return entry.output_sha256 if entry else ""

    def with_entries(self, entries: Iterable[ManifestEntry]) -> Manifest:
        """Return the manifest with entries in place of those of the same paths.

        An entry that says the same as before but for its time keeps the old time, so that an export that changes
        nothing leaves the same bytes.
        """
        merged = dict(self.entries)
        for entry in entries:
            before = merged.get(entry.path)
            if before is not None and replace(entry, exported_at=before.exported_at) == before:
                continue
            merged[entry.path] = entry
        return replace(self, entries=merged)

    def to_json(self) -> bytes:
        """Return the file: UTF-8, keys and paths sorted, a line feed at the end."""
        files = [asdict(self.entries[path]) for path in sorted(self.entries)]
        body = {"format": MANIFEST_FORMAT, "files": files}
        return (json.dumps(body, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a destination, an empty one if it has none. Read-only.

    Raises:
        OutputError: there is a `manifest.json` that is not ours, or a newer one, or it cannot be read.
    """
    path = folder / MANIFEST_NAME
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Manifest()
    except OSError as error:
        raise _unusable(path, f"cannot be read: {error.strerror}") from error
    try:
        body = json.loads(data)
        version = body["format"]
        if version not in range(1, MANIFEST_FORMAT + 1):
            raise _unusable(path, f"is of format {version!r}, this version knows {MANIFEST_FORMAT}")
        entries = [_entry(item) for item in body["files"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _unusable(path, "is not the manifest of an export") from None
    return Manifest({entry.path: entry for entry in entries}, sha256(data))


def write_manifest(folder: Path, manifest: Manifest) -> bool:
    """Write the manifest of a destination and return whether it changed.

    Raises:
        OutputError: it cannot be written, or somebody has changed it since it was read.
    """
    return write_atomic(folder / MANIFEST_NAME, manifest.to_json(), known=manifest.digest)


def _unusable(path: Path, what: str) -> OutputError:
    return OutputError(what, do="move it away or choose another folder", place=Place(str(path)))


def _entry(item: Mapping[str, Any]) -> ManifestEntry:
    """Return an entry checked against the types of its fields, so that no later step meets a surprise."""
    values: dict[str, Any] = {}
    for column in fields(ManifestEntry):
        if column.name == "machines":
            values["machines"] = tuple(_machine(one) for one in item.get("machines", ()))
            continue
        if column.name == "accepted":
            values["accepted"] = tuple(_exempted(one) for one in item.get("accepted", ()))
            continue
        value = item[column.name]
        values[column.name] = tuple(value) if isinstance(value, list) else value
        if type(values[column.name]).__name__ != _SHAPES.get(column.name, "str"):
            raise TypeError(column.name)
    return ManifestEntry(**values)


def _machine(item: Mapping[str, Any]) -> Machine:
    shapes = {"commercial": "bool", "segments": "int"}
    for column in fields(Machine):
        if type(item[column.name]).__name__ != shapes.get(column.name, "str"):
            raise TypeError(column.name)
    return Machine(**{column.name: item[column.name] for column in fields(Machine)})


def _exempted(item: Mapping[str, Any]) -> Exempted:
    values = {column.name: item[column.name] for column in fields(Exempted)}
    if not all(isinstance(value, str) for value in values.values()):
        raise TypeError("accepted")
    return Exempted(**values)


_SHAPES = {
    "states": "dict",
    "engines": "dict",
    "edited": "int",
    "reviewers": "tuple",
    "licences": "tuple",
    "log_rows": "int",
}
