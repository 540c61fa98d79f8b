"""`localize doctor`: what is installed, what each missing thing would give, and what leaves this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.cli import options
from localize.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = (
        "In a project it also shows the engine of each locale, and whether the project allows it.\n\n"
        "examples:\n  localize doctor\n  localize doctor --project work/heir-returns"
    )
    options.add_project(parser)
    options.add_noise(parser)


def run(args: argparse.Namespace) -> int:
    """Print one row a package, one an engine and, in a project, one a locale."""
    from localize import api
    from localize.api.privacy import leaves

    rows = [[d.name, d.version if d.present else "missing", d.gives] for d in api.diagnose()]
    options.emit(options.tabulate(["package", "version", "gives"], rows))
    engines = [
        [r.name, r.title, leaves(r.reach) or "not known before it is set up", r.licence, r.missing or "ready"]
        for r in api.engine_rows()
    ]
    heads = ["engine", "what it does", "what leaves this machine", "licence", "here"]
    options.emit("\n" + options.tabulate(heads, engines))
    return _project(args)


def _project(args: argparse.Namespace) -> int:
    """Print the engines of the project that the folder belongs to, nothing where there is none."""
    from localize import api
    from localize.api.privacy import engine_uses
    from localize.errors import UsageError

    try:
        project = api.open_project(args.project, writing=False)
    except UsageError:
        if args.project != ".":
            raise
        return ExitCode.CLEAN  # asked for outside a project
    with project:
        rules = project.config.engine
        uses = [
            [u.locale, u.name or "-", u.leaves or "-", u.licence or "-", u.problem or "allowed"]
            for u in engine_uses(project)
        ]
    options.emit(f"\nThis project allows: {', '.join(rules.allow)}; sold: {rules.commercial}")
    options.emit(options.tabulate(["locale", "engine", "what leaves this machine", "licence", "use"], uses))
    return ExitCode.CLEAN
