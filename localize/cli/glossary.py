"""`localize glossary`: term maintenance from the shell, one function an action; the tables are in `glossary_tables`."""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING

from localize.cli import glossary_edit as edit
from localize.cli import glossary_people as people
from localize.cli import glossary_tables as tables
from localize.cli import options
from localize.cli.exit_codes import ExitCode
from localize.cli.glossary_arguments import configure

if TYPE_CHECKING:
    import argparse

    from localize.config import Config
    from localize.errors import LocalizeError
    from localize.model import LocatedFinding


__all__ = ["configure", "run"]

_FEW = 3
"""So many files are named one by one."""
_PACKS = "glossaries/"
"""How the places of the shipped packs begin."""


def run(args: argparse.Namespace) -> int:
    """Run the action."""
    actions = {
        "lint": _lint,
        "add": lambda given: edit.add(given, _config(given)),
        "set": lambda given: edit.put(given, _config(given)),
        "find": _find,
        "extract": _extract,
        "diff": _diff,
        "import": _import,
        "export": _export,
        "stats": _stats,
        "ledger": people.run,
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

    findings = options.filtered(args, api.lint_terms(_config(args), args.files))
    shown = [f for f in findings if args.files or args.verbose or not _remark_about_packs(f)]
    code = options.report(args, shown)
    if len(shown) < len(findings):
        options.note(
            args, f"{len(findings) - len(shown)} remarks about the shipped packs are left out (-v shows them)"
        )
    return code


def _remark_about_packs(found: LocatedFinding) -> bool:
    """Return whether a finding is a mere remark about a pack, which nobody mends in a project."""
    from localize.model import Severity

    return found.finding.severity is Severity.INFO and found.place.file.startswith(_PACKS)


def _find(args: argparse.Namespace) -> int:
    from localize import api

    found = api.find_terms(
        _config(args), args.text, locale=args.to, glossaries=args.glossary, losers=not args.winners
    )
    shown = tables.found_json if args.shape == "json" else tables.found
    options.emit(shown(found, args.to))
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
        with api.open_project(args.project, writing=args.reopen) as project:
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
    from localize.errors import UsageError

    if args.output is None and args.people is None:
        raise UsageError("where to?", do="name a term file or a folder with -o")
    if args.people is not None:
        people.take_knp(args, _config(args))
    if args.output is None:
        return ExitCode.CLEAN
    done = api.import_terms(
        args.table,
        args.output,
        force=args.force,
        source=args.source,
        locale=args.to,
        category=args.category,
        characters=args.people is None,
    )
    if done.files:
        several = len(done.files) > _FEW
        where = f"{len(done.files)} files in {args.output}" if several else ", ".join(map(str, done.files))
        options.note(
            args, f"wrote {done.concepts} concepts to {where}; all are drafts until a person reviews them"
        )
    if done.company and args.people is None:
        sheets = f"{done.company} sheets of formality and forms of address"
        options.note(args, f"{sheets} were left out: take them with --people people.yaml")
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
        terms.every if args.every else terms.concepts,
        args.output,
        shape=args.shape,
        locale=args.to,
        frequencies=counts,
        people=terms.people,
        force=args.force,
    )
    options.note(args, f"wrote {done.concepts} concepts to {args.output}")
    if done.left_out:
        options.note(
            args,
            f"{len(done.left_out)} concepts have no place in this shape: {', '.join(done.left_out[:5])} …",
        )
    hidden = len(terms.every) - sum(c.category != "people" for c in terms.concepts)
    if hidden and not args.every:
        options.note(args, f"{hidden} entries that others override were left out; --every writes them, too")
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
