"""The only place that gathers what a project accepts: exceptions of its settings and of comments in its files."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from localize.api.files import name_in, read_bytes, read_document, reading_of
from localize.qa.suppression import inline, mentions, of_setting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from localize.config import Config
    from localize.qa.suppression import Suppression


def exceptions_of(config: Config) -> list[Suppression]:
    """Return the exceptions of ``[check] ignore``."""
    return [
        of_setting(
            e.codes,
            e.reason,
            config.place("check", "ignore"),
            until=e.until,
            files=e.files,
            locales=e.locales,
        )
        for e in config.check.ignore
    ]


def exceptions_about(config: Config, files: Sequence[tuple[Path, str]]) -> list[Suppression]:
    """Return the exceptions of ``[check] ignore``, those that name files held against a target and its source.

    One whose pattern fits a name of either is about the pair. The others stay as they are: what is wrong with them
    (one has ended) is told, whichever files a run is about.

    Args:
        config: of the project.
        files: path, and name below the folder that was given.
    """
    accepted = exceptions_of(config)
    if not any(exception.files for exception in accepted):
        return accepted
    names = [name for path, below in files for name in (str(path), name_in(config, path, below))]
    return [
        replace(e, files=()) if any(fnmatchcase(n, p) for n in names for p in e.files) else e
        for e in accepted
    ]


def exceptions_in(config: Config, files: Sequence[str]) -> list[Suppression]:
    """Return the exceptions in the comments of some files of a project; others are not parsed.

    Raises:
        LocalizeError: a file that mentions one cannot be read.
    """
    found: list[Suppression] = []
    for name in files:
        path = config.root / name
        if path.is_file() and mentions(read_bytes(path, name)):
            found += inline(read_document(path, name, reading=reading_of(config, name)).document)
    return found
