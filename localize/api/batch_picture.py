"""The only place that says what a batch knows of the picture of each of its files: frame rate and shot changes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from localize.api.picture import cuts_of, cuts_path, fields_of, is_there
from localize.config import CUTS_FIELDS
from localize.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.api.batch_base import BatchItem, BatchOrder
    from localize.config import Config


def project_name(config: Config, item: BatchItem) -> str:
    """Return what the patterns of a project file are held against: the path below its folder, else below the input."""
    if config.path is None:
        return item.name
    path, root = (Path(os.path.normpath(p.absolute())) for p in (item.path, config.root))
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else item.name


def cuts_for(order: BatchOrder, item: BatchItem, locale: str) -> Path | None:
    """Return where the shot changes of an input stand, None if they are not there or the batch does not check."""
    if not order.check:
        return None
    if not order.cuts:
        return cuts_of(order.config, project_name(order.config, item), locale)
    named = Path(cuts_path(order.cuts, item.name, locale))
    return named if is_there(named) else None


def refuse_cuts(order: BatchOrder, items: Sequence[BatchItem]) -> None:
    """Refuse a template of cuts that cannot be meant so.

    Raises:
        UsageError: it has an unknown field, names one file for several inputs, or no file at all.
    """
    if not order.cuts:
        return
    fields = fields_of(order.cuts)
    known = ", ".join(f"{{{field}}}" for field in CUTS_FIELDS)
    if strange := [field for field in fields if field not in CUTS_FIELDS]:
        raise UsageError(f"--cuts has the unknown field {{{strange[0]}}}", do=f"use {known}")
    if not set(fields) - {"locale"} and len(items) > 1:
        raise UsageError(f"--cuts {order.cuts} is one picture for {len(items)} files", do=f"use {known}")
    names = [Path(cuts_path(order.cuts, item.name, locale)) for item in items for locale in order.targets]
    if names and not any(map(is_there, names)):
        raise UsageError(
            f"--cuts {order.cuts} names no file that is there", do=f"{names[0]} would be the first"
        )
