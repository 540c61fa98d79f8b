"""The only place of the API that delivers a project: every locale and file through the gate, into one folder."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from localize.api import privacy
from localize.api.files import fingerprint_of, read_document, reading_of
from localize.api.opening import copied
from localize.api.passing import accepted_in, let_through
from localize.errors import LocalizeError, Place, ProblemsError, StoreError, UsageError
from localize.export import Exporter, Provenance
from localize.export.reflow import overfull, reflow
from localize.formats.writers import write_srt
from localize.layout import limits, override
from localize.qa.shown import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from localize.api.project import Project
    from localize.export import ExportedFile
    from localize.export.manifest import Exempted
    from localize.model import Document, SegmentId
    from localize.review.base import Unit


@dataclass(slots=True)
class ExportReport:
    """What an export wrote.

    Attributes:
        files: one a file and locale.
        problems: one for each line that the gate held back and each file that failed.
        notes: one for each cue that does not fit the screen that the export is for.
    """

    files: list[ExportedFile] = field(default_factory=list)
    problems: list[LocalizeError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def count(self, locale: str) -> int:
        """Return the number of files delivered in a locale."""
        return sum(file.entry.locale == locale for file in self.files)


def export_project(
    project: Project,
    destination: Path,
    *,
    locales: Sequence[str] = (),
    paths: Sequence[str] = (),
    bilingual: bool = False,
    profile: str = "",
    recipient: str = "",
    force: bool = False,
) -> ExportReport:
    """Write every file that the gate lets through; a file that it holds back does not stop the others.

    Where the store may only be read, the checks that the gate relies on are noted in a copy, which goes afterwards.

    Args:
        project: open.
        destination: folder; the project's output template names the files below it.
        locales, paths: which; empty for all.
        bilingual: write SRT files with source and target in each cue instead.
        profile: to break the cues anew for, '' for as approved; what the project overrides holds for its own only.
        recipient: for whom this copy is made, recorded in the manifest.
        force: overwrite files that somebody else wrote.

    Raises:
        UsageError: there is no such profile, or both it and `bilingual` are asked for.
        StoreError: the store does not hold what the log of decisions says; nothing is written.
    """
    wanted = project.locales(locales)
    if profile:
        _refuse_profile(profile, wanted, bilingual=bilingual)
    with _noting(project) as open_:
        _look_again(open_, locales, paths)
        report = ExportReport()
        provenance = Provenance(*open_.store.log_head(), open_.licences(locales), recipient)
        with _exporter(open_, destination, provenance, force=force) as exporter:
            for file in open_.files(paths):
                _deliver_all(open_, exporter, file, wanted, report, bilingual=bilingual, profile=profile)
    return report


@contextmanager
def _noting(project: Project) -> Iterator[Project]:
    """Yield the project, or one with a copy of its store where that may only be read: the checks are noted there."""
    if not project.read_only:
        yield project
        return
    with copied(project.config) as config, type(project)(config, writing=False) as copy:
        yield copy


def _look_again(project: Project, locales: Sequence[str], paths: Sequence[str]) -> None:
    """Hold the store against its log, and its texts against the terms and rules of today, which the gate relies on."""
    if project.config.export.gate != "any":
        project.store.verify_log()
        project.check(locales=locales, paths=paths)


def _refuse_profile(profile: str, locales: Sequence[str], *, bilingual: bool) -> None:
    if bilingual:
        do = "export the two one after the other"
        raise UsageError("a bilingual file cannot be broken for a profile", code="USE006", do=do)
    for locale in locales:
        limits(profile, locale)


def _exporter(project: Project, destination: Path, provenance: Provenance, *, force: bool) -> Exporter:
    gate, output = project.config.export.gate, project.config.files.output
    return Exporter(destination, gate, output, force, provenance, project.root)


def _current(project: Project, file: str, locale: str, report: ExportReport) -> Document | None:
    """Return a file parsed for a locale; None, with its problem in the report, if it is not what was synced."""
    try:
        known = reading_of(project.config, file)
        document = read_document(project.root / file, file, reading=known, locale=locale).document
        if project.store.files()[file] != fingerprint_of(document.format, document.data):
            raise StoreError("has changed since it was synced", place=Place(file), do="run localize sync")
    except LocalizeError as error:
        report.problems.append(error)
        return None
    return document


def _deliver_all(
    project: Project,
    exporter: Exporter,
    file: str,
    locales: Sequence[str],
    report: ExportReport,
    *,
    bilingual: bool,
    profile: str,
) -> None:
    """Deliver a file in every locale; one that cannot be read is reported once."""
    for locale in locales:
        document = _current(project, file, locale, report)
        if document is None:
            break
        _deliver(project, exporter, document, locale, report, bilingual=bilingual, profile=profile)


def _deliver(
    project: Project,
    exporter: Exporter,
    document: Document,
    locale: str,
    report: ExportReport,
    *,
    bilingual: bool,
    profile: str,
) -> None:
    units = privacy.with_licence_findings(project, project.units(locale, document.name))
    passed: tuple[Exempted, ...] = ()
    if exporter.policy != "any":
        units, passed = let_through(accepted_in(project.config, document.name), units)
    machines = privacy.machines(project, units)
    exporter.provenance = replace(exporter.provenance, machines=machines, accepted=passed)
    try:
        if bilingual:
            report.files.append(
                exporter.bilingual(
                    units,
                    document,
                    locale,
                    write=write_srt,
                    plain=lambda text: show(text, document.format).plain,
                )
            )
        elif profile:
            report.files.append(_reflowed(project, exporter, units, document, locale, profile, report))
        else:
            report.files.append(exporter.translation(units, document, locale))
    except ProblemsError as error:
        report.problems += error.problems
    except LocalizeError as error:
        report.problems.append(error)


def _reflowed(
    project: Project,
    exporter: Exporter,
    units: Sequence[Unit],
    document: Document,
    locale: str,
    profile: str,
    report: ExportReport,
) -> ExportedFile:
    """Deliver a file with its cues broken for a profile; what cannot fit is noted."""
    layout = project.config.layout
    room = limits(profile, locale)
    if profile == layout.profile:
        room = override(room, layout.overrides, source="project file", font=layout.font)
    written: dict[SegmentId, str] = {}

    def fit(targets: Mapping[SegmentId, str]) -> Mapping[SegmentId, str]:
        written.update(reflow(document, targets, room, locale))
        return written

    file = exporter.translation(units, document, locale, fit=fit, kind=f"reflow:{profile}")
    report.notes += [
        f"{Place(document.name, cue.segment.line)}: {locale}: {cue.what} ({profile})"
        for cue in overfull(document, written, room, locale)
    ]
    return file
