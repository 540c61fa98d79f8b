"""The only place that names languages as the headings of spreadsheets do: in English, or by their tags."""

from __future__ import annotations

import functools
import re

from localize.errors import UsageError
from localize.locales import fallback_chain, parse_locale

LATIN = "und-Latn"
"""What people files write for every Latin script; it is no locale, and headings have it as it is."""


@functools.lru_cache(maxsize=256)
def lenders(locale: str) -> tuple[str, ...]:
    """Return the locales whose names of people serve a locale, the nearest first.

    ``und-Latn`` serves all in Latin script but Vietnamese, which reads Chinese names in its own way.

    >>> lenders("es-419"), lenders("vi"), lenders("ko")
    (('es-419', 'es', 'und-Latn'), ('vi',), ('ko',))
    """
    tag = parse_locale(locale)
    latin = tag.script == "Latn" and tag.language != "vi"
    return (*fallback_chain(locale), *((LATIN,) if latin else ()))


def language_name(tag: str) -> str:
    """Return the heading of a language: its English name, in capitals.

    >>> language_name("es-419"), language_name("ko")
    ('SPANISH (LATIN AMERICA)', 'KOREAN')
    """
    from babel import Locale

    if tag == LATIN:
        return tag.upper()
    return str(Locale.parse(parse_locale(tag).babel).get_display_name("en")).upper()


def locale_named(heading: str) -> str:
    """Return the tag of a heading, a tag or an English name; '' if it is neither.

    >>> locale_named("Spanish (Latin America)"), locale_named("pt-BR"), locale_named("STATUS")
    ('es-419', 'pt-BR', '')
    """
    if heading.strip().casefold() == LATIN.casefold():
        return LATIN
    try:
        return parse_locale(heading).tag
    except UsageError:
        pass
    found = re.fullmatch(r"\s*([^()]+?)\s*(?:\((.*)\))?\s*", heading)
    languages, parts = _names()
    if found is None or found[1].casefold() not in languages:
        return ""
    inner = [part.strip().casefold() for part in (found[2] or "").split(",") if part.strip()]
    if any(part not in parts for part in inner):
        return ""
    try:
        return parse_locale("-".join([languages[found[1].casefold()], *(parts[part] for part in inner)])).tag
    except UsageError:
        return ""


@functools.cache
def _names() -> tuple[dict[str, str], dict[str, str]]:
    """Return English name → code of languages, and of scripts and territories."""
    from babel import Locale

    english = Locale("en")
    languages = {name.casefold(): code for code, name in english.languages.items() if "_" not in code}
    parts = {name.casefold(): code for code, name in english.territories.items()}
    parts |= {name.casefold(): code for code, name in english.scripts.items()}
    return languages, parts | {"simplified": "Hans", "traditional": "Hant"}
