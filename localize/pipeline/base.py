"""The only place that defines what goes into the pipeline and comes out: tasks, analyses, plans, results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from localize.adaptation.base import Prepared
    from localize.glossary.base import Scope, TermHit
    from localize.layout.base import Limits
    from localize.masking.base import Masked
    from localize.model import Draft, Finding, Segment

PIPELINE_VERSION = 2
"""Raised when a stage changes what it writes, so that old drafts are seen as stale. 2: sentences over several cues."""

CONTEXT_LINES = 2
"""Neighbouring lines that decide homographs, make sentences whole and go to engines that can use them."""

ENGINE_FAILED = "ENG002"
"""Finding code: the engine gave no translation for a line."""


@dataclass(frozen=True, slots=True)
class Task:
    """One segment to translate, with what surrounds it.

    Attributes:
        key: the caller's handle, echoed in the result.
        format: name of the file's format; decides which placeholders there are.
        segment: what to translate.
        before, after: neighbouring segments in the file, nearest last and first.
        known: signature of the draft that exists already, '' if none; an equal one is not made again.
        wanted: False for a line that a person holds: it is there for the sentences and batches that it is part of.
    """

    key: str
    format: str
    segment: Segment
    before: tuple[Segment, ...] = ()
    after: tuple[Segment, ...] = ()
    known: str = ""
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a task: a new draft with its findings, or None where the known draft still stands."""

    key: str
    draft: Draft | None
    findings: tuple[Finding, ...] = ()
    terms: int = 0


@dataclass(frozen=True, slots=True)
class Analysis:
    """The language-independent half of a line's work: what is masked, and which terms stand in it."""

    masked: Masked
    hits: tuple[TermHit, ...]
    scope: Scope
    limits: Limits | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A task with everything that is known of it before an engine is asked; `signature` is its draft's."""

    task: Task
    analysis: Analysis
    prepared: Prepared
    signature: str
