"""The only place that gives a reviewer's shell what it shows of one line: terms, gauges, findings, alternatives."""

from __future__ import annotations

import re
import threading
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.api.files import format_of, tasks_of
from localize.api.shown import filled, to_source
from localize.locales import parse_locale
from localize.model import Origin
from localize.review.base import Query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from localize.api.project import Project
    from localize.glossary.base import TermHit
    from localize.masking.base import Placeholder
    from localize.model import Draft, Edit, Finding
    from localize.pipeline import Pipeline, Task
    from localize.review.base import ReviewStore, Row, Unit


@dataclass(frozen=True, slots=True)
class Gauges:
    """How a text fits its cue; a limit is None where none applies.

    Attributes:
        cps, cps_limit: characters per second.
        line_lengths, line_limit: characters of each line, as the locale's guide counts them.
        lines, line_count_limit: number of lines.
        seconds: duration of the cue.
    """

    cps: float | None
    cps_limit: float | None
    line_lengths: tuple[float, ...]
    line_limit: float | None
    lines: int
    line_count_limit: int | None
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Details:
    """Everything about one unit that a reviewer sees at once.

    Attributes:
        unit: the unit.
        hits: terms; spans are characters of `unit.segment.source`.
        placeholders: of the source.
        gauges: of the current target.
        engine: title, quality and licence of what drafted it, '' if nobody did.
    """

    unit: Unit
    hits: tuple[TermHit, ...]
    placeholders: tuple[Placeholder, ...]
    gauges: Gauges
    engine: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to say a line.

    Attributes:
        text: target words.
        origin: ``draft``, ``n-best``, ``memory`` or ``repeat`` (the same source elsewhere in the work).
        score: 0 to 1, None where nobody gave one.
        source: the source it was made for, '' where that is this line's own.
        by: who approved it and where it stands, '' for a machine's.
    """

    text: str
    origin: str
    score: float | None
    source: str = ""
    by: str = ""


_RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))
"""Languages whose scripts run from right to left (Unicode bidi class R or AL)."""
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
"""The private-use characters that stand for placeholders and slots on the way through an engine."""
_MOST_REPEATS = 50
"""Repeats of a line that are read for their targets."""


class Checker:
    """The pipeline and the engine lines of a locale, made when first asked for; shared by the threads of a review."""

    def __init__(self, project: Project, locale: str) -> None:
        self._project, self._locale = project, locale
        # Two locks: whoever types must not wait until the name of an engine is found, which loads that engine's room.
        self._lock, self._naming = threading.RLock(), threading.Lock()
        self._pipeline: Pipeline | None = None
        self._warm = False
        self._engines: dict[str, str] = {}

    @property
    def pipeline(self) -> Pipeline:
        """Return the pipeline, which loads the glossary the first time."""
        if self._warm and (made := self._pipeline) is not None:
            return made
        with self._lock:
            if self._pipeline is None:
                self._pipeline = self._project.pipeline(self._locale, draft=False)
            return self._pipeline

    @property
    def warm(self) -> bool:
        """Return whether the pipeline has answered once, so that asking it takes no time."""
        return self._warm

    def rehearse(self, question: Callable[[], object]) -> None:
        """Ask the first question, for which all is loaded, in one thread; whoever else asks meanwhile waits."""
        with self._lock:
            if not self._warm:
                question()
                self._warm = True

    def forget(self) -> None:
        """Load glossary and pipeline anew when they are next asked for."""
        with self._lock:
            self._project.forget_glossary()
            self._pipeline, self._warm = None, False

    def describe(self, draft: Draft) -> str:
        """Return what drafted a text: origin, engine, quality and licence."""
        if draft.origin is not Origin.ENGINE:
            return str(draft.origin)
        name = re.split(r"[/ ;]", draft.signature, maxsplit=1)[0]
        with self._naming:
            if name not in self._engines:
                self._engines[name] = self._project.engine_line(name, self._locale)
            return self._engines[name]


class RoomLines:
    """What a room shows of its lines. Not thread-safe: use `read_only` of the room for another thread."""

    def __init__(self, project: Project, locale: str, store: ReviewStore, checker: Checker) -> None:
        self._project = project
        self._store = store
        self._checker = checker
        self._formats: dict[str, str] = {}
        self.locale = locale

    @property
    def warm(self) -> bool:
        """Return whether glossary and limits are loaded; until then `gauges`, `details` and `check` take a while."""
        return self._checker.warm

    def keep_words_apart(self) -> None:
        """Have the dictionary of Chinese words read by a process of its own; here it would stop every thread."""
        from localize import segmenter_apart

        segmenter_apart.keep_apart()

    def load(self, unit_id: int) -> None:
        """Load glossary, limits and tables, by a first look at a unit; at once where that has been done."""

        def look() -> None:
            if parse_locale(self._project.config.project.source).language == "zh":
                from localize import segmenter

                segmenter.begin()
            self.details(unit_id)
            self.check(unit_id, self._store.unit(unit_id).target or "")

        self._checker.rehearse(look)

    @property
    def right_to_left(self) -> bool:
        """Return whether the target runs from right to left."""
        return parse_locale(self.locale).language in _RIGHT_TO_LEFT

    @property
    def vertical(self) -> bool:
        """Return whether the project is for upright frames."""
        return self._project.config.layout.profile.startswith("vertical")

    def neighbours(self, unit_id: int, count: int) -> tuple[list[Row], list[Row]]:
        """Return the rows before and after a unit in its file, nearest last and first."""
        ids, at = self._store.around(unit_id, count)
        rows = self._store.rows(ids)
        return rows[:at], rows[at + 1 :]

    def details(self, unit_id: int) -> Details:
        """Return a unit with its terms, placeholders and gauges."""
        task, unit = self._task(unit_id)
        pipeline = self._checker.pipeline
        analysis = pipeline.analyse(task)
        hits = filled(analysis.hits, pipeline.wishes(task, analysis))
        return Details(
            unit=unit,
            hits=to_source(analysis.masked, hits),
            placeholders=analysis.masked.placeholders,
            gauges=self.gauges(unit_id, unit.target or ""),
            engine=self._checker.describe(unit.draft) if unit.draft else "",
        )

    def gauges(self, unit_id: int, text: str) -> Gauges:
        """Return how a text would fit the cue of a unit."""
        from localize import layout
        from localize.qa.shown import show

        unit = self._store.unit(unit_id)
        segment = unit.segment
        limits = self._checker.pipeline.limits_for(segment)
        read = show(text, self._format(unit.file)).plain
        widths = layout.line_widths(read, self.locale)
        duration = None
        if segment.start_ms is not None and segment.end_ms is not None:
            duration = max(segment.end_ms - segment.start_ms, 0)
        return Gauges(
            cps=layout.reading_speed(read, self.locale, duration) if duration else None,
            cps_limit=limits.chars_per_second if limits else None,
            line_lengths=widths,
            line_limit=limits.chars_per_line if limits else None,
            lines=len(widths),
            line_count_limit=limits.lines if limits else None,
            seconds=None if duration is None else duration / 1000,
        )

    def check(self, unit_id: int, text: str) -> tuple[Finding, ...]:
        """Return the findings that a text would have as the target of a unit."""
        from localize.api.unit_findings import Told, stage_findings
        from localize.pipeline import merge_findings

        task, unit = self._task(unit_id)
        told = Told(self._project, self.locale, unit.file, task.format, lambda: self._lines(unit, text))
        found = tuple(told.weighed(self._checker.pipeline.check(task, text), unit))
        return merge_findings(found, stage_findings(unit)) if text == unit.target else found

    def _lines(self, unit: Unit, text: str) -> Iterator[tuple[str, str]]:
        """Yield source and target of every unit of a file, of one unit the text that is checked."""
        for row in self._store.rows(self._store.unit_ids(Query(self.locale, files=(unit.file,)))):
            yield row.source, text if row.id == unit.id else row.target or ""

    def _check_again(self, ids: Sequence[int] | set[int]) -> None:
        """Find the findings of units anew and save them."""
        units = [unit for unit in self._store.units(list(ids)) if unit.target is not None]
        found = [(unit.id, self.check(unit.id, unit.target or "")) for unit in units]
        if found:
            self._store.save_findings(found)

    def placeholders(self, unit_id: int, text: str) -> tuple[Placeholder, ...]:
        """Return the placeholders in a text, for colours and for an editor that keeps them whole."""
        from localize import masking

        unit = self._store.unit(unit_id)
        return masking.placeholders(text, format=masking.notation(unit.segment, self._format(unit.file)))

    def broken(self, unit_id: int, text: str) -> str:
        """Return a text with its lines broken anew for the cue; unchanged where no limits apply."""
        from localize import layout, masking

        unit = self._store.unit(unit_id)
        limits = self._checker.pipeline.limits_for(unit.segment)
        if limits is None:
            return text
        flat = joined(text, self.locale)
        found = masking.placeholders(flat, format=self._format(unit.file))
        whole = [p.span for p in found if not masking.is_formatting(p)]
        hidden = [p.span for p in found if masking.is_formatting(p)]
        return layout.break_lines(flat, limits, self.locale, protected=whole, hidden=hidden)

    def joined(self, text: str) -> str:
        """Return a text on one line."""
        return joined(text, self.locale)

    def alternatives(self, unit_id: int) -> tuple[Alternative, ...]:
        """Return other ways to say a line, each once, best first: repeats, memory, the draft and its rivals.

        The first call for a locale may build the memory's index.
        """
        task, unit = self._task(unit_id)
        found: dict[str, Alternative] = {}
        for way in (*self._repeated(unit_id), *self._remembered(unit), *self._drafted(task, unit)):
            if way.text and way.text != unit.target:
                found.setdefault(way.text, way)
        return tuple(found.values())

    def _repeated(self, unit_id: int) -> Iterator[Alternative]:
        rows = self._store.rows(self._store.repeats(unit_id)[:_MOST_REPEATS])
        approved = [row for row in rows if row.state == "approved" and row.target]
        for text, count in Counter(row.target for row in approved if row.target).most_common():
            first = next(row for row in approved if row.target == text)
            where = f"{first.file} {first.ordinal + 1}"
            yield Alternative(
                text, "repeat", None, by=where if count == 1 else f"{where} and {count - 1} more"
            )

    def _remembered(self, unit: Unit) -> Iterator[Alternative]:
        from localize.memory import MemoryQuery

        ids, at = self._store.around(unit.id, 1)
        near = {row.id: row.source for row in self._store.rows(ids)}
        query = MemoryQuery(
            source=unit.segment.source,
            source_locale=self._project.config.project.source,
            target_locale=self.locale,
            before=near[ids[at - 1]] if at else "",
            after=near[ids[at + 1]] if at + 1 < len(ids) else "",
            speaker=unit.segment.speaker or "",
        )
        for match in self._project.memory.lookup(query):
            source = match.unit.source
            yield Alternative(
                match.unit.target,
                "memory",
                match.score,
                "" if source == unit.segment.source else source,
                " ".join(filter(None, (match.unit.by, match.unit.origin))),
            )

    def _drafted(self, task: Task, unit: Unit) -> Iterator[Alternative]:
        from localize import masking

        if unit.draft is None:
            return
        yield Alternative(unit.draft.text, "draft", unit.draft.score)
        masked = self._checker.pipeline.analyse(task).masked
        for text in unit.draft.alternatives:
            # The engine's other answers are as it gave them; one with a slot that adaptation never filled is no text.
            if not set(_PRIVATE_USE.findall(text)) - {p.symbol for p in masked.placeholders}:
                yield Alternative(masking.unmask(masked, text).text, "n-best", None)

    def _format(self, file: str) -> str:
        if file not in self._formats:
            self._formats = {name: format_of(print_) for name, print_ in self._store.files().items()}
        return self._formats.get(file, "")

    def _task(self, unit_id: int) -> tuple[Task, Unit]:
        """Return the pipeline task of a unit with its neighbours, and the unit."""
        from localize.pipeline import CONTEXT_LINES

        ids, at = self._store.around(unit_id, CONTEXT_LINES)
        near = self._store.units(ids)
        unit = near[at]
        items = [(str(u.id), u.segment, "") for u in near]
        tasks = tasks_of(self._format(unit.file), items, path=unit.file, first=near[0].ordinal + 1)
        return tasks[at], unit


def joined(text: str, locale: str) -> str:
    """Return the lines of a text as one; Chinese and Japanese need no blank between them.

    >>> joined("He left.\\nI stayed.", "en-US"), joined("他走了。\\n我没走。", "zh-Hant-TW")
    ('He left. I stayed.', '他走了。我没走。')
    """
    between = "" if parse_locale(locale).language in ("zh", "ja", "yue") else " "
    return between.join(line.strip() for line in text.split("\n") if line.strip())


def without(text: str, edit: Edit) -> str | None:
    """Return a text with one edit of adaptation taken back; None if its words do not stand there.

    An edit without former words was asked of the engine beforehand: there is nothing to go back to.
    """
    if not edit.before or not edit.after or edit.after == edit.before:
        return None
    word = re.compile(rf"(?<!\w){re.escape(edit.after)}(?!\w)")
    match = word.search(text)
    at = match.start() if match else text.find(edit.after)
    return None if at < 0 else text[:at] + edit.before + text[at + len(edit.after) :]
