"""`localize convert`: one subtitle format into another."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from localize.cli import options
from localize.cli.exit_codes import ExitCode
from localize.errors import UsageError

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = (
        "Says on stderr what the target format cannot hold.\n\n"
        "examples:\n  localize convert ep01.ass ep01.srt\n"
        "  localize convert ep01.srt ep01.vtt --shift -1500 --fps 25:23.976\n"
        "  localize convert ep01.zh.srt ep01.en.srt --verify"
    )
    parser.add_argument("input", metavar="IN", type=Path)
    parser.add_argument("output", metavar="OUT", type=Path, help="its suffix names the format")
    parser.add_argument(
        "--shift", metavar="MS", type=int, default=0, help="move every cue by MS milliseconds"
    )
    parser.add_argument(
        "--fps", metavar="A:B", default="", help="a file timed at A frames a second, wanted at B"
    )
    options.add_reading(parser)
    parser.add_argument("--force", action="store_true", help="overwrite OUT")
    parser.add_argument(
        "--verify",
        action="store_true",
        help="write nothing; prove that OUT is IN with other texts in its slots",
    )
    parser.add_argument(
        "--to", metavar="L", default="", help="with --verify: locale, for files of several languages"
    )
    options.add_noise(parser)


def run(args: argparse.Namespace) -> int:
    """Convert, or verify."""
    from localize import api

    if args.verify:
        proof = api.verify_files(args.input, args.output, locale=args.to, reading=options.reading(args))
        options.emit(proof.text)
        return ExitCode.CLEAN if proof.same else ExitCode.FINDINGS
    losses = api.convert_file(
        args.input,
        args.output,
        shift_ms=args.shift,
        fps=_rates(args.fps),
        reading=options.reading(args),
        force=args.force,
    )
    for loss in losses:
        options.note(args, loss)
    return ExitCode.CLEAN


def _rates(text: str) -> tuple[float, float] | None:
    if not text:
        return None
    match = re.fullmatch(r"(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)", text)
    if not match or not float(match[1]) or not float(match[2]):
        raise UsageError(f"--fps is {text!r}", do="write two frame rates, for example 25:23.976")
    return float(match[1]), float(match[2])
