"""The only place that applies safe fixes to files: one at a time, each checked again, nothing else moved."""

from __future__ import annotations

import dataclasses
import difflib
import functools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.api.fitting import render_what_fits
from localize.api.pairs import partnered, place_of
from localize.errors import OutputError, Place
from localize.export import write_atomic
from localize.export.write import FOREIGN, sha256
from localize.formats import ParseOptions, parse
from localize.model import Finding, LocatedFinding
from localize.qa.suppression import today

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from localize.api.pairs import PairChecker
    from localize.errors import LocalizeError
    from localize.model import Document, SegmentId
    from localize.pipeline import Pipeline, Task
    from localize.qa.suppression import Suppression

MOST_ROUNDS = 20
"""Fixes applied to one text at most; a text in need of more is left to a person."""
_CONTEXT = 3
_NO_NEWLINE = "\n\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A fix that was not applied, and the finding that it would have brought in."""

    finding: Finding
    brings: Finding


@dataclass(frozen=True, slots=True)
class Mended:
    """A text after its safe fixes.

    Attributes:
        text: what it is now.
        applied: what was mended, in order.
        refused: fixes that would have made it worse.
        left: findings of the text as it is now; of all codes where something was tried.
    """

    text: str
    applied: tuple[Finding, ...]
    refused: tuple[Refusal, ...]
    left: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class FixedFile:
    """What fixing does to a file; nothing is written yet.

    Attributes:
        document: the file as it was.
        data: its bytes with the fixes.
        applied: what was mended, with the places in the file as it was.
        refused: fixes that would have made a text worse.
        problems: fixes that the format cannot hold.
    """

    document: Document
    data: bytes
    applied: tuple[LocatedFinding, ...]
    refused: tuple[Refusal, ...]
    problems: tuple[LocalizeError, ...]

    @property
    def changed(self) -> bool:
        """Return whether there is anything to write."""
        return self.data != self.document.data

    def diff(self) -> str:
        """Return the unified diff of the file, '' if nothing changed."""
        return unified_diff(self.document, self.data)

    def write(self, path: Path) -> None:
        """Write the file whole or not at all; a link is followed.

        Raises:
            OutputError: it cannot be written, or has changed since it was read.
        """
        try:
            write_atomic(path.resolve(), self.data, known=sha256(self.document.data))
        except OutputError as error:
            if error.code != FOREIGN:
                raise
            what = "was changed by somebody while it was checked; its fixes are not written"
            raise OutputError(what, code=FOREIGN, do="run it again", place=Place(str(path))) from error


def mend(
    pipeline: Pipeline,
    task: Task,
    text: str,
    findings: Sequence[Finding],
    *,
    wanted: Callable[[Finding], bool],
) -> Mended:
    """Return a text with its safe fixes applied, worst finding first.

    A fix is applied only if its finding goes and no other comes that weighs as much or more. An empty text is left
    alone: what a fix would put there is not a translation.

    Args:
        pipeline: whose checks are run again after each fix.
        task, text: source and target.
        findings: of the text.
        wanted: says whether the fix of a finding is to be applied at all.
    """
    if not text.strip() or not any(_fixes(findings, wanted)):
        return Mended(text, (), (), tuple(findings))
    left = pipeline.check(task, text)
    applied: list[Finding] = []
    refused: dict[tuple[str, str], Refusal] = {}
    seen = {text}
    while len(applied) < MOST_ROUNDS:
        for finding, fixed in _fixes(left, wanted):
            if fixed in seen or (finding.code, fixed) in refused:
                continue
            worse = _worse(finding, left, after := pipeline.check(task, fixed))
            if worse is None:
                break
            refused[finding.code, fixed] = Refusal(finding, worse)
        else:
            break
        applied.append(finding)
        text, left = fixed, after
        seen.add(text)
    still = {finding.code for finding in left}
    return Mended(text, tuple(applied), tuple(r for r in refused.values() if r.finding.code in still), left)


def _fixes(findings: Sequence[Finding], wanted: Callable[[Finding], bool]) -> Iterator[tuple[Finding, str]]:
    """Yield the findings whose fix is wanted, with the text it makes."""
    for finding in findings:
        if finding.fix is not None and finding.fix.text.strip() and wanted(finding):
            yield finding, finding.fix.text


def _worse(mended: Finding, before: Sequence[Finding], after: Sequence[Finding]) -> Finding | None:
    """Return a finding that a fix would bring in, or fail to take away; None if the fix is good."""
    had = Counter((f.code, f.severity) for f in before)
    has: Counter[tuple[str, int]] = Counter()
    for finding in after:
        has[finding.code, finding.severity] += 1
        more = has[finding.code, finding.severity] > had[finding.code, finding.severity]
        if more and finding.severity >= mended.severity:
            return finding
        if (finding.code, finding.message, finding.span) == (mended.code, mended.message, mended.span):
            return finding
    return None


def fix_file(checker: PairChecker, target: Path, source: Path | None = None) -> FixedFile:
    """Return what the safe fixes make of a target file. Read-only.

    What a comment or setting accepts is not mended.

    Args:
        checker: with the locale, the terms and the codes that are asked for.
        target: file with the translations.
        source: file with the sources; None if the target file holds both.

    Raises:
        LocalizeError: a file cannot be read, or holds no translations.
    """
    theirs, ours = checker.documents(target, source)
    pipeline = checker.pipeline
    accepted = [e for e in checker.exceptions(theirs, ours) if e.until is None or e.until >= today()]
    targets: dict[SegmentId, str] = {}
    applied: list[LocatedFinding] = []
    refused: list[Refusal] = []
    for task, at, text in partnered(theirs, ours):
        if at is None:
            continue
        segment = ours.segments[at]
        located = functools.partial(LocatedFinding, place=place_of(ours, segment), locale=pipeline.target)
        wanted = asked(checker.select, accepted, located)
        findings = pipeline.check(task, text, select=checker.select)
        mended = mend(pipeline, task, text, findings, wanted=wanted)
        refused += mended.refused
        if mended.text != text:
            targets[segment.id] = mended.text
            applied += [located(finding) for finding in mended.applied]
    return _rendered(ours, targets, applied, refused)


def asked(
    select: frozenset[str] | None,
    accepted: Sequence[Suppression],
    located: Callable[[Finding], LocatedFinding],
) -> Callable[[Finding], bool]:
    """Return what says whether a finding is asked for, and accepted by nobody."""

    def wanted(finding: Finding) -> bool:
        chosen = select is None or finding.code in select
        return chosen and not any(e.covers(located(finding)) for e in accepted)

    return wanted


def _rendered(
    document: Document,
    targets: Mapping[SegmentId, str],
    applied: list[LocatedFinding],
    refused: list[Refusal],
) -> FixedFile:
    if not targets:
        return FixedFile(document, document.data, (), tuple(refused), ())
    data, problems = render_what_fits(document, targets)
    for problem in problems:
        problem.do = "the fix was not applied; mend it by hand"
    if problems:
        moved = {segment for segment, _, _ in _changes(document, data)}
        applied = [located for located in applied if located.finding.segment in moved]
    return FixedFile(document, data, tuple(applied), tuple(refused), tuple(problems))


def unified_diff(document: Document, data: bytes) -> str:
    """Return the unified diff between a document and new bytes of it; '' if they are the same.

    A file that is no text (a workbook, EBU-STL) is shown by its texts.
    """
    if data == document.data:
        return ""
    name, encoding = document.name, document.encoding
    if _is_text(document):
        old, new = (
            bytes_[len(encoding.bom) :].decode(encoding.name, "replace").split("\n")
            for bytes_ in (document.data, data)
        )
        lines = difflib.unified_diff(_ended(old), _ended(new), f"a/{name}", f"b/{name}", n=_CONTEXT)
        return "".join(line if line.endswith("\n") else line + _NO_NEWLINE for line in lines)
    head = [f"--- a/{name}", f"+++ b/{name}"]
    for segment, was, now in _changes(document, data):
        head += [f"@@ {segment} @@"]
        head += [f"-{line}" for line in was.split("\n")] + [f"+{line}" for line in now.split("\n")]
    return "\n".join(head) + "\n"


def _ended(lines: list[str]) -> list[str]:
    """Return lines with their line feeds; the last one has none, and is no line if it is empty."""
    whole = [f"{line}\n" for line in lines[:-1]]
    return [*whole, lines[-1]] if lines[-1] else whole


def _is_text(document: Document) -> bool:
    wide = document.encoding.name.startswith(("utf-16", "utf-32"))
    return not document.data.startswith(b"PK\x03\x04") and (wide or b"\0" not in document.data)


def _changes(document: Document, data: bytes) -> Iterator[tuple[SegmentId, str, str]]:
    """Yield the segments whose text differs in new bytes of a document: id, before, after."""
    options = dataclasses.replace(ParseOptions.like(document), encoding=document.encoding.name)
    written = parse(data, document.name, format=document.format, options=options)
    now = {segment.id: segment for segment in written.segments}
    for segment in document.segments:
        other = now.get(segment.id, segment)
        if (segment.source, segment.target) != (other.source, other.target):
            was, is_ = (s.source if s.target is None else s.target for s in (segment, other))
            yield segment.id, was, is_
