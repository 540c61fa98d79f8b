"""The only place of the API that changes term files in place: propose, edit and remove renderings, mark reviewed.

The review room and scripts call these; comments, order and every other line of the file stay, the file is replaced
whole or not at all, and a comment above the entry says who changed what, when and why.
"""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from localize.api.files import read_bytes
from localize.errors import GlossaryError, Place, UsageError
from localize.export import write_atomic
from localize.glossary import edits
from localize.glossary.base import Rendering, ReviewState, Status, Strategy
from localize.glossary.edits import Change
from localize.locales import parse_locale

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from localize.config import Config
    from localize.glossary.base import Condition

_YAML = (".yaml", ".yml")


def _category_of(path: Path) -> str:
    from localize.glossary.yamlfile import read_yaml

    root = read_yaml(read_bytes(path, str(path)), str(path)).value
    return str(root.get("category", "")) if isinstance(root, dict) else ""


def propose_term(
    file: Path,
    term: str,
    *,
    by: str,
    category: str = "",
    hant: str = "",
    renderings: tuple[Rendering, ...] = (),
    note: str = "",
    why: str = "",
) -> str:
    """Add a draft concept to a term file, which is made if it is not there, and return its id.

    Args:
        file: YAML.
        term: in the source language, Simplified.
        by: who proposes it.
        category: of the file; '' for that of the file, or ``project`` for a new one.
        hant: Traditional form.
        renderings: to begin with.
        note: for people.
        why: for the comment above the entry.

    Raises:
        GlossaryError: the id is taken (GLO007), or the file is of another category (GLO009).
        ProblemsError: the term breaks the schema. OutputError: the file cannot be written.
    """
    home = category or (_category_of(file) if file.exists() else "project")
    concept = edits.propose(term, home, hant=hant, note=note)
    concept = dataclasses.replace(concept, renderings=renderings)
    _change(file, by, why, lambda text, change: edits.add_concept(text, concept, change, name=str(file)))
    return concept.id


def edit_term(
    file: Path,
    concept: str,
    locale: str,
    text: str,
    *,
    by: str,
    status: Status = Status.PREFERRED,
    strategy: Strategy | None = None,
    short: str = "",
    forms: tuple[str, ...] = (),
    when: Condition | None = None,
    note: str = "",
    why: str = "",
) -> None:
    """Let a concept of a term file have a rendering with a status; the former preferred one becomes admitted.

    With `Status.FORBIDDEN` the words are refused from now on, with `Status.DEPRECATED` accepted no more.

    Args:
        file: YAML.
        concept: id.
        locale, text: of the rendering.
        by: who decides it.
        status, strategy, short, forms, when, note: of the rendering; without a strategy, the concept's.
        why: for the comment above the entry.

    Raises:
        GlossaryError: no such concept (GLO009). ProblemsError: the result breaks the schema.
        OutputError: the file cannot be written.
    """
    tag = parse_locale(locale).tag

    def put(old: str, change: Change) -> str:
        own = strategy or _strategy(old, concept, str(file))
        rendering = Rendering(tag, text, status, own, short=short, forms=forms, when=when, note=note)
        return edits.set_rendering(old, concept, rendering, change, name=str(file))

    _change(file, by, why, put)


def remove_rendering(file: Path, concept: str, locale: str, text: str, *, by: str, why: str = "") -> None:
    """Take a rendering out of a concept of a term file.

    Raises:
        GlossaryError: no such concept or rendering (GLO009). OutputError: the file cannot be written.
    """
    _change(
        file,
        by,
        why,
        lambda old, change: edits.remove_rendering(old, concept, locale, text, change, name=str(file)),
    )


def mark_term(
    file: Path, concept: str, *, by: str, reviewed: bool = True, source: str = "", why: str = ""
) -> None:
    """Mark a concept of a term file as reviewed, or as a draft again.

    Raises:
        GlossaryError: no such concept (GLO009). OutputError: the file cannot be written.
    """
    state = ReviewState.REVIEWED if reviewed else ReviewState.DRAFT
    _change(
        file,
        by,
        why,
        lambda old, change: edits.set_review(old, concept, state, change, source=source, name=str(file)),
    )


def only_file(config: Config) -> Path:
    """Return the project's one YAML term file, or where the first one goes.

    Raises:
        UsageError: it has several, or names no place for one.
    """
    files = [path for path in _files(config) if path.suffix.lower() in _YAML]
    first = None if files else file_to_come(config, "terms")
    if first is not None:
        return first
    if len(files) != 1:
        have = f"{len(files)} term files" if files else "no term file"
        raise UsageError(f"the project has {have}", do="name one with -o glossary/terms.yaml")
    return files[0]


def file_to_come(config: Config, stem: str) -> Path | None:
    """Return a term file of a stem that a pattern of the project would read, be it there or not; None without any."""
    for pattern in config.glossary.files:
        path = config.root / pattern.replace("**/", "").replace("*", stem)
        if "*" in pattern and path.suffix.lower() in _YAML:
            return path
    return None


def uses(config: Config, file: Path) -> bool:
    """Return whether the project reads a term file."""
    return file.resolve() in {path.resolve() for path in _files(config)}


def entry_of(config: Config, name: str) -> tuple[Path, str]:
    """Return the file and id of the entry of the project that has an id or a term.

    Raises:
        UsageError: no entry or several have it.
    """
    from localize.glossary.load import read_concepts

    found: list[tuple[Path, str]] = []
    for path in (path for path in _files(config) if path.suffix.lower() in _YAML):
        concepts, _ = read_concepts(read_bytes(path, str(path)), str(path))
        names = ((c.id, {c.id, c.term, c.hant, *c.variants}) for c in concepts)
        found += [(path, concept) for concept, known in names if name in known]
    if len(found) > 1:
        ids = ", ".join(f"{concept} ({path})" for path, concept in found)
        raise UsageError(f"{name} is several entries: {ids}", do="name one by its id")
    if not found:
        do = f"add it: localize glossary add {name} --say L=WORDS; an entry of the project goes before the packs"
        raise UsageError(f"no term file of the project has {name}", do=do)
    return found[0]


def _files(config: Config) -> list[Path]:
    return [path for pattern in config.glossary.files for path in sorted(config.root.glob(pattern))]


def _strategy(text: str, concept: str, name: str) -> Strategy:
    from localize.glossary.load import read_concepts

    concepts, _ = read_concepts(text.encode(), name)
    return next((c.strategy for c in concepts if c.id == concept), Strategy.OFFICIAL)


def _change(file: Path, by: str, why: str, edit: Callable[[str, Change], str]) -> None:
    if not by.strip():
        raise UsageError("a change of the terms without a name", do="say who decides it")
    if file.suffix.lower() not in _YAML:
        place = Place(str(file))
        raise GlossaryError(
            "only YAML term files are edited in place", do="import the table first", place=place
        )
    text = edit(_text(file), Change(by.strip(), _today(), why))
    write_atomic(file, text.encode(), force=True)


def _text(file: Path) -> str:
    """Return the text of a file, '' if it is not there yet."""
    return read_bytes(file, str(file)).decode("utf-8-sig") if file.exists() else ""


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
