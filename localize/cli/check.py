"""`localize check`: findings of the store, or of a pair of files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from localize.cli import options
from localize.errors import LocalizeError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from localize.api.facts import Collector
    from localize.api.pair_files import FilePair
    from localize.api.pairs import PairChecker
    from localize.model import LocatedFinding


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = (
        "examples:\n  localize check\n  localize check --to en-US --select COD,TRM --output-format sarif\n"
        "  localize check out/en-US/ep01.srt --against episodes/ep01.srt --from zh-Hans --to en-US\n"
        "  localize check out/en-US --against episodes --to en-US --report sarif=out.sarif --report junit=out.xml\n"
        "  localize check po/en.po --bilingual --to en-US --baseline accepted.json\n"
        "  localize check po/en.po --bilingual --to en-US --fix --dry-run"
    )
    parser.add_argument(
        "paths", metavar="PATH", nargs="*", help="files or folders (default: the whole project)"
    )
    parser.add_argument(
        "--to", metavar="L", action="append", default=[], help="target locale; may be repeated"
    )
    _add_pairs(parser)
    parser.add_argument(
        "--preview",
        metavar="DIR",
        type=Path,
        help="draw the flagged cues on their screens, a PNG each, into DIR",
    )
    parser.add_argument(
        "--preview-most",
        metavar="N",
        type=int,
        default=500,
        help="with --preview: the N cues with the gravest findings (default: 500; 0 for all)",
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help="apply safe fixes to the target files, with --against and --bilingual, and show the diff; "
        "in a project people decide: see `localize review`",
    )
    options.add_waived(parser)
    parser.add_argument("--dry-run", action="store_true", help="with --fix: show the diff, write nothing")
    options.add_report(parser)
    options.add_project(parser)
    options.add_noise(parser)


def _add_pairs(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("without a project")
    group.add_argument(
        "--against",
        metavar="SOURCE",
        type=Path,
        help="check PATH as a translation of SOURCE: two files, or two folders with the same paths in them",
    )
    group.add_argument(
        "--bilingual",
        action="store_true",
        help="PATH holds source and target (PO, XLIFF, Qt); needs no project",
    )
    group.add_argument(
        "--from",
        dest="source",
        metavar="L",
        default="zh-Hans",
        help="source locale, with --against and --bilingual",
    )
    group.add_argument(
        "--glossary",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="term file, with --against and --bilingual",
    )
    group.add_argument(
        "--config",
        metavar="FILE",
        type=Path,
        help="project file whose medium, glossary, layout, exceptions and waivers count, with --against "
        "and --bilingual",
    )
    options.add_exclude(group)
    _add_picture(group)


def _add_picture(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--fps", metavar="N", type=float, help="frames a second of the picture: gaps are counted in them"
    )
    group.add_argument(
        "--cuts",
        metavar="PATTERN",
        default="",
        help="file with the shot changes of the picture, a time a line (12.48 or 0:00:12.480); for several files where "
        "those of each stand, such as cuts/{stem}.txt; {path} and {folder} are below PATH",
    )


def run(args: argparse.Namespace) -> int:
    """Check and report."""
    if args.preview_most < 0:
        raise UsageError(f"--preview-most is {args.preview_most}", do="give 0 for all, or how many")
    if args.dry_run and not args.fix:
        raise UsageError("--dry-run needs --fix", do="a check without --fix changes nothing")
    if args.against is not None or args.bilingual:
        return _pairs(args)
    if args.fps is not None or args.cuts:
        raise UsageError("--fps and --cuts are about one picture", do="check files with --against")
    if args.fix:
        raise UsageError(
            "--fix does not change a project: people decide there",
            do="take fixes over in `localize review`, or check files with --against or --bilingual",
        )
    from localize import api
    from localize.api.ledger import Ledger

    _find_project(args)
    facts, select = options.wants_facts(args), options.selection(args)
    ledger = Ledger(facts=facts)
    with api.open_project(args.project, writing=False) as project:
        findings = project.check(locales=args.to, paths=args.paths, select=select, watch=ledger)
        if project.read_only:
            options.note(args, "the store may only be read here: reviewers will not see these findings")
        accepted = ledger.accepted(project, findings, select)
        if facts:
            source = project.config.project.source
            ledger.review(project.store, project.locales(args.to), source=source)
    return options.report(args, findings, ledger.facts, accepted=accepted)


def _find_project(args: argparse.Namespace) -> None:
    """Raise where there is no project; somebody who named a file may not have meant one."""
    from localize.config import find_project

    try:
        find_project(Path(args.project))
    except UsageError as error:
        if any(Path(path).exists() for path in args.paths):
            do = "to check files by themselves give --against SOURCE or --bilingual, and --to; or pass --project DIR"
            raise UsageError(error.what, code=error.code, do=do) from None
        raise


def _collector(args: argparse.Namespace) -> Collector | None:
    """Return what gathers more than the findings, where a report shows more; it takes a while to load."""
    if not options.wants_facts(args):
        return None
    from localize.api.facts import Collector

    return Collector()


def _pairs(args: argparse.Namespace) -> int:
    from localize.api.pair_files import file_pairs, refuse_cuts
    from localize.api.pairs import PairChecker
    from localize.cli.linked import note_linked
    from localize.cli.progress import ProgressMeter
    from localize.config import load_config

    if len(args.to) != 1 or not args.paths:
        raise UsageError(
            "--against and --bilingual need one PATH or more and one --to",
            do="localize check OUT --against SOURCE --to en-US",
        )
    paths = [Path(path) for path in args.paths]
    found = file_pairs(paths, args.against, args.exclude)
    refuse_cuts(args.cuts, found.pairs, args.to[0])
    watch = _collector(args)
    checker = PairChecker(
        source_locale=args.source,
        target_locale=args.to[0],
        config=load_config(args.config, needs_targets=False) if args.config else None,
        glossaries=args.glossary,
        select=options.selection(args),
        watch=watch,
        fps=args.fps,
        cuts=args.cuts,
    )
    outcome = _Outcome(problems=[*found.problems], unread=set(map(str, found.unread)))
    with ProgressMeter(args, "files") as meter:
        for done, pair in enumerate(found.pairs, 1):
            _check(args, checker, pair, outcome)
            meter.update("files", done, len(found.pairs))
    note_linked(args, (*paths, *filter(None, [args.against])))
    whole = not found.unread and all(path.is_dir() for path in paths)
    findings = checker.after_waivers(outcome.findings, folders=whole)
    if args.fix:
        options.note(args, _told(outcome.fixes, dry=args.dry_run))
    facts = watch.facts if watch is not None else None
    unread = outcome.unread - outcome.read
    code = options.report(args, findings, facts, unread=unread, accepted=checker.accepted)
    return max(code, options.complain(outcome.problems))


@dataclass(slots=True)
class _Outcome:
    """What came out of the files so far; `read` and `unread` are their names as the findings have them.

    What is unread may be a folder.
    """

    findings: list[LocatedFinding] = field(default_factory=list)
    problems: list[LocalizeError] = field(default_factory=list)
    read: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    fixes: Counter[str] = field(default_factory=Counter)


def _check(args: argparse.Namespace, checker: PairChecker, pair: FilePair, outcome: _Outcome) -> None:
    """Check a file, after its fixes where they are asked for."""
    names = {str(path) for path in (pair.target, pair.source) if path is not None}
    try:
        if args.fix:
            outcome.problems += _fix(args, checker, pair.target, pair.source, outcome.fixes)
        outcome.findings += checker.check(pair.target, pair.source, name=pair.name)
        outcome.read |= names
    except LocalizeError as error:
        outcome.problems.append(error)
        outcome.unread |= names


def _fix(
    args: argparse.Namespace, checker: PairChecker, target: Path, source: Path | None, fixes: Counter[str]
) -> Sequence[LocalizeError]:
    """Fix a file, show how, count it; return what the format could not hold."""
    from localize.api.fixing import fix_file

    fixed = fix_file(checker, target, source)
    if fixed.changed:
        options.show_diff(args, fixed.diff())
        if not args.dry_run:
            fixed.write(target)
    fixes["applied"] += len(fixed.applied)
    fixes["refused"] += len(fixed.refused)
    fixes["files"] += fixed.changed
    for refusal in fixed.refused if args.verbose else ():
        found, brings = refusal.finding, refusal.brings
        options.note(
            args, f"{target}: {found.segment}: {found.code} not fixed: {brings.code} {brings.message}"
        )
    return fixed.problems


def _told(fixes: Counter[str], *, dry: bool) -> str:
    """Return what --fix did, in words."""
    would = "would be applied" if dry else "applied"
    text = f"{fixes['applied']} fixes {would} in {fixes['files']} files"
    if fixes["refused"]:
        text += f"; {fixes['refused']} left to a person, since something else would break (-v says what)"
    return text
