"""The only place that draws cues: the frame with safe area, app controls and the text as it falls."""

from __future__ import annotations

import functools
import io
from typing import TYPE_CHECKING

from localize.layout import ruler
from localize.layout.bidi import embedding_levels, visual_order
from localize.layout.shaping import RTL_SCRIPTS
from localize.locales import parse_locale
from localize.report.base import encodable
from localize.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.Image import Image

    from localize.layout import Limits, Screen, Zone
    from localize.layout.fonts import Face
    from localize.layout.shaping import Ruler

    Colour = tuple[int, int, int]
    Box = tuple[float, float, float, float]

_SCALE = 0.5  # of the frame: a picture for a report, not for a broadcast
_LINE_HEIGHT = 1.3  # of the size of the type
_OUTLINE = 0.07
_TITLE_PX = 19.0
_MARGIN = 14
_RLE = 3  # zlib's Z_RLE
_MOST_LINES = 12  # of a cue, and of its title
_MOST_CHARACTERS = 400  # of a line; what is further right is far outside the picture
_WHITE, _INK, _PAPER, _QUIET = (255, 255, 255), (28, 28, 32), (248, 248, 246), (96, 96, 104)
_PICTURE, _ZONE, _ZONE_TEXT = (92, 104, 116), (66, 62, 72), (196, 190, 202)
_SAFE, _OVER = (110, 206, 150), (255, 92, 84)


def preview_png(
    lines: Sequence[str],
    limits: Limits,
    locale: str,
    *,
    title: Sequence[str] = (),
    font: str = "",
) -> bytes:
    """Return a PNG of a cue on its screen at half size; a line that leaves the safe area is marked red.

    Args:
        lines: of plain text, as they stand; nothing is broken again.
        limits: with a screen.
        locale: BCP 47 tag: direction, fonts and the regional shapes of Han characters.
        title: lines above the picture: file, cue, codes.
        font: path of a font file or folder in place of the screen's.

    Raises:
        ValueError: the limits have no screen.
    """
    out = io.BytesIO()
    # Runs of equal pixels are nearly all there is to find: a tenth more bytes than the best, in a fifth of the time.
    picture = draw(lines, limits, locale, title=title, font=font)
    picture.save(out, "PNG", compress_level=1, compress_type=_RLE)
    return out.getvalue()


def draw(
    lines: Sequence[str],
    limits: Limits,
    locale: str,
    *,
    title: Sequence[str] = (),
    font: str = "",
) -> Image:
    """Return the picture of a cue, see `preview_png`."""
    from PIL import Image

    screen = limits.screen
    if screen is None:
        raise ValueError("a preview takes limits with a screen")
    empty = _empty_screen(screen)
    width, height = empty.size
    head = _wrapped([safe(encodable(line)) for line in title], width - 2 * _MARGIN)
    top = round(len(head) * _TITLE_PX * _LINE_HEIGHT) + 2 * _MARGIN if head else 0
    image = Image.new("RGB", (width, top + height), _PAPER)
    words = ruler("", "en")
    for number, line in enumerate(head):
        baseline = _MARGIN + (number + 0.8) * _TITLE_PX * _LINE_HEIGHT
        if words is not None:
            _draw(image, words, line, _MARGIN, baseline, _TITLE_PX, colour=_INK if number == 0 else _QUIET)
    image.paste(empty, (0, top))
    _draw_cue(image, screen, lines[:_MOST_LINES], locale, top, font or screen.font)
    return image


def _wrapped(lines: Sequence[str], room: float) -> list[str]:
    """Return title lines broken at blanks to the width of the picture."""
    out: list[str] = []
    for line in lines:
        current, wide = "", 0.0
        for word in line[:_MOST_CHARACTERS].split(" "):
            own = _word_width(word)
            if current and wide + _word_width(" ") + own > room:
                out.append(current)
                current, wide = word, own
                continue
            wide += own + (_word_width(" ") if current else 0.0)
            current = f"{current} {word}" if current else word
        out.append(current)
    return out[:_MOST_LINES]


@functools.lru_cache(maxsize=4096)
def _word_width(word: str) -> float:
    """Return the width of a word of a title in pixels; most of them stand in every title."""
    drawn = ruler("", "en")
    return 0.0 if drawn is None else drawn.measure(word).width * _TITLE_PX


@functools.lru_cache(maxsize=16)
def _empty_screen(screen: Screen) -> Image:
    """Return a screen with nothing on it but what apps cover and the safe area; not to be drawn on."""
    from PIL import Image, ImageDraw

    size = round(screen.frame_width * _SCALE), round(screen.frame_height * _SCALE)
    image = Image.new("RGB", size, _PAPER)
    ImageDraw.Draw(image).rectangle((0, 0, *size), fill=_PICTURE)
    _draw_zones(image, screen, 0, ruler("", "en"))
    return image


def _draw_zones(image: Image, screen: Screen, top: int, words: Ruler | None) -> None:
    """Draw what apps cover, and the safe area."""
    from PIL import ImageDraw

    pen = ImageDraw.Draw(image)
    boxes = [(zone, _zone_box(zone, screen, top)) for zone in screen.zones]
    for _, box in boxes:
        pen.rectangle(box, fill=_ZONE)
    for zone, (left, up, right, down) in boxes:
        if words is None or right - left < 3 * _TITLE_PX:
            continue
        size = min(_TITLE_PX, _TITLE_PX * (right - left - 8) / (words.measure(zone.title).width * _TITLE_PX))
        wide = words.measure(zone.title).width * size
        _draw(image, words, zone.title, (left + right - wide) / 2, (up + down) / 2, size, colour=_ZONE_TEXT)
    pen.rectangle(_safe_box(screen, top), outline=_SAFE, width=2)


def _zone_box(zone: Zone, screen: Screen, top: int) -> Box:
    wide, high, depth = screen.frame_width * _SCALE, screen.frame_height * _SCALE, zone.depth * _SCALE
    return {
        "left": (0.0, float(top), depth, top + high),
        "right": (wide - depth, float(top), wide, top + high),
        "top": (0.0, float(top), wide, top + depth),
        "bottom": (0.0, top + high - depth, wide, top + high),
    }[zone.edge]


def _safe_box(screen: Screen, top: int) -> Box:
    return (
        screen.safe_left * _SCALE,
        top + screen.safe_top * _SCALE,
        (screen.frame_width - screen.safe_right) * _SCALE,
        top + (screen.frame_height - screen.safe_bottom) * _SCALE,
    )


def _draw_cue(image: Image, screen: Screen, lines: Sequence[str], locale: str, top: int, font: str) -> None:
    """Draw the lines of a cue, centred in the safe area and standing on its bottom."""
    from PIL import ImageDraw

    drawn = ruler(font, locale)
    left, _, right, bottom = _safe_box(screen, top)
    if drawn is None:
        words = ruler("", "en")
        if words is not None:
            text = f"no font of script {parse_locale(locale).script}: not drawn"
            _draw(image, words, text, left + 8, bottom - 12, _TITLE_PX, colour=_WHITE)
        return
    size = screen.font_px * _SCALE
    for number, line in enumerate(reversed(lines)):
        baseline = bottom - size * (0.38 + number * _LINE_HEIGHT)
        shown = line[:_MOST_CHARACTERS]
        wide = drawn.measure(shown).width * size
        start = (left + right - wide) / 2
        if wide > right - left + 0.5:
            box = (
                max(start, 0.0),
                baseline - size,
                min(start + wide, image.width - 1.0),
                baseline + 0.38 * size,
            )
            ImageDraw.Draw(image).rectangle(box, outline=_OVER, width=3)
        _draw(image, drawn, shown, start, baseline, size, colour=_WHITE, outline=size * _OUTLINE)


def _draw(
    image: Image,
    drawn: Ruler,
    line: str,
    left: float,
    baseline: float,
    size: float,
    *,
    colour: Colour,
    outline: float = 0.0,
) -> None:
    """Draw one line of text with the glyphs that it was measured with."""
    from PIL import Image as Images

    up, down = round(size * 1.6), round(size * 0.9)
    first = round(baseline) - up
    letters = _mask(drawn, line, left, float(down), size, (image.width, up + down))
    if letters is None:
        return
    if outline:
        thick = _thickened(letters, max(1, round(outline)))
        image.paste(Images.new("RGB", thick.size, _INK), (0, first), thick)
    image.paste(Images.new("RGB", letters.size, colour), (0, first), letters)


def _thickened(letters: Image, by: int) -> Image:
    """Return a mask in which each pixel is the greatest of the square around it, `by` pixels to each side.

    The same as Pillow's MaxFilter, which sorts the square of every pixel; rows and columns are done one after another.
    """
    from PIL import Image as Images
    from PIL import ImageChops

    wide, high = letters.size
    for across, down in ((1, 0), (0, 1)):
        room = Images.new("L", (wide + 2 * by * across, high + 2 * by * down))
        most = room.copy()
        for shift in range(2 * by + 1):
            moved = room.copy()
            moved.paste(letters, (shift * across, shift * down))
            most = ImageChops.lighter(most, moved)
        letters = most.crop((by * across, by * down, by * across + wide, by * down + high))
    return letters


def _mask(
    drawn: Ruler, line: str, left: float, above: float, size: float, area: tuple[int, int]
) -> Image | None:
    """Return the coverage of a line's glyphs, the baseline `above` pixels over the lower edge."""
    import uharfbuzz as hb  # type: ignore[import-untyped]  # the package ships no types
    from PIL import Image as Images

    raster = hb.RasterDraw()
    width, height = area
    stride = (width + 15) // 16 * 16
    raster.extents = hb.RasterExtents(0, 0, width, height, stride)
    for glyph_at in _placed(drawn, line):
        face, number, x, y = glyph_at
        scale = size / face.upem
        raster.transform = (scale, 0.0, 0.0, scale, left + x * size, above + y * size)
        raster.draw_glyph(face.font, number)
    picture = raster.render()
    if picture is None or not picture.extents.width:
        return None
    found = picture.extents
    # HarfBuzz counts rows from the bottom.
    return Images.frombytes(
        "L", (found.width, found.height), bytes(picture.buffer), "raw", "L", found.stride, -1
    )


def _placed(drawn: Ruler, line: str) -> Iterator[tuple[Face, int, float, float]]:
    """Yield face, glyph and position (em, from the left end of the baseline) of what is drawn."""
    rtl = parse_locale(drawn.locale).script in RTL_SCRIPTS
    levels = embedding_levels(line, rtl=rtl)
    pen = 0.0
    for run in visual_order(drawn.runs(line, levels), levels):
        for glyph in run.glyphs:
            yield run.face, glyph.number, pen + glyph.dx, glyph.dy
            pen += glyph.advance
