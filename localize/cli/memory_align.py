"""`localize memory align`: an old file and its old translation in, pairs and a report out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from localize.cli import options
from localize.cli.exit_codes import ExitCode
from localize.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from typing import TypeAlias

    from localize.api.memory_align import Laid, Weighed

    Actions: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001

_SHOWN = 20
"""Doubtful pairs that are shown without -v."""
_WIDTH = 36
"""Characters of a text in the table."""


def configure(actions: Actions) -> argparse.ArgumentParser:
    """Add the arguments."""
    parser = actions.add_parser(
        "align",
        help="make pairs of an old file and its old translation",
        epilog="Strings are paired by their keys, cues by their times (another speed, beginning or cut is found\n"
        "first), all else by lengths. Doubtful pairs are listed and not taken; pairs that are taken are used\n"
        "after what people approved.\n\n"
        "examples:\n  localize memory align old/ep01.zh.srt old/ep01.en.srt --to en-US\n"
        "  localize memory align zh.json en.json --to en-US --into old.tmx --from zh-Hans --list pairs.tsv",
    )
    _configure_files(parser)
    parser.add_argument(
        "--into",
        metavar="FILE",
        type=Path,
        help="write the pairs as TMX (default: into the project's memory)",
    )
    parser.add_argument("--force", action="store_true", help="overwrite that file")
    parser.add_argument(
        "--least",
        metavar="N",
        type=float,
        default=0.8,
        help="least sureness of a pair, 0 to 1 (default: 0.8)",
    )
    parser.add_argument("--by", choices=["key", "time", "length"], help="what to go by (default: found out)")
    parser.add_argument("--list", metavar="FILE", type=Path, help="write every pair with its score, as TSV")
    parser.add_argument("--dry-run", action="store_true", help="only report")
    options.add_reading(parser)
    return parser


def _configure_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="SOURCE", type=Path, help="the old file")
    parser.add_argument("target", metavar="TARGET", type=Path, help="its translation")
    parser.add_argument(
        "--from",
        dest="source_locale",
        metavar="L",
        default="",
        help="locale of SOURCE (default: the project's)",
    )
    parser.add_argument(
        "--to", metavar="L", default="", help="locale of TARGET (default: the project's, if it has one)"
    )


def run(args: argparse.Namespace) -> int:
    """Align, report, and keep what is sure."""
    from localize.api.memory_align import align_files
    from localize.memory.bitext import How

    if not 0 <= args.least <= 1:
        raise UsageError(f"--least {args.least} is not between 0 and 1", do="--least 0.8")
    locales = _locales(args)
    laid = align_files(
        args.source,
        args.target,
        locales,
        least=args.least,
        how=How(args.by) if args.by else None,
        reading=options.reading(args),
    )
    kept = _keep(args, laid, locales)
    options.emit(_told(laid, kept, verbose=bool(args.verbose)))
    if args.list:
        options.emit(_listed(laid), args.list)
    return ExitCode.CLEAN


def _locales(args: argparse.Namespace) -> tuple[str, str]:
    """Return the languages of both files: as given, else those of the project."""
    from localize.locales import parse_locale

    source, target = args.source_locale, args.to
    if not source or not target:
        from localize import api

        with api.open_project(args.project) as project:
            table = project.config.project
        source = source or table.source
        if not target and len(table.targets) != 1:
            raise UsageError("the project has several target locales", do=f"--to {table.targets[0]}")
        target = target or table.targets[0]
    return parse_locale(source).tag, parse_locale(target).tag


def _keep(args: argparse.Namespace, laid: Laid, locales: tuple[str, str]) -> str:
    """Put the pairs where they are wanted, and return what came of it."""
    from localize import api
    from localize.api.memory_exchange import choices_of, remember_aligned, write_units

    units = laid.units()
    if args.dry_run:
        return "nothing is written (--dry-run)"
    if args.into:
        write_units(units, locales[0], args.into, force=args.force)
        return f"{len(units)} pairs in {args.into}"
    with api.open_project(args.project) as project:
        if locales[0] != project.config.project.source:
            do = "--into FILE.tmx writes them to a file"
            raise UsageError(f"the project does not translate from {locales[0]}", do=do)
        choices_of(project, [locales[1]], {})
        new = remember_aligned(project.memory, f"{args.source.name} | {args.target.name}", units)
    return f"{new} pairs are new in the memory, {len(units) - new} were known"


def _told(laid: Laid, kept: str, *, verbose: bool) -> str:
    """Return the report: what was gone by, how much was taken, what is doubtful."""
    from localize.api.memory_align import ALONE, DOUBTFUL, TAKEN, UNTRANSLATED

    by = {
        verdict: [row for row in laid.rows if row.verdict == verdict]
        for verdict in (TAKEN, DOUBTFUL, UNTRANSLATED)
    }
    alone = [[row for row in laid.rows if row.verdict == ALONE and row.counts[side]] for side in (0, 1)]
    lines = [f"aligned by {laid.how}{_clock(laid)}"]
    lines.append(
        f"{len(by[TAKEN])} pairs taken, {len(by[DOUBTFUL])} doubtful, {len(by[UNTRANSLATED])} untranslated; "
        f"{sum(r.counts[0] for r in alone[0])} lines of the source and {sum(r.counts[1] for r in alone[1])} of the "
        "target without partner"
    )
    lines.append(kept)
    doubtful = by[DOUBTFUL] if verbose else by[DOUBTFUL][:_SHOWN]
    if doubtful:
        rows = [[f"{r.score:.2f}", *map(str, r.lines), *_texts(r)] for r in doubtful]
        heads = ["sure#", "line#", "line#", "source", "target"]
        lines += ["", "doubtful, not taken:", options.tabulate(heads, rows).rstrip()]
    if len(doubtful) < len(by[DOUBTFUL]):
        lines.append(f"and {len(by[DOUBTFUL]) - len(doubtful)} more (-v, --list FILE)")
    return "\n".join(lines)


def _clock(laid: Laid) -> str:
    if laid.clock is None:
        return ""
    first, *later = laid.clock.shifts
    told = f": target times × {laid.clock.speed:.5g} {first[1] / 1000:+.3f} s"
    return told + "".join(f", from cue {at + 1} on {shift / 1000:+.3f} s" for at, shift in later)


def _texts(row: Weighed) -> list[str]:
    from localize.text import safe

    flat = [" ".join(text.split()) for text in (row.unit.source, row.unit.target)]
    return [safe(text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…") for text in flat]


def _listed(laid: Laid) -> str:
    """Return every row as TSV; a tab or line break in a text is a blank."""
    heads = [
        "verdict",
        "score",
        "source line",
        "target line",
        "source cues",
        "target cues",
        "source",
        "target",
    ]
    rows = [
        [row.verdict, f"{row.score:.3f}", *map(str, (*row.lines, *row.counts)),
         " ".join(row.unit.source.split()), " ".join(row.unit.target.split())]
        for row in laid.rows
    ]  # fmt: skip
    return "\n".join("\t".join(row) for row in [heads, *rows])
