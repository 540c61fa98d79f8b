"""The only place that says what a batch knows of the picture of each of its files: frame rate and shot changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from localize.api.files import name_in
from localize.api.picture import cuts_of, cuts_path, is_there, refuse_template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.api.batch_base import BatchItem, BatchOrder


def cuts_for(order: BatchOrder, item: BatchItem, locale: str) -> Path | None:
    """Return where the shot changes of an input stand, None if they are not there or the batch does not check."""
    if not order.check:
        return None
    if not order.cuts:
        return cuts_of(order.config, name_in(order.config, item.path, item.name), locale)
    named = Path(cuts_path(order.cuts, item.name, locale))
    return named if is_there(named) else None


def refuse_cuts(order: BatchOrder, items: Sequence[BatchItem]) -> None:
    """Refuse a template of cuts that cannot be meant so.

    Raises:
        UsageError: it has an unknown field, names one file for several inputs, or no file at all.
    """
    if not order.cuts:
        return
    named = [Path(cuts_path(order.cuts, item.name, locale)) for item in items for locale in order.targets]
    refuse_template(order.cuts, len(items), named)
