"""`localize sync`: files into the store."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

from localize.cli import options
from localize.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from localize.api.syncing import SyncOutcome
    from localize.review.renaming import Contents


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = (
        "A file that stands under another name now, with nearly all of its lines, keeps its decisions there.\n\n"
        "examples:\n  localize sync\n  localize sync episodes/ep07.srt\n"
        "  localize sync --renamed episodes/ep07.srt=episodes/ep07_v2.srt"
    )
    parser.add_argument(
        "paths", metavar="PATH", nargs="*", help="files or folders of the project (default: all)"
    )
    parser.add_argument(
        "--renamed",
        metavar="OLD=NEW",
        action="append",
        default=[],
        help="the file OLD is NEW now: its drafts and decisions go with it; may be repeated. NEW=OLD undoes it",
    )
    options.add_project(parser)
    options.add_noise(parser)


def run(args: argparse.Namespace) -> int:
    """Sync and print one row a file."""
    from localize import api

    with api.open_project(args.project) as project:
        renamed = [_renamed(text, project.store.renames().contents()) for text in args.renamed]
        outcome = project.sync(args.paths, renamed=renamed)
        include = ", ".join(project.config.files.include)
    rows = [[r.file, r.kept, r.moved, r.changed, r.new, r.gone] for r in outcome.reports]
    options.emit(options.tabulate(["file", "kept#", "moved#", "changed#", "new#", "gone#"], rows))
    if not rows and not outcome.problems:
        options.note(
            args, f"no file fits [files] include = {include}: put some there, or change it in localize.toml"
        )
    _tell(outcome)
    return options.complain(outcome.problems)


def _renamed(text: str, known: Sequence[Contents]) -> tuple[str, str]:
    """Return the two paths of --renamed; of several ``=`` the first one counts before which a known path stands.

    Raises:
        UsageError: there is none.
    """
    paths = {contents.path for contents in known}
    cuts = [(text[:i], text[i + 1 :]) for i, char in enumerate(text) if char == "="]
    for old, new in cuts:
        if old in paths and new:
            return old, new
    do = "write OLD=NEW, the path that localize status knew and the one of the file now"
    raise UsageError(f"--renamed {text} names no file that was ever synced", do=do)


def _tell(outcome: SyncOutcome) -> None:
    """Say, --quiet or not, which files go on under another name, and about which pairs a person has to say it."""
    from localize.text import safe

    lines = [f"{p.new}: was {p.old}, and keeps all that was decided there" for p in outcome.renamed]
    if lines:
        lines.append("if that is wrong: localize sync --renamed NEW=OLD takes it back")
    lines += [
        f"{p.old} is gone, and {p.new} has {p.share:.0%} of its lines. "
        f"Is it the same file? Then: localize sync --renamed {shlex.quote(f'{p.old}={p.new}')}"
        for p in outcome.unsure
    ]
    for line in lines:
        print(safe(line), file=sys.stderr)  # noqa: T201
