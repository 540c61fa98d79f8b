"""The only place that defines options which several verbs share, and what they mean."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from localize.cli.exit_codes import ExitCode
from localize.errors import OutputError, Place
from localize.model import Severity

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from localize.api.files import Reading
    from localize.errors import LocalizeError
    from localize.model import LocatedFinding


def add_project(parser: argparse.ArgumentParser) -> None:
    """Add --project."""
    parser.add_argument(
        "--project", metavar="DIR", default=".", help="folder of the project (default: here or above)"
    )


def add_noise(parser: argparse.ArgumentParser) -> None:
    """Add -q and -v."""
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress, no summary on stderr")
    parser.add_argument("-v", "--verbose", action="count", default=0, help="say more (-vv: debug)")


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Add --format and --encoding."""
    parser.add_argument(
        "--format", metavar="F", default="", help="format of the input, if its content does not tell"
    )
    parser.add_argument(
        "--encoding", metavar="E", default="", help="encoding of the input, if it is not found rightly"
    )


def reading(args: argparse.Namespace) -> Reading:
    """Return what --format and --encoding say."""
    from localize.api.files import Reading

    return Reading(args.format, args.encoding)


def add_report(parser: argparse.ArgumentParser) -> None:
    """Add the options of commands that report findings."""
    group = parser.add_argument_group("report")
    group.add_argument(
        "--output-format",
        metavar="F",
        default="text",
        help="text, json, jsonl, github, gitlab, sarif or junit",
    )
    group.add_argument(
        "--output-file", metavar="FILE", type=Path, help="write the report there instead of stdout"
    )
    group.add_argument(
        "--fail-on",
        choices=["error", "warning", "info", "never"],
        default="error",
        help="exit 1 from this severity on",
    )
    group.add_argument("--exit-zero", action="store_true", help="exit 0 whatever is found")
    group.add_argument(
        "--select", metavar="CODES", default="", help="only these codes or families, with commas (COD,TRM001)"
    )
    group.add_argument("--ignore", metavar="CODES", default="", help="not these codes or families")


def filtered(args: argparse.Namespace, findings: Sequence[LocatedFinding]) -> list[LocatedFinding]:
    """Return the findings that --select and --ignore let through."""
    select = _codes(args.select)
    ignore = _codes(args.ignore)
    return [
        f
        for f in findings
        if (not select or f.finding.code.startswith(select))
        and not (ignore and f.finding.code.startswith(ignore))
    ]


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.strip().upper() for code in text.split(",") if code.strip())


def report(args: argparse.Namespace, findings: Sequence[LocatedFinding]) -> int:
    """Write the findings as asked and return the exit code they call for."""
    from localize import report as reports

    emit(reports.write(args.output_format, findings), args.output_file)
    return verdict(args, findings)


def verdict(args: argparse.Namespace, findings: Sequence[LocatedFinding]) -> int:
    """Return the exit code that findings call for under --fail-on and --exit-zero."""
    if args.exit_zero or args.fail_on == "never":
        return ExitCode.CLEAN
    limit = Severity[args.fail_on.upper()]
    return ExitCode.FINDINGS if any(f.finding.severity >= limit for f in findings) else ExitCode.CLEAN


def emit(text: str, file: Path | None = None) -> None:
    """Write data to stdout, or to a file.

    Raises:
        OutputError: the file cannot be written.
    """
    if text and not text.endswith("\n"):
        text += "\n"
    if file is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}", place=Place(str(file))) from error


def tabulate(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return an aligned table; a head that ends in ``#`` is that of a column of numbers."""
    from localize.report.table import Column, table

    return table([Column(head.removesuffix("#"), right=head.endswith("#")) for head in heads], rows)


def note(args: argparse.Namespace, text: str) -> None:
    """Write words for the user to stderr, unless --quiet."""
    if not args.quiet:
        print(text, file=sys.stderr)  # noqa: T201


def complain(problems: Sequence[LocalizeError]) -> int:
    """Write one line a problem to stderr and return the worst exit code, 0 if there are none."""
    from localize.text import safe

    for problem in problems:
        print(safe(str(problem)), file=sys.stderr)  # noqa: T201
    return max((p.exit_code for p in problems), default=ExitCode.CLEAN)
