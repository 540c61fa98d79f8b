"""`localize translate`: drafts into the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.cli import options
from localize.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    import argparse

    from localize.api.project import TranslateOutcome


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = (
        "A second run translates nothing twice; a changed term drafts only its lines again.\n\n"
        "examples:\n  localize translate\n  localize translate --to en-US --limit 100 episodes/ep01.srt"
    )
    parser.add_argument(
        "paths", metavar="PATH", nargs="*", help="files or folders of the project (default: all)"
    )
    parser.add_argument(
        "--to", metavar="L", action="append", default=[], help="target locale; may be repeated"
    )
    parser.add_argument(
        "--engine", metavar="E", default="", help="use this engine instead of the project's choice"
    )
    parser.add_argument("--limit", metavar="N", type=int, help="stop after N new drafts a locale")
    options.add_project(parser)
    options.add_noise(parser)


def run(args: argparse.Namespace) -> int:
    """Translate and print one row a locale."""
    from localize import api
    from localize.cli.progress import ProgressMeter

    with api.open_project(args.project) as project, ProgressMeter(args) as meter:
        outcome = project.translate(
            locales=args.to, paths=args.paths, engine=args.engine, limit=args.limit, progress=meter.update
        )
    options.emit(summary(outcome))
    for name, line in outcome.licences.items():
        options.note(args, f"{name}: {line}")
    return ExitCode.CLEAN


def summary(outcome: TranslateOutcome) -> str:
    """Return the table of a translate run."""
    locales = sorted({locale for locale, _ in outcome.drafted} | set(outcome.standing) | set(outcome.decided))
    rows = []
    for locale in locales:
        drafted = ", ".join(f"{who} {n}" for (at, who), n in sorted(outcome.drafted.items()) if at == locale)
        rows.append(
            [
                locale,
                drafted or "-",
                str(outcome.standing[locale]),
                str(outcome.decided[locale]),
                str(outcome.terms[locale]),
                str(outcome.edits[locale]),
                str(outcome.findings[locale]),
            ]
        )
    heads = ["locale", "drafted by", "up to date#", "held by people#", "terms#", "edits#", "findings#"]
    return options.tabulate(heads, rows)
