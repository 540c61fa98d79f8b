"""The only place that says which files are checked against which, and where the shot changes of each stand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from localize.api.files import closed_folder, is_left_out, name_in
from localize.api.picture import cuts_of, cuts_path, fields_of, is_there, refuse_template
from localize.errors import ProblemsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.config import Config


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


def file_pairs(paths: Sequence[Path], against: Path | None, exclude: Sequence[str] = ()) -> list[FilePair]:
    """Return the files to check, each with its source: folders are gone through and paired by relative path.

    Of a folder of sources, each file of a kind that the targets are of has to have its target.

    Args:
        paths: target files or folders.
        against: source file, or folder that holds each source under the path that its target has; None for files
            that hold both.
        exclude: patterns of what is left out of the folders.

    Raises:
        UsageError: a folder is held against a single file, or is empty.
        ProblemsError: of `InputError`, every folder that cannot be looked into.
    """
    found: list[FilePair] = []
    for path in paths:
        if not path.is_dir():
            source = against / path.name if against and against.is_dir() else against
            found.append(FilePair(path, source, path.name))
            continue
        if against is not None and not against.is_dir():
            raise UsageError(f"{path} is a folder and {against} is not", do="give the folder of the sources")
        names = _below(path, exclude)
        if not names:
            raise UsageError(f"{path} holds no file", do="check the folder")
        if against is not None:
            # A translation that nobody delivered is missed here: it cannot be read, and that is told.
            suffixes = {name.suffix for name in names}
            names = sorted({*names, *(name for name in _below(against, exclude) if name.suffix in suffixes)})
        found += [FilePair(path / n, against / n if against else None, n.as_posix()) for n in names]
    return found


def _below(folder: Path, exclude: Sequence[str]) -> list[Path]:
    closed: list[OSError] = []
    names = [
        Path(at, name).relative_to(folder)
        for at, _, files in os.walk(folder, onerror=closed.append)
        for name in files
    ]
    if closed:  # a delivery of which a part cannot be seen is not checked
        raise ProblemsError(closed_folder(error.filename, error) for error in closed)
    return sorted(n for n in names if not _hidden(n) and not is_left_out(n.as_posix(), exclude))


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
    if not template:
        return
    named = [path for pair in pairs for path in _named(template, pair, locale)] if fields_of(template) else []
    refuse_template(template, len(pairs), named)
