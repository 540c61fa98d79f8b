"""LAY: whether a target fits the screen or the field, and breaks where it should."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING

from localize.layout import bad_breaks, break_lines, line_widths, ruler, width
from localize.locales import parse_locale
from localize.model import SegmentKind
from localize.qa.emit import fault
from localize.qa.shown import (
    RTL_SCRIPTS,
    SPACELESS_LANGUAGES,
    Shown,
    cut,
    language_of,
    script_of,
    show,
    source_lines,
)
from localize.text import graphemes, lines_of, safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from localize.layout import Limits, Screen
    from localize.model import Finding, Segment
    from localize.qa.base import Context

_DASHES = ("-", "–", "—", "‐")
_RLM = "\u200f"
_ASS_FORMATS = frozenset({"ass", "ssa"})
_NO_WRAP = re.compile(r"\{[^{}]*\\q2")
_SHOWN_CLUSTERS = 5  # of those without a glyph, in a message
_ONE_LINE_KINDS = frozenset({SegmentKind.DIALOGUE, SegmentKind.CAPTION})


def check(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    """Yield the LAY findings of one segment."""
    shown = show(target, context.format)
    if segment.max_length is not None:
        length = len(graphemes(shown.plain))
        if length > segment.max_length:
            yield fault("LAY004", segment, f"{length} characters, the field holds {segment.max_length}")
    if context.limits is not None:
        yield from _screen(segment, shown, context.limits, context)
        if context.medium == "drama" and segment.kind in _ONE_LINE_KINDS:
            yield from _short_lines(segment, shown, context.limits, context.target_locale)


def _screen(segment: Segment, shown: Shown, limits: Limits, context: Context) -> Iterator[Finding]:
    locale = context.target_locale
    names = _names(context)
    # A game's author breaks lines on purpose: what stands in the source is not for us to break again.
    on_purpose = context.medium == "game" and "\n" in segment.source
    why = "broken again within the limits"
    lines = list(_lines(shown))

    @functools.cache  # breaking costs a hundred times what the checks do, and few lines need it
    def fixed() -> str | None:
        return None if on_purpose else _reflowed(shown, limits, locale, names)

    for start, end, characters in _too_long(segment, lines, limits, locale):
        message = f"a line of {characters:g} characters, at most {limits.chars_per_line:g}"
        yield fault("LAY001", segment, message, span=(start, end), fixed=fixed(), why=why)
    if limits.screen is not None:
        yield from _pixels(segment, lines, limits.screen, context, fixed)
    if script_of(locale) in RTL_SCRIPTS:
        yield from _direction(segment, shown, lines)
    if context.format in _ASS_FORMATS:
        yield from _unwrapped(segment, shown, lines, limits, context, fixed)
    if len(lines) > limits.lines:
        yield fault("LAY002", segment, f"{len(lines)} lines, at most {limits.lines}", fixed=fixed(), why=why)
    if len(lines) < 2 or (on_purpose and segment.source.count("\n") == shown.text.count("\n")):
        return
    for broken in bad_breaks(shown.text, locale, protected=shown.protected, hidden=shown.hidden, names=names):
        span = (broken.at, min(broken.at + 1, len(shown.text)))
        yield fault("LAY003", segment, f"the line break {broken.reason}", span=span, fixed=fixed(), why=why)


def _too_long(
    segment: Segment, lines: Sequence[tuple[int, int, str]], limits: Limits, locale: str
) -> Iterator[tuple[int, int, float]]:
    """Yield start, end and width of the lines that are too long for their language.

    A cue in two languages has lines of its source too: the limit is not theirs.
    """
    again = source_lines([plain for _, _, plain in lines], segment.source)
    for number, (start, end, plain) in enumerate(lines):
        characters = width(plain, locale)
        if characters > limits.chars_per_line and number not in again:
            yield start, end, characters


def _lines(shown: Shown) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and visible text of each line."""
    for start, line in lines_of(shown.text):
        end = start + len(line)
        inner = tuple(
            type(span)(span.start - start, span.end - start)
            for span in shown.hidden
            if start <= span.start and span.end <= end
        )
        yield start, end, cut(line, inner)


def _names(context: Context) -> tuple[str, ...]:
    """Return the agreed names and terms of the line that a break could part."""
    agreed = (hit.rendering.text for hit in context.hits if hit.rendering is not None)
    if language_of(context.target_locale) in SPACELESS_LANGUAGES:
        return tuple(text for text in agreed if len(text) > 1)
    return tuple(text for text in agreed if " " in text)


def _pixels(
    segment: Segment,
    lines: Sequence[tuple[int, int, str]],
    screen: Screen,
    context: Context,
    fixed: Callable[[], str | None],
) -> Iterator[Finding]:
    """Yield what the font lacks, and lines that are wider than the safe area."""
    drawn = ruler(screen.font, context.target_locale)
    if drawn is None:
        if context.previous is None:
            yield fault("LAY008", segment, _no_font(screen, context.target_locale))
        return
    room = screen.room / screen.font_px
    for start, end, plain in lines:
        if drawn.certainly_fits(plain, room):
            continue
        measured = drawn.measure(plain)
        if measured.missing:
            some = " ".join(f"{safe(c)} ({_codes(c)})" for c in measured.missing[:_SHOWN_CLUSTERS])
            more = len(measured.missing) - _SHOWN_CLUSTERS
            message = f"no glyph in {drawn.typeface.name}: {some}{f' and {more} more' if more > 0 else ''}"
            yield fault("LAY006", segment, message, span=_where(plain, measured.missing[0], start, end))
        if measured.width > room:
            pixels, most = round(measured.width * screen.font_px), round(screen.room)
            message = f"a line of {pixels} pixels in {drawn.typeface.name}, the safe area holds {most}"
            again = fixed()
            if again is not None and not _all_fit(again, screen, context):
                again = None
            yield fault("LAY007", segment, message, span=(start, end), fixed=again, why="broken again")


def _no_font(screen: Screen, locale: str) -> str:
    if screen.font:
        return f"pixels and glyphs were not measured: {screen.font} cannot be read as a font"
    script = script_of(locale)
    return f"pixels and glyphs were not measured: no Noto font of script {script} is installed, nor one set"


def _codes(cluster: str) -> str:
    return " ".join(f"U+{ord(ch):04X}" for ch in cluster[:_SHOWN_CLUSTERS])


def _where(plain: str, cluster: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of a cluster in the target; that of its line where tags stand between."""
    at = plain.find(cluster)
    return (start + at, start + at + len(cluster)) if at >= 0 and len(plain) == end - start else (start, end)


def _all_fit(text: str, screen: Screen, context: Context) -> bool:
    drawn = ruler(screen.font, context.target_locale)
    room = screen.room / screen.font_px
    shown = show(text, context.format)
    return drawn is not None and all(drawn.measure(line).width <= room for _, _, line in _lines(shown))


def _direction(segment: Segment, shown: Shown, lines: Sequence[tuple[int, int, str]]) -> Iterator[Finding]:
    """Yield lines of a right-to-left text that a player lays out from left to right.

    Players that know no direction take that of the first letter (UAX #9, rules P2 and P3).
    """
    for start, end, plain in lines:
        if plain.isascii():
            continue
        strong = [way for ch in plain if (way := unicodedata.bidirectional(ch)) in {"L", "R", "AL"}]
        if not strong or strong[0] != "L" or strong.count("L") * 2 >= len(strong):
            continue
        fixed = f"{shown.text[:start]}{_RLM}{shown.text[start:]}"
        message = "the line begins with a left-to-right word, so a player may lay it out from left to right"
        why = "a right-to-left mark leads the line"
        yield fault("LAY009", segment, message, span=(start, end), fixed=fixed, why=why)


def _unwrapped(
    segment: Segment,
    shown: Shown,
    lines: Sequence[tuple[int, int, str]],
    limits: Limits,
    context: Context,
    fixed: Callable[[], str | None],
) -> Iterator[Finding]:
    r"""Yield lines of an ASS event that leave the picture, because nothing wraps them.

    libass wraps at blanks only, unless its client asks for more (issues 360 and 694), and not at all under ``\q2``.
    """
    spaceless = language_of(context.target_locale) in SPACELESS_LANGUAGES
    no_wrap = _NO_WRAP.search(shown.text) is not None
    if not spaceless and not no_wrap:
        return
    for start, end, plain in lines:
        piece = plain if no_wrap else max(plain.split() or [""], key=len)
        characters = width(piece, context.target_locale)
        if characters > limits.chars_per_line:
            cause = "\\q2 forbids wrapping" if no_wrap else "players of ASS wrap at blanks only"
            message = f"{characters:g} characters without a break, at most {limits.chars_per_line:g}: {cause}"
            why = "broken with \\N"
            yield fault("LAY010", segment, message, span=(start, end), fixed=fixed(), why=why)


def _reflowed(shown: Shown, limits: Limits, locale: str, names: Sequence[str]) -> str | None:
    """Return the text broken again if it then fits without a bad break, else None."""
    fixed = break_lines(
        shown.text, limits, locale, protected=shown.protected, hidden=shown.hidden, names=names
    )
    if fixed == shown.text or "".join(fixed.split()) != "".join(shown.text.split()):
        return None
    # Breaking changes blanks only, so the tags of the result are those of the text, in order.
    plain = fixed
    for span in shown.hidden:
        plain = plain.replace(shown.text[span.start : span.end], "", 1)
    widths = line_widths(plain, locale)
    fits = len(widths) <= limits.lines and max(widths) <= limits.chars_per_line
    return fixed if fits and not bad_breaks(plain, locale, names=names) else None


def _short_lines(segment: Segment, shown: Shown, limits: Limits, locale: str) -> Iterator[Finding]:
    lines = [plain.strip() for _, _, plain in _lines(shown)]
    if len(lines) < 2 or not all(lines) or any(line.startswith(_DASHES) for line in lines):
        return
    # Where blanks do not part words a line break may stand for a comma.
    if parse_locale(locale).language in SPACELESS_LANGUAGES:
        return
    if width(" ".join(lines), locale) <= limits.chars_per_line:
        fixed = break_lines(shown.text, limits, locale, protected=shown.protected, hidden=shown.hidden)
        yield fault("LAY005", segment, f"{len(lines)} lines would fit on one", fixed=fixed, why="joined")
