"""The only place that reads layout profiles: a profile and a locale in, limits with their sources out."""

from __future__ import annotations

import dataclasses
import difflib
import functools
from pathlib import Path
from typing import TYPE_CHECKING

from localize.errors import ConfigError, Place, UsageError
from localize.layout.base import Limits
from localize.locales import fallback_chain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PROFILES = ("bbc", "game", "netflix", "vertical")
"""Names of the profiles that ship; `profiles.yaml` holds them."""

_FILE = Path(__file__).with_name("profiles.yaml")
_FIELDS = ("chars_per_line", "lines", "chars_per_second", "min_ms", "max_ms", "min_gap_ms")
_ANY_LOCALE = "*"


@dataclasses.dataclass(frozen=True, slots=True)
class _Number:
    """One number of a profile and the citation that it rests on."""

    value: float
    source: str


@dataclasses.dataclass(frozen=True, slots=True)
class _Profile:
    """One profile: locale (or ``*``) → field → number, and the profile that answers the rest."""

    locales: Mapping[str, Mapping[str, _Number]]
    extends: str


@functools.lru_cache(maxsize=256)
def limits(profile: str, locale: str) -> Limits:
    """Return what fits on the screen in a locale under a profile.

    Each number comes from the nearest locale of the fallback chain that has it, then from the profile's ``*`` row,
    then from the profile that it extends.

    Args:
        profile: a name of `PROFILES`.
        locale: BCP 47 tag.

    Raises:
        UsageError: the profile or the locale is unknown.

    >>> limits("netflix", "es-MX").chars_per_line, limits("netflix", "zh-TW").chars_per_line
    (42, 16)
    """
    known = _load()
    if profile not in known:
        near = difflib.get_close_matches(profile, known, 1)
        hint = f"did you mean {near[0]}?" if near else f"known profiles: {', '.join(sorted(known))}"
        raise UsageError(f"unknown layout profile {profile!r}", code="USE003", do=hint)
    rows = tuple(_rows(known, profile, (*fallback_chain(locale), _ANY_LOCALE)))
    found = {field: next(row[field] for row in rows if field in row) for field in _FIELDS}
    cited = dict.fromkeys(number.source for number in found.values())
    return Limits(
        chars_per_line=found["chars_per_line"].value,
        lines=int(found["lines"].value),
        chars_per_second=found["chars_per_second"].value,
        min_ms=int(found["min_ms"].value),
        max_ms=int(found["max_ms"].value),
        min_gap_ms=int(found["min_gap_ms"].value),
        source="; ".join(cited),
    )


def override(base: Limits, numbers: Mapping[str, float], *, source: str) -> Limits:
    """Return limits with some numbers replaced, as a project file may do.

    Args:
        base: limits of a profile.
        numbers: field name → number; characters, lines, characters per second or milliseconds.
        source: where the new numbers come from, for the messages.

    Raises:
        UsageError: a field is unknown, or a number is negative or (but for the gap) zero.

    >>> override(limits("netflix", "en-US"), {"chars_per_line": 37}, source="project").chars_per_line
    37
    """
    for name, value in numbers.items():
        if name not in _FIELDS:
            near = difflib.get_close_matches(name, _FIELDS, 1)
            hint = f"did you mean {near[0]}?" if near else f"known limits: {', '.join(_FIELDS)}"
            raise UsageError(f"unknown layout limit {name!r}", code="USE003", do=hint)
        if value < 0 or (value == 0 and name != "min_gap_ms"):
            raise UsageError(
                f"layout limit {name} cannot be {value}", code="USE003", do="give a positive number"
            )
    whole = {"lines", "min_ms", "max_ms", "min_gap_ms"}
    values = {name: int(value) if name in whole else value for name, value in numbers.items()}
    if not values:
        return base
    return dataclasses.replace(base, **values, source=f"{source}; {base.source}")  # type: ignore[arg-type]


def _rows(
    known: Mapping[str, _Profile], name: str, chain: tuple[str, ...]
) -> Iterator[Mapping[str, _Number]]:
    while name:
        profile = known[name]
        yield from (profile.locales[tag] for tag in chain if tag in profile.locales)
        name = profile.extends


@functools.cache
def _load() -> Mapping[str, _Profile]:
    """Return the profiles of the data file; a number without a known source is an error."""
    from ruamel.yaml import YAML

    data = YAML(typ="safe", pure=True).load(_FILE)
    sources: dict[str, str] = data["sources"]
    loaded: dict[str, _Profile] = {}
    for name, profile in data["profiles"].items():
        locales = {
            str(tag): {field: _number(pair, sources, f"{name}.{tag}.{field}") for field, pair in row.items()}
            for tag, row in profile["locales"].items()
        }
        loaded[str(name)] = _Profile(locales, str(profile.get("extends", "")))
    return loaded


def _number(pair: list[float | str], sources: Mapping[str, str], where: str) -> _Number:
    value, key = pair
    if not isinstance(value, int | float) or str(key) not in sources:
        raise ConfigError(
            f"{where} is not [number, source]", do="cite a key of `sources`", place=Place(str(_FILE))
        )
    return _Number(value, sources[str(key)])
