"""The only place that orders text for drawing: embedding levels of a line (Unicode UAX #9)."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.layout.shaping import Run

_RTL = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})
# The library knows no isolates, nor does a one-line text need them: they count as neutral characters.
_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"), "\u00a0")


def embedding_levels(line: str, *, rtl: bool) -> list[int] | None:
    """Return the embedding level of each character, None where the whole line runs from left to right.

    Args:
        line: one line.
        rtl: whether the text around it runs from right to left, as it does in Arabic and Hebrew.
    """
    if not rtl and not any(unicodedata.bidirectional(ch) in _RTL for ch in line):
        return None
    from bidi import algorithm  # type: ignore[import-untyped]  # the package ships no types

    base = 1 if rtl else 0
    storage = algorithm.get_empty_storage()
    storage["base_level"] = base
    storage["base_dir"] = ("L", "R")[base]
    algorithm.get_embedding_levels(line.translate(_ISOLATES), storage)
    # Rule X9 takes characters out of the list; what was where is remembered in them.
    for index, ch in enumerate(storage["chars"]):
        ch["index"] = index
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)  # noqa: FBT003 - the library's signature
    algorithm.resolve_implicit_levels(storage, False)  # noqa: FBT003 - the library's signature
    levels = [base] * len(line)
    for ch in storage["chars"]:
        levels[ch["index"]] = ch["level"]
    _reset_blanks(line, levels, base)
    return levels


def visual_order(runs: Sequence[Run], levels: Sequence[int] | None) -> list[Run]:
    """Return the runs of a line from left to right (rule L2)."""
    ordered = list(runs)
    if levels is None:
        return ordered
    height = [levels[run.start] for run in ordered]
    for level in range(max(height, default=0), 0, -1):
        at = 0
        while at < len(ordered):
            end = at
            while end < len(ordered) and height[end] >= level:
                end += 1
            ordered[at:end] = reversed(ordered[at:end])
            height[at:end] = reversed(height[at:end])
            at = max(end, at + 1)
    return ordered


def _reset_blanks(line: str, levels: list[int], base: int) -> None:
    """Give blanks at the end of a line the level of the paragraph (rule L1)."""
    for index in range(len(line.rstrip()), len(line)):
        levels[index] = base
