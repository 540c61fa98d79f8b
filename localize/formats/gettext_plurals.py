"""The only place that knows gettext's plural forms: ``Plural-Forms`` headers, and which CLDR category each form is.

https://www.gnu.org/software/gettext/manual/html_node/Plural-forms.html. A header numbers the forms with an
expression in C; CLDR names them. Both are asked for the numbers 0 to 199 (and some larger ones), so the header's
own order of the forms holds, whatever it is.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from typing import Final, NamedTuple

from localize.errors import UsageError
from localize.formats.plurals import plural_categories
from localize.locales import fallback_chain, parse_locale

_HEADER = re.compile(r"nplurals\s*=\s*(\d{1,2})\s*;\s*plural\s*=\s*([^;]{1,1000});?")
_NUMBERS: Final = (*range(200), 1_000, 1_001, 100_000, 1_000_000)
_MOST_FORMS: Final = 6


class PluralRule(NamedTuple):
    """How many forms there are, and which a number takes.

    Attributes:
        size: number of forms.
        header: value of the header field ``Plural-Forms``.
        categories: the CLDR category of each form, its number where nothing is known of it.
        forms: which form each of a row of numbers takes; equal for rules that are written differently.
    """

    size: int
    header: str
    categories: tuple[str, ...]
    forms: tuple[int, ...] = ()


def rule_of_header(value: str, tag: str | None) -> PluralRule | None:
    """Return the rule of a ``Plural-Forms`` header, None if it has no sensible one.

    Args:
        value: of the header field.
        tag: locale of the translation, None if not known.
    """
    match = _HEADER.search(value)
    if match is None or not 1 <= int(match[1]) <= _MOST_FORMS:
        return None
    forms = _forms(match[2].strip())
    count = int(match[1])
    if forms is None or max(forms) >= count:
        return None
    tag = tag if tag and _is_known(tag) else _language_of(count, forms)
    return PluralRule(count, value.strip(), _named(count, forms, tag), forms)


def rule_of_locale(tag: str) -> PluralRule:
    """Return the usual rule of a language; English's two forms where gettext's users have not settled on one.

    Raises:
        UsageError: CLDR does not know the locale.

    >>> rule_of_locale("zh-Hans").categories, rule_of_locale("ru").categories
    (('other',), ('one', 'few', 'many'))
    """
    from babel.messages.plurals import PLURALS

    if plural_categories(tag) == ("other",):
        return PluralRule(
            1, "nplurals=1; plural=0;", ("other",), (0,) * len(_NUMBERS)
        )  # Babel's table gives Indonesian two forms
    keys = (key.replace("-", "_") for key in (*fallback_chain(tag), parse_locale(tag).language))
    count, expression = next((PLURALS[key] for key in keys if key in PLURALS), (2, "(n != 1)"))
    value = f"nplurals={count}; plural={expression};"
    rule = rule_of_header(value, tag)
    return rule or PluralRule(count, value, unnamed(count))


def unnamed(count: int) -> tuple[str, ...]:
    """Return names for forms of which nothing is known but their number.

    >>> unnamed(1), unnamed(2), unnamed(3)
    (('other',), ('one', 'other'), ('one', '1', 'other'))
    """
    if count == 1:
        return ("other",)
    return ("one", *(str(n) for n in range(1, count - 1)), "other")


@functools.lru_cache(maxsize=256)
def _forms(expression: str) -> tuple[int, ...] | None:
    """Return the form of each of `_NUMBERS`, None if the expression is not one."""
    from gettext import c2py  # the standard library's own compiler: it bounds length, tokens and depth

    try:
        function = c2py(expression)
        forms = tuple(int(function(number)) for number in _NUMBERS)
    except (ValueError, ZeroDivisionError, OverflowError, RecursionError):
        return None
    return forms if min(forms) >= 0 else None


def _is_known(tag: str) -> bool:
    try:
        parse_locale(tag)
    except UsageError:
        return False
    return True


@functools.lru_cache(maxsize=64)
def _language_of(count: int, forms: tuple[int, ...]) -> str | None:
    """Return a language that counts like this, the best known first."""
    from babel.messages.plurals import PLURALS

    for tag in ("en", "zh", "fr", "ru", "pl", "cs", "ar", "ro", "lt", "lv", "sl", "ga", *sorted(PLURALS)):
        known_count, expression = PLURALS.get(tag, (0, ""))
        if known_count == count and _forms(expression) == forms and _is_known(tag):
            return tag
    return None


def _named(count: int, forms: tuple[int, ...], tag: str | None) -> tuple[str, ...]:
    if tag is None:
        return unnamed(count)
    from babel.core import Locale

    category = Locale.parse(parse_locale(tag).babel, resolve_likely_subtags=True).plural_form
    votes: list[Counter[str]] = [Counter() for _ in range(count)]
    for number, form in zip(_NUMBERS, forms, strict=True):
        votes[form][category(number)] += 1
    if count == 1:
        return ("other",)
    # Turkish headers put 0 and 1 into one form: it is that of one, since every other number has the other form.
    total = sum(votes, Counter[str]())
    names = [
        max(vote, key=lambda name: (vote[name], -total[name])) if vote else str(n)
        for n, vote in enumerate(votes)
    ]
    # Headers of KDE, GNOME and others may have a form for 1 alone (or for 0 and 1) where the language has no such form:
    # Japanese and Indonesian have one form, Russian and Ukrainian count 21 and 31 as 1.
    one = category(1)
    return tuple(
        "=1"
        if n == forms[1]
        and votes[n].total() <= 2
        and total[one] > votes[n].total()
        and set(votes[n]) == {one}
        else name
        for n, name in enumerate(names)
    )
