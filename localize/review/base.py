"""The shapes of review: units, decisions, and the store that keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from array import array
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from localize.model import Draft, Finding, Segment, SegmentId, Severity
    from localize.review.faults import Dimension, Weight
    from localize.review.renaming import Renames


class State(StrEnum):
    """Where a segment stands in one locale."""

    NEW = "new"  # no target
    DRAFTED = "drafted"  # a machine or the memory wrote it
    EDITED = "edited"  # a person wrote it, not yet approved
    APPROVED = "approved"
    REJECTED = "rejected"
    DISCUSS = "discuss"
    OUTDATED = "outdated"  # the source changed after a decision


class Action(StrEnum):
    """What a person did."""

    APPROVE = "approve"
    EDIT = "edit"
    REJECT = "reject"
    DISCUSS = "discuss"
    COMMENT = "comment"
    WAIVE = "waive"
    SECOND = "second"  # approve, and ask for somebody else's approval too
    UNDO = "undo"


class Order(StrEnum):
    """How the queue is sorted; lines that are equal stand in file order."""

    PLACE = "place"  # files in natural order, lines in file order
    WORST = "worst"  # errors first
    STATE = "state"
    SPEAKER = "speaker"
    SOURCE = "source"  # repeats beside each other
    LENGTH = "length"  # longest target first
    RECENT = "recent"  # latest decision first


@dataclass(frozen=True, slots=True)
class Decision:
    """One act of a reviewer, before it is recorded.

    Attributes:
        action: what.
        text: the new target for EDIT, the comment for COMMENT, '' otherwise.
        reason: required for REJECT and WAIVE.
        code: the finding waived.
        dimension, weight: what sort of fault a REJECT is about and how bad it is, None where nobody said.
        until: last day of a WAIVE (``2026-12-31``), '' for no end.
    """

    action: Action
    text: str = ""
    reason: str = ""
    code: str = ""
    dimension: Dimension | None = None
    weight: Weight | None = None
    until: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One decision of a group that is recorded, and undone, as one.

    Attributes:
        unit: the unit it is about.
        decision: what.
        revision: of the unit as the reviewer saw it before the group; several acts on one unit all carry the same.
    """

    unit: int
    decision: Decision
    revision: int


@dataclass(frozen=True, slots=True)
class Revision:
    """One recorded act: a row of the append-only log.

    Attributes:
        number: position in the log, 1-based.
        unit: the unit it is about.
        decision: what was done.
        by, at: reviewer, and UTC time in ISO 8601 with microseconds.
        before_state, after_state, before_text, after_text: of the unit's target.
        undoes: number of the revision that this one takes back, None otherwise.
        digest: SHA-256 (hex) over this row and the digest of the row before it.
    """

    number: int
    unit: int
    decision: Decision
    by: str
    at: str
    before_state: State
    after_state: State
    before_text: str | None
    after_text: str | None
    undoes: int | None
    digest: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One segment in one locale, as a reviewer sees it.

    Attributes:
        id: row number in the store, stable for the life of the segment.
        file: path in the project, with ``/``.
        ordinal: 0-based position in the file.
        segment: the segment as of the last sync, spans included; `segment.source` is the current source text.
        locale: target locale.
        state, target, revision: where it stands; `revision` grows by one with every change of state or text.
        draft: the latest machine or memory draft of the current source, None if there is none.
        findings: open findings of the current target, without the waived ones.
        waived: codes that a reviewer waived for exactly this source and target.
        previous_source: the source that the last decision was made on, if it differs from the current one.
        decided_by: who made the last decision, '' if nobody.
        checked: whether `findings` were made for the current source and target; False from a change of either
            until findings are saved again. Findings that are out of date have neither span nor fix.
        approvals: how many people's approval of exactly this source and target stands.
    """

    id: int
    file: str
    ordinal: int
    segment: Segment
    locale: str
    state: State
    target: str | None
    revision: int
    draft: Draft | None
    findings: tuple[Finding, ...]
    waived: tuple[str, ...] = ()
    previous_source: str | None = None
    decided_by: str = ""
    checked: bool = True
    approvals: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A unit reduced to what the queue shows; cheap to read by the thousand.

    `approvals` is not 0 where some, but not yet enough people have approved the line.
    """

    id: int
    file: str
    ordinal: int
    start_ms: int | None
    speaker: str | None
    state: State
    worst: Severity | None
    code: str
    source: str
    target: str | None
    approvals: int = 0


@dataclass(frozen=True, slots=True)
class Query:
    """Which units, in which order; empty fields do not filter.

    Attributes:
        locale: target locale.
        files: exact paths.
        states: any of these.
        text: substring of source or target, whatever the case.
        code: finding code prefix (``COD``, ``COD001``).
        speaker: exact.
        open_only: only units that still need a person (not approved).
        term: a term as the reviewer named it; whoever asks puts its written forms into `sources`.
        sources: the source must hold one of these.
        engine: name of what drafted the unit; ``memory`` and ``human`` for drafts of those origins.
        since: only units decided on at or after this time (UTC, ISO 8601; a day is enough).
        second_only: only units that some, but not yet enough people have approved.
        order: how they are sorted.
    """

    locale: str
    files: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    text: str = ""
    code: str = ""
    speaker: str = ""
    open_only: bool = False
    term: str = ""
    sources: tuple[str, ...] = ()
    engine: str = ""
    since: str = ""
    second_only: bool = False
    order: Order = Order.PLACE


@dataclass(frozen=True, slots=True)
class Presence:
    """Where a reviewer was last seen.

    Attributes:
        reviewer, locale: who, and in which locale.
        unit: the line, with its file and 0-based position.
        at: UTC, ISO 8601 with microseconds.
    """

    reviewer: str
    locale: str
    unit: int
    file: str
    ordinal: int
    at: str


@dataclass(frozen=True, slots=True)
class SavedView:
    """A query that a reviewer gave a name."""

    name: str
    query: Query


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a new version of a file changed: segment counts."""

    file: str
    kept: int = 0
    moved: int = 0
    changed: int = 0
    new: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts for one file and locale; `findings` maps severity name to open, unwaived findings."""

    file: str
    locale: str
    segments: int
    states: Mapping[State, int]
    findings: Mapping[str, int]


class ReviewStore(Protocol):
    """Keeps segments, drafts, findings and the append-only log of decisions.

    Every method that writes is one transaction, durable against a killed process when it returns.
    """

    def sync(
        self,
        file: str,
        segments: Sequence[Segment],
        *,
        fingerprint: str,
        locales: Sequence[str],
        absent: Mapping[str, Collection[SegmentId]] | None = None,
    ) -> SyncReport:
        """Record a file's segments; keep every decision whose source text is unchanged, wherever it moved.

        Args:
            file: path in the project.
            segments: of all locales together.
            fingerprint: of the file's bytes.
            locales: to make units for.
            absent: locale → segments that it does not have (plural forms of other languages).
        """

    def forget(self, file: str) -> SyncReport:
        """Mark a file as gone; its decisions stay in the log and return with the file."""

    def renames(self) -> Renames:
        """Return what lets files go on under other paths."""

    def files(self) -> Mapping[str, str]:
        """Return file → fingerprint of the files that are not gone."""

    def unit_ids(self, query: Query) -> array[int]:
        """Return the ids of the units that a query selects, in file order."""

    def selected(self, query: Query) -> tuple[array[int], array[int]]:
        """Return what `unit_ids` returns, and those of them that still need a person."""

    def first_ids(self, query: Query, count: int, near: int | None = None) -> array[int] | None:
        """Return `count` ids of a query, around `near` if it selects that, else the first; None if that is slow."""

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """Return queue rows in the order of the ids."""

    def unit(self, unit_id: int) -> Unit:
        """Return one unit."""

    def units(self, ids: Sequence[int]) -> list[Unit]:
        """Return whole units in the order of the ids."""

    def find_unit(self, file: str, segment: SegmentId, locale: str) -> Unit | None:
        """Return the unit of a segment and locale."""

    def save_drafts(self, drafts: Iterable[tuple[int, Draft, Sequence[Finding]]]) -> int:
        """Store drafts with their findings, except where a person wrote or decided; return how many units changed."""

    def save_findings(
        self,
        found: Iterable[tuple[int, Sequence[Finding]]],
        *,
        revisions: Mapping[int, int] | None = None,
    ) -> None:
        """Replace the findings of units.

        Args:
            found: per unit, all findings of its current target.
            revisions: per unit, the revision that was checked; a unit that has moved on keeps what it has.
        """

    def decide(self, unit_id: int, decision: Decision, *, by: str, revision: int) -> Revision:
        """Record a decision; raises ConflictError if the unit is not at `revision` any more."""

    def decide_many(self, acts: Sequence[Act], *, by: str) -> list[Revision]:
        """Record several decisions in one transaction, undone as one; all or none."""

    def undo(self, *, by: str) -> Revision | None:
        """Take back the reviewer's latest decision that is not undone; None if there is none."""

    def undo_group(self, *, by: str) -> list[Revision]:
        """Do as `undo` does and return every row written, one for each row taken back."""

    def history(self, unit_id: int) -> list[Revision]:
        """Return the log of one unit, oldest first."""

    def changed_by_others(self, number: int, *, by: str) -> list[int]:
        """Return the units that other people decided on after a row of the log."""

    def around(self, unit_id: int, count: int) -> tuple[list[int], int]:
        """Return the ids of a unit and up to `count` neighbours on each side in its file, and where it stands."""

    def named(self, locale: str, name: str, file: str) -> list[int]:
        """Return the units of a locale whose segment has this id or key, those of a file first."""

    def repeats(self, unit_id: int) -> list[int]:
        """Return the other units of the locale with exactly the same source, in file order."""

    def expire_waivers(self) -> int:
        """Open the findings whose waiver has run out, and return on how many units."""

    def beat(self, unit_id: int, *, by: str) -> None:
        """Note that a reviewer is at a unit."""

    def leave(self, *, by: str) -> None:
        """Note that a reviewer has left."""

    def present(self, seconds: float) -> list[Presence]:
        """Return who was seen in the last seconds, by name."""

    def save_view(self, view: SavedView, *, by: str) -> None:
        """Keep a reviewer's query under a name, in place of what that name meant."""

    def drop_view(self, name: str, *, by: str) -> None:
        """Forget a saved view."""

    def views(self, *, by: str) -> list[SavedView]:
        """Return a reviewer's saved views, by name."""

    def set_patience(self, seconds: float) -> None:
        """Set how long a write waits for another process before STO008; checkpoints are left to other objects."""

    def progress(self) -> list[Progress]:
        """Return counts per file and locale."""

    def verify_log(self) -> int:
        """Return the length of the log after a check of its digest chain; StoreError names the row that is wrong."""

    def log_head(self) -> tuple[int, str]:
        """Return the length of the log and the digest of its last row, (0, '') for an empty log."""

    def read_only(self) -> ReviewStore:
        """Return a second, reading view of the same store, for another thread."""

    def another(self) -> ReviewStore:
        """Return a second, writing view of the same store, for another thread."""

    def close(self) -> None:
        """Close the store."""
