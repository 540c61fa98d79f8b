"""The only place that writes docs/cli.md, from --help: `python -m localize.cli.reference > docs/cli.md`."""

from __future__ import annotations

import argparse
import os

from localize.cli.main import VERBS, build_parser

HEAD = """\
# The command line

This page is made from `--help` by `python -m localize.cli.reference > docs/cli.md`; a test compares them.

Data goes to stdout, words to stderr. Exit codes: 0 clean, 1 findings at or above `--fail-on` or a closed gate,
2 wrong use, bad input or bad configuration, 3 an engine, model or service is not available, 130 interrupted. Bad input
gets one line a problem: `file:line: CODE what is wrong (what to do)`.
"""


def reference() -> str:
    """Return the page."""
    os.environ["COLUMNS"] = "100"
    parser = build_parser()
    parts = [HEAD, _section("localize", parser)]
    verbs = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))  # noqa: SLF001
    for verb, _ in VERBS:
        child = verbs.choices[verb]
        parts.append(_section(f"localize {verb}", child))
        for action in child._actions:  # noqa: SLF001
            if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
                parts += [_section(f"localize {verb} {name}", sub) for name, sub in action.choices.items()]
    return "\n".join(parts)


def _section(title: str, parser: argparse.ArgumentParser) -> str:
    return f"## {title}\n\n```\n{parser.format_help().rstrip()}\n```\n"


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201
