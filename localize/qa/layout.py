"""LAY: whether a target fits the screen or the field, and breaks where it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.layout import bad_breaks, break_lines, line_widths, width
from localize.locales import parse_locale
from localize.model import SegmentKind
from localize.qa.emit import fault
from localize.qa.shown import SPACELESS_LANGUAGES, Shown, cut, show
from localize.text import graphemes, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.layout import Limits
    from localize.model import Finding, Segment
    from localize.qa.base import Context

_DASHES = ("-", "–", "—", "‐")
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
    # A game's author breaks lines on purpose: what stands in the source is not for us to break again.
    on_purpose = context.medium == "game" and "\n" in segment.source
    fixed = None if on_purpose else _reflowed(shown, limits, locale)
    why = "broken again within the limits"
    lines = list(_lines(shown))
    for start, end, plain in lines:
        characters = width(plain, locale)
        if characters > limits.chars_per_line:
            message = f"a line of {characters:g} characters, at most {limits.chars_per_line:g}"
            yield fault("LAY001", segment, message, span=(start, end), fixed=fixed, why=why)
    if len(lines) > limits.lines:
        yield fault("LAY002", segment, f"{len(lines)} lines, at most {limits.lines}", fixed=fixed, why=why)
    if on_purpose and segment.source.count("\n") == shown.text.count("\n"):
        return
    for broken in bad_breaks(shown.text, locale, protected=shown.protected, hidden=shown.hidden):
        span = (broken.at, min(broken.at + 1, len(shown.text)))
        yield fault("LAY003", segment, f"the line break {broken.reason}", span=span, fixed=fixed, why=why)


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


def _reflowed(shown: Shown, limits: Limits, locale: str) -> str | None:
    """Return the text broken again if it then fits without a bad break, else None."""
    fixed = break_lines(shown.text, limits, locale, protected=shown.protected, hidden=shown.hidden)
    if fixed == shown.text or "".join(fixed.split()) != "".join(shown.text.split()):
        return None
    # Breaking changes blanks only, so the tags of the result are those of the text, in order.
    plain = fixed
    for span in shown.hidden:
        plain = plain.replace(shown.text[span.start : span.end], "", 1)
    widths = line_widths(plain, locale)
    fits = len(widths) <= limits.lines and max(widths) <= limits.chars_per_line
    return fixed if fits and not bad_breaks(plain, locale) else None


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
