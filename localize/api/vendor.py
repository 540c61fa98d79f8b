"""The only place of the API that trades with vendors: lines out with all they need, their work back into the store."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from localize.api.files import format_of, read_bytes, tasks_of
from localize.api.remembering import remember
from localize.api.vendor_codes import writable
from localize.api.vendor_lines import FILE_NOTE, FOREIGN_FILE, HeldBackError, Line, Parcel, digest
from localize.api.vendor_verdict import Judge, Present
from localize.api.vendor_xliff import read_xliff, write_xliff
from localize.errors import ConflictError, InputError, Place, UsageError
from localize.export import write_atomic
from localize.locales import parse_locale
from localize.review.base import Act, Action, Query, State
from localize.review.renaming import BY as SYNC
from localize.review.rules import Rules
from localize.text import SYMBOL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from localize.api.project import Project
    from localize.api.vendor_lines import Returned, ReturnedLine
    from localize.api.vendor_verdict import Verdict
    from localize.errors import LocalizeError
    from localize.pipeline import Pipeline, Task
    from localize.review.base import Unit

XLIFF_SUFFIXES: Final = (".xlf", ".xliff")
SHEET_SUFFIXES: Final = (".xlsx",)
_ATTEMPTS: Final = 3
"""How often a file is looked at again when somebody decides on one of its lines at the same moment."""


@dataclass(frozen=True, slots=True)
class SendReport:
    """What went out: lines by project file, and whether the file had to be written."""

    lines: Mapping[str, int]
    written: bool


@dataclass(slots=True)
class ReceiveReport:
    """What came back.

    Attributes:
        counts: project file → Counter of ``edited``, ``approved``, ``commented``, ``unchanged`` and ``held``.
        problems: one for each line, approval or note that was held back, in the order of the vendor's file.
        final: lines that the vendor calls final and nobody approves, since that was not asked for.
        reopened: lines that were approved and now wait for an approval of the vendor's text.
    """

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    problems: list[LocalizeError] = field(default_factory=list)
    final: int = 0
    reopened: int = 0


@dataclass(slots=True)
class _Plan:
    """What a file would do to the store as it stands now."""

    acts: list[Act] = field(default_factory=list)
    touched: dict[int, Unit] = field(default_factory=dict)
    edited: set[str] = field(default_factory=set)
    report: ReceiveReport = field(default_factory=ReceiveReport)


def send_to_vendor(
    project: Project,
    output: Path,
    *,
    locale: str,
    paths: Sequence[str] = (),
    open_only: bool = False,
    recipient: str = "",
    force: bool = False,
) -> SendReport:
    """Write the lines of a locale into one new file for a vendor: XLIFF 2.0, or an XLSX review sheet.

    Args:
        project: open; it is not changed.
        output: the file; its suffix decides what it is.
        locale: target locale.
        paths: files or folders of the project; empty for all.
        open_only: only lines that are not approved.
        recipient: for whom the file is, recorded in it.
        force: overwrite a file that is there.

    Raises:
        UsageError: an unknown suffix or locale, or there is nothing to send.
        OutputError: the file is there already, or cannot be written.
        RenderError: a text does not fit into a cell.
    """
    suffix = output.suffix.lower()
    if suffix not in XLIFF_SUFFIXES + SHEET_SUFFIXES:
        raise UsageError(
            f"{output.name} is neither an XLIFF file nor a sheet", do="name it .xlf, .xliff or .xlsx"
        )
    (tag,) = project.locales((locale,))
    lines = tuple(_lines(project, tag, paths, open_only=open_only))
    if not lines:
        do = "leave out --open-only, or run localize sync first"
        raise UsageError(f"there is no line to send in {tag}", do=do)
    table = project.config.project
    parcel = Parcel(table.name, table.source, tag, recipient, lines)
    written = write_atomic(output, _written(parcel, suffix), force=force)
    return SendReport(Counter(line.unit.file for line in lines), written)


def _written(parcel: Parcel, suffix: str) -> bytes:
    if suffix in XLIFF_SUFFIXES:
        return write_xliff(parcel)
    from localize.api.vendor_sheet import write_sheet

    return write_sheet(parcel)


def _lines(project: Project, locale: str, paths: Sequence[str], *, open_only: bool) -> Iterable[Line]:
    pipeline = project.pipeline(locale, draft=False)
    fingerprints = project.store.files()
    for file in project.files(paths):
        units = project.units(locale, file)
        format_name = format_of(fingerprints[file])
        tasks = tasks_of(format_name, [(str(u.id), u.segment, "") for u in units], path=file)
        for unit, task in zip(units, tasks, strict=True):
            if not open_only or unit.state is not State.APPROVED:
                yield Line(
                    unit,
                    format_name,
                    _terms(pipeline, task),
                    _fits(pipeline, unit),
                    _comments(project, unit.id),
                )


def _terms(pipeline: Pipeline, task: Task) -> tuple[str, ...]:
    """Return what stands in a line and must be rendered so: terms, names and numbers, longest stretches only."""
    analysis = pipeline.analyse(task)
    wishes = pipeline.wishes(task, analysis)
    found = [(wish.span.start, f"{wish.source} = {wish.target}") for wish in wishes]
    for hit in analysis.hits:
        is_covered = any(w.span.start <= hit.span.start and hit.span.end <= w.span.end for w in wishes)
        if hit.rendering is not None and not is_covered:
            found.append((hit.span.start, f"{hit.surface} = {hit.rendering.text}"))
    return tuple(dict.fromkeys(SYMBOL.sub("…", text) for _, text in sorted(found)))


def _fits(pipeline: Pipeline, unit: Unit) -> int | None:
    """Return how many characters fit a unit: by reading speed, by its lines, and by its own limit."""
    segment = unit.segment
    limits = pipeline.limits_for(segment)
    found = [] if segment.max_length is None else [segment.max_length]
    if limits is not None:
        found.append(int(limits.chars_per_line * limits.lines))
        if segment.start_ms is not None and segment.end_ms is not None:
            found.append(int(limits.chars_per_second * max(segment.end_ms - segment.start_ms, 0) / 1000))
    return min(found, default=None)


def _comments(project: Project, unit_id: int) -> tuple[str, ...]:
    history = project.store.history(unit_id)
    undone = {row.undoes for row in history}
    return tuple(
        f"{row.by}: {row.decision.text}"
        for row in history
        if row.decision.action is Action.COMMENT and row.number not in undone and row.by != SYNC
    )


def receive_from_vendor(
    project: Project, file: Path, *, reviewer: str, approve: bool = False, dry_run: bool = False
) -> ReceiveReport:
    """Record what a vendor changed, in one transaction that is undone as one; what is unsafe is held back.

    New texts are checked, approvals reach the translation memory.

    Args:
        project: open.
        file: what the vendor sent back; its content decides what it is.
        reviewer: in whose name the decisions are recorded.
        approve: approve the lines that the vendor calls final, as far as the rules of the project allow.
        dry_run: change nothing, only report.

    Raises:
        InputError: the file cannot be read, or belongs to another project.
        UsageError: no reviewer, or the locale is not a target of the project.
        StoreError: the store refuses; nothing is recorded then.
    """
    if not reviewer.strip():
        raise UsageError("decisions need a reviewer's name", do="pass --reviewer NAME")
    name = str(file)
    returned = _read(read_bytes(file, name), name)
    locale = _locale_of(project, returned)
    review = project.config.review
    rules = Rules(review.approvals, review.self_approval)
    judge = Judge(returned, by=reviewer.strip(), approve=approve, rules=rules)
    plan = _plan(project, locale, judge)
    if not dry_run and plan.acts:
        plan = _carried_out(project, locale, judge, plan, by=reviewer)
    return plan.report


def _carried_out(project: Project, locale: str, judge: Judge, plan: _Plan, *, by: str) -> _Plan:
    """Record a plan, planned anew where somebody else decided in between; return the one that was recorded."""
    for attempt in range(_ATTEMPTS):
        try:
            project.store.decide_many(plan.acts, by=by)
            break
        except ConflictError:
            if attempt + 1 == _ATTEMPTS:
                raise
        plan = _plan(project, locale, judge)
        if not plan.acts:
            return plan
    if plan.edited:
        project.check(locales=(locale,), paths=sorted(plan.edited))
    remember(project, locale, plan.touched.values(), by=by.strip())
    return plan


def _read(data: bytes, name: str) -> Returned:
    # An encrypted workbook begins with the mark of an OLE container; the reader of sheets says so.
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        from localize.api.vendor_sheet import read_sheet

        return read_sheet(data, name)
    return read_xliff(data, name)


def _locale_of(project: Project, returned: Returned) -> str:
    place = Place(returned.name, 1)
    if returned.project and returned.project != writable(project.config.project.name):
        what = (
            f"the file belongs to the project {returned.project!r}, this is {project.config.project.name!r}"
        )
        raise InputError(what, do="pass --project DIR", code=FOREIGN_FILE, place=place)
    if not returned.locale:
        what = "the file does not say which locale it is for"
        do = "put back trgLang, or the heading target (LOCALE)"
        raise InputError(what, do=do, code=FOREIGN_FILE, place=place)
    tag = parse_locale(returned.locale).tag
    if tag not in project.config.project.targets:
        what = f"the file is for {tag}, which is not a target of this project"
        raise InputError(what, do="look whether it is the right file", code=FOREIGN_FILE, place=place)
    return tag


def _plan(project: Project, locale: str, judge: Judge) -> _Plan:
    units = {u.id: u for u in project.store.units(project.store.unit_ids(Query(locale)))}
    formats = {file: format_of(fingerprint) for file, fingerprint in project.store.files().items()}
    plan = _Plan()
    for number, text in judge.returned.remarks:
        what = f"a note on the whole file is not recorded: {text}"
        place = judge.returned.place(number)
        plan.report.problems.append(HeldBackError(what, do="act on it yourself", code=FILE_NOTE, place=place))
    for lines in _grouped(judge.returned.lines):
        line = lines[0]
        unit = units.get(line.stamp.unit) if line.stamp else None
        if unit is None or line.stamp is None or _of_another(line.file, unit.file, formats):
            for each in lines:
                _note(plan, each.file or "?", judge.unknown(each))
        elif len({digest(each.target) for each in lines}) > 1:
            for each in lines:
                _note(plan, unit.file, judge.twice(each, unit))
        else:
            present = Present(unit, formats[unit.file], project.store.history(unit.id))
            _take(plan, line, unit, judge.judge(line, line.stamp, present))
            plan.report.final += line.final and not judge.approve and unit.state is not State.APPROVED
    return plan


def _of_another(said: str, file: str, files: Iterable[str]) -> bool:
    """Return whether a vendor's file means another file by a path; one that is none any more has been renamed."""
    return said not in ("", file, writable(file)) and any(said in (path, writable(path)) for path in files)


def _grouped(lines: Iterable[ReturnedLine]) -> list[list[ReturnedLine]]:
    """Return the lines by unit, in order of first appearance; a line without a stamp stands alone."""
    groups: dict[object, list[ReturnedLine]] = {}
    for line in lines:
        key: object = line.stamp.unit if line.stamp else ("row", line.line)
        groups.setdefault(key, []).append(line)
    return list(groups.values())


def _note(plan: _Plan, file: str, verdict: Verdict) -> None:
    plan.report.problems += verdict.problems
    plan.report.counts[file]["held"] += len(verdict.problems)


def _take(plan: _Plan, line: ReturnedLine, unit: Unit, verdict: Verdict) -> None:
    _note(plan, unit.file, verdict)
    counts = plan.report.counts[unit.file]
    if not verdict.decisions and not verdict.problems:
        counts["unchanged"] += 1
        return
    plan.acts += [Act(unit.id, decision, unit.revision) for decision in verdict.decisions]
    actions = Counter(decision.action for decision in verdict.decisions)
    counts["edited"] += actions[Action.EDIT]
    counts["approved"] += actions[Action.APPROVE]
    counts["commented"] += min(actions[Action.COMMENT], 1)
    if actions[Action.EDIT] or actions[Action.APPROVE]:
        plan.touched[unit.id] = unit
    if actions[Action.EDIT]:
        plan.edited.add(unit.file)
        plan.report.reopened += unit.state is State.APPROVED and not actions[Action.APPROVE]
