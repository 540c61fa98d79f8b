"""The only place that tells of links to folders, which no run goes into: they may lead round in a circle."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from localize.api.files import is_left_out
from localize.cli import options
from localize.text import safe

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

_NAMED = 5
"""Links that are named; the rest is a number."""


def note_linked(args: argparse.Namespace, inputs: Sequence[Path]) -> None:
    """Name the links to folders below the inputs on stderr, unless nobody wants to hear it or they are left out."""
    found = [path for given in dict.fromkeys(inputs) for path in _linked(given, args.exclude)]
    for path in found[:_NAMED]:
        options.note(
            args, safe(f"{path}: a link to a folder, not gone into (name it as an input of its own)")
        )
    if len(found) > _NAMED:
        options.note(args, f"and {len(found) - _NAMED} more links to folders")


def _linked(given: Path, exclude: Sequence[str]) -> Iterator[Path]:
    for at, folders, _ in os.walk(given):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        below = [Path(at, name) for name in folders if Path(at, name).is_symlink()]
        yield from (path for path in below if not is_left_out(path.relative_to(given).as_posix(), exclude))
