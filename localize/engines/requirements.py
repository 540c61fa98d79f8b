"""The only place that says what an engine lacks here and how to get it; imports nothing heavy to find out."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def missing_packages(names: Iterable[str], install: str) -> str:
    """Return the packages that cannot be imported and the command that installs them, '' if none is missing."""
    absent = [name for name in names if importlib.util.find_spec(name) is None]
    return f"needs {', '.join(absent)}: pip install '{install}'" if absent else ""


def missing_files(folder: Path, names: Iterable[str]) -> str:
    """Return the model files that are not in a folder, '' if all are."""
    if not folder.is_dir():
        return f"needs a model: there is no folder {folder}"
    absent = [name for name in names if not (folder / name).is_file()]
    return f"needs {', '.join(absent)} in {folder}" if absent else ""
