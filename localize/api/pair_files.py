"""The only place that says which files are checked against which, and where the shot changes of each stand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from localize.api.files import closed_folder, is_left_out, name_in
from localize.api.picture import cuts_of, cuts_path, fields_of, is_there, refuse_template
from localize.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.config import Config
    from localize.errors import InputError


@dataclass(frozen=True, slots=True)
class FilePair:
    """A target file and its source.

    Attributes:
        target: file with the translations.
        source: file with the sources, None if the target file holds both.
        name: path of the target below the folder that was given, its file name where none was; with ``/``.
    """

    target: Path
    source: Path | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class FoundPairs:
    """What there is to check.

    Attributes:
        pairs: the files, each with its source.
        problems: the folders that cannot be looked into.
        unread: these folders, on both sides: what they hold, or should, is not among the pairs.
    """

    pairs: list[FilePair]
    problems: list[InputError]
    unread: list[Path]


def file_pairs(paths: Sequence[Path], against: Path | None, exclude: Sequence[str] = ()) -> FoundPairs:
    """Return the files to check, each with its source: folders are gone through and paired by relative path.

    Of a folder of sources, each file of a kind that the targets are of has to have its target.

    Args:
        paths: target files or folders.
        against: source file, or folder that holds each source under the path that its target has; None for files
            that hold both.
        exclude: patterns of what is left out of the folders.

    Raises:
        UsageError: a folder is held against a single file, or is empty.
    """
    found = FoundPairs([], [], [])
    for path in paths:
        if path.is_dir():
            _add_folder(found, path, against, exclude)
        else:
            source = against / path.name if against and against.is_dir() else against
            found.pairs.append(FilePair(path, source, path.name))
    return found


def _add_folder(found: FoundPairs, path: Path, against: Path | None, exclude: Sequence[str]) -> None:
    if against is not None and not against.is_dir():
        raise UsageError(f"{path} is a folder and {against} is not", do="give the folder of the sources")
    sides = [path] if against is None else [path, against]
    ours, *theirs = trees = [_below(side, exclude) for side in sides]
    if not ours.names and not ours.closed:
        raise UsageError(f"{path} holds no file", do="check the folder")
    closed = {name for tree in trees for name in tree.closed}
    found.unread.extend(side / name for name in sorted(closed) for side in sides)
    for problem in (problem for tree in trees for problem in tree.closed.values()):
        if str(problem) not in map(str, found.problems):  # several deliveries have one folder of sources
            found.problems.append(problem)
    # A translation that nobody delivered is missed here: it cannot be read, and that is told.
    suffixes = {name.suffix for name in ours.names}
    missed = {name for tree in theirs for name in tree.names if name.suffix in suffixes}
    names = sorted(n for n in {*ours.names, *missed} if closed.isdisjoint(n.parents))
    found.pairs.extend(FilePair(path / n, against / n if against else None, n.as_posix()) for n in names)


class _Tree(NamedTuple):
    """What is below a folder, by path from there: the files, and the folders that cannot be looked into."""

    names: list[Path]
    closed: dict[Path, InputError]


def _below(folder: Path, exclude: Sequence[str]) -> _Tree:
    errors: list[OSError] = []
    names: list[Path] = []
    for at, folders, files in os.walk(folder, onerror=errors.append):
        # What is left out need not be looked into.
        folders[:] = [name for name in folders if name[:1] != "." and not is_left_out(name, exclude)]
        names += [Path(at, name).relative_to(folder) for name in files]
    closed = {Path(e.filename).relative_to(folder): closed_folder(e.filename, e) for e in errors}
    kept = [n for n in names if not _hidden(n) and not is_left_out(n.as_posix(), exclude)]
    return _Tree(sorted(kept), closed)


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def cuts_beside(template: str, config: Config, pair: FilePair, locale: str) -> Path | None:
    """Return where the shot changes of a pair stand, None if they are not there.

    Args:
        template: of `CUTS_FIELDS`; '' for what ``[files] cuts`` says. One without fields is a file that must be there.
        config: of the project.
        pair: whose picture it is.
        locale: of the target.
    """
    if template and not fields_of(template):
        return Path(template)
    if template:
        return next((path for path in _named(template, pair, locale) if is_there(path)), None)
    if not config.files.cuts:
        return None
    paths = [path for path in (pair.source, pair.target) if path is not None]
    found = (cuts_of(config, name_in(config, path, pair.name), locale) for path in paths)
    return next((path for path in found if path is not None), None)


def _named(template: str, pair: FilePair, locale: str) -> Iterator[Path]:
    """Yield where a template leads: by the target's name, of single files by that of the source too."""
    yield Path(cuts_path(template, pair.name, locale))
    if pair.source is not None and pair.name == pair.target.name:
        yield Path(cuts_path(template, pair.source.name, locale))


def refuse_cuts(template: str, pairs: Sequence[FilePair], locale: str) -> None:
    """Refuse a template of cuts that cannot be meant so.

    Raises:
        UsageError: it has an unknown field, names one file for several pictures, or no file at all.
    """
    if not template or not pairs:
        return
    named = [path for pair in pairs for path in _named(template, pair, locale)] if fields_of(template) else []
    refuse_template(template, len(pairs), named)
