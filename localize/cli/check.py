"""`localize check`: findings of the store, or of a pair of files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from localize.cli import options
from localize.errors import LocalizeError, UsageError

if TYPE_CHECKING:
    import argparse

    from localize.model import LocatedFinding


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = (
        "examples:\n  localize check\n  localize check --to en-US --select COD,TRM --output-format sarif\n"
        "  localize check out/en-US/ep01.srt --against episodes/ep01.srt --from zh-Hans --to en-US"
    )
    parser.add_argument(
        "paths", metavar="PATH", nargs="*", help="files or folders (default: the whole project)"
    )
    parser.add_argument(
        "--to", metavar="L", action="append", default=[], help="target locale; may be repeated"
    )
    parser.add_argument(
        "--against", metavar="SOURCE", type=Path, help="check the file PATH as a translation of SOURCE"
    )
    parser.add_argument(
        "--from", dest="source", metavar="L", default="zh-Hans", help="source locale, with --against"
    )
    parser.add_argument(
        "--glossary", metavar="FILE", type=Path, action="append", default=[], help="term file, with --against"
    )
    options.add_report(parser)
    options.add_project(parser)
    options.add_noise(parser)


def run(args: argparse.Namespace) -> int:
    """Check and report."""
    if args.against is not None:
        return _pairs(args)
    from localize import api

    with api.open_project(args.project) as project:
        findings = project.check(locales=args.to, paths=args.paths)
    return options.report(args, options.filtered(args, findings))


def _pairs(args: argparse.Namespace) -> int:
    from localize import api

    if len(args.to) != 1 or not args.paths:
        raise UsageError(
            "--against needs one PATH or more and one --to",
            do="localize check OUT --against SOURCE --to en-US",
        )
    findings: list[LocatedFinding] = []
    problems: list[LocalizeError] = []
    for path in args.paths:
        try:
            findings += api.check_pair(
                Path(path),
                args.against,
                source_locale=args.source,
                target_locale=args.to[0],
                glossaries=args.glossary,
            )
        except LocalizeError as error:
            problems.append(error)
    code = options.report(args, options.filtered(args, findings))
    return max(code, options.complain(problems))
