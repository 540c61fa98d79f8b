"""The only place that defines what goes into a batch and comes out: order, items, outputs, report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from localize.api.facts import Facts
from localize.api.files import Reading
from localize.api.waiving import Accepted
from localize.config import Config
from localize.errors import LocalizeError
from localize.model import LocatedFinding


@dataclass(frozen=True, slots=True)
class BatchOrder:
    """What a batch run is asked to do; picklable, so that worker processes can have it.

    Attributes:
        source: locale of the inputs; targets: locales to write.
        engine: name of an engine, '' for the configured or automatic one.
        glossaries: term files over the packs.
        config: engine, glossary, adaptation, layout and export tables of a project file.
        check: report findings.
        fix: apply the safe fixes of the findings before a file is written; only with `check`.
        select: codes that are asked for, None for all.
        cuts: where the shot changes of an input stand (a template of `CUTS_FIELDS`), '' for where `config` says.
        facts: gather what an HTML report shows beside the findings.
        force: overwrite outputs that this tool did not write.
        jobs: processes.
        cache: use what engines answered to the same request before, kept in the output folder.
        reading: format and encoding of the inputs, where the caller knows better.
    """

    source: str
    targets: tuple[str, ...]
    output: Path
    engine: str = ""
    glossaries: tuple[Path, ...] = ()
    config: Config = field(default_factory=Config)
    check: bool = False
    fix: bool = False
    select: frozenset[str] | None = None
    cuts: str = ""
    facts: bool = False
    force: bool = False
    jobs: int = 1
    cache: bool = True
    reading: Reading = field(default_factory=Reading)


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One input file: where it lies, and its path below OUT/<locale>."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class BatchUnit:
    """One input file in one locale: what is worked on, logged and resumed as a whole.

    Attributes:
        known: SHA-256 (hex) of what an earlier run wrote for it, '' if none did.
        cuts: where the shot changes of its picture stand, None for nowhere.
    """

    item: BatchItem
    locale: str
    known: str = ""
    cuts: Path | None = None


@dataclass(frozen=True, slots=True)
class BatchOutput:
    """One file written, or skipped because an earlier run wrote it.

    Attributes:
        source_sha256, sha256: of the bytes that were read and written (hex); '' where it was skipped.
        accepted: what was found and a comment or setting accepts.
        fixed: safe fixes that were applied.
        diff: what they changed, as a unified diff; '' once it has been shown.
        facts: what a report shows of this file; None once it has gone into the report.
    """

    item: BatchItem
    locale: str
    path: Path
    segments: int
    skipped: bool
    engine: str
    findings: tuple[LocatedFinding, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    source_sha256: str = ""
    sha256: str = ""
    fixed: int = 0
    diff: str = ""
    facts: Facts | None = None


@dataclass(slots=True)
class BatchReport:
    """What a batch run did: outputs, problems, and the licence line of each engine used.

    Attributes:
        findings: of all files, by file, locale and line, without what the project's waivers cover; there at the end.
        accepted: what a comment, setting or waiver accepts, of all files.
        facts: what an HTML report shows beside the findings; empty unless it was ordered.
        unread: paths of the outputs that could not be made, as findings would name them.
        seconds: that the run took, without what was done before.
    """

    outputs: list[BatchOutput] = field(default_factory=list)
    problems: list[LocalizeError] = field(default_factory=list)
    licences: dict[str, str] = field(default_factory=dict)
    findings: list[LocatedFinding] = field(default_factory=list)
    accepted: list[Accepted] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    unread: set[str] = field(default_factory=set)
    seconds: float = 0.0

    def settle(self, findings: Iterable[LocatedFinding], facts: Facts, seconds: float) -> None:
        """End the run: sort outputs and findings, name once a file that cannot be read, which is so in every locale."""
        self.problems = list({str(problem): problem for problem in self.problems}.values())
        self.outputs.sort(key=lambda output: (output.item.name, output.locale))
        self.findings = sorted(
            findings, key=lambda f: (f.place.file, f.locale, f.place.line or 0, f.finding.code)
        )
        self.facts, self.seconds = facts, seconds

    def counts(self) -> Counter[str]:
        """Return segments per locale."""
        total: Counter[str] = Counter()
        for output in self.outputs:
            total[output.locale] += output.segments
        return total
