"""The only place of the API that reads texts for terminologists: what is said in them, and what the terms do there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from localize import glossary, masking
from localize.api import setting
from localize.api.files import project_files, read_document, reading_of, tasks_of
from localize.errors import Place, UsageError
from localize.glossary.edits import propose
from localize.glossary.extract import Candidate, SourceLine, extract
from localize.glossary.stats import FileUse
from localize.text import SYMBOL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from localize.api.files import SourceFile
    from localize.config import Config
    from localize.errors import LocalizeError
    from localize.glossary.collection import Glossary

_CONTEXT = 60
"""Characters of a line that a draft entry quotes."""


def read_texts(
    config: Config, paths: Sequence[Path] = (), *, complain: Callable[[LocalizeError], None] | None = None
) -> Iterator[SourceFile]:
    """Yield the parsed files under some paths, or those of the project.

    Args:
        config: of the project.
        paths: files and folders; in a folder, what no format reads is passed over.
        complain: called with the error of a file of the project that cannot be read; without it the error is raised.

    Raises:
        UsageError: no path was given outside a project.
    """
    from localize.errors import LocalizeError

    if paths:
        chosen = [(path, str(path), True) for path in paths if not path.is_dir()]
        for folder in (path for path in paths if path.is_dir()):
            chosen += [
                (p, str(p), False) for p in sorted(folder.rglob("*")) if p.is_file() and p.name[:1] != "."
            ]
    else:
        names = project_files(config)
        if not names:
            raise UsageError("there are no texts to read", do="name files or folders, or go to a project")
        chosen = [(config.root / name, name, True) for name in names]
    for path, name, wanted in chosen:
        try:
            yield read_document(path, name, reading=reading_of(config, name) if wanted else None)
        except LocalizeError as error:
            if not wanted:
                continue
            if complain is None:
                raise
            complain(error.at(Place(name)))


def extract_terms(
    config: Config,
    paths: Sequence[Path] = (),
    *,
    glossaries: Sequence[Path] = (),
    top: int = 50,
    min_count: int = 2,
    known: bool = False,
    complain: Callable[[LocalizeError], None] | None = None,
) -> tuple[Candidate, ...]:
    """Return new term candidates of some texts, or of the project's; see `localize.glossary.extract`."""
    terms = setting.load_glossary(config, glossaries)
    lines = (line for file in read_texts(config, paths, complain=complain) for line in _lines(file))
    return extract(lines, terms, top=top, min_count=min_count, known=known)


def _lines(file: SourceFile) -> Iterator[SourceLine]:
    document = file.document
    for segment in document.segments:
        text = SYMBOL.sub(" ", masking.mask(segment, format=document.format).text)
        yield SourceLine(file.name, segment.text_line, text.strip(), segment.speaker or "")


def drafts(candidates: Sequence[Candidate], category: str = "project") -> str:
    """Return candidates as a term file of drafts, with their evidence as notes, to be pasted or filled in."""
    concepts = []
    for candidate in candidates:
        said = "; ".join(f"{c.file}:{c.line} {c.text[:_CONTEXT]}" for c in candidate.contexts)
        near = ", ".join(n.concept for n in candidate.near)
        note = f"{candidate.kind}, {candidate.count} times: {' '.join(said.split())}"
        if near:
            note += f" (near: {near})"
        concepts.append(propose(candidate.text, category, note=note))
    return glossary.dump(concepts)


def candidates_json(candidates: Sequence[Candidate]) -> str:
    """Return candidates as JSON, one object each."""
    rows = [
        {
            "term": c.text,
            "kind": str(c.kind),
            "count": c.count,
            "files": c.files,
            "c_value": c.c_value,
            "keyness": c.keyness,
            "why": c.why,
            "contexts": [{"file": x.file, "line": x.line, "text": x.text} for x in c.contexts],
            "near": [{"concept": n.concept, "term": n.term, "how": n.how, "score": n.score} for n in c.near],
        }
        for c in candidates
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def use_of_terms(
    config: Config,
    terms: Glossary,
    locale: str,
    paths: Sequence[Path] = (),
    *,
    complain: Callable[[LocalizeError], None] | None = None,
) -> dict[str, FileUse]:
    """Return what the terms do in each text for a locale: hits, missing renderings, undecided homographs."""
    pipeline = setting.make_pipeline(config, locale, terms=terms, engine=None)
    used: dict[str, FileUse] = {}
    for file in read_texts(config, paths, complain=complain):
        document = file.document
        items = [(str(i), s, "") for i, s in enumerate(document.segments)]
        tasks = tasks_of(document.format, items, path=file.name)  # which names the episode
        use = used.setdefault(file.name, FileUse())
        for task in tasks:
            use.add(task.segment.text_line, pipeline.analyse(task).hits)
    return used
