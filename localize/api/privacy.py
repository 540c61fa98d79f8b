"""The only place that holds engines to what a project allows: where text may go, what drafts may be used for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from localize.api import setting
from localize.engines.base import Reach
from localize.errors import LocalizeError
from localize.export.manifest import Machine
from localize.memory.base import EngineRecord
from localize.model import Finding, Origin, Severity
from localize.pipeline import merge_findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from localize.api.project import Project
    from localize.engines.base import Engine, EngineInfo
    from localize.review.base import Unit

NOT_FOR_SALE = "PRO005"
"""Finding code: a draft whose engine's licence forbids selling it, and that no person has written anew."""

_LEAVES = {
    Reach.PROCESS: "nothing: it runs in this process",
    Reach.HOST: "nothing: lines go to a server on this host",
    Reach.ELSEWHERE: "lines, and the lines, terms and speakers around them, go to another machine",
}


@dataclass(frozen=True, slots=True)
class EngineUse:
    """Which engine a project uses for a locale, as the doctor shows it.

    Attributes:
        locale: of the target.
        name, licence: of the engine, '' where none can be made.
        leaves: what leaves this machine, in words.
        commercial: whether its drafts may be sold.
        problem: why it will not be used, '' if it will.
    """

    locale: str
    name: str
    licence: str
    leaves: str
    commercial: bool
    problem: str


def leaves(reach: str) -> str:
    """Return what leaves this machine with an engine of a reach (a value of `Reach`), '' for an unknown one."""
    return next((words for known, words in _LEAVES.items() if known == reach), "")


def engine_uses(project: Project) -> list[EngineUse]:
    """Return the engine of each locale of a project and what leaves this machine with it; sends nothing."""
    uses = []
    for locale in project.locales():
        try:
            info = setting.find_engine(project.config, project.config.project.source, locale).info
        except LocalizeError as error:
            uses.append(EngineUse(locale, "", "", "", commercial=False, problem=f"{error.what} ({error.do})"))
            continue
        refused = setting.refusal(project.config, info)
        problem = f"{refused.what} ({refused.do})" if refused else ""
        uses.append(
            EngineUse(
                locale,
                info.name,
                info.licence,
                leaves(info.reach),
                commercial=info.commercial,
                problem=problem,
            )
        )
    return uses


def record_of(info: EngineInfo) -> EngineRecord:
    """Return what is kept of an engine in the project's memory."""
    return EngineRecord(
        info.name,
        info.title,
        info.licence,
        str(info.reach),
        commercial=info.commercial,
        attribution=info.attribution,
    )


def note(project: Project, engine: Engine) -> None:
    """Keep what an engine says of itself, so that its drafts can be delivered rightly where it is not."""
    project.memory.note_engine(engine.signature(), record_of(engine.info))


def records(project: Project, units: Iterable[Unit]) -> dict[str, EngineRecord]:
    """Return draft signature → engine, for the drafts of machines that are the targets of units unchanged.

    An engine that drafted elsewhere is described by the project's own of that name; what is not known is left out.
    """
    noted = project.memory.engines()
    by_name = {record.name: record for record in noted.values()}
    found: dict[str, EngineRecord] = {}
    for unit in units:
        draft = unit.draft
        if draft is None or draft.origin is not Origin.ENGINE or draft.text != unit.target:
            continue
        engine = _engine_part(draft.signature)
        if engine not in noted and _name(engine) not in by_name:
            _look_up(project, unit.locale, _name(engine), by_name)
        record = noted.get(engine) or by_name.get(_name(engine))
        if record is not None:
            found[draft.signature] = record
    return found


def _engine_part(signature: str) -> str:
    return signature.partition("; pipeline:")[0]


def _name(engine: str) -> str:
    return engine.partition("/")[0]


def _look_up(project: Project, locale: str, name: str, by_name: dict[str, EngineRecord]) -> None:
    try:
        info = setting.find_engine(project.config, project.config.project.source, locale, override=name).info
    except LocalizeError:
        return  # an engine that is neither here nor noted: nothing is known of it
    by_name[name] = record_of(info)


def machines(project: Project, units: Sequence[Unit]) -> dict[str, Machine]:
    """Return draft signature → engine as the manifest names it; ``unknown`` stands for what nobody noted."""
    found = {
        signature: Machine(
            r.name, r.licence or "unknown", r.reach, r.attribution, commercial=r.commercial, segments=0
        )
        for signature, r in records(project, units).items()
    }
    for unit in units:
        if (
            unit.draft is not None
            and unit.draft.origin is Origin.ENGINE
            and unit.draft.signature not in found
        ):
            name = _name(_engine_part(unit.draft.signature))
            found[unit.draft.signature] = Machine(
                name, "unknown", "unknown", "", commercial=False, segments=0
            )
    return found


def with_licence_findings(project: Project, units: Sequence[Unit]) -> list[Unit]:
    """Return units, those with a finding more whose text is a draft that the project may not sell."""
    if project.config.engine.commercial == "no":
        return list(units)
    known = records(project, units)
    held = []
    for unit in units:
        finding = licence_finding(unit, known)
        held.append(replace(unit, findings=merge_findings(unit.findings, (finding,))) if finding else unit)
    return held


def licence_finding(unit: Unit, known: Mapping[str, EngineRecord]) -> Finding | None:
    """Return the finding of a unit whose text is a draft of an engine whose drafts may not be sold, else None."""
    draft = unit.draft
    if draft is None or draft.text != unit.target or NOT_FOR_SALE in unit.waived:
        return None
    record = known.get(draft.signature)
    if record is None or record.commercial:
        return None
    licence = record.licence or "unknown"
    message = f"drafted by {record.name}, whose licence ({licence}) does not let a product use it: write the line anew"
    return Finding(NOT_FOR_SALE, Severity.ERROR, unit.segment.id, None, message)
