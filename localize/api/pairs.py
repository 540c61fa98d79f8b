"""The only place that checks a target file against its source file, without a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.api import setting
from localize.api.files import read_document, tasks_of
from localize.config import Config, ProjectTable
from localize.errors import Place
from localize.model import Finding, LocatedFinding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from localize.model import Document, Segment
    from localize.pipeline import Pipeline

MISSING = "PRO003"
"""Finding code: a segment of the source has no partner in the target file."""
EXTRA = "PRO004"
"""Finding code: a segment of the target file has no partner in the source."""


def check_pair(
    target: Path,
    source: Path,
    *,
    source_locale: str,
    target_locale: str,
    config: Config | None = None,
    glossaries: Sequence[Path] = (),
) -> list[LocatedFinding]:
    """Return the findings of a target file against its source file.

    Segments are paired by id where both files have the same ids, else by time, else by order.

    Raises:
        LocalizeError: a file cannot be read.
    """
    base = config or Config()
    table = ProjectTable(source=source_locale, targets=(target_locale,), medium=base.project.medium)
    settled = Config(project=table, glossary=base.glossary, adaptation=base.adaptation, layout=base.layout)
    terms = setting.load_glossary(settled, glossaries)
    pipeline = setting.make_pipeline(settled, target_locale, terms=terms, engine=None)
    ours = read_document(target, str(target)).document
    theirs = read_document(source, str(source)).document
    return list(check_documents(pipeline, theirs, ours))


def check_documents(pipeline: Pipeline, source: Document, target: Document) -> Iterator[LocatedFinding]:
    """Yield the findings of a target document against its source; places are lines of the target."""
    tasks = tasks_of(source.format, [(str(i), s, "") for i, s in enumerate(source.segments)])
    partners = pair(source.segments, target.segments)
    used: set[int] = set()
    for index, task in enumerate(tasks):
        at = partners[index]
        if at is None:
            what = (
                f"cue {task.segment.id} of the source (line {task.segment.line}) has no partner in the target"
            )
            finding = Finding(MISSING, Severity.ERROR, task.segment.id, None, what)
            yield LocatedFinding(finding, Place(target.name, 1), pipeline.target)
            continue
        used.add(at)
        segment = target.segments[at]
        text = segment.source if segment.target is None else segment.target
        for finding in pipeline.check(task, text):
            yield LocatedFinding(finding, Place(target.name, segment.line), pipeline.target)
    for at, segment in enumerate(target.segments):
        if at not in used:
            what = f"cue {segment.id} has no partner in the source"
            finding = Finding(EXTRA, Severity.WARNING, segment.id, None, what)
            yield LocatedFinding(finding, Place(target.name, segment.line), pipeline.target)


def pair(source: Sequence[Segment], target: Sequence[Segment]) -> list[int | None]:
    """Return, for each source segment, the index of its partner in the target or None."""
    by_id = {segment.id: i for i, segment in enumerate(target)}
    if len(source) == len(target) and all(s.id in by_id for s in source):
        return [by_id[s.id] for s in source]
    if any(s.start_ms is not None for s in source):
        return _by_time(source, target)
    return [by_id.get(s.id) for s in source]


def _by_time(source: Sequence[Segment], target: Sequence[Segment]) -> list[int | None]:
    """Pair each source cue with the unused target cue that shares at least half of its time."""
    partners: list[int | None] = []
    used: set[int] = set()
    first = 0
    for segment in source:
        start, end = segment.start_ms or 0, segment.end_ms or 0
        while first < len(target) and (target[first].end_ms or 0) <= start:
            first += 1
        best, shared = None, max((end - start) / 2, 0.5)
        for at in range(first, len(target)):
            other = target[at]
            if (other.start_ms or 0) >= end:
                break
            overlap = min(end, other.end_ms or 0) - max(start, other.start_ms or 0)
            if at not in used and overlap >= shared:
                best, shared = at, overlap
        if best is not None:
            used.add(best)
        partners.append(best)
    return partners
