"""The only place of the API that reads the accepted market advisories of a project, every problem at its line."""

from __future__ import annotations

import datetime as dt
import difflib
from pathlib import Path
from typing import TYPE_CHECKING

from localize.api.files import read_bytes
from localize.culture.waivers import Waiver
from localize.errors import GlossaryError, ProblemsError
from localize.glossary.schema import breaches
from localize.glossary.yamlfile import list_of, mapping_of, read_yaml, text_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from localize.config import Config
    from localize.glossary.yamlfile import Value, YamlFile

FILE_NAME = "waivers.yaml"
"""Beside the project file; a project without it has accepted nothing."""
_SCHEMA = "waivers.schema.json"


def waivers_of(config: Config) -> tuple[Waiver, ...]:
    """Return the waivers of a project. Reads its file, if there is one.

    Raises:
        ProblemsError: of `GlossaryError`, every problem of the file.
    """
    path = config.root / FILE_NAME
    return read_waivers([path]) if path.is_file() else ()


def read_waivers(paths: Iterable[Path]) -> tuple[Waiver, ...]:
    """Return the waivers of some files.

    Raises:
        ProblemsError: of `GlossaryError`, every problem of every file.
    """
    found: list[Waiver] = []
    wrong: list[GlossaryError] = []
    for path in paths:
        try:
            file = read_yaml(read_bytes(path, str(path)), str(path))
        except GlossaryError as error:
            wrong.append(error)
            continue
        bad = list(breaches(file, _SCHEMA))
        if not bad:
            some, bad = _waivers(file)
            found += some
        wrong += bad
    if wrong:
        raise ProblemsError(wrong)
    return tuple(found)


def _waivers(file: YamlFile) -> tuple[list[Waiver], list[GlossaryError]]:
    found: list[Waiver] = []
    wrong: list[GlossaryError] = []
    for index, value in enumerate(list_of(file.at(("waivers",)))):
        item = mapping_of(value)
        place = file.place(("waivers", index))
        try:
            expires = dt.date.fromisoformat(text_of(item.get("expires")))
        except ValueError:
            what = f"expires is {text_of(item.get('expires'))!r}, no date"
            where = file.place(("waivers", index, "expires"))
            wrong.append(GlossaryError(what, code="GLO004", do="write 2027-03-31", place=where))
            continue
        waiver = _waiver(item, expires, file, index)
        found.append(waiver)
        wrong += [
            GlossaryError(fault, code="GLO008", do=_nearest(waiver.advisory), place=place)
            for fault in waiver.faults()
        ]
    return found, wrong


def _waiver(item: dict[str, Value], expires: dt.date, file: YamlFile, index: int) -> Waiver:
    return Waiver(
        advisory=text_of(item.get("advisory")),
        reason=text_of(item.get("reason")),
        owner=text_of(item.get("owner")),
        expires=expires,
        markets=words_of(item.get("markets")),
        terms=words_of(item.get("terms")),
        files=words_of(item.get("files")),
        place=file.place(("waivers", index)),
        evidence=text_of(item.get("evidence")),
    )


def _nearest(wanted: str) -> str:
    from localize.culture.markets import all_advisories

    known = [advisory.id for advisory in all_advisories()]
    near = difflib.get_close_matches(wanted, known, 3, 0.4)
    if wanted in known:
        return "see localize/culture/data/advisories.yaml"
    return f"did you mean {' or '.join(near)}?" if near else f"use one of {', '.join(known)}"
