"""`localize review`: opens the review app."""

from __future__ import annotations

import getpass
import importlib
import os
from typing import TYPE_CHECKING

from localize.cli import options
from localize.errors import UsageError

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = "examples:\n  localize review --to en-US\n  localize review --to en-US --reviewer lin"
    parser.add_argument("--to", metavar="L", default="", help="target locale (default: the project's first)")
    parser.add_argument(
        "--reviewer", metavar="NAME", default="", help="who decides (default: LOCALIZE_REVIEWER or the login)"
    )
    options.add_project(parser)
    options.add_noise(parser)


def run(args: argparse.Namespace) -> int:
    """Run the app until the reviewer leaves it."""
    import sys

    from localize import api

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "the review app needs a terminal", do="run it in one; for scripts there is `localize status`"
        )
    reviewer = args.reviewer or os.environ.get("LOCALIZE_REVIEWER", "") or getpass.getuser()
    with api.open_project(args.project) as project:
        room = project.review(args.to or project.config.project.targets[0], reviewer)
        # By name: the two shells do not know each other, this one only starts the other.
        session = importlib.import_module("tui.session").Session(room)
        return int(importlib.import_module("tui.app").run(session))
