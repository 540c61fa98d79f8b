"""The shapes that every report shares: the row of a finding, its fingerprint, text that no output chokes on."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from localize.qa import CHECKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.api.waiving import Accepted
    from localize.model import LocatedFinding

MOST_CHARACTERS = 2_000
"""Of one text in a report for people; a file without line breaks can be one line of megabytes."""
WINDOWS = os.name == "nt"
_SURROGATE = re.compile("[\ud800-\udfff]")
_HERE = re.compile(r"\A(?:\./+)+")


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """One registered output format: its name, the module of this package that writes it, a title."""

    name: str
    module: str
    title: str


class Row(TypedDict):
    """A finding as `json` and `jsonl` print it; the keys are a contract with scripts.

    `line` and `column` are 1-based and null where not known; `column` counts characters. `fix` is the whole
    repaired target, null where there is no safe one.
    """

    code: str
    severity: str
    file: str
    line: int | None
    column: int | None
    locale: str
    segment: str | None
    message: str
    fix: str | None


def row(located: LocatedFinding) -> Row:
    """Return a finding as a row."""
    finding, place = located.finding, located.place
    return Row(
        code=finding.code,
        severity=str(finding.severity),
        file=encodable(place.file),
        line=place.line or None,
        column=place.column or None,
        locale=located.locale,
        segment=None if finding.segment is None else encodable(finding.segment),
        message=encodable(finding.message),
        fix=None if finding.fix is None else encodable(finding.fix.text),
    )


class Waived(TypedDict):
    """Why a finding is accepted, and its last day (``2026-12-01``), null for no end."""

    reason: str
    until: str | None


class ToldRow(Row):
    """A row of a report that tells what is accepted too: `waived` is null for a finding that is not."""

    waived: Waived | None


def rows(findings: Sequence[LocatedFinding], accepted: Sequence[Accepted] | None) -> Iterator[Row]:
    """Yield the findings as rows, and what is accepted after them; None for a report that does not tell that."""
    for located in findings:
        yield row(located) if accepted is None else ToldRow(**row(located), waived=None)
    for one in accepted or ():
        until = one.until.isoformat() if one.until else None
        yield ToldRow(**row(one.located), waived=Waived(reason=encodable(one.reason), until=until))


def check_title(code: str) -> str:
    """Return what a finding code says, '' for a code that is not registered."""
    return next((check.title for check in CHECKS if check.code == code), "")


def encodable(text: str) -> str:
    """Return the text with lone surrogates, which UTF-8 cannot hold, replaced by U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def clipped(text: str, most: int = MOST_CHARACTERS) -> str:
    """Return a text for people to read, cut where it is endless.

    >>> clipped("abcdefgh", 3)
    'abc… and 5 characters more'
    """
    cut = len(text) - most
    return text if cut <= 0 else f"{text[:most]}… and {cut:,} characters more"


def fingerprints(findings: Sequence[LocatedFinding]) -> Iterator[tuple[LocatedFinding, str]]:
    """Yield each finding with a fingerprint that stays when its cue moves in the file; all of them differ.

    A fingerprint rests on code, file, locale, segment and message, not on the line. Equal ones are numbered.
    """
    seen: dict[str, int] = {}
    for located in findings:
        finding = located.finding
        file = forward_slashes(located.place.file)
        parts = (finding.code, file, located.locale, finding.segment or "", finding.message)
        key = "\x00".join(encodable(part) for part in parts)
        count = seen[key] = seen.get(key, 0) + 1
        digest = hashlib.sha256(f"{key}\x00{count}".encode()).hexdigest()
        yield located, digest[:40]


def forward_slashes(path: str) -> str:
    """Return a path as reports write it, see `portable`; what UTF-8 cannot hold is replaced."""
    return encodable(portable(path))


def portable(path: str, *, windows: bool = WINDOWS) -> str:
    """Return a path with ``/``, and relative where it lies below the working folder.

    A service checks out into another folder each time, and links only what is relative to it.

    Args:
        path: of a file.
        windows: it is one of Windows; elsewhere a backslash is a character of a name like any other.
    """
    if path.startswith(("/", "../")):
        here = Path.cwd()
        whole = Path(os.path.normpath(here / path))
        path = str(whole.relative_to(here)) if whole.is_relative_to(here) else path
    return _HERE.sub("", path.replace("\\", "/") if windows else path)
