"""`localize status`: where every file and locale stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from localize.cli import options
from localize.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    import argparse

    from localize.review.base import Progress


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = "examples:\n  localize status\n  localize status --json\n  localize status --verify-log"
    parser.add_argument("--json", action="store_true", help="one JSON array, one object a file and locale")
    parser.add_argument(
        "--verify-log", action="store_true", help="check the digest chain of the decision log"
    )
    options.add_project(parser)
    options.add_noise(parser)


def run(args: argparse.Namespace) -> int:
    """Print the counts."""
    from localize import api

    with api.open_project(args.project) as project:
        progress = project.status()
        if args.verify_log:
            options.note(args, f"{project.store.verify_log()} decisions, each fits the one before it")
    if args.json:
        options.emit(json.dumps([_object(p) for p in progress], ensure_ascii=False, indent=2))
        return ExitCode.CLEAN
    head = [
        "file",
        "locale",
        "segments#",
        "new#",
        "drafted#",
        "edited#",
        "approved#",
        "rejected#",
        "other#",
        "errors#",
        "warnings#",
    ]
    options.emit(options.tabulate(head, [_row(p) for p in progress]))
    return ExitCode.CLEAN


def _object(progress: Progress) -> dict[str, object]:
    return {
        "file": progress.file,
        "locale": progress.locale,
        "segments": progress.segments,
        **{str(state): count for state, count in sorted(progress.states.items())},
        "findings": dict(sorted(progress.findings.items())),
    }


def _row(progress: Progress) -> list[str]:
    named = ("new", "drafted", "edited", "approved", "rejected")
    states = {str(state): count for state, count in progress.states.items()}
    counts = [states.get(name, 0) for name in named]
    other = sum(states.values()) - sum(counts)
    findings = [progress.findings.get(name, 0) for name in ("error", "warning")]
    return [progress.file, progress.locale, *(str(n) for n in (progress.segments, *counts, other, *findings))]
