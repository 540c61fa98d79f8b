"""The only place that remembers which files of a batch are done: `OUT/batch.jsonl`, one line a finished file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self, TextIO

from localize import __version__
from localize.errors import OutputError, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.api.batch import BatchItem, BatchOrder, BatchOutput

FILE_NAME = "batch.jsonl"


def digest(order: BatchOrder) -> str:
    """Return a hash of everything in an order that changes what is written."""
    hasher = hashlib.sha256(__version__.encode())
    parts = [order.source, order.targets, order.engine, str(order.check), repr(order.reading)]
    parts += [repr(order.config.engine), repr(order.config.glossary), repr(order.config.adaptation)]
    parts += [repr(order.config.layout), repr(order.config.project)]
    hasher.update(json.dumps(parts, default=str).encode())
    for path in (*order.glossaries, *_term_files(order)):
        hasher.update(path.read_bytes() if path.is_file() else b"")
    return hasher.hexdigest()


def _term_files(order: BatchOrder) -> list[Path]:
    root = order.config.root
    return sorted(p for pattern in order.config.glossary.files for p in root.glob(pattern))


@dataclass(slots=True)
class BatchLog:
    """The log of one output folder; append-only, one JSON object a line, flushed before the next file begins."""

    folder: Path
    order: str
    done: dict[str, dict[str, object]] = field(default_factory=dict)
    _file: TextIO | None = None

    @classmethod
    def open(cls, folder: Path, order: str, *, resume: bool) -> BatchLog:
        """Open the log of a folder; without `resume` earlier lines do not count.

        Raises:
            OutputError: the folder cannot be written.
        """
        log = cls(folder, order)
        path = folder / FILE_NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if resume and path.exists():
                log._read(path)
            log._file = path.open("a", encoding="utf-8")
        except OSError as error:
            place = Place(str(folder))
            do = "check the folder given with -o"
            raise OutputError(f"cannot be written: {error.strerror}", place=place, do=do) from error
        return log

    def _read(self, path: Path) -> None:
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                record = json.loads(line)
            except ValueError:
                continue  # the last line of a run that was killed while writing it
            if isinstance(record, dict) and record.get("order") == self.order:
                self.done[str(record.get("name"))] = record

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def finished(self, item: BatchItem) -> list[BatchOutput] | None:
        """Return the outputs of an item that an earlier run finished, None if it must be done (again)."""
        from localize.api.batch import BatchOutput

        record = self.done.get(item.name)
        if record is None or record.get("source") != _hash(item.path):
            return None
        outputs = []
        listed = record.get("outputs")
        for entry in listed if isinstance(listed, list) else []:
            path = self.folder / str(entry["path"])
            if _hash(path) != entry["sha256"]:
                return None
            outputs.append(
                BatchOutput(
                    item, entry["locale"], path, entry["segments"], skipped=True, engine=entry["engine"]
                )
            )
        return outputs or None

    def append(self, outputs: Sequence[BatchOutput]) -> None:
        """Record a finished file."""
        item = outputs[0].item
        record = {
            "name": item.name,
            "source": _hash(item.path),
            "order": self.order,
            "outputs": [
                {
                    "locale": o.locale,
                    "path": o.path.relative_to(self.folder).as_posix(),
                    "sha256": _hash(o.path),
                    "segments": o.segments,
                    "engine": o.engine,
                }
                for o in outputs
            ],
        }
        if self._file:
            self._file.write(json.dumps(record, ensure_ascii=False, sort_keys=True) + "\n")
            self._file.flush()


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
