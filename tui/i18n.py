"""The only place that says the room's words in the reviewer's language: English, or a catalogue below `locale/`.

Words that stand in a table when a module is loaded are marked with `N_` there and said with `_` where they are shown,
so another language counts at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from gettext import GNUTranslations

ENGLISH = "en"
LANGUAGES: dict[str, str] = {ENGLISH: "English", "zh-Hans": "简体中文"}
"""What the room speaks, each language under its own name."""
CATALOGUES = Path(__file__).parent / "locale"
DOMAIN = "review"

_SIMPLIFIED = ("zh", "zh-hans", "zh-cn", "zh-sg", "zh-my")
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Variables that say which language programs speak, as gettext reads them: the first that is set counts."""

_language = ENGLISH
_catalogue: GNUTranslations | None = None


def use(language: str) -> None:
    """Speak a language of `LANGUAGES` from now on; English for any other."""
    global _language, _catalogue
    _language = language if language in LANGUAGES else ENGLISH
    _catalogue = None if _language == ENGLISH else _load(_language)


def language() -> str:
    """Return the language that is spoken now."""
    return _language


def after(language: str) -> str:
    """Return the language that follows another one."""
    names = list(LANGUAGES)
    return names[(names.index(language) + 1) % len(names)] if language in names else names[0]


def preferred(environ: Mapping[str, str]) -> str:
    """Return the first language of the environment that the room speaks, English if it speaks none of them.

    >>> preferred({"LANG": "zh_CN.UTF-8"}), preferred({"LANG": "zh_TW.UTF-8"}), preferred({"LANGUAGE": "fr:zh_SG:en"})
    ('zh-Hans', 'en', 'zh-Hans')
    """
    said = next((environ[name] for name in _VARIABLES if environ.get(name)), "")
    for word in said.split(":"):
        tag = word.partition(".")[0].partition("@")[0].replace("_", "-").lower()
        if tag in _SIMPLIFIED or tag.startswith("zh-hans-"):
            return "zh-Hans"
        if tag.partition("-")[0] == ENGLISH:
            return ENGLISH
    return ENGLISH


def _(message: str) -> str:
    """Return a message in the language spoken now; a message that has no translation stays English."""
    return _catalogue.gettext(message) if _catalogue and message else message


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a message that goes with a count."""
    if _catalogue:
        return _catalogue.ngettext(one, many, count)
    return one if count == 1 else many


def pgettext(context: str, message: str) -> str:
    """Return a message whose English means several things; the context says which one."""
    return _catalogue.pgettext(context, message) if _catalogue else message


def N_(message: str) -> str:  # noqa: N802 - gettext's word for it
    """Return the message as it is; marks it for the catalogue where it is not shown yet."""
    return message


def _load(language: str) -> GNUTranslations:
    from gettext import GNUTranslations

    with (CATALOGUES / language.replace("-", "_") / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return GNUTranslations(file)
