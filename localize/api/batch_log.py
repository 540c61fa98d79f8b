"""The only place that remembers which files of a batch are done: `OUT/batch.jsonl`, one line a file and locale."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self, TextIO

from localize import __version__
from localize.api.batch_base import BatchOutput
from localize.api.batch_compact import FolderLock, compact
from localize.api.batch_record import (
    accepted_of,
    accepted_record,
    facts_of,
    facts_record,
    finding_of,
    finding_record,
)
from localize.errors import OutputError, Place
from localize.export.write import unwritable

if TYPE_CHECKING:
    from localize.api.batch_base import BatchItem, BatchOrder, BatchUnit
    from localize.api.facts import Facts
    from localize.layout import Limits

FILE_NAME = "batch.jsonl"
_SURROGATE = re.compile("[\ud800-\udfff]")

Record = dict[str, object]
"""One line of the log."""


def digest(order: BatchOrder) -> str:
    """Return a hash of everything in an order that changes what is written."""
    hasher = hashlib.sha256(__version__.encode())
    # A record is of one locale: another one more or less in the order leaves it true.
    project = replace(order.config.project, targets=())
    parts: list[object] = [order.source, order.engine, str(order.check), repr(order.reading)]
    parts += [
        order.cuts,
        repr(order.config.export),
        str(order.fix),
        sorted(order.select or ()),
        repr(order.config.check),
    ]
    parts += [repr(order.config.engine), repr(order.config.glossary), repr(order.config.adaptation)]
    parts += [repr(order.config.layout), repr(project), repr(order.config.files)]
    hasher.update(json.dumps(parts, default=str).encode())
    for path in (*order.glossaries, *_term_files(order)):
        hasher.update(path.read_bytes() if path.is_file() else b"")
    return hasher.hexdigest()


def _term_files(order: BatchOrder) -> list[Path]:
    root = order.config.root
    patterns = (*order.config.glossary.files, *order.config.glossary.people)
    return sorted(path for pattern in patterns for path in root.glob(pattern))


@dataclass(slots=True)
class BatchLog:
    """The log of one output folder; one JSON object a line, flushed before the next file begins.

    A run only appends. One that finds nobody else at work in the folder begins with taking out what later lines have
    made void, so that the log does not grow with every run.

    Attributes:
        done: (name, locale) → record of an earlier run of the same order; empty unless it is resumed.
        hashes: (name, locale) → SHA-256 of what any earlier run wrote last.
    """

    folder: Path
    order: str
    done: dict[tuple[str, str], Record] = field(default_factory=dict)
    hashes: dict[tuple[str, str], str] = field(default_factory=dict)
    _file: TextIO | None = None
    _lock: FolderLock | None = None

    @classmethod
    def open(cls, folder: Path, order: str, *, resume: bool) -> BatchLog:
        """Open the log of a folder; without `resume` nothing counts as done.

        Raises:
            OutputError: the folder cannot be written.
        """
        lock = FolderLock(folder)
        log = cls(folder, order, _lock=lock)
        path = folder / FILE_NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with contextlib.ExitStack() as unless_open:
                unless_open.callback(lock.release)
                broken = log._begin(path, lock, resume=resume)
                log._file = path.open("a", encoding="utf-8")
                if broken:
                    log._file.write("\n")
                unless_open.pop_all()
        except OSError as error:
            place = Place(str(folder))
            do = "check the folder given with -o"
            raise OutputError(f"cannot be written: {error.strerror}", place=place, do=do) from error
        return log

    def _begin(self, path: Path, lock: FolderLock, *, resume: bool) -> bool:
        """Read earlier lines and take out the void ones; return whether the last one still needs its end."""
        alone = lock.take_alone()
        broken = False
        if path.exists():
            dead, broken = self._read(path, resume=resume)
            if alone and dead and compact(path, dead):
                broken = False
        lock.share()
        return broken

    def _read(self, path: Path, *, resume: bool) -> tuple[set[int], bool]:
        """Read earlier lines.

        Returns:
            Numbers of the lines that are void: cut off by a kill, or about a file and locale of a later line; and
            whether the last one was cut off and still needs its end.
        """
        line, dead = b"\n", set[int]()
        last: dict[tuple[str, str], int] = {}
        with path.open("rb") as lines:
            for number, line in enumerate(lines):
                try:
                    record = json.loads(line.decode("utf-8", "replace"))
                except ValueError:
                    dead.add(number)  # the last line of a run that was killed while writing it
                    continue
                if not isinstance(record, dict) or "sha256" not in record:
                    continue
                key = str(record.get("name")), str(record.get("locale"))
                if key in last:
                    dead.add(last[key])
                last[key] = number
                self.hashes[key] = str(record["sha256"])
                self.done.pop(key, None)
                if resume and record.get("order") == self.order and record.get("whole", True):
                    self.done[key] = record
        return dead, not line.endswith(b"\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # What a full disk refused is tried once more by the close, and has been told by then.
        with contextlib.suppress(OSError):
            if self._file:
                self._file.close()
        if self._lock:
            self._lock.release()

    def wrote(self, item: BatchItem, locale: str) -> str:
        """Return the SHA-256 of what a batch wrote last for an item in a locale, '' if none did."""
        return self.hashes.get((item.name, locale), "")

    def finished(self, unit: BatchUnit, limits: Limits) -> BatchOutput | None:
        """Return the output of a unit that an earlier run finished, None if it must be done (again).

        Args:
            unit: which.
            limits: of its locale.
        """
        record = self.done.get((unit.item.name, unit.locale))
        if record is None or record.get("source") != _hash(unit.item.path):
            return None
        if record.get("cuts", "") != _hash(unit.cuts):
            return None
        path = self.folder / str(record["path"])
        if _hash(path) != record["sha256"]:
            return None
        facts = record.get("facts")
        return BatchOutput(
            unit.item,
            unit.locale,
            path,
            int(str(record["segments"])),
            skipped=True,
            engine=str(record["engine"]),
            findings=tuple(finding_of(f, unit.locale) for f in _listed(record, "findings")),
            accepted=tuple(accepted_of(a, unit.locale) for a in _listed(record, "accepted")),
            facts=facts_of(facts, unit.locale, limits) if isinstance(facts, dict) else None,
        )

    def add_facts(self, unit: BatchUnit, facts: Facts) -> None:
        """Record what a report shows of a file that an earlier run finished without looking for that.

        Raises:
            OutputError: the disk refuses; what stands in the log stays true.
        """
        self._write({**self.done[unit.item.name, unit.locale], "facts": facts_record(facts)})

    def append(self, unit: BatchUnit, output: BatchOutput, *, whole: bool = True) -> None:
        """Record what was written, with its findings: who resumes gets the same report.

        Args:
            unit, output: what was done. The hashes are those of the bytes that were read and written; the files may
                have changed since.
            whole: False if lines of it failed: an order that is resumed does it again.

        Raises:
            OutputError: the disk refuses; what stands in the log stays true.
        """
        record: Record = {
            "name": unit.item.name,
            "locale": unit.locale,
            "source": output.source_sha256,
            "cuts": _hash(unit.cuts),
            "order": self.order,
            "path": output.path.relative_to(self.folder).as_posix(),
            "sha256": output.sha256,
            "whole": whole,
            "segments": output.segments,
            "engine": output.engine,
            "findings": [finding_record(located) for located in output.findings],
            "accepted": [accepted_record(accepted) for accepted in output.accepted],
        }
        if output.facts is not None:
            record["facts"] = facts_record(output.facts)
        self._write(record)

    def _write(self, record: Record) -> None:
        line = json.dumps(record, ensure_ascii=False, sort_keys=True)
        if _SURROGATE.search(line):  # a file name that is not UTF-8 comes with some
            line = json.dumps(record, sort_keys=True)
        try:
            if self._file:
                self._file.write(line + "\n")
                self._file.flush()
        except OSError as error:
            raise unwritable(self.folder / FILE_NAME, error) from error


def _listed(record: Record, key: str) -> list[list[object]]:
    found = record.get(key)
    return found if isinstance(found, list) else []


def _hash(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
