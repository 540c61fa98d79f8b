"""`localize memory`: a look into the translation memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.cli import options
from localize.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = "example:\n  localize memory stats"
    parser.add_argument("action", choices=["stats"])
    options.add_project(parser)
    options.add_noise(parser)


def run(args: argparse.Namespace) -> int:
    """Print one row a locale pair."""
    from localize import api

    with api.open_project(args.project) as project:
        counts = project.memory.stats().pairs
    rows = [[source, target, str(count)] for (source, target), count in sorted(counts.items())]
    options.emit(options.tabulate(["from", "to", "units#"], rows))
    return ExitCode.CLEAN
