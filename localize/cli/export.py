"""`localize export`: what the gate lets through."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from localize.cli import options

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = (
        "A file with a line that is not approved is not written; every such line is listed, and the exit code is 1.\n\n"
        "examples:\n  localize export -o delivery\n"
        "  localize export -o delivery --to en-US --recipient acme episodes/ep01.srt\n"
        "  localize export -o delivery-vertical --profile vertical"
    )
    parser.add_argument(
        "paths", metavar="PATH", nargs="*", help="files or folders of the project (default: all)"
    )
    parser.add_argument(
        "--to", metavar="L", action="append", default=[], help="target locale; may be repeated"
    )
    parser.add_argument("-o", "--output", metavar="DIR", type=Path, required=True)
    parser.add_argument(
        "--bilingual", action="store_true", help="new SRT files with source and target in each cue"
    )
    parser.add_argument(
        "--profile",
        metavar="P",
        default="",
        help="break the lines of the cues anew for a layout profile (vertical, netflix, bbc)",
    )
    parser.add_argument(
        "--recipient", metavar="NAME", default="", help="for whom this copy is made, for the manifest"
    )
    parser.add_argument(
        "--force", action="store_true", help="overwrite files that somebody else wrote or changed"
    )
    options.add_project(parser)
    options.add_noise(parser)


def run(args: argparse.Namespace) -> int:
    """Export and print one row a file."""
    from localize import api

    with api.open_project(args.project, writing=False) as project:
        if project.read_only:
            options.note(
                args, "the store may only be read here: reviewers will not see what the checks find now"
            )
        report = project.export(
            args.output,
            locales=args.to,
            paths=args.paths,
            bilingual=args.bilingual,
            profile=args.profile,
            recipient=args.recipient,
            force=args.force,
        )
    rows = [[str(f.path), f.entry.locale, "written" if f.written else "unchanged"] for f in report.files]
    if rows:
        options.emit(options.tabulate(["file", "locale", "state"], rows))
    for line in report.notes:
        options.note(args, line)
    return options.complain(report.problems)
