"""The contract of every check: a segment and its target in, findings out, pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from localize.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from localize.glossary.base import TermHit
    from localize.layout.base import Limits
    from localize.masking.base import Masked
    from localize.model import Finding, Segment


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may know besides the segment and its target.

    Attributes:
        source_locale, target_locale: BCP 47 tags.
        format: name of the file's format.
        medium: ``drama`` or ``game``.
        limits: layout limits, None where layout does not apply.
        masked: the masked source, found once and reused.
        hits: glossary hits in the masked source text.
        previous, following: neighbours in the file, None at its edges.
        repeats: targets of other segments with the same source in this locale, for consistency.
        rendered: target words that the culture rules wrote or accept (numbers, measures, money, ages); a number
            inside one is right, whatever the source says.
        decided_source: the source text that the last decision was made on, None if there is none.
        approved: a person has approved this target.
        fps: frames a second of the picture, None if not known.
        cuts: times of the shot changes of the picture in milliseconds, ascending.
        address_findings: what the data of who addresses whom finds wrong in this target, as TRM006.
        advisories: what the rules of the target market say of this source, as MKT001.
        expired_waivers: codes whose waiver on this target has run out.
    """

    source_locale: str
    target_locale: str
    format: str
    medium: str
    limits: Limits | None
    masked: Masked
    hits: Sequence[TermHit] = ()
    previous: Segment | None = None
    following: Segment | None = None
    repeats: Sequence[str] = ()
    rendered: Sequence[str] = ()
    decided_source: str | None = None
    approved: bool = False
    fps: float | None = None
    cuts: Sequence[int] = ()
    address_findings: Sequence[Finding] = ()
    advisories: Sequence[Finding] = ()
    expired_waivers: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class CheckSpec:
    """One registered finding code.

    Attributes:
        code: ``COD001``; the family is its three letters.
        name: ``placeholder-lost``.
        severity: default.
        title: what it says, one line.
        source: where its limit or rule comes from.
        stage: who raises it: ``qa`` is `localize.qa.check`, others work on whole files or drafts.
    """

    code: str
    name: str
    severity: Severity
    title: str
    source: str = ""
    stage: str = "qa"


class Check(Protocol):
    """One family of checks."""

    def __call__(self, segment: Segment, target: str, context: Context) -> Iterable[Finding]:
        """Return the findings of one segment; `()` at once for one that cannot have any, as most have none."""
