"""`localize sync`: files into the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.cli import options

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = "examples:\n  localize sync\n  localize sync episodes/ep07.srt"
    parser.add_argument(
        "paths", metavar="PATH", nargs="*", help="files or folders of the project (default: all)"
    )
    options.add_project(parser)
    options.add_noise(parser)


def run(args: argparse.Namespace) -> int:
    """Sync and print one row a file."""
    from localize import api

    with api.open_project(args.project) as project:
        outcome = project.sync(args.paths)
        include = ", ".join(project.config.files.include)
    rows = [[r.file, r.kept, r.moved, r.changed, r.new, r.gone] for r in outcome.reports]
    options.emit(options.tabulate(["file", "kept#", "moved#", "changed#", "new#", "gone#"], rows))
    if not rows and not outcome.problems:
        options.note(
            args, f"no file fits [files] include = {include}: put some there, or change it in localize.toml"
        )
    return options.complain(outcome.problems)
