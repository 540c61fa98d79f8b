"""The only place that reads locale tags: BCP 47 in, fallback chains, scripts and families out (CLDR through Babel)."""

from __future__ import annotations

import difflib
import functools
import re
from dataclasses import dataclass

from localize.errors import UsageError

# Locales that CLDR holds as children of another one, or that the trade names so; used only to suggest a near tag.
_SUGGESTIONS = re.findall(
    r"\S+",
    """
    ar de en en-GB en-US es es-419 es-ES es-MX fr hi id it ja ko ms pl pt pt-BR pt-PT ru th tr vi
    zh-Hans zh-Hant zh-Hant-HK zh-Hant-TW
    """,
)


@dataclass(frozen=True, slots=True)
class LocaleTag:
    """A checked BCP 47 tag.

    Attributes:
        tag: canonical spelling, ``zh-Hant-TW``.
        language: ISO 639 code.
        script: ISO 15924 code, filled in from CLDR's likely subtags where the tag has none.
        territory: ISO 3166 or UN M.49 code, None if the tag has none.
    """

    tag: str
    language: str
    script: str
    territory: str | None

    @property
    def babel(self) -> str:
        """Return the identifier that Babel takes (``zh_Hant_TW``)."""
        return self.tag.replace("-", "_")

    def __str__(self) -> str:
        return self.tag


@functools.lru_cache(maxsize=512)
def parse_locale(tag: str) -> LocaleTag:
    """Return the checked form of a BCP 47 tag.

    Raises:
        UsageError: CLDR does not know the locale; names a near one.

    >>> parse_locale("zh-tw").tag, parse_locale("zh-TW").script
    ('zh-TW', 'Hant')
    >>> parse_locale("es-419").territory
    '419'
    """
    from babel.core import Locale, UnknownLocaleError, get_global

    cleaned = tag.strip().replace("_", "-")
    parts = cleaned.split("-")
    script = next((p.title() for p in parts[1:] if len(p) == 4 and p.isalpha()), None)
    territory = next((p.upper() for p in parts[1:] if _is_territory(p)), None)
    try:
        found = Locale.parse(cleaned, sep="-", resolve_likely_subtags=True)
        if len(parts) != 1 + (script is not None) + (territory is not None):
            raise ValueError(cleaned)  # a part that is neither would be dropped without a word
    except (UnknownLocaleError, ValueError, TypeError):
        near = difflib.get_close_matches(cleaned, _SUGGESTIONS, 1, 0.6)
        hint = f"did you mean {near[0]}?" if near else "use a BCP 47 tag such as en-US, es-419 or zh-Hant-TW"
        raise UsageError(f"unknown locale {tag!r}", code="USE002", do=hint) from None
    canonical = "-".join(p for p in (found.language, script, territory) if p)
    if script is None:
        likely = get_global("likely_subtags")
        full = likely.get(f"{found.language}_{territory}") or likely.get(found.language, "")
        script = next((p for p in str(full).split("_")[1:] if len(p) == 4), "Latn")
    return LocaleTag(canonical, found.language, script, territory)


def _is_territory(part: str) -> bool:
    return (len(part) == 2 and part.isalpha()) or (len(part) == 3 and part.isdigit())


@functools.lru_cache(maxsize=512)
def fallback_chain(tag: str) -> tuple[str, ...]:
    """Return the locales whose data may serve this one, nearest first, by CLDR's parent locales.

    Traditional Chinese never falls back to Simplified, and one Portuguese never to the other.

    >>> fallback_chain("es-MX")
    ('es-MX', 'es-419', 'es')
    >>> fallback_chain("zh-Hant-TW"), fallback_chain("zh-TW")
    (('zh-Hant-TW', 'zh-Hant'), ('zh-TW', 'zh-Hant-TW', 'zh-Hant'))
    >>> fallback_chain("pt-BR")
    ('pt-BR', 'pt')
    """
    from babel.core import get_global

    locale = parse_locale(tag)
    chain = [locale.tag]
    if locale.language == "zh":
        full = "-".join(p for p in ("zh", locale.script, locale.territory) if p)
        return tuple(dict.fromkeys([*chain, full, f"zh-{locale.script}"]))
    parents = get_global("parent_exceptions")
    current = locale.babel
    while (parent := parents.get(current)) or "_" in current:
        current = parent or current.rsplit("_", 1)[0]
        if current == "root":
            break
        chain.append(current.replace("_", "-"))
    return tuple(dict.fromkeys(chain))


def same_language(a: str, b: str) -> bool:
    """Return whether two tags are the same language in the same script.

    >>> same_language("zh-Hans", "zh-CN"), same_language("zh-Hans", "zh-TW")
    (True, False)
    """
    x, y = parse_locale(a), parse_locale(b)
    return (x.language, x.script) == (y.language, y.script)
