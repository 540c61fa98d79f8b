"""The only place that says which market advisories somebody has accepted, and when that runs out.

A waiver names an advisory, the markets and words it is about, an owner, a reason and its last day. One that has run out
covers nothing any more and is a finding itself (PRO006), and so is one that covers nothing (PRO008).
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from localize.culture.markets import CODE, all_advisories, all_markets, read_message
from localize.model import Finding, LocatedFinding, Severity

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from localize.errors import Place

EXPIRED = "PRO006"
UNUSED = "PRO008"


@dataclass(frozen=True, slots=True)
class Waiver:
    """Somebody's acceptance of an advisory.

    Attributes:
        advisory: its id.
        reason: why it is accepted.
        owner: who answers for it.
        expires: last day on which it holds.
        markets: keys of markets, empty for all.
        terms: only these words, empty for all of the advisory's.
        files: glob patterns of the files, empty for all.
        place: where it is written.
        evidence: where the decision is written down, '' if nowhere.
    """

    advisory: str
    reason: str
    owner: str
    expires: dt.date
    markets: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    place: Place | None = None
    evidence: str = ""

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with it: no reason or owner, or an advisory, market or word that the data lack."""
        if not self.reason.strip() or not self.owner.strip():
            yield f"a waiver of {self.advisory} needs a reason and an owner"
        found = next((advisory for advisory in all_advisories() if advisory.id == self.advisory), None)
        if found is None:
            yield f"there is no advisory {self.advisory!r}"
            return
        for market in self.markets:
            if market not in all_markets():
                yield f"there is no market {market!r}; use {', '.join(all_markets())}"
        for term in self.terms:
            if term not in found.terms:
                yield f"{term} does not raise {self.advisory}"

    def covers(self, located: LocatedFinding) -> bool:
        """Return whether a finding is what this waiver accepts, whatever the day."""
        raised = read_message(located.finding.message) if located.finding.code == CODE else None
        if raised is None or raised.advisory != self.advisory:
            return False
        name = located.place.file.replace("\\", "/")
        return (
            (not self.markets or raised.market in self.markets)
            and (not self.terms or raised.surface in self.terms)
            and (
                not self.files
                or any(fnmatchcase(name, p) or fnmatchcase(name.split("/")[-1], p) for p in self.files)
            )
        )


@dataclass(frozen=True, slots=True)
class Waived:
    """Findings after the waivers: what is left, with what is wrong with the waivers, and what was accepted by which."""

    kept: tuple[LocatedFinding, ...]
    accepted: tuple[tuple[LocatedFinding, Waiver], ...]


def waive(
    findings: Sequence[LocatedFinding], waivers: Sequence[Waiver], today: dt.date, *, whole: bool = True
) -> Waived:
    """Return the findings that no waiver covers today, and one for each waiver that has run out or covers nothing.

    Args:
        findings: of every check; only market advisories can be covered.
        waivers: of the project.
        today: a waiver counts up to and including its last day.
        whole: the findings are those of all files and locales, so that a waiver without use can be told.
    """
    live = [waiver for waiver in waivers if today <= waiver.expires]
    kept, accepted, used = [], [], set()
    for located in findings:
        by = next((waiver for waiver in live if waiver.covers(located)), None)
        if by is None:
            kept.append(located)
        else:
            accepted.append((located, by))
            used.add(id(by))
    for waiver in waivers:
        if today > waiver.expires:
            again = sum(waiver.covers(located) for located in kept)
            what = (
                f"the waiver of {waiver.advisory} ended on {waiver.expires}: {again} findings are open again"
            )
            kept += _fault(waiver, EXPIRED, f"{what}; {waiver.owner} may extend it ({waiver.reason})")
        elif whole and id(waiver) not in used:
            kept += _fault(waiver, UNUSED, f"the waiver of {waiver.advisory} covers nothing; take it out")
    return Waived(tuple(kept), tuple(accepted))


def _fault(waiver: Waiver, code: str, what: str) -> list[LocatedFinding]:
    finding = Finding(code, Severity.WARNING, None, None, what)
    return [] if waiver.place is None else [LocatedFinding(finding, waiver.place, "")]
