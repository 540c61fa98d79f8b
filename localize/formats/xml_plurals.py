"""The only place that finds where in an XML file a plural form stands, or is to be made."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from localize.formats.plurals import CATEGORIES
from localize.locales import parse_locale
from localize.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@functools.lru_cache(maxsize=128)
def counting_categories(tag: str) -> tuple[str, ...]:
    """Return the plural categories that whole numbers under a thousand take, in CLDR's order.

    Raises:
        UsageError: CLDR does not know the locale.

    >>> counting_categories("ru"), counting_categories("fr")
    (('one', 'few', 'many'), ('one', 'other'))
    """
    from babel.core import Locale

    rules = Locale.parse(parse_locale(tag).babel).plural_form
    found = {rules(number) for number in range(1000)}
    return tuple(name for name in CATEGORIES if name in found)


class PluralSlot(NamedTuple):
    """One plural form of a string in a file.

    Attributes:
        category: which form.
        spans: its slot; empty ones if the form is still to be made.
        line: of the form, or of the form before it.
    """

    category: str
    spans: tuple[Span, ...]
    line: int


def with_missing(
    slots: Sequence[PluralSlot], needed: Iterable[str], start: int, line: int
) -> list[PluralSlot]:
    """Return the forms with empty slots for those that are needed and not there, in CLDR's order.

    Args:
        slots: the forms in file order.
        needed: categories that the target language has.
        start, line: where a form may be made that comes before all others.
    """
    made = list(slots)
    present = {slot.category for slot in slots}
    wanted = set(needed)
    for rank, category in enumerate(CATEGORIES):
        if category not in wanted or category in present:
            continue
        at = sum(1 for slot in made if slot.category in CATEGORIES[:rank])
        position = made[at - 1].spans[-1].end if at else start
        span = Span(position, position)
        made.insert(at, PluralSlot(category, (span, span, span), made[at - 1].line if at else line))
    return made
