"""The only place that reads this room's locale tables: one row a locale or one column a locale, found by fallback."""

from __future__ import annotations

import functools

from localize.culture.stops import rows
from localize.locales import fallback_chain, parse_locale


@functools.cache
def _by_row(name: str) -> dict[str, dict[str, str]]:
    """Return key → column → text; the first column is the key, whatever it holds."""
    head = _head(name)
    return {row[0]: dict(zip(head[1:], row[1:] + [""] * len(head), strict=False)) for row in rows(name)}


@functools.cache
def _head(name: str) -> list[str]:
    from importlib import resources

    text = resources.files("localize.culture").joinpath("data", name).read_text(encoding="utf-8")
    return next(line for line in text.splitlines() if not line.startswith("#")).split("\t")


def locale_row(name: str, locale: str) -> dict[str, str] | None:
    """Return the row that serves a locale, None where the table has none."""
    table = _by_row(name)
    return next((table[tag] for tag in _tags(locale) if tag in table), None)


def keys(name: str) -> tuple[str, ...]:
    """Return the keys of a table in file order."""
    return tuple(_by_row(name))


def entry(name: str, key: str) -> dict[str, str] | None:
    """Return the whole row of a key: column → text."""
    return _by_row(name).get(key)


def text_for(name: str, key: str, locale: str) -> str | None:
    """Return the text of a key in a locale by its fallback chain; None where the table is silent."""
    row = _by_row(name).get(key)
    if row is None:
        return None
    return next((row[tag] for tag in _tags(locale) if row.get(tag)), None)


@functools.lru_cache(maxsize=256)
def _tags(locale: str) -> tuple[str, ...]:
    tag = parse_locale(locale)
    return tuple(dict.fromkeys([*fallback_chain(locale), tag.language]))


def is_chinese(locale: str) -> bool:
    """Return whether a locale is Chinese of either script: its numbers and names stay as they are."""
    return parse_locale(locale).language == "zh"
