"""`localize memory`: what the translation memory holds, what comes in and goes out, and a broom for the cache."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from localize.cli import memory_align, options
from localize.cli.exit_codes import ExitCode
from localize.errors import LocalizeError, UsageError
from localize.text import safe

if TYPE_CHECKING:
    import argparse
    from typing import TypeAlias

    from localize.api.memory_exchange import Intake
    from localize.memory import IntakeRecord

    Actions: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = (
        "What people approved is the memory and stays. What engines answered is the cache: without it, a line that is\n"
        "drafted anew is asked for again.\n\n"
        "examples:\n  localize memory stats\n  localize memory export -o team.tmx\n"
        "  localize memory import client.tmx\n  localize memory align old/ep01.zh.srt old/ep01.en.srt --to en-US\n"
        "  localize memory forget client.tmx --dry-run"
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    children = [_configure_import(actions), _configure_export(actions), memory_align.configure(actions)]
    children.append(_configure_forget(actions))
    children.append(actions.add_parser("stats", help="say what memory and cache hold, and what was imported"))
    prune = actions.add_parser(
        "prune", help="shorten the cache", epilog="example: localize memory prune --keep 100000"
    )
    prune.add_argument(
        "--keep", metavar="N", type=int, default=0, help="leave the N answers used last (default: 0)"
    )
    for child in (*children, prune):
        child.formatter_class = parser.formatter_class  # which keeps the lines of the examples
        options.add_project(child)
        options.add_noise(child)


def _configure_import(actions: Actions) -> argparse.ArgumentParser:
    parser = actions.add_parser(
        "import",
        help="take pairs in from TMX files of any tool",
        epilog="What comes in is used after what people of this project approved, and never changes it.\n"
        "Of a broken file nothing comes in; what is there already is not taken twice.\n\n"
        "examples:\n  localize memory import client.tmx old/*.tmx --to en-US\n"
        "  localize memory import uk.tmx --map en-GB=en-US --dry-run",
    )
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="TMX 1.1 to 1.4b")
    parser.add_argument(
        "--to", metavar="L", action="append", default=[], help="only this target locale; may be repeated"
    )
    parser.add_argument(
        "--map",
        metavar="LANG=L",
        action="append",
        default=[],
        help="take a language of the file for a locale of the project, such as en-GB=en-US; may be repeated",
    )
    parser.add_argument(
        "--drop-codes",
        action="store_true",
        help="leave the content of bpt, ept, it, ph and ut out of the texts (default: it is text, as in our files)",
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would come")
    return parser


def _configure_export(actions: Actions) -> argparse.ArgumentParser:
    parser = actions.add_parser(
        "export",
        help="write the memory as TMX 1.4b",
        epilog="examples:\n  localize memory export -o team.tmx\n"
        "  localize memory export --to en-US | gzip > en.tmx.gz",
    )
    parser.add_argument(
        "--to", metavar="L", action="append", default=[], help="only this target locale; may be repeated"
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="where to write (default: standard output)"
    )
    parser.add_argument("--force", action="store_true", help="overwrite the file")
    return parser


def _configure_forget(actions: Actions) -> argparse.ArgumentParser:
    parser = actions.add_parser(
        "forget",
        help="take an import or alignment back",
        epilog="What only this import brought goes. What people of this project approved stays, and what another\n"
        "import brought too. Drafts that were made from it stay as they are; the review room filters them by the\n"
        "engine 'memory'. Importing the file again brings everything back.\n\n"
        "examples:\n  localize memory stats\n  localize memory forget 3 --dry-run\n"
        "  localize memory forget client.tmx",
    )
    parser.add_argument(
        "imports",
        metavar="IMPORT",
        nargs="+",
        help="number or file of an import, as `memory stats` lists them",
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would go")
    return parser


def run(args: argparse.Namespace) -> int:
    """Run the action."""
    actions = {
        "import": _import,
        "export": _export,
        "align": memory_align.run,
        "forget": _forget,
        "stats": _stats,
        "prune": _prune,
    }
    return actions[args.action](args)


def _import(args: argparse.Namespace) -> int:
    from localize import api
    from localize.api.memory_exchange import choices_of, import_memory
    from localize.cli.progress import ProgressMeter

    problems: list[LocalizeError] = []
    with api.open_project(args.project) as project, ProgressMeter(args, "pairs") as meter:
        choices = choices_of(project, args.to, _mapped(args.map), drop_codes=args.drop_codes)
        for path in args.files:

            def step(done: int, total: int, name: str = path.name) -> None:
                meter.update(name, done, total)

            try:
                found = import_memory(project.memory, path, choices, dry_run=args.dry_run, step=step)
            except LocalizeError as problem:  # the other files are still good
                problems.append(problem)
            else:
                options.emit(_told(found, dry_run=args.dry_run))
    return options.complain(problems)


def _mapped(given: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    for language, _, locale in pairs:
        if not language or not locale:
            raise UsageError(f"--map {language} names no locale", do="--map en-GB=en-US")
    return {language: locale for language, _, locale in pairs}


def _told(found: Intake, *, dry_run: bool) -> str:
    """Return what became of a file, one line a fact."""
    verb = "would be new" if dry_run else "new"
    given = f"{found.entries} entries, {found.pairs} pairs for this project"
    lines = [f"{found.file}: {given}: {found.new} {verb}, {found.known} known or twice in the file"]
    if found.no_source:
        lines.append(f"  {found.no_source} entries without a text in the project's source language")
    if found.blank:
        lines.append(f"  {found.blank} pairs without words on one side are left out")
    if found.empty_codes:
        lines.append(
            f"  {found.empty_codes} pairs have codes that hold no text; the pairs are taken without them"
        )
    for language, count in sorted(found.skipped.items()):
        lines.append(f"  {count} texts in {language or 'no language'} are left out: {found.why[language]}")
    return "\n".join(lines)


def _export(args: argparse.Namespace) -> int:
    from localize import api
    from localize.api.memory_exchange import choices_of, export_memory

    with api.open_project(args.project, writing=False) as project:
        choices_of(project, args.to, {})
        source = project.config.project.source
        written = export_memory(
            project.memory, source, args.to, args.output, sys.stdout.buffer, force=args.force
        )
    sys.stdout.flush()
    options.note(args, f"{args.output or 'standard output'}: {written.units} units")
    if written.coded:
        options.note(
            args,
            f"{written.coded} units hold control characters, which XML cannot: each is a <ph> that "
            "`localize memory import` reads back; other tools show a code",
        )
    if written.changed:
        options.note(
            args, f"{written.changed} units hold such characters beside their texts: U+FFFD stands for them"
        )
    return ExitCode.CLEAN


def _stats(args: argparse.Namespace) -> int:
    from localize import api

    with api.open_project(args.project, writing=False) as project:
        stats, intakes = project.memory.stats(), project.memory.intakes()
        cache = project.cache.stats()
    rows = [
        [source, target, str(count), str(stats.outside[source, target])]
        for (source, target), count in sorted(stats.pairs.items())
    ]
    options.emit(options.tabulate(["from", "to", "units#", "from outside#"], rows))
    if intakes:
        heads = ["import#", "file", "worth", "on", "pairs#", "from here alone#", "taken back"]
        options.emit("\n" + options.tabulate(heads, [_row(one) for one in intakes]))
    held = [str(cache.answers), f"{cache.size / 1e6:.1f}", str(cache.oldest_days)]
    options.emit("\n" + options.tabulate(["cached answers#", "MB#", "oldest use, days ago#"], [held]))
    return ExitCode.CLEAN


def _row(one: IntakeRecord) -> list[str]:
    counts = ["", ""] if one.taken_back else [str(one.pairs), str(one.alone)]
    return [str(one.number), one.file, one.trust.word, _day(one.at), *counts, _day(one.taken_back)]


def _day(time: str) -> str:
    """Return the day of a time of the memory, '' for ''."""
    return f"{time[:4]}-{time[4:6]}-{time[6:8]}" if time else ""


def _forget(args: argparse.Namespace) -> int:
    from localize import api
    from localize.api.memory_exchange import named_intakes

    with api.open_project(args.project) as project:
        numbered = {one.number: one for given in args.imports for one in named_intakes(project.memory, given)}
        for number, intake in numbered.items():
            found = project.memory.take_back(number, dry_run=args.dry_run)
            verb = "would go" if args.dry_run else "are gone"
            kept = f"{found.approved} that people approved and {found.shared} that other imports brought stay"
            options.emit(safe(f"{number} {intake.file}: {found.gone} pairs {verb}, {kept}"))
    return ExitCode.CLEAN


def _prune(args: argparse.Namespace) -> int:
    from localize import api

    with api.open_project(args.project) as project:
        gone = project.cache.prune(max(0, args.keep))
        options.emit(f"{gone} answers dropped, {project.cache.stats().answers} left")
    return ExitCode.CLEAN
