"""The only place that says what a change of the glossary does to a project's lines, and opens again those it must."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from localize import glossary
from localize.api import setting
from localize.api.files import format_of, tasks_of
from localize.api.terms_exchange import TERM_FILES, read_terms
from localize.errors import Place, UsageError
from localize.glossary.collection import Glossary, merge
from localize.glossary.diff import compare
from localize.glossary.impact import Prefilter, Touched, touched
from localize.review.base import Act, Action, Decision, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from localize.api.project import Project
    from localize.config import Config
    from localize.glossary.base import Concept, Scope
    from localize.glossary.diff import ConceptChange
    from localize.pipeline import Pipeline, Task
    from localize.review.base import Unit

_ASKED = {"TRM001", "TRM002", "TRM004", "TRM005"}
"""Findings that say a target does not do what a term asks."""
_PLAIN = (".yaml", ".yml", ".csv", ".tsv")


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of a glossary.

    Attributes:
        changes: what differs between the files that were named.
        before, after: the whole glossary of the project with either of them.
    """

    changes: tuple[ConceptChange, ...]
    before: Glossary
    after: Glossary


@dataclass(frozen=True, slots=True)
class TouchedLine:
    """A line of which the new glossary asks something else than the old one.

    Attributes:
        locale: of the translation.
        unit: the line as it stands in the store.
        touched: the terms.
        reopen: whether it is approved and its text does not do what is asked now.
        why: one line for a person: what changed and, of an approved line, why it stays or must be opened again.
    """

    locale: str
    unit: Unit
    touched: tuple[Touched, ...]
    reopen: bool
    why: str

    @property
    def approved(self) -> bool:
        """Whether the line is approved now."""
        return self.unit.state is State.APPROVED

    @property
    def place(self) -> Place:
        """Where the line stands."""
        return Place(self.unit.file, self.unit.segment.line)


def term_files(path: Path) -> list[Path]:
    """Return the term files that a path names: itself, or those below it.

    Raises:
        UsageError: there are none.
    """
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if p.suffix.lower() in TERM_FILES and p.is_file())
    else:
        found = [path] if path.is_file() else []
    if not found:
        raise UsageError(f"{path} holds no term file", do=f"name a file or folder of {' '.join(TERM_FILES)}")
    return found


def versions(config: Config, before: Path, after: Path | None = None) -> Versions:
    """Return two versions of the terms, and of the project's glossary with either.

    Where the project uses one of the two, the other takes its place; where it uses neither, both are nearer than all
    that the project uses. Without a second one, the first is a snapshot of a whole glossary, beside today's.

    Args:
        config: of the project, or a default one.
        before, after: term files or folders of any shape.

    Raises:
        LocalizeError: a file is missing or wrong.
    """
    old_files = term_files(before)
    if after is None:
        old, new = _load(old_files), setting.load_glossary(config)
        return Versions(compare(old, new), old, new)
    new_files = term_files(after)
    used = [path.resolve() for pattern in config.glossary.files for path in sorted(config.root.glob(pattern))]
    return Versions(
        compare(_load(old_files), _load(new_files)),
        _load_over(config, _with(used, old_files, new_files)),
        _load_over(config, _with(used, new_files, old_files)),
    )


def _with(used: Sequence[Path], wanted: Sequence[Path], other: Sequence[Path]) -> list[Path]:
    """Return the project's files with the wanted version of some, wherever the other one stands among them."""
    mine, theirs = [{path.resolve() for path in some} for some in (wanted, other)]
    if any(path in mine for path in used):
        return list(used)
    files: list[Path] = []
    placed = False
    for path in used:
        if path not in theirs:
            files.append(path)
        elif not placed:
            files += wanted
            placed = True
    return files if placed else [*files, *wanted]


def _load(files: Sequence[Path]) -> Glossary:
    """Return the glossary of files of any shape, without packs."""
    plain, others = _sorted(files)
    found = glossary.load(plain, packs=())
    return merge([found.concepts, *others]) if others else found


def _load_over(config: Config, files: Sequence[Path]) -> Glossary:
    """Return a project's glossary with other files in place of those that it lists."""
    plain, others = _sorted(files)
    bare = replace(config, glossary=replace(config.glossary, files=()))
    found = setting.load_glossary(bare, plain)
    return merge([found.concepts, *others], people=found.people) if others else found


def _sorted(files: Sequence[Path]) -> tuple[list[Path], list[tuple[Concept, ...]]]:
    """Return the files that the loader reads itself, and the concepts of all others."""
    plain = [path for path in files if path.suffix.lower() in _PLAIN]
    return plain, [read_terms(path).concepts for path in files if path not in plain]


def impact(
    project: Project,
    before: Glossary,
    after: Glossary,
    *,
    locales: Sequence[str] = (),
    paths: Sequence[str] = (),
) -> list[TouchedLine]:
    """Return the lines of a project that a change of its glossary touches, in file order. Read-only.

    The hits of both glossaries are compared line by line, so that a term that hides another, a condition that holds
    no more, or a homograph that is decided now counts as it does when the line is translated.
    """
    views = _Views(before, after)
    found: list[TouchedLine] = []
    for locale in project.locales(locales):
        old, new = (
            setting.make_pipeline(project.config, locale, terms=terms, engine=None)
            for terms in (before, after)
        )
        for file in project.files(paths):
            found += _touched_in(project, locale, file, old, new, views)
    return found


class _Views:
    """Which lines a change can touch at all, for each part of the work in which other terms hold."""

    def __init__(self, before: Glossary, after: Glossary) -> None:
        self._before, self._after = before, after
        self._known: dict[tuple[int, int], Prefilter] = {}

    def prefilter(self, scope: Scope) -> Prefilter:
        """Return the filter of a scope."""
        old, new = self._before.within(scope), self._after.within(scope)
        key = (id(old), id(new))  # a glossary keeps its views, so their ids are not used again
        if key not in self._known:
            self._known[key] = Prefilter(compare(old, new))
        return self._known[key]


def _touched_in(
    project: Project, locale: str, file: str, old: Pipeline, new: Pipeline, views: _Views
) -> Iterator[TouchedLine]:
    units = project.units(locale, file)
    format_name = format_of(project.store.files()[file])
    tasks = tasks_of(format_name, [(str(u.id), u.segment, "") for u in units], path=file)
    if not tasks:
        return
    prefilter = views.prefilter(new.analyse(tasks[0]).scope)
    for unit, task in zip(units, tasks, strict=True):
        if not prefilter.may_touch(unit.segment.source):
            continue
        places = touched(old.analyse(task).hits, new.analyse(task).hits)
        if not places:
            continue
        what = "; ".join(dict.fromkeys(_say(place) for place in places))
        if unit.state is not State.APPROVED or unit.target is None:
            yield TouchedLine(locale, unit, places, reopen=False, why=what)
            continue
        amiss = _amiss(new, task, unit.target, places)
        verdict = (
            f"the approved text does not fit: {amiss}" if amiss else "the approved text does that already"
        )
        yield TouchedLine(locale, unit, places, reopen=bool(amiss), why=f"{what}; {verdict}")


def _amiss(pipeline: Pipeline, task: Task, target: str, places: Sequence[Touched]) -> str:
    """Return what keeps an approved text from doing what the touched terms ask now, '' if nothing does."""
    analysis = pipeline.analyse(task)
    mine = tuple(place.after for place in places if place.after is not None)
    found = pipeline.check(task, target, analysis=replace(analysis, hits=mine), approved=True)
    return "; ".join(finding.message for finding in found if finding.code in _ASKED)


def _say(place: Touched) -> str:
    hit = place.hit
    if place.after is None:
        return f"{hit.surface} is no term here any more ({hit.concept.id})"
    if place.before is None:
        return f"{hit.surface} is a term here now ({hit.concept.id})"
    was, now = (
        _words(h.rendering.text if h.rendering else "", bool(h.rivals)) for h in (place.before, place.after)
    )
    if was == now:
        return f"{hit.surface}: other words are accepted or forbidden ({hit.concept.id})"
    return f"{hit.surface}: {was} → {now} ({hit.concept.id})"


def _words(text: str, undecided: bool) -> str:  # noqa: FBT001 - one word beside the text
    return "undecided" if undecided else f"“{text}”" if text else "nothing certain"


def reopen(
    project: Project, lines: Sequence[TouchedLine], *, reviewer: str, reason: str = ""
) -> list[TouchedLine]:
    """Put the approved lines that do not fit any more up for discussion, with the reason, and return them.

    One act of the reviewer in each locale, in the log like every other, so it can be undone; the pairs leave the
    translation memory until they are approved again.

    Raises:
        ConflictError: somebody has decided on one of the lines since.
    """
    opened: list[TouchedLine] = []
    for locale in dict.fromkeys(line.locale for line in lines):
        mine = [line for line in lines if line.locale == locale and line.reopen]
        if not mine:
            continue
        acts = [
            Act(
                line.unit.id,
                Decision(Action.DISCUSS, reason=f"{reason}: {line.why}" if reason else line.why),
                line.unit.revision,
            )
            for line in mine
        ]
        project.review(locale, reviewer).decide_many(acts)
        opened += mine
    return opened
