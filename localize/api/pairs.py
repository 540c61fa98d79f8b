"""The only place that checks a target file against its source file, without a project."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from localize.api import setting
from localize.api.exceptions import exceptions_about
from localize.api.files import read_document
from localize.api.pair_files import FilePair, cuts_beside
from localize.api.picture import picture_findings, read_picture
from localize.api.shapes import Shapes
from localize.api.waiving import after_waivers, silenced_by
from localize.config import Config
from localize.errors import InputError, Place
from localize.formats.packed import column
from localize.making import maker
from localize.model import Finding, LocatedFinding, Severity
from localize.pipeline import CONTEXT_LINES, Task
from localize.qa.evidence import Evidence
from localize.qa.suppression import inline, sift, today

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.api.facts import Collector
    from localize.api.picture import Picture
    from localize.api.waiving import Accepted
    from localize.model import Document, Segment
    from localize.pipeline import Pipeline
    from localize.qa.suppression import Suppression

MISSING = "PRO003"
"""Finding code: a segment of the source has no partner in the target file."""
EXTRA = "PRO004"
"""Finding code: a segment of the target file has no partner in the source."""
_NO_TEXT = frozenset({"docx", "xlsx", "stl"})
"""Formats that no editor of text opens."""
_make_task = maker(Task)


class PairChecker:
    """Checks target files against their source files in one locale; terms and stages are made ready once.

    Attributes:
        accepted: what a comment, setting or waiver accepted, of all files so far.
    """

    def __init__(
        self,
        *,
        source_locale: str,
        target_locale: str,
        config: Config | None = None,
        glossaries: Sequence[Path] = (),
        select: frozenset[str] | None = None,
        watch: Collector | None = None,
        fps: float | None = None,
        cuts: str = "",
    ) -> None:
        """Wire the stages.

        Args:
            source_locale, target_locale: BCP 47 tags.
            config: medium, genre, glossary, adaptation, layout and exceptions of a project file, None for defaults.
            glossaries: term files beside those of the configuration.
            select: codes that are asked for, None for all.
            watch: is shown every segment that is checked.
            fps: frames a second of the picture, None for what the configuration says.
            cuts: where the shot changes of a file stand (`cuts_beside`), '' for what the configuration says.

        Raises:
            UsageError: no picture has that many frames a second.
        """
        base = config or Config()
        read_picture(fps, None)
        self._watch = watch
        self._fps, self._cuts = base.layout.fps if fps is None else fps, cuts
        table = replace(base.project, source=source_locale, targets=(target_locale,))
        self._settled = replace(base, project=table)
        self._locale = target_locale
        self.select = select
        self.accepted: list[Accepted] = []
        terms = setting.load_glossary(self._settled, glossaries)
        self.pipeline = setting.make_pipeline(self._settled, target_locale, terms=terms, engine=None)

    def check(self, target: Path, source: Path | None = None, *, name: str = "") -> list[LocatedFinding]:
        """Return the findings of a target file, without those that a comment or setting accepts.

        Segments are paired by id where both files have the same ids, else by time, else by order.

        Args:
            target: file with the translations.
            source: file with the sources; None if the target file holds both (PO, XLIFF, Qt).
            name: path below the folder that is checked, '' for the name of the target; finds the shot changes.

        Raises:
            LocalizeError: a file cannot be read, or holds no translations.
        """
        pair = FilePair(target, source, name or target.name)
        picture = read_picture(self._fps, cuts_beside(self._cuts, self._settled, pair, self._locale))
        theirs, ours = self.documents(target, source)
        found = list(
            check_documents(
                self.pipeline, theirs, ours, select=self.select, watch=self._watch, picture=picture
            )
        )
        exceptions = self.exceptions(theirs, ours)
        sifted = sift(found, exceptions, today=today(), select=self.select, whole=False)
        self.accepted += [silenced_by(located, by) for located, by in sifted.silenced]
        return list(sifted.kept)

    def after_waivers(self, findings: Sequence[LocatedFinding], *, folders: bool) -> list[LocatedFinding]:
        """Return the findings of every file that was checked, after the waivers of the project (`waiving`).

        Raises:
            ProblemsError: of `GlossaryError`, every problem of the waivers' file.
        """
        return after_waivers(
            findings,
            self._settled,
            (self._locale,),
            folders=folders,
            select=self.select,
            accepted=self.accepted,
        )

    def documents(self, target: Path, source: Path | None = None) -> tuple[Document, Document]:
        """Return the sources and the translations, parsed; one document twice where the target file holds both.

        Raises:
            LocalizeError: a file cannot be read, or holds no translations.
        """
        ours = read_document(target, str(target), locale=self._locale).document
        holds_both = any(segment.target is not None for segment in ours.segments)
        if source is not None and not (holds_both and source.exists() and source.samefile(target)):
            # In the locale of the target the plural options are those that its language has.
            return read_document(source, str(source), locale=self._locale).document, ours
        if ours.segments and not holds_both:
            raise InputError(
                "the file holds no translations",
                do="name its source with --against",
                place=Place(ours.name),
            )
        return ours, ours

    def exceptions(self, source: Document, target: Document) -> list[Suppression]:
        """Return what settings and comments in the files accept, as it is about the target file."""
        paths = [Path(document.name) for document in (target, source)]
        files = [(path, path.name) for path in paths]
        found = [*exceptions_about(self._settled, files), *inline(target)]
        if source is not target:
            found += [replace(e, file=target.name if e.file else "") for e in inline(source)]
        return found


def check_pair(
    target: Path,
    source: Path | None,
    *,
    source_locale: str,
    target_locale: str,
    config: Config | None = None,
    glossaries: Sequence[Path] = (),
) -> list[LocatedFinding]:
    """Return the findings of one target file against its source file (see `PairChecker`)."""
    checker = PairChecker(
        source_locale=source_locale, target_locale=target_locale, config=config, glossaries=glossaries
    )
    return checker.after_waivers(checker.check(target, source), folders=False)


def check_documents(
    pipeline: Pipeline,
    source: Document,
    target: Document,
    *,
    select: frozenset[str] | None = None,
    watch: Collector | None = None,
    picture: Picture | None = None,
) -> Iterator[LocatedFinding]:
    """Yield the findings of a target document against its source; places are those of the target."""
    used = bytearray(len(target.segments))
    shapes, evidence = Shapes(source, target), evidence_of(source, target)
    for task, at, text in partnered(source, target):
        if at is None:
            if (select is None or MISSING in select) and not shapes.differ(task.segment):
                yield LocatedFinding(_missing(task.segment), Place(target.name, 1), pipeline.target)
            continue
        used[at] = True
        analysis = pipeline.analyse(task) if watch is not None else None
        findings = evidence.weighed(pipeline.check(task, text, analysis=analysis, select=select))
        if picture is not None:
            before = target.segments[max(at - 1, 0) : at]
            seen = picture_findings(target.segments[at], before, picture, pipeline.target, select)
            findings = (*findings, *seen)
        if watch is not None and analysis is not None:
            watch.see_task(target.name, pipeline.target, task, text, findings, analysis)
        for finding in findings:
            yield LocatedFinding(finding, place_of(target, target.segments[at]), pipeline.target)
    if all(used) or not (select is None or EXTRA in select):
        return
    for at, segment in enumerate(target.segments):
        if not used[at] and not shapes.differ(segment):
            what = f"cue {segment.id} has no partner in the source"
            finding = Finding(EXTRA, Severity.WARNING, segment.id, None, what)
            yield LocatedFinding(finding, place_of(target, segment), pipeline.target)


def evidence_of(source: Document, target: Document) -> Evidence:
    """Return what the lines of a pair of files tell of its notations; nothing is read before it is asked."""
    return Evidence(lambda: _lines(source, target), source.format)


def _lines(source: Document, target: Document) -> Iterator[tuple[str, str]]:
    """Return source and target text of each segment that has a partner; without making the segments."""
    sources, targets = column(source.segments, "source"), column(target.segments, "target")
    if source is target:
        return zip(sources, (text or "" for text in targets), strict=True)
    own = zip(column(target.segments, "source"), targets, strict=True)
    texts = [written if text is None else text for written, text in own]
    partners = zip(sources, pair(source.segments, target.segments), strict=True)
    return ((text, texts[at]) for text, at in partners if at is not None)


def partnered(source: Document, target: Document) -> Iterator[tuple[Task, int | None, str]]:
    """Yield each source segment as a task, with the index of its partner in the target and the text that stands there.

    The index is None and the text empty where it has no partner.
    """
    if source is target:
        for index, task in enumerate(_tasks(source)):
            yield task, index, task.segment.target or ""
        return
    for task, at in zip(_tasks(source), pair(source.segments, target.segments), strict=True):
        if at is None:
            yield task, None, ""
            continue
        segment = target.segments[at]
        yield task, at, segment.source if segment.target is None else segment.target


def _tasks(document: Document) -> Iterator[Task]:
    """Yield the segments as tasks, each with its neighbours; only these few are held at a time."""
    segments = iter(document.segments)
    before: tuple[Segment, ...] = ()
    coming = tuple(islice(segments, CONTEXT_LINES + 1))
    number = 0
    while coming:
        segment, after = coming[0], coming[1:]
        number += 1
        yield _make_task(
            str(number - 1), document.format, segment, before, after, path=document.name, number=number
        )
        before = (*before, segment)[-CONTEXT_LINES:]
        coming = (*after, *islice(segments, 1))


def _missing(segment: Segment) -> Finding:
    what = f"cue {segment.id} of the source (line {segment.line}) has no partner in the target"
    return Finding(MISSING, Severity.ERROR, segment.id, None, what)


def place_of(document: Document, segment: Segment) -> Place:
    """Return line and column (in characters) where a cue or string begins in its file.

    A file that no editor of text opens has no columns; its lines are rows of a sheet, paragraphs or blocks.
    """
    if document.format in _NO_TEXT:
        return Place(document.name, segment.line)
    if not segment.spans or segment.text_line != segment.line:
        return Place(document.name, segment.line, 1)
    start = segment.spans[0].start
    encoding = document.encoding
    if encoding.name.startswith("utf-16"):
        before = document.data[len(encoding.bom) : start].decode(encoding.name, "replace")
        return Place(document.name, segment.line, len(before) - before.rfind("\n"))
    line_start = max(document.data.rfind(b"\n", 0, start), document.data.rfind(b"\r", 0, start)) + 1
    if line_start == 0:
        line_start = len(encoding.bom)
    column = len(document.data[line_start:start].decode(encoding.name, "replace")) + 1
    return Place(document.name, segment.line, column)


def pair(source: Sequence[Segment], target: Sequence[Segment]) -> list[int | None]:
    """Return, for each source segment, the index of its partner in the target or None."""
    by_id = {segment.id: i for i, segment in enumerate(target)}
    if len(source) == len(target) and all(s.id in by_id for s in source):
        return [by_id[s.id] for s in source]
    if any(s.start_ms is not None for s in source):
        return _by_time(source, target)
    return [by_id.get(s.id) for s in source]


def _by_time(source: Sequence[Segment], target: Sequence[Segment]) -> list[int | None]:
    """Pair each source cue with the unused target cue that shares at least half of its time."""
    partners: list[int | None] = []
    used: set[int] = set()
    first = 0
    for segment in source:
        start, end = segment.start_ms or 0, segment.end_ms or 0
        while first < len(target) and (target[first].end_ms or 0) <= start:
            first += 1
        best, shared = None, max((end - start) / 2, 0.5)
        for at in range(first, len(target)):
            other = target[at]
            if (other.start_ms or 0) >= end:
                break
            overlap = min(end, other.end_ms or 0) - max(start, other.start_ms or 0)
            if at not in used and overlap >= shared:
                best, shared = at, overlap
        if best is not None:
            used.add(best)
        partners.append(best)
    return partners
