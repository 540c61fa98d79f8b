"""The only place that says how a text falls on the picture: its lines as the layout engine breaks them, in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.api.room_lines import RoomLines
from localize.locales import parse_locale
from localize.text import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.layout import Limits, Screen


@dataclass(frozen=True, slots=True)
class FrameLine:
    """One line as it is drawn.

    Attributes:
        text: its words, tags taken out.
        number: 1-based line of the target that it comes from; a line that does not fit is drawn as several.
        characters: as the locale's guide counts them.
        pixels: its width, None if there is no font to measure it with.
    """

    text: str
    number: int
    characters: float
    pixels: float | None


@dataclass(frozen=True, slots=True)
class Frame:
    """The picture with a text on it; lengths in pixels of the profile's own frame.

    Attributes:
        lines: as they are drawn, from the top.
        widths: pixels of each line of the target as it stands, None where nothing measures it.
        screen: the picture.
        font: what the lines are measured in, '' if there is no such font.
        wanted: what font it takes, for people.
    """

    lines: tuple[FrameLine, ...]
    widths: tuple[float | None, ...]
    screen: Screen
    font: str
    wanted: str


def frame(text: str, limits: Limits, locale: str, *, format: str) -> Frame | None:  # noqa: A002 - the name it has everywhere
    """Return how a target falls on the picture, None where the profile knows no picture.

    The first call for a locale loads its fonts.

    Args:
        text: the target with its tags.
        limits: of the line.
        locale: of the target.
        format: of the file.
    """
    from localize import layout
    from localize.qa.shown import show

    screen = limits.screen
    if screen is None:
        return None
    shown = [line for _, line in lines_of(show(text, format).plain)]
    widths = tuple(layout.pixel_width(line, screen, locale) for line in shown)
    drawn = layout.ruler(screen.font, locale)
    lines = tuple(
        piece
        for number, (line, pixels) in enumerate(zip(shown, widths, strict=True), 1)
        for piece in _drawn(line, number, pixels, limits, screen, locale)
    )
    script = parse_locale(locale).script
    wanted = screen.font or f"Noto Sans for {script}"
    return Frame(lines, widths, screen, drawn.typeface.name if drawn else "", wanted)


def _drawn(
    line: str, number: int, pixels: float | None, limits: Limits, screen: Screen, locale: str
) -> Iterator[FrameLine]:
    """Yield a line as it stands, or as the engine breaks it where it is wider than the picture has room."""
    from localize import layout

    characters = layout.width(line, locale)
    fits = pixels <= screen.room if pixels is not None else characters <= limits.chars_per_line
    if fits:
        yield FrameLine(line, number, characters, pixels)
        return
    for piece in layout.break_lines(line, limits, locale).split("\n"):
        yield FrameLine(piece, number, layout.width(piece, locale), layout.pixel_width(piece, screen, locale))


class RoomFrame(RoomLines):
    """What a room shows of the picture."""

    def frame(self, unit_id: int, text: str) -> Frame | None:
        """Return how a text would fall on the picture of a unit, None where there is no picture."""
        unit = self._store.unit(unit_id)
        limits = self._checker.pipeline.limits_for(unit.segment)
        return frame(text, limits, self.locale, format=self._format(unit.file)) if limits else None
