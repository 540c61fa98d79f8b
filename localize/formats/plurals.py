"""The only place that asks which plural forms a language has (CLDR, through Babel)."""

from __future__ import annotations

import functools

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""All CLDR plural categories, in CLDR's order."""


@functools.lru_cache(maxsize=256)
def plural_categories(tag: str, *, ordinal: bool = False) -> tuple[str, ...]:
    """Return the plural categories of a language, in CLDR's order.

    Args:
        tag: BCP 47 tag.
        ordinal: the categories of "1st, 2nd …" instead of "1 file, 2 files …".

    Raises:
        UsageError: CLDR does not know the locale.

    >>> plural_categories("en-US"), plural_categories("zh-Hans"), plural_categories("ru")
    (('one', 'other'), ('other',), ('one', 'few', 'many', 'other'))
    >>> plural_categories("en", ordinal=True)
    ('one', 'two', 'few', 'other')
    """
    from babel import Locale

    from localize.locales import parse_locale

    locale = Locale.parse(parse_locale(tag).babel)
    rule = locale.ordinal_form if ordinal else locale.plural_form
    present = {*rule.rules, "other"}
    return tuple(category for category in CATEGORIES if category in present)
