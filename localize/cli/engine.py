"""`localize engine`: what can translate what, here and now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.cli import options
from localize.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = "examples:\n  localize engine list\n  localize engine list --from zh-Hans --to en-US"
    parser.add_argument("action", choices=["list"])
    parser.add_argument(
        "--from", dest="source", metavar="L", default="", help="only engines that read this locale"
    )
    parser.add_argument("--to", metavar="L", default="", help="only engines that write this locale")
    options.add_noise(parser)


def run(args: argparse.Namespace) -> int:
    """Print one row an engine."""
    from localize import api

    rows = api.engine_rows(args.source or ("zh-Hans" if args.to else ""), args.to)
    cells = [[r.name, r.pairs, r.quality, r.licence, r.reach, r.missing or "ready"] for r in rows]
    options.emit(options.tabulate(["engine", "pairs", "quality", "licence", "text goes to", "here"], cells))
    return ExitCode.CLEAN
