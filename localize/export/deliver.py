"""The only place that takes reviewed units to delivered files: gate, render, proof, atomic write, manifest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from localize import __version__
from localize.errors import OutputError, Place, RenderError, StoreError
from localize.export.bilingual import bilingual_cues
from localize.export.gate import GateResult, evaluate_file
from localize.export.manifest import Exempted, Machine, ManifestEntry, read_manifest, write_manifest
from localize.export.plan import TEMPLATE, Names, output_path, resolve_inside
from localize.export.write import sha256, write_atomic
from localize.model import Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from localize.export.bilingual import Cue
    from localize.export.manifest import Manifest
    from localize.model import Document, SegmentId
    from localize.review.base import Unit

TOOL = f"chuhai-localize {__version__}"


def utc_now() -> datetime:
    """Return the time of the manifest."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the manifest says that units and document do not know.

    Attributes:
        log_rows, log_head: what `ReviewStore.log_head` returns.
        licences: lines that engines, models and glossaries ask for.
        recipient: for whom this copy is made, '' for nobody in particular.
        machines: draft signature → the engine that gave it, with no segments counted yet.
        accepted: errors of the file at hand that the project accepts; its units come without them.
    """

    log_rows: int = 0
    log_head: str = ""
    licences: tuple[str, ...] = ()
    recipient: str = ""
    machines: Mapping[str, Machine] = field(default_factory=dict)
    accepted: tuple[Exempted, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One delivered file.

    Attributes:
        path: where it is.
        entry: what the manifest says of it.
        written: False if it already held exactly these bytes.
    """

    path: Path
    entry: ManifestEntry
    written: bool


@dataclass(slots=True)
class Exporter:
    """Delivers files into one folder and keeps its manifest; use it as a context manager.

    The manifest is written at the end, also when a file of the batch failed, so that it always tells of every file
    that was written.

    Attributes:
        folder: the destination.
        policy: one of `gate.POLICIES`.
        template: output path, see `plan.output_path`.
        force: overwrite files that somebody else wrote or changed.
        provenance: for the manifest.
        project: folder that the names of the documents are relative to; no source in it is ever overwritten.
        clock: gives the time of the manifest.
    """

    folder: Path
    policy: str
    template: str = TEMPLATE
    force: bool = False
    provenance: Provenance = Provenance()
    project: Path | None = None
    clock: Callable[[], datetime] = utc_now
    _before: Manifest | None = None
    _names: Names = field(default_factory=Names)
    _entries: list[ManifestEntry] = field(default_factory=list)

    def __enter__(self) -> Exporter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Write the manifest if anything was delivered."""
        if self._entries:
            write_manifest(self.folder, read_manifest(self.folder).with_entries(self._entries))
            self._entries.clear()

    def gate(self, units: Sequence[Unit], document: Document) -> GateResult:
        """Return whether a document may be delivered. Read-only."""
        return evaluate_file(self.policy, units, document)

    def translation(
        self,
        units: Sequence[Unit],
        document: Document,
        locale: str,
        *,
        fit: Callable[[Mapping[SegmentId, str]], Mapping[SegmentId, str]] | None = None,
        kind: str = "translation",
    ) -> ExportedFile:
        """Write the document with its targets, every other byte as it was.

        Args:
            units, document, locale: what to deliver.
            fit: breaks the lines of the targets anew before they are written, see `localize.export.reflow`.
            kind: for the manifest.

        Raises:
            ProblemsError: the gate is closed; one GateClosedError for each line that is not ready.
            StoreError: the document is not the one that was synced.
            RenderError, OutputError: it cannot be written.
        """
        from localize import formats

        _require_synced(units, document)
        self.gate(units, document).require()
        targets = {unit.segment.id: unit.target for unit in units if unit.target is not None}
        data = formats.render(document, fit(targets) if fit else targets)
        name = output_path(self.template, path=document.name, locale=locale)
        skeleton = _proof(document, data, locale)
        return self._deliver(data, name, kind, units, document, locale, skeleton)

    def bilingual(
        self,
        units: Sequence[Unit],
        document: Document,
        locale: str,
        *,
        write: Callable[[Sequence[Cue]], bytes],
        suffix: str = ".srt",
        plain: Callable[[str], str] = str,
    ) -> ExportedFile:
        """Write a new subtitle file with source and translation in each cue, ``<stem>.bilingual.srt``.

        Args:
            units, document, locale: as for `translation`.
            write: makes a file of the cues.
            suffix: of the format that `write` writes.
            plain: takes away what that format cannot hold.

        Raises:
            ProblemsError, StoreError, OutputError: as for `translation`, or a unit has no times.
        """
        _require_synced(units, document)
        self.gate(units, document).require()
        data = write(bilingual_cues(units, plain=plain))
        name = PurePosixPath(output_path(self.template, path=document.name, locale=locale))
        output = str(name.with_name(f"{name.stem}.bilingual{suffix}"))
        return self._deliver(data, output, "bilingual", units, document, locale, "")

    def _deliver(
        self,
        data: bytes,
        name: str,
        kind: str,
        units: Sequence[Unit],
        document: Document,
        locale: str,
        skeleton: str,
    ) -> ExportedFile:
        self._names.claim(name, document.name, locale)
        path = resolve_inside(self.folder, name, document.name)
        if self._before is None:
            self._before = read_manifest(self.folder)
        known = self._before.written(name)
        if self.project is not None:
            _refuse_source(path, self.project / document.name)
        written = write_atomic(path, data, force=self.force, known=known)
        entry = self._entry(data, name, kind, units, document, locale, skeleton)
        self._entries.append(entry)
        return ExportedFile(path, entry, written)

    def _entry(
        self,
        data: bytes,
        name: str,
        kind: str,
        units: Sequence[Unit],
        document: Document,
        locale: str,
        skeleton: str,
    ) -> ManifestEntry:
        return ManifestEntry(
            path=name,
            kind=kind,
            source=document.name,
            locale=locale,
            source_sha256=sha256(document.data),
            output_sha256=sha256(data),
            skeleton_sha256=skeleton,
            policy=self.policy,
            states=_counted(unit.state.value for unit in units),
            engines=_counted(_signature(unit) for unit in units if _signature(unit)),
            edited=sum(unit.target is not None and not _signature(unit) for unit in units),
            reviewers=tuple(sorted({unit.decided_by for unit in units} - {""})),
            licences=tuple(sorted(set(self.provenance.licences))),
            log_rows=self.provenance.log_rows,
            log_head=self.provenance.log_head,
            recipient=self.provenance.recipient,
            tool=TOOL,
            exported_at=self.clock().astimezone(UTC).isoformat(timespec="seconds"),
            machines=_machines(units, self.provenance.machines),
            accepted=self.provenance.accepted,
        )


def export_units(
    units: Sequence[Unit],
    document: Document,
    destination: Path,
    policy: str,
    *,
    locale: str,
    template: str = TEMPLATE,
    force: bool = False,
    provenance: Provenance | None = None,
    project: Path | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> ExportedFile:
    """Deliver one file and its line in the manifest; see `Exporter.translation`."""
    about = provenance or Provenance()
    with Exporter(destination, policy, template, force, about, project, clock) as exporter:
        return exporter.translation(units, document, locale)


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _signature(unit: Unit) -> str:
    """Return the signature of the draft that is the unit's text unchanged, '' if a person wrote it."""
    draft = unit.draft
    if draft is None or draft.origin is Origin.HUMAN or draft.text != unit.target:
        return ""
    return draft.signature


def _machines(units: Sequence[Unit], known: Mapping[str, Machine]) -> tuple[Machine, ...]:
    """Return the engines whose drafts are the units' texts unchanged, with how many, by name."""
    used = Counter(known[signature] for unit in units if (signature := _signature(unit)) in known)
    counted = (replace(machine, segments=count) for machine, count in used.items())
    return tuple(sorted(counted, key=lambda machine: (machine.name, machine.licence)))


def _require_synced(units: Sequence[Unit], document: Document) -> None:
    sources = {segment.id: segment.source for segment in document.segments}
    for unit in units:
        if sources.get(unit.segment.id) != unit.segment.source:
            place = Place(document.name, unit.segment.line)
            raise StoreError("the file has changed since it was synced", do="run localize sync", place=place)


def _proof(document: Document, data: bytes, locale: str) -> str:
    """Return the hash of everything in the output that is not a translation slot.

    Raises:
        RenderError: it differs from that of the source.
    """
    from localize import formats

    options = replace(formats.ParseOptions.like(document), target_locale=locale)
    if document.encoding.basis == "given":
        options = replace(options, encoding=document.encoding.name)
    found = formats.verify(document.data, data, document.name, format=document.format, options=options)
    if not found.equal:
        what = f"more than the translations would change: {found.what}"
        raise RenderError(what, do="report it; nothing was written", place=found.place)
    return found.after


def _refuse_source(path: Path, source: Path) -> None:
    """Keep an export from overwriting the file that it was made from, even with force."""
    if path.exists() and source.exists() and path.samefile(source):
        raise OutputError("is the source file itself", do="choose another folder", place=Place(str(path)))
