"""`localize review`: opens the review app, in the terminal or in browsers."""

from __future__ import annotations

import gc
import getpass
import importlib
import importlib.util
import os
from typing import TYPE_CHECKING

from localize.cli import options
from localize.errors import UsageError

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = (
        "examples:\n  localize review --to en-US\n  localize review --to en-US --reviewer lin\n"
        "  localize review --to en-US --web --reviewer lin --reviewer mei"
    )
    parser.add_argument("--to", metavar="L", default="", help="target locale (default: the project's first)")
    parser.add_argument(
        "--reviewer",
        metavar="NAME",
        action="append",
        help="who decides (default: LOCALIZE_REVIEWER or the login); with --web once for each person",
    )
    parser.add_argument(
        "--language",
        metavar="L",
        default="",
        choices=("", "en", "zh-Hans"),
        help="of the app: en or zh-Hans (default: the one last chosen with L, else that of the environment)",
    )
    parser.add_argument(
        "--web",
        action="store_true",
        help="serve the app to browsers on this machine; each reviewer gets an address that works once",
    )
    parser.add_argument(
        "--port", metavar="N", type=int, default=0, help="with --web: port (default: a free one)"
    )
    host = "with --web: address to listen at (default: %(default)s)"
    parser.add_argument("--host", metavar="ADDRESS", default="127.0.0.1", help=host)
    parser.add_argument(
        "--open-to-network",
        action="store_true",
        help="with --web: allow an address that other machines can reach; the connection is not encrypted",
    )
    options.add_project(parser)
    options.add_noise(parser)


def run(args: argparse.Namespace) -> int:
    """Run the app until the reviewer leaves it."""
    import sys

    from localize import api

    reviewers = tuple(args.reviewer or (os.environ.get("LOCALIZE_REVIEWER", "") or getpass.getuser(),))
    if args.web:
        return _serve(args, reviewers)
    if len(reviewers) > 1:
        raise UsageError("--reviewer is given more than once", do="a terminal has one; add --web for several")
    # In a browser the app's streams are pipes, and Textual's own variable names the driver that uses them.
    if not (sys.stdin.isatty() and sys.stdout.isatty()) and "TEXTUAL_DRIVER" not in os.environ:
        raise UsageError(
            "the review app needs a terminal", do="run it in one; for scripts there is `localize status`"
        )
    gc.disable()  # the room has it on again when it is drawn; until then there is nothing to collect
    try:
        with api.open_project(args.project) as project:
            room = project.review(args.to or project.config.project.targets[0], reviewers[0])
            # By name: the two shells do not know each other, this one only starts the other.
            session = importlib.import_module("tui.session").Session(room)
            run_room = importlib.import_module("tui.app").run
            return int(run_room(session, str(project.root), language=args.language))
    finally:
        gc.enable()


def _serve(args: argparse.Namespace, reviewers: tuple[str, ...]) -> int:
    import sys

    from localize import api

    if importlib.util.find_spec("textual_serve") is None:
        raise UsageError("--web needs textual-serve", do="run pip install 'chuhai-localize[web]'")
    with api.open_project(args.project) as project:  # fails here and not in every browser
        to = args.to or project.config.project.targets[0]
        project.review(to, reviewers[0])
        root, title = str(project.root), f"{project.config.project.name} {to}"
    keymap = importlib.import_module("tui.keymap")
    keymap.read_keys(keymap.keys_file())
    web = importlib.import_module("tui.web")
    language = (f"--language={args.language}",) if args.language else ()
    command = (sys.executable, "-m", "localize", "review", f"--project={root}", f"--to={to}", *language)
    serving = web.Serving(
        command, reviewers, title, host=args.host, port=args.port, open_to_network=args.open_to_network
    )
    return int(web.serve(serving, lambda line: print(line, flush=True)))  # noqa: T201
