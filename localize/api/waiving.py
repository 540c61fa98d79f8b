"""The only place of the API that takes accepted market advisories out of the findings of files without a store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.api.terms_waivers import waivers_of
from localize.culture.markets import CODE, market_of
from localize.culture.waivers import waive
from localize.qa.suppression import today

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from localize.config import Config
    from localize.culture.waivers import Waiver
    from localize.model import LocatedFinding
    from localize.qa.suppression import Suppression


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that somebody accepts, and is no finding of the run therefore.

    Attributes:
        located: what is accepted.
        reason: why.
        until: last day, None for no end.
        in_file: a comment of the file itself says so.
    """

    located: LocatedFinding
    reason: str
    until: datetime.date | None = None
    in_file: bool = False


def silenced_by(located: LocatedFinding, by: Suppression) -> Accepted:
    """Return a finding as an exception of the settings or of a comment accepts it."""
    return Accepted(located, by.reason, by.until, in_file=bool(by.file))


def waived_by(located: LocatedFinding, by: Waiver) -> Accepted:
    """Return a finding as a waiver of the project accepts it."""
    return Accepted(located, f"{by.reason} ({by.owner})", by.expires)


def after_waivers(
    findings: Sequence[LocatedFinding],
    config: Config,
    locales: Sequence[str],
    *,
    folders: bool,
    select: frozenset[str] | None = None,
    accepted: list[Accepted] | None = None,
) -> list[LocatedFinding]:
    """Return the findings of a whole run that no waiver of its project covers, and what is wrong with the waivers.

    What is wrong with an exception of the settings is told once, and not for every file that it could be about.
    A waiver without use is told where whole folders were gone through in every market that it names; a few files, or
    a locale of many, cannot show that nobody needs it. Reads the waivers' file.

    Args:
        findings: of every file of the run.
        config: of the project; one without a file has no waivers.
        locales: of the run.
        folders: folders were checked, and no single files.
        select: codes that were looked for, None for all.
        accepted: is given what the waivers cover.

    Raises:
        ProblemsError: of `GlossaryError`, every problem of the waivers' file.
    """
    findings = _told_once(findings, str(config.path))
    waivers = waivers_of(config) if config.path is not None else ()
    if not waivers:
        return findings
    reached = {market_of(locale) for locale in locales}
    whole = folders and (select is None or CODE in select)
    told = [w for w in waivers if whole and w.markets and reached.issuperset(w.markets)]
    day = today()
    first = waive(findings, told, day)
    then = waive(first.kept, [w for w in waivers if w not in told], day, whole=False)
    if accepted is not None:
        accepted += [waived_by(located, by) for located, by in (*first.accepted, *then.accepted)]
    return [located for located in then.kept if select is None or located.finding.code in select]


def _told_once(findings: Sequence[LocatedFinding], settings: str) -> list[LocatedFinding]:
    """Return the findings, of equal ones about the settings only the first."""
    seen: set[LocatedFinding] = set()
    kept = []
    for located in findings:
        if located.place.file == settings:
            if located in seen:
                continue
            seen.add(located)
        kept.append(located)
    return kept
