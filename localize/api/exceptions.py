"""The only place that gathers what a project accepts: exceptions of its settings and of comments in its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.api.files import read_bytes, read_document, reading_of
from localize.qa.suppression import inline, mentions, of_setting

if TYPE_CHECKING:
    from collections.abc import Sequence

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
