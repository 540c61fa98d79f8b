"""`localize batch`: files or folders in, translated trees out."""

from __future__ import annotations

import contextlib
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from localize.cli import options
from localize.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from localize.api.batch_base import BatchReport


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = (
        "Nobody has approved what a batch writes; use a project and `localize export` for that.\n\n"
        "examples:\n  localize batch episodes -o out --to en-US --to zh-Hant-TW --jobs 2\n"
        "  localize batch a.srt b.ass -o out --to en-US --glossary terms.yaml --check --output-format sarif"
    )
    parser.add_argument("inputs", metavar="IN", nargs="+", type=Path, help="files or folders")
    parser.add_argument(
        "-o", "--output", metavar="OUT", type=Path, required=True, help="writes OUT/<locale>/<same tree>"
    )
    parser.add_argument(
        "--from", dest="source", metavar="L", default="", help="source locale (default: zh-Hans)"
    )
    parser.add_argument(
        "--to", metavar="L", action="append", required=True, help="target locale; may be repeated"
    )
    parser.add_argument(
        "--engine", metavar="E", default="", help="engine (default: the one that needs no choice)"
    )
    parser.add_argument(
        "--glossary", metavar="FILE", type=Path, action="append", default=[], help="terms over the packs"
    )
    parser.add_argument("--config", metavar="FILE", type=Path, help="project file whose tables apply")
    parser.add_argument("--jobs", metavar="N", type=int, default=1, help="processes (default: 1)")
    _add_checks(parser)
    parser.add_argument(
        "--no-cache", action="store_true", help="ask engines again for what they answered before"
    )
    parser.add_argument(
        "--resume", action="store_true", help="skip files that an earlier run of this order finished"
    )
    parser.add_argument("--force", action="store_true", help="overwrite files that this tool did not write")
    options.add_exclude(parser)
    options.add_waived(parser)
    options.add_reading(parser)
    options.add_report(parser)
    options.add_noise(parser)


def _add_checks(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="report findings, and exit 1 on errors")
    parser.add_argument(
        "--fix", action="store_true", help="with --check: apply safe fixes to what is written, show the diff"
    )
    parser.add_argument("--fps", metavar="N", type=float, help="with --check: frames a second of the picture")
    parser.add_argument(
        "--cuts",
        metavar="PATTERN",
        default="",
        help="with --check: where the shot changes of each file stand, such as cuts/{stem}.txt; {path} and {folder} "
        "are below IN",
    )


def run(args: argparse.Namespace) -> int:
    """Run the batch, report findings on stdout and the summary on stderr."""
    from localize import api
    from localize.api.batch import make_order
    from localize.cli.linked import note_linked
    from localize.cli.progress import ProgressMeter

    _refuse_unchecked(args)
    order = make_order(
        source=args.source,
        targets=args.to,
        output=args.output,
        engine=args.engine,
        glossaries=args.glossary,
        config=args.config,
        check=args.check,
        fix=args.fix,
        select=options.selection(args),
        facts=options.wants_facts(args),
        force=args.force,
        jobs=args.jobs,
        cache=not args.no_cache,
        reading=options.reading(args),
        fps=args.fps,
        cuts=args.cuts,
    )
    with _stopped_by_term(), ProgressMeter(args, "files") as meter:
        report = api.run_batch(
            args.inputs,
            order,
            exclude=args.exclude,
            resume=args.resume,
            progress=meter.update,
            show=lambda diff: options.show_diff(args, diff),
        )
    note_linked(args, args.inputs)
    code = _report(args, report) if args.check else 0
    options.note(args, summary(report, args.output))
    return max(code, options.complain(report.problems))


def _report(args: argparse.Namespace, report: BatchReport) -> int:
    return options.report(
        args, report.findings, lambda: report.facts, unread=report.unread, accepted=report.accepted
    )


def _refuse_unchecked(args: argparse.Namespace) -> None:
    """Refuse to be asked for a report of nothing: a job that forgot --check would be green for ever."""
    given = {
        "--output-format": args.output_format != "text",
        "--output-file": args.output_file,
        "--report": args.report,
        "--baseline": args.baseline,
        "--select": args.select,
        "--ignore": args.ignore,
        "--waived": args.waived,
    }
    for option, value in given.items():
        if value and not args.check:
            raise UsageError(f"{option} needs --check", do="add --check")


@contextlib.contextmanager
def _stopped_by_term() -> Iterator[None]:
    """Let SIGTERM end a run as Ctrl-C does: services that cancel a job send it."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def summary(report: BatchReport, output: Path) -> str:
    """Return what was written, in words."""
    files = {o.item.name for o in report.outputs}
    skipped = {o.item.name for o in report.outputs if o.skipped}
    locales = ", ".join(f"{locale} ({count} segments)" for locale, count in sorted(report.counts().items()))
    lines = [f"{len(files)} files into {output}: {locales or 'nothing'}; {len(skipped)} were done before"]
    written = sum(not o.skipped for o in report.outputs)
    lines.append(f"{written} written in {report.seconds:.1f} s, {len(report.problems)} problems")
    if fixed := sum(o.fixed for o in report.outputs):
        lines.append(f"{fixed} fixes applied")
    lines += [f"{name}: {line}" for name, line in sorted(report.licences.items())]
    lines.append("unreviewed: no person has approved these files")
    return "\n".join(lines)
