"""The only place that plays the main job for a newcomer: the example work through every stage."""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from localize.api.project import Project
from localize.config import FILE_NAME, load_config
from localize.errors import GateClosedError, InputError, OutputError, Place, ProblemsError, UsageError
from localize.model import Severity
from localize.review.base import Action, Decision, Query, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from localize.api.exporting import ExportReport
    from localize.api.room import Room
    from localize.api.translating import TranslateOutcome
    from localize.review.base import Unit

WORK = "heir-returns"
LOCALES = ("en-US", "zh-Hant-TW")
REVIEWER = "scripted-reviewer"
_MARK = ".localize-demo"
_PARTS = ("episodes", "glossary")
_PEOPLE = "people.yaml"

_PROJECT = """\
# The demo's project file; every key is explained in docs/project-file.md.
[project]
name    = "The Heir Returns"
work    = "heir-returns"
source  = "zh-Hans"
targets = ["en-US", "zh-Hant-TW"]
medium  = "drama"
genre   = ["ceo", "rebirth", "palace", "cultivation"]
era     = "modern"

[files]
include = ["episodes/*"]

[glossary]
packs = ["zh-Hans/*"]
files = ["glossary/*.yaml"]
people = [{people}]

[layout]
profile = "netflix"

[export]
gate = "approved"
"""


@dataclass(frozen=True, slots=True)
class RecordedDecision:
    """One line of `examples/<work>/review/<locale>.jsonl`: what a reviewer wrote for one cue.

    Attributes:
        file, n: which cue, 1-based within its file.
        source: its source text, which must still be the same.
        text: what the reviewer wrote.
    """

    file: str
    n: int
    source: str
    text: str
    place: Place


@dataclass(slots=True)
class DemoReport:
    """What the demo did; counters are keyed by locale.

    Attributes:
        folder: the project it made; `seconds` how long it took.
        closed: segments that the gate held back before the review.
        open_findings: (locale, severity) → findings of the drafts.
        approved, edited, left: by the scripted reviewer: as drafted, with its own words, left open.
    """

    folder: Path
    files: int = 0
    segments: int = 0
    translated: TranslateOutcome | None = None
    closed: Counter[str] = field(default_factory=Counter)
    open_findings: Counter[tuple[str, str]] = field(default_factory=Counter)
    approved: Counter[str] = field(default_factory=Counter)
    edited: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    exported: ExportReport | None = None
    decisions: int = 0
    seconds: float = 0.0


def run_demo(
    folder: Path,
    *,
    examples: Path | None = None,
    force: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> DemoReport:
    """Run the main job on the example episodes in a new folder.

    Args:
        folder: made anew; refused if it holds anything but an earlier demo.
        examples: the folder `examples` of a checkout, None to look beside the package.
        force: replace an earlier demo.
        progress: called with (locale, finished, total).

    Raises:
        UsageError: there are no examples. OutputError: the folder cannot be used.
    """
    began = time.monotonic()
    origin = _origin(examples)
    _make_project(origin, folder, force=force)
    report = DemoReport(folder)
    with Project(load_config(folder / FILE_NAME)) as project:
        outcome = project.sync()
        if outcome.problems:
            raise ProblemsError(outcome.problems)
        report.files = len(outcome.reports)
        report.segments = sum(r.new for r in outcome.reports)
        report.translated = project.translate(progress=progress)
        for locale in LOCALES:
            _try_gate(project, locale, report)
            for finding in project.check(locales=(locale,)):
                report.open_findings[locale, str(finding.finding.severity)] += 1
            _review(project.review(locale, REVIEWER), _recorded(origin, locale), report)
        report.decisions = project.store.verify_log()
        report.exported = project.export(folder / "delivery")
    report.seconds = time.monotonic() - began
    return report


def _origin(examples: Path | None) -> Path:
    origin = (examples or Path(__file__).resolve().parents[2] / "examples") / WORK
    if not (origin / "episodes").is_dir():
        raise UsageError(
            f"no example episodes in {origin}", do="run in a checkout of the source, or pass --examples DIR"
        )
    return origin


def _make_project(origin: Path, folder: Path, *, force: bool) -> None:
    """Copy the example work into a new project folder."""
    place = Place(str(folder))
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        if not (folder / _MARK).is_file():
            raise OutputError("is not an earlier demo", place=place, do="name another folder")
        if not force:
            raise OutputError(
                "holds an earlier demo", code="OUT002", place=place, do="pass --force to replace it"
            )
        shutil.rmtree(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _MARK).write_text("made by `localize demo`; may be deleted\n", encoding="utf-8")
        for part in _PARTS:
            if (origin / part).is_dir():
                shutil.copytree(origin / part, folder / part)
        if (origin / _PEOPLE).is_file():
            shutil.copy(origin / _PEOPLE, folder / _PEOPLE)
        people = f'"{_PEOPLE}"' if (folder / _PEOPLE).is_file() else ""
        (folder / FILE_NAME).write_text(_PROJECT.replace("{people}", people), encoding="utf-8")
    except OSError as error:
        raise OutputError(
            f"cannot be written: {error.strerror}", place=place, do="name another folder"
        ) from error


def _try_gate(project: Project, locale: str, report: DemoReport) -> None:
    """Ask for an export before anybody has decided, and count the lines that the gate holds back."""
    early = project.export(project.root / "delivery", locales=(locale,))
    report.closed[locale] = sum(isinstance(problem, GateClosedError) for problem in early.problems)


def _recorded(origin: Path, locale: str) -> dict[tuple[str, int], RecordedDecision]:
    """Return the recorded decisions of a locale by file and cue number."""
    path = origin / "review" / f"{locale}.jsonl"
    if not path.is_file():
        return {}
    return {(d.file, d.n): d for d in _read_decisions(path)}


def _read_decisions(path: Path) -> Iterator[RecordedDecision]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        place = Place(str(path), number)
        try:
            record = json.loads(line)
            yield RecordedDecision(record["file"], int(record["n"]), record["source"], record["text"], place)
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"not a recorded decision: {error}", place=place) from error


def _review(room: Room, recorded: dict[tuple[str, int], RecordedDecision], report: DemoReport) -> None:
    """Decide on every unit: the recorded words where there are some, else approve what has no error."""
    for file in [progress.file for progress in room.files()]:
        units = [room.unit(i) for i in room.unit_ids(Query(room.locale, files=(file,)))]
        for number, unit in enumerate(units, 1):
            _decide(room, unit, recorded.get((file, number)), report)


def _decide(room: Room, unit: Unit, decision: RecordedDecision | None, report: DemoReport) -> None:
    approve = Decision(Action.APPROVE)
    if decision is not None and decision.source != unit.segment.source:
        what = f"is about {decision.source!r}, but the cue says {unit.segment.source!r}"
        raise InputError(what, place=decision.place, do="record the decision again")
    if decision is not None and decision.text != unit.target:
        after = room.decide(unit.id, [Decision(Action.EDIT, decision.text), approve], unit.revision)
        report.edited[room.locale] += after.state is State.APPROVED
    elif any(f.severity >= Severity.ERROR for f in unit.findings):
        report.left[room.locale] += 1
    else:
        room.decide(unit.id, [approve], unit.revision)
        report.approved[room.locale] += 1
