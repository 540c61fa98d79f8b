"""The only place that says which locale of a project the language of a foreign memory serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.errors import UsageError
from localize.locales import fallback_chain, parse_locale, same_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Tags of Windows and of tools that are no BCP 47, or name a region by a letter code that nobody registered.
_OLD = {"zh-chs": "zh-Hans", "zh-cht": "zh-Hant", "es-la": "es-419", "es-xl": "es-419", "es-xm": "es-419"}


def served(language: str, locales: Sequence[str], chosen: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
    """Return the locales that texts in a language may serve, and why there is none, '' if there are.

    A language without region serves all of its regions, and a region the locale above it. One region does not serve
    another by itself: `chosen` says so.

    Args:
        language: as the file has it.
        locales: of the project.
        chosen: language of the file → locale, as the user says; any spelling.

    >>> served("ZH_CN", ["zh-Hans"], {}), served("es-MX", ["en-US", "es-419"], {})
    ((('zh-Hans',), ''), (('es-419',), ''))
    >>> served("en-GB", ["en-US"], {})
    ((), 'another region than en-US: --map en-GB=en-US takes it')
    """
    spelled = _spelled(language)
    wanted = {_spelled(known): locale for known, locale in chosen.items()}
    if spelled in wanted:
        return (wanted[spelled],), ""
    try:
        tag = parse_locale(_OLD.get(spelled, spelled)).tag
    except UsageError:
        return (), "no language that anybody knows" if language else "no language is named"
    exact = [locale for locale in locales if parse_locale(locale).tag == tag]
    near = exact or [locale for locale in locales if _near(tag, locale)]
    if near:
        return tuple(near), ""
    other = next((locale for locale in locales if same_language(tag, locale)), "")
    if other:
        return (), f"another region than {other}: --map {language}={other} takes it"
    return (), "no locale of this project"


def _near(tag: str, locale: str) -> bool:
    return same_language(tag, locale) and (locale in fallback_chain(tag) or tag in fallback_chain(locale))


def _spelled(language: str) -> str:
    return language.strip().replace("_", "-").casefold()
