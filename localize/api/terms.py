"""The only place of the API for terminologists: lint, find and import of terms, as the shells show them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from localize import glossary
from localize.api import setting
from localize.api.files import read_bytes, read_document, tasks_of
from localize.errors import Place
from localize.export import write_atomic
from localize.model import Segment, SegmentId
from localize.pipeline import Task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.config import Config
    from localize.glossary.base import TermHit
    from localize.model import LocatedFinding


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A term found in a text or file, and where."""

    hit: TermHit
    place: Place


def lint_terms(config: Config, files: Sequence[Path] = ()) -> list[LocatedFinding]:
    """Return the faults of given term files, or of the packs and files of a project."""
    terms = glossary.load(files, packs=()) if files else setting.load_glossary(config)
    return list(glossary.lint(terms))


def find_terms(config: Config, text: str, *, locale: str, glossaries: Sequence[Path] = ()) -> list[FoundTerm]:
    """Return the terms in a text, or in a file if the text is the path of one."""
    terms = setting.load_glossary(config, glossaries)
    pipeline = setting.make_pipeline(config, locale, terms=terms, engine=None)
    path = Path(text)
    found: list[FoundTerm] = []
    for task, place in _tasks(path if _is_file(path) else None, text):
        analysis = pipeline.analyse(task)
        found += [FoundTerm(hit, place) for hit in analysis.hits]
    return found


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a long text is no path
        return False


def _tasks(path: Path | None, text: str) -> list[tuple[Task, Place]]:
    if path is None:
        return [(Task("1", "", _segment(text)), Place("text", 1))]
    document = read_document(path, str(path)).document
    tasks = tasks_of(document.format, [(str(i), s, "") for i, s in enumerate(document.segments)])
    return [(task, Place(str(path), task.segment.text_line)) for task in tasks]


def _segment(text: str) -> Segment:
    return Segment(id=SegmentId("1"), source=text, spans=(), line=1, text_line=1)


def import_terms(table: Path, output: Path, *, force: bool = False) -> int:
    """Turn a table of terms into a term file and return the number of concepts.

    With `force` an existing file keeps its comments, its order and its other entries.

    Raises:
        ProblemsError: the table has problems. OutputError: the file exists or cannot be written.
    """
    concepts = glossary.import_csv(read_bytes(table, str(table)), str(table))
    existing = read_bytes(output, str(output)).decode("utf-8-sig") if force and output.exists() else ""
    write_atomic(output, glossary.dump(concepts, existing).encode(), force=force)
    return len(concepts)
