"""The only place of the API that looks terms up and finds their faults, as the shells show it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from localize import glossary
from localize.api import setting
from localize.api.files import read_document, tasks_of
from localize.api.terms_exchange import import_terms
from localize.errors import Place
from localize.glossary.explain import losers as explain
from localize.model import Segment, SegmentId
from localize.pipeline import Task

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.config import Config
    from localize.glossary.base import TermHit
    from localize.glossary.explain import Loser
    from localize.model import LocatedFinding

__all__ = ["FoundTerm", "find_terms", "import_terms", "lint_terms"]


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A term found in a text or file, where, and what lost against it; of the losers of a line those nearest to it."""

    hit: TermHit
    place: Place
    losers: tuple[Loser, ...] = ()


def lint_terms(config: Config, files: Sequence[Path] = ()) -> list[LocatedFinding]:
    """Return the faults of given term files, or of the packs and files of a project."""
    terms = glossary.load(files, packs=()) if files else setting.load_glossary(config)
    return list(glossary.lint(terms))


def find_terms(
    config: Config, text: str, *, locale: str, glossaries: Sequence[Path] = (), losers: bool = False
) -> list[FoundTerm]:
    """Return the terms in a text, or in a file if the text is the path of one.

    Args:
        config: of the project.
        text: text or path.
        locale: of the renderings.
        glossaries: term files over those of the project.
        losers: say for each line which terms stand in it and do not count, and why.
    """
    terms = setting.load_glossary(config, glossaries)
    pipeline = setting.make_pipeline(config, locale, terms=terms, engine=None)
    path = Path(text)
    found: list[FoundTerm] = []
    for task, place in _tasks(path if _is_file(path) else None, text, config.root):
        analysis = pipeline.analyse(task)
        lost = explain(terms, analysis.masked.text, analysis.scope, analysis.hits) if losers else ()
        for hit, mine in _beside(analysis.hits, lost):
            found.append(FoundTerm(hit, place, mine))
    return found


def _beside(hits: Sequence[TermHit], lost: Sequence[Loser]) -> Iterator[tuple[TermHit, tuple[Loser, ...]]]:
    """Yield each hit with the losers that stand nearest to it, by where they begin."""
    for number, hit in enumerate(hits):
        start = hit.span.start if number else 0
        end = hits[number + 1].span.start if number + 1 < len(hits) else None
        yield hit, tuple(x for x in lost if start <= x.span.start and (end is None or x.span.start < end))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a long text is no path
        return False


def _tasks(path: Path | None, text: str, root: Path) -> list[tuple[Task, Place]]:
    if path is None:
        return [(Task("1", "", _segment(text)), Place("text", 1))]
    document = read_document(path, str(path)).document
    full = path.resolve()
    known = full.relative_to(root.resolve()) if full.is_relative_to(root.resolve()) else path
    items = [(str(i), s, "") for i, s in enumerate(document.segments)]
    tasks = tasks_of(document.format, items, path=known.as_posix())  # which names the episode
    return [(task, Place(str(path), task.segment.text_line)) for task in tasks]


def _segment(text: str) -> Segment:
    return Segment(id=SegmentId("1"), source=text, spans=(), line=1, text_line=1)
