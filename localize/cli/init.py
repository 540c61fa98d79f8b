"""`localize init`: the arguments of a new project file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from localize.cli import options
from localize.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = "example:\n  localize init my-drama --source zh-Hans --to en-US --to es-419 --genre ceo"
    parser.add_argument(
        "dir", metavar="DIR", nargs="?", type=Path, default=Path(), help="folder (default: here)"
    )
    parser.add_argument("--source", metavar="L", default="zh-Hans", help="source locale (default: zh-Hans)")
    parser.add_argument(
        "--to", metavar="L", action="append", required=True, help="target locale; may be repeated"
    )
    parser.add_argument(
        "--genre", metavar="G", action="append", default=[], help="ceo, palace, rebirth …; may be repeated"
    )
    parser.add_argument("--medium", choices=["drama", "game"], default="drama")
    parser.add_argument("--name", default="", help="name of the work (default: the folder's)")
    options.add_noise(parser)


def run(args: argparse.Namespace) -> int:
    """Write the project file; refuses to overwrite."""
    from localize import api

    path = api.init_project(
        args.dir, source=args.source, targets=args.to, genres=args.genre, medium=args.medium, name=args.name
    )
    folder = "strings/ or scripts/" if args.medium == "game" else "episodes/"
    options.note(args, f"wrote {path}; put files under {folder} and run `localize sync`")
    return ExitCode.CLEAN
