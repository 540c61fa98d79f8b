"""The only place that names the outputs: every name inside its folder, and none used twice."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from localize.errors import OutputError, Place, UsageError

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = "{locale}/{path}"
MANIFEST_NAME = "manifest.json"

_FIELD = re.compile(r"\{([^{}]*)\}")
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\]")


def output_path(template: str, *, path: str, locale: str) -> str:
    """Return the name of an output below the destination, with ``/``.

    Args:
        template: with any of ``{locale}``, ``{path}``, ``{folder}``, ``{stem}`` and ``{suffix}``.
        path: of the source in its project.
        locale: BCP 47 tag.

    Raises:
        UsageError: the template has another field.
        OutputError: the name would lie outside the destination, or cannot be a name.

    >>> output_path("{folder}/{stem}.{locale}{suffix}", path="episodes/ep1.srt", locale="en-US")
    'episodes/ep1.en-US.srt'
    """
    pure = PurePosixPath(path)
    folder = "" if str(pure.parent) == "." else str(pure.parent)
    fields = {"locale": locale, "path": path, "folder": folder, "stem": pure.stem, "suffix": pure.suffix}
    for name in _FIELD.findall(template):
        if name not in fields:
            known = ", ".join(f"{{{field}}}" for field in fields)
            raise UsageError(f"unknown field {{{name}}} in the output path {template!r}", do=f"use {known}")
    name = _FIELD.sub(lambda found: fields[found[1]], template)
    # A template that begins with a field that is empty here (a file in no folder) is not an absolute path.
    if not template.startswith("/") and not path.startswith("/"):
        name = name.lstrip("/")
    return _inside(name, path)


def _inside(name: str, source: str) -> str:
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name):
        raise _unusable(f"its output path {name!r} lies outside the destination", source)
    if _FORBIDDEN.search(name) or name.endswith("/"):
        raise _unusable(f"its output path {name!r} cannot be a file name", source)
    return "/".join(parts)


def _unusable(what: str, source: str) -> OutputError:
    do = "change [files] output, or rename the file"
    return OutputError(what, do=do, code="OUT003", place=Place(source))


def resolve_inside(root: Path, name: str, source: str) -> Path:
    """Return where a name lies, links followed.

    Raises:
        OutputError: a link leads out of the destination.
    """
    path = root / name
    if not path.parent.resolve().is_relative_to(root.resolve()):
        raise _unusable(f"its output path {name!r} leads out of the destination through a link", source)
    return path


class Names:
    """The names that one export has used, as a file system that ignores case and Unicode form sees them."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {_folded(MANIFEST_NAME): "the manifest"}
        self._folders: dict[str, str] = {}

    def claim(self, name: str, source: str, locale: str = "") -> None:
        """Take a name for a source in a locale.

        Raises:
            OutputError: another source has it, or one of the two would have to be a folder.
        """
        folded = _folded(name)
        folders = [str(parent) for parent in PurePosixPath(folded).parents][:-1]
        others = [self._owners.get(folded), self._folders.get(folded), *map(self._owners.get, folders)]
        for other in others:
            if other is not None:
                raise _unusable(f"its output path {name!r} is also that of {other}", source)
        owner = f"{source} in {locale}" if locale else source
        self._owners[folded] = owner
        for folder in folders:
            self._folders.setdefault(folder, owner)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
