"""The only place that explains the checks: `python -m localize.qa.reference > docs/checks.md`."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from localize.qa import CHECKS, spec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from localize.qa import CheckSpec

_FILE = Path(__file__).with_name("explanations.yaml")
_FAMILIES = {
    "TIM": "Timing", "LAY": "Layout", "COD": "Code", "TXT": "Text", "TRM": "Terms", "SCR": "Script", "PRO": "Process",
    "MKT": "Market",
}  # fmt: skip
_STAGES = {
    "pairs": "a pair of files is compared",
    "licences": "a project is checked",
    "exceptions": "exceptions are compared with what was found",
}
_HEAD = """\
# The checks

This page is made by `python -m localize.qa.reference > docs/checks.md`; a test compares them.

An error would break the product, a warning wants a person to look, an info is a nicety. `--select` and `--ignore` take
codes or their beginnings (`COD`, `TXT012`); only the families that are asked for run.
"""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a finding means.

    Attributes:
        why: why it matters.
        fix: what to do about it.
        example: a case that has the finding (source, target, locale and what else it needs), empty if it takes files.
    """

    why: str
    fix: str
    example: Mapping[str, object]


@functools.cache
def explanation(code: str) -> Explanation:
    """Return what a finding code means and what to do about it.

    Raises:
        UsageError: there is no such code.

    >>> explanation("TXT006").why
    'Spanish opens questions and exclamations.'
    """
    known = spec(code)
    row = _load().get(code, {})
    example = row.get("example", {})
    return Explanation(
        str(row.get("why", known.title)),
        str(row.get("fix", "")),
        example if isinstance(example, dict) else {},
    )


@functools.cache
def _load() -> dict[str, dict[str, object]]:
    from ruamel.yaml import YAML

    data: dict[str, dict[str, object]] = YAML(typ="safe", pure=True).load(_FILE)
    return data


def reference() -> str:
    """Return the page."""
    parts = [_HEAD]
    family = ""
    for known in CHECKS:
        if known.code[:3] != family:
            family = known.code[:3]
            parts.append(f"## {_FAMILIES.get(family, family)}\n")
        parts.append(_section(known))
    return "\n".join(parts)


def _section(known: CheckSpec) -> str:
    told = explanation(known.code)
    lines = [
        f"### {known.code} {known.name}",
        "",
        f"{known.title}. {told.why}",
        "",
        f"- Severity: {known.severity}",
        f"- Source of the limit: {known.source}",
    ]
    if told.fix:
        lines.append(f"- What to do: {told.fix}")
    if known.stage != "qa":
        lines.append(f"- Raised when {_STAGES.get(known.stage, known.stage)}")
    if told.example:
        lines += ["", "```text", *_example(told.example), "```"]
    return "\n".join(lines) + "\n"


def _example(example: Mapping[str, object]) -> list[str]:
    to = example.get("to", "en-US")
    shown = {"source": example["source"], str(to): example["target"]}
    rest = {k: v for k, v in example.items() if k not in {"source", "target", "to", "medium", "profile"}}
    lines = [f"{name}: {_line(value)}" for name, value in shown.items()]
    return lines + [f"({name}: {_line(value)})" for name, value in rest.items()]


def _line(value: object) -> str:
    """Return a value on one line, line breaks and whatever cannot be seen made visible."""
    text = str(value).replace("\n", "⏎")
    return "".join(ch if ch.isprintable() else f"<U+{ord(ch):04X}>" for ch in text)


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201
