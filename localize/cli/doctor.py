"""`localize doctor`: what is installed and what each missing thing would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.cli import options
from localize.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = "example:\n  localize doctor"
    options.add_noise(parser)


def run(args: argparse.Namespace) -> int:
    """Print one row a package and one an engine."""
    from localize import api

    del args
    rows = [[d.name, d.version if d.present else "missing", d.gives] for d in api.diagnose()]
    options.emit(options.tabulate(["package", "version", "gives"], rows))
    engines = [[r.name, r.title, r.missing or "ready"] for r in api.engine_rows()]
    options.emit("\n" + options.tabulate(["engine", "what it does", "here"], engines))
    return ExitCode.CLEAN
