"""The only place that keeps what the packs hold in the user's cache folder, so that their YAML is read once.

A pack is plain data that passed every check when it was kept; the hash of its bytes says whether it is still the same.
What cannot be read or written is passed over: the YAML is always there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from localize.errors import Place
from localize.glossary.yamlfile import list_of, mapping_of

if TYPE_CHECKING:
    from localize.glossary.yamlfile import Value, YamlFile

_EDITION = 1
"""Raised when plain data of the same YAML changes."""
_PARTS = 4
"""Edition, hash of the pack, its data, the line of each concept."""


def cache_folder() -> Path:
    """Return where the packs are kept: ``$XDG_CACHE_HOME/localize/packs`` (XDG Base Directory Specification)."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(home) if Path(home).is_absolute() else Path.home() / ".cache") / "localize" / "packs"


def recall(data: bytes, name: str) -> tuple[dict[str, Value], list[Place]] | None:
    """Return the data of a pack and the place of each of its concepts, None where it was not kept as it is now.

    Args:
        data: the bytes of the pack.
        name: of the pack, as it stands in places.
    """
    try:
        found = json.loads(_file(name).read_bytes())
    except (OSError, ValueError, RuntimeError):  # the last: there is no home folder
        return None
    if not isinstance(found, list) or found[:2] != [_EDITION, _hash(data)] or len(found) != _PARTS:
        return None
    _, _, value, lines = found
    return value, [Place(name, line) for line in lines]


def keep(data: bytes, file: YamlFile) -> None:
    """Keep the data of a pack that has no problem; a folder that cannot be written keeps nothing."""
    root = mapping_of(file.value)
    lines = [file.place(("concepts", n)).line for n in range(len(list_of(root.get("concepts"))))]
    text = json.dumps([_EDITION, _hash(data), root, lines], ensure_ascii=False, separators=(",", ":"))
    with contextlib.suppress(OSError, RuntimeError):
        place = _file(file.name)
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(text)
            Path(name).replace(place)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def _file(name: str) -> Path:
    return cache_folder() / f"{name.replace('/', '-')}.json"


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
