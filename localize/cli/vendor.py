"""`localize vendor`: work out to a vendor, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from localize.cli import options

if TYPE_CHECKING:
    import argparse

_COLUMNS = ("edited", "approved", "commented", "unchanged", "held")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = (
        "An .xlf file is XLIFF 2.0, an .xlsx file a review sheet. What cannot be taken back safely is listed, one "
        "line each,\nand left as it is in the store; everything else is recorded as one act. See docs/vendor.md."
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    send = actions.add_parser(
        "send",
        help="write lines into one file for a vendor",
        epilog="example: localize vendor send --to es-419 -o es.xlf --open-only --recipient acme episodes",
    )
    send.add_argument(
        "paths", metavar="PATH", nargs="*", help="files or folders of the project (default: all)"
    )
    send.add_argument("--to", metavar="L", required=True, help="target locale")
    send.add_argument(
        "-o", "--output", metavar="FILE", type=Path, required=True, help=".xlf, .xliff or .xlsx"
    )
    send.add_argument("--open-only", action="store_true", help="only lines that are not approved")
    send.add_argument("--recipient", metavar="NAME", default="", help="for whom the file is, recorded in it")
    send.add_argument("--force", action="store_true", help="overwrite FILE")
    receive = actions.add_parser(
        "receive",
        help="take a vendor's file back into the store",
        epilog="example: localize vendor receive es.xlf --reviewer acme --dry-run",
    )
    receive.add_argument("file", metavar="FILE", type=Path, help="what the vendor sent back")
    receive.add_argument(
        "--reviewer", metavar="NAME", required=True, help="in whose name the decisions are recorded"
    )
    receive.add_argument(
        "--approve", action="store_true", help="approve lines that the vendor calls final or approved"
    )
    receive.add_argument("--dry-run", action="store_true", help="only say what would be recorded")
    for child in (send, receive):
        options.add_project(child)
        options.add_noise(child)


def run(args: argparse.Namespace) -> int:
    """Run the action."""
    return {"send": _send, "receive": _receive}[args.action](args)


def _send(args: argparse.Namespace) -> int:
    from localize import api

    with api.open_project(args.project) as project:
        report = api.send_to_vendor(
            project,
            args.output,
            locale=args.to,
            paths=args.paths,
            open_only=args.open_only,
            recipient=args.recipient,
            force=args.force,
        )
    options.emit(options.tabulate(["file", "lines#"], [[f, str(n)] for f, n in report.lines.items()]))
    done = "wrote" if report.written else "unchanged:"
    options.note(args, f"{done} {args.output}, {sum(report.lines.values())} lines in {args.to}")
    return options.complain([])


def _receive(args: argparse.Namespace) -> int:
    from localize import api

    with api.open_project(args.project) as project:
        report = api.receive_from_vendor(
            project, args.file, reviewer=args.reviewer, approve=args.approve, dry_run=args.dry_run
        )
    rows = [[file, *(str(counts[c]) for c in _COLUMNS)] for file, counts in report.counts.items()]
    options.emit(options.tabulate(["file", *(f"{c}#" for c in _COLUMNS)], rows))
    if args.dry_run:
        options.note(args, "nothing was recorded (--dry-run)")
    if report.final:
        options.note(args, f"{report.final} lines came back as final; --approve takes that over")
    if report.reopened:
        options.note(args, f"{report.reopened} approved lines have a new text and wait for approval")
    return options.complain(report.problems)
