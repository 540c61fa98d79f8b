"""`localize memory`: a look into the translation memory and the cache of answers, and a broom for the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.cli import options
from localize.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = (
        "What people approved is the memory and stays. What engines answered is the cache: without it, a line that is\n"
        "drafted anew is asked for again.\n\n"
        "examples:\n  localize memory stats\n  localize memory prune --keep 100000"
    )
    parser.add_argument(
        "action", choices=["stats", "prune"], help="stats: what they hold; prune: shorten the cache"
    )
    parser.add_argument(
        "--keep", metavar="N", type=int, default=0, help="prune: leave the N answers used last (default: 0)"
    )
    options.add_project(parser)
    options.add_noise(parser)


def run(args: argparse.Namespace) -> int:
    """Print one row a locale pair and one for the cache, or shorten the cache."""
    from localize import api

    with api.open_project(args.project) as project:
        if args.action == "prune":
            gone = project.cache.prune(max(0, args.keep))
            options.emit(f"{gone} answers dropped, {project.cache.stats().answers} left")
            return ExitCode.CLEAN
        counts = project.memory.stats().pairs
        cache = project.cache.stats()
    rows = [[source, target, str(count)] for (source, target), count in sorted(counts.items())]
    options.emit(options.tabulate(["from", "to", "units#"], rows))
    held = [str(cache.answers), f"{cache.size / 1e6:.1f}", str(cache.oldest_days)]
    options.emit("\n" + options.tabulate(["cached answers#", "MB#", "oldest use, days ago#"], [held]))
    return ExitCode.CLEAN
