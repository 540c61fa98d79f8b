"""The only place that holds a project together: its configuration, its store, its memory, and the verbs over them."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from localize.api import opening
from localize.api.files import format_of, tasks_of
from localize.api.files import select as select_files
from localize.config import FILE_NAME, Config, find_project, load_config
from localize.errors import LocalizeError, Place, UsageError
from localize.locales import parse_locale
from localize.model import LocatedFinding, Severity
from localize.readonly import may_write
from localize.review.base import Query, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from localize import memory as memories
    from localize.api.estimating import LocaleEstimate
    from localize.api.exporting import ExportReport
    from localize.api.facts import Collector
    from localize.api.room import Room
    from localize.api.syncing import SyncOutcome
    from localize.api.terms_apart import Uses
    from localize.api.translating import TranslateOutcome
    from localize.glossary import Glossary
    from localize.model import Finding
    from localize.pipeline import Pipeline, Task
    from localize.review.base import Progress, ReviewStore, Unit

STORE_FOLDER = ".localize"


class Project:
    """An open project. Close it when done; it can be used as a context manager.

    Attributes:
        config: what the project file says.
        store: of the reviews.
        read_only: whether the store lies where nothing may be written: checks are not saved.
    """

    def __init__(self, config: Config, *, writing: bool = True) -> None:
        self.config = config
        self.store: ReviewStore
        self.store, self.read_only = opening.open_store_of(config, writing=writing)
        self._writing = writing
        self._memory: memories.Memory | None = None
        self._cache: memories.EngineCache | None = None
        self._glossary: Glossary | None = None

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the store, the memory and the cache."""
        self.store.close()
        if self._memory is not None:
            self._memory.close()
        if self._cache is not None:
            self._cache.close()

    @property
    def root(self) -> Path:
        """Return the project folder."""
        return self.config.root

    @property
    def store_folder(self) -> Path:
        """Return where the project keeps what is not its own text: memory, cache, log of usage."""
        return self.root / STORE_FOLDER

    @property
    def glossary(self) -> Glossary:
        """Return the terms of packs and project, loaded once."""
        from localize.api import setting

        if self._glossary is None:
            self._glossary = setting.load_glossary(self.config)
        return self._glossary

    def forget_glossary(self) -> None:
        """Load the terms anew when they are next asked for: a term file has changed."""
        self._glossary = None

    @property
    def memory(self) -> memories.Memory:
        """Return the project's translation memory, opened once."""
        from localize import memory as memories

        if self._memory is None:
            path = self.store_folder / "memory.db"
            writing = self._writing or may_write(path)
            self._memory = memories.Memory.open(path) if writing else memories.Memory.read(path)
        return self._memory

    @property
    def cache(self) -> memories.EngineCache:
        """Return what engines have answered in this project, opened once."""
        from localize import memory as memories

        if self._cache is None:
            path = self.store_folder / "cache.db"
            writing = self._writing or may_write(path)
            self._cache = memories.EngineCache.open(path, reading=not writing)
        return self._cache

    def locales(self, wanted: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the target locales, or the wanted ones of them.

        Raises:
            UsageError: a wanted locale is unknown or not a target of the project.
        """
        targets = self.config.project.targets
        chosen = tuple(parse_locale(tag).tag for tag in wanted)
        for tag in chosen:
            if tag not in targets:
                known = ", ".join(targets)
                raise UsageError(
                    f"{tag} is not a target of this project", do=f"targets are {known}; see {FILE_NAME}"
                )
        return chosen or targets

    def files(self, paths: Sequence[str] = ()) -> list[str]:
        """Return the synced files, or those of them under the given paths."""
        known = self.store.files()
        return sorted(select_files(known, paths, self.root.resolve())) if paths else sorted(known)

    def sync(self, paths: Sequence[str] = (), *, renamed: Sequence[tuple[str, str]] = ()) -> SyncOutcome:
        """Parse the project's files into the store; see `localize.api.syncing`."""
        from localize.api.syncing import sync_project

        return sync_project(self, paths, renamed=renamed)

    def pipeline(self, locale: str, *, engine: str = "", draft: bool = True, cache: bool = True) -> Pipeline:
        """Return the pipeline of a locale; without `draft` it only analyses and checks and loads no engine.

        Raises:
            ConfigError: the project forbids the engine.
        """
        from localize.api import setting

        machine = (
            setting.make_engine(self.config, self.config.project.source, locale, override=engine)
            if draft
            else None
        )
        made = setting.make_pipeline(
            self.config,
            locale,
            terms=self.glossary,
            engine=machine,
            memory=self.memory if draft else None,
            cache=self.cache if draft and cache else None,
        )
        if draft:
            made.note_first_uses(self._tasks(file, self.units(locale, file)) for file in self.store.files())
        return made

    def _tasks(self, file: str, units: Sequence[Unit]) -> list[Task]:
        items = [(str(u.id), u.segment, "") for u in units]
        return tasks_of(format_of(self.store.files()[file]), items, path=file)

    def licences(self, locales: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the attribution lines of the engines that the project names, sorted."""
        from localize.api import setting

        lines = set()
        for locale in self.locales(locales):
            try:
                engine = setting.find_engine(self.config, self.config.project.source, locale)
            except LocalizeError:
                continue  # reviewed elsewhere: an engine that is not here drafted nothing here
            lines.add(f"{engine.info.name}: {engine.info.licence}; {engine.info.attribution}".rstrip("; "))
        return tuple(sorted(lines))

    def engine_line(self, name: str, locale: str) -> str:
        """Return an engine's name, quality and licence in one line; its name alone if it is not here."""
        from localize.api import setting

        try:
            info = setting.find_engine(self.config, self.config.project.source, locale, override=name).info
        except LocalizeError:
            return name
        return f"{info.title}; {info.quality} quality; {info.licence}"

    def units(self, locale: str, file: str) -> list[Unit]:
        """Return the units of a file in a locale, in file order."""
        return self.store.units(self.store.unit_ids(Query(locale, files=(file,))))

    def translate(
        self,
        *,
        locales: Sequence[str] = (),
        paths: Sequence[str] = (),
        engine: str = "",
        limit: int | None = None,
        budget: str = "",
        cache: bool = True,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> TranslateOutcome:
        """Draft every segment that has no up-to-date draft and that no person holds; saves as it goes.

        What is finished is never asked for again, also after a kill: each slice is kept before the next is asked for.

        Args:
            locales, paths: which; empty for all.
            engine: overrides the project's choice.
            limit: stop after this many new drafts a locale.
            budget: stop before more is spent in this run, as ``5.00 USD`` or ``200000tok``; '' for the engine's own.
            cache: use what engines answered to the same request before.
            progress: called with (locale, finished, total).
        """
        from localize.api.translating import Order, translate_project

        order = Order(tuple(locales), tuple(paths), engine, limit, budget, cache=cache)
        return translate_project(self, order, progress)

    def estimate(
        self,
        *,
        locales: Sequence[str] = (),
        paths: Sequence[str] = (),
        engine: str = "",
        limit: int | None = None,
        cache: bool = True,
    ) -> list[LocaleEstimate]:
        """Return what `translate` would take, sending nothing; see `localize.api.estimating`."""
        from localize.api.estimating import estimate_project

        return estimate_project(self, locales=locales, paths=paths, engine=engine, limit=limit, cache=cache)

    def check(
        self,
        *,
        locales: Sequence[str] = (),
        paths: Sequence[str] = (),
        select: frozenset[str] | None = None,
        watch: Collector | None = None,
    ) -> list[LocatedFinding]:
        """Run every check over the store's targets, save the findings and return those asked for, in file order.

        What a comment of a file or the project file accepts is saved for the reviewers, and not returned. A store
        that may only be read is left as it is.
        """
        from localize.api.exceptions import exceptions_in, exceptions_of
        from localize.api.passing import without_hollow
        from localize.api.terms_apart import Uses
        from localize.api.terms_waivers import waivers_of
        from localize.culture.waivers import waive
        from localize.qa.suppression import sift, today

        found: list[LocatedFinding] = []
        for locale in self.locales(locales):
            pipeline = self.pipeline(locale, draft=False)
            repeats = self._repeats(locale)
            uses = Uses(locale)
            for file in self.files(paths):
                found += self._check_file(locale, file, pipeline, repeats, uses, watch)
            found += uses.settle(self.store, watch, saving=not self.read_only)
        accepted = [*exceptions_of(self.config), *exceptions_in(self.config, self.files(paths))]
        whole = not locales and not paths
        found = list(waive(found, waivers_of(self.config), today(), whole=whole).kept)
        found = list(without_hollow(found, accepted))
        return list(sift(found, accepted, today=today(), select=select, whole=whole).kept)

    def _check_file(
        self,
        locale: str,
        file: str,
        pipeline: Pipeline,
        repeats: Mapping[str, Sequence[str]],
        uses: Uses,
        watch: Collector | None,
    ) -> Iterator[LocatedFinding]:
        from localize.api.picture import picture_findings, picture_of
        from localize.api.unit_findings import Told, other_findings
        from localize.pipeline import merge_findings

        picture, units = picture_of(self.config, file, locale), self.units(locale, file)
        tasks = self._tasks(file, units)
        told = Told(self, locale, file, format_of(self.store.files()[file]), lambda: _lines(units))
        saved: list[tuple[int, Sequence[Finding]]] = []
        others = other_findings(self, units)
        for unit, task in zip(units, tasks, strict=True):
            findings: tuple[Finding, ...] = ()
            place = Place(file, unit.segment.line)
            if unit.target is not None:
                analysis = pipeline.analyse(task)
                checked = pipeline.check(
                    task,
                    unit.target,
                    analysis=analysis,
                    repeats=repeats.get(unit.segment.source, ()),
                    decided_source=unit.previous_source,
                    approved=unit.state is State.APPROVED,
                )
                seen = picture_findings(task.segment, task.before[-1:], picture, locale)
                findings = merge_findings(told.weighed(checked, unit), others[unit.id], seen)
                uses.add(unit, place, analysis.hits, findings)
                if watch is not None:
                    watch.see_task(file, locale, task, unit.target, findings, analysis)
            saved.append((unit.id, findings))
            yield from (LocatedFinding(f, place, locale) for f in findings if f.code not in unit.waived)
        if not self.read_only:
            self.store.save_findings(saved)

    def _repeats(self, locale: str) -> Mapping[str, Sequence[str]]:
        """Return source → its distinct targets, for the sources that occur more than once."""
        targets: defaultdict[str, dict[str, None]] = defaultdict(dict)
        seen: Counter[str] = Counter()
        for row in self.store.rows(self.store.unit_ids(Query(locale))):
            seen[row.source] += 1
            if row.target:
                targets[row.source][row.target] = None
        return {source: tuple(texts) for source, texts in targets.items() if seen[source] > 1}

    def status(self) -> list[Progress]:
        """Return counts per file and locale."""
        return self.store.progress()

    def review(self, locale: str, reviewer: str) -> Room:
        """Return the room in which a reviewer decides on a locale."""
        from localize.api.room import Room

        (tag,) = self.locales((locale,))
        return Room(self, tag, reviewer)

    def export(
        self,
        destination: Path,
        *,
        locales: Sequence[str] = (),
        paths: Sequence[str] = (),
        bilingual: bool = False,
        profile: str = "",
        recipient: str = "",
        force: bool = False,
    ) -> ExportReport:
        """Write what the gate lets through; see `localize.api.exporting`."""
        from localize.api.exporting import export_project

        return export_project(
            self,
            destination,
            locales=locales,
            paths=paths,
            bilingual=bilingual,
            profile=profile,
            recipient=recipient,
            force=force,
        )


def open_project(path: Path | str = ".", *, writing: bool = True) -> Project:
    """Open the project of a folder, or of the nearest folder above it.

    Args:
        path: folder.
        writing: whether the caller has to write; if not, a project in a place that may only be read will do.

    Raises:
        UsageError: there is no project file.
        ProblemsError: the project file has problems.
        StoreError: the store cannot be used.
    """
    start = Path(path)
    if not start.is_dir():
        raise UsageError(f"{start} is not a folder", do="pass the folder that holds localize.toml")
    return Project(load_config(find_project(start)), writing=writing)


def _lines(units: Sequence[Unit]) -> Iterator[tuple[str, str]]:
    return ((unit.segment.source, unit.target or "") for unit in units)


def worst(findings: Sequence[LocatedFinding]) -> Severity | None:
    """Return the highest severity, None if there are no findings."""
    return max((f.finding.severity for f in findings), default=None)
