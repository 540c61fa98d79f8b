"""`localize glossary`: term maintenance from the shell."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from localize.cli import options
from localize.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    import argparse

    from localize.config import Config


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
    find = actions.add_parser(
        "find",
        help="show which terms match, and why",
        epilog="example: localize glossary find '王总，三千万的彩礼' --to en-US",
    )
    find.add_argument("text", metavar="TEXT|FILE", help="text, or a file that a format reads")
    find.add_argument("--to", metavar="L", default="en-US", help="locale of the renderings (default: en-US)")
    find.add_argument(
        "--glossary", metavar="FILE", type=Path, action="append", default=[], help="terms over the packs"
    )
    load = actions.add_parser(
        "import",
        help="turn a table of terms into a term file",
        epilog="example: localize glossary import terms.csv -o glossary/terms.yaml",
    )
    load.add_argument("table", metavar="TABLE", type=Path, help="CSV with a header row of locales")
    load.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)
    load.add_argument("--force", action="store_true", help="overwrite FILE")
    stats = actions.add_parser(
        "stats", help="count concepts and renderings", epilog="example: localize glossary stats"
    )
    stats.add_argument("files", metavar="FILE", nargs="*", type=Path, help="term files over the packs")
    for child in (lint, find, load, stats):
        options.add_project(child)
        options.add_noise(child)


def run(args: argparse.Namespace) -> int:
    """Run the action."""
    return {"lint": _lint, "find": _find, "import": _import, "stats": _stats}[args.action](args)


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


def _lint(args: argparse.Namespace) -> int:
    from localize import api

    findings = api.lint_terms(_config(args), args.files)
    return options.report(args, options.filtered(args, findings))


def _find(args: argparse.Namespace) -> int:
    from localize import api
    from localize.text import safe

    rows = []
    for found in api.find_terms(_config(args), args.text, locale=args.to, glossaries=args.glossary):
        hit = found.hit
        rendering = hit.rendering.text if hit.rendering else "-"
        strategy = str(hit.rendering.strategy) if hit.rendering else "-"
        undecided = "; undecided against " + ", ".join(c.id for c in hit.rivals) if hit.rivals else ""
        rows.append(
            [str(found.place), safe(hit.surface), hit.concept.id, rendering, strategy, hit.why + undecided]
        )
    options.emit(options.tabulate(["place", "term", "concept", args.to, "strategy", "why"], rows))
    return ExitCode.CLEAN


def _import(args: argparse.Namespace) -> int:
    from localize import api

    count = api.import_terms(args.table, args.output, force=args.force)
    options.note(args, f"wrote {count} concepts to {args.output}; all are drafts until a person reviews them")
    return ExitCode.CLEAN


def _stats(args: argparse.Namespace) -> int:
    from localize.api.setting import load_glossary

    terms = load_glossary(_config(args), args.files)
    concepts = Counter(c.category for c in terms.concepts)
    reviewed = Counter(c.category for c in terms.concepts if c.review == "reviewed")
    locales = sorted({r.locale for c in terms.concepts for r in c.renderings})
    filled = Counter((c.category, tag) for c in terms.concepts for tag in {r.locale for r in c.renderings})
    rows = [
        [category, str(count), str(reviewed[category]), *(str(filled[category, tag]) for tag in locales)]
        for category, count in sorted(concepts.items())
    ]
    totals = [str(sum(filled[category, tag] for category in concepts)) for tag in locales]
    rows.append(["total", str(sum(concepts.values())), str(sum(reviewed.values())), *totals])
    options.emit(
        options.tabulate(["category", "concepts#", "reviewed#", *(f"{tag}#" for tag in locales)], rows)
    )
    return ExitCode.CLEAN
