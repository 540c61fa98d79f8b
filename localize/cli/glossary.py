"""`localize glossary`: term maintenance from the shell, one function an action; the tables are in `glossary_tables`."""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING

from localize.cli import glossary_tables as tables
from localize.cli import options
from localize.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    import argparse

    from localize.config import Config
    from localize.errors import LocalizeError


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    lint = actions.add_parser(
        "lint", help="find faults in term files", epilog="example: localize glossary lint terms.yaml"
    )
    lint.add_argument(
        "files", metavar="FILE", nargs="*", type=Path, help="term files (default: packs and project)"
    )
    options.add_report(lint)
    children = [lint, _configure_find(actions), _configure_extract(actions), _configure_diff(actions)]
    children += [_configure_import(actions), _configure_export(actions), _configure_stats(actions)]
    for child in children:
        options.add_project(child)
        options.add_noise(child)


def _configure_find(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    find = actions.add_parser(
        "find",
        help="show which terms match, and why, and which lost",
        epilog="example: localize glossary find '王总，三千万的彩礼' --to en-US",
    )
    find.add_argument("text", metavar="TEXT|FILE", help="text, or a file that a format reads")
    find.add_argument("--to", metavar="L", default="en-US", help="locale of the renderings (default: en-US)")
    find.add_argument("--winners", action="store_true", help="leave out the candidates that lost")
    _add_glossary(find)
    return find


def _configure_extract(
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    extract = actions.add_parser(
        "extract",
        help="propose new terms from texts: phrases, names, forms of address",
        epilog="examples:\n  localize glossary extract episodes/ --top 30\n"
        "  localize glossary extract ep01.srt --as yaml >> glossary/drafts.yaml",
    )
    extract.add_argument(
        "paths", metavar="PATH", nargs="*", type=Path, help="files and folders (default: the project's)"
    )
    extract.add_argument("--top", metavar="N", type=int, default=50, help="candidates (default: 50)")
    extract.add_argument(
        "--min-count", metavar="N", type=int, default=2, help="least occurrences of a phrase (default: 2)"
    )
    extract.add_argument("--known", action="store_true", help="show terms that the glossary has, too")
    extract.add_argument(
        "--category", metavar="NAME", default="project", help="of the drafts (default: project)"
    )
    extract.add_argument(
        "--as",
        dest="shape",
        default="text",
        choices=["text", "json", "csv", "yaml"],
        help="yaml: drafts to paste",
    )
    _add_glossary(extract)
    return extract


def _configure_diff(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    diff = actions.add_parser(
        "diff",
        help="say what changed between two versions of the terms, and which lines of the project that touches",
        epilog="examples:\n  localize glossary diff terms.old.yaml glossary/terms.yaml\n"
        "  localize glossary export before.tbx   # a snapshot; then, after some edits:\n"
        "  localize glossary diff before.tbx --reopen --reviewer lin --reason 'client feedback'",
    )
    diff.add_argument("before", metavar="A", type=Path, help="term file, folder of them, or snapshot")
    diff.add_argument(
        "after", metavar="B", type=Path, nargs="?", help="the other version (default: the project's glossary)"
    )
    diff.add_argument("--to", metavar="L", action="append", default=[], help="only lines of this locale")
    diff.add_argument("--no-impact", action="store_true", help="leave the project's lines alone")
    diff.add_argument(
        "--reopen",
        action="store_true",
        help="put the approved lines that do not fit any more up for discussion",
    )
    diff.add_argument("--reason", metavar="WORDS", default="", help="for the log of decisions")
    diff.add_argument(
        "--reviewer",
        metavar="NAME",
        default="",
        help="who opens them (default: LOCALIZE_REVIEWER or the login)",
    )
    diff.add_argument("--as", dest="shape", default="text", choices=["text", "json"], help="of the output")
    return diff


def _configure_import(
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    load = actions.add_parser(
        "import",
        help="turn the terms of another tool into a term file",
        epilog="examples:\n  localize glossary import terms.csv -o glossary/terms.yaml\n"
        "  localize glossary import client.tbx -o glossary/\n"
        "  localize glossary import deepl.tsv --to en-US -o glossary/terms.yaml",
    )
    load.add_argument(
        "table",
        metavar="TABLE",
        type=Path,
        help="CSV with a header row of locales, TBX, XLSX, KNP, Weblate, DeepL",
    )
    load.add_argument(
        "-o",
        "--output",
        metavar="FILE|DIR",
        type=Path,
        required=True,
        help="a folder gets one file a category",
    )
    load.add_argument(
        "--from",
        dest="source",
        metavar="L",
        default="",
        help="locale of the terms (default: Chinese, else the file's)",
    )
    load.add_argument(
        "--to", metavar="L", default="", help="locale of the targets, where the table does not say it"
    )
    load.add_argument("--category", metavar="NAME", default="", help="put everything into this category")
    load.add_argument("--force", action="store_true", help="overwrite; comments and other entries stay")
    return load


def _configure_export(
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    export = actions.add_parser(
        "export",
        help="write the terms for another tool",
        epilog="examples:\n  localize glossary export terms.tbx\n"
        "  localize glossary export deepl.tsv --as deepl --to en-US\n"
        "  localize glossary export knp.xlsx --as knp --to es-419",
    )
    export.add_argument(
        "output", metavar="OUT", type=Path, help="its ending says the shape: .tbx .xlsx .csv .yaml"
    )
    export.add_argument(
        "files", metavar="FILE", nargs="*", type=Path, help="term files (default: those of packs and project)"
    )
    export.add_argument(
        "--as",
        dest="shape",
        default="",
        choices=["yaml", "tbx", "tbx-dct", "xlsx", "csv", "weblate", "deepl", "knp"],
        help="tbx: TBX-Basic in style DCA",
    )
    export.add_argument("--to", metavar="L", default="", help="locale of the targets (weblate, deepl, knp)")
    export.add_argument(
        "--no-packs", action="store_true", help="leave out the packs that come with the package"
    )
    export.add_argument("--force", action="store_true", help="overwrite OUT")
    return export


def _configure_stats(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    stats = actions.add_parser(
        "stats",
        help="count concepts and renderings, and what they do in the texts",
        epilog="examples:\n  localize glossary stats\n  localize glossary stats --texts episodes/ --to en-US",
    )
    stats.add_argument("files", metavar="FILE", nargs="*", type=Path, help="term files over the packs")
    stats.add_argument(
        "--texts",
        metavar="PATH",
        nargs="*",
        type=Path,
        default=None,
        help="files and folders (default: the project's)",
    )
    stats.add_argument(
        "--to", metavar="L", default="", help="locale for the texts (default: the project's first)"
    )
    stats.add_argument("--unused", action="store_true", help="list the terms that no text uses")
    return stats


def _add_glossary(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--glossary", metavar="FILE", type=Path, action="append", default=[], help="terms over the packs"
    )


def run(args: argparse.Namespace) -> int:
    """Run the action."""
    actions = {
        "lint": _lint,
        "find": _find,
        "extract": _extract,
        "diff": _diff,
        "import": _import,
        "export": _export,
        "stats": _stats,
    }
    return actions[args.action](args)


def _config(args: argparse.Namespace) -> Config:
    """Return the project's configuration, or the default one outside a project."""
    from localize.config import Config, find_project, load_config
    from localize.errors import UsageError

    try:
        path = find_project(Path(args.project))
    except UsageError:
        if args.project != ".":
            raise
        return Config()
    return load_config(path)


def _in_project(args: argparse.Namespace) -> bool:
    from localize.config import find_project
    from localize.errors import UsageError

    try:
        find_project(Path(args.project))
    except UsageError:
        if args.project != ".":
            raise
        return False
    return True


def _lint(args: argparse.Namespace) -> int:
    from localize import api

    findings = api.lint_terms(_config(args), args.files)
    return options.report(args, options.filtered(args, findings))


def _find(args: argparse.Namespace) -> int:
    from localize import api

    found = api.find_terms(
        _config(args), args.text, locale=args.to, glossaries=args.glossary, losers=not args.winners
    )
    options.emit(tables.found(found, args.to))
    return ExitCode.CLEAN


def _extract(args: argparse.Namespace) -> int:
    from localize.api import terms_texts

    problems: list[LocalizeError] = []
    candidates = terms_texts.extract_terms(
        _config(args),
        args.paths,
        glossaries=args.glossary,
        top=args.top,
        min_count=args.min_count,
        known=args.known,
        complain=problems.append,
    )
    if args.shape == "yaml":
        options.emit(terms_texts.drafts(candidates, args.category))
    elif args.shape == "json":
        options.emit(terms_texts.candidates_json(candidates))
    else:
        options.emit(tables.candidates(candidates, csv=args.shape == "csv"))
    return options.complain(problems)


def _diff(args: argparse.Namespace) -> int:
    from localize import api
    from localize.api import terms_impact

    versions = terms_impact.versions(_config(args), args.before, args.after)
    lines: list[terms_impact.TouchedLine] = []
    opened: list[terms_impact.TouchedLine] = []
    if _in_project(args) and not args.no_impact:
        with api.open_project(args.project) as project:
            lines = terms_impact.impact(project, versions.before, versions.after, locales=args.to)
            if args.reopen:
                reviewer = args.reviewer or os.environ.get("LOCALIZE_REVIEWER", "") or getpass.getuser()
                opened = terms_impact.reopen(project, lines, reviewer=reviewer, reason=args.reason)
    elif args.reopen:
        options.note(args, "no project here: no line to open again")
    shown = tables.diff_json if args.shape == "json" else tables.diff
    options.emit(shown(versions.changes, lines, opened))
    options.note(args, tables.diff_summary(versions.changes, lines, opened, done=args.reopen))
    return ExitCode.CLEAN


def _import(args: argparse.Namespace) -> int:
    from localize import api

    done = api.import_terms(
        args.table,
        args.output,
        force=args.force,
        source=args.source,
        locale=args.to,
        category=args.category,
    )
    where = ", ".join(map(str, done.files))
    options.note(
        args, f"wrote {done.concepts} concepts to {where}; all are drafts until a person reviews them"
    )
    if done.left_out:
        lines = ", ".join(map(str, done.left_out[:10])) + (" …" if len(done.left_out) > 10 else "")
        options.note(
            args, f"{len(done.left_out)} entries have no term in {done.source} (lines {lines}): left out"
        )
    return ExitCode.CLEAN


def _export(args: argparse.Namespace) -> int:
    from localize import glossary
    from localize.api import terms_exchange, terms_texts
    from localize.api.setting import load_glossary

    config = _config(args)
    if args.files or args.no_packs:
        paths = [p for pattern in config.glossary.files for p in sorted(config.root.glob(pattern))]
        terms = glossary.load(args.files or paths, packs=())
    else:
        terms = load_glossary(config)
    counts: dict[str, int] | None = None
    if args.shape == "knp" and _in_project(args):
        used = terms_texts.use_of_terms(config, terms, args.to or config.project.targets[0]).values()
        counts = {c.id: sum(use.concepts[c.id] for use in used) for c in terms}
    done = terms_exchange.export_terms(
        terms.concepts, args.output, shape=args.shape, locale=args.to, frequencies=counts, force=args.force
    )
    options.note(args, f"wrote {done.concepts} concepts to {args.output}")
    if done.left_out:
        options.note(
            args,
            f"{len(done.left_out)} concepts have no place in this shape: {', '.join(done.left_out[:5])} …",
        )
    if not done.lossless:
        options.note(args, "this shape holds no conditions, forms and notes; .tbx and .xlsx hold everything")
    return ExitCode.CLEAN


def _stats(args: argparse.Namespace) -> int:
    from localize.api import terms_texts
    from localize.api.setting import load_glossary
    from localize.glossary.stats import never_used

    config = _config(args)
    terms = load_glossary(config, args.files)
    options.emit(tables.concepts(terms))
    if args.texts is None and not _in_project(args):
        return ExitCode.CLEAN
    locale = args.to or next(iter(config.project.targets), "en-US")
    problems: list[LocalizeError] = []
    used = terms_texts.use_of_terms(config, terms, locale, args.texts or (), complain=problems.append)
    idle = never_used(terms, used)
    options.emit("\n" + tables.use(used, locale, len(terms), len(idle)))
    if args.unused:
        options.emit("\n" + "\n".join(f"{c.id} {c.term}" for c in idle))
    return options.complain(problems)
