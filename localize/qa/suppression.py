"""The only place that reads accepted findings out of comments and settings, and takes them out of a report.

A comment of the file's own format says it, before the cue or string it is about::

    # localize: ignore TXT007,COD until 2027-01-31: the house style writes three dots
    # localize: ignore-file SCR: fan names are full-width on purpose

The reason is needed, the date is not. What is no longer true is a finding itself: one that has run out, one that
silences nothing, one that cannot be read.
"""

from __future__ import annotations

import bisect
import datetime
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from localize.errors import Place
from localize.model import Finding, LocatedFinding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.model import Document, SegmentId

EXPIRED = "PRO007"
UNUSED = "PRO008"
UNCLEAR = "PRO009"
OWN_CODES = frozenset({EXPIRED, UNUSED, UNCLEAR})
"""Codes of findings about suppressions; no suppression silences them."""

_WORD = "localize: ignore"
_COMMENT = re.compile(
    r"localize: ignore(?P<file>-file)?(?![\w-])[ \t]*(?P<codes>[A-Za-z]{3}\d*(?:[ \t]*,[ \t]*[A-Za-z]{3}\d*)*)?"
    r"(?:[ \t]+until[ \t]+(?P<until>[^\s:]+))?[ \t]*[:\u2014-]?[ \t]*(?P<reason>[^\r\n]*)"
)
_CODE = re.compile(r"[A-Z]{3}(?:\d{3})?\Z")
_COMMENT_ENDS = ("-->", "*/", "]]", "}}")


@dataclass(frozen=True, slots=True)
class Suppression:
    """One accepted kind of finding.

    Attributes:
        codes: codes or families (``TXT007``, ``COD``).
        reason: why, for the next reader.
        place: where it is written.
        segment: the only segment it is about, None for all.
        until: its last day, None for no end.
        file: the only file it is about, '' for all.
        files, locales: glob patterns; empty for all.
        fault: what is wrong with it, '' if it can be used.
    """

    codes: tuple[str, ...]
    reason: str
    place: Place
    segment: SegmentId | None = None
    until: datetime.date | None = None
    file: str = ""
    files: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    fault: str = ""

    def covers(self, located: LocatedFinding) -> bool:
        """Return whether it is about a finding, whatever the date."""
        finding = located.finding
        return (
            not self.fault
            and finding.code not in OWN_CODES
            and finding.code.startswith(self.codes)
            and (self.segment is None or self.segment == finding.segment)
            and self.file in ("", located.place.file)
            and (not self.files or any(fnmatchcase(located.place.file, p) for p in self.files))
            and (not self.locales or any(fnmatchcase(located.locale, p) for p in self.locales))
        )


@dataclass(frozen=True, slots=True)
class Sifted:
    """Findings after the suppressions: what is left, with what is wrong with them, and what was silenced."""

    kept: tuple[LocatedFinding, ...]
    silenced: tuple[tuple[LocatedFinding, Suppression], ...]


def inline(document: Document) -> tuple[Suppression, ...]:
    """Return the suppressions in the comments of a file; text that is translated is no comment.

    One stands before the cue or string that it is about, as comments do; ``ignore-file`` is about all of the file.
    """
    name = document.encoding.name
    if _WORD.encode(name, "replace") not in document.data:
        return ()
    text = document.data[len(document.encoding.bom) :].decode(name, "replace")
    slots = _slots(document)
    starts = [segment.text_line for segment in document.segments]
    found = []
    line, at, offset = 1, 0, len(document.encoding.bom)
    for match in _COMMENT.finditer(text):
        line += text.count("\n", at, match.start())
        offset += len(text[at : match.start()].encode(name, "replace"))
        at = match.start()
        if not _inside(slots, offset):
            index = bisect.bisect_left(starts, line)
            after = document.segments[index].id if index < len(starts) else None
            found.append(_read(match, Place(document.name, line), after))
    return tuple(found)


def today() -> datetime.date:
    """Return the day (UTC) that dates of exceptions are held against."""
    return datetime.datetime.now(tz=datetime.UTC).date()


def mentions(data: bytes) -> bool:
    """Return whether a file may hold an exception; quick, for files that are not parsed yet."""
    return any(_WORD.encode(name) in data for name in ("utf-8", "utf-16-le", "utf-16-be"))


def of_setting(
    codes: Sequence[str],
    reason: str,
    place: Place,
    *,
    until: datetime.date | None = None,
    files: Sequence[str] = (),
    locales: Sequence[str] = (),
) -> Suppression:
    """Return a suppression that a project file names."""
    return Suppression(
        tuple(code.upper() for code in codes),
        reason,
        place,
        until=until,
        files=tuple(files),
        locales=tuple(locales),
    )


def sift(
    findings: Sequence[LocatedFinding],
    suppressions: Sequence[Suppression],
    *,
    today: datetime.date,
    select: frozenset[str] | None = None,
    whole: bool = True,
) -> Sifted:
    """Return the findings that no suppression covers, and one for each suppression that is not right.

    Args:
        findings: of everything that the suppressions are about.
        suppressions: of the files and of the project.
        today: a suppression counts up to and including its last day.
        select: codes that were looked for, None for all; an exception for others is not called unused.
        whole: the findings are those of everything that settings are about, so that an unused one can be told.
    """
    live = [s for s in suppressions if not s.fault and not _over(s, today)]
    kept, silenced, used = [], [], set()
    for located in findings:
        by = next((s for s in live if s.covers(located)), None)
        if by is None:
            kept.append(located)
        else:
            silenced.append((located, by))
            used.add(id(by))
    for suppression in suppressions:
        looked = (whole or bool(suppression.file)) and _looked_for(suppression, select)
        kept += _faults(suppression, today, unused=looked and id(suppression) not in used)
    if select is not None:
        kept = [located for located in kept if located.finding.code in select]
    return Sifted(tuple(kept), tuple(silenced))


def _faults(suppression: Suppression, today: datetime.date, *, unused: bool) -> list[LocatedFinding]:
    codes = ", ".join(suppression.codes)
    if suppression.fault:
        code, what = UNCLEAR, suppression.fault
    elif _over(suppression, today):
        code, what = EXPIRED, f"the exception for {codes} ended on {suppression.until}: {suppression.reason}"
    elif unused:
        code, what = UNUSED, f"the exception for {codes} silences nothing; take it out"
    else:
        return []
    from localize.qa import spec

    finding = Finding(code, spec(code).severity, suppression.segment, None, what)
    return [LocatedFinding(finding, suppression.place, "")]


def _looked_for(suppression: Suppression, select: frozenset[str] | None) -> bool:
    from localize.qa import CHECKS

    return select is None or all(
        known.code in select for known in CHECKS if known.code.startswith(suppression.codes)
    )


def _over(suppression: Suppression, today: datetime.date) -> bool:
    return suppression.until is not None and today > suppression.until


def _read(match: re.Match[str], place: Place, segment: SegmentId | None) -> Suppression:
    codes = tuple(code.strip().upper() for code in (match["codes"] or "").split(",") if code.strip())
    reason = match["reason"].strip()
    for end in _COMMENT_ENDS:
        reason = reason.removesuffix(end).rstrip()
    whole = match["file"] is not None
    until, fault = None, ""
    if not codes or not all(map(_CODE.match, codes)):
        fault = "an exception must name codes: localize: ignore TXT007: why"
    elif not reason:
        fault = f"an exception must say why: localize: ignore {','.join(codes)}: why"
    elif segment is None and not whole:
        fault = "an exception stands before the text that it is about; nothing follows here"
    if match["until"]:
        try:
            until = datetime.date.fromisoformat(match["until"])
        except ValueError:
            fault = fault or f"{match['until']} is no date; write until 2027-01-31"
    return Suppression(codes, reason, place, None if whole else segment, until, file=place.file, fault=fault)


def _slots(document: Document) -> tuple[list[int], list[int]]:
    spans = sorted((span.start, span.end) for segment in document.segments for span in segment.spans)
    return [start for start, _ in spans], [end for _, end in spans]


def _inside(slots: tuple[list[int], list[int]], offset: int) -> bool:
    starts, ends = slots
    index = bisect.bisect_right(starts, offset) - 1
    return index >= 0 and offset < ends[index]
