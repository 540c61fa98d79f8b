"""Every output format of findings, and the one way to write one: located findings in, text out."""

from __future__ import annotations

import difflib
import importlib
from typing import TYPE_CHECKING

from localize.errors import UsageError
from localize.report.base import ReportFormat
from localize.report.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from localize.api.facts import Facts
    from localize.api.waiving import Accepted
    from localize.model import LocatedFinding

__all__ = ["FORMATS", "Column", "ReportFormat", "ordered", "refuse_unknown", "table", "write"]

FORMATS: tuple[ReportFormat, ...] = (
    ReportFormat("text", "text", "one line a finding, for people"),
    ReportFormat("json", "json_report", "one array of objects"),
    ReportFormat("jsonl", "jsonl", "one object a line"),
    ReportFormat("github", "github", "GitHub Actions workflow commands"),
    ReportFormat("gitlab", "gitlab", "GitLab Code Quality JSON"),
    ReportFormat("sarif", "sarif", "SARIF 2.1.0"),
    ReportFormat("junit", "junit", "JUnit XML"),
    ReportFormat("html", "html", "one HTML page with plots, for people"),
)
"""Name, module of this package, and what it is. Each module has `write(findings) -> str`."""


def write(
    format: str,  # noqa: A002 - the field's word
    findings: Sequence[LocatedFinding],
    facts: Facts | None = None,
    accepted: Sequence[Accepted] | None = None,
) -> str:
    """Return findings in an output format, sorted by place; ends with a line break unless it is empty.

    Args:
        format: a name of `FORMATS`.
        findings: in any order.
        facts: what stands around them, for the formats that show it.
        accepted: what somebody accepts; None for not told. `text` and `html` count it, `html`, `json`, `jsonl` and
            `sarif` list it.

    Raises:
        UsageError: there is no such format; names those that there are.
    """
    refuse_unknown(format)
    if accepted is not None:
        accepted = sorted(accepted, key=lambda one: _order(one.located))
    modules = {known.name: known.module for known in FORMATS}
    module = importlib.import_module(f"localize.report.{modules[format]}")
    if format == "html":
        page: Callable[[Sequence[LocatedFinding], Facts | None, Sequence[Accepted]], str] = module.write
        return page(ordered(findings), facts, accepted or ())
    if format in {"text", "sarif", "json", "jsonl"}:
        whole: Callable[[Sequence[LocatedFinding], Sequence[Accepted] | None], str] = module.write
        return whole(ordered(findings), accepted)
    writer: Callable[[Sequence[LocatedFinding]], str] = module.write
    return writer(ordered(findings))


def refuse_unknown(name: str) -> None:
    """Return if there is such a format.

    Raises:
        UsageError: there is none; names those that there are.
    """
    names = [known.name for known in FORMATS]
    if name not in names:
        near = difflib.get_close_matches(name, names, 1)
        hint = f"did you mean {near[0]}?" if near else f"known formats: {', '.join(names)}"
        raise UsageError(f"unknown output format {name!r}", code="USE005", do=hint)


def ordered(findings: Sequence[LocatedFinding]) -> list[LocatedFinding]:
    """Return findings as every report lists them: by file and place."""
    return sorted(findings, key=_order)


def _order(located: LocatedFinding) -> tuple[str, int, int, str, str, str]:
    place, finding = located.place, located.finding
    return (
        place.file,
        place.line or 0,
        place.column or 0,
        located.locale,
        finding.code,
        finding.segment or "",
    )
