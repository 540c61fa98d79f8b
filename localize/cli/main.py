"""The only place where a process starts and ends: parses arguments, runs a verb, prints errors, picks the exit code."""

from __future__ import annotations

import argparse
import gc
import importlib
import logging
import os
import sys
from typing import TYPE_CHECKING

from localize import __version__
from localize.cli.exit_codes import ExitCode
from localize.errors import LocalizeError, ProblemsError, interrupted

if TYPE_CHECKING:
    from collections.abc import Sequence

VERBS = (
    ("demo", "run the main job on the example episodes"),
    ("init", "write localize.toml for a new project"),
    ("sync", "read the project's files into the store"),
    ("translate", "draft what has no up-to-date draft: memory, engine, adaptation, checks"),
    ("check", "run every check over the store, or over a pair of files"),
    ("review", "open the review app"),
    ("export", "write what the gate lets through"),
    ("vendor", "send work to a vendor and take it back"),
    ("status", "show where every file and locale stands"),
    ("batch", "convert files or folders in one shot, without a project"),
    ("convert", "turn one subtitle format into another"),
    ("glossary", "look after terms: lint, find, import, stats"),
    ("memory", "import, export, align, show and clear the translation memory"),
    ("engine", "show what can translate what, here and now"),
    ("doctor", "show what is installed and what each missing thing would give"),
)
"""Every verb with its one line of help; `localize.cli.<verb>` holds the rest and is loaded when it is needed."""


_INTERRUPTED = "interrupted; what was finished is saved"


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help that looks the same in every terminal."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=100)


def build_parser(verbs: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """Return the parser; only the named verbs get their arguments, None for all."""
    parser = argparse.ArgumentParser(
        prog="localize",
        description="Localise Chinese micro-dramas and games: exact to the byte, right for the culture, "
        "proven by record.",
        epilog="Start with `localize demo`. Every verb has --help with examples.",
        formatter_class=_Formatter,
    )
    parser.add_argument("--version", action="version", version=f"localize {__version__}")
    commands = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for verb, line in VERBS:
        child = commands.add_parser(
            verb, help=line, description=f"{line[0].upper()}{line[1:]}.", formatter_class=_Formatter
        )
        if verbs is None or verb in verbs:
            importlib.import_module(f"localize.cli.{verb}").configure(child)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code; prints errors to stderr, never a traceback."""
    # What is made here is kept or freed by counting; the collector would look through the term packs all the time.
    gc.set_threshold(50_000, 20, 50)
    try:
        arguments = list(sys.argv[1:] if argv is None else argv)
        named = [a for a in arguments if not a.startswith("-")][:1]
        args = build_parser(named).parse_args(arguments)
        _set_up_logging(getattr(args, "verbose", 0))
        return int(importlib.import_module(f"localize.cli.{args.verb}").run(args))
    except ProblemsError as error:
        _complain(str(error))
        return error.worst_exit_code
    except LocalizeError as error:
        _complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        _complain(_INTERRUPTED)
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away (head, less): not our error, but stdout must not be flushed again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.CLEAN
    except Exception as error:
        if interrupted(error):
            _complain(_INTERRUPTED)
            return ExitCode.INTERRUPTED
        if os.environ.get("LOCALIZE_TRACEBACK"):
            raise
        _complain(
            f"localize: BUG000 {type(error).__name__}: {error} (set LOCALIZE_TRACEBACK=1 and report it)"
        )
        return ExitCode.WRONG


def _complain(text: str) -> None:
    from localize.text import safe

    for line in text.split("\n"):
        print(safe(line), file=sys.stderr)  # noqa: T201


def _set_up_logging(verbose: int) -> None:
    level = (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    logging.basicConfig(level=level, format="%(levelname)s %(message)s", stream=sys.stderr)
