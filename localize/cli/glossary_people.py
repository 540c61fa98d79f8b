"""`localize glossary ledger`: who is meant in a line, from the shell; and the people of a KNP that is imported."""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING

from localize.cli import options
from localize.cli.exit_codes import ExitCode
from localize.text import safe

if TYPE_CHECKING:
    import argparse

    from localize.api.terms_people import Line
    from localize.config import Config
    from localize.glossary.ledger import Entry


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the ledger."""
    parser.add_argument(
        "action_of_ledger", metavar="list|add|remove", choices=["list", "add", "remove"], help="what to do"
    )
    parser.add_argument(
        "line",
        metavar="FILE[:CUE]",
        nargs="?",
        default="",
        help="the line, its cue counted from 1 (list: all without it); remove: place of the entry, as list gives it",
    )
    for name, what in (("speaker", "speaks"), ("addressee", "is spoken to"), ("subject", "is left out")):
        parser.add_argument(f"--{name}", metavar="WHO", default="", help=f"id or name of the one who {what}")
    parser.add_argument(
        "--pronoun",
        metavar="WORD=WHO",
        action="append",
        default=[],
        help="whom a pronoun of the line means (她=lin-wan)",
    )
    parser.add_argument("--why", metavar="WORDS", default="", help="reason, kept in the ledger")
    parser.add_argument(
        "--reviewer", metavar="NAME", default="", help="who decides (default: LOCALIZE_REVIEWER or the login)"
    )


def run(args: argparse.Namespace) -> int:
    """List, add or remove decisions."""
    from localize.config import find_project, load_config

    config = load_config(find_project(Path(args.project)))
    if args.action_of_ledger == "add":
        return _add(args, config)
    if args.action_of_ledger == "remove":
        return _remove(args, config)
    from localize.api.terms_people import read_ledger

    line = _line(config, args.line) if args.line else None
    options.emit(_table(read_ledger(config, line)))
    return ExitCode.CLEAN


def take_knp(args: argparse.Namespace, config: Config) -> None:
    """Write the people of a KNP into the file that --people names, and say how many."""
    from localize.api.terms_people import take_knp as take

    taken = take(config, args.table, args.people)
    if taken.persons or taken.rows:
        options.note(args, f"wrote {taken.persons} people and {taken.rows} rows of address to {args.people}")
    else:
        options.note(args, "the people files say all of it already: nothing was written")


def _add(args: argparse.Namespace, config: Config) -> int:
    from localize.api.terms_people import Meant, record_ledger
    from localize.errors import UsageError

    if not args.line:
        raise UsageError(
            "which line?", do="name it: localize glossary ledger add ep01.srt:12 --subject lin-wan"
        )
    pronouns = dict(_pronoun(word) for word in args.pronoun)
    meant = Meant(args.speaker, args.addressee, args.subject, pronouns)
    by = args.reviewer or os.environ.get("LOCALIZE_REVIEWER", "") or getpass.getuser()
    entry = record_ledger(config, _line(config, args.line), meant, by=by, why=args.why)
    options.emit(_table((entry,)))
    return ExitCode.CLEAN


def _remove(args: argparse.Namespace, config: Config) -> int:
    from localize.api.terms_people import read_ledger, remove_ledger
    from localize.errors import UsageError

    found = [entry for entry in read_ledger(config) if str(entry.place).endswith(args.line) and args.line]
    if len(found) != 1:
        what = f"{len(found)} decisions stand at {args.line or 'no place'}"
        raise UsageError(what, do="take the place from `localize glossary ledger list`: people.yaml:112")
    remove_ledger(config, found[0])
    options.note(args, f"removed the decision about {found[0].file}")
    return ExitCode.CLEAN


def _pronoun(text: str) -> tuple[str, str]:
    from localize.errors import UsageError

    word, mark, who = text.partition("=")
    if not (mark and word.strip() and who.strip()):
        raise UsageError(f"--pronoun {text} says not whom it means", do="write 她=lin-wan")
    return word.strip(), who.strip()


def _line(config: Config, text: str) -> Line:
    """Return the line that FILE:CUE names, with its source, as the project names the file.

    Raises:
        UsageError: the file has no such cue, or is not there.
    """
    from localize.api.files import read_document
    from localize.api.terms_people import Line
    from localize.errors import UsageError

    name, mark, number = text.rpartition(":")
    if not (mark and number.isdigit()):
        name, number = text, ""
    path = next((p for p in (config.root / name, Path(name)) if p.is_file()), None)
    path = path or next(
        (p for pattern in config.files.include for p in config.root.glob(pattern) if p.name == name), None
    )
    if path is None:
        raise UsageError(
            f"{name} is no file here", do="give its path, a colon and the cue: episodes/ep01.srt:12"
        )
    root = config.root.resolve()
    own = path.resolve().relative_to(root).as_posix() if path.resolve().is_relative_to(root) else path.name
    if not number:
        return Line(own)
    segments = read_document(path, str(path)).document.segments
    if not 1 <= int(number) <= len(segments):
        raise UsageError(f"{name} has {len(segments)} cues, no {number}", do="count from 1")
    return Line(own, int(number), " ".join(segments[int(number) - 1].source.split()))


def _table(entries: tuple[Entry, ...]) -> str:
    heads = [
        "place",
        "file",
        "cues",
        "text",
        "speaker",
        "addressee",
        "subject",
        "pronouns",
        "by",
        "at",
        "why",
    ]
    rows = [
        [
            str(entry.place or ""),
            entry.file,
            entry.cues.text if entry.cues else "all",
            safe(entry.text),
            entry.speaker,
            entry.addressee,
            entry.subject,
            ", ".join(f"{word}={who}" for word, who in entry.pronouns.items()),
            entry.by,
            entry.at,
            safe(entry.why),
        ]
        for entry in entries
    ]
    used = [n for n, head in enumerate(heads) if n < 3 or any(row[n] for row in rows)]
    return options.tabulate([heads[n] for n in used], [[row[n] for n in used] for row in rows])
