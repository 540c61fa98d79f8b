"""The only place that defines options which several verbs share, and what they mean."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from localize.cli.exit_codes import ExitCode
from localize.errors import OutputError, Place, UsageError
from localize.model import Severity

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Collection, Sequence

    from localize.api.facts import Facts
    from localize.api.files import Reading
    from localize.api.waiving import Accepted
    from localize.errors import LocalizeError
    from localize.model import LocatedFinding
    from localize.report.preview import Cue


def add_project(parser: argparse.ArgumentParser) -> None:
    """Add --project."""
    parser.add_argument(
        "--project", metavar="DIR", default=".", help="folder of the project (default: here or above)"
    )


def add_noise(parser: argparse.ArgumentParser) -> None:
    """Add -q and -v."""
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress, no summary on stderr")
    parser.add_argument("-v", "--verbose", action="count", default=0, help="say more (-vv: debug)")


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Add --format, --encoding and --columns."""
    parser.add_argument(
        "--format", metavar="F", default="", help="format of the input, if its content does not tell"
    )
    parser.add_argument(
        "--encoding", metavar="E", default="", help="encoding of the input, if it is not found rightly"
    )
    parser.add_argument(
        "--columns",
        metavar="ROLES",
        default="",
        help="what the columns of a table hold, by heading, letter or number: key=ID,source=B,target=3",
    )


def reading(args: argparse.Namespace) -> Reading:
    """Return what --format, --encoding and --columns say."""
    from localize.api.files import Reading

    return Reading(args.format, args.encoding, args.columns)


def add_report(parser: argparse.ArgumentParser) -> None:
    """Add the options of commands that report findings."""
    group = parser.add_argument_group("report")
    group.add_argument(
        "--output-format",
        metavar="F",
        default="text",
        help="text, json, jsonl, github, gitlab, sarif, junit or html",
    )
    group.add_argument(
        "--report",
        metavar="F=FILE",
        action="append",
        default=[],
        help="write another report into FILE, whatever goes to stdout; may be repeated",
    )
    group.add_argument(
        "--output-file", metavar="FILE", type=Path, help="write the report there instead of stdout"
    )
    group.add_argument(
        "--fail-on",
        choices=["error", "warning", "info", "never"],
        default="error",
        help="exit 1 from this severity on",
    )
    group.add_argument("--exit-zero", action="store_true", help="exit 0 whatever is found")
    group.add_argument(
        "--select", metavar="CODES", default="", help="only these codes or families, with commas (COD,TRM001)"
    )
    group.add_argument("--ignore", metavar="CODES", default="", help="not these codes or families")
    group.add_argument(
        "--baseline", metavar="FILE", type=Path, help="leave out the findings that FILE accepts"
    )
    group.add_argument(
        "--update-baseline",
        action="store_true",
        help="write what is found now into the --baseline FILE and exit 0; what is gone leaves it, and what comes into "
        "it stands in the reports",
    )


def add_exclude(parser: argparse._ActionsContainer) -> None:
    """Add --exclude."""
    parser.add_argument(
        "--exclude",
        metavar="PATTERN",
        action="append",
        default=[],
        help="leave this out of the folders: a path below them, or the name of files or folders there, such as "
        "'*.txt'; may be repeated",
    )


def add_waived(parser: argparse.ArgumentParser) -> None:
    """Add --waived."""
    parser.add_argument(
        "--waived",
        action="store_true",
        help="list what somebody accepted too, with reason and last day: as suppressed in SARIF (GitHub's code "
        "scanning does not know that and would show it as open), with a key `waived` in json and jsonl",
    )


def selection(args: argparse.Namespace) -> frozenset[str] | None:
    """Return the codes that --select and --ignore ask for, None for all.

    Raises:
        UsageError: no code begins so.
    """
    from localize.qa import CHECKS
    from localize.qa import selection as codes

    select, ignore = _codes(args.select), _codes(args.ignore)
    for given in (*select, *ignore):
        if not any(known.code.startswith(given) for known in CHECKS):
            raise UsageError(f"no check begins with {given}", do="docs/checks.md lists the codes")
    return codes(select, ignore)


def filtered(args: argparse.Namespace, findings: Sequence[LocatedFinding]) -> list[LocatedFinding]:
    """Return the findings that --select and --ignore let through."""
    select, ignore = _codes(args.select), _codes(args.ignore)
    return [
        f
        for f in findings
        if (not select or f.finding.code.startswith(select))
        and not (ignore and f.finding.code.startswith(ignore))
    ]


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.strip().upper() for code in text.split(",") if code.strip())


def wants_facts(args: argparse.Namespace) -> bool:
    """Return whether one of the reports shows more than the findings.

    Asked before the work begins, so that what cannot be reported is said then and not hours later.

    Raises:
        UsageError: a report is of no known format or names no file, or there is no baseline to update.
        OutputError: a report cannot be written where it is to be.
        InputError: the baseline cannot be read.
    """
    from localize import report as reports

    wanted = [(args.output_format, args.output_file), *map(_report_file, args.report)]
    names = [name for name, _ in wanted]
    for name, file in wanted:
        reports.refuse_unknown(name)
        if file is not None and str(file) != "-":
            _refuse_unwritable(file)
    if args.update_baseline and args.baseline is None:
        raise UsageError("--update-baseline needs --baseline FILE")
    if args.baseline is not None and (args.baseline.exists() or not args.update_baseline):
        from localize.report import baseline

        baseline.read(args.baseline)
    return getattr(args, "preview", None) is not None or "html" in names


def report(
    args: argparse.Namespace,
    findings: Sequence[LocatedFinding],
    facts: Callable[[], Facts] | None = None,
    *,
    unread: Collection[str] = (),
    accepted: Sequence[Accepted] = (),
) -> int:
    """Write the findings as asked, without those that a baseline accepts; return the exit code they call for.

    Args:
        args: with the options of `add_report`.
        findings: of the run.
        facts: says what stands around them.
        unread: files and folders that cannot be read, as findings name them; what a baseline accepts of them stays.
        accepted: what a comment, setting, waiver or reviewer accepts, for the reports that tell it.
    """
    if args.update_baseline:
        findings = _accept(args, findings, unread)
    elif args.baseline is not None:
        findings = _new(args, findings, unread)
    problems = _write_all(args, findings, facts, accepted)
    return max(complain(problems), ExitCode.CLEAN if args.update_baseline else verdict(args, findings))


def _write_all(
    args: argparse.Namespace,
    findings: Sequence[LocatedFinding],
    facts: Callable[[], Facts] | None,
    accepted: Sequence[Accepted],
) -> Sequence[LocalizeError]:
    """Write every report and picture that is asked for, and return what could not be written."""
    wanted = [_report_file(text) for text in args.report]
    # Whoever accepts thousands of findings does not want them on the terminal, unless they say so.
    if not args.update_baseline or args.output_file is not None or args.output_format != "text":
        wanted.append((args.output_format, args.output_file))
    shown = facts() if facts is not None and wants_facts(args) else None
    drawn = shown if getattr(args, "preview", None) is not None else None
    if shown is not None and "html" in (name for name, _ in wanted):
        shown = _with_pictures(findings, shown)
    problems: list[LocalizeError] = []
    for name, file in wanted:
        try:
            emit(_written(args, name, findings, shown, accepted), file)
        except OutputError as error:  # what took hours is at least in the other reports
            problems.append(error)
    try:
        if drawn is not None:
            _preview(args, findings, drawn)
    except OutputError as error:
        problems.append(error)
    if accepted and not getattr(args, "waived", False) and args.output_format not in {"text", "html"}:
        note(args, f"{len(accepted)} findings are waived: --waived lists them")
    return problems


def _written(
    args: argparse.Namespace,
    name: str,
    findings: Sequence[LocatedFinding],
    shown: Facts | None,
    accepted: Sequence[Accepted],
) -> str:
    from localize import report as reports

    # Scripts count the rows of json, and GitHub's code scanning opens again what SARIF lists as suppressed.
    told = name in {"text", "html"} or getattr(args, "waived", False)
    return reports.write(name, findings, shown, accepted if told else None)


def _preview(args: argparse.Namespace, findings: Sequence[LocatedFinding], facts: Facts) -> None:
    from localize.cli.progress import ProgressMeter
    from localize.report.preview import flagged_cues, write_previews

    cues = flagged_cues(findings, _look(facts))
    with ProgressMeter(args, "pictures") as meter:
        written = write_previews(cues, args.preview, meter.update, most=args.preview_most)
    note(args, f"{args.preview}: {len(written)} pictures")
    if left := len(cues) - len(written):
        graver = "those with the gravest findings are drawn; --preview-most 0 draws all"
        note(args, f"{left:,} more flagged cues are not drawn: {graver}")


def _with_pictures(findings: Sequence[LocatedFinding], facts: Facts) -> Facts:
    """Return facts with pictures of the cues that do not fit their screen, as many as a page can carry."""
    from localize.report import ordered
    from localize.report.html import MOST_PICTURES
    from localize.report.preview import thumbnails

    return replace(facts, pictures=thumbnails(ordered(findings), _look(facts), MOST_PICTURES))


def _look(facts: Facts) -> Callable[[LocatedFinding], Cue | None]:
    """Return what says what to draw of a finding."""
    from localize.report.preview import Cue

    def look(located: LocatedFinding) -> Cue | None:
        line = facts.lines.get((located.place.file, located.locale, str(located.finding.segment or "")))
        limits = facts.limits.get(located.locale)
        return Cue(line.visible, limits) if line is not None and line.visible.strip() and limits else None

    return look


def _refuse_unwritable(file: Path) -> None:
    if file.is_dir():
        raise OutputError("is a folder", do="name a file in it", place=Place(str(file)))
    above = next((folder for folder in file.absolute().parents if folder.exists()), None)
    if above is not None and (not above.is_dir() or not os.access(above, os.W_OK)):
        what, do = f"cannot be written: {above} is no folder that you may write to", "choose another place"
        if not file.exists():
            raise OutputError(what, do=do, place=Place(str(file)))


def _report_file(text: str) -> tuple[str, Path]:
    name, separator, file = text.partition("=")
    if not separator or not file:
        raise UsageError(f"--report {text} names no file", do="--report sarif=findings.sarif")
    return name, Path(file)


def _accept(
    args: argparse.Namespace, findings: Sequence[LocatedFinding], unread: Collection[str]
) -> Sequence[LocatedFinding]:
    """Accept the findings, and return those that were not accepted before."""
    from localize.report import baseline

    accepted = baseline.read(args.baseline) if args.baseline.exists() else {}
    before = baseline.looked_for(accepted, selection(args), unread)
    compared = baseline.compare(findings, before)
    others = {mark: text for mark, text in accepted.items() if mark not in before}
    baseline.write(args.baseline, findings, others)
    note(
        args,
        f"{args.baseline}: {len(findings)} findings accepted, {len(compared.new)} of them new, "
        f"{len(compared.gone)} gone",
    )
    if kept := len(accepted) - len(baseline.looked_for(accepted, None, unread)):
        note(args, f"{kept} accepted findings stay: their files could not be read")
    return compared.new


def _new(
    args: argparse.Namespace, findings: Sequence[LocatedFinding], unread: Collection[str]
) -> Sequence[LocatedFinding]:
    from localize.report import baseline

    before = baseline.looked_for(baseline.read(args.baseline), selection(args), unread)
    compared = baseline.compare(findings, before)
    note(args, f"{args.baseline}: {len(compared.known)} findings accepted, {len(compared.new)} new")
    if compared.gone:
        note(args, f"{len(compared.gone)} accepted findings are gone: --update-baseline takes them out")
    return compared.new


def verdict(args: argparse.Namespace, findings: Sequence[LocatedFinding]) -> int:
    """Return the exit code that findings call for under --fail-on and --exit-zero."""
    if args.exit_zero or args.fail_on == "never":
        return ExitCode.CLEAN
    limit = Severity[args.fail_on.upper()]
    return ExitCode.FINDINGS if any(f.finding.severity >= limit for f in findings) else ExitCode.CLEAN


def emit(text: str, file: Path | None = None) -> None:
    """Write data to stdout, for ``-`` too, or to a file.

    Raises:
        OutputError: the file cannot be written.
    """
    if text and not text.endswith("\n"):
        text += "\n"
    if file is None or str(file) == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    from localize.export import write_atomic
    from localize.export.write import unwritable

    if not file.exists() or (file.is_file() and os.access(file.resolve().parent, os.W_OK)):
        write_atomic(file.resolve(), text.encode("utf-8"), force=True)
        return
    try:
        file.write_text(text, encoding="utf-8")  # a pipe, a device: nothing can be put in its place
    except OSError as error:
        raise unwritable(file, error) from error


def show_diff(args: argparse.Namespace, diff: str) -> None:
    """Write a diff to stdout, or to stderr where stdout has a report that programs read."""
    if args.output_format == "text" or args.output_file is not None:
        sys.stdout.write(diff)
    elif not args.quiet:
        sys.stderr.write(diff)


def tabulate(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return an aligned table; a head that ends in ``#`` is that of a column of numbers."""
    from localize.report.table import Column, table

    return table([Column(head.removesuffix("#"), right=head.endswith("#")) for head in heads], rows)


def note(args: argparse.Namespace, text: str) -> None:
    """Write words for the user to stderr, unless --quiet."""
    if not args.quiet:
        print(text, file=sys.stderr)  # noqa: T201


def complain(problems: Sequence[LocalizeError]) -> int:
    """Write one line a problem to stderr and return the worst exit code, 0 if there are none."""
    from localize.text import safe

    for problem in problems:
        print(safe(str(problem)), file=sys.stderr)  # noqa: T201
    return max((p.exit_code for p in problems), default=ExitCode.CLEAN)
