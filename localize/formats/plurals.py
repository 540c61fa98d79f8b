"""The only place that says which plural forms a language has (CLDR through Babel)."""

from __future__ import annotations

import functools
from typing import Final

from localize.locales import parse_locale

CATEGORIES: Final = ("zero", "one", "two", "few", "many", "other")
"""The plural categories of CLDR, in the order in which files list them."""


@functools.lru_cache(maxsize=128)
def plural_categories(tag: str) -> tuple[str, ...]:
    """Return the plural categories of a language, in CLDR's order.

    Raises:
        UsageError: CLDR does not know the locale.

    >>> plural_categories("zh-Hans"), plural_categories("pl")
    (('other',), ('one', 'few', 'many', 'other'))
    """
    from babel.core import Locale

    rules = Locale.parse(parse_locale(tag).babel, resolve_likely_subtags=True).plural_form
    return tuple(name for name in CATEGORIES if name == "other" or name in rules.tags)


@functools.lru_cache(maxsize=128)
def counting_categories(tag: str) -> tuple[str, ...]:
    """Return the plural categories that whole numbers under a thousand take, in CLDR's order.

    Raises:
        UsageError: CLDR does not know the locale.

    >>> counting_categories("ru"), counting_categories("fr")
    (('one', 'few', 'many'), ('one', 'other'))
    """
    from babel.core import Locale

    rules = Locale.parse(parse_locale(tag).babel, resolve_likely_subtags=True).plural_form
    found = {rules(number) for number in range(1000)}
    return tuple(name for name in CATEGORIES if name in found)
