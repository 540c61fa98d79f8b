"""The only place that gathers what a report shows beside the findings: lines, speeds, terms, approvals, scores."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from localize.api.lqa import score_reviews
from localize.layout import reading_speed
from localize.qa.shown import show
from localize.review.base import Query, State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from localize.glossary.base import TermHit
    from localize.layout import Limits
    from localize.model import Finding, LocatedFinding, Segment
    from localize.pipeline.base import Analysis, Task
    from localize.review.base import ReviewStore, Unit
    from localize.review.lqa import Score

_MISSING_TERMS = frozenset({"TRM001", "TRM002", "TRM005"})
_MOST_UNITS = 20_000
"""Units whose history is read for the burn-down; above it the plot is left out, since it would take minutes."""

LineKey = tuple[str, str, str]
"""File, locale and segment id, as a finding names them."""


@dataclass(frozen=True, slots=True)
class Line:
    """What stands in a segment that has a finding, and around it; '' where there is nothing.

    Attributes:
        source, target: of the segment.
        before, after: sources of its neighbours.
        speaker: who says it.
        time: start of the cue as ``00:01:02.345``.
        visible: the target without what shows nothing.
    """

    source: str
    target: str
    before: str = ""
    after: str = ""
    speaker: str = ""
    time: str = ""
    visible: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the glossary's terms in a file are rendered as agreed."""

    file: str
    locale: str
    terms: int
    right: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What a report shows beside the findings.

    Attributes:
        segments: how many were checked.
        lines: of the segments with findings.
        speeds: locale → characters a second → number of cues, rounded down to whole characters.
        limits: locale → what fits its screen.
        coverage: a row a file and locale with terms in it.
        open_lines: (day, or hour or minute of one day, lines not yet approved at its end), in order; empty without a
            review store.
        pictures: of segments with findings, as PNG.
        scores: of what people reviewed; empty without a review store.
    """

    segments: int = 0
    lines: Mapping[LineKey, Line] = field(default_factory=dict)
    speeds: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    limits: Mapping[str, Limits] = field(default_factory=dict)
    coverage: Sequence[Coverage] = ()
    open_lines: Sequence[tuple[str, int]] = ()
    pictures: Mapping[LineKey, bytes] = field(default_factory=dict)
    scores: Sequence[Score] = ()


class Collector:
    """Watches a run of the checks and keeps what a report needs; bounded by the number of findings, files and codes."""

    def __init__(self) -> None:
        self._segments = 0
        self._lines: dict[LineKey, Line] = {}
        self._speeds: dict[str, Counter[int]] = {}
        self._limits: dict[str, Limits] = {}
        self._terms: dict[tuple[str, str], list[int]] = {}
        self._open: Sequence[tuple[str, int]] = ()
        self._scores: Sequence[Score] = ()

    def see(
        self,
        file: str,
        locale: str,
        segment: Segment,
        target: str,
        findings: Sequence[Finding],
        *,
        before: Segment | None = None,
        after: Segment | None = None,
        hits: Sequence[TermHit] = (),
        limits: Limits | None = None,
        visible: str = "",
    ) -> None:
        """Take in one checked segment.

        Args:
            file, locale: as the findings name them.
            segment, target: what was checked.
            findings: what was found.
            before, after: neighbours in the file.
            hits: terms of the segment.
            limits: what fits the screen, None where the segment is not shown on one.
            visible: the target without what shows nothing.
        """
        self._segments += 1
        if findings:
            around = (before.source if before else "", after.source if after else "")
            clock = _clock(segment.start_ms)
            line = Line(segment.source, target, *around, segment.speaker or "", clock, visible)
            self._lines[file, locale, segment.id] = line
        if limits is not None:
            self._limits[locale] = limits
            self._time(locale, segment, visible)
        if hits:
            row = self._terms.setdefault((file, locale), [0, 0])
            wrong = sum(finding.code in _MISSING_TERMS for finding in findings)
            row[0] += len(hits)
            row[1] += max(0, len(hits) - wrong)

    def _time(self, locale: str, segment: Segment, visible: str) -> None:
        duration = (segment.end_ms or 0) - (segment.start_ms or 0)
        if duration > 0 and visible.strip():
            speed = int(min(reading_speed(visible, locale, duration), 99))
            self._speeds.setdefault(locale, Counter())[speed] += 1

    def see_task(
        self, file: str, locale: str, task: Task, target: str, findings: Sequence[Finding], analysis: Analysis
    ) -> None:
        """Take in one checked segment as the pipeline knows it."""
        self.see(
            file,
            locale,
            task.segment,
            target,
            findings,
            before=task.before[-1] if task.before else None,
            after=task.after[0] if task.after else None,
            hits=analysis.hits,
            limits=analysis.limits,
            visible=show(target, task.format).plain,
        )

    def see_apart(self, unit: Unit, found: LocatedFinding) -> None:
        """Take in a line whose term stands apart from the rest of its work, which shows after the last line only."""
        segment, visible = unit.segment, unit.target or ""
        line = Line(segment.source, visible, "", "", segment.speaker or "", _clock(segment.start_ms), visible)
        self._lines.setdefault((unit.file, found.locale, segment.id), line)

    def review(self, store: ReviewStore, locales: Sequence[str], *, source: str) -> None:
        """Take in how the lines of a store came to be approved, and how good reviewers found them.

        Args:
            store: where the log is.
            locales: target locales.
            source: locale of the sources.
        """
        self._open = _burn_down(store, locales)
        self._scores = score_reviews(store, locales, source=source)

    def facts(self) -> Facts:
        """Return what was seen."""
        coverage = [Coverage(file, locale, *row) for (file, locale), row in sorted(self._terms.items())]
        return Facts(
            self._segments,
            self._lines,
            self._speeds,
            self._limits,
            coverage,
            self._open,
            scores=self._scores,
        )


def _clock(milliseconds: int | None) -> str:
    if milliseconds is None:
        return ""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _burn_down(store: ReviewStore, locales: Sequence[str]) -> list[tuple[str, int]]:
    units = [unit for locale in locales for unit in store.unit_ids(Query(locale))]
    if not units or len(units) > _MOST_UNITS:
        return []
    steps: list[tuple[str, int]] = []
    for unit in units:
        for revision in store.history(unit):
            was, now = (state is State.APPROVED for state in (revision.before_state, revision.after_state))
            steps.append((revision.at, int(now) - int(was)))
    return burned(steps, len(units))


def burned(steps: Sequence[tuple[str, int]], lines: int) -> list[tuple[str, int]]:
    """Return the lines that were open at the end of each day; of each hour or minute where all is of one day or hour.

    Args:
        steps: time (ISO 8601) and how many lines were approved then, less those that were opened again.
        lines: all of them.

    >>> burned([("2026-11-22T09:10:00Z", 2), ("2026-11-22T11:00:00Z", 1)], 5)
    [('2026-11-22 09:00', 3), ('2026-11-22 11:00', 2)]
    """
    by_time: Counter[str] = Counter()
    for length, rest in ((10, ""), (13, ":00"), (16, "")):
        by_time = Counter()
        for at, approved in steps:
            by_time[at[:length].replace("T", " ") + rest] += approved
        if len(by_time) > 1:
            break
    left, points = lines, []
    for time, approved in sorted(by_time.items()):
        left -= approved
        points.append((time, left))
    return points
