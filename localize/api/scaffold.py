"""The only place that writes a new project file."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from localize.config import FILE_NAME
from localize.errors import OutputError, Place
from localize.locales import parse_locale

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_DRAMA = {"episodes": "srt vtt ass ssa"}
_GAME = {
    "strings": "po json csv xlsx xml xlf yaml properties strings ftl resx ts",
    "scripts": "rpy yarn ink docx",
}
"""Folders of a new project, and suffixes of the files there."""


def init_project(
    folder: Path,
    *,
    source: str,
    targets: Sequence[str],
    genres: Sequence[str] = (),
    medium: str = "drama",
    name: str = "",
) -> Path:
    """Write a localize.toml and return its path.

    Raises:
        OutputError: there is one already, or it cannot be written.
        UsageError: a locale is unknown.
    """
    path = folder / FILE_NAME
    tags = [parse_locale(tag).tag for tag in targets]
    text = project_text(name or folder.resolve().name, parse_locale(source).tag, tags, genres, medium)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise OutputError(
            "exists already", code="OUT002", place=Place(str(path)), do="edit it, or remove it first"
        ) from None
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}", place=Place(str(path))) from error
    return path


def project_text(name: str, source: str, targets: Sequence[str], genres: Sequence[str], medium: str) -> str:
    """Return the text of a new project file."""
    work = "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split()) or "work"
    quoted = ", ".join(f'"{t}"' for t in targets)
    # The packs are of Simplified terms with their Traditional forms; no other language has one.
    packs = '"zh-Hans/*"' if parse_locale(source).language == "zh" else ""
    return f"""\
[project]
name    = {_quote(name)}
work    = {_quote(work)}
source  = "{source}"
targets = [{quoted}]
medium  = "{medium}"
genre   = [{", ".join(_quote(g) for g in genres)}]

[files]
{_include(medium)}
output  = "{{locale}}/{{path}}"

[engine]
default = "auto"                # see `localize engine list`

[glossary]
packs = [{packs}]
files = ["glossary/*.yaml"]     # your terms; they go before those of the packs

[adaptation]
mode = "neutral"                # foreignising | neutral | domesticating

[layout]
profile = "{"vertical" if medium == "drama" else "game"}"

[review]
store     = "sqlite:///.localize/project.db"
approvals = 1

[export]
gate = "approved"               # approved | checked | any
"""


def _include(medium: str) -> str:
    """Return the setting that says where files of a medium are looked for."""
    folders = _GAME | _DRAMA if medium == "game" else _DRAMA
    patterns = (
        f'"{folder}/**/*.{suffix}"' for folder, suffixes in folders.items() for suffix in suffixes.split()
    )
    name = "include = ["
    lines = textwrap.fill(", ".join(patterns), 118, initial_indent=name, subsequent_indent=" " * len(name))
    return f"{lines}]"


def _quote(text: str) -> str:
    """Return a TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'
