"""`localize glossary add` and `set`: one entry of a term file from the shell, with who decided it and why."""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING

from localize.cli import options
from localize.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    import argparse

    from localize.config import Config
    from localize.glossary import Status

_VERBS = {
    "say": ("preferred", "the words to use; the former ones stay admitted"),
    "admit": ("admitted", "words that are accepted as well"),
    "deprecate": ("deprecated", "words that are accepted no more"),
    "forbid": ("forbidden", "words that are an error"),
}
"""Option → status of the rendering, and what it does."""


def configure_add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `glossary add`."""
    parser.add_argument("term", metavar="TERM", help="the Chinese words, Simplified")
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="term file (default: the project's only one)"
    )
    parser.add_argument(
        "--hant", metavar="TERM", default="", help="the Traditional form (default: converted)"
    )
    parser.add_argument("--category", metavar="NAME", default="", help="of a new file (default: project)")
    parser.add_argument("--note", metavar="WORDS", default="", help="for people, kept in the entry")
    _shared(parser)


def configure_set(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `glossary set`."""
    parser.add_argument("entry", metavar="TERM|ID", help="entry of one of the project's term files")
    parser.add_argument(
        "--remove", metavar="L=WORDS", action="append", default=[], help="take a rendering out of the entry"
    )
    parser.add_argument("--reviewed", action="store_true", help="mark the entry as reviewed by a person")
    parser.add_argument("--source", metavar="WORDS", default="", help="with --reviewed: what it rests on")
    _shared(parser)


def _shared(parser: argparse.ArgumentParser) -> None:
    for name, (_, what) in _VERBS.items():
        parser.add_argument(
            f"--{name}", metavar="L=WORDS", action="append", default=[], help=f"{what} (en-US=the Kong Gang)"
        )
    parser.add_argument(
        "--why", metavar="WORDS", default="", help="reason, kept in a comment above the entry"
    )
    parser.add_argument(
        "--reviewer", metavar="NAME", default="", help="who decides (default: LOCALIZE_REVIEWER or the login)"
    )


def add(args: argparse.Namespace, config: Config) -> int:
    """Add a draft entry with its renderings."""
    from localize.api import terms_edit

    said = _renderings(args)
    file = args.output or terms_edit.only_file(config)
    name = terms_edit.propose_term(
        file, args.term, by=_by(args), category=args.category, hant=args.hant, note=args.note, why=args.why
    )
    for status, locale, words in said:
        terms_edit.edit_term(file, name, locale, words, by=_by(args), status=status, why=args.why)
    options.note(args, f"added {name} to {file}, a draft until a person reviews it")
    if not terms_edit.uses(config, file):
        options.note(
            args, f"no project here uses {file} yet: name it under [glossary] files in localize.toml"
        )
    return ExitCode.CLEAN


def put(args: argparse.Namespace, config: Config) -> int:
    """Change the renderings or the state of an entry."""
    from localize.api import terms_edit
    from localize.errors import UsageError

    said, gone = _renderings(args), [_pair("remove", text) for text in args.remove]
    if not (said or gone or args.reviewed):
        raise UsageError(
            "nothing to change", do="use --say, --admit, --deprecate, --forbid, --remove or --reviewed"
        )
    file, name = terms_edit.entry_of(config, args.entry)
    by = _by(args)
    for locale, words in gone:
        terms_edit.remove_rendering(file, name, locale, words, by=by, why=args.why)
    for status, locale, words in said:
        terms_edit.edit_term(file, name, locale, words, by=by, status=status, why=args.why)
    if args.reviewed:
        terms_edit.mark_term(file, name, by=by, source=args.source, why=args.why)
    options.note(args, f"changed {name} in {file}; `localize glossary diff` shows which lines that touches")
    return ExitCode.CLEAN


def _renderings(args: argparse.Namespace) -> list[tuple[Status, str, str]]:
    """Return status, locale and words of each rendering that is named, before anything is written."""
    from localize.glossary import Status

    return [
        (Status(status), *_pair(name, text))
        for name, (status, _) in _VERBS.items()
        for text in getattr(args, name)
    ]


def _pair(name: str, text: str) -> tuple[str, str]:
    from localize.errors import UsageError
    from localize.locales import parse_locale

    locale, mark, words = text.partition("=")
    if not (mark and locale.strip() and words.strip()):
        raise UsageError(
            f"--{name} {text} needs a locale and words", do=f"write --{name} en-US='the Kong Gang'"
        )
    return parse_locale(locale.strip()).tag, words.strip()


def _by(args: argparse.Namespace) -> str:
    return args.reviewer or os.environ.get("LOCALIZE_REVIEWER", "") or getpass.getuser()
