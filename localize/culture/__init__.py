"""Numbers, money, measures, time, age and names of Chinese texts, as other languages say them; pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.culture.age import find_ages
from localize.culture.base import CultureHit, NumberHit, Setting
from localize.culture.calendar import find_dates
from localize.culture.clock import find_times
from localize.culture.counts import find_counts
from localize.culture.large import Style, render_number
from localize.culture.measures import find_measures
from localize.culture.money import find_money
from localize.culture.names import find_names
from localize.culture.numbers import find_numbers
from localize.culture.say import say_chinese
from localize.culture.sizes import find_sizes
from localize.culture.tables import is_chinese

if TYPE_CHECKING:
    from localize.culture.base import Finder

__all__ = [
    "CultureHit",
    "NumberHit",
    "Setting",
    "Style",
    "find",
    "find_numbers",
    "render_number",
    "say_chinese",
]

FINDERS: tuple[Finder, ...] = (
    find_names,
    find_ages,
    find_dates,
    find_times,
    find_money,
    find_measures,
    find_sizes,
    find_counts,
)
"""Every topic of this room; where two hits are equally long the earlier topic wins."""


def find(text: str, setting: Setting) -> tuple[CultureHit, ...]:
    """Return the quantities and names of a Chinese text with their renderings, in order, not overlapping.

    The longest hit wins. A Chinese target keeps its numbers: nothing is returned for it.
    """
    if is_chinese(setting.locale):
        return ()
    numbers = find_numbers(text)
    found = [(order, hit) for order, finder in enumerate(FINDERS) for hit in finder(text, numbers, setting)]
    found.sort(key=lambda item: (item[1].span.start - item[1].span.end, item[0], item[1].span.start))
    chosen: list[CultureHit] = []
    for _, hit in found:
        if all(hit.span.end <= c.span.start or hit.span.start >= c.span.end for c in chosen):
            chosen.append(hit)
    return tuple(sorted(chosen, key=lambda hit: hit.span.start))
