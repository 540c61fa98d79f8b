"""The only place that explains the checks: `python -m localize.qa.reference > docs/checks.md`."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from localize.qa import CHECKS, spec
from localize.qa.evidence import DECLARING, LEAST_ADDED, LEAST_CHANGED, LEAST_OTHERS, MOST_FOREIGN, ONE_IN
from localize.qa.peers import LEAST_LANGUAGES, SHARED

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

## What the file says

Whether `%C`, `[size]` or `{{driver}}` is code cannot be told from one line, and each project has a notation of its own.
So an error about a placeholder (COD001, COD002, COD003) is weighed by all lines of its file. It is a warning where the
finished translation shows that nobody takes the notation for code:

- It is changed in at least {changed} lines, and in one in {one_in} of those that have it; no `[/size]` closes it.
- It stands for another value that the program has too, in at least {changed} lines and half of those that lack it:
  `{{STRING}}` for `{{STRING2}}`; or forms of it do: `{{road:dative}}` for `{{road}}`.
- It is added in at least {added} lines that lack nothing: `{{NBSP}}` before French marks.
- It stands in at most {foreign} sources, in a file that writes its values otherwise in at least {others} lines:
  `{{driver}}` in a file of `%s`.

A notation that is kept in 300 lines and lost in two is code, and these two are errors. What every engine has to keep
(`%s`, `%1$d`, `{{0}}`, `{{name}}`, `<b>`) stays an error however often it is lost or translated: an engine that drops
them all would prove itself right. So does everything in formats that declare how they write values:
{formats}.
Lines without a translation say nothing. A draft is weighed when its file is checked, not when it is made.

## What the flags of gettext say

`python-brace-format`, `csharp-format` and their like say that the values of a message stand in braces, `no-c-format`
that it is no format. A per cent sign there is one of the language (`{{rate}} %-os adó`), and no check takes it for a
value, unless an unmistakable one (`%s`, `%02d`, `%(name)s`) stands in the source: flags can be wrong. `c-format` and
`python-format` take nothing away, since messages that have braces beside `%s` have both as values. A flag that is not
known changes nothing.

## What the other languages say

Translators of several languages do not make the same slip in the same line. In a project an error of one of
{shared}
is a warning where {languages} languages have one of the same code in the line, this one among them: then the source
holds an example, a choice of words or a notation that the check takes for code. Only what people wrote for the source
as it is speaks for others; drafts of an engine do not, and nothing is weighed so after a change of the source.
""".format(
    changed=LEAST_CHANGED,
    one_in=ONE_IN,
    added=LEAST_ADDED,
    foreign=MOST_FOREIGN,
    others=LEAST_OTHERS,
    shared=", ".join(sorted(SHARED)),
    languages=LEAST_LANGUAGES,
    formats="\n".join(wrap(", ".join(sorted(DECLARING)), 110)),
)


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
