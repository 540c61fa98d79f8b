"""The only place that says which errors pass the gate because the project accepts them, and what is recorded then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from localize.api.exceptions import exceptions_in, exceptions_of
from localize.api.privacy import NOT_FOR_SALE
from localize.api.terms_waivers import waivers_of
from localize.api.waiving import Accepted, silenced_by, waived_by
from localize.errors import Place
from localize.export.manifest import Exempted
from localize.model import LocatedFinding, Severity
from localize.qa.suppression import sift, today

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from localize.config import Config
    from localize.culture.waivers import Waiver
    from localize.model import Finding
    from localize.qa.suppression import Suppression
    from localize.review.base import Unit

IN_SPITE = "PRO002"
"""Code that says of an approved line that other errors are open: it stands and falls with them."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What a project accepts today: waivers and exceptions that have not ended and say why.

    A licence is never accepted so: nobody is given one by a line in a settings file.
    """

    waivers: tuple[Waiver, ...]
    exceptions: tuple[Suppression, ...]

    @classmethod
    def of(cls, waivers: Iterable[Waiver], exceptions: Iterable[Suppression]) -> Acceptance:
        """Return what counts of some waivers and exceptions today."""
        day = today()
        return cls(
            tuple(w for w in waivers if day <= w.expires),
            tuple(
                e
                for e in exceptions
                if not e.fault and e.reason.strip() and (e.until is None or day <= e.until)
            ),
        )

    def accepts(self, located: LocatedFinding) -> Accepted | None:
        """Return a finding with what accepts it, None if nothing does."""
        if located.finding.code == NOT_FOR_SALE:
            return None
        if waiver := next((w for w in self.waivers if w.covers(located)), None):
            return waived_by(located, waiver)
        if exception := next((e for e in self.exceptions if e.covers(located)), None):
            return silenced_by(located, exception)
        return None

    def split(self, findings: Sequence[LocatedFinding]) -> tuple[list[Finding], list[Accepted]]:
        """Return the findings of one line that keep the gate closed, and the errors that pass because of this."""
        passed = [(one, self.accepts(one)) for one in findings if one.finding.severity >= Severity.ERROR]
        accepted = [by for _, by in passed if by is not None]
        held = [one.finding for one, by in passed if by is None]
        if accepted and all(finding.code == IN_SPITE for finding in held):
            held = []
        return held, accepted


def accepted_in(config: Config, file: str) -> Acceptance:
    """Return what a project accepts today in one of its files. Reads the waivers' file and looks into the file."""
    return Acceptance.of(waivers_of(config), (*exceptions_of(config), *exceptions_in(config, [file])))


def let_through(acceptance: Acceptance, units: Iterable[Unit]) -> tuple[list[Unit], tuple[Exempted, ...]]:
    """Return the units of a file as the gate is to judge them, and what the manifest says of the errors that pass.

    What a reviewer waived stands in the log of decisions already and is not among them.
    """
    judged: list[Unit] = []
    passed: list[Exempted] = []
    for unit in units:
        place = Place(unit.file, unit.segment.line)
        open_ = [f for f in unit.findings if f.severity >= Severity.ERROR and f.code not in unit.waived]
        held, accepted = acceptance.split([LocatedFinding(f, place, unit.locale) for f in open_])
        # What a reviewer waived is no finding of the unit any more; what it made the checks say of the approval is.
        if unit.waived and all(finding.code == IN_SPITE for finding in held):
            held = []
        gone = {id(f) for f in open_ if f not in held}
        judged.append(replace(unit, findings=tuple(f for f in unit.findings if id(f) not in gone)))
        passed += [exempted(unit.segment.id, one) for one in accepted]
    return judged, tuple(passed)


def without_hollow(
    findings: Sequence[LocatedFinding], exceptions: Sequence[Suppression]
) -> Sequence[LocatedFinding]:
    """Return findings without those that say that errors of an approved line are open, where all are accepted.

    Args:
        findings: of everything, without what reviewers and waivers accept.
        exceptions: of the settings and of comments.
    """
    if not any(located.finding.code == IN_SPITE for located in findings):
        return findings
    kept = sift(findings, exceptions, today=today(), whole=False).kept
    open_ = {
        _line(one) for one in kept if one.finding.severity >= Severity.ERROR and one.finding.code != IN_SPITE
    }
    return [one for one in findings if one.finding.code != IN_SPITE or _line(one) in open_]


def _line(located: LocatedFinding) -> tuple[str, str, str]:
    return located.place.file, located.locale, str(located.finding.segment or "")


def exempted(segment: str, accepted: Accepted) -> Exempted:
    """Return what a manifest says of an accepted error."""
    finding = accepted.located.finding
    until = accepted.until.isoformat() if accepted.until else ""
    return Exempted(segment, finding.code, finding.message, accepted.reason, until)
