"""The only place that defines what goes into the pipeline and comes out: tasks, analyses, plans, results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, overload

from localize.glossary.address import UNKNOWN

if TYPE_CHECKING:
    from localize.adaptation.base import Prepared
    from localize.glossary.address import Talk
    from localize.glossary.base import Scope, TermHit
    from localize.layout.base import Limits
    from localize.masking.base import Masked
    from localize.model import Draft, Finding, Segment

PIPELINE_VERSION = 3
"""Raised when a stage changes what it writes, so that old drafts are seen as stale. 3: clauses written outright."""

CONTEXT_LINES = 2
"""Neighbouring lines that decide homographs, make sentences whole and go to engines that can use them."""

ENGINE_FAILED = "ENG002"
"""Finding code: the engine gave no translation for a line."""


T = TypeVar("T")


class Deferred(Sequence[T]):
    """Values that are worked out when somebody first looks at them; most lines need none of them to be checked."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], Sequence[T]]) -> None:
        """Keep how the values are made; nothing is made yet."""
        self._make = make
        self._made: Sequence[T] | None = None

    def _values(self) -> Sequence[T]:
        if self._made is None:
            self._made = self._make()
        return self._made

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...

    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        """Return a value, or some."""
        return self._values()[index]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._values())


@dataclass(frozen=True, slots=True)
class Task:
    """One segment to translate, with what surrounds it.

    Attributes:
        key: the caller's handle, echoed in the result.
        format: name of the file's format; decides which placeholders there are.
        segment: what to translate.
        before, after: neighbouring segments in the file, nearest last and first.
        known: signature of the draft that exists already, '' if none; an equal one is not made again.
        path: of the file below the project folder, '' for none: it names the episode.
        number: of the cue in its file, 1-based, None if not known.
        wanted: False for a line that a person holds: it is there for the sentences and batches that it is part of.
    """

    key: str
    format: str
    segment: Segment
    before: tuple[Segment, ...] = ()
    after: tuple[Segment, ...] = ()
    known: str = ""
    wanted: bool = True
    path: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a task: a new draft with its findings, or None where the known draft still stands."""

    key: str
    draft: Draft | None
    findings: tuple[Finding, ...] = ()
    terms: int = 0


@dataclass(frozen=True, slots=True)
class Analysis:
    """The half of a line's work before any target: what is masked, who speaks to whom, which terms stand in it."""

    masked: Masked
    hits: tuple[TermHit, ...]
    scope: Scope
    limits: Limits | None
    talk: Talk = UNKNOWN


@dataclass(frozen=True, slots=True)
class Plan:
    """A task with everything that is known of it before an engine is asked; `signature` is its draft's."""

    task: Task
    analysis: Analysis
    prepared: Prepared
    signature: str
