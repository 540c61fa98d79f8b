"""`localize status`: where every file and locale stands."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from localize.cli import options
from localize.cli.exit_codes import ExitCode
from localize.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from localize.api import Project
    from localize.review.base import Progress
    from localize.review.lqa import Calibration


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = (
        "examples:\n  localize status\n  localize status --json\n  localize status --verify-log\n"
        "  localize status --lqa\n  localize status --lqa --calibrate 25:80 --json"
    )
    parser.add_argument("--json", action="store_true", help="one JSON array, one object a file and locale")
    parser.add_argument(
        "--lqa",
        action="store_true",
        help="instead, MQM scores of what was reviewed, by locale, engine, file and reviewer; with --json an object",
    )
    parser.add_argument(
        "--calibrate",
        metavar="POINTS:MARK",
        help="with --lqa: so many penalty points per 1,000 are worth the pass mark, of 100",
    )
    parser.add_argument(
        "--verify-log", action="store_true", help="check the digest chain of the decision log"
    )
    options.add_project(parser)
    options.add_noise(parser)


def run(args: argparse.Namespace) -> int:
    """Print the counts."""
    from localize import api

    calibration = _calibration(args)
    with api.open_project(args.project, writing=False) as project:
        progress = project.status()
        if args.verify_log:
            options.note(args, f"{project.store.verify_log()} decisions, each fits the one before it")
        if args.lqa:
            return _lqa(args, project, calibration)
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


def _calibration(args: argparse.Namespace) -> Calibration | None:
    from localize.review.lqa import BEST, Calibration

    if args.calibrate is None:
        return None
    if not args.lqa:
        raise UsageError("--calibrate needs --lqa")
    points, _, mark = args.calibrate.partition(":")
    try:
        made = Calibration(allowed=float(points), mark=float(mark))
    except ValueError:
        made = Calibration(allowed=0, mark=0)
    if not (0 < made.allowed < math.inf and 0 <= made.mark < BEST):
        what = f"--calibrate {args.calibrate} is not POINTS:MARK"
        raise UsageError(what, do="points above 0 and a mark from 0 to below 100, as 25:80")
    return made


def _lqa(args: argparse.Namespace, project: Project, calibration: Calibration | None) -> int:
    from localize.api.lqa import score_reviews
    from localize.report import lqa

    source = project.config.project.source
    scores = score_reviews(project.store, project.locales(), source=source, calibration=calibration)
    if args.json:
        options.emit(json.dumps(lqa.as_object(scores, calibration), ensure_ascii=False, indent=2))
        return ExitCode.CLEAN
    options.emit(options.tabulate(lqa.HEADS, lqa.rows(scores)))
    options.note(args, lqa.legend(scores) or "nobody has evaluated a line yet")
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
