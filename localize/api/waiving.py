"""The only place of the API that takes accepted market advisories out of the findings of files without a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.api.terms_waivers import waivers_of
from localize.culture.markets import CODE, market_of
from localize.culture.waivers import waive
from localize.qa.suppression import today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.config import Config
    from localize.model import LocatedFinding


def after_waivers(
    findings: Sequence[LocatedFinding],
    config: Config,
    locales: Sequence[str],
    *,
    folders: bool,
    select: frozenset[str] | None = None,
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
    kept = waive(findings, told, day).kept
    kept = waive(kept, [w for w in waivers if w not in told], day, whole=False).kept
    return [located for located in kept if select is None or located.finding.code in select]


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
