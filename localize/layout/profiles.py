"""The only place that reads layout profiles: a profile and a locale in, limits with their sources out."""

from __future__ import annotations

import dataclasses
import difflib
import functools
from pathlib import Path
from typing import TYPE_CHECKING

from localize.errors import ConfigError, Place, UsageError
from localize.layout.base import Limits, Screen, Zone
from localize.layout.fonts import find_font
from localize.locales import fallback_chain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PROFILES = (
    "bbc",
    "game",
    "netflix",
    "netflix/children",
    "netflix/sdh",
    "netflix/sdh-children",
    "vertical",
    "vertical/reels",
    "vertical/shorts",
    "vertical/tiktok",
)
"""Names of the profiles that ship; `profiles.yaml` holds them. What stands behind a ``/`` is a variant: it extends the
profile before it and changes a few of its numbers."""

_FILE = Path(__file__).with_name("profiles.yaml")
_FIELDS = ("chars_per_line", "lines", "chars_per_second", "min_ms", "max_ms", "min_gap_ms")
_SCREEN_FIELDS = (
    "frame_width", "frame_height", "font_px", "safe_left", "safe_right", "safe_top", "safe_bottom",
)  # fmt: skip
_ACROSS = frozenset({"safe_left", "safe_right"})
_MAY_BE_ZERO = frozenset({"min_gap_ms", "safe_left", "safe_right", "safe_top", "safe_bottom"})
_ANY_LOCALE = "*"


@dataclasses.dataclass(frozen=True, slots=True)
class _Number:
    """One number of a profile and the citation that it rests on."""

    value: float
    source: str


@dataclasses.dataclass(frozen=True, slots=True)
class _Profile:
    """One profile: locale (or ``*``) → field → number, the profile that answers the rest, what apps cover."""

    locales: Mapping[str, Mapping[str, _Number]]
    extends: str
    zones: tuple[Zone, ...]


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
    found = {field: next(row[field] for row in rows if field in row) for field in (*_FIELDS, *_SCREEN_FIELDS)}
    cited = dict.fromkeys(found[field].source for field in _FIELDS)
    return Limits(
        chars_per_line=found["chars_per_line"].value,
        lines=int(found["lines"].value),
        chars_per_second=found["chars_per_second"].value,
        min_ms=int(found["min_ms"].value),
        max_ms=int(found["max_ms"].value),
        min_gap_ms=int(found["min_gap_ms"].value),
        source="; ".join(cited),
        screen=_screen(found, _zones(known, profile)),
    )


def _screen(found: Mapping[str, _Number], zones: tuple[Zone, ...]) -> Screen | None:
    if not found["frame_width"].value:
        return None
    cited = dict.fromkeys([*(found[field].source for field in _SCREEN_FIELDS), *(z.source for z in zones)])
    width, height, size, left, right, top, bottom = (float(found[field].value) for field in _SCREEN_FIELDS)
    return Screen(width, height, size, left, right, top, bottom, zones, source="; ".join(cited))


def override(base: Limits, numbers: Mapping[str, float], *, source: str, font: str = "") -> Limits:
    """Return limits with some numbers replaced, as a project file may do.

    A new size of the frame takes the type, the safe area and the zones of the apps along, as far as the project
    does not set them itself.

    Args:
        base: limits of a profile.
        numbers: field name → number; characters, lines, characters per second, milliseconds or pixels.
        source: where the new numbers come from, for the messages.
        font: path of the project's font file or folder of fonts; '' leaves the profile's.

    Raises:
        UsageError: a field is unknown, a number is negative or (but for gap and margins) zero, the margins leave
            no room, there is no such font, or a font is given where no screen is known.

    >>> override(limits("netflix", "en-US"), {"chars_per_line": 37}, source="project").chars_per_line
    37
    >>> small = override(limits("vertical", "en"), {"frame_width": 720, "frame_height": 1280}, source="project")
    >>> small.screen.font_px, round(small.screen.room)
    (34.67, 590)
    """
    _refuse_nonsense(numbers)
    whole = {"lines", "min_ms", "max_ms", "min_gap_ms"}
    values = {
        name: int(value) if name in whole else value for name, value in numbers.items() if name in _FIELDS
    }
    drawn = {name: float(value) for name, value in numbers.items() if name in _SCREEN_FIELDS}
    if drawn or font:
        base = dataclasses.replace(base, screen=_redrawn(base.screen, drawn, font, source))
    if not values:
        return base
    return dataclasses.replace(base, **values, source=f"{source}; {base.source}")  # type: ignore[arg-type]


def _refuse_nonsense(numbers: Mapping[str, float]) -> None:
    known = (*_FIELDS, *_SCREEN_FIELDS)
    for name, value in numbers.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"known limits: {', '.join(known)}"
            raise UsageError(f"unknown layout limit {name!r}", code="USE003", do=hint)
        if value < 0 or (value == 0 and name not in _MAY_BE_ZERO):
            raise UsageError(
                f"layout limit {name} cannot be {value}", code="USE003", do="give a positive number"
            )


def _redrawn(screen: Screen | None, numbers: Mapping[str, float], font: str, source: str) -> Screen:
    if screen is None:
        missing = [name for name in ("frame_width", "frame_height", "font_px") if name not in numbers]
        if missing:
            do = f"give {', '.join(missing)}: this profile knows no screen"
            raise UsageError("the pixels of a line cannot be measured", code="USE003", do=do)
        screen = Screen(numbers["frame_width"], numbers["frame_height"], numbers["font_px"], 0, 0, 0, 0)
    wider = numbers.get("frame_width", screen.frame_width) / screen.frame_width
    higher = numbers.get("frame_height", screen.frame_height) / screen.frame_height
    values = {
        name: round(getattr(screen, name) * (wider if name in _ACROSS else higher), 2)
        for name in _SCREEN_FIELDS
        if name not in {"frame_width", "frame_height"}
    }
    zones = tuple(
        dataclasses.replace(z, depth=round(z.depth * (wider if z.edge in {"left", "right"} else higher), 2))
        for z in screen.zones
    )
    path = find_font(font) if font else screen.font
    cited = f"{source}; {screen.source}".removesuffix("; ")
    found = dataclasses.replace(screen, **{**values, **numbers}, zones=zones, font=path, source=cited)
    if not found.room or found.safe_top + found.safe_bottom >= found.frame_height:
        raise UsageError("the safe area has no room for text", code="USE003", do="give smaller margins")
    return found


def _zones(known: Mapping[str, _Profile], name: str) -> tuple[Zone, ...]:
    """Return what apps cover under a profile: its own zones, or those of the profile that it extends."""
    while name and not known[name].zones:
        name = known[name].extends
    return known[name].zones if name else ()


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
    import yaml

    text = _FILE.read_text(encoding="utf-8")
    data = yaml.load(text, Loader=yaml.CSafeLoader)
    sources: dict[str, str] = data["sources"]
    loaded: dict[str, _Profile] = {}
    for name, profile in data["profiles"].items():
        locales = {
            str(tag): {field: _number(pair, sources, f"{name}.{tag}.{field}") for field, pair in row.items()}
            for tag, row in profile["locales"].items()
        }
        zones = tuple(
            Zone(str(edge), float(depth), str(title), sources[str(key)])
            for app in profile.get("zones", ())
            for edge, depth, title, key in data["zones"][app]
        )
        loaded[str(name)] = _Profile(locales, str(profile.get("extends", "")), zones)
    return loaded


def _number(pair: list[float | str], sources: Mapping[str, str], where: str) -> _Number:
    value, key = pair
    if not isinstance(value, int | float) or str(key) not in sources:
        raise ConfigError(
            f"{where} is not [number, source]", do="cite a key of `sources`", place=Place(str(_FILE))
        )
    return _Number(value, sources[str(key)])
